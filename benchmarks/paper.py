"""Paper: the member ledger beside a bare canvas that draws the same cells in a grid (row 5)."""

from collections.abc import Iterator
from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from app.ledgers import LEDGERS
from app.ledgers.ledger import table
from app.printing import fonts
from app.printing.ledger import print_ledger
from app.table import Table
from benchmarks.measure import Figure, seconds
from benchmarks.scene import Scene

_LINES = 30
_HEIGHT = 15.0


def figures(scene: Scene) -> Iterator[Figure]:
    with scene.store.read() as reader:
        shown = table(reader, LEDGERS["members"])
    ours = seconds(lambda: print_ledger(shown, scene.folder / "ledger.pdf"))
    base = seconds(lambda: _grid(shown, scene.folder / "grid.pdf"))
    yield Figure(
        5,
        f"print the member ledger, {len(shown.columns)} columns",
        len(shown.rows),
        ours,
        base,
        "canvas with grid",
        "≤ 1.5",
    )


def _grid(shown: Table, path: Path) -> None:
    width, height = landscape(A4)
    face = fonts.runs("党")[0][0]
    canvas = Canvas(str(path), pagesize=(width, height))
    across = (width - 40) / len(shown.columns)
    edges = [20 + n * across for n in range(len(shown.columns) + 1)]
    rows = list(shown.rows)
    for start in range(0, len(rows), _LINES):
        canvas.setFont(face, 6)
        top = height - 30
        page = rows[start : start + _LINES]
        canvas.grid(edges, [top - n * _HEIGHT for n in range(len(page) + 1)])
        for n, row in enumerate(page):
            for edge, cell in zip(edges, row, strict=False):
                if cell is not None:
                    canvas.drawString(edge + 1, top - n * _HEIGHT - 10, str(cell))
        canvas.showPage()
    canvas.save()
