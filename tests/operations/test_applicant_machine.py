"""Whatever the clerk tries in whatever order: no step stands before its predecessors and its earliest day, and each can be taken back."""

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from app.db import undo
from app.db.dump import dump
from app.errors import Rejected, UserError
from app.models import RECORDS
from app.models import applicant_step as steps
from app.operations import applicant, record
from app.operations.applicant import Act, probation_end
from app.parts import build
from tests import make

FIRST = date(2015, 1, 5)


class Applicants(RuleBasedStateMachine):
    """One applicant, any step on any day, notices, extensions, endings, undo now and then; what is refused changes nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.parts = build(Path(self.folder.name) / "x.db")
        self.store = self.parts.store
        self.row = 0
        self.now = FIRST
        self.taken: list[tuple[str, date]] = []

    def teardown(self) -> None:
        self.parts.close()
        self.folder.cleanup()

    def values(self) -> dict[str, Any]:
        with self.store.read() as reader:
            return record.present(reader, RECORDS["applicant"], self.row)

    def dumped(self) -> str:
        with self.store.read() as reader:
            return str(dump(reader))

    @initialize()
    def begin(self) -> None:
        branch = make.branch(self.store)
        self.people = tuple(make.member(self.store, name, member_kind="正式党员") for name in ("屈长水", "苗有田"))
        self.row = make.applicant(
            self.store, branch, applied_on=FIRST.isoformat(), id_number=make.number(7), birth_date="1980-06-15"
        )

    def attempt(self, act: Any, day: date) -> None:
        before = self.dumped()
        try:
            act()
        except (Rejected, UserError):
            assert self.dumped() == before
        else:
            self.taken.append((before, self.now))
            self.now = max(self.now, day)

    @rule(ahead=st.integers(0, 2), later=st.sampled_from((-400, -1, 0, 1, 9, 200, 380)))
    def take_one_that_comes_next(self, ahead: int, later: int) -> None:
        possible = steps.possible(self.values(), noticed=True)
        if possible:
            step = possible[min(ahead, len(possible) - 1)].step
            self.take(step.number, later)

    @rule(number=st.integers(1, 25), later=st.sampled_from((0, 40)))
    def take_any(self, number: int, later: int) -> None:
        self.take(number, later)

    def take(self, number: int, later: int) -> None:
        day = self.now + timedelta(days=later)
        act = Act(day.isoformat(), "解明", people=self.people, days=3)
        self.attempt(lambda: applicant.take(self.store, self.row, number, act), day)

    @rule(days=st.sampled_from((2, 9)))
    def notice(self, days: int) -> None:
        until = self.now + timedelta(days=days)
        self.attempt(
            lambda: applicant.notice(self.store, self.row, since=self.now.isoformat(), until=until.isoformat()), until
        )

    @precondition(lambda self: self.row and self.values()["admitted_on"])
    @rule(months=st.sampled_from((5, 6, 12, 13)))
    def extend(self, months: int) -> None:
        until = steps.months_on(probation_end(self.values()), months).isoformat()
        self.attempt(lambda: applicant.extend(self.store, self.row, on=self.now.isoformat(), until=until), self.now)

    @rule(reason=st.sampled_from(("本人撤回", "取消预备党员资格", "死亡")), sure=st.integers(0, 9))
    def stop(self, reason: str, sure: int) -> None:
        if not sure:
            self.attempt(lambda: applicant.stop(self.store, self.row, on=self.now.isoformat(), reason=reason), self.now)

    @precondition(lambda self: self.taken)
    @rule(sure=st.integers(0, 4))
    def take_back(self, sure: int) -> None:
        if not sure:
            undo.undo(self.store)
            before, self.now = self.taken.pop()
            assert self.dumped() == before

    @invariant()
    def nothing_stands_before_its_time(self) -> None:
        if self.row:
            values = self.values()
            assert list(steps.breaches(values)) == []
            for notice, step in steps.NOTICES.items():
                if values[step.name]:
                    assert values[f"{notice}_until"] < values[step.name]

    @invariant()
    def the_member_says_what_the_steps_say(self) -> None:
        if self.row:
            values = self.values()
            assert bool(values["member"]) == bool(values["admitted_on"])
            if values["member"]:
                with self.store.read() as reader:
                    member = record.present(reader, RECORDS["member"], values["member"])
                assert member["join_date"] == values["admitted_on"]
                assert (member["member_kind"] == "正式党员") == bool(values["full_approved_on"])
                assert member["probation_until"] == values["probation_until"]
                if member["full_date"]:
                    assert member["full_date"] >= probation_end(values).isoformat()

    @invariant()
    def there_is_always_a_next_step_until_the_end(self) -> None:
        if self.row:
            values = self.values()
            assert bool(values["ended_on"]) or steps.next_step(values) is not None


TestApplicants = Applicants.TestCase
TestApplicants.settings = settings(
    max_examples=5, stateful_step_count=60, deadline=None, suppress_health_check=list(HealthCheck)
)
