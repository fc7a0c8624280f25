"""Names that a clerk chooses from in a small form, and the row that a chosen name means."""

from app.db.queries import resolve
from app.db.store import Reader, Store
from app.errors import UserError
from app.ui.asking import Question

DATED = (Question("on", "日期", "date"), Question("reason", "原因"))


def names(store: Store, record: str) -> tuple[str, ...]:
    with store.read() as reader:
        return tuple(resolve.names(reader, record))


def named(store: Store, record: str, name: str) -> int:
    """UserError when the name means none or several."""
    with store.read() as reader:
        return meant(reader, record, name)


def meant(reader: Reader, record: str, name: str) -> int:
    """The row that a name means; UserError when it means none or several."""
    if not name:
        raise UserError("还没有选。", "请从列表里选一个。")
    found = resolve.one(reader, record, name)
    if len(found) != 1:
        raise UserError(f"“{name}”{'不唯一，请写得更清楚' if found else '没有登记'}。", "请从列表里选一个。")
    return found[0]
