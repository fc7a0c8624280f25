"""What stands below a printed checklist: its note, 问题清单 (filled or to be filled by hand), signatures and seals."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.printing import fonts, wrapping
from app.printing.page import MM, Align, Sheet

SIZE, LEADING, PAD = 9.0, 12.2, 3.6
_GREY = 0.945
_HEAD, _BLANK = 22.0, 23.0
_FEWEST, _MOST = 5, 12  # rows left for the pen on a blank form
_MORE = 2  # and below the findings of a filled one
_SIGNATURES, _GAP = 92.0, 12.0


@dataclass(frozen=True)
class Column:
    label: str
    width: float
    align: Align = "left"


COLUMNS = (
    Column("序号", 11 * MM, "center"),
    Column("清单序号", 18 * MM, "center"),
    Column("存在问题", 84 * MM),
    Column("整改措施", 68 * MM),
    Column("整改时限", 28 * MM, "center"),
    Column("责任人", 26 * MM, "center"),
    Column("完成情况", 34 * MM),
)
Cells = tuple[tuple[str, ...], ...]


class Tail:
    """`turn` ends the page and gives the height at which the next one begins."""

    def __init__(self, sheet: Sheet, turn: Callable[[], float]) -> None:
        self.sheet, self.turn = sheet, turn
        self.bottom = sheet.paper.bottom

    def draw(self, top: float, note: tuple[str, ...], findings: Sequence[tuple[str, ...]]) -> None:
        """`findings`: line, what, how to mend, by when, who, what came of it."""
        rows = [_measured(n, cells) for n, cells in enumerate(findings, 1)]
        least = sum(height for _cells, height in rows[:_FEWEST]) or _FEWEST * _BLANK
        if top - self.bottom < 8 + len(note) * 11 + 32 + _HEAD + least + _GAP + _SIGNATURES:
            top = self.turn()
        for n, text in enumerate(note):
            self.sheet.write(self.sheet.paper.left, top - 14 - n * 11, text, size=8, grey=0.25)
        y = top - 8 - len(note) * 11 - 32
        self.sheet.write(self.sheet.paper.width / 2, y + 9, "问题清单", size=14, role="title", align="center")
        self._signatures(self._rows(y, rows))

    def _rows(self, y: float, rows: list[tuple[Cells, float]]) -> float:
        """The findings over as many pages as they need, then rows for the pen. Returns the lower edge."""
        begin = y
        y = self._heading(y)
        number = 0
        for number, (cells, height) in enumerate(rows, 1):
            kept = _GAP + _SIGNATURES if number == len(rows) else 0.0
            if y - height < self.bottom + kept:
                self._frame(begin, y)
                begin = self.turn()
                y = self._heading(begin)
            self._row(y, height, cells)
            y -= height
        room = int((y - self.bottom - _GAP - _SIGNATURES) / _BLANK)
        wanted = min(room, _MORE) if rows else max(_FEWEST, min(room, _MOST))
        for blank in range(number + 1, number + 1 + max(0, wanted)):
            self._row(y, _BLANK, ((str(blank),), *((),) * (len(COLUMNS) - 1)))
            y -= _BLANK
        self._frame(begin, y)
        return y

    def _heading(self, top: float) -> float:
        paper = self.sheet.paper
        self.sheet.box((paper.left, top - _HEAD), (paper.inner, _HEAD), width=0, fill=_GREY)
        x = paper.left
        for column in COLUMNS:
            self.sheet.box((x, top - _HEAD), (column.width, _HEAD), width=0.4)
            place = (x + column.width / 2, top - _HEAD / 2 - 3.4)
            self.sheet.write(*place, column.label, size=SIZE + 0.5, role="strong", align="center")
            x += column.width
        return top - _HEAD

    def _row(self, top: float, height: float, cells: Cells) -> None:
        x = self.sheet.paper.left
        for column, texts in zip(COLUMNS, cells, strict=True):
            self.sheet.box((x, top - height), (column.width, height), width=0.4)
            y = top - (height - len(texts) * LEADING) / 2 - LEADING * 0.76
            at = x + column.width / 2 if column.align == "center" else x + PAD
            for n, text in enumerate(texts):
                self.sheet.write(at, y - n * LEADING, text, size=SIZE, align=column.align)
            x += column.width

    def _frame(self, top: float, bottom: float) -> None:
        self.sheet.box((self.sheet.paper.left, bottom), (self.sheet.paper.inner, top - bottom), width=1)

    def _signatures(self, top: float) -> None:
        """Two boxes side by side: who was inspected, who inspected."""
        sheet, half = self.sheet, self.sheet.paper.inner / 2
        top -= _GAP
        for n, captions in enumerate((("被检查单位负责人（签字）",), ("检查人（签字）", "检查人（签字）"))):
            left = sheet.paper.left + n * half
            sheet.box((left, top - _SIGNATURES), (half, _SIGNATURES), width=0.8)
            for i, caption in enumerate(captions):
                y = top - 22 - i * 24
                sheet.write(left + 12, y, f"{caption}：", size=10.5)
                x = left + 12 + fonts.width(f"{caption}：", 10.5)
                sheet.line((x, y - 2), (x + 52 * MM, y - 2))
            sheet.write(left + 12, top - _SIGNATURES + 14, "日期：　　　　年　　月　　日", size=10.5)
            sheet.write(left + half - 14, top - _SIGNATURES + 14, "（盖章）", size=10.5, align="right")


def _measured(number: int, texts: tuple[str, ...]) -> tuple[Cells, float]:
    """The lines of each cell, and the height of the row."""
    cells = tuple(
        wrapping.lines(fonts.shown(text), column.width - 2 * PAD, SIZE) if text else ()
        for text, column in zip((str(number), *texts), COLUMNS, strict=True)
    )
    return cells, max(_BLANK, max(map(len, cells)) * LEADING + 2 * PAD)
