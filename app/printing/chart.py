"""Charts on paper: the drawings of `app.chart` below each other on A4 pages, in greys that a copier keeps apart."""

from collections.abc import Callable, Sequence
from pathlib import Path

from app.chart import Box, Drawing, Stroke, Words
from app.printing import fonts
from app.printing.page import A4, MM, Sheet, paper_file
from app.progress import Progress, silent

GREYS = {"ink": 0.0, "quiet": 0.3, "faint": 0.9, "accent": 0.35, "ok": 0.2, "warning": 0.55}
GAP = 9 * MM
TITLE = 13 * MM


def room() -> tuple[float, float]:
    """Width and height for drawings on a page, in points."""
    return A4.inner, A4.height - A4.top - A4.bottom - TITLE


def print_charts(
    title: str, drawings: Sequence[Drawing], path: Path, progress: Progress = silent, *, unit: str = "", note: str = ""
) -> tuple[str, ...]:
    """Writes the drawings as a PDF, A4 upright. Returns warnings about characters no font holds.

    Raises UserError, Cancelled.
    """
    with paper_file(path, A4, title) as sheet:
        y = _head(sheet, title, unit)
        for i, drawing in enumerate(drawings):
            progress(i, len(drawings), "正在排版")
            if y - drawing.height < A4.bottom and i:
                sheet.foot(note=note)
                sheet.next_page()
                y = _head(sheet, title, unit)
            paint(sheet, drawing, (A4.left, y))
            y -= drawing.height + GAP
        sheet.foot(note=note)
    texts = [shape.text for drawing in drawings for shape in drawing.shapes if isinstance(shape, Words)]
    missing = fonts.uncovered([title, unit, note, *texts])
    return (fonts.warning(missing),) if missing else ()


def _head(sheet: Sheet, title: str, unit: str) -> float:
    top = A4.height - A4.top
    sheet.write(A4.width / 2, top - 6 * MM, fonts.shown(title, "title"), size=16, role="title", align="center")
    if unit:
        sheet.write(A4.left, top - 11 * MM, fonts.shown(unit), size=9.5)
    return top - TITLE


def paint(sheet: Sheet, drawing: Drawing, corner: tuple[float, float]) -> None:
    """A drawing with its upper left corner at `corner`."""
    left, top = corner
    for shape in drawing.shapes:
        _PAINTED[type(shape)](sheet, shape, left, top)


def _box(sheet: Sheet, shape: Box, left: float, top: float) -> None:
    corner = (left + shape.x, top - shape.y - shape.height)
    sheet.box(corner, (shape.width, shape.height), width=0, fill=GREYS[shape.tone])


def _words(sheet: Sheet, shape: Words, left: float, top: float) -> None:
    text, role = fonts.shown(shape.text), "strong" if shape.strong else "body"
    grey = GREYS[shape.tone]
    sheet.write(left + shape.x, top - shape.y, text, size=shape.size, role=role, align=shape.align, grey=grey)


def _stroke(sheet: Sheet, shape: Stroke, left: float, top: float) -> None:
    sheet.raw(f"q {GREYS[shape.tone]:g} G")
    sheet.line((left + shape.x, top - shape.y), (left + shape.to_x, top - shape.to_y), width=0.4)
    sheet.raw("Q")


_PAINTED: dict[type, Callable[..., None]] = {Box: _box, Words: _words, Stroke: _stroke}
