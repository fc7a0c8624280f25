"""Which shape do dates take in a cell of a template: 1987.06, 1987年6月, 19870615, a real date?"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from app.exchange.grid import Value
from app.exchange.template import Blank
from app.kinds import normal

_NOISE = re.compile(r"\[[^\]]*\]|_.|\*.")
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_WRITTEN = re.compile(r"(?<!\d)(\d{4})([.\-/年])(\d{1,2})(?:([.\-/月])(?:(\d{1,2})日?)?)?(?!\d)")
_SOLID = re.compile(r"(?<!\d)((?:18|19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)?(?!\d)")
_LETTERS = (
    (re.compile(r"[yYxX×＊*]{4}"), "1987"),
    (re.compile(r"[mMdDxX×＊*]{2}"), "06"),
    (re.compile(r"(?<=[^A-Za-z])[mMdD](?![A-Za-z])"), "6"),
)
_WORDS = re.compile(r"年([./\-])月(?:\1日)?")
_PADDED = frozenset({".", "-", "/", ""})


@dataclass(frozen=True)
class Shape:
    """`parts`: 1 year, 2 month, 3 day. `mark` stands between them (年 for 1987年6月15日, "" for 19870615).

    `real`: the cell's number format makes a date of a number. `sure`: the template says so; else it was only assumed.
    """

    parts: int = 3
    mark: str = "-"
    padded: bool = True
    real: bool = False
    sure: bool = False

    def told(self, value: str) -> str | date:
        """A partial date (`1987`, `1987-06`, `1987-06-15`) in this shape, never more exact than it is known."""
        pieces = value.split("-")
        if self.real and len(pieces) >= self.parts:
            numbers = [int(piece) for piece in (*pieces, "1", "1")][:3]
            return date(*numbers)
        pieces = pieces[: self.parts]
        year, *rest = pieces
        rest = [piece if self.padded else str(int(piece)) for piece in rest]
        if self.mark == "年":
            return year + "年" + "".join(piece + unit for piece, unit in zip(rest, "月日", strict=False))
        return self.mark.join((year, *rest))


def of_blank(blank: Blank) -> Shape:
    """The number format first, then what stands there already, then what the heading says."""
    for found in (_of_format(blank.format), _of_samples(blank.samples), _of_text(blank.hint)):
        if found is not None:
            return found
    words = "".join(blank.path)
    if "年月日" in words:
        return Shape()
    return Shape(2, ".") if "年月" in words else Shape()


def like(example: str) -> Shape | None:
    """The shape of an example: 1987.06, 1987年6月, 19870615, 1987-06-15; None when it is no date."""
    return _of_text(example)


def of_blanks(blanks: Iterable[Blank]) -> dict[str, Shape]:
    """Cell → shape; where a column says nothing, its neighbours' mark is taken."""
    found = {blank.cell: of_blank(blank) for blank in blanks}
    told = (shape for shape in found.values() if shape.sure)
    said = next(told, None) or next((shape for shape in found.values() if shape.mark != Shape().mark), None)
    if said is None:
        return found
    return {
        cell: shape if shape.sure else replace(shape, mark=said.mark, padded=said.padded)
        for cell, shape in found.items()
    }


def _of_format(code: str) -> Shape | None:
    plain = _QUOTED.sub(lambda found: found[1] or found[2] or "", _NOISE.sub("", code)).split(";")[0].lower()
    if "y" not in plain or plain == "general":
        return None
    parts = 3 if "d" in plain else 2 if "m" in plain else 1
    after = re.search(r"y+\s*([^\sym])", plain)
    mark = after[1] if after and after[1] in ".-/年" else "-"
    return Shape(parts, mark, padded="mm" in plain if mark == "年" else True, real=True, sure=True)


def _of_samples(samples: Iterable[Value]) -> Shape | None:
    texts = [normal.plain(sample) for sample in samples if sample not in ("", None) and not isinstance(sample, date)]
    return next((shape for text in texts if (shape := _of_text(text)) is not None), None)


def _of_text(text: str) -> Shape | None:
    """From an example, or from letters in its place: 1987.06, YYYY-MM-DD, ××××年××月, 年/月."""
    plain = normal.fold(text).replace('"', "").replace("\\", "")
    if words := _WORDS.search(plain):
        return Shape(3 if "日" in words[0] else 2, words[1], sure=True)
    for letters, digits in _LETTERS:
        plain = letters.sub(digits, plain)
    if written := _WRITTEN.search(plain):
        mark, month = written[2], written[3]
        padded = len(month) == 2 if month.startswith("0") or len(month) == 1 else mark in _PADDED
        return Shape(3 if written[5] else 2, mark, padded=padded, sure=True)
    if solid := _SOLID.search(plain):
        return Shape(3 if solid[3] else 2, "", sure=True)
    return None
