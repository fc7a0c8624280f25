"""Whatever three PCs do and in whatever order they send each other packages: in the end all hold the same, and nothing is
asked twice.
"""

import tempfile
from contextlib import ExitStack
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.db.dump import dump
from app.db.store import Store
from app.exchange import package_plan as p
from app.exchange.package_merge import apply, plan_merge
from app.exchange.package_plan import Choice, Plan
from app.models import RECORDS
from app.operations import record as records
from tests.parcel import KEYS, packed, pc

PCS = 3
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.integers(0, PCS - 1), st.sampled_from("甲乙丙")),
        st.tuples(st.just("edit"), st.integers(0, PCS - 1), st.sampled_from("12345")),
        st.tuples(st.just("send"), st.integers(0, PCS - 1), st.integers(0, PCS - 1)),
    ),
    min_size=3,
    max_size=7,
)


@settings(max_examples=2)
@given(steps=STEPS)
def test_random_merges_in_any_order_converge(blank: Path, steps: list[tuple[str, int, object]]) -> None:
    with tempfile.TemporaryDirectory() as folder, ExitStack() as held:
        stores = [_pc(held, blank, Path(folder) / str(n)) for n in range(PCS)]
        for what, where, told in steps:
            _step(stores, Path(folder) / "one.package", what, where, told)
        rounds = 0
        while len({_text(store) for store in stores}) > 1:
            rounds += 1
            assert rounds <= PCS
            for here in range(PCS):
                _sent(stores, Path(folder) / "one.package", here, (here + 1) % PCS)
        for here in range(PCS):
            plan = _sent(stores, Path(folder) / "one.package", here, (here + 1) % PCS)
            assert [plan.rows(state) for state in (p.NEW, p.CHANGED, p.CONFLICT, p.DOUBT)] == [0, 0, 0, 0]


def _pc(held: ExitStack, blank: Path, folder: Path) -> Store:
    parts = pc(blank, folder)
    held.callback(parts.close)
    return parts.store


def _step(stores: list[Store], path: Path, what: str, where: int, told: object) -> None:
    if what == "send" and where != told:
        _sent(stores, path, where, int(str(told)))
    if what == "add" and not _rows(stores[where], f"name = '{told}村'"):
        records.save(stores[where], RECORDS["unit"], {"name": f"{told}村", "kind": "村"})
    if what == "edit":
        for row in _rows(stores[where], "1")[:2]:
            records.save(stores[where], RECORDS["unit"], {"address": f"{told} 号"}, row=row)


def _rows(store: Store, where: str) -> list[int]:
    with store.read() as reader:
        return reader.exec_driver_sql(f"SELECT id FROM unit WHERE {where} ORDER BY name").scalars()


def _sent(stores: list[Store], path: Path, sender: int, receiver: int) -> Plan:
    """Where both changed a row the larger words win, on whichever PC that is decided."""
    plan = plan_merge(stores[receiver], [packed(stores[sender], path)], KEYS)
    apply(stores[receiver], plan, _larger(plan))
    return plan


def _larger(plan: Plan) -> Choice:
    told = {}
    for code, uid, held in plan.conflicts():
        assert held.theirs is not None
        here, there = (dict(zip(_columns(code), side.values, strict=True)) for side in (held.side, held.theirs))
        told |= {
            (code, uid, name): str(there[name]) > str(here[name]) for name in p.differing(code, held.side, held.theirs)
        }
    return Choice(told)


def _columns(code: str) -> tuple[str, ...]:
    return tuple(p.everything.columns(RECORDS[code]))


def _text(store: Store) -> str:
    """Without uids: what two PCs registered on their own keeps the uid each gave it."""
    with store.read() as reader:
        return dump(reader, by_key=True)
