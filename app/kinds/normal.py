"""What do two spellings of the same text have in common? Folding of spaces, widths, look-alikes and dots; empty words.

Rare characters (Extension A, B and beyond) are never replaced; only forms that Unicode itself calls compatible are.
"""

import re
import unicodedata
from datetime import date, datetime, time

EMPTY = frozenset({"", "无", "/", "-", "—", "空"})
UNKNOWN = frozenset(
    {"不详", "未知", "不清", "不清楚", "不明", "不知", "不知道", "记不清", "暂缺", "缺失", "暂无"}
    | {"待查", "待定", "待补", "待核实", "?", "??"}
)
SCIENTIFIC = re.compile(r"[+-]?\d+(?:\.\d*)?[eE][+-]?\d+")
LIMIT = 32_767  # characters a spreadsheet cell can hold
EXACT_DIGITS = 15  # digits a spreadsheet keeps of a number

_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]"
)
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_SPACES = re.compile(r"[^\S\n]+")
_RADICALS = dict(
    zip(
        "⺟⺠⻁⻄⻅⻆⻉⻋⻑⻓⻔⻘⻙⻚⻛⻜⻝⻢⻤⻥⻦⻨⻩⻬⻮⻰⻳",
        "母民虎西见角贝车長长门青韦页风飞食马鬼鱼鸟麦黄齐齿龙龟",
        strict=True,
    )
)
_COMPATIBLE = re.compile("[\u2e80-\u2fdf\uf900-\ufaff\U0002f800-\U0002fa1f]")
_WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}


def plain(raw: object) -> str:
    """A cell as the text a clerk would have typed: 12.0 is `12`, a date `1987-06-15`, NaN nothing."""
    if isinstance(raw, str):
        return raw
    if raw is None or raw != raw:
        return ""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 10**EXACT_DIGITS else repr(raw)
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time() else raw.isoformat(" ", "seconds")
    return raw.isoformat() if isinstance(raw, date | time) else str(raw)


def ideographs(text: str) -> str:
    """Kangxi radicals and compatibility ideographs, as they come out of PDF files, as the ordinary characters."""
    if text.isascii() or not _COMPATIBLE.search(text):
        return text
    return _COMPATIBLE.sub(lambda m: _RADICALS.get(m[0]) or unicodedata.normalize("NFKC", m[0]), text)


def tidy(text: str) -> str:
    """For prose: nothing invisible, one space for many, ordinary digits and letters; punctuation stays Chinese."""
    if text.isascii() and text.isalnum():
        return text
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = ideographs(_SPACES.sub(" ", text)).translate(_WIDE)
    return "\n".join(line.strip(" ") for line in text.split("\n")).strip()


def fold(text: str) -> str:
    """For codes, numbers and dates: full compatibility folding (full-width to half-width), trimmed."""
    if text.isascii() and text.isalnum():
        return text
    return unicodedata.normalize("NFKC", ideographs(_INVISIBLE.sub("", text))).strip()


def squeeze(text: str) -> str:
    """Folded and without any blank: for comparing words, not for keeping them."""
    return "".join(fold(text).split())


def key(text: str) -> str:
    """What equal words share whatever their width, blanks and case."""
    return squeeze(text).casefold()


def is_empty(text: str) -> bool:
    """True for the words that mean "nothing here" in the rosters: 无 / — - 空."""
    return text in EMPTY or (len(text) == 1 and fold(text) in EMPTY)


def is_unknown(text: str) -> bool:
    """True for words that say that the fact is not known, which is not the same as an empty cell."""
    return text in UNKNOWN


def is_private(text: str) -> bool:
    """True when a character lies in a private use area: it shows differently, or not at all, on another computer."""
    return _PRIVATE.search(text) is not None


def shorten(text: str, most: int = 20) -> str:
    """For quoting a cell in a sentence."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 1] + "…"
