"""The yearly tables balance whatever happened, and what does not balance is explained by rows."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db import undo
from app.db.store import Store
from app.ledgers import LEDGERS, table
from app.models import RECORDS
from app.operations import member, review, transfer
from app.table import Table
from tests import make
from tests.ledgers.small import stop_clock

DAY = "2026-10-15"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_clock(monkeypatch)


def book(store: Store, name: str, day: str | None = None, branch: int | None = None) -> Table:
    with store.read() as reader:
        return table(reader, LEDGERS[name], as_of=day, branch=branch)


def sums(found: Table) -> dict[str, int]:
    names = [column.name for column in found.columns]
    totals: Any = found.totals
    return {name: value for name, value in zip(names, totals, strict=True) if isinstance(value, int)}


def lines(found: Table) -> list[dict[str, Any]]:
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows]


def test_every_way_to_come_and_to_go_stands_in_its_line(store: Store) -> None:
    home, other = make.branch(store), make.branch(store, "中共青溪村支部委员会")
    people = [
        make.member(store, name, branch=home, join_date="2001-07-01", id_number=make.number(i), member_kind="正式党员")
        for i, name in enumerate(("屈长水", "苗有田", "湛小满", "沐青山", "单小红", "仇根水"), 1)
    ]
    member.leave(store, people[0], on="2026-02-01", reason="死亡")
    member.leave(store, people[1], on="2026-03-01", reason="出党", kind="开除党籍")
    told = {"to_org": "中共远山镇委员会", "dues_until": "2026-03", "issued_on": "2026-04-01", "whole": "是"}
    transfer.receipt(store, transfer.issue(store, people[2], told), on="2026-04-10")
    member.move(store, [people[3]], other, on="2026-05-01", reason="搬家")
    came = {
        "name": "朴玉兰",
        "issued_on": "2026-06-01",
        "join_date": "2010-07-01",
        "id_number": make.number(9),
        "branch": other,
    }
    transfer.accept(store, transfer.receive(store, came), on="2026-06-10")
    found = sums(book(store, "party_balance"))
    assert found == {
        "old": 6, "more": 1, "joined": 0, "restored": 0, "came": 1, "came_whole": 0, "less": 3, "expelled": 1, "stopped": 0,
        "died": 1, "left": 1, "left_whole": 1, "here": 1, "away": 1, "due": 4, "new": 4, "difference": 0,
    }  # fmt: skip
    first, second = lines(book(store, "party_balance"))
    assert {first["branch"], second["branch"]} == {"中共石坪村支部委员会", "中共青溪村支部委员会"}
    assert first["difference"] == second["difference"] == 0
    (expelled,) = lines(book(store, "expulsions"))
    assert (expelled["branch"], expelled["people"], expelled["way_1"]) == ("中共石坪村支部委员会", 1, 1)
    assert "开除党籍" in [row["told"] for row in lines(book(store, "party_changes"))]
    ways = [(row["name"], row["way"], row["kind"]) for row in lines(book(store, "party_changes"))]
    assert sorted(ways) == sorted([
        ("屈长水", "减少", "死亡"), ("苗有田", "减少", "出党"), ("湛小满", "减少", "整建制转出"), ("沐青山", "转走", "支部之间"),
        ("沐青山", "转来", "支部之间"), ("朴玉兰", "增加", "转入组织关系"),
    ])  # fmt: skip


def test_a_member_who_came_back_is_restored_and_one_without_a_reason_makes_the_difference(store: Store) -> None:
    home = make.branch(store)
    gone = make.member(store, "屈长水", branch=home, join_date="2001-07-01")
    member.leave(store, gone, on="2024-02-01", reason="停止党籍")
    member.come_back(store, gone, on="2026-02-01", reason="恢复党籍")
    other = make.member(store, "苗有田", branch=home, join_date="2001-07-01")
    member.leave(store, other, on="2026-05-01", reason="其他")
    found = sums(book(store, "party_balance"))
    assert (found["old"], found["restored"], found["due"], found["new"], found["difference"]) == (1, 1, 2, 1, -1)
    explained = [(row["name"], row["kind"], row["difference"]) for row in lines(book(store, "party_changes"))]
    assert sorted(explained) == [("屈长水", "恢复党籍", None), ("苗有田", "其他", -1)]


def test_who_came_and_left_within_the_year_stands_on_both_sides(store: Store) -> None:
    home = make.branch(store)
    told = {
        "name": "朴玉兰",
        "issued_on": "2026-02-01",
        "join_date": "2010-07-01",
        "id_number": make.number(9),
        "branch": home,
    }
    who = transfer.accept(store, transfer.receive(store, told), on="2026-02-10")
    member.leave(store, who, on="2026-08-10", reason="死亡")
    found = sums(book(store, "party_balance"))
    assert (found["old"], found["came"], found["died"], found["due"], found["new"], found["difference"]) == (
        0,
        1,
        1,
        0,
        0,
        0,
    )


DAYS = st.sampled_from(("2024-05-01", "2025-12-31", "2026-01-01", "2026-03-09", "2026-10-15", "2026-10-16", "2026-11"))
LINK = st.tuples(
    st.integers(0, 2), st.none() | DAYS, st.none() | DAYS, st.sampled_from(("转入组织关系", "登记", "整建制转入", None))
)
PERSON = st.fixed_dictionaries(
    {
        "join_date": st.sampled_from((None, "2001", "2025-12-31", "2026", "2026-02-03", "2026-10-16")),
        "full_date": st.sampled_from((None, "2002-01-01", "2026-02", "2026-07-01", "2026-12-01")),
        "member_kind": st.sampled_from((None, "正式党员", "预备党员")),
        "join_kind": st.sampled_from((None, "发展党员", "转入组织关系", "其他")),
        "left_on": st.none() | DAYS,
        "leave_kind": st.sampled_from((None, "劝退", "开除党籍")),
        "leave_detail": st.sampled_from((None, "退党除名", "病故")),
        "leave_reason": st.sampled_from((None, "死亡", "出党", "转出组织关系", "整建制转出", "其他")),
        "branch": st.none() | st.integers(0, 2),
        "links": st.lists(LINK, max_size=3),
    }
)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(people=st.lists(PERSON, max_size=7))
def test_whatever_is_on_record_the_tables_balance_and_agree_with_the_roster(
    store: Store, people: list[dict[str, Any]]
) -> None:
    branches = _branches(store)
    with store.work("造") as work:
        for i, told in enumerate(people):
            values = {name: value for name, value in told.items() if name not in ("links", "branch")}
            home = None if told["branch"] is None else branches[told["branch"]]
            row = work.add(RECORDS["member"], {"name": f"单{i}", "branch": home, **values})
            for branch, since, until, reason in told["links"]:
                link = {"member": row, "branch": branches[branch], "since": since, "until": until, "reason_in": reason}
                work.add(RECORDS["membership"], link)
    try:
        for day in (DAY, None):
            _balances(store, day)
    finally:
        if people:
            undo.undo(store)


def _branches(store: Store) -> list[int]:
    with store.read() as reader:
        known = [row[0] for row in reader.exec_driver_sql("SELECT id FROM branch ORDER BY id").all()]
    return known or [make.branch(store, f"中共{name}村支部委员会") for name in ("石坪", "青溪", "远山")]


def _balances(store: Store, day: str | None) -> None:
    past = date(2025, 12, 31).isoformat()
    found, changes = book(store, "party_balance", day), book(store, "party_changes", day)
    rows, total = lines(found), sums(found)
    for row in rows:
        assert row["old"] + row["more"] + row["here"] - row["less"] - row["away"] == row["due"]
        assert row["new"] - row["due"] == row["difference"]
        assert row["joined"] + row["restored"] + row["came"] == row["more"]
        assert row["expelled"] + row["stopped"] + row["died"] + row["left"] == row["less"]
    told = lines(changes)
    if rows:
        assert total["old"] == len(book(store, "members", past).rows)
        assert total["new"] == len(book(store, "members", day).rows)
        assert total["here"] == total["away"]
        assert total["difference"] == sum(row["difference"] or 0 for row in told)
    expelled = lines(book(store, "expulsions", day))
    for row in expelled:
        assert row["people"] == sum(row[name] for name in row if name.startswith("way_"))
        assert row["probation"] <= row["people"]
    assert sum(row["people"] for row in expelled) == total.get("expelled", 0)
    probation = lines(book(store, "probation_balance", day))
    for row in probation:
        assert row["old"] + row["joined"] + row["came"] - row["full"] - row["struck"] - row["left"] == row["now"]


APPLICANT = st.fixed_dictionaries(
    {
        "applied_on": st.sampled_from(("2020", "2025-12-31", "2026-01-01", "2026-10-15", "2026-10-16")),
        "active_on": st.none() | DAYS,
        "target_on": st.none() | DAYS,
        "admitted_on": st.none() | DAYS,
        "ended_on": st.none() | DAYS,
    }
)


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(people=st.lists(APPLICANT, max_size=6))
def test_the_table_of_applicants_balances_whatever_the_dates(store: Store, people: list[dict[str, Any]]) -> None:
    branch = _branches(store)[0]
    with store.work("造") as work:
        rows = [
            work.add(RECORDS["applicant"], {"name": f"单{i}", "branch": branch, "end_reason": "其他", **told})
            for i, told in enumerate(people)
        ]
    for day in (DAY, None):
        for row in lines(book(store, "applicant_balance", day)):
            for level in ("applied", "active", "target"):
                old, new, admitted, out, now = (row[f"{level}_{word}"] for word in ("old", "new", "in", "out", "now"))
                assert old + new - admitted - out == now
    with store.work("去") as work:
        for row in rows:
            work.change(RECORDS["applicant"], row, {"void_reason": "试"})


def test_the_form_of_the_review_counts_what_became_of_whom_in_its_year(store: Store) -> None:
    home = make.branch(store)
    rows = [
        make.member(store, name, branch=home, join_date="2001-07-01", member_kind="正式党员")
        for name in ("屈长水", "苗有田", "湛小满", "沐青山")
    ]
    review.judge(store, home, 2026, {rows[0]: "优秀", rows[1]: "不合格", rows[2]: "不合格"})
    with store.work("处置") as work:
        work.change(
            RECORDS["review"],
            work.connection.exec_driver_sql("SELECT max(id) FROM review").scalar(),
            {"handling": "限期改正六个月"},
        )
        work.add(
            RECORDS["honour"], {"member": rows[0], "holder": "屈长水", "name": "优秀共产党员", "day": "2026-07-01"}
        )
    member.leave(store, rows[1], on="2026-09-01", reason="出党", kind="劝退")
    (row,) = lines(book(store, "review_form"))
    assert {name: row[name] for name in ("held", "judged", "praised", "poor", "mended", "advised", "refused", "lapsed")} == {
        "held": 1, "judged": 3, "praised": 1, "poor": 2, "mended": 1, "advised": 1, "refused": 0, "lapsed": 0,
    }  # fmt: skip
