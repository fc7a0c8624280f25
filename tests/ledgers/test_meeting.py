"""Ledgers of organisation life: meetings by kind, attendance, hours of study, and the year that shows the missing month."""

import pytest

from app import rules
from app.db.store import Store
from app.ledgers import ledger_named, table
from app.ledgers.figure import figures
from app.ledgers.meeting_sheet import minutes, sign_in
from app.models import RECORDS
from app.models.meeting import COMMITTEE, GENERAL, PARTY_DAY
from app.operations import meeting, setting
from app.operations import member as members
from app.operations import record as records
from app.operations.meeting import Sitting
from tests import make
from tests.ledgers.small import stop_clock


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def rows(store: Store, name: str, *columns: str, **part: object) -> list[tuple[object, ...]]:
    with store.read() as reader:
        found = table(reader, ledger_named(name), **part)  # type: ignore[arg-type]
    places = [[column.name for column in found.columns].index(name) for name in columns]
    return [tuple(row[place] for place in places) for row in found.rows]


def village(store: Store) -> tuple[int, int, int]:
    """A branch of two members with three meetings, at one of which the second was away; he was at a course."""
    branch = make.branch(store)
    first, second = (make.member(store, name, branch=branch, member_kind="正式党员") for name in ("单小红", "解明"))
    hours = {"hours": 4}
    meeting.hold(store, Sitting(branch, (PARTY_DAY, GENERAL), "2026-09-15", "学习", {}, hours))
    meeting.hold(store, Sitting(branch, (PARTY_DAY,), "2026-11-15", "植树", {second: ("事假", "")}, hours))
    meeting.hold(store, Sitting(branch, ("集中培训",), "2026-11-18", "党校", {second: ("参加", "")}, {"hours": 16}))
    meeting.series(store, [branch], [PARTY_DAY], "党日", year=2026, day=28, months=[12])
    return branch, first, second


def test_one_gathering_stands_in_the_ledger_of_each_of_its_kinds_and_a_plan_in_none(store: Store) -> None:
    village(store)
    assert rows(store, "三会一课台账", "day", "kinds", "away") == [("2026-09-15", "主题党日、支部党员大会", None)]
    assert rows(store, "主题党日台账", "day", "expected", "attended", "away") == [
        ("2026-09-15", 2, 2, None),
        ("2026-11-15", 2, 1, "解明"),
    ]
    assert rows(store, "组织生活台账", "day", "attended") == [("2026-11-18", 1)]


def test_attendance_counts_what_was_held_in_the_branch_of_the_day(store: Store) -> None:
    _branch, first, _second = village(store)
    told = ("name", "due", "present", "excused", "unexcused", "rate")
    assert rows(store, "attendance", *told) == [("单小红", 2, 2, 0, 0, "100.0%"), ("解明", 2, 1, 1, 0, "50.0%")]
    other = make.branch(store, "中共乙村支部委员会")
    members.move(store, [first], other, on="2026-10-01", reason="转接")
    assert rows(store, "attendance", "name", "due", branch=other) == [("单小红", 1)]


def test_hours_are_those_of_the_branch_without_absences_and_of_courses_that_he_took(store: Store) -> None:
    village(store)
    told = ("name", "common", "course", "learned", "short")
    assert rows(store, "study_hours", *told) == [("单小红", 8, 0, 8, 24), ("解明", 4, 16, 20, 12)]
    setting.put(store, "study_hours", "20")
    assert rows(store, "study_hours", "name", "short") == [("单小红", 12), ("解明", 0)]


def test_the_year_shows_the_days_and_the_month_that_is_missing(store: Store) -> None:
    village(store)
    days = ("m08", "m09", "m10", "m11", "m12", "lacking")
    found = {row[0]: row[1:] for row in rows(store, "meeting_year", "kind", *days)}
    assert found[PARTY_DAY] == (None, "15", "缺", "15", None, 1)
    assert found[GENERAL] == (None, "15", None, None, None, None)
    assert COMMITTEE not in found
    assert "党课" not in found
    past = {row[0]: row[1:] for row in rows(store, "meeting_year", "kind", *days, as_of="2026-10-20")}
    assert past[PARTY_DAY] == (None, "15", None, None, None, None)


def test_two_meetings_of_a_month_stand_in_one_cell(store: Store) -> None:
    branch = make.branch(store)
    for day in ("2026-09-20", "2026-09-03"):
        values = {"branch": branch, "kinds": PARTY_DAY, "day": day, "name": "学习"}
        records.save(store, RECORDS["meeting"], values)
    assert ("3、20",) in rows(store, "meeting_year", "m09")


@pytest.mark.parametrize("settings", [{}, {"meeting_general": "2", "committee_least": "3", "meeting_lesson": "2"}])
def test_the_year_and_the_rules_tell_the_same_months_of_the_sample(township: Store, settings: dict[str, str]) -> None:
    for name, value in settings.items():
        setting.put(township, name, value)
    lacking = {
        (name, kind): count for name, kind, count in rows(township, "meeting_year", "name", "kind", "lacking") if count
    }
    with township.read() as reader:
        told = {
            tuple(alert.text.split("：")[0].split("（")[0].split("缺")): alert.text.count("、", alert.text.index("："))
            for alert in rules.run(reader)
            if alert.code.startswith("meeting_missing")
        }
    assert lacking
    assert told == lacking  # the sentence ends with one more mark than it names months: 请核实、补开或补登


def test_figures_count_meetings_by_kind_and_who_came(store: Store) -> None:
    village(store)
    with store.read() as reader:
        told = {figure.label: figure.value for figure in figures(reader, "2026-11")}
    assert (told["会议活动"], told["参加会议活动"], told["会议活动：主题党日"], told["会议活动：支部党员大会"]) == (
        2,
        2,
        1,
        0,
    )
    assert told["无故缺席"] == 0


def test_the_sheet_to_sign_lists_those_expected_and_the_record_what_was_said(store: Store) -> None:
    branch, *_ = village(store)
    row = make.count(store, "SELECT id FROM meeting WHERE name = '植树'")
    records.save(store, RECORDS["meeting"], {"minutes": "逐字记录", "votes_for": 1}, row=row)
    with store.read() as reader:
        paper, record = sign_in(reader, row), minutes(reader, row)
    assert (paper.unit, paper.date) == ("中共石坪村支部委员会", "2026-11-15")
    assert [(line[1], line[3]) for line in paper.rows] == [("单小红", None), ("解明", "事假"), (None, None)]
    assert [line[5] for line in paper.rows] == [None, None, None]
    told = dict(record.rows)
    assert told["人数"] == "应到 2 人，实到 1 人；有表决权应到 2 人，有表决权实到 1 人"
    assert (told["缺席人员"], told["会议记录"], told["表决"]) == (
        "解明（事假）",
        "逐字记录",
        "赞成 1 票，反对 0 票，弃权 0 票",
    )
    assert branch
