"""Whoever opens the file with its key and alters the history is found out: by the chain, or by a tip kept elsewhere.

500 manipulations of seven kinds, each inside a transaction that is rolled back. Without the chain key inside the encrypted
part nobody makes links that fit (HMAC-SHA256); the tip stands in backups, exports and print footers.
"""

import hashlib
import json
import random
from collections.abc import Callable
from typing import Any

import pytest

from app.db.queries import soundness
from app.db.store import Store
from app.operations import pairing, setting
from tests import make
from tests.trust import tally

ROUNDS = 500


class _Back(Exception):
    """Rolls the manipulation back."""


@pytest.fixture
def history(store: Store) -> Store:
    village = make.unit(store)
    branch = make.branch(store)
    for i in range(8):
        member = make.member(store, f"王建国{i}", branch=branch)
        household = make.household(store, f"仇根水{i}", village=village)
        pairing.pair(store, "member_household", ("member", member), [("household", household)], since="2026-01-01")
    for i in range(6):
        setting.put(store, "unit_name", f"青禾镇{i}")
    return store


def _works(writer: Any) -> list[Any]:
    return [tuple(row) for row in writer.exec_driver_sql("SELECT id, label, at, by, changes FROM work ORDER BY id")]


def _update_work(writer: Any, chance: random.Random) -> None:
    column, value = chance.choice(
        [
            ("label", "别的事"),
            ("by", "别人"),
            ("kind", "undo"),
            ("digest", "0" * 64),
            ("at", "2020-01-01T00:00:00+08:00"),
            ("device", "another"),
            ("changes", 77),
        ]
    )
    writer.exec_driver_sql(f"UPDATE work SET {column} = ? WHERE id = ?", (value, chance.choice(_works(writer))[0]))


def _update_change(writer: Any, chance: random.Random) -> None:
    rows = [row[0] for row in writer.exec_driver_sql("SELECT id FROM change")]
    column, value = chance.choice([("after", '{"name": "李四"}'), ("before", '{"name": "李四"}'), ("last", 99)])
    writer.exec_driver_sql(f'UPDATE change SET "{column}" = ? WHERE id = ?', (value, chance.choice(rows)))


def _delete_work(writer: Any, chance: random.Random) -> None:
    gone = chance.choice(_works(writer)[:-1])[0]
    writer.exec_driver_sql("DELETE FROM change WHERE work = ?", (gone,))
    writer.exec_driver_sql("DELETE FROM work WHERE id = ?", (gone,))


def _delete_change(writer: Any, chance: random.Random) -> None:
    rows = [row[0] for row in writer.exec_driver_sql("SELECT id FROM change")]
    writer.exec_driver_sql("DELETE FROM change WHERE id = ?", (chance.choice(rows),))


def _swap_works(writer: Any, chance: random.Random) -> None:
    first, second = chance.sample(_works(writer), 2)
    if first[1] == second[1]:
        first, second = _works(writer)[0], _works(writer)[-1]
    for one, other in ((first, second), (second, first)):
        writer.exec_driver_sql(
            "UPDATE work SET label = ?, by = ? WHERE id = ?", (other[1] + "", other[3] + "x", one[0])
        )


def _insert_work(writer: Any, chance: random.Random) -> None:
    newest = _works(writer)[-1][0]
    writer.exec_driver_sql(
        "INSERT INTO work (id, label, at, by, device, kind, undone, revision, changes, digest, chain) "
        "SELECT ?, '补记', at, by, device, kind, 0, revision, 0, digest, chain FROM work WHERE id = ?",
        (newest + chance.randint(1, 5), newest),
    )


def _cut_tail(writer: Any, chance: random.Random) -> None:
    first = chance.choice(_works(writer)[1:])[0]
    writer.exec_driver_sql("DELETE FROM change WHERE work >= ?", (first,))
    writer.exec_driver_sql("DELETE FROM work WHERE id >= ?", (first,))


def _recompute(writer: Any, chance: random.Random) -> None:
    """Alters a work and makes all later links fit, as far as one can without the key: by plain digests."""
    _update_work(writer, chance)
    former = ""
    for work, label, _at, by, _changes in _works(writer):
        former = hashlib.sha256(json.dumps([former, work, label, by], ensure_ascii=False).encode()).hexdigest()
        writer.exec_driver_sql("UPDATE work SET chain = ? WHERE id = ?", (former, work))


KINDS: tuple[Callable[[Any, random.Random], None], ...] = (
    _update_work, _update_change, _delete_work, _delete_change, _swap_works, _insert_work, _cut_tail, _recompute,
)  # fmt: skip


def _tip(reader: Any) -> str:
    return str(reader.exec_driver_sql("SELECT chain FROM work ORDER BY id DESC LIMIT 1").scalar())


def test_every_manipulation_of_the_history_is_noticed(history: Store) -> None:
    with history.read() as reader:
        assert soundness.chain(reader) == ()
        kept = _tip(reader)
    chance = random.Random(12)
    unseen: dict[str, int] = {}
    for i in range(tally.note(ROUNDS)):
        kind = KINDS[i % len(KINDS)]
        try:
            with history.write() as writer:
                before = writer.exec_driver_sql("SELECT total_changes()").scalar()
                kind(writer, chance)
                assert writer.exec_driver_sql("SELECT total_changes()").scalar() > before
                if not soundness.chain(writer) and _tip(writer) == kept:
                    unseen[kind.__name__] = unseen.get(kind.__name__, 0) + 1
                raise _Back
        except _Back:
            pass
    assert unseen == {}
    with history.read() as reader:
        assert soundness.chain(reader) == ()
        assert _tip(reader) == kept
