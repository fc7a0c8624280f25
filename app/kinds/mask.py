"""How much of a value leaves the program: which characters of numbers, phones and names are hidden.

A profile is chosen for each export: `none`, `middle`, `last8` or `name` (for what is posted up in public; by 个人信息保护法
what is published about a person is no more than the purpose needs).
"""

import re
import unicodedata

PROFILES = {
    "none": "不隐藏",
    "middle": "证号、电话隐藏中间几位",
    "last8": "证号隐藏后八位",
    "name": "只公开姓氏，不带证号和电话",
}
POSTED = "name"  # the profile of what hangs in public
WORDS = {"none": "完整", "middle": "隐藏中间", "last8": "隐藏后八位", "name": "只留姓氏"}
MASKED = ("id", "card", "phone", "person", "text", "birth")  # kinds whose values a profile may change
PRIVATE = ("address", "residence")  # fields that are told to nobody in public, like numbers and phones
BIRTH = "birth_date"
APART = "、"  # between several in one cell

# In free text people part a number by blanks and dashes, and write it in full width.
_PART = r"[\s\-—–.]?"
_DIGIT = "[0-9０-９]"
_NUMBER = re.compile(
    rf"(?<!{_DIGIT})(?:(?:{_DIGIT}{_PART}){{17}}[0-9０-９XxＸｘ]|(?:{_DIGIT}{_PART}){{14}}{_DIGIT})(?![0-9０-９XxＸｘ])"
)
_MOBILE = re.compile(rf"(?<!{_DIGIT})[1１]{_PART}[3-9３-９]{_PART}(?:{_DIGIT}{_PART}){{8}}{_DIGIT}(?!{_DIGIT})")
_LANDLINE = re.compile(rf"(?<!{_DIGIT})[0０]{_DIGIT}{{2,3}}[-—–－ ]{_DIGIT}{{7,8}}(?!{_DIGIT})")


def profile_named(word: str) -> str | None:
    """The profile meant by its code or its Chinese word."""
    return next((code for code, told in WORDS.items() if word.strip() in (code, told)), None)


def looser(profile: str, than: str) -> bool:
    """Whether it lets more out; PROFILES stand from the loosest to the strictest."""
    order = list(PROFILES)
    return order.index(profile) < order.index(than)


def withheld(kind: str, name: str, profile: str) -> bool:
    """A column that does not leave at all: in public neither number nor phone nor address, not even its heading."""
    return profile == POSTED and (kind in ("id", "card", "phone") or name in PRIVATE)


def kind_of(kind: str, name: str) -> str:
    """What a field is to a mask: of a birth date the public learns the year."""
    return "birth" if name == BIRTH else kind


def mask(kind: str, text: str, profile: str) -> str:
    """`text` of a kind (`id phone person text birth` …) as the profile lets it out; other kinds stay as they are.

    In free text only identity numbers and phones are hidden; of several that stand in one cell (张三、李四) each is.
    Raises KeyError for a profile that does not exist.
    """
    if profile not in PROFILES:
        raise KeyError(profile)
    if profile == "none" or not text:
        return text
    if APART in text and kind in ("id", "card", "phone", "person"):
        return APART.join(filter(None, (mask(kind, part, profile) for part in text.split(APART))))
    if kind in ("id", "card"):
        return _number(text, profile)
    if kind == "phone":
        return "" if profile == "name" else _phone(text)
    if kind == "birth":
        return text[:4] if profile == "name" else text
    if kind == "person":
        return name(text) if profile == "name" else text
    return _scrubbed(text, profile) if kind == "text" else text


def name(text: str) -> str:
    """张三 → 张*, 张小三 → 张*三, 阿依古丽 → 阿**丽."""
    if len(text) < 2:
        return "*"
    return text[0] + "*" if len(text) == 2 else text[0] + "*" * (len(text) - 2) + text[-1]


def _number(text: str, profile: str) -> str:
    if profile == "name":
        return ""
    if len(text) < 15:
        return "*" * len(text)
    if profile == "last8":
        return text[:-8] + "*" * 8
    return text[:6] + "*" * (len(text) - 10) + text[-4:]


def _phone(text: str) -> str:
    """138****1234; of a landline the area code and the last four digits stay."""
    area, dash, rest = text.partition("-")
    if dash:
        return f"{area}-{'*' * max(len(rest) - 4, 0)}{rest[-4:]}"
    if len(text) < 8:
        return "*" * len(text)
    return text[: len(text) - 8] + "****" + text[-4:]


def _scrubbed(text: str, profile: str) -> str:
    if not any(character.isdigit() for character in text):
        return text
    text = _NUMBER.sub(lambda found: _number(_squeezed(found[0]), profile), text)
    text = _LANDLINE.sub(lambda found: "" if profile == "name" else _phone(found[0]), text)
    return _MOBILE.sub(lambda found: "" if profile == "name" else _phone(_squeezed(found[0])), text)


def _squeezed(number: str) -> str:
    """Without what parts it, in half width."""
    return re.sub(r"[\s\-—–.]", "", unicodedata.normalize("NFKC", number))
