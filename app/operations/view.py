"""Saving the list as it stands under a name, renaming and deleting it: each one work with its undo."""

from app.db.queries import view as queries
from app.db.queries.listing import Query
from app.db.store import Store
from app.db.work import Work
from app.errors import Problem, Rejected
from app.models import RECORDS
from app.models.keeping import View


def save(store: Store, name: str, query: Query) -> int:
    """Keeps columns, order and conditions under a name; the list of that name of the same record is replaced."""
    with store.work(f"保存常用列表“{name.strip()}”") as work:
        row = _free(work, name, query.record)
        values = {"name": name.strip(), "record": query.record, "definition": queries.packed(query)}
        if row is None:
            return work.add(View, values)
        work.change(View, row, values)
        return row


def rename(store: Store, row: int, name: str) -> None:
    with store.work(f"常用列表改名为“{name.strip()}”") as work:
        other = _free(work, name, str(work.row("view", row)["record"]))
        if other not in (None, row):
            raise Rejected([Problem("name", f"已经有名为“{name.strip()}”的常用列表，请换一个名称。", "duplicate")])
        work.change(View, row, {"name": name.strip()})


def delete(store: Store, row: int) -> None:
    with store.work("删除常用列表") as work:
        work.change(View, row, {"void_reason": "删除"})


def _free(work: Work, name: str, record: str) -> int | None:
    """The row that has this name now, None when it is free. A name belongs to one record."""
    if not name.strip():
        raise Rejected([Problem("name", "请填写名称。", "required")])
    found = queries.named(work.connection, name.strip())
    if found is not None and found[1] != record:
        title = RECORDS[found[1]].title if found[1] in RECORDS else "别"
        raise Rejected([Problem("name", f"“{name.strip()}”已经用在{title}的列表上，请换一个名称。", "duplicate")])
    return found[0] if found else None
