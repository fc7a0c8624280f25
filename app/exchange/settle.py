"""New, changed or the same? Entities of a sheet against what is on the books; what apply will make and change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from app.db.queries import standing
from app.exchange import known
from app.exchange import target as t
from app.exchange.cell import CLEAR
from app.exchange.plan import CHANGED, NEW, SAME, Changing, Making, Note
from app.models import RECORDS
from app.models.record import field_map

KEPT = ("order_no", "void_reason")  # columns of every record that a full export carries


@dataclass
class Settled:
    """Per entity: `handles` (row id, negative = the n-th to be made, 0 = in doubt), fate and changes (field, old, new)."""

    record: str
    handles: list[int]
    fates: list[str]
    changes: dict[int, tuple[tuple[str, Any, Any], ...]] = field(default_factory=dict)
    doubts: dict[int, Note] = field(default_factory=dict)
    ended: set[int] = field(default_factory=set)
    making: Making | None = None
    changings: list[Changing] = field(default_factory=list)


def settle(
    reader: Any, record: str, values: dict[str, list[Any]], count: int, *,
    skip: Sequence[int] | set[int] | dict[int, Any] = (), fill_new: dict[str, Any] | None = None,
) -> Settled:  # fmt: skip
    """Settles `count` entities given by columns (links as row ids).

    `skip` names those that stay out; `fill_new` fills what is empty in new ones only.
    """
    found = known.recognise(reader, record, values, count)
    doubts = {place: note for place, note in found.doubts.items() if place not in skip}
    settled = Settled(record, [0] * count, [SAME] * count, doubts=doubts)
    fresh = [
        place for place, row in enumerate(found.rows) if not row and place not in skip and place not in found.doubts
    ]
    there = {
        place: row for place, row in enumerate(found.rows) if row and place not in skip and place not in found.doubts
    }
    for n, place in enumerate(fresh):
        settled.handles[place] = -(n + 1)
        settled.fates[place] = NEW
    for place, row in there.items():
        settled.handles[place] = row
    settled.making = _making(record, values, fresh, fill_new or {})
    if there:
        compare(reader, settled, values, there, found.former)
    return settled


def links_of(record: str) -> dict[str, str]:
    return {name: field.to for name, field in field_map(RECORDS[record]).items() if field.to}


def _kept(record: str, values: dict[str, list[Any]]) -> list[str]:
    fields = field_map(RECORDS[record])
    return [name for name in values if name in fields or name in KEPT]


def _making(record: str, values: dict[str, list[Any]], fresh: list[int], fill: dict[str, Any]) -> Making | None:
    if not fresh:
        return None
    names = list(dict.fromkeys([*_kept(record, values), *fill]))
    count = len(next(iter(values.values()), ()))
    columns = []
    for name in names:
        column = values.get(name) or [None] * count
        if len(fresh) < count:
            column = [column[place] for place in fresh]
        if CLEAR in column:
            column = [None if value is CLEAR else value for value in column]
        if name in fill:
            column = [fill[name] if value is None else value for value in column]
        columns.append(column)
    uids = [values["uid"][place] for place in fresh] if "uid" in values else None
    links = {name: to for name, to in links_of(record).items() if name in names}
    return Making(record, tuple(names), list(zip(*columns, strict=True)), links, uids if uids and all(uids) else None)


def compare(
    reader: Any, settled: Settled, values: dict[str, list[Any]], there: dict[int, int],
    former: Mapping[int, frozenset[str]] = MappingProxyType({}),
) -> None:  # fmt: skip
    """Old against new, cell by cell. An empty cell never erases; what is only less exact changes nothing, nor does what a
    row was once called (`former`)."""
    record = settled.record
    names = [name for name in _kept(record, values) if values[name].count(None) < len(values[name])]
    ends = RECORDS[record].ends
    if ends and ends not in names:
        gone = standing.ended(reader, record)
        settled.ended = {place for place, row in there.items() if row in gone}
    if not names:
        return
    stored = standing.rows(reader, record, names, there.values())
    links = links_of(record)
    told = list(zip(*(values[name] for name in names), strict=True))
    for place, row in there.items():
        new, old = told[place], stored.get(row)
        if old is None or new == old:
            continue
        changes = tuple(
            (name, before, None if after is CLEAR else after)
            for name, before, after in zip(names, old, new, strict=True)
            if differs(record, name, before, after) and name not in former.get(place, ())
        )
        if changes:
            settled.fates[place] = CHANGED
            settled.changes[place] = changes
            after = {name: value for name, _before, value in changes}
            settled.changings.append(
                Changing(record, row, after, {name: links[name] for name in after if name in links})
            )


def differs(record: str, name: str, before: Any, after: Any) -> bool:
    """Whether a cell of a sheet (`after`, CLEAR = to be emptied) says something else than what stands there."""
    if after is None or after == before or (after is CLEAR and before is None):
        return False
    return not _less_exact(record, name, before, after)


def _less_exact(record: str, name: str, before: Any, after: Any) -> bool:
    """1987-06 says nothing against 1987-06-15."""
    if not isinstance(before, str) or not isinstance(after, str) or not before.startswith(after):
        return False
    return t.kind_of(f"{record}.{name}").name == "date"
