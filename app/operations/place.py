"""撤并: renaming and merging of units (villages …) and branches. The old name stays an alias, so old sheets still match."""

from app.db.store import Store
from app.db.work import Work
from app.errors import Problem, Rejected, UserError
from app.models import RECORDS
from app.models.keeping import Alias
from app.models.record import fields_of
from app.operations import abode, membership, post, term

DATED = ("membership", "abode", "term", "post", "alias")  # closed and opened with their dates, not turned over


def rename(store: Store, record: str, row: int, name: str) -> None:
    """Gives a unit or branch a new name; the old one is kept as an alias."""
    if not name.strip():
        raise Rejected([Problem("name", "请填写新名称。", "required")])
    model = RECORDS[record]
    with store.work(f"{model.title}改名为{name}") as work:
        old = work.row(record, row)["name"]
        if old == name:
            return
        work.rename(f"{model.title}{old}改名为{name}")
        work.change(model, row, {"name": name})
        work.add(Alias, {"name": old, record: row})


def merge(store: Store, record: str, row: int, into: int, *, on: str, reason: str) -> int:
    """Everything that points at `row` goes to `into`; `row` is closed and its name becomes an alias. Returns rows moved."""
    if row == into:
        raise UserError("不能并入自己。", "请选另一个。")
    if not on or not reason:
        raise Rejected([Problem("closed_on", "请填写撤并日期和原因。", "required")])
    model = RECORDS[record]
    with store.work(f"{model.title}撤并") as work:
        gone = work.row(record, row)
        work.rename(f"{model.title}{gone['name']}并入{work.row(record, into)['name']}")
        _outside_the_tree(work, record, row, into)
        moved = _people_follow(work, record, row, into, on=on, reason=reason)
        moved += sum(_repoint(work, other, record, row, into) for other in RECORDS if other not in DATED)
        work.change(model, row, {"closed_on": on, "closed_reason": reason})
        _repoint(work, "alias", record, row, into)
        work.add(Alias, {"name": gone["name"], record: into})
    return moved


def _outside_the_tree(work: Work, record: str, row: int, into: int) -> None:
    """What lies under the one that goes cannot take it in."""
    seen: int | None = into
    while seen is not None:
        seen = work.row(record, seen)["parent"]
        if seen == row:
            raise UserError("不能并入自己的下级。", "请先调整上下级关系。")


def _people_follow(work: Work, record: str, row: int, into: int, *, on: str, reason: str) -> int:
    """Members of a branch, households of a village go over on the day; who held a post in what goes lays it down."""
    post.end_all(work, record, row, on=on, reason=reason)
    if record == "branch":
        term.close(work, row, on=on, reason=reason)
        members = _living(work, "member", "branch", row)
        for member in members:
            membership.change(work, member, into, on=on, reason=reason)
        return len(members)
    households = _living(work, "household", "village", row)
    for household in households:
        group = work.row("household", household)["group_name"]
        abode.change(work, household, (into, group), on=on, reason=reason)
    return len(households)


def _living(work: Work, record: str, side: str, row: int) -> list[int]:
    sql = f"SELECT id FROM {record} WHERE {side} = ? AND {RECORDS[record].ends} IS NULL AND void_reason IS NULL ORDER BY id"
    return [found[0] for found in work.connection.exec_driver_sql(sql, (row,))]


def _repoint(work: Work, other: str, record: str, row: int, into: int) -> int:
    """Links of living rows of `other` from `row` to `into`; ended rows keep where they once were."""
    model = RECORDS[other]
    moved = 0
    for field in fields_of(model):
        if field.to != record:
            continue
        ended = f" AND {model.ends} IS NULL" if model.ends else ""
        sql = f"SELECT id FROM {other} WHERE {field.name} = ? AND void_reason IS NULL{ended} AND id <> ?"
        rows = [found[0] for found in work.connection.exec_driver_sql(sql, (row, into if other == record else 0))]
        for found in rows:
            work.change(model, found, {field.name: into})
        moved += len(rows)
    return moved
