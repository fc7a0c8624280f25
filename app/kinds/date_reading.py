"""Which date does a text or a number in a roster mean, if it can mean only one?

Every function gives canonical text (`1987`, `1987-06`, `1987-06-15`) or raises Unreadable with
`date_invalid` or `date_ambiguous`. Shapes: the habits of rosters, and the serial numbers of spreadsheet programs.
"""

import re
from datetime import date, timedelta
from typing import NoReturn

from app.kinds.kind import Unreadable
from app.kinds.normal import shorten

EARLIEST, LATEST = 1880, 2100  # years that can stand in these records; a bare number in between is a year
_SERIALS = (2101, 60_000)  # 1905-10-01 to 2064-04-08
_ZERO = {(1900, 1, 0), (1899, 12, 30), (1899, 12, 31)}  # how spreadsheet programs show the serial number 0
_SERIAL_EPOCH = date(1899, 12, 30)  # right for every serial number after 1900-02-28

_SEP = r"(?:\s*[./\-_~、,·:—–年月]\s*|\s+)"
_TIME = re.compile(r"(?<=\d)[T\s]+\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?$|(?<=日)\s*\d{1,2}[:时].*$")
_WEEKDAY = re.compile(r"\s*[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?$")
_TAIL = re.compile(r"\s*(?:出生|生|入党|转正|起)$")
_YMD = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}}){_SEP}(\d{{1,2}})\s*[日号]?")
_YM = re.compile(rf"(\d{{4}}){_SEP}(\d{{1,2}})\s*月?份?")
_Y = re.compile(r"(\d{4})\s*年?")
_SOLID = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_XXY = re.compile(r"(\d{1,2})\s*[./\-]\s*(\d{1,2})\s*[./\-]\s*(\d{4})")
_MY = re.compile(r"(\d{1,2})\s*[./\-]\s*(\d{4})")
_SHORT_YEAR = re.compile(rf"['’]?\d{{2}}(?:\s*年|{_SEP}\d{{1,2}}(?:{_SEP}\d{{1,2}})?\s*[月日号]?份?)|['’]\d{{2}}")
_SHORT_SOLID = re.compile(r"\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_VAGUE = re.compile(
    r"约|左右|前后|大概|可能|或|农历|阴历|旧历|初[一二三四五六七八九十]|民国|至今|以来"
    r"|[以之][前后]|[上中下]旬|[春夏秋冬]|底$|年代"
)
_MONTHS = {name: n for n, name in enumerate(re.findall("...", "janfebmaraprmayjunjulaugsepoctnovdec"), 1)}
_MONTH_FIRST = re.compile(r"([A-Za-z]{3})[a-z]*\.?\s+(\d{1,2}),?\s+(\d{4})")
_DAY_FIRST = re.compile(r"(\d{1,2})[\s\-]([A-Za-z]{3})[a-z]*\.?[\s\-,]+(\d{4})")
_SHORT_ENGLISH = re.compile(r"(?:\d{1,2}[\s\-])?[A-Za-z]{3}[a-z]*[\s\-]\d{2}")

