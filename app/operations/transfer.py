"""组织关系转接: a letter goes out and the member leaves when its receipt comes; one comes in and the member enters by one work.

The sender remains responsible until the receipt is there (《中国共产党党员教育管理工作条例》), so nobody leaves by the letter alone.
"""

from collections.abc import Mapping
from typing import Any

from app import clock
from app.db.queries import applicant as people
from app.db.queries import transfer as queries
from app.db.store import Store
from app.db.work import Work
from app.errors import Problem, Rejected, UserError
from app.models.branch import Branch
from app.models.member import Member
from app.models.transfer import IN, OUT, Transfer
from app.operations import applicant, dated, member, membership, record, setting

Values = Mapping[str, Any]
MOST_DAYS = 90  # a letter is valid for three months at most
LEFT, LEFT_WHOLE, CAME, CAME_WHOLE = "转出组织关系", "整建制转出", "转入组织关系", "整建制转入"
_OF_MEMBER = (
    "name", "sex", "ethnic", "id_number", "birth_date", "education", "member_kind", "join_date", "full_date", "phone", "address",
)  # fmt: skip


def issue(store: Store, row: int, values: Values) -> int:
    """开介绍信 for a member on the books: number, validity and what is known of him are filled in. The row of the transfer.

    `values` are fields of a transfer; `dues_until` and `to_org` (or `to_branch`) must be told. Rejected, UserError.
    """
    with store.work("开组织关系介绍信") as work:
        present = work.row("member", row)
        dated.refuse_ended("member", present)
        if queries.open_for(work.connection, row) is not None:
            raise UserError(f"{present['name']}还有一封没有回执的介绍信。", "请先登记回执，或作废后再开。")
        told = {**{name: present[name] for name in _OF_MEMBER}, **_filled(work, present, values)}
        _judge(work, told)
        work.rename(f"{present['name']}转出组织关系，开介绍信 {told['letter_no']}")
        return record.keep(work, Transfer, {**told, "direction": OUT, "member": row}, row=None, before={})


def receipt(store: Store, row: int, *, on: str, by: str = "") -> int:
    """回执 of a letter out: the member leaves the books that day, or moves to the branch it names. How many pairings ended."""
    dated.require(("on", "回执日期", on))
    with store.work("登记介绍信回执") as work:
        before = _present(work, row, OUT)
        _day("on", on, before["issued_on"])
        ended = 0
        if before["member"] is not None and not work.row("member", before["member"])["left_on"]:
            ended = _gone(work, before, on)
        work.rename(f"{before['name']}组织关系转出，收到回执")
        work.change(Transfer, row, {"receipt_on": on, "receipt_by": by or None, "ended_on": on})
        return ended


def receive(store: Store, values: Values, *, consent: frozenset[str] = frozenset()) -> int:
    """登记转入: a letter that somebody brought; sex and birth are read from the ID number where it is told."""
    told = applicant.completed({name: value for name, value in values.items() if value} | {"direction": IN})
    return record.save(store, Transfer, told, consent=consent, label=f"登记转入{told.get('name') or ''}")


def accept(store: Store, row: int, *, on: str, branch: int | None = None) -> int:
    """接收: the member enters that branch on that day – anew, or back again when he was here before. The member's row."""
    dated.require(("on", "接收日期", on))
    with store.work("接收组织关系") as work:
        before = _present(work, row, IN)
        if before["accepted_on"]:
            raise UserError(f"{before['name']}已在 {before['accepted_on']} 接收。", "回执寄出后请登记回执。")
        _day("on", on, before["issued_on"])
        home = branch or before["branch"]
        if home is None:
            raise Rejected([Problem("branch", "请选接收的党支部。", "required")])
        made = _entered(work, before, home, on)
        work.rename(f"{before['name']}组织关系转入")
        work.change(Transfer, row, {"accepted_on": on, "member": made, "branch": home})
        return made


def reply(store: Store, row: int, *, on: str) -> None:
    """寄出回执: our receipt went back to the sender; that closes it."""
    dated.require(("on", "回执日期", on))
    with store.work("寄出回执") as work:
        before = _present(work, row, IN)
        if not before["accepted_on"]:
            raise UserError(f"{before['name']}还没有接收。", "请先登记接收，再寄回执。")
        _day("on", on, before["accepted_on"])
        work.rename(f"{before['name']}组织关系转入，寄出回执")
        work.change(Transfer, row, {"receipt_on": on, "ended_on": on})


