"""Deeds on any record: registering one, changing one, taking it back because it was wrong, bringing it back."""

from collections.abc import Iterator

from app.commands.deed import Deed, Told
from app.models import RECORDS
from app.operations import record as records

ADD, EDIT, VOID, UNVOID = "登记", "修改", "作废", "恢复作废"


def deeds() -> Iterator[Deed]:
    """For every record that has a form."""
    for code, record in RECORDS.items():
        if not record.hidden:
            yield Deed(code, ADD, _add, fields=True, made=code, alone=True)
            yield Deed(code, EDIT, _edit, fields=True)
            yield Deed(code, VOID, _void, ("原因",))
            yield Deed(code, UNVOID, _unvoid)


def _add(told: Told) -> int:
    return records.save(told.store, told.record, told.values(told.record), consent=told.consent)


def _edit(told: Told) -> None:
    records.save(told.store, told.record, told.values(told.record), row=told.row, consent=told.consent)


def _void(told: Told) -> None:
    records.void(told.store, told.record, told.row, reason=told.text("原因"))


def _unvoid(told: Told) -> None:
    records.unvoid(told.store, told.record, told.row)
