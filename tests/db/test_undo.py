"""Whatever is done can be undone, in order, across restarts, and redone: a state machine says so."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.db import dump, undo
from app.db.queries import past, soundness
from app.db.queries.history import works
from app.db.store import Store, open_store
from app.errors import NeedsConsent, Rejected, UserError
from app.models import RECORDS
from app.models.record import fields_of
from app.operations import cadre, history, household, member, merging, pairing, place, post, setting, term
from app.operations import record as records
from app.parts import build
from tests import make
from tests.ordering import keys_are_right

TEMPLATE: dict[str, Path] = {}


def template() -> Path:
    if "blank" not in TEMPLATE:
        folder = Path(tempfile.mkdtemp())
        build(folder / "ledger.db").close()
        TEMPLATE["blank"] = folder
    return TEMPLATE["blank"]


def state(store: Store) -> str:
    with store.read() as reader:
        return dump.dump(reader)


class Undoing(RuleBasedStateMachine):
    """`states` holds the dump after each standing work; `future` those that a redo would bring back."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp()) / "db"
        shutil.copytree(template(), self.folder)
        self.store = open_store(self.folder / "ledger.db")
        self.states = [state(self.store)]
        self.future: list[str] = []
        self.rows: dict[str, list[int]] = {
            name: [] for name in ("unit", "branch", "member", "household", "resident", "pairing", "cadre", "post")
        }
        self.made = 0

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        while len(self.states) > 1:
            self.back()
        self.store.close()
        shutil.rmtree(self.folder.parent)

    def did(self, act: Any) -> Any:
        """Runs one act; what the program refuses changes nothing."""
        before = self.store.last.work if self.store.last else 0
        try:
            done = act()
        except (UserError, Rejected, NeedsConsent, KeyError):
            assert state(self.store) == self.states[-1]
            return None
        if self.store.last and self.store.last.work != before and self.store.last.count:
            self.states.append(state(self.store))
            self.future = []
        return done

    def pick(self, name: str, i: int) -> int:
        rows = self.rows[name]
        return rows[i % len(rows)] if rows else 0

    @rule(name=st.sampled_from(["unit", "branch", "member", "household", "cadre"]))
    def add(self, name: str) -> None:
        self.made += 1
        act = getattr(make, name)
        row = self.did(
            lambda: act(self.store, f"甲{'乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌'[self.made % 20]}{self.made}")
        )
        self.rows[name] += [row] if row else []

    @rule(i=st.integers(0, 9), j=st.integers(0, 9))
    def settle(self, i: int, j: int) -> None:
        values = {"branch": self.pick("branch", j) or None, "phone": f"1990000000{j}"}
        self.did(lambda: records.save(self.store, RECORDS["member"], values, row=self.pick("member", i) or None))

    @rule(i=st.integers(0, 9), j=st.integers(0, 9))
    def pair(self, i: int, j: int) -> None:
        helper, helped = ("member", self.pick("member", i)), [("household", self.pick("household", j))]
        if not helper[1] or not helped[0][1]:
            return
        both = frozenset({"replace", "over_cap"})
        found = self.did(
            lambda: pairing.pair(self.store, "member_household", helper, helped, since="2026-01-01", consent=both)
        )
        self.rows["pairing"] += found or []

    @rule(i=st.integers(0, 9), on=st.sampled_from(["2026-03-01", "2025"]))
    def end(self, i: int, on: str) -> None:
        self.did(lambda: pairing.end(self.store, [self.pick("pairing", i)], on=on, reason="外出"))

    @rule(i=st.integers(0, 9))
    def leave(self, i: int) -> None:
        self.did(lambda: member.leave(self.store, self.pick("member", i), on="2026-04", reason="死亡"))

    @rule(i=st.integers(0, 9))
    def come_back(self, i: int) -> None:
        self.did(lambda: member.come_back(self.store, self.pick("member", i), on="2026-05", reason="更正"))

    @rule(i=st.integers(0, 9))
    def move_out(self, i: int) -> None:
        self.did(lambda: household.move_out(self.store, self.pick("household", i), on="2026-06", reason="迁出"))

    @rule(i=st.integers(0, 9), j=st.integers(0, 9), group=st.sampled_from(["一组", "二组", None]))
    def move_house(self, i: int, j: int, group: str | None) -> None:
        homes, village = [self.pick("household", i)], self.pick("unit", j)
        self.did(lambda: household.move(self.store, homes, village, group, on="2026-06-01", reason="搬迁"))

    @rule(i=st.integers(0, 9))
    def move_back(self, i: int) -> None:
        self.did(lambda: household.move_back(self.store, self.pick("household", i), on="2026-08", reason="返乡"))

    @rule(i=st.integers(0, 9), j=st.integers(0, 9), title=st.sampled_from(["书记", "副书记", "委员"]))
    def appoint(self, i: int, j: int, title: str) -> None:
        where, who, both = (
            ("branch", self.pick("branch", i)),
            ("member", self.pick("member", j)),
            frozenset({"replace"}),
        )
        row = self.did(
            lambda: post.appoint(self.store, where, title, who, on="2026-02-01", reason="增补", consent=both)
        )
        self.rows["post"] += [row] if row else []

    @rule(i=st.integers(0, 9))
    def dismiss(self, i: int) -> None:
        self.did(lambda: post.dismiss(self.store, [self.pick("post", i)], on="2026-05-01", reason="免职"))

    @rule(i=st.integers(0, 9), name=st.sampled_from(["仇远", "解明"]), on=st.sampled_from(["2026-03-10", "2026-07"]))
    def elect(self, i: int, name: str, on: str) -> None:
        officers = (("书记", name), ("委员", "甲一"))
        self.did(lambda: term.elect(self.store, self.pick("branch", i), term.Ballot(size=3), officers, on=on))

    @rule(
        i=st.integers(0, 9), name=st.sampled_from(["仇远", "解明", None]), year=st.sampled_from(["2021", "2026-05-18"])
    )
    def tell(self, i: int, name: str | None, year: str) -> None:
        values = {"secretary": name, "deputy": name, "elected_on": year}
        self.did(lambda: records.save(self.store, RECORDS["branch"], values, row=self.pick("branch", i)))

    @rule(i=st.integers(0, 9))
    def lay_down(self, i: int) -> None:
        self.did(lambda: cadre.leave(self.store, self.pick("cadre", i), on="2026-04", reason="调离"))

    @rule(i=st.integers(0, 9), j=st.integers(0, 9), name=st.sampled_from(["unit", "branch"]))
    def merge(self, i: int, j: int, name: str) -> None:
        self.did(
            lambda: place.merge(self.store, name, self.pick(name, i), self.pick(name, j), on="2026-07", reason="撤并")
        )

    @rule(i=st.integers(0, 9))
    def void(self, i: int) -> None:
        self.did(lambda: records.void(self.store, RECORDS["member"], self.pick("member", i), reason="重复登记"))

    @rule(count=st.integers(1, 30))
    def bulk(self, count: int) -> None:
        def act() -> None:
            with self.store.work("导入") as work:
                work.add_many(RECORDS["member"], ("name",), [(f"批{i}",) for i in range(count)])

        self.did(act)

    @precondition(lambda self: len(self.states) > 1)
    @rule()
    def back(self) -> None:
        history.undo(self.store)
        self.future.append(self.states.pop())
        assert state(self.store) == self.states[-1]

    @precondition(lambda self: self.future)
    @rule()
    def again(self) -> None:
        history.redo(self.store)
        self.states.append(self.future.pop())
        assert state(self.store) == self.states[-1]

    @rule()
    def restart(self) -> None:
        self.store.close()
        self.store = open_store(self.folder / "ledger.db")

    @invariant()
    def references_hold(self) -> None:
        if hasattr(self, "store"):
            with self.store.read() as reader:
                assert reader.exec_driver_sql("PRAGMA foreign_key_check").all() == []
                assert past.astray(reader) == []
                assert soundness.rules(reader) == ()
            assert keys_are_right(self.store)


