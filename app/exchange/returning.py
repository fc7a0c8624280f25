"""Sending back what could not be taken: the sender's own headings and rows, the reason beside each cell.

The clerk of the village mends the red cells and sends the sheet again; the added column is ignored when it comes back.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from app.db.store import Store
from app.exchange import target as t
from app.exchange.grid import Grid, Workbook
from app.exchange.plan import REFUSED, Layout, Plan, PlanRow
from app.exchange.read import read
from app.files import replace_file
from app.kinds import normal
from app.operations.outgoing import VILLAGE, Leaving, Terms, leaving

PROBLEM = "问题"
_WIDTH = {"id": 21, "card": 23, "phone": 14, "date": 12}


def return_sheet(store: Store, plan: Plan, out: Path, *, missing: Sequence[str] = ()) -> int:
    """Writes the refused rows of a plan to `out` (.xlsx) and notes that they left; returns how many.

    The file is whole or not there at all. `missing` are names that were expected and stand nowhere in the sheet.
    """
    told = Leaving("return", plan.path.name, plan.record or "", Terms(whom=VILLAGE))
    with leaving(store, told) as left:
        left.rows = _written(plan, out, missing)
        left.files.append(out)
    return left.rows


def _written(plan: Plan, out: Path, missing: Sequence[str]) -> int:
    refused = any(row.fate == REFUSED for row in plan.rows)
    workbook = plan.workbook or (read(plan.path, large=True) if refused else Workbook(plan.path.name, "", None, ()))
    with replace_file(out) as temporary:
        book = xlsxwriter.Workbook(str(temporary), {"in_memory": True})
        written = sum(_sheet(book, plan, workbook, sheet) for sheet in _sheets(plan))
        _missing(book, missing)
        if not written and not missing:
            book.add_worksheet("没有问题").write_string(0, 0, "没有需要退回的行。")
        book.close()
    return written


def _missing(book: Any, names: Sequence[str]) -> None:
    """A sheet of its own: whoever was sent and did not come back."""
    if not names:
        return
    target = book.add_worksheet(_title("表里缺的", book))
    styles = {name: book.add_format(_STYLES[name]) for name in ("title", "head", "plain")}
    target.write_string(0, 0, "下发时有、交回的表里没有的，请补上或说明原因。", styles["title"])
    target.write_row(1, 0, ("名称", "原因"), styles["head"])
    for line, name in enumerate(names, 2):
        target.write_string(line, 0, name, styles["plain"])
        target.write_blank(line, 1, None, styles["plain"])
    target.set_column(0, 0, 16)
    target.set_column(1, 1, 40)


def _sheets(plan: Plan) -> tuple[int, ...]:
    refused = {plan.layouts[row.layout].sheet_index for row in plan.rows if row.fate == REFUSED}
    return tuple(sorted(refused))


def _sheet(book: Any, plan: Plan, workbook: Workbook, sheet: int) -> int:
    """One sheet with its headings as they were and those of its rows that stayed out."""
    grid = workbook.grids[sheet]
    styles = {name: book.add_format(look) for name, look in _STYLES.items()}
    target = book.add_worksheet(_title(grid.name, book))
    rows = [row for row in plan.rows if row.fate == REFUSED and plan.layouts[row.layout].sheet_index == sheet]
    layouts = [layout for layout in plan.layouts if layout.sheet_index == sheet and layout.columns]
    header = max((layout.last_header for layout in layouts[:1]), default=grid.first_row - 1) - grid.first_row
    width = _width(grid, layouts, rows)
    _headings(target, grid, header, width, styles)
    shown = sorted({row.row for row in rows})
    for line, number in enumerate(shown, header + 1):
        told = [row for row in rows if row.row == number]
        _row(target, line, grid.rows[number - grid.first_row], told, plan.layouts, (width, styles))
    _widths(target, layouts, width)
    target.freeze_panes(header + 1, 0)
    target.set_landscape()
    target.set_paper(9)
    target.fit_to_pages(1, 0)
    return len(rows)


_STYLES: dict[str, dict[str, Any]] = {
    "plain": {"num_format": "@", "border": 1, "quote_prefix": True, "valign": "vcenter"},
    "head": {
        "num_format": "@",
        "border": 1,
        "bold": True,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        "quote_prefix": True,
    },
    "title": {"num_format": "@", "valign": "vcenter", "quote_prefix": True},
    "wrong": {
        "num_format": "@",
        "border": 1,
        "bg_color": "#F8D7DA",
        "font_color": "#9B1F28",
        "quote_prefix": True,
        "valign": "vcenter",
    },
    "doubt": {
        "num_format": "@",
        "border": 1,
        "bg_color": "#FFF0C2",
        "font_color": "#7A5200",
        "quote_prefix": True,
        "valign": "vcenter",
    },
    "problem": {
        "num_format": "@",
        "border": 1,
        "font_color": "#9B1F28",
        "text_wrap": True,
        "valign": "vcenter",
        "quote_prefix": True,
    },
}


def _title(name: str, book: Any) -> str:
    """A name a sheet may have, once."""
    kept = "".join("_" if c in "[]:*?/\\" else c for c in name).strip("'")[:28] or "退回"
    taken = {sheet.get_name() for sheet in book.worksheets()}
    return kept if kept not in taken else f"{kept[:26]}_{len(taken)}"


def _width(grid: Grid, layouts: Sequence[Layout], rows: Sequence[PlanRow]) -> int:
    known = max((column.index + 1 for layout in layouts for column in layout.columns), default=0)
    return max(known, 1 if rows and known else max((len(row) for row in grid.rows), default=1))


def _headings(target: Any, grid: Grid, header: int, width: int, styles: dict[str, Any]) -> None:
    """Titles and headings with their merged cells, the added column at the end."""
    covered: dict[tuple[int, int], bool] = {}
    for r0, c0, r1, c1 in grid.merges:
        if r1 <= header and c1 < width:
            style = styles["head"] if r1 == header else styles["title"]
            target.merge_range(r0, c0, r1, c1, "", style)
            _write(target, r0, c0, _at(grid, r0, c0), style)
            covered.update(((r, c), True) for r in range(r0, r1 + 1) for c in range(c0, c1 + 1))
    for r in range(header + 1):
        style = styles["head"] if r == header else styles["title"]
        for c in range(width):
            if (r, c) not in covered and (r == header or _at(grid, r, c) not in ("", None)):
                _write(target, r, c, _at(grid, r, c), style)
    if header >= 0:
        target.write_string(header, width, PROBLEM, styles["head"])


def _at(grid: Grid, row: int, column: int) -> Any:
    cells = grid.rows[row]
    return cells[column] if column < len(cells) else ""


def _write(target: Any, row: int, column: int, value: Any, style: Any) -> None:
    target.write_string(row, column, normal.plain(value), style)


def _row(
    target: Any,
    line: int,
    cells: Sequence[Any],
    told: Sequence[PlanRow],
    layouts: Sequence[Layout],
    sides: tuple[int, dict[str, Any]],
) -> None:
    width, styles = sides
    wrong: dict[int, str] = {}
    doubts: set[int] = set()
    for row in told:
        columns = {column.target: column.index for column in layouts[row.layout].columns if column.target}
        for note in row.notes:
            if note.target in columns:
                wrong[columns[note.target]] = f"{wrong.get(columns[note.target], '')}{note.text}"
                doubts |= {columns[note.target]} if note.code == "conflict" else set()
    for column in range(width):
        value = cells[column] if column < len(cells) else ""
        look = "plain" if column not in wrong else "doubt" if column in doubts else "wrong"
        _write(target, line, column, value, styles[look])
        if column in wrong:
            target.write_comment(line, column, wrong[column], {"author": "", "x_scale": 2})
    target.write_string(line, width, "".join(dict.fromkeys(row.message for row in told)), styles["problem"])


def _widths(target: Any, layouts: Sequence[Layout], width: int) -> None:
    for layout in layouts[:1]:
        for column in layout.columns:
            kind = t.kind_of(column.target).name if column.target else ""
            key = (
                {"hidden": True} if t.field_name(column.target) == "uid" else None
            )  # comes back, and is nothing to read
            target.set_column(column.index, column.index, _WIDTH.get(kind, 11), None, key)
    target.set_column(width, width, 60)
