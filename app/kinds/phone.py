"""Telephone numbers: eleven-digit mobiles, landlines with their area code, and what the village writes."""

import re
from dataclasses import dataclass
from typing import ClassVar

from app.kinds import normal
from app.kinds.kind import Doubt, Kind, Unreadable

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_LANDLINE = re.compile(r"(010|02[0-9]|0[3-9][0-9]{2})([1-9][0-9]{6,7})(?:-([0-9]{1,6}))?")
_SERVICE = re.compile(r"[48]00[0-9]{7}")
_LOCAL = re.compile(r"[0-9]{5,8}")
_CANONICAL_LANDLINE = re.compile(r"0[0-9]{2,3}-[1-9][0-9]{6,7}(?:-[0-9]{1,6})?")
_LABEL = re.compile(r"^(?:(?:联系|办公|家庭|移动|固定|本人)?(?:电话|手机|座机)(?:号码|号)?|Tel|TEL|tel)\s*[:.]?\s*")
_MOBILES = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_BETWEEN = re.compile(r"[/、;,，；|或和\s]+")
_PREFIX = re.compile(r"(?:\+|00)?\(?86\)?(?=1[3-9][0-9]{9}$)")
_FRACTION = re.compile(r"(?<=[0-9]{11})\.0$")  # a number that a program wrote as text
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|#)")


@dataclass(frozen=True)
class Phone(Kind):
    """Value: `13800000000`, `0577-1234567`, `0577-1234567-801`; other numbers of 5 to 8 digits are doubtful."""

    name: ClassVar[str] = "phone"

    def parse(self, raw: object) -> str | None:
        if isinstance(raw, str) and len(raw) == 11 and _MOBILE.fullmatch(raw):
            return raw
        text = normal.fold(normal.plain(raw))
        if normal.is_empty(text):
            return None
        if normal.is_unknown(text):
            raise Unreadable("phone_format", f"电话写的是“{text}”，请问明后补填。")
        if _is_damaged(raw, text):
            shown = normal.shorten(text)
            raise Unreadable("phone_lost", f"电话“{shown}”被表格软件改成了小数或科学计数，无法恢复，请重新填写。")
        text = _LABEL.sub("", text.lstrip("'‘’`"))
        if _is_several(text):
            shown = normal.shorten(text, 40)
            raise Unreadable("phone_format", f"一个格里有几个电话“{shown}”，只能留一个，请选定后填写。")
        return _canonical(text)

    def check(self, value: str | None) -> tuple[Doubt, ...]:
        if (
            value is None
            or _MOBILE.fullmatch(value)
            or _CANONICAL_LANDLINE.fullmatch(value)
            or _SERVICE.fullmatch(value)
        ):
            return ()
        return (Doubt("phone_format", f"“{value}”不是 11 位手机号，也没有区号，请核对。"),)


def _is_damaged(raw: object, text: str) -> bool:
    if isinstance(raw, bool) or (isinstance(raw, float) and not raw.is_integer()):
        return True
    return normal.SCIENTIFIC.fullmatch(text) is not None


def _is_several(text: str) -> bool:
    """Two runs that could each be dialled: `0577 1234567` is one number, `67123456 13800000000` two."""
    if len(_MOBILES.findall(text)) > 1:
        return True
    runs = [re.sub(r"\D", "", part) for part in _BETWEEN.split(text)]
    return sum(1 for run in runs if len(run) >= 6) > 1


def _canonical(text: str) -> str:
    compact = _EXTENSION.sub("-", re.sub(r"[\s().·]", "", text))
    digits = _PREFIX.sub("", re.sub(r"[\s().·\-—–]", "", _FRACTION.sub("", text)))
    for shape in (_MOBILE, _SERVICE):
        if shape.fullmatch(digits):
            return digits
    parts = [part for part in re.split(r"[\-—–]+", compact) if part]
    if parts and all(part.isdecimal() and part.isascii() for part in parts):
        landline = _landline(parts)
        if landline is not None:
            return landline
        if len(digits) in (10, 11) and digits[0] not in "01":
            raise Unreadable("phone_lost", f"“{digits}”开头的 0 可能丢了，请按“区号-号码”重新填写。")
        if _LOCAL.fullmatch(digits):
            return digits
    shown = normal.shorten(text)
    raise Unreadable("phone_format", f"“{shown}”不是完整的电话号码，请填 11 位手机号或“区号-号码”。")


def _landline(parts: list[str]) -> str | None:
    """The area code is 010, 02x or 0 and three digits (国内长途区号)."""
    last = parts[-1]
    joined = "".join(parts[:-1]) + "-" + last if len(parts) > 1 and len(parts[0]) + len(last) < 10 else "".join(parts)
    match = _LANDLINE.fullmatch(joined) or _LANDLINE.fullmatch("".join(parts))
    if match is None:
        return None
    area, number, extension = match.groups()
    return f"{area}-{number}-{extension}" if extension else f"{area}-{number}"
