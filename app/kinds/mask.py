"""How much of a value leaves the program: which characters of numbers, phones and names are hidden.

A profile is chosen for each export: `none`, `middle`, `last8` or `name` (for what is posted up in public).
"""

import re

PROFILES = {
    "none": "不隐藏",
    "middle": "证号、电话隐藏中间几位",
    "last8": "证号隐藏后八位",
    "name": "只公开姓氏，不带证号和电话",
}
MASKED = ("id", "phone", "person", "text")  # kinds whose values a profile may change

_NUMBER = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9Xx])")
_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")


def mask(kind: str, text: str, profile: str) -> str:
    """`text` of a kind (`id phone person text` …) as the profile lets it out; other kinds stay as they are.

    In free text only identity numbers and mobiles are hidden. Raises KeyError for a profile that does not exist.
    """
    if profile not in PROFILES:
        raise KeyError(profile)
    if profile == "none" or not text:
        return text
    if kind == "id":
        return _number(text, profile)
    if kind == "phone":
        return "" if profile == "name" else _phone(text)
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
    text = _NUMBER.sub(lambda found: _number(found[0], profile), text)
    return _MOBILE.sub(lambda found: "" if profile == "name" else _phone(found[0]), text)