def cancel(store: Store, row: int, *, on: str, reason: str) -> None:
    """作废: the letter came to nothing – out of date, wrong, not accepted. The member stays where he is."""
    dated.require(("on", "日期", on), ("reason", "作废原因", reason))
    with store.work("作废介绍信") as work:
        before = _present(work, row, "")
        if before["accepted_on"]:
            raise UserError(f"{before['name']}已经接收，不能作废。", "请登记回执；接收错了的，请撤销。")
        _day("on", on, before["issued_on"])
        work.rename(f"{before['name']}的介绍信作废")
        work.change(Transfer, row, {"cancelled": reason, "ended_on": on})


def next_number(store: Store, year: int) -> str:
    """The number that the next letter will get: `2026-0001`."""
    with store.read() as reader:
        return _number(queries.last_number(reader, str(year)), year)


def _number(last: int, year: int) -> str:
    return f"{year}-{last + 1:04d}"


def _filled(work: Work, present: Values, values: Values) -> dict[str, Any]:
    """What the clerk said, and what follows from it: number, days, the names of both organisations."""
    told = {name: value for name, value in values.items() if value not in (None, "")}
    issued = told.setdefault("issued_on", clock.today().isoformat())
    year = int(issued[:4])
    told.setdefault("letter_no", _number(queries.last_number(work.connection, str(year)), year))
    told.setdefault("valid_days", setting.number(work.connection, "transfer_valid_days"))
    told.setdefault("branch", present["branch"])
    if present["branch"] is not None:
        told.setdefault("from_org", record.present(work.connection, Branch, present["branch"])["name"])
    if told.get("to_branch") is not None:
        told.setdefault("to_org", record.present(work.connection, Branch, told["to_branch"])["name"])
    return told


def _judge(work: Work, told: Values) -> None:
    dated.require(
        ("to_org", "转入党组织", told.get("to_org")), ("from_org", "转出党组织", told.get("from_org")),
        ("dues_until", "党费交至年月", told.get("dues_until")),
    )  # fmt: skip
    problems = list(Transfer.faults({**told, "direction": OUT}))
    if told["issued_on"] > clock.today().isoformat():
        problems.append(Problem("issued_on", f"介绍信日期 {told['issued_on']} 还没有到，请核对。", "future"))
    if not 1 <= told["valid_days"] <= MOST_DAYS:
        problems.append(Problem("valid_days", "介绍信的有效期最长三个月（90 天），请改短。", "valid"))
    if whose := queries.number_taken(work.connection, told["letter_no"]):
        problems.append(
            Problem("letter_no", f"编号 {told['letter_no']} 已用在{whose}的介绍信上，请换一个。", "duplicate")
        )
    if told.get("to_branch") is not None and told["to_branch"] == told.get("branch"):
        problems.append(Problem("to_branch", "转往的就是现在的党支部，请改选。", "several"))
    if problems:
        raise Rejected(problems)


def _present(work: Work, row: int, direction: str) -> dict[str, Any]:
    before = record.present(work.connection, Transfer, row)
    dated.refuse_ended("transfer", before)
    if direction and before["direction"] != direction:
        raise UserError(f"这一件是{before['direction']}，不能这样办理。")
    return before


def _day(field: str, on: str, since: str) -> None:
    if len(on) != 10:
        raise Rejected([Problem(field, f"“{on}”没有写到日，请写成 2026-11-03 这样的日期。", "date_inexact")])
    if on > clock.today().isoformat():
        raise Rejected([Problem(field, f"日期 {on} 还没有到，请核对。", "future")])
    if on < since:
        raise Rejected([Problem(field, f"日期 {on} 早于前一步的日期 {since}，请核对。", "date_order")])


def _gone(work: Work, before: Values, on: str) -> int:
    if before["to_branch"] is not None:
        membership.change(work, before["member"], before["to_branch"], on=on, reason="组织关系转接")
        return 0
    reason = LEFT_WHOLE if before["whole"] == "是" else LEFT
    detail = f"{before['to_org'] or ''}（介绍信 {before['letter_no'] or ''}）"
    return member.go(work, before["member"], on=on, reason=reason, detail=detail)


def _entered(work: Work, before: Values, home: int, on: str) -> int:
    reason = CAME_WHOLE if before["whole"] == "是" else CAME
    known = people.by_number(work.connection, before["id_number"]) if before["id_number"] else None
    if known is not None and not known["left_on"]:
        raise UserError(f"党员名册里已有这个证号的{known['name']}，现在在册。", "请先核对是不是同一个人。")
    if known is not None:
        member.again(work, known["id"], on=on, reason=reason, branch=home)
        return int(known["id"])
    values = {name: before[name] for name in _OF_MEMBER if before[name] is not None}
    row = work.add(Member, {**values, "join_kind": reason, "standing": "正常"})
    membership.change(work, row, home, on=on, reason=reason)
    return row
