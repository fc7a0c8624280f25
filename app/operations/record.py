"""Registering, correcting and voiding any record: the verbs that all record types obey."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.db.queries import resolve
from app.db.queries.listing import caption_sql
from app.db.store import Reader, Store
from app.db.work import Work
from app.errors import Problem, Rejected, UserError
from app.kinds.kind import Unreadable
from app.kinds.resident_id import birth_of, sex_of
from app.models import RECORDS
from app.models.catalogue import numbers
from app.models.fields import Field
from app.models.record import Record, field_map, fields_of
from app.operations import dated, following, outdated


@dataclass(frozen=True)
class Reading:
    """Values ready to be kept (links as row ids), and what was wrong with the texts that could not be read."""

    values: dict[str, Any]
    problems: tuple[Problem, ...]


def read_values(reader: Reader, record: type[Record], raw: Mapping[str, object]) -> Reading:
    """Raw texts of a form, a cell or a pasted block, by field name, as values; doubts come along as soft problems."""
    known = field_map(record)
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, text in raw.items():
        field = known[name]
        if field.to and isinstance(text, int):
            values[name] = text
            continue
        try:
            value = field.kind.parse(text)
        except Unreadable as error:
            problems.append(Problem(name, error.text, error.code))
            continue
        if field.to:
            value, problem = _linked(reader, field, value)
            problems += [problem] if problem else []
        elif value is not None:
            problems += [Problem(name, doubt.text, doubt.code, hard=False) for doubt in field.kind.check(value)]
        values[name] = value
    return Reading(values, tuple(problems))


def _linked(reader: Reader, field: Field, value: object) -> tuple[int | None, Problem | None]:
    if value is None:
        return None, None
    found = resolve.one(reader, field.to, str(value))
    title = RECORDS[field.to].title
    if len(found) == 1:
        return found[0], None
    if found:
        return None, Problem(
            field.name, f"有 {len(found)} 个{title}叫“{value}”，请写出上级，如“青禾镇/{value}”。", "match_several"
        )
    return None, Problem(field.name, f"没有叫“{value}”的{title}，请先登记，或从下拉列表里选。", f"{field.to}_unknown")


def check(
    reader: Reader, record: type[Record], values: Mapping[str, Any], row: int | None = None
) -> tuple[Problem, ...]:
    """What forbids saving (hard) or should be confirmed (soft) in a whole record."""
    problems = [
        Problem(field.name, f"请填写{field.label}。", "required")
        for field in fields_of(record)
        if field.required and values.get(field.name) in (None, "")
    ]
    problems += _same_number(reader, record, values, row)
    problems += _against_id(values, "head_id" if "head_id" in values else "id_number")
    problems += _date_order(values)
    problems += _span(record, values)
    problems += record.faults(values)
    return tuple(problems)


def _same_number(reader: Reader, record: type[Record], values: Mapping[str, Any], row: int | None) -> list[Problem]:
    """Never two people with one number in silence: numbers that recognise a record are unique among living rows."""
    problems = []
    for name in numbers(record):
        value = values.get(name)
        if not value:
            continue
        sql = (
            f"SELECT id, {caption_sql(record.code(), 't.id')} FROM {record.code()} t "
            f"WHERE t.{name} = ? AND t.void_reason IS NULL AND t.id <> ?"
        )
        found = reader.exec_driver_sql(sql, (value, row or 0)).first()
        if found:
            label = field_map(record)[name].label
            problems.append(Problem(name, f"{label}与已登记的“{found[1]}”相同，请核对，不要重复登记。", "duplicate"))
    return problems


def _against_id(values: Mapping[str, Any], name: str) -> list[Problem]:
    number = values.get(name)
    if not number:
        return []
    problems = []
    birth, sex = values.get("birth_date"), values.get("sex")
    if birth and not str(birth_of(number)).startswith(str(birth)):
        problems.append(
            Problem(
                "birth_date",
                f"出生日期与证号里的 {birth_of(number)} 不一致，请核对；以档案为准时可保留。",
                "birth_id_mismatch",
                hard=False,
            )
        )
    if sex and sex != sex_of(number):
        problems.append(
            Problem("sex", f"性别与证号里的“{sex_of(number)}”不一致，请核对。", "sex_id_mismatch", hard=False)
        )
    return problems


def _date_order(values: Mapping[str, Any]) -> list[Problem]:
    joined, full = values.get("join_date"), values.get("full_date")
    if joined and full and dated.before(str(full), str(joined)):
        return [Problem("full_date", "转正日期早于入党日期，请核对。", "date_order", hard=False)]
    return []


def _span(record: type[Record], values: Mapping[str, Any]) -> list[Problem]:
    """What ended cannot begin after its end, as far as both dates go."""
    since, until = values.get("since"), values.get(record.ends)
    if not (since and until and dated.before(str(until), str(since))):
        return []
    known = field_map(record)
    told = f"{known['since'].label} {since} 晚于{known[record.ends].label} {until}，请核对。"
    return [Problem("since", told, "date_order")]


def save(
    store: Store, record: type[Record], values: Mapping[str, Any], *, row: int | None = None,
    consent: frozenset[str] = frozenset(), label: str = "", seen: outdated.Seen | None = None,
) -> int:  # fmt: skip
    """Makes a record, or changes one, as one work. Raises Rejected with hard problems, or soft ones not consented to.

    `seen`: what the record held when the clerk began (`outdated.seen`); Outdated when somebody else changed the same since.
    """
    with store.work(label or "保存") as work:  # judged inside the work, so that no other process can come between
        if row and seen is not None:
            outdated.refuse(work.connection, record, row, values=values, before=seen)
        before = present(work.connection, record, row) if row else {}
        merged = {**before, **values}
        problems = check(work.connection, record, merged, row)
        touched = [p for p in problems if p.hard or row is None or p.field in values]
        stopping = [p for p in touched if p.hard or p.code not in consent]
        if stopping:
            raise Rejected(stopping)
        work.rename(label or _label(record, merged, new=row is None))
        return keep(work, record, values, row=row, before=before)


def keep(
    work: Work, record: type[Record], values: Mapping[str, Any], *, row: int | None, before: Mapping[str, Any]
) -> int:
    """The write below `save`, for operations that save several records in one work."""
    if row is None:
        row = work.add(record, values)
    else:
        work.change(record, row, values)
    following.saved(work, record, row, before, {**before, **values})
    return row


def present(reader: Reader, record: type[Record], row: int) -> dict[str, Any]:
    """The values of one row, by field. UserError when it is gone."""
    found = reader.exec_driver_sql(f"SELECT * FROM {record.code()} WHERE id = ?", (row,)).mappings().first()
    if found is None:
        raise UserError(f"这条{record.title}已经不在了，可能刚被撤销。")
    return {name: found[name] for name in field_map(record)}


def _label(record: type[Record], values: Mapping[str, Any], *, new: bool) -> str:
    named = next((str(values[name]) for name in record.caption if isinstance(values.get(name), str)), "")
    return f"{'新增' if new else '修改'}{record.title}{named}"


def _about(work: Work, record: type[Record], row: int) -> str:
    """The name of the work with whom it is about, where the record has a name of its own."""
    named = work.row(record.code(), row)[record.caption[0]]
    return f"{work.label}{named}" if isinstance(named, str) else work.label


def void(store: Store, record: type[Record], row: int, *, reason: str) -> None:
    """作废 a wrong entry: it stays in the history and leaves every list and figure."""
    if not reason.strip():
        raise Rejected([Problem("void_reason", "请写明作废的原因。", "required")])
    with store.work(f"作废{record.title}") as work:
        work.rename(_about(work, record, row))
        work.change(record, row, {"void_reason": reason.strip()})


def unvoid(store: Store, record: type[Record], row: int) -> None:
    with store.work(f"恢复{record.title}") as work:
        work.rename(_about(work, record, row))
        work.change(record, row, {"void_reason": None})
