"""Money: read and shown in yuan, kept in whole cents (分)."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from app.kinds import normal
from app.kinds.kind import Kind, Unreadable

_SHAPE = re.compile(r"(?:人民币|¥|￥|RMB)?([+-]?)(\d[\d,]*(?:\.\d*)?|\.\d+)(万)?(?:元|块)?(?:整|正)?")
_CENT = Decimal("0.01")
_NOISE = Decimal("0.000001")  # what binary fractions add to sums of cents
_LARGEST = 10 ** (normal.EXACT_DIGITS - 2)


_AMOUNT = re.compile(r"-?\d+\.\d\d")


def grouped(text: str) -> str:
    """Yuan as they are read: `1,234.50` for `1234.50`; any other text (a mask, a percentage) as it is."""
    return f"{Decimal(text):,}" if _AMOUNT.fullmatch(text) else text


@dataclass(frozen=True)
class Money(Kind):
    """Value: int, in fen. `parse` takes yuan (`12.5`, `1,234.50元`, `1.2万元`), `text` gives yuan with two decimals."""

    name: ClassVar[str] = "money"

    def parse(self, raw: object) -> int | None:
        text = normal.squeeze(normal.plain(raw))
        if normal.is_empty(text):
            return None
        match = _SHAPE.fullmatch(text)
        if match is None or isinstance(raw, bool):
            raise Unreadable("money_invalid", f"“{normal.shorten(text)}”不是金额，请填以元为单位的数字，例如 12.50。")
        sign, digits, ten_thousands = match.groups()
        yuan = Decimal(digits.replace(",", "")) * (10_000 if ten_thousands else 1)
        if yuan >= _LARGEST:
            raise Unreadable("money_invalid", f"“{normal.shorten(text)}”过大，请核对金额。")
        cents = yuan.quantize(_CENT)
        if abs(cents - yuan) > _NOISE:
            raise Unreadable("money_invalid", f"“{normal.shorten(text)}”不足一分，金额最多两位小数。")
        return int(cents * 100) * (-1 if sign == "-" else 1)

    def text(self, value: int | None) -> str:
        if value is None:
            return ""
        yuan, cents = divmod(abs(value), 100)
        return f"{'-' if value < 0 else ''}{yuan}.{cents:02d}"
