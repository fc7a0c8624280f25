"""A superior unit's template filled with the whole roster, beside the plain export of the same rows (row 13)."""

from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Border, Side
from openpyxl.utils import get_column_letter

from app.exchange.patch import Block, Fill, patch
from app.exchange.write import write_xlsx
from benchmarks.measure import Figure, seconds
from benchmarks.scene import Scene

_FIRST, _LAST = 3, 22


def figures(scene: Scene) -> Iterator[Figure]:
    template = scene.folder / "template.xlsx"
    _template(template, scene.roster.labels())
    width = len(scene.roster.columns)
    rows = [tuple(row) for row in scene.roster.rows]

    def filled() -> None:
        block = Block(_FIRST, _LAST, tuple(range(1, width + 1)), rows, len(rows))
        patch(template, scene.folder / "filled.xlsx", [Fill("花名册", {}, block)])

    ours = seconds(filled, 2)
    base = seconds(lambda: write_xlsx(scene.roster, scene.folder / "plain.xlsx"), 2)
    yield Figure(13, "fill a template with the roster", scene.rows, ours, base, "plain export", "≤ 2")


def _template(path: Path, labels: tuple[str, ...]) -> None:
    """A title, a heading, twenty framed rows, totals and signatures."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "花名册"
    sheet["A1"] = "花名册"
    side = Side("thin")
    frame = Border(side, side, side, side)
    for column, label in enumerate(labels, 1):
        sheet.cell(_FIRST - 1, column, label).border = frame
        for row in range(_FIRST, _LAST + 1):
            sheet.cell(row, column).border = frame
        letter = get_column_letter(column)
        sheet[f"{letter}{_LAST + 1}"] = f"=COUNTA({letter}{_FIRST}:{letter}{_LAST})"
    sheet[f"A{_LAST + 3}"] = "填报人："
    book.save(path)
