"""What was typed or imported with its last day is closed that day: a letter with its receipt, a file with its archiving."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.db.work import Work
from app.models.applicant import Applicant
from app.models.transfer import IN, Transfer

ARCHIVED = "转正归档"
Values = Mapping[str, Any]


def letter(work: Work, row: int, _before: Values, now: Values) -> None:
    """After one transfer was saved."""
    if told := _letter_end(now):
        work.change(Transfer, row, told)


def letters(work: Work, rows: Sequence[int], columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    """After many were made."""
    if "receipt_on" in columns:
        told = (dict(zip(columns, cells, strict=True)) for cells in values)
        work.change_many(
            Transfer, [(row, end) for row, now in zip(rows, told, strict=True) if (end := _letter_end(now))]
        )


def file(work: Work, row: int, _before: Values, now: Values) -> None:
    """After one applicant was saved."""
    if told := _file_end(now):
        work.change(Applicant, row, told)


def files(work: Work, rows: Sequence[int], columns: Sequence[str], values: Sequence[Sequence[Any]]) -> None:
    """After many were made."""
    if "archived_on" in columns:
        told = (dict(zip(columns, cells, strict=True)) for cells in values)
        work.change_many(
            Applicant, [(row, end) for row, now in zip(rows, told, strict=True) if (end := _file_end(now))]
        )


def _letter_end(now: Values) -> dict[str, Any]:
    """A receipt ends a letter; of one that came in only after it was accepted."""
    if not now.get("receipt_on") or now.get("ended_on") or (now.get("direction") == IN and not now.get("accepted_on")):
        return {}
    return {"ended_on": now["receipt_on"]}


def _file_end(now: Values) -> dict[str, Any]:
    if not now.get("archived_on") or now.get("ended_on"):
        return {}
    return {"ended_on": now["archived_on"], "end_reason": ARCHIVED}
