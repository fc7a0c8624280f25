"""What happens to the roll of members when an applicant is admitted, made to wait longer, or becomes a full member."""

from collections.abc import Mapping
from typing import Any

from app.db.queries import applicant as queries
from app.db.work import Work
from app.errors import Problem, Rejected, UserError
from app.models.branch import Branch
from app.models.member import Member
from app.operations import dated, membership, record

PROBATIONARY, FULL, JOINED = "预备党员", "正式党员", "发展党员"
_SAME = (
    "name", "sex", "ethnic", "id_number", "birth_date", "education", "native_place", "phone", "address", "village", "occupation",
)  # fmt: skip


def admit(work: Work, applicant: Mapping[str, Any]) -> int:
    """The member row of one whom the 支部大会 received: 入党日期 is that day. One who is on the roll by his number is only linked.

    Rejected where the number is missing or the roll says another day.
    """
    if not applicant["id_number"]:
        raise Rejected([Problem("id_number", "接收为预备党员前，请在编辑里补填公民身份号码。", "required")])
    known = queries.by_number(work.connection, applicant["id_number"])
    if known is not None:
        return _linked(work, known, applicant)
    branch = record.present(work.connection, Branch, applicant["branch"])
    values = {name: applicant[name] for name in _SAME if applicant[name] is not None} | {
        "member_kind": PROBATIONARY, "join_date": applicant["admitted_on"], "join_kind": JOINED, "join_branch": branch["name"],
        "standing": "正常", "work_unit": applicant["work"], "probation_until": applicant["probation_until"],
    }  # fmt: skip
    if applicant["full_approved_on"]:  # an old case that is entered as a whole
        values["member_kind"] = FULL
    row = work.add(Member, values)
    membership.change(work, row, applicant["branch"], on=applicant["admitted_on"], reason=JOINED)
    return row


def _linked(work: Work, known: Mapping[str, Any], applicant: Mapping[str, Any]) -> int:
    if known["left_on"]:
        raise UserError(
            f"党员名册里的{known['name']}用的是同一个证号，已在 {known['left_on']} 离开。", "请先核对，需要时恢复在册。"
        )
    joined, day = known["join_date"], applicant["admitted_on"]
    if joined and (dated.before(joined, day) or dated.before(day, joined)):
        text = f"党员名册里{known['name']}的入党日期是 {joined}，与支部大会日期 {day} 不一致，请核对。"
        raise Rejected([Problem("on", text, "date_order")])
    if not joined or len(joined) < len(day):
        work.change(Member, known["id"], {"join_date": day})
    if not known["member_kind"]:
        work.change(Member, known["id"], {"member_kind": PROBATIONARY})
    return int(known["id"])


def extend(work: Work, applicant: Mapping[str, Any], until: str) -> None:
    """The member waits until that day."""
    if applicant["member"] is not None:
        work.change(Member, applicant["member"], {"probation_until": until})


def convert(work: Work, applicant: Mapping[str, Any], on: str) -> None:
    """正式党员 from that day on. UserError when he is not on the roll, or left it."""
    if applicant["member"] is None:
        raise UserError(f"{applicant['name']}还没有列入党员名册。", "请先用“列入名册”，再登记转正审批。")
    dated.refuse_ended("member", work.row("member", applicant["member"]))
    work.change(Member, applicant["member"], {"member_kind": FULL, "full_date": on})
