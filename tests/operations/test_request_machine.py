"""Whatever the clerk tries in whatever order: no request is closed without a result, and every step can be taken back."""

import contextlib
import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.db import undo
from app.db.dump import dump
from app.db.queries import request as queries
from app.errors import Rejected, UserError
from app.models import RECORDS
from app.operations import record, request
from app.operations.request_step import RECEIVED, STATES, WORDS, Act, base, ladder, level, path, possible, state
from app.parts import build

FIRST = date(2020, 1, 1)
TEXTS = st.sampled_from(("", "已办好", "上级同意"))


class Requests(RuleBasedStateMachine):
    """One request, any step at any time, undo now and then; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.parts = build(Path(self.folder.name) / "x.db")
        self.store = self.parts.store
        self.row = 0
        self.taken: list[str] = []  # the dump before each step that stands

    def teardown(self) -> None:
        self.parts.close()
        self.folder.cleanup()

    def values(self) -> dict[str, Any]:
        with self.store.read() as reader:
            return record.present(reader, RECORDS["request"], self.row)

    def steps(self) -> list[dict[str, Any]]:
        with self.store.read() as reader:
            return queries.steps(reader, self.row)

    def dumped(self) -> str:
        with self.store.read() as reader:
            return str(dump(reader))

    @initialize(first=st.sampled_from(("", *ladder()[:2])))
    def receive(self, first: str) -> None:
        self.row = request.receive(
            self.store, {"received_on": FIRST.isoformat(), "content": "路灯不亮", "first_level": first}
        )

    @rule(
        word=st.sampled_from(WORDS), later=st.integers(-1, 3), told=TEXTS, to=st.sampled_from(("", "解明")),
        level=st.sampled_from(("", *ladder())), unsolvable=st.booleans(), grade=st.sampled_from(("", "满意")),
    )  # fmt: skip
    def take(
        self, word: str, later: int, told: str, to: str, level: str, *, unsolvable: bool, grade: str
    ) -> None:  # fmt: skip
        before, steps = self.dumped(), self.steps()
        last = date.fromisoformat(steps[-1]["done_on"]) if steps else FIRST
        day = (last + timedelta(days=later)).isoformat()
        act = Act(day, "解明", told, to=to, level=level, due="2020-12-01", unsolvable=unsolvable, satisfaction=grade)
        try:
            request.take(self.store, self.row, word, act)
        except (Rejected, UserError):
            assert self.dumped() == before
        else:
            assert later >= 0
            self.taken.append(before)

    @precondition(lambda self: self.taken)
    @rule()
    def take_back(self) -> None:
        undo.undo(self.store)
        assert self.dumped() == self.taken.pop()

    @invariant()
    def closed_has_a_result(self) -> None:
        if self.row:
            values = self.values()
            assert state(values) in STATES
            if values["closed_on"]:
                assert values["result"] or values["explanation"]
                assert not values["up_level"]
            assert not (values["fed_on"] and not values["closed_on"])
            assert not (values["called_on"] and not (values["fed_on"] and values["satisfaction"]))
            assert RECORDS["request"].faults(values) == ()

    @invariant()
    def its_way_leads_to_where_it_lies(self) -> None:
        if self.row:
            values, steps = self.values(), self.steps()
            way = [place for place, _who in path(values, steps)]
            assert way[0] == base(values)
            assert way[-1] == level(values)
            assert way == sorted(set(way), key=ladder().index)
            assert [step["step_no"] for step in steps] == list(range(1, len(steps) + 1))

    @invariant()
    def something_can_always_be_done(self) -> None:
        if self.row:
            assert possible(self.values()) or state(self.values()) == RECEIVED


TestRequests = Requests.TestCase
TestRequests.settings = settings(
    max_examples=5, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_the_database_itself_refuses_a_closed_request_that_says_nothing(tmp_path: Path) -> None:
    with contextlib.closing(build(tmp_path / "x.db")) as parts:
        told = {"received_on": "2020-01-01", "content": "路灯不亮", "closed_on": "2020-01-02"}
        with pytest.raises(Exception, match="closed_told"), parts.store.work("绕过") as work:
            work.add(RECORDS["request"], told)
