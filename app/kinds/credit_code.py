"""Unified social credit codes of legal persons (统一社会信用代码, GB 32100-2015)."""

import re
from dataclasses import dataclass
from typing import ClassVar

from app.kinds import normal
from app.kinds.kind import Doubt, Kind, Unreadable

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, n, 31) for n in range(17))
_SHAPE = re.compile(f"[{_ALPHABET}]{{18}}")


@dataclass(frozen=True)
class CreditCode(Kind):
    """Value: 18 characters without I O S V Z. Some early real codes fail the check: that is only a doubt."""

    name: ClassVar[str] = "credit"

    def parse(self, raw: object) -> str | None:
        text = normal.squeeze(normal.plain(raw)).lstrip("'‘’`").upper().replace("-", "") or ""
        if normal.is_empty(normal.squeeze(normal.plain(raw))) or not text:
            return None
        if isinstance(raw, int | float) or normal.SCIENTIFIC.fullmatch(text):
            raise Unreadable("credit_lost", "信用代码在表格里存成了数字，末几位已丢失，请设为文本格式后重新填写。")
        if len(text) != 18:
            raise Unreadable("credit_length", f"信用代码有 {len(text)} 位，应为 18 位，请对照证书补正。")
        if not _SHAPE.fullmatch(text):
            raise Unreadable("credit_format", "信用代码只含数字和大写字母，且没有 I、O、S、V、Z，请对照证书改正。")
        return text

    def check(self, value: str | None) -> tuple[Doubt, ...]:
        if value is None or check_character(value[:17]) == value[17]:
            return ()
        return (Doubt("credit_checksum", f"信用代码 {value} 校验码不符，请对照证书核对。"),)


def check_character(first17: str) -> str:
    """The 18th character for the first 17: weights 3^n mod 31 as in GB 32100."""
    total = sum(weight * _ALPHABET.index(character) for weight, character in zip(_WEIGHTS, first17, strict=True))
    return _ALPHABET[-total % 31]
