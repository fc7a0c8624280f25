"""Which font draws which character: Noto Serif first, then Noto Sans, then the rare-character face.

A character that no font holds is written as 〔U+XXXX〕 and named beforehand by `uncovered`; nothing prints as an empty
box in silence. To add a font: put a TrueType file into `resources/fonts`, its pattern into `CHAINS`.
"""

from collections.abc import Iterable
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase import pdfmetrics, ttfonts

from app.errors import UserError
from app.paths import resource

_RARE = ("RareKai*.ttf", "LXGWWenKai*.ttf")
CHAINS: dict[str, tuple[str, ...]] = {
    "body": ("NotoSerifSC-Regular*.ttf", "NotoSansSC-Regular*.ttf", *_RARE),
    "title": ("NotoSerifSC-Bold*.ttf", "NotoSerifSC-Regular*.ttf", "NotoSansSC-Regular*.ttf", *_RARE),
    "strong": ("NotoSansSC-Bold*.ttf", "NotoSansSC-Regular*.ttf", "NotoSerifSC-Regular*.ttf", *_RARE),
}
_PER_BLOCK = 100
_SPACES = {"\u00a0": " ", "\t": " "}


class Glyph(NamedTuple):
    """The registered font that holds a character and its width in thousandths of the type size."""

    font: str
    width: float


def to_unicode_map(fontname: str, subset: list[int]) -> str:
    """The PDF map from glyph codes back to text, right beyond U+FFFF too (UTF-16 pairs, at most 100 lines a block).

    reportlab's own writes five hex digits there, so that 𠮷 could be seen but not copied or searched.
    """
    values = (chr(code).encode("utf-16-be", "surrogatepass").hex().upper() for code in subset)
    lines = [f"<{i:02X}> <{value}>" for i, value in enumerate(values)]
    blocks = []
    for start in range(0, len(lines), _PER_BLOCK):
        block = lines[start : start + _PER_BLOCK]
        blocks += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            f"/CIDSystemInfo << /Registry ({fontname}) /Ordering ({fontname}) /Supplement 0 >> def",
            f"/CMapName /{fontname} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            f"<00> <{len(subset) - 1:02X}>",
            "endcodespacerange",
            *blocks,
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        )
    )


ttfonts.makeToUnicodeCMap = to_unicode_map


@cache
def files(role: str) -> tuple[Path, ...]:
    """The font files of a role in the order they are asked. Raises UserError when the program came without fonts."""
    folder = resource("fonts")
    found = tuple(path for pattern in CHAINS[role] for path in sorted(folder.glob(pattern)))
    if not found:
        raise UserError("程序自带的打印字体不见了，没有印。", "请重新安装程序后再试。")
    return found


@cache
def _face(path: Path) -> ttfonts.TTFont:
    """A registered font. Two files with one PostScript name would be drawn with the first one's glyphs: refused."""
    font = ttfonts.TTFont(path.stem, str(path))
    pdfmetrics.registerFont(font)
    return font


def face(name: str) -> ttfonts.TTFont:
    """The font registered under a name that `glyph` or `runs` gave."""
    return pdfmetrics.getFont(name)


class _Glyphs(dict[str, Glyph | None]):
    """Character → glyph for one role, looked up once per character; later fonts are opened only when needed."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.role = role

    def __missing__(self, char: str) -> Glyph | None:
        found = self[char] = _find(char, self.role)
        return found


def _find(char: str, role: str) -> Glyph | None:
    code = ord(_SPACES.get(char, char))
    for path in files(role):
        font = _face(path)
        if font.face.charToGlyph.get(code):
            return Glyph(path.stem, float(font.face.getCharWidth(code)))
    return None


@cache
def glyphs(role: str) -> _Glyphs:
    """The memory of one role; index it with a character."""
    return _Glyphs(role)


class _Widths(dict[str, float]):
    """Character → width in type sizes (1.0 = one Chinese character), of the text as it will be shown."""

    def __init__(self, role: str) -> None:
        super().__init__()
        self.glyphs = glyphs(role)

    def __missing__(self, char: str) -> float:
        glyph = self.glyphs[char]
        width = self[char] = glyph.width / 1000 if glyph else sum(map(self.__getitem__, code_point(char)))
        return width


@cache
def widths(role: str) -> _Widths:
    return _Widths(role)


def width(text: str, size: float, role: str = "body") -> float:
    """Width in points of `text` as `shown` gives it."""
    return sum(map(widths(role).__getitem__, text)) * size


def code_point(char: str) -> str:
    """How a character without a glyph is printed: 〔U+2A6A5〕."""
    return f"〔U+{ord(char):04X}〕"


def shown(text: str, role: str = "body") -> str:
    """`text` with spaces for tabs and 〔U+XXXX〕 for whatever no font holds; line breaks stay."""
    table = glyphs(role)
    if all(map(table.__getitem__, text)) and "\t" not in text:
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return "".join(char if char == "\n" or table[char] else code_point(char) for char in text)


def runs(text: str, role: str = "body") -> tuple[tuple[str, str], ...]:
    """`text` cut where the font changes: pairs of font name and piece; a line break is a space."""
    text = shown(text.replace("\n", " "), role)
    found = [glyph for glyph in map(glyphs(role).__getitem__, text) if glyph]
    names = {glyph.font for glyph in found}
    if len(names) == 1:
        return ((names.pop(), text),)
    pairs = ((glyph.font, char) for glyph, char in zip(found, text, strict=True))
    return tuple((font, "".join(char for _, char in group)) for font, group in groupby(pairs, key=lambda pair: pair[0]))


def uncovered(texts: Iterable[str], role: str = "body") -> tuple[str, ...]:
    """Characters of `texts` that no font of the role holds, each once, in order of appearance. Ask before printing."""
    table = glyphs(role)
    return tuple(dict.fromkeys(char for text in texts for char in text if char not in "\r\n" and not table[char]))


def warning(chars: Iterable[str]) -> str:
    """The sentence for the clerk about characters that `uncovered` found."""
    names = "、".join(f"{char if char.isprintable() else ''}（U+{ord(char):04X}）" for char in chars)
    return f"程序自带的字体里没有这些字：{names}。印出时用编号代替，请手工补写。"
