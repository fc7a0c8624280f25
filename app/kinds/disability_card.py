"""Numbers of disability cards (残疾人证): the holder's identity number, the kind (1–7) and the grade (1–4) of disability.

Source: 《中华人民共和国残疾人证管理办法》; a card that was issued again bears B1, B2 … at its end.
"""

import re
from dataclasses import dataclass
from typing import ClassVar

from app.kinds import normal
from app.kinds.kind import Doubt, Kind, Unreadable
from app.kinds.resident_id import check_digit

_LABEL = re.compile(r"^(?:第?[二三]代)?残疾人?证(?:号码|编号|号)?[:：]?")
_PARTS = re.compile(r"[\s\-—–_.]")
_WHOLE = re.compile(r"([0-9]{17})([0-9X])[1-7][1-4](?:B[0-9])?")
EXACT = 10**15  # a spreadsheet keeps fifteen digits of a number


@dataclass(frozen=True)
class DisabilityCard(Kind):
    """Value: 20 characters (22 when issued again), ASCII, capitals. Other texts are kept as they are and doubted."""

    name: ClassVar[str] = "card"

    def parse(self, raw: object) -> str | None:
        text = normal.fold(normal.plain(raw))
        if normal.is_empty(text):
            return None
        if (isinstance(raw, int | float) and abs(raw) >= EXACT) or normal.SCIENTIFIC.fullmatch(text):
            shown = normal.shorten(text)
            raise Unreadable("id_precision_lost", f"残疾证号“{shown}”被表格软件存成了数字，后几位已丢失，请重新填写。")
        return _core(text)

    def check(self, value: str | None) -> tuple[Doubt, ...]:
        if value is None:
            return ()
        found = _WHOLE.fullmatch(value)
        if found is None:
            return (Doubt("card_format", f"“{normal.shorten(value)}”不是 20 位残疾证号（证号加类别、等级），请核对。"),)
        if check_digit(found[1]) != found[2]:
            return (Doubt("card_checksum", f"残疾证号“{value}”前 18 位不是正确的身份证号，请核对。"),)
        return ()


def _core(text: str) -> str | None:
    """Without what parts it and without the words before it."""
    text = normal.fold(_PARTS.sub("", text)).upper()  # a mark may now stand beside its letter
    while found := _LABEL.match(text):
        text = text[found.end() :]
    return None if normal.is_empty(text) else text
