"""Points: what a line of a checklist is worth and what was given for it, kept in whole hundredths."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from app.kinds import normal
from app.kinds.kind import Kind, Unreadable

_SHAPE = re.compile(r"([+-]?)(\d+(?:\.\d*)?|\.\d+)(?:分|%)?")
_HUNDREDTH = Decimal("0.01")
_NOISE = Decimal("0.000001")  # what binary fractions add to sums of tenths
_LARGEST = 1_000_000


@dataclass(frozen=True)
class Points(Kind):
    """Value: int, in hundredths of a point. `parse` takes `2`, `0.5`, `1.25分`; `text` gives the shortest: 2, 0.5, 1.25."""

    name: ClassVar[str] = "points"

    def parse(self, raw: object) -> int | None:
        text = normal.squeeze(normal.plain(raw))
        if normal.is_empty(text):
            return None
        match = _SHAPE.fullmatch(text)
        if match is None or isinstance(raw, bool):
            raise Unreadable("points_invalid", f"“{normal.shorten(text)}”不是分数，请填 2 或 0.5 这样的数。")
        sign, digits = match.groups()
        points = Decimal(digits)
        if points >= _LARGEST:
            raise Unreadable("points_invalid", f"“{normal.shorten(text)}”过大，请核对分数。")
        hundredths = points.quantize(_HUNDREDTH)
        if abs(hundredths - points) > _NOISE:
            raise Unreadable("points_invalid", f"“{normal.shorten(text)}”最多写两位小数，请核对分数。")
        return int(hundredths * 100) * (-1 if sign == "-" else 1)

    def text(self, value: int | None) -> str:
        if value is None:
            return ""
        return format(Decimal(value).scaleb(-2).normalize(), "f")