_DIGITS = dict(zip("〇零○Oo一二三四五六七八九", (0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_HAN_YEAR = re.compile(r"([〇零○Oo一二三四五六七八九]{4}|[一二三四五六七八九][〇零○Oo一二三四五六七八九])年")
_HAN_DIGIT = "[〇零一二三四五六七八九]"
_HAN_COUNT = re.compile(rf"({_HAN_DIGIT}?[十廿卅]{_HAN_DIGIT}?|{_HAN_DIGIT})(?=[月日号])")


def of_text(text: str) -> str:
    """`text` is folded and trimmed and not empty."""
    solid = _bare(text)
    plain = _without_han_numerals(_TAIL.sub("", _WEEKDAY.sub("", _TIME.sub("", solid))).strip())
    if plain.isdecimal() and plain.isascii():
        return _of_digits(plain)
    if _VAGUE.search(plain) or len(set(re.findall(r"(?<!\d)(?:18|19|20)\d\d(?!\d)", plain))) > 1:
        raise _ambiguous(text, "不是一个确定的日期")
    for shape, order in ((_YMD, (1, 2, 3)), (_YM, (1, 2)), (_Y, (1,)), (_MY, (2, 1))):
        if match := shape.fullmatch(plain):
            return checked(*(int(match[n]) for n in order))
    return _of_foreign(plain)


def of_fraction(number: float) -> str:
    """A number with decimals: `1987.06` typed as a number, or a serial number with a time of day."""
    if number != number:
        _refuse(number)
    year, decimals = f"{number:.10g}".split(".") if abs(number) < 100_000 and "e" not in f"{number:.10g}" else ("", "")
    if year.isdecimal() and EARLIEST <= int(year) <= LATEST and len(decimals) <= 2:
        if decimals == "1":
            raise _ambiguous(f"{year}.1", "可能是 1 月，也可能是 10 月（表格软件会去掉末尾的 0）")
        return checked(int(year), int(decimals))
    if year.isdecimal() and _SERIALS[0] <= int(year) <= _SERIALS[1]:
        return _of_serial(int(year))
    if 0 < number < 100:
        raise _short_year(f"{number:g}")
    return _refuse(number)


def checked(year: int, month: int = 0, day: int | None = None) -> str:
    """0 says "not known": rosters write 1987.06.00. A month of 0 with a day is no date. None: not written at all."""
    if (year, month, day) in _ZERO:
        raise Unreadable("date_invalid", "这是表格软件把空单元格显示成的日期（1900 年 1 月 0 日），请查明后补填。")
    shown = f"{year}年" + (f"{month}月" if month or day else "") + (f"{day}日" if day else "")
    if not EARLIEST <= year <= LATEST or month > 12 or (day and not month):
        raise Unreadable("date_invalid", f"{shown}不是可用的日期，请核对后补填。")
    if not month:
        return f"{year:04d}"
    if not day:
        return f"{year:04d}-{month:02d}"
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        raise Unreadable("date_invalid", f"没有{shown}这一天，请核对后补填。") from None


def _bare(text: str) -> str:
    """Without the marks a spreadsheet puts before a text, and without a full stop behind it."""
    return text.lstrip("'‘’`").rstrip(" .。;,、") if not text.startswith(("'", "’")) or len(text) > 6 else text


def _without_han_numerals(text: str) -> str:
    """一九八七年六月十五日 with ordinary digits."""
    text = _HAN_YEAR.sub(lambda m: "".join(str(_DIGITS[c]) for c in m[1]) + "年", text)
    return _HAN_COUNT.sub(lambda m: str(_count(m[1])), text)


def _count(numeral: str) -> int:
    if numeral in _DIGITS:
        return _DIGITS[numeral]
    tens, ten, ones = re.fullmatch(r"(.?)([十廿卅])(.?)", numeral).groups()  # type: ignore[union-attr]
    count = {"廿": 2, "卅": 3}.get(ten) or _DIGITS.get(tens, 1)
    return count * 10 + _DIGITS.get(ones, 0)


def _of_digits(digits: str) -> str:
    length, number = len(digits), int(digits[:9])
    if length > 8:
        return _refuse(digits)
    if length == 4 and EARLIEST <= number <= LATEST:
        return digits
    if match := _SOLID.fullmatch(digits):
        year, month = int(match[1]), int(match[2])
        if length == 8 or (EARLIEST <= year <= LATEST and month <= 12):
            return checked(year, month, int(match[3]) if match[3] else None)
    if length == 6 and _SHORT_SOLID.fullmatch(digits):
        raise _short_year(digits)
    if length == 7 and EARLIEST <= int(digits[:4]) <= LATEST:
        raise _ambiguous(digits, "少一位数字，看不出月和日")
    if _SERIALS[0] <= number <= _SERIALS[1] and length == len(str(number)):
        return _of_serial(number)
    return _refuse(digits)


def _of_serial(number: int) -> str:
    """Days since 1899-12-30. `19876` could as well be a year and a month run together: then it is not read."""
    if 1900 <= number // 10 <= LATEST and number % 10:
        raise _ambiguous(number, "可能是日期序号，也可能是年月连写")
    return (_SERIAL_EPOCH + timedelta(days=number)).isoformat()


def _of_foreign(text: str) -> str:
    """Day or month before the year; anything that is left over."""
    if match := _XXY.fullmatch(text):
        one, two, year = (int(part) for part in match.groups())
        if one > 12 or one == two:
            return checked(year, two, one)
        if two > 12:
            return checked(year, one, two)
        raise _ambiguous(text, "看不出哪个是月、哪个是日")
    for shape, order in ((_MONTH_FIRST, (3, 1, 2)), (_DAY_FIRST, (3, 2, 1))):
        match = shape.fullmatch(text)
        if match and match[order[1]].lower() in _MONTHS:
            return checked(int(match[order[0]]), _MONTHS[match[order[1]].lower()], int(match[order[2]]))
    if _SHORT_YEAR.fullmatch(text) or _SHORT_ENGLISH.fullmatch(text):
        raise _short_year(text)
    return _refuse(text)


def _short_year(text: str) -> Unreadable:
    return _ambiguous(text, "的年份只有两位，看不出世纪")


def _ambiguous(raw: object, why: str) -> Unreadable:
    return Unreadable("date_ambiguous", f"“{shorten(str(raw))}”{why}，请核对后按 1987-06-15 的样子填写。")


def _refuse(raw: object) -> NoReturn:
    shown = shorten(str(raw))
    raise Unreadable("date_invalid", f"“{shown}”不是日期，请按 1987-06-15 的样子填写，只知道年月的填 1987-06。")
