"""Which row on the books is each row of a returned sheet? By key, number, name and birth, then by name and what else agrees."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.db.queries import standing
from app.exchange import known
from app.exchange.plan import Note
from app.models import RECORDS
from app.models.catalogue import numbers

# What beside the name makes two rows the same: at least one agrees, none that both say differs in more than the number.
_TELLING = (
    "phone",
    "birth_date",
    "id_number",
    "head_id",
    "household",
    "household_no",
    "address",
    "landline",
    "code_no",
    "credit_code",
)
Values = dict[str, list[Any]]


@dataclass
class Matched:
    """`rows`: row on the books by place, 0 for none; `doubts`: several fit, or another has this number.

    `former`: fields that say by what the row was known once (`known.Found`).
    """

    rows: list[int]
    doubts: dict[int, Note] = field(default_factory=dict)
    former: dict[int, frozenset[str]] = field(default_factory=dict)


def matched(
    reader: Any, record: str, values: Values, count: int, pool: Sequence[int] | None, taken: Iterable[int]
) -> Matched:
    """`pool` are the rows that were sent (None: the sheet was never sent); `taken` are rows already found."""
    found = known.recognise(reader, record, values, count)
    if strayed := _strayed(reader, record, values, found.rows):
        uids = [None if place in strayed else uid for place, uid in enumerate(values["uid"])]
        found = known.recognise(reader, record, {**values, "uid": uids}, count)
    made = Matched(list(found.rows), dict(found.doubts), dict(found.former))
    open_places = [place for place, row in enumerate(made.rows) if not row]
    if open_places:
        used = set(taken) | set(filter(None, made.rows))
        _by_company(reader, record, values, made, open_places, used, pool)
    _twice(made, taken)
    return made


def _strayed(reader: Any, record: str, values: Values, rows: Sequence[int]) -> set[int]:
    """Places whose key stands beside somebody else: neither name nor number are those of its row (a part of the sheet was
    sorted or pasted without it). There the key says nothing.
    """
    caption = RECORDS[record].caption[0]
    number = next((name for name in numbers(RECORDS[record]) if name in values), "")
    if "uid" not in values or not number or caption not in values:
        return set()
    keyed = {place: row for place, row in enumerate(rows) if row and values["uid"][place]}
    stored = standing.rows(reader, record, (caption, number), keyed.values())
    told = {place: (values[caption][place], values[number][place]) for place in keyed}
    return {
        place
        for place, row in keyed.items()
        if all(
            one is not None and other is not None and one != other
            for one, other in zip(told[place], stored[row], strict=True)
        )
    }


def _by_company(
    reader: Any,
    record: str,
    values: Values,
    made: Matched,
    places: Sequence[int],
    used: set[int],
    pool: Sequence[int] | None,
) -> None:
    """By name and phone, name and household, name and address … among rows that no other row of the sheet is."""
    caption = RECORDS[record].caption[0]
    telling = [name for name in _TELLING if name in values]
    if caption not in values or not telling:
        return
    stored = {row[0]: row[1:] for row in standing.columns(reader, record, (caption, *telling))}
    candidates = stored.keys() & set(pool) if pool is not None else stored.keys()
    by_name: dict[Any, list[int]] = {}
    for row in candidates - used:
        by_name.setdefault(stored[row][0], []).append(row)
    for place in places:
        name = values[caption][place]
        if name is None or (pool is None and place in made.doubts):
            continue
        said = [values[field][place] for field in telling]
        fitting = [row for row in by_name.get(name, ()) if _agree(said, stored[row][1:])]
        if len(fitting) == 1 and fitting[0] not in used:
            made.rows[place] = fitting[0]
            made.doubts.pop(place, None)
            used.add(fitting[0])
        elif len(fitting) > 1:
            text = (
                f"有 {len(fitting)} 条已登记的{RECORDS[record].title}与这一行相符，无法确认是哪一个，请补填证号或编号。"
            )
            made.doubts[place] = Note("match_several", text)


def _agree(said: Sequence[Any], held: Sequence[Any]) -> bool:
    pairs = [(one, other) for one, other in zip(said, held, strict=True) if one is not None and other is not None]
    same = sum(_same(one, other) for one, other in pairs)
    return same >= 1 and same * 2 >= len(pairs)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str) and len(one) >= 7 and len(other) >= 7:
        return one.startswith(other) or other.startswith(one)
    return bool(one == other)


def _twice(made: Matched, taken: Iterable[int]) -> None:
    """Two rows of the sheet for one on the books: the second is never taken in silence."""
    seen = set(taken)
    for place, row in enumerate(made.rows):
        if row in seen:
            made.doubts[place] = Note("id_dup_in_file", "表里另有一行也是这一条，内容不同，请核对后只留一行。")
        if row:
            seen.add(row)


def numbers_of_others(reader: Any, record: str, rows: Mapping[int, int], values: Values) -> dict[tuple[int, str], str]:
    """(place, field) → who has this number already, for numbers that recognise a record. `rows`: place → its own row."""
    caption = RECORDS[record].caption[0]
    found: dict[tuple[int, str], str] = {}
    for name in numbers(RECORDS[record]):
        if name not in values:
            continue
        told = {place: values[name][place] for place in rows if isinstance(values[name][place], str)}
        wanted = set(told.values())
        held: dict[Any, list[tuple[Any, ...]]] = {}
        for stored in standing.columns(reader, record, (name, caption)):
            if stored[1] in wanted:
                held.setdefault(stored[1], []).append(stored)
        for place, value in told.items():
            others = [stored for stored in held.get(value, ()) if stored[0] != rows[place]]
            if others:
                found[place, name] = str(others[0][2])
    return found
