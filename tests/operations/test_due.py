"""Dues: which months are owed and where, paying and prepaying, a new base, letting off; what was paid never changes."""

from datetime import datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import clock
from app.db import undo
from app.db.dump import dump
from app.db.store import Store
from app.errors import NeedsConsent, Rejected, UserError
from app.operations import due, due_assessing, due_reckoning
from app.operations import member as members
from app.operations.due_assessing import Payer, Skipped
from tests import make

WAGE, FARMER = "按月领取工资的党员", "农民党员"


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 9, 0).astimezone())


def rows(store: Store, columns: str = "month, amount", where: str = "void_reason IS NULL") -> list[tuple[Any, ...]]:
    with store.read() as reader:
        return [
            tuple(row) for row in reader.exec_driver_sql(f"SELECT {columns} FROM due WHERE {where} ORDER BY month, id")
        ]


def payer(store: Store, branch: int, name: str = "单小红", *, base: int | None = 450_000, **values: Any) -> int:
    row = make.member(store, name, branch=branch, **values)
    if base is not None:
        due.settle(store, row, "2026-01", payer=WAGE, base=base)
    return row


@pytest.mark.parametrize(
    ("period", "first", "last", "count"),
    [("2026", "2026-01", "2026-12", 12), ("2026-Q3", "2026-07", "2026-09", 3), ("2026-07", "2026-07", "2026-07", 1)],
)
def test_a_period_is_its_months(period: str, first: str, last: str, count: int) -> None:
    found = due.months_of(period)
    assert (found[0], found[-1], len(found)) == (first, last, count)


@pytest.mark.parametrize("period", ["", "2026-13", "2026-Q5", "26", "0000", "2026年"])
def test_a_period_that_cannot_be_read_is_refused(period: str) -> None:
    with pytest.raises(UserError, match="看不懂时段"):
        due.months_of(period)


def test_a_year_is_reckoned_for_a_branch_in_one_work_and_asked_again_changes_nothing(store: Store) -> None:
    branch, other = make.branch(store), make.branch(store, "中共东风村支部委员会")
    payer(store, branch)
    payer(store, other, "解明")
    with store.read() as reader:
        before = dump(reader)
    told = due.assess(store, "2026", branch=branch)
    assert (told.added, told.changed, told.skipped) == (12, 0, ())
    assert rows(store, "month, amount, rate, branch") == [(f"2026-{m:02d}", 4_500, "1%", branch) for m in range(1, 13)]
    assert due.assess(store, "2026", branch=branch).added == 0
    undo.undo(store)
    with store.read() as reader:
        assert dump(reader) == before


def test_nothing_is_owed_before_joining_and_after_leaving_but_in_both_months(store: Store) -> None:
    branch = make.branch(store)
    row = payer(store, branch, member_kind="预备党员", join_date="2026-03-28")
    members.leave(store, row, on="2026-09-02", reason="死亡", detail="")
    due.assess(store, "2026", branch=branch)
    assert [month for month, _ in rows(store)] == [f"2026-{m:02d}" for m in range(3, 10)]


def test_months_stand_in_the_branch_that_held_him_last_in_the_month(store: Store) -> None:
    first, second = make.branch(store), make.branch(store, "中共东风村支部委员会")
    row = payer(store, first)
    members.move(store, [row], second, on="2026-06-15", reason="转接")
    due.assess(store, "2026-Q2")
    assert [told for _, told in rows(store, "month, branch")] == [first, first, second]
    due.assess(store, "2026-Q3", branch=first)
    assert len(rows(store)) == 3
    due.assess(store, "2026-Q3", branch=second)
    assert len(rows(store)) == 6


def test_who_cannot_be_reckoned_is_named_with_the_reason_and_nothing_is_guessed(store: Store) -> None:
    branch = make.branch(store)
    one = payer(store, branch, base=None)
    two = payer(store, branch, "解明", join_date="2026")
    three = payer(store, branch, "仇远", base=None)
    due.settle(store, three, "2026-01", payer=FARMER)
    four = payer(store, branch, "查先", standing="停止党籍")
    told = due.assess(store, "2026-01", branch=branch)
    assert told.added == 0
    assert told.skipped == (
        Skipped(one, "单小红", "没有党费核定"),
        Skipped(two, "解明", "加入党组织日期只有年份"),
        Skipped(three, "仇远", "“农民党员”没有规定的比例，请登记每月定额"),
        Skipped(four, "查先", "党籍状态是“停止党籍”"),
    )


def test_a_new_pay_counts_from_its_month_and_what_was_paid_stays(store: Store) -> None:
    branch = make.branch(store)
    row = payer(store, branch)
    due.assess(store, "2026-Q2", branch=branch)
    first = rows(store, "id")[0][0]
    due.pay(store, [first], on="2026-04-10")
    told = due.settle(store, row, "2026-05", payer=WAGE, base=520_000)
    assert (told.changed, told.kept) == (2, 0)
    assert rows(store) == [("2026-04", 4_500), ("2026-05", 7_800), ("2026-06", 7_800)]
    again = due.settle(store, row, "2026-01", payer=WAGE, base=300_000)
    assert (again.changed, again.kept) == (0, 1)
    assert rows(store)[0] == ("2026-04", 4_500)
    assert make.count(store, "SELECT count(*) FROM due_base") == 2


