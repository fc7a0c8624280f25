"""党费: reckoning a month or a year for a branch, paying, prepaying a quarter, a new base, and letting somebody off."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app import clock
from app.db.queries import due as queries
from app.db.store import Reader, Store
from app.db.work import Work
from app.errors import NeedsConsent, Problem, Rejected, UserError
from app.kinds.date import Date
from app.kinds.kind import Unreadable
from app.kinds.money import Money
from app.models.due import Due, DueBase, DueWaiver
from app.operations import dated, due_assessing, setting
from app.operations import record as records
from app.operations.due_assessing import Assessed

PERIOD = re.compile(r"(?P<year>[0-9]{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Paid:
    """How many dues and how much (分) were entered; `large` tells of whom more came at once than the setting says."""

    count: int
    money: int
    large: tuple[str, ...]


def months_of(period: str) -> tuple[str, ...]:
    """The months of 2026, 2026-Q3 or 2026-07, ascending. UserError for anything else."""
    found = PERIOD.fullmatch(period.strip())
    if found is None or not int(found["year"]):
        raise UserError(f"看不懂时段“{period}”。", "请写成 2026、2026-Q3 或 2026-07。")
    first, last = 1, 12
    if found["quarter"]:
        first, last = int(found["quarter"]) * 3 - 2, int(found["quarter"]) * 3
    if found["month"]:
        first = last = int(found["month"])
    return tuple(f"{found['year']}-{month:02d}" for month in range(first, last + 1))


def paid_day(text: str) -> str:
    """A day as typed (2026.11.3, 20261103 …) as ISO. Rejected when it is no day."""
    try:
        found = Date(exact=True).parse(text)
    except Unreadable as error:
        raise Rejected([Problem("on", error.text, error.code)]) from error
    return str(found or "")


def assess(store: Store, period: str, *, branch: int | None = None) -> Assessed:
    """核算 what is due in a month, quarter or year below a branch (None = everywhere), as one work.

    Asked again it adds what is missing and brings the unpaid in step; what was paid stays.
    """
    months = months_of(period)
    with store.work(f"核算党费 {period.strip()}") as work:
        members, inside = due_assessing.payers_within(work.connection, branch)
        return due_assessing.assess(work, months, members, inside)


def pay(
    store: Store, dues: Sequence[int], *, on: str, receipt: str = "", amount: int | None = None, remark: str = "",
    consent: frozenset[str] = NOTHING,
) -> Paid:  # fmt: skip
    """缴纳 as due; `amount` (分) for a single due that is paid in part or with more: NeedsConsent `more` asks about more.

    UserError when nothing is left to pay. Rejected without a day, or with one to come.
    """
    _judge_day(on)
    if amount is not None and len(dues) != 1:
        raise UserError("金额只能对一条党费填写。", "请一次选一个人的一个月；几条一起缴纳时按应缴登记。")
    with store.work("缴纳党费") as work:
        open_ = queries.unpaid(work.connection, dues)
        if not open_:
            raise UserError("选中的党费都已缴清，或者没有应缴数。", "如果登记错了，请在“党费缴纳”里改正。")
        if amount is not None:
            _judge_amount(amount, open_[0], consent)
        return _enter(work, open_, on=on, receipt=receipt, amount=amount, remark=remark)


def prepay(
    store: Store, members: Sequence[int], quarter: str, *, on: str, receipt: str = "", consent: frozenset[str] = NOTHING
) -> Paid:
    """按季预交: reckons the three months of `2026-Q1` where that was not done, and enters them as paid.

    NeedsConsent `branch_agreed`: the regulation asks for the branch's agreement. UserError when somebody cannot be reckoned.
    """
    months = months_of(quarter)
    if len(months) != 3:
        raise UserError("预交按季度登记。", "请写成 2026-Q1。")
    _judge_day(on)
    if "branch_agreed" not in consent:
        raise NeedsConsent("branch_agreed", "按规定，党费按季度预交须经党支部同意。党支部已经同意了吗？")
    with store.work(f"预交党费 {quarter}") as work:
        told = due_assessing.assess(work, months, members)
        if told.skipped:
            first = told.skipped[0]
            raise UserError(f"{first.name}的党费不能核算：{first.reason}。", "请先补登，再登记预交。")
        open_ = queries.unpaid(work.connection, queries.open_of(work.connection, members, months))
        if not open_:
            raise UserError(f"{quarter} 没有要缴的党费。")
        return _enter(work, open_, on=on, receipt=receipt, amount=None, remark="按季预交")


def settle(
    store: Store, member: int, since: str, *, payer: str, base: int | None = None, fixed: int | None = None
) -> Assessed:
    """核定 from a month on: what was registered for the same month is corrected. Months reckoned already follow, unless paid."""
    values = {"member": member, "since": since, "payer": payer, "base": base, "fixed": fixed}
    with store.work("党费核定") as work:
        reader = work.connection
        row = queries.base_of(reader, member, since)
        work.rename(f"党费核定：{_checked(reader, DueBase, values, member)} {since}")
        records.keep(work, DueBase, values, row=row, before=work.row("due_base", row) if row else {})
        return _follow(work, member, since, None)


def waive(store: Store, member: int, values: Mapping[str, Any]) -> Assessed:
    """少交或免交 of the months `since` to `until`. `values`: fields of DueWaiver; Rejected beside them.

    The regulation asks for the study of the branch and the approval of the committee above it.
    """
    told = {**values, "member": member}
    with store.work("党费减免") as work:
        work.rename(f"党费{told.get('kind') or '减免'}：{_checked(work.connection, DueWaiver, told, member)}")
        records.keep(work, DueWaiver, told, row=None, before={})
        return _follow(work, member, str(told["since"]), str(told["until"]))


def _checked(reader: Reader, record: Any, values: Mapping[str, Any], member: int) -> str:
    """The name of the member. Rejected when the values cannot be kept."""
    problems = [problem for problem in records.check(reader, record, values) if problem.hard]
    if problems:
        raise Rejected(problems)
    return str(reader.exec_driver_sql("SELECT name FROM member WHERE id = ?", (member,)).scalar())


def _follow(work: Work, member: int, since: str, until: str | None) -> Assessed:
    """Brings in step what is on the books from a month on; nothing new is made, and what cannot be reckoned stays."""
    sql = "SELECT DISTINCT month FROM due WHERE member = ? AND month BETWEEN ? AND ? AND void_reason IS NULL ORDER BY month"
    found = work.connection.exec_driver_sql(sql, (member, since, until or "9999-12")).scalars()
    parts = [due_assessing.assess(work, (month,), [member]) for month in found]
    return Assessed(
        sum(part.added for part in parts), sum(part.changed for part in parts), sum(part.dropped for part in parts),
        sum(part.kept for part in parts), tuple(dict.fromkeys(one for part in parts for one in part.skipped)),
    )  # fmt: skip


def _judge_day(on: str) -> None:
    dated.require(("on", "缴纳日期", on))
    if len(on) != 10:
        raise Rejected([Problem("on", f"“{on}”没有写到日，请写成 2026-11-03 这样的日期。", "date_inexact")])
    if on > clock.today().isoformat():
        raise Rejected([Problem("on", f"日期 {on} 还没有到，请核对。", "future")])


def _judge_amount(amount: int, due: tuple[Any, ...], consent: frozenset[str]) -> None:
    _row, _member, name, month, owed, paid, _receipt = due
    left = owed - (paid or 0)
    if amount <= 0:
        raise Rejected([Problem("amount", "请填写大于 0 的金额。", "money_negative")])
    if amount > left and "more" not in consent:
        told = (
            f"{name} {month} 还应缴 {Money().text(left)} 元，填写的是 {Money().text(amount)} 元。多出的部分一起登记吗？"
        )
        raise NeedsConsent("more", told)


def _enter(
    work: Work, dues: Sequence[tuple[Any, ...]], *, on: str, receipt: str, amount: int | None, remark: str
) -> Paid:
    """Enters the open dues as paid, in full or with `amount`."""
    by_member: defaultdict[tuple[int, str], int] = defaultdict(int)
    told = {"paid_on": on, **({"remark": remark} if remark else {})}
    for row, member, name, _month, owed, paid, former in dues:
        now = owed - (paid or 0) if amount is None else amount
        by_member[member, name] += now
        both = "、".join(dict.fromkeys(filter(None, (former, receipt.strip())))) or None  # of what was paid in parts
        work.change(Due, row, {**told, "receipt": both, "paid": (paid or 0) + now})
    names = list(dict.fromkeys(name for _, name in by_member))
    more = f"等 {len(names)} 人" if len(names) > 1 else ""
    work.rename(f"{work.label}：{names[0]}{more}")
    most = setting.number(work.connection, "due_large")
    large = tuple(
        f"{name}一次缴纳 {Money().text(money)} 元，超过 {most} 元：按规定自愿一次多交纳的应全部上缴中央，请核实。"
        for (_, name), money in by_member.items()
        if money > most * 100
    )
    return Paid(len(dues), sum(by_member.values()), large)