class UndoingMore(Undoing):
    """And with acts that reach far: two rows become one, an older work goes back row by row, names take another order."""

    @rule(order=st.sampled_from(["拼音", "笔画"]))
    def order_names(self, order: str) -> None:
        self.did(lambda: setting.put(self.store, "name_order", order))

    @rule(i=st.integers(0, 9), j=st.integers(0, 9), name=st.sampled_from(["member", "cadre", "household", "resident"]))
    def unite(self, i: int, j: int, name: str) -> None:
        keep, gone = self.pick(name, i), self.pick(name, j)
        sides = {field.name: ("kept", "other")[j % 2] for field in fields_of(RECORDS[name])}
        self.did(lambda: merging.merge(self.store, name, keep, gone, sides))

    @rule(i=st.integers(0, 30))
    def older(self, i: int) -> None:
        with self.store.read() as reader:
            standing = [act.id for act in works(reader) if act.kind == "do" and not act.undone]
        if standing:
            work = standing[i % len(standing)]
            plan = history.plan_older(self.store, work)
            told = self.did(lambda: history.undo_older(self.store, work))
            assert told is None or (plan.lots, plan.kept, plan.failed) == (told.lots, told.kept, told.failed)


UndoingMore.TestCase.settings = settings(
    max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
TestUndoing = UndoingMore.TestCase


def test_undo_names_the_act_and_says_how_many_rows_it_turned(store: Store) -> None:
    make.unit(store)
    with store.read() as reader:
        assert undo.undoable(reader) == (store.last.work if store.last else 0, "新增单位石坪村")
    turned = undo.undo(store)
    assert (turned.label, turned.reversed) == ("新增单位石坪村", 1)


def test_nothing_to_undo_is_said_in_words(store: Store) -> None:
    with pytest.raises(UserError, match="没有可以撤销"):
        undo.undo(store)


def test_ids_are_never_used_twice(store: Store) -> None:
    first = make.unit(store, "甲村")
    undo.undo(store)
    assert make.unit(store, "乙村") > first


def test_something_new_ends_what_could_have_been_redone(store: Store) -> None:
    make.unit(store, "甲村")
    undo.undo(store)
    make.unit(store, "乙村")
    undo.undo(store)
    assert undo.redo(store).label == "新增单位乙村"
    with pytest.raises(UserError, match="没有可以重做"):
        undo.redo(store)


def test_a_work_that_changed_nothing_leaves_no_trace(store: Store) -> None:
    with store.work("什么也没做"):
        pass
    with store.read() as reader:
        assert undo.undoable(reader) is None


def test_a_work_that_fails_keeps_nothing(store: Store) -> None:
    before = state(store)

    def half() -> None:
        with store.work("半途") as work:
            work.add(RECORDS["unit"], {"name": "甲村"})
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        half()
    assert state(store) == before
