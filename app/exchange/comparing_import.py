"""Sheets whose rows speak of several records at once (pairings, families): compared by the plan of an import, taken whole."""

from app.errors import UserError
from app.exchange import comparing_plan as c
from app.exchange import target as t
from app.exchange.cell import CLEAR
from app.exchange.comparing_plan import ComparedCell, ComparedRow, Comparison
from app.exchange.plan import CHANGED, NEW, REFUSED, Plan, PlanRow

_DOUBLED = frozenset({"match_several", "id_dup_in_file", "id_dup_conflict", "id_dup_other_branch"})


def by_plan(plan: Plan, digest: str) -> Comparison:
    """The plan told as a comparison; it is kept, and taking over applies it as it is."""
    if plan.status != "ok":
        return Comparison(plan.path, "refused", plan.codes, plan.record, message=plan.message, digest=digest)
    fields = tuple((t.reported(target), label) for target, label in zip(plan.targets, plan.labels, strict=True))
    rows = tuple(_row(plan, row) for row in plan.rows)
    return Comparison(
        plan.path, "ok", plan.codes, plan.record, fields=fields, rows=rows, counter=plan.counter, digest=digest,
        layouts=plan.layouts, workbook=plan.workbook, plan=plan,
    )  # fmt: skip


def _row(plan: Plan, row: PlanRow) -> ComparedRow:
    sheet = plan.layouts[row.layout].sheet
    states = {NEW: c.NEW, CHANGED: c.CHANGED, REFUSED: c.SEVERAL if set(row.codes) & _DOUBLED else c.DAMAGED}
    cells = _new(plan, row) if row.fate == NEW else _changed(plan, row)
    return ComparedRow(
        f"{sheet}!{row.row}", states.get(row.fate, c.SAME), sheet, row.row, _name(plan, row), 0, cells, row.notes
    )


def _changed(plan: Plan, row: PlanRow) -> tuple[ComparedCell, ...]:
    return tuple(
        ComparedCell(t.reported(target), plan.label_of(target), None, new or None, old or None, c.CHANGED)
        for target, old, new in row.changes
    )


def _new(plan: Plan, row: PlanRow) -> tuple[ComparedCell, ...]:
    told = zip(plan.targets, plan.labels, row.values, strict=True)
    return tuple(
        ComparedCell(
            t.reported(target),
            label,
            None,
            value if isinstance(value, str) else t.kind_of(target).text(value),
            None,
            c.NEW,
        )
        for target, label, value in told
        if value is not None and value is not CLEAR
    )


def _name(plan: Plan, row: PlanRow) -> str:
    name = t.primary(plan.record, frozenset(plan.targets))[0]
    value = row.values[plan.targets.index(name)] if name else None
    return value if isinstance(value, str) else ""


def whole_or_nothing(comparison: Comparison, chosen: int) -> None:
    """UserError when only a part of such a sheet is to be taken."""
    rows = sum(row.state == c.NEW for row in comparison.rows) + sum(len(row.open) for row in comparison.rows)
    if chosen != rows:
        raise UserError("这种表一行里有几种记录，只能整张采纳。", "请全部采纳，或把不要的行从表里去掉后重新对账。")
