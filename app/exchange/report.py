"""The import report of the contract, as JSON-ready data."""

from typing import Any

from app.exchange import target as t
from app.exchange import word
from app.exchange.cell import CLEAR
from app.exchange.plan import REFUSED, Plan, PlanRow


def report(plan: Plan, name: str) -> dict[str, Any]:
    """What was done with every row of the file given as `name`."""
    fields = t.FIELDS.get(plan.record, ())
    names = tuple(t.reported(target) for target in plan.targets)
    accepted = [_accepted(plan, row, names, fields) for row in plan.rows if row.fate != REFUSED]
    told: dict[str, Any] = {
        "file": name,
        "status": plan.status,
        "codes": list(plan.codes),
        "record": plan.record,
        "accepted": accepted,
        "refused": _refused(plan),
        "skipped": [{"sheet": s.sheet, "row": s.row, "codes": [s.code]} for s in plan.skipped],
        "unknown_columns": _unknown(plan),
        "created": [{"record": record, "name": made} for record, made in plan.created],
        "counts": plan.counts(),
    }
    if plan.alike:
        told["alike"] = [{"record": record, "names": [name, other]} for record, name, other in plan.alike]
    if plan.message:
        told["message"] = plan.message
    return told


def _refused(plan: Plan) -> list[dict[str, Any]]:
    """Each row once, however many people stand in it side by side."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for row in plan.rows:
        if row.fate != REFUSED:
            continue
        sheet = plan.layouts[row.layout].sheet
        told = found.setdefault((sheet, row.row), {"sheet": sheet, "row": row.row, "codes": [], "message": ""})
        told["codes"] = list(dict.fromkeys((*told["codes"], *row.codes)))
        told["message"] = "；".join(text for text in (told["message"].rstrip("。"), row.message) if text)
    return list(found.values())


def _accepted(plan: Plan, row: PlanRow, names: tuple[str, ...], fields: tuple[str, ...]) -> dict[str, Any]:
    values: dict[str, str | None] = dict.fromkeys(fields)
    for target, name, value in zip(plan.targets, names, row.values, strict=True):
        text = _text(target, value)
        if text is not None or name not in values:
            values[name] = text
    if plan.record == "household" and values.get("name") is None and "resident.name" not in plan.targets:
        values |= {"name": values.get("head_name"), "id_number": values.get("head_id")}
    found: dict[str, Any] = {
        "sheet": plan.layouts[row.layout].sheet, "row": row.row, "fate": row.fate, "values": values, "warnings": list(row.codes),
    }  # fmt: skip
    if row.changes:
        found["changes"] = [
            {"field": t.reported(target), "old": old or None, "new": new or None} for target, old, new in row.changes
        ]
    return found


def _text(target: str, value: Any) -> str | None:
    if value is None or value is CLEAR:
        return None
    return value if isinstance(value, str) else t.kind_of(target).text(value)


def _unknown(plan: Plan) -> list[str]:
    """Headings that were not recognised, sheet by sheet, each once; mere row counters are left out."""
    nameless = [column.label for layout in plan.layouts for column in layout.columns if not column.target]
    return [label for label in dict.fromkeys(nameless) if label and not _counts(label)]


def _counts(label: str) -> bool:
    return label.rpartition("_")[2] in word.SEQUENCE
