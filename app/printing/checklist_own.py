"""How does a checklist print in the form of the superior unit that published it: its columns, rows and merged cells?"""

from dataclasses import dataclass
from pathlib import Path

from app.operations.checklist_layout import Published, areas
from app.operations.checklist_width import widths
from app.printing import fonts, wrapping
from app.printing.checklist_own_page import Grid, Piece, draw_head, paged
from app.printing.page import A4, A4_LANDSCAPE, Paper, Sheet, paper_file

_TITLE = 20.0
_FACT = 10.5
_FACT_LEADING = 17.0
_NOTE_LEADING = 15.0
_WIDE = 6  # more columns than this lie across
_CHARACTER = 4.9  # points of a half-width character at the size of the body


@dataclass(frozen=True)
class _Above:
    """Lines above the table, already broken: title and facts."""

    title: tuple[str, ...]
    facts: tuple[str, ...]

    @property
    def height(self) -> float:
        return len(self.title) * (_TITLE + 8) + len(self.facts) * _FACT_LEADING + 8


def print_published(form: Published, path: Path, *, mark: str = "", upright: bool | None = None) -> tuple[str, ...]:
    """Writes the form as PDF, replacing `path` only when whole; `mark` stands at the foot of each page (unit, version).

    `upright`: on A4 upright or across; by itself across from seven columns on. Returns sentences about characters
    that no font holds.
    """
    upright = len(form.columns) <= _WIDE if upright is None else upright
    paper = A4 if upright else A4_LANDSCAPE
    missing = fonts.uncovered(_texts(form, mark))
    with paper_file(path, paper, form.title) as sheet:
        draw_published(sheet, form, mark=mark)
    return (fonts.warning(missing),) if missing else ()


def draw_published(sheet: Sheet, form: Published, *, mark: str = "") -> None:
    """All pages of one form; the caller opens and finishes the sheet. The last page is left open, its foot written."""
    paper = sheet.paper
    grid = _grid(form, paper)
    above = _above(form, paper)
    head = grid.measured(form.head, strong=True)
    room = paper.height - paper.top - paper.bottom
    notes = tuple(line for note in form.notes for line in wrapping.lines(fonts.shown(note), paper.inner, _FACT))
    pages = paged(grid, form.rows(), room - head.height, first=room - head.height - above.height)
    top = _draw_above(sheet, above)
    for n, page in enumerate(pages):
        if n:
            top = _turn(sheet, mark)
        top = draw_head(sheet, grid, head, top)
        top = page.draw(sheet, grid, top)
    for note in notes:
        if top - _NOTE_LEADING < paper.bottom:
            top = _turn(sheet, mark)
        top -= _NOTE_LEADING
        sheet.write(paper.left, top, note, size=_FACT)
    sheet.foot(note=fonts.shown(mark))


def _grid(form: Published, paper: Paper) -> Grid:
    shares = widths(form, paper.inner / _CHARACTER)
    scale = paper.inner / sum(shares)
    edges = [paper.left]
    for share in shares:
        edges.append(edges[-1] + share * scale)
    centred = tuple(column.role not in ("content", "how", "evidence", "remark", "other") for column in form.columns)
    again = tuple(column.role in ("group", "number") for column in form.columns)
    return Grid(tuple(edges), centred, again)


def _above(form: Published, paper: Paper) -> _Above:
    title = wrapping.lines(fonts.shown(form.title, "title"), paper.inner, _TITLE, role="title")
    facts = tuple(line for fact in form.facts for line in wrapping.lines(fonts.shown(fact), paper.inner, _FACT))
    return _Above(title, facts)


def _draw_above(sheet: Sheet, above: _Above) -> float:
    paper = sheet.paper
    y = paper.height - paper.top
    for line in above.title:
        y -= _TITLE + 8
        sheet.write(paper.width / 2, y + 6, line, size=_TITLE, role="title", align="center")
    for line in above.facts:
        y -= _FACT_LEADING
        sheet.write(paper.left, y + 4, line, size=_FACT)
    return paper.height - paper.top - above.height


def _turn(sheet: Sheet, mark: str) -> float:
    sheet.foot(note=fonts.shown(mark))
    sheet.next_page()
    return sheet.paper.height - sheet.paper.top


def _texts(form: Published, mark: str) -> list[str]:
    told = [form.title, mark, *form.facts, *form.notes]
    pieces: tuple[Piece, ...] = (*areas(form.head), *areas(form.rows()))
    return told + [piece.text for piece in pieces]
