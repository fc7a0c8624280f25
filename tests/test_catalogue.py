"""Demands on every record, field and kind: adding one adds its tests by itself."""

from typing import Any

import pytest

from app import codes
from app.db import dump, undo
from app.db.queries import history, listing
from app.db.store import Store
from app.kinds import KINDS
from app.kinds.choice import Choice
from app.kinds.date import Date
from app.models import RECORDS
from app.models.catalogue import field_named, record_named
from app.models.fields import Field
from app.models.pairing import PairingKind
from app.models.record import Record, fields_of
from tests.make import number

ALL = tuple(RECORDS.values())
FIELDS = [(record, field) for record in ALL for field in fields_of(record)]


def example(field: Field) -> Any:
    """A valid stored value for a field that is not a link."""
    kind = field.kind
    if isinstance(kind, Choice):
        return codes.codes(kind.codes)[0].name
    if isinstance(kind, Date) and kind.exact:
        return "1987-06-15"
    return {
        "text": "甲", "person": "单小红", "number": 3, "money": 12_345, "points": 250, "date": "1987-06", "flag": "是",
        "phone": "19900000017", "id": number(7), "card": f"{number(7)}43", "credit": "91990101000000019M",
    }[kind.name]  # fmt: skip


def made(store: Store, record: type[Record]) -> int:
    """One row of any record, with the rows it must point to."""
    with store.work(f"新增{record.title}") as work:
        return _add(work, record)


PAIR = {"helper_member": "member", "helped_household": "household"}
# What a row must lead to, and say, besides its required fields: one of several sides, by a check of its table.
LINKS = {
    "post": {"branch": "branch"}, "assessment": {"branch": "branch"}, "callback": {"household": "household"},
    "pairing": PAIR, "visit": PAIR, "deed": PAIR, "preference": PAIR,
}  # fmt: skip
BESIDES: dict[str, dict[str, Any]] = {"meeting": {"kinds": "党课、主题党日"}, "review": {"year": 2026}}


def _add(work: Any, record: type[Record]) -> int:
    values: dict[str, Any] = {}
    for field in fields_of(record):
        if field.required:
            values[field.name] = _add(work, RECORDS[field.to]) if field.to else example(field)
    values |= {name: _add(work, RECORDS[to]) for name, to in LINKS.get(record.code(), {}).items()}
    values |= BESIDES.get(record.code(), {})
    if record is PairingKind:
        values |= {"helper_side": "member", "helped_side": "household"}
    return int(work.add(record, values))


@pytest.mark.parametrize(("record", "field"), FIELDS, ids=[f"{r.code()}.{f.name}" for r, f in FIELDS])
def test_every_field_says_a_label_that_finds_it_and_a_known_kind(record: type[Record], field: Field) -> None:
    assert field.label.strip() == field.label != ""
    assert field_named(record, field.label).name == field.name
    assert field_named(record, field.name).name == field.name
    assert KINDS[field.kind.name] is type(field.kind)
    if field.to:
        assert field.to in RECORDS
    if isinstance(field.kind, Choice):
        assert codes.codes(field.kind.codes)


@pytest.mark.parametrize(("record", "field"), FIELDS, ids=[f"{r.code()}.{f.name}" for r, f in FIELDS])
def test_every_value_is_read_again_as_it_is_shown(record: type[Record], field: Field) -> None:
    if field.to:
        assert RECORDS[field.to].title, record
        return
    value = example(field)
    assert field.kind.parse(field.kind.text(value)) == value


@pytest.mark.parametrize("record", ALL, ids=list(RECORDS))
def test_every_record_names_itself_its_key_and_its_order(record: type[Record]) -> None:
    columns = record.columns()
    assert record.title
    assert record_named(record.title) is record
    assert record.key
    assert all(name in columns for key in record.key for name in key)
    assert all(name in columns for name in record.order)
    assert all(name in columns for name in record.caption)
    assert record.ends in ("", *columns)
    assert record.owner in ("", *RECORDS)


@pytest.mark.parametrize("record", ALL, ids=list(RECORDS))
def test_every_record_can_be_made_listed_changed_and_undone(store: Store, record: type[Record]) -> None:
    with store.read() as reader:
        before = dump.dump(reader)
    row = made(store, record)
    with store.read() as reader:
        full = dump.dump(reader)
        columns = tuple(field.name for field in fields_of(record))
        assert row in [found[0] for found in listing.window(reader, listing.Query(record.code(), columns, state="all"))]
        assert history.traces(reader, record.code(), row)[0].act.label == f"新增{record.title}"
    text = next((f.name for f in fields_of(record) if f.kind.name == "text" and not f.required), "")
    if text:
        with store.work("修改") as work:
            work.change(record, row, {text: "乙"})
        undo.undo(store)
    with store.read() as reader:
        assert dump.dump(reader) == full
    undo.undo(store)
    with store.read() as reader:
        assert dump.dump(reader) == before
    undo.redo(store)
    with store.read() as reader:
        assert dump.dump(reader) == full


@pytest.mark.parametrize("record", ALL, ids=list(RECORDS))
def test_every_row_has_a_uid_and_a_revision_that_tells_what_it_holds(store: Store, record: type[Record]) -> None:
    """Brought back as it was it has its revision again; each change, and the undo of one, is a new one."""
    row = made(store, record)

    def version() -> tuple[str, int]:
        with store.read() as reader:
            uid, revision = reader.exec_driver_sql(
                f"SELECT uid, revision FROM {record.code()} WHERE id = ?", (row,)
            ).one()
        return uid, revision

    uid, first = version()
    undo.undo(store)
    undo.redo(store)
    assert version() == (uid, first)
    text = next((f.name for f in fields_of(record) if f.kind.name == "text" and not f.required), "")
    if text:
        with store.work("修改") as work:
            work.change(record, row, {text: "乙"})
        changed = version()[1]
        undo.undo(store)
        assert version()[1] > changed > first > 0
