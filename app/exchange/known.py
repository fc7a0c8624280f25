"""Which row on the books is each one of a sheet? By uid, by number, by name and birth date …, one query per column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.db.queries import standing
from app.exchange.plan import Note
from app.kinds.resident_id import birth_of
from app.models import RECORDS

Values = dict[str, list[Any]]


@dataclass
class Found:
    """`rows`: row id or 0 by entity; `doubts`: why an entity cannot be told (it stays out); `said`: warnings.

    `former`: fields by which a row was known once, before it was renamed or merged: they say who is meant, nothing new.
    """

    rows: list[int]
    doubts: dict[int, Note] = field(default_factory=dict)
    said: dict[int, Note] = field(default_factory=dict)
    former: dict[int, frozenset[str]] = field(default_factory=dict)


def recognise(reader: Any, record: str, values: Values, count: int) -> Found:
    """Rows of a record by its keys, in the order of the contract; several matches are a doubt, never a guess."""
    found = Found([0] * count)
    if "uid" in values:
        there = standing.told_by_uid(reader, record, [uid for uid in values["uid"] if uid])
        found.rows = [there.get(uid, 0) for uid in values["uid"]]
    special = _SPECIAL.get(record)
    if special is not None:
        special(reader, values, found)
    else:
        for key in RECORDS[record].key:
            _by_key(reader, record, key, values, found)
    return found


def _index(rows: Sequence[tuple[Any, ...]], *places: int) -> dict[Any, list[tuple[Any, ...]]]:
    index: dict[Any, list[tuple[Any, ...]]] = {}
    for row in rows:
        key = row[places[0]] if len(places) == 1 else tuple(row[place] for place in places)
        if row[places[0]] is not None:
            index.setdefault(key, []).append(row)
    return index


def _column(values: Values, name: str, count: int) -> list[Any]:
    return values.get(name) or [None] * count


def _several(title: str, count: int) -> Note:
    return Note("match_several", f"有 {count} 条已登记的{title}与这一行相符，无法确认是哪一个，请补填证号或编号。")


def _by_key(reader: Any, record: str, key: tuple[str, ...], values: Values, found: Found) -> None:
    """The plain way: all columns of the key are equal; the first must be filled."""
    if key[0] not in values:
        return
    index = _index(standing.columns(reader, record, key), *range(1, len(key) + 1))
    if not index:
        return
    told = zip(*(_column(values, name, len(found.rows)) for name in key), strict=True)
    for place, parts in enumerate(told):
        if found.rows[place] or parts[0] is None:
            continue
        same = index.get(parts[0] if len(key) == 1 else parts, ())
        if len(same) > 1:
            found.doubts[place] = _several(RECORDS[record].title, len(same))
        elif same:
            found.rows[place] = same[0][0]


def _person(record: str) -> Callable[[Any, Values, Found], None]:
    def people(reader: Any, values: Values, found: Found) -> None:
        """By number, else by name and birth date (the number's own when the sheet has none)."""
        if "name" not in values:
            return
        stored = standing.columns(reader, record, ("id_number", "name", "birth_date"))
        if not stored:
            return
        numbers, names = _column(values, "id_number", len(found.rows)), values["name"]
        by_number = _index(stored, 1)
        by_name: dict[Any, list[tuple[Any, ...]]] | None = None
        births = _column(values, "birth_date", len(found.rows))
        for place, row in enumerate(found.rows):
            number, name = numbers[place], names[place]
            same = by_number.get(number, ()) if number is not None else ()
            if len(same) == 1 and same[0][2] == name and not row:
                found.rows[place] = same[0][0]
            elif same and not row:
                _take(found, place, same, name, RECORDS[record].title)
            elif not row and name is not None:
                by_name = by_name if by_name is not None else _index(stored, 2)
                _by_birth(found, place, by_name.get(name, ()), number, births[place], RECORDS[record].title)

    return people


def _take(found: Found, place: int, same: Sequence[tuple[Any, ...]], name: Any, title: str) -> None:
    """One row with this number: taken if it has the same name (or the sheet gives none)."""
    if len(same) > 1:
        found.doubts[place] = _several(title, len(same))
    elif name is not None and same[0][2] != name:
        text = f"这个证号已登记给“{same[0][2]}”，与“{name}”不是同一个姓名，没有改动，请核对姓名和证号。"
        found.doubts[place] = Note("id_exists_conflict", text, "name")
    else:
        found.rows[place] = same[0][0]


def _by_birth(found: Found, place: int, same: Sequence[tuple[Any, ...]], number: Any, birth: Any, title: str) -> None:
    if not same:
        return
    born = birth or (str(birth_of(number)) if number else None)
    if not isinstance(born, str):
        return
    fitting = [row for row in same if _same_birth(born, row[3] or (str(birth_of(row[1])) if row[1] else None))]
    free = [row for row in fitting if row[1] is None or number is None]
    if len(free) > 1:
        found.doubts[place] = _several(title, len(free))
    elif free:
        found.rows[place] = free[0][0]
    elif fitting:
        text = f"已登记有同名、同出生日期的{title}，证号是 {fitting[0][1]}，与表中不同，没有改动，请核对证号。"
        found.doubts[place] = Note("id_exists_conflict", text, "id_number")


def _same_birth(one: str, other: str | None) -> bool:
    return other is not None and (one.startswith(other) or other.startswith(one)) and min(len(one), len(other)) >= 7


def cadres(reader: Any, values: Values, found: Found) -> None:
    """By number, else by name and unit; with the phone when that leaves several, or when the sheet has no unit."""
    stored = standing.columns(reader, "cadre", ("id_number", "name", "unit", "phone"))
    if not stored or "name" not in values:
        return
    by_number, by_name = _index(stored, 1), _index(stored, 2)
    count = len(found.rows)
    columns = [_column(values, name, count) for name in ("id_number", "name", "unit", "phone")]
    for place, (number, name, unit, phone) in enumerate(zip(*columns, strict=True)):
        if found.rows[place] or name is None:
            continue
        if number is not None and (same := by_number.get(number)):
            _take(found, place, same, name, "干部")
            continue
        fitting = [row for row in by_name.get(name, ()) if unit is None or row[3] in (None, unit)]
        fitting = [row for row in fitting if number is None or row[1] is None]
        by_phone = [row for row in fitting if phone is not None and row[4] == phone]
        near = by_phone or [row for row in fitting if unit is not None and row[3] == unit] or fitting
        if len(near) > 1:
            found.doubts[place] = _several("干部", len(near))
        elif near:
            found.rows[place] = near[0][0]


def households(reader: Any, values: Values, found: Found) -> None:
    """By household number (within the village), else by the head's number, else by village, group and head; several of one
    name are told apart by the address, where it is written as on the books."""
    told = ("household_no", "head_id", "village", "group_name", "head_name")
    stored = standing.columns(reader, "household", (*told, "address"))
    if not stored:
        return
    by_number, by_head, by_name = _index(stored, 1), _index(stored, 2), _index(stored, 5)
    count = len(found.rows)
    columns = [_column(values, name, count) for name in told]
    addresses = _column(values, "address", count)
    heads = {row[0]: row[5] for row in stored}
    merged = {
        number: (row, {gone, heads.get(row), None})
        for number, gone, row in standing.merged_numbers(reader)
        if number not in by_number
    }
    for place, (number, head_id, village, group, head) in enumerate(zip(*columns, strict=True)):
        if found.rows[place]:
            continue
        if number in merged and head in merged[number][1]:
            found.rows[place] = merged[number][0]
            found.former[place] = frozenset({"household_no", "head_name", "head_id"})
            continue
        same = (
            [row for row in by_number.get(number, ()) if village is None or row[3] in (None, village)] if number else []
        )
        same = same or (list(by_head.get(head_id, ())) if head_id else [])
        if not same and head is not None:
            same = [
                row
                for row in by_name.get(head, ())
                if _same_place(row, village, group) and (row[2] is None or head_id is None)
            ]
            if not same and village is None and head_id is None and by_name.get(head):
                text = f"没有写明村和户主证号，已登记有户主叫“{head}”的农户，无法确认是不是同一户，请补填所在村或户主证号。"
                found.doubts[place] = Note("match_several", text, "head_name")
                continue
        if len(same) > 1 and addresses[place] is not None:
            same = [row for row in same if row[6] == addresses[place]] or same
        if len(same) > 1:
            found.doubts[place] = _several("农户", len(same))
        elif same:
            _take_household(found, place, same[0], head, head_id)


def _same_place(row: tuple[Any, ...], village: Any, group: Any) -> bool:
    """Same village, or both without one; the group where both say one."""
    return row[3] == village and (group is None or row[4] is None or row[4] == group)


def _take_household(found: Found, place: int, row: tuple[Any, ...], head: Any, head_id: Any) -> None:
    other_id = head_id is not None and row[2] is not None and row[2] != head_id
    other_name = head is not None and row[5] != head
    if other_id or other_name:
        text = f"已登记的这一户户主是“{row[5]}”，与表中不同，没有改动；户主变了请用“户主变更”。"
        found.doubts[place] = Note("id_exists_conflict", text, "head_name")
    else:
        found.rows[place] = row[0]


def residents(reader: Any, values: Values, found: Found) -> None:
    """By number, else by household and name."""
    stored = standing.columns(reader, "resident", ("id_number", "name", "household"))
    if not stored or "name" not in values:
        return
    by_number, by_place = _index(stored, 1), _index(stored, 3, 2)
    count = len(found.rows)
    columns = [_column(values, name, count) for name in ("id_number", "name", "household")]
    for place, (number, name, household) in enumerate(zip(*columns, strict=True)):
        if found.rows[place]:
            continue
        if number is not None and (same := by_number.get(number)):
            _take(found, place, same, name, "家庭成员")
            continue
        same = [row for row in by_place.get((household, name), ()) if number is None or row[1] is None]
        if len(same) > 1:
            found.doubts[place] = _several("家庭成员", len(same))
        elif same:
            found.rows[place] = same[0][0]


def branches(reader: Any, values: Values, found: Found) -> None:
    """By code, else by name or alias (aliases were resolved by the caller's books)."""
    for key in (("code_no",), ("name",)):
        _by_key(reader, "branch", key, values, found)
    _by_alias(reader, "branch", values, found)
    _gone_into(reader, "branch", values, found)


def units(reader: Any, values: Values, found: Found) -> None:
    """By credit code, else by name below its parent; without a parent by the name if only one has it."""
    _by_key(reader, "unit", ("credit_code",), values, found)
    stored = _index(standing.columns(reader, "unit", ("name", "parent")), 1)
    parents = _column(values, "parent", len(found.rows))
    for place, name in enumerate(values.get("name", ())):
        if found.rows[place] or name is None:
            continue
        same = [row for row in stored.get(name, ()) if parents[place] is None or row[2] in (None, parents[place])]
        if len(same) > 1:
            found.doubts[place] = _several("单位", len(same))
        elif same:
            found.rows[place] = same[0][0]
    _by_alias(reader, "unit", values, found)
    _gone_into(reader, "unit", values, found)


def _by_alias(reader: Any, record: str, values: Values, found: Found) -> None:
    if "name" not in values:
        return
    aliases = _index([row for row in standing.columns(reader, "alias", ("name", record)) if row[2]], 1)
    for place, name in enumerate(values["name"]):
        same = aliases.get(name, ())
        if not found.rows[place] and place not in found.doubts and len(same) == 1:
            found.rows[place] = same[0][2]
            found.former[place] = frozenset({"name"})


def _gone_into(reader: Any, record: str, values: Values, found: Found) -> None:
    """A sheet that still names, by name or number, what was merged into another (撤并) means that other one."""
    ended = standing.ended(reader, record)
    if not ended.intersection(found.rows):
        return
    names = {row[0]: row[1] for row in standing.columns(reader, record, ("name",))}
    aliases = _index([row for row in standing.columns(reader, "alias", ("name", record)) if row[2]], 1)
    for place, row in enumerate(found.rows):
        into = {alias[2] for alias in aliases.get(names.get(row), ())} - ended if row in ended else set()
        if len(into) == 1 and not (values.get("uid") or [None] * len(found.rows))[place]:
            found.rows[place] = into.pop()
            found.former[place] = frozenset({"name", "code_no", "credit_code", "parent"})


def report_ins(reader: Any, values: Values, found: Found) -> None:
    """By its key. Our own ledger fills an empty address with the member's: that says nothing new."""
    for key in RECORDS["report_in"].key:
        _by_key(reader, "report_in", key, values, found)
    told = {place: row for place, row in enumerate(found.rows) if row and _column(values, "address", place + 1)[place]}
    stored = standing.rows(reader, "report_in", ("member", "address"), told.values())
    homes = standing.rows(reader, "member", ("address",), {cells[0] for cells in stored.values() if cells[0]})
    for place, row in told.items():
        member, address = stored.get(row, (None, None))
        if address is None and member and homes.get(member) == (values["address"][place],):
            found.former[place] = frozenset({"address"})


_SPECIAL: dict[str, Callable[[Any, Values, Found], None]] = {
    "member": _person("member"),
    "cadre": cadres,
    "household": households,
    "resident": residents,
    "branch": branches,
    "unit": units,
    "report_in": report_ins,
}
