"""Lists: their first rows, search as one types, one durable save (rows 3, 4, 8)."""

import contextlib
from collections.abc import Iterator
from functools import partial

from app.commands.entry import made_up
from app.db import connection
from app.db.queries.listing import Query, window
from app.db.store import Store
from app.models.member import Member
from app.models.record import fields_of
from app.operations import record
from benchmarks.measure import Figure, seconds
from benchmarks.scene import Scene

_PAGE = 200
_TYPED = ("张伟", "zw", "zhang", "1234", "1990")
_SAVES = 100
_ROUNDS = 5
_LISTED = tuple(field.name for field in fields_of(Member) if field.listed)


def figures(scene: Scene) -> Iterator[Figure]:
    raw = seconds(lambda: _raw_window(scene.store), 5)
    first = seconds(lambda: _window(scene.store), 5)
    yield Figure(3, "first rows of the member list", scene.rows, first, raw, "raw window query", "≤ 1.5")
    small = seconds(lambda: _window(scene.small), 5)
    yield Figure(3, "the same beside a township's", scene.rows, first, small, "ours at 800", "≤ 1.5")
    deep = seconds(lambda: _window(scene.store, scene.rows // 2), 5)
    yield Figure(3, "a page from the middle", scene.rows, deep, 0.016, "one frame, 16 ms", "≤ 1")
    scan = seconds(lambda: _scan(scene.store), 5)
    found = max(seconds(partial(_search, scene.store, word), 3) for word in _TYPED)
    yield Figure(4, "search as one types (the slowest word)", scene.rows, found, scan, "one LIKE scan", "≤ 3")
    yield _saving(scene)


def _window(store: Store, offset: int = 0) -> None:
    with store.read() as reader:
        window(reader, Query("member", _LISTED), offset=offset, limit=_PAGE)


def _raw_window(store: Store) -> None:
    columns = ", ".join(f"m.{name}" for name in _LISTED if name != "branch")
    sql = (
        f"SELECT m.id, {columns}, b.name FROM member m LEFT JOIN branch b ON b.id = m.branch "
        f"WHERE m.left_on IS NULL AND m.void_reason IS NULL ORDER BY m.sort_key LIMIT {_PAGE}"
    )
    with store.read() as reader:
        reader.exec_driver_sql(sql).all()


def _scan(store: Store) -> None:
    with store.read() as reader:
        reader.exec_driver_sql("SELECT id FROM member WHERE search_key LIKE '%张伟%'").all()


def _search(store: Store, word: str) -> None:
    with store.read() as reader:
        window(reader, Query("member", _LISTED, words=(word,)), limit=_PAGE)


def _saving(scene: Scene) -> Figure:
    with scene.empty("saved") as store:
        taken = [(seconds(partial(_save, store, n)), seconds(lambda: _commit(scene))) for n in range(_ROUNDS)]
    ours, base = (min(several) / _SAVES for several in zip(*taken, strict=True))
    return Figure(8, "save one record, durable", _SAVES, ours, base, "raw durable commit", "≤ 3")


def _save(store: Store, turn: int) -> None:
    for i in range(turn * _SAVES + 1, (turn + 1) * _SAVES + 1):
        record.save(store, Member, made_up(i), consent=frozenset({"date_order"}))


def _commit(scene: Scene) -> None:
    path = scene.folder / "commits.db"
    for left in scene.folder.glob("commits.db*"):
        left.unlink()
    with contextlib.closing(connection.connect(path, bytes(32))) as opened:
        opened.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, name TEXT, number TEXT, born TEXT)")
        for i in range(1, _SAVES + 1):
            values = made_up(i)
            opened.execute("BEGIN IMMEDIATE")
            row = (values["name"], values["id_number"], values["birth_date"])
            opened.execute("INSERT INTO raw (name, number, born) VALUES (?, ?, ?)", row)
            opened.execute("COMMIT")
