"""Resident identity numbers (公民身份号码, GB 11643-1999): read without guessing a single digit."""

import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import ClassVar

from app import clock
from app.kinds import normal
from app.kinds.date import SURELY_PAST, PartialDate
from app.kinds.kind import Doubt, Kind, Unreadable
from app.paths import resource

EARLIEST_BIRTH = 1880
_CLEAN = re.compile(r"[0-9]{17}[0-9X]")
_MASK = re.compile(r"[0-9][*×•●○□◇#?_＊]|[*×•●○□◇#?_＊][0-9]|[0-9][Xx]{2,}[0-9Xx]?|(?<=[0-9])\.{3,}|…")
_MARKS = r"\s'‘’`\"“”:：;；,，。.、()（）\[\]【】<>《》=|/\\"
_LABEL = re.compile(
    rf"(?:公民|居民|本人|中华人民共和国|第?二代|有效|身份|证件|证照|证|号码|编号|号|码|是|为|ID|No|[{_MARKS}])*",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"(?<![0-9])[0-9]{14,18}[Xx]?(?![0-9])")
_CENTENARIANS = ("996", "997", "998", "999")  # in the 15-digit form: born in the 1800s


@dataclass(frozen=True)
class ResidentId(Kind):
    """Value: 18 characters, ASCII, capital X, check digit right. 81/82/83 residence permits are accepted."""

    name: ClassVar[str] = "id"

    def parse(self, raw: object) -> str | None:
        if isinstance(raw, str) and _CLEAN.fullmatch(raw):
            return _verified(raw)
        text = normal.fold(normal.plain(raw))
        if normal.is_empty(text):
            return None
        if isinstance(raw, int | float):
            _judge_number(raw)
        return _verified(_core(text))

    def check(self, value: str | None) -> tuple[Doubt, ...]:
        if value is None or value.startswith("99") or value[:6] in areas():
            return ()
        return (Doubt("id_area", f"前六位 {value[:6]} 不在行政区划代码表中，请核对。"),)

    def around(self, raw: object, value: object) -> tuple[Doubt, ...]:
        if isinstance(raw, str) and value is not None and raw.strip().upper() != value:
            return (Doubt("id_format", f"证号前后或中间有多余的字或空格，已按 {value} 读取，请核对。"),)
        return ()


def check_digit(first17: str) -> str:
    """The 18th character for the first 17 digits: ISO 7064 MOD 11-2 as in GB 11643.

    The weights 7 9 10 5 8 4 2 … are the powers of two modulo 11, and 13 leaves 2: so the weighted sum is the number
    read to the base 13, in one step instead of seventeen.
    """
    return "0123456789X"[(1 - 2 * int(first17, 13)) % 11]


def birth_of(number: str) -> PartialDate:
    """The birth date that an 18-character number states."""
    return PartialDate(f"{number[6:10]}-{number[10:12]}-{number[12:14]}")


def sex_of(number: str) -> str:
    """男 for an odd 17th digit, 女 for an even one."""
    return "男" if int(number[16]) % 2 else "女"


def upgrade(id15: str) -> str:
    """The 18-character form of a 15-digit number of before 2013. Raises Unreadable when it is none."""
    id15 = normal.squeeze(id15)
    century = _century(id15)
    if len(id15) != 15 or not (id15.isascii() and id15.isdecimal()) or not _is_day(century + id15[6:12]):
        raise Unreadable("id_length", f"“{normal.shorten(id15)}”不是 15 位旧身份证号，请填 18 位证号。")
    first17 = id15[:6] + century + id15[6:]
    return first17 + check_digit(first17)


@cache
def areas() -> frozenset[str]:
    """Every area code that is or once was in GB/T 2260, from `resources/codes/area.txt`."""
    found: set[str] = set()
    for line in resource("codes", "area.txt").read_text(encoding="ascii").splitlines():
        prefecture, *counties = line.split()
        found.update(prefecture + county for county in ("00", "01", *counties))
    return frozenset(found)


def _judge_number(raw: float) -> None:
    """A spreadsheet keeps 15 digits of a number: a longer one has lost its end, even if the check digit fits."""
    if isinstance(raw, bool) or (isinstance(raw, float) and not raw.is_integer()):
        raise Unreadable("id_format", "这不是身份证号，请核对后重新填写。")
    if abs(raw) >= 10**normal.EXACT_DIGITS:
        raise _precision_lost()


def _core(text: str) -> str:
    """The number itself, out of blanks, apostrophes and labels around it; the reason when there is none to be had."""
    if normal.is_unknown(text):
        raise Unreadable("id_missing", f"证号写的是“{text}”，请查明后补填。")
    if normal.SCIENTIFIC.fullmatch(text.lstrip("'‘’`")):
        raise _precision_lost()
    if _MASK.search(text):
        raise Unreadable("id_masked", "证号有几位被遮盖，请向报送单位索取完整的证号。")
    if len(_NUMBERS.findall(text)) > 1:
        raise Unreadable("id_format", "一个格里有两个证号，请分成两行填写。")
    compact = re.sub(r"[\s\-—–]", "", text)
    start = _LABEL.match(compact)
    compact = compact[start.end() :] if start else compact
    match = re.match(r"[0-9]+[Xx]?", compact)
    if match and match.end() > 1 and _LABEL.fullmatch(compact[match.end() :]):
        return match[0].upper()
    shown = normal.shorten(text, 24)
    raise Unreadable("id_format", f"“{shown}”不像身份证号，有多余的字或把 0、1 写成了字母，请对照证件改正。")


def _verified(number: str) -> str:
    if len(number) != 18:
        raise _wrong_length(number)
    if number.startswith("000000"):
        raise Unreadable("id_area", "证号前六位是 000000，没有这样的地区，请对照证件改正。")
    if check_digit(number[:17]) != number[17]:
        cut = "末三位是 000，可能被表格软件截断，" if number.endswith("000") else ""
        raise Unreadable("id_checksum", f"证号校验码不符，{cut}至少有一位写错，请对照证件改正。")
    if not _is_day(number[6:14]):
        raise Unreadable("id_birth_invalid", f"证号中的出生日期 {number[6:14]} 不可能，请对照证件改正。")
    return number


def _wrong_length(number: str) -> Unreadable:
    if len(number) == 15 and number.isdecimal() and _is_day(_century(number) + number[6:12]):
        return Unreadable("id_15", f"这是 15 位旧证号，可升为 18 位 {upgrade(number)}，请对照证件确认后填写。")
    return Unreadable("id_length", f"证号有 {len(number)} 位，应为 18 位，请对照证件补正。")


def _century(id15: str) -> str:
    return "18" if id15.endswith(_CENTENARIANS) else "19"


def _precision_lost() -> Unreadable:
    sentence = "证号在表格里存成了数字，末几位已丢失，无法恢复，请报送单位把该列设为文本格式后重新录入。"
    return Unreadable("id_precision_lost", sentence)


def _is_day(yyyymmdd: str) -> bool:
    try:
        day = date.fromisoformat(yyyymmdd)
    except ValueError:
        return False
    return day.year >= EARLIEST_BIRTH and (day.year < SURELY_PAST or day <= clock.today())
