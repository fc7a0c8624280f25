"""Whole numbers: how many persons, which place in a row."""

import re
from dataclasses import dataclass
from typing import ClassVar

from app.kinds import normal
from app.kinds.kind import Kind, Unreadable

_SHAPE = re.compile(r"([+-]?\d[\d,]*)(?:\.0+)?(?:人|口|户|个|名|次|岁|年|个月|月|天|分|条|件|场|届|平方米|亩)?")
_LARGEST = 10**normal.EXACT_DIGITS - 1


@dataclass(frozen=True)
class Number(Kind):
    """Value: int from `least` to `most` (None: no bound). A measure word behind the number is dropped."""

    name: ClassVar[str] = "number"
    least: int | None = 0
    most: int | None = None

    def parse(self, raw: object) -> int | None:
        text = normal.squeeze(normal.plain(raw))
        if normal.is_empty(text):
            return None
        match = _SHAPE.fullmatch(text)
        if match is None or isinstance(raw, bool):
            raise Unreadable("number_invalid", f"“{normal.shorten(text)}”不是整数，请填整数。")
        digits = match[1].replace(",", "")
        if len(digits) > 2 * normal.EXACT_DIGITS:
            raise Unreadable("number_range", f"“{normal.shorten(text)}”太大，请核对。")
        return self._bounded(int(digits))

    def _bounded(self, value: int) -> int:
        low = -_LARGEST if self.least is None else self.least
        high = _LARGEST if self.most is None else self.most
        if low <= value <= high:
            return value
        if value < low:
            raise Unreadable("number_range", f"{value} 太小，应不小于 {low}。")
        raise Unreadable("number_range", f"{value} 太大，应不大于 {high}。")
