"""What did the village change in columns that are computed (年龄, 党龄, 支部书记)? Nothing of it is taken, and nothing is passed over."""

from collections.abc import Iterable, Mapping, Sequence

from app.exchange.comparing_plan import ComparedRow
from app.exchange.grid import Grid
from app.exchange.plan import Layout
from app.kinds import normal

Beside = Mapping[str, Mapping[str, str]]  # heading → uid → as it was sent


def edited(
    beside: Beside, layouts: Iterable[Layout], grids: Iterable[Grid], rows: Iterable[ComparedRow]
) -> tuple[tuple[str, tuple[int, ...]], ...]:  # fmt: skip
    """(heading, rows as shown) of computed cells that say something else than they did when they were sent."""
    if not beside:
        return ()
    grid_of = {grid.name: grid for grid in grids}
    layouts = list(layouts)
    found: dict[str, list[int]] = {}
    for row in rows:
        for label, column in _columns(beside, layouts, row) if row.stored and row.line else ():
            sent, said = beside[label].get(row.key), _said(grid_of[row.sheet], row.line, column)
            if sent is not None and said not in ("", sent):
                found.setdefault(label, []).append(row.line)
    return tuple((label, tuple(lines)) for label, lines in found.items())


def _columns(beside: Beside, layouts: Sequence[Layout], row: ComparedRow) -> list[tuple[str, int]]:
    """The computed columns of the table in which the row stands."""
    above = [layout for layout in layouts if layout.sheet == row.sheet and layout.last_header < row.line]
    if not above:
        return []
    layout = max(above, key=lambda each: each.last_header)
    return [(column.label, column.index) for column in layout.columns if column.label in beside and not column.target]


def _said(grid: Grid, line: int, column: int) -> str:
    cells = grid.rows[line - grid.first_row]
    return normal.plain(cells[column]).strip() if column < len(cells) else ""


def in_words(found: Iterable[tuple[str, Sequence[int]]]) -> str:
    """What the clerk is told of them."""
    return "".join(
        f"“{label}”是程序算出来的，交回的表里有 {len(lines)} 行改过（第 {_lines(lines)} 行），没有采纳；要更正，请改它所依据的栏目。"
        for label, lines in found
    )


def _lines(lines: Sequence[int]) -> str:
    return "、".join(map(str, lines[:5])) + (" 等" if len(lines) > 5 else "")
