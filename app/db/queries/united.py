"""What leads to two rows that are to become one: which links follow, which overlap, which are then said twice."""

from collections.abc import Iterator
from typing import Any

from app.db.queries.listing import caption_sql
from app.db.session import Connection
from app.models import RECORDS
from app.models.pairing import HELPED, HELPERS
from app.models.record import Record, field_map, fields_of

_SAME = {  # an open link is said twice when these agree
    "post": ("member", "cadre", "branch", "unit", "post"), "pairing": ("kind", *HELPERS, *HELPED),
}  # fmt: skip
_SPANS = {"member": ("membership", "branch"), "household": ("abode", "village")}


def rows_leading(reader: Connection, record: str, row: int) -> Iterator[tuple[str, str, list[int]]]:
    """(record, column, row ids) of everything that leads to the row, whether it still holds or not."""
    for other, name in _links(record):
        sql = f"SELECT id FROM {other} WHERE {name} = ? ORDER BY id"
        rows = [found[0] for found in reader.exec_driver_sql(sql, (row,))]
        if rows:
            yield other, name, rows


def _links(record: str) -> Iterator[tuple[str, str]]:
    for code, other in RECORDS.items():
        yield from ((code, field.name) for field in fields_of(other) if field.to == record)


def leading(reader: Connection, record: str, row: int) -> Iterator[tuple[str, int]]:
    """(what it is in words, how many) of what leads to the row."""
    for other, name, rows in rows_leading(reader, record, row):
        model = RECORDS[other]
        label = field_map(model)[name].label
        yield (model.title if label == RECORDS[record].title else f"{model.title}（{label}）"), len(rows)


def open_link(reader: Connection, link: str, side: str, row: int) -> int | None:
    """The dated link that holds now."""
    sql = f"SELECT id FROM {link} WHERE {side} = ? AND until IS NULL AND void_reason IS NULL ORDER BY id LIMIT 1"
    found = reader.exec_driver_sql(sql, (row,)).scalar()
    return None if found is None else int(found)


def doubles(reader: Connection, record: str, keep: int, gone: int) -> list[tuple[str, int]]:
    """(record, row) of open links of the row that goes which the row that stays has just so."""
    found = []
    for other, names in _SAME.items():
        for side in (name for name in names if field_map(RECORDS[other])[name].to == record):
            rest = " AND ".join(f"g.{name} IS k.{name}" for name in names if name != side)
            holds = " AND ".join(f"{t}.until IS NULL AND {t}.void_reason IS NULL" for t in ("g", "k"))
            sql = f"SELECT g.id FROM {other} g JOIN {other} k ON k.{side} = ? WHERE g.{side} = ? AND {holds} AND {rest}"
            found += [(other, row[0]) for row in reader.exec_driver_sql(sql, (keep, gone))]
    return found


def clashes(reader: Connection, record: str, keep: int, gone: int) -> Iterator[str]:
    """Sentences on links that cannot stand side by side on one row: people end one of them first."""
    same = {row for other, row in doubles(reader, record, keep, gone) if other == "pairing"}
    side = f"helped_{record}"
    if side in HELPED:
        holder = f"coalesce({', '.join(caption_sql(name.removeprefix('helper_'), f'p.{name}') for name in HELPERS)})"
        sql = (
            f"SELECT g.id, {holder.replace('p.', 'g.')}, {holder.replace('p.', 'k.')}, n.name FROM pairing g "
            f"JOIN pairing k ON k.kind = g.kind AND k.{side} = ? JOIN pairing_kind n ON n.id = g.kind WHERE g.{side} = ? "
            "AND g.until IS NULL AND k.until IS NULL AND g.void_reason IS NULL AND k.void_reason IS NULL AND g.sole = 1 AND k.sole = 1"
        )
        for row, one, other, kind in reader.exec_driver_sql(sql, (keep, gone)):
            if row not in same:
                yield f"“{kind}”同时只能有一个联系人，两条记录各有一个（{one}、{other}）：请先结束其中一个结对，再合并。"
    yield from _with_himself(reader, record, keep, gone)


def _with_himself(reader: Connection, record: str, keep: int, gone: int) -> Iterator[str]:
    helper, helped = f"helper_{record}", f"helped_{record}"
    if helper not in HELPERS or helped not in HELPED:
        return
    sql = f"SELECT count(*) FROM pairing WHERE {helper} IN (?, ?) AND {helped} IN (?, ?)"
    if reader.exec_driver_sql(sql, (keep, gone, keep, gone)).scalar():
        yield "两条记录之间有结对，合并后会成为自己联系自己：请先结束并作废这个结对，再合并。"


def overlapping(reader: Connection, record: str, keep: int, gone: int) -> Iterator[str]:
    """Dated links of both rows that held at the same time, and people of a household who then stand in it twice."""
    if record in _SPANS:
        link, where = _SPANS[record]
        mine, theirs = (_spans(reader, record, link, where, row) for row in (keep, gone))
        for place, since, until in theirs:
            for other, begins, ends in mine:
                if (since or "") < (ends or "9") and (begins or "") < (until or "9"):
                    told = (
                        f"{place}（{since or '不详'}至{until or '今'}）与{other}（{begins or '不详'}至{ends or '今'}）"
                    )
                    yield f"{RECORDS[link].title}时间重叠：{told}。"
    for other, row in doubles(reader, record, keep, gone):
        yield f"{_named(reader, RECORDS[other], row)}两条记录各登记了一次，合并后保留一次。"
    if record == "household":
        yield from _twice_at_home(reader, keep, gone)


def _spans(reader: Connection, record: str, link: str, where: str, row: int) -> list[tuple[Any, ...]]:
    place = caption_sql(field_map(RECORDS[link])[where].to, f"t.{where}")
    sql = f"SELECT coalesce({place}, ''), t.since, t.until FROM {link} t WHERE t.{record} = ? AND t.void_reason IS NULL ORDER BY t.id"
    return [tuple(found) for found in reader.exec_driver_sql(sql, (row,))]


def _named(reader: Connection, model: type[Record], row: int) -> str:
    if model.code() != "post":
        return model.title
    sql = (
        "SELECT coalesce((SELECT name FROM branch WHERE id = p.branch), (SELECT name FROM unit WHERE id = p.unit)) || p.post "
        "FROM post p WHERE p.id = ?"
    )
    return f"任职“{reader.exec_driver_sql(sql, (row,)).scalar()}”"


def _twice_at_home(reader: Connection, keep: int, gone: int) -> Iterator[str]:
    sql = (
        "SELECT DISTINCT g.name FROM resident g JOIN resident k ON k.name = g.name WHERE g.household = ? AND k.household = ? "
        "AND g.void_reason IS NULL AND k.void_reason IS NULL AND g.left_on IS NULL AND k.left_on IS NULL"
    )
    names = [row[0] for row in reader.exec_driver_sql(sql, (gone, keep))]
    if names:
        yield f"合并后同一户里各有两条家庭成员：{'、'.join(names)}，请再合并。"