def test_who_turns_out_to_have_left_owes_no_longer_what_is_unpaid(store: Store) -> None:
    branch = make.branch(store)
    row = payer(store, branch)
    due.assess(store, "2026", branch=branch)
    members.leave(store, row, on="2026-10-05", reason="死亡", detail="")
    told = due.assess(store, "2026", branch=branch)
    assert told.dropped == 2
    assert len(rows(store)) == 10


def test_paying_as_due_takes_many_at_once_and_never_twice(store: Store) -> None:
    branch = make.branch(store)
    payer(store, branch)
    due.assess(store, "2026-Q1", branch=branch)
    dues = [row for (row,) in rows(store, "id")]
    told = due.pay(store, dues, on="2026-03-10", receipt="0001")
    assert (told.count, told.money, told.large) == (3, 13_500, ())
    assert rows(store, "paid, paid_on, receipt") == [(4_500, "2026-03-10", "0001")] * 3
    with pytest.raises(UserError, match="都已缴清"):
        due.pay(store, dues, on="2026-03-10")
    for day, words in (("", "请填写缴纳日期"), ("2026-12-01", "还没有到"), ("2026-03", "没有写到日")):
        with pytest.raises(Rejected, match=words):
            due.pay(store, dues, on=day)


def test_a_part_is_added_to_and_more_than_due_is_asked_about(store: Store) -> None:
    branch = make.branch(store)
    payer(store, branch)
    due.assess(store, "2026-01", branch=branch)
    dues = [row for (row,) in rows(store, "id")]
    due.pay(store, dues, on="2026-01-10", amount=2_000, receipt="0001")
    assert rows(store, "paid") == [(2_000,)]
    with pytest.raises(NeedsConsent, match=r"还应缴 25\.00 元"):
        due.pay(store, dues, on="2026-02-10", amount=3_000)
    with pytest.raises(Rejected, match="大于 0"):
        due.pay(store, dues, on="2026-02-10", amount=0)
    told = due.pay(store, dues, on="2026-02-10", amount=200_000, receipt="0002", consent=frozenset({"more"}))
    assert rows(store, "paid, receipt") == [(202_000, "0001、0002")]
    assert told.large == ("单小红一次缴纳 2000.00 元，超过 1000 元：按规定自愿一次多交纳的应全部上缴中央，请核实。",)


def test_a_quarter_is_prepaid_with_the_consent_of_the_branch_in_one_work(store: Store) -> None:
    branch = make.branch(store)
    row = payer(store, branch)
    with store.read() as reader:
        before = dump(reader)
    with pytest.raises(NeedsConsent, match="须经党支部同意"):
        due.prepay(store, [row], "2027-Q1", on="2026-11-20")
    agreed = frozenset({"branch_agreed"})
    told = due.prepay(store, [row], "2027-Q1", on="2026-11-20", receipt="0009", consent=agreed)
    assert (told.count, told.money) == (3, 13_500)
    assert rows(store, "month, paid, remark")[0] == ("2027-01", 4_500, "按季预交")
    undo.undo(store)
    with store.read() as reader:
        assert dump(reader) == before
    with pytest.raises(UserError, match="按季度登记"):
        due.prepay(store, [row], "2027", on="2026-11-20", consent=agreed)
    unknown = payer(store, branch, "解明", base=None)
    with pytest.raises(UserError, match="解明的党费不能核算：没有党费核定"):
        due.prepay(store, [unknown], "2027-Q1", on="2026-11-20", consent=agreed)


def test_letting_off_needs_reason_and_approval_and_lowers_only_its_months(store: Store) -> None:
    branch = make.branch(store)
    row = payer(store, branch)
    due.assess(store, "2026-Q1", branch=branch)
    asked = {
        "kind": "免交",
        "since": "2026-02",
        "until": "2026-02",
        "reason": "重病",
        "approved_by": "中共青禾镇委员会",
    }
    for name in ("reason", "approved_by"):
        with pytest.raises(Rejected):
            due.waive(store, row, {**asked, name: None})
    with pytest.raises(Rejected, match="早于起始月份"):
        due.waive(store, row, {**asked, "until": "2026-01"})
    with pytest.raises(Rejected, match="每月应缴多少"):
        due.waive(store, row, {**asked, "kind": "少交"})
    assert due.waive(store, row, asked).changed == 1
    assert (
        due.waive(
            store, row, {**asked, "kind": "少交", "amount": 1_000, "since": "2026-03", "until": "2026-12"}
        ).changed
        == 1
    )
    assert rows(store) == [("2026-01", 4_500), ("2026-02", 0), ("2026-03", 1_000)]
    due.assess(store, "2026-04", branch=branch)
    assert rows(store)[-1] == ("2026-04", 1_000)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(base=st.integers(0, 3_000_000), joined=st.integers(1, 12))
