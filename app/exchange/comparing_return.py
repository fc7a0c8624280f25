"""The sheet goes back to the village: its own layout, what is wrong or contradicts the books coloured, the reason beside it."""

from pathlib import Path

from app.db.store import Store
from app.exchange import comparing_plan as c
from app.exchange.comparing_plan import ComparedRow, Comparison
from app.exchange.plan import REFUSED, Note, Options, Plan, PlanRow
from app.exchange.returning import return_sheet

_BACK = (c.DAMAGED, c.SEVERAL)


def returnable(comparison: Comparison) -> tuple[ComparedRow, ...]:
    """The rows that the village must look at again: damaged, not told apart, or changed on both sides."""
    return tuple(row for row in comparison.rows if row.line and (row.state in _BACK or _conflicts(row)))


def _conflicts(row: ComparedRow) -> bool:
    return any(cell.state == c.CONFLICT for cell in row.cells)


def return_compared(store: Store, comparison: Comparison, out: Path) -> int:
    """Writes the rows that go back, and who is missing, to `out` (.xlsx); returns how many rows. Whole or not at all."""
    places = {layout.sheet: number for number, layout in reversed(list(enumerate(comparison.layouts)))}
    rows = tuple(_row(comparison, row, places) for row in returnable(comparison) if row.sheet in places)
    missing = tuple(row.name for row in comparison.rows if row.state == c.MISSING)
    plan = Plan(
        comparison.path,
        Options(),
        "ok",
        (),
        comparison.record,
        layouts=comparison.layouts,
        rows=rows,
        workbook=comparison.workbook,
    )
    return return_sheet(store, plan, out, missing=missing)


def _row(comparison: Comparison, row: ComparedRow, places: dict[str, int]) -> PlanRow:
    above = [
        n for n, known in enumerate(comparison.layouts) if known.sheet == row.sheet and known.first_header <= row.line
    ]
    layout = above[-1] if above else places[row.sheet]
    notes = list(row.notes)
    for cell in row.cells:
        target = f"{comparison.record}.{cell.field}"
        if cell.state == c.CONFLICT:
            text = f"{cell.label}：库里已改为“{cell.stored or '空'}”，表里写的是“{cell.returned or '空'}”，请核实以哪个为准。"
            notes.append(Note(c.CONFLICT, text, target))
        elif cell.state == c.DAMAGED:
            notes += [Note(note.code, note.text, target) for note in cell.notes]
    return PlanRow(layout, row.line, REFUSED, (), tuple(dict.fromkeys(notes)))
