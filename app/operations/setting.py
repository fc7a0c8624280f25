"""Reading and changing settings: values in the database, defaults in `app.settings`."""

from app.db.store import Reader, Store
from app.errors import Problem, Rejected, UserError
from app.kinds.kind import Unreadable
from app.models.keeping import Setting
from app.progress import Progress, silent
from app.settings import BY_NAME


def value(reader: Reader, name: str) -> str:
    """The setting as text, its default when never set."""
    found = reader.exec_driver_sql("SELECT value FROM setting WHERE name = ? AND void_reason IS NULL", (name,)).scalar()
    return BY_NAME[name].default if found is None else str(found)


def number(reader: Reader, name: str) -> int:
    return int(value(reader, name))


def put(store: Store, name: str, text: str, *, progress: Progress = silent) -> None:
    """Rejected when the setting cannot be so. Another order of names writes those of all rows anew: seconds in a county."""
    if name not in BY_NAME:
        raise UserError(f"没有名为“{name}”的设置。")
    item = BY_NAME[name]
    try:
        read = item.kind.parse(text)
    except Unreadable as error:
        raise Rejected([Problem(name, error.text, error.code)]) from error
    stored = None if read is None else str(read)
    with store.work(f"修改设置：{item.label}") as work:
        work.progress = progress
        row = work.connection.exec_driver_sql("SELECT id FROM setting WHERE name = ?", (name,)).scalar()
        if row is None:
            work.add(Setting, {"name": name, "value": stored})
        else:
            work.change(Setting, int(row), {"value": stored})
