"""How a value becomes a cell of a foreign workbook: text stays text, numbers are numbers, days are days if shown so."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from app.exchange.cellxml import text_xml
from app.exchange.patch_fill import Filled

_SILENT = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_EXACT = 10**15
_FIRST_SURE = date(1900, 3, 1)  # spreadsheet programs believe in a 29th of February 1900
_REMEMBERED = 40_000


@lru_cache(maxsize=1024)
def shows_date(code: str) -> bool:
    """Whether a number format shows a year, a month or a day (ECMA-376 part 1, 18.8.31)."""
    shown = re.sub(r"general|e[+-]", "", _SILENT.sub("", code.split(";")[0]).lower())
    return re.search(r"[yde]", shown) is not None or ("m" in shown and re.search(r"[hs]", shown) is None)


def serial(day: date, *, from_1904: bool) -> int | None:
    """The number spreadsheet programs keep for a day; None for days they count wrongly."""
    if from_1904:
        return (day - date(1904, 1, 1)).days if day >= date(1904, 1, 1) else None
    return (day - date(1899, 12, 30)).days if day >= _FIRST_SURE else None


class FilledXml(dict[Filled, str]):
    """Value → XML after the cell's address, worked out once per different value of a column.

    `kept` is what stands for None; `day` gives the number of a date, None where it is to be text; `tagged` names the
    elements as the sheet does.
    """

    def __init__(
        self, style: int, *, kept: str, day: Callable[[date], int | None], tagged: Callable[[str], str] = str
    ) -> None:
        super().__init__()
        self.style = style
        self.kept = kept
        self.day = day
        self.tagged = tagged
        self.plain_pattern = tagged(f' s="{style}" t="inlineStr"><is><t>%s</t></is></c>')

    def __missing__(self, value: Filled) -> str:
        if len(self) > _REMEMBERED:
            self.clear()
        made = self.tagged(self._made(value))
        if not isinstance(value, int | float | Decimal):
            # 1, 1.0 and True are one key of a dictionary but not one cell.
            self[value] = made
        return made

    def _made(self, value: Filled) -> str:
        if value is None:
            return self.kept
        if isinstance(value, str):
            return text_xml(value, self.style) if value else f' s="{self.style}"/>'
        if isinstance(value, date):
            return self._day(value)
        if isinstance(value, bool):
            return f' s="{self.style}" t="b"><v>{value:d}</v></c>'
        if not abs(float(value)) < _EXACT:
            return text_xml(str(value), self.style)
        return f' s="{self.style}"><v>{value}</v></c>'

    def _day(self, day: date) -> str:
        plain = day.date() if isinstance(day, datetime) else day
        number = self.day(plain)
        if number is None:
            return text_xml(plain.isoformat(), self.style)
        return f' s="{self.style}"><v>{number}</v></c>'
