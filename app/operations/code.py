"""Editing code lists: entries added, changed or retired in the database stand before those of the files."""

from app import codes
from app.codes import Code
from app.db.store import Reader, Store
from app.db.work import Changes
from app.errors import Problem, Rejected
from app.models.keeping import CodeEntry

COLUMNS = "list_name, name, coalesce(code_no, ''), coalesce(aliases, ''), coalesce(group_name, ''), coalesce(retired, '否')"


def install(store: Store) -> None:
    """Makes the program use what the database says, now and after every change of it."""
    _load(store)
    store.listeners.append(lambda changes: _follow(store, changes))


def _follow(store: Store, changes: Changes) -> None:
    if CodeEntry.code() in changes.records:
        _load(store)


def _load(store: Store) -> None:
    codes.reset()
    with store.read() as reader:
        edited = entries(reader)
    for list_name, own in edited.items():
        if list_name not in codes.LISTS:  # of a newer program or another county: kept, not used
            continue
        named = {code.name for code, _retired in own}
        kept = [code for code in codes.codes(list_name) if code.name not in named]
        codes.install(list_name, [*kept, *(code for code, retired in own if not retired)])


def entries(reader: Reader) -> dict[str, list[tuple[Code, bool]]]:
    """What the clerk edited: list → (entry, retired)."""
    found: dict[str, list[tuple[Code, bool]]] = {}
    sql = f"SELECT {COLUMNS} FROM code_entry WHERE void_reason IS NULL ORDER BY list_name, order_no, id"
    for list_name, name, number, aliases, group, retired in reader.exec_driver_sql(sql):
        words = tuple(word for word in aliases.split("；") if word)
        found.setdefault(list_name, []).append((Code(name, number, words, group), retired == "是"))
    return found


def put(store: Store, list_name: str, entry: Code, *, retired: bool = False) -> None:
    """Adds an entry, or changes the one of that name. A retired one is no longer offered; records keep it."""
    if not entry.name.strip():
        raise Rejected([Problem("name", "请填写名称。", "required")])
    values = {
        "list_name": list_name, "name": entry.name, "code_no": entry.code or None, "aliases": "；".join(entry.aliases) or None,
        "group_name": entry.group or None, "retired": "是" if retired else "否",
    }  # fmt: skip
    with store.work(f"修改代码表：{codes.LISTS[list_name]}") as work:
        sql = "SELECT id FROM code_entry WHERE list_name = ? AND name = ?"
        row = work.connection.exec_driver_sql(sql, (list_name, entry.name)).scalar()
        if row is None:
            work.add(CodeEntry, values)
        else:
            work.change(CodeEntry, int(row), values)
