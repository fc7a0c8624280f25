"""How exact is a date as its cell shows it? A clerk who typed 1987年6月 finds the first of June stored behind it.

Number formats: ECMA-376 part 1, 18.8.30 and 18.8.31; the numbers below mean year and month in Chinese programs too.
"""

import re
from datetime import date
from functools import lru_cache

from app.exchange.grid import Value

MONTH, YEAR = 7, 4  # characters of the ISO date that are shown; 0: the whole of it
BUILT_IN = frozenset({17, 27, 36, 50, 52, 57})  # year and month in a file without a code of its own
_SILENT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_SHOWN = re.compile(r"\d{4}\s*[-./年]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*月?")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_NAMED = re.compile(rf"(?:(\d{{2}}|\d{{4}})[-\s./,]+)?{_MONTH}(?:[-\s./,']+(\d{{2}}|\d{{4}}))?", re.IGNORECASE)


@lru_cache(maxsize=1024)
def exactness(code: str) -> int:
    """MONTH, YEAR or 0 (a day, a time, no date at all) for a format code such as `yyyy"年"m"月";@`."""
    parts = _SILENT.sub("", code.split(";")[0].lower())
    if re.search(r"[dhs0#?@g]", parts) or not re.search(r"y|e", parts):
        return 0
    return MONTH if "m" in parts else YEAR


def exactness_of_text(shown: str, day: str = "") -> int:
    """The same for the text that a file keeps beside the date (ISO): 1987年6月, Jun-87, June 1987."""
    text = shown.strip()
    if _SHOWN.fullmatch(text):
        return MONTH
    named = _NAMED.fullmatch(text)
    if named is not None:  # the one number beside the name must be the year: 15-Jun says a day
        numbers = [number for number in named.groups() if number]
        return MONTH if len(numbers) == 1 and day[:4].endswith(numbers[0]) else 0
    return YEAR if re.fullmatch(r"\d{4}\s*年?", text) else 0


def as_shown(value: Value, length: int) -> Value:
    """The date without the first day, or first of January, that only the program put in. Other days were typed."""
    if not isinstance(value, date) or value.day != 1 or (length == YEAR and value.month != 1):
        return value
    return value.isoformat()[:length]