def test_the_months_of_a_year_add_up_to_the_year(store: Store, base: int, joined: int) -> None:
    branch = make.branch(store, "中共石坪村第一支部委员会")
    row = payer(store, branch, base=base, join_date=f"2026-{joined:02d}-15")
    due.assess(store, "2026", branch=branch)
    found = [amount for (amount,) in rows(store, "amount", f"member = {row}")]
    assert len(found) == 13 - joined
    assert sum(found) == found[0] * len(found)
    assert min(found) >= 0
    undo.undo(store)
    members.leave(store, row, on="2026-01-01", reason="其他", detail="")


@given(st.dates(), st.dates())
def test_a_month_is_owed_exactly_within_joining_and_leaving(one: Any, other: Any) -> None:
    joined, left = sorted((one.isoformat(), other.isoformat()))
    him = Payer(1, "单小红", joined, left, None, 1)
    for month in (joined[:7], left[:7]):
        assert due_assessing.owing(him, month) is True
    assert due_assessing.owing(him, "0000-12") is False
    assert due_assessing.owing(him, "9999-13") is False


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(parts=st.lists(st.integers(1, 2_000), min_size=1, max_size=6))
def test_parts_add_up_and_never_beyond_what_is_due_without_a_question(store: Store, parts: list[int]) -> None:
    branch = make.branch(store, "中共石坪村第一支部委员会")
    row = payer(store, branch)
    due.assess(store, "2026-01", branch=branch)
    (one,) = [found for (found,) in rows(store, "id", f"member = {row}")]
    paid = 0
    for part in parts:
        if paid == 4_500:
            with pytest.raises(UserError, match="已缴清"):
                due.pay(store, [one], on="2026-02-01", amount=part)
        elif paid + part > 4_500:
            with pytest.raises(NeedsConsent):
                due.pay(store, [one], on="2026-02-01", amount=part)
        else:
            paid += due.pay(store, [one], on="2026-02-01", amount=part).money
    assert rows(store, "coalesce(paid, 0)", f"id = {one}") == [(paid,)]
    assert paid <= 4_500
    members.leave(store, row, on="2026-02-01", reason="其他", detail="")


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    before=st.integers(0, 2_000_000),
    after=st.integers(0, 2_000_000),
    change=st.integers(2, 12),
    paid=st.integers(0, 12),
)
def test_a_pay_that_changes_counts_from_its_month_whatever_was_paid_before(
    store: Store, before: int, after: int, change: int, paid: int
) -> None:
    branch = make.branch(store, "中共石坪村第一支部委员会")
    row = payer(store, branch, base=before)
    due.assess(store, "2026", branch=branch)
    first = [found for (found,) in rows(store, "id", f"member = {row}")]
    was = [amount for (amount,) in rows(store, "amount", f"member = {row}")]
    open_ = [one for one, amount in zip(first[:paid], was, strict=False) if amount]
    if open_:
        due.pay(store, open_, on="2026-11-01")
    due.settle(store, row, f"2026-{change:02d}", payer=WAGE, base=after)
    with store.read() as reader:
        now = due_reckoning.monthly(due_reckoning.terms(reader), WAGE, after, None)
    assert isinstance(now, due_reckoning.Reckoned)
    told = [amount for (amount,) in rows(store, "amount", f"member = {row}")]
    for month, (old, new) in enumerate(zip(was, told, strict=True), 1):
        assert new == (old if month < change or (month <= paid and old) else now.amount)
    members.leave(store, row, on="2026-01-01", reason="其他", detail="")


def test_each_sort_of_payer_of_the_regulation_is_reckoned_for_a_year_of_a_branch(store: Store) -> None:
    """《关于中国共产党党费收缴、使用和管理的规定》(2008): one member of each line, by hand."""
    branch = make.branch(store)
    lines: tuple[tuple[str, int | None, int | None, int], ...] = (
        (WAGE, 300_000, None, 1_500), (WAGE, 500_000, None, 5_000), (WAGE, 1_000_000, None, 15_000), (WAGE, 1_000_100, None, 20_002),
        ("实行年薪制的党员", 1_250_000, None, 25_000), ("不按月取得收入的个体经营者等党员", 360_000, None, 3_600),
        ("离退休党员", 500_000, None, 2_500), ("离退休党员", 500_100, None, 5_001), (FARMER, None, 20, 20), (FARMER, None, 100, 100),
        ("学生党员", None, None, 20), ("下岗失业、依靠抚恤或救济生活的党员", None, None, 20),
    )  # fmt: skip
    for n, (kind, base, fixed, _amount) in enumerate(lines):
        row = make.member(store, f"单{'一二三四五六七八九十甲乙'[n]}", branch=branch)
        due.settle(store, row, "2026-01", payer=kind, base=base, fixed=fixed)
    told = due.assess(store, "2026", branch=branch)
    assert (told.added, told.skipped) == (12 * len(lines), ())
    found = rows(store, "amount", "month = '2026-05'")
    assert [amount for (amount,) in found] == [line[3] for line in lines]
    assert sum(amount for (amount,) in rows(store, "amount")) == 12 * sum(line[3] for line in lines)
