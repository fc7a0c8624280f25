"""What we show: every ledger by its code name.

To add a ledger: a definition in a file of this folder, its name here.
"""

from app.db.store import Reader
from app.errors import UserError
from app.ledgers import (
    applicant,
    assessment,
    balance,
    cadre,
    campaign,
    coverage,
    due,
    election,
    evidence,
    gap,
    household,
    inspection,
    meeting,
    member,
    pairing,
    report_in,
    request,
    review,
    team,
    transfer,
    unit,
    visit,
    wish,
)
from app.ledgers.ledger import Ledger, table
from app.ledgers.listing import list_table

LEDGERS: dict[str, Ledger] = {
    ledger.name: ledger
    for ledger in (
        unit.UNITS, unit.BRANCHES, unit.OFFICERS, member.ROSTER, member.SYSTEM_ROSTER, member.FLOATING, member.LOST, member.DIFFICULT,
        household.HOUSEHOLDS, household.IN_NEED_ROSTER, household.SECURITY,
        pairing.SUPPORT, pairing.CONTACT, pairing.NOTICE, pairing.DUTY, cadre.RESPONSIBLE,
        visit.VISITS, visit.DEEDS,
        request.REQUESTS, request.REQUESTS_WHOLE, request.SENT_UP, inspection.CALLBACKS,
        wish.WISHES, wish.NOTICE, report_in.REPORT_INS, report_in.NOT_REPORTED, report_in.DUTIES, report_in.ACTIVITIES,
        report_in.VOLUNTEERS,
        due.DUES, due.DUES_QUARTERS, due.DUES_MONTH, due.DUES_BRANCHES, due.RECEIPTS, due.UNPAID,
        election.TERMS, election.ELECTIONS, review.REVIEWS, review.REVIEW_BRANCHES, review.REVIEW_FORM, review.HONOURS, review.MEMBER_YEAR,
        team.POSTINGS, team.LOGS, team.TALKS, team.SITE_DAYS, team.PLANS,
        meeting.MEETINGS, meeting.PARTY_DAYS, meeting.OTHER_MEETINGS, meeting.ATTENDANCE, meeting.STUDY_HOURS, meeting.YEAR,
        applicant.BOOK, applicant.RECORD, applicant.PAPERS, applicant.BALANCE, transfer.TRANSFERS, transfer.OUTSTANDING,
        balance.BALANCE, balance.CHANGES, balance.PROBATION, balance.EXPULSIONS,
        assessment.ASSESSMENTS, assessment.SCORES, assessment.FINDINGS, evidence.INDEX, evidence.TRACES,
        coverage.COVERAGE, gap.UNCOVERED, gap.MISSING,
    )
}  # fmt: skip


def known(reader: Reader) -> dict[str, Ledger]:
    """Those, and one for each campaign as the clerk describes it."""
    return {**LEDGERS, **{ledger.name: ledger for ledger in campaign.ledgers(reader)}}


def ledger_named(name: str) -> Ledger:
    """A ledger by code name or title. UserError when there is none."""
    for code, ledger in LEDGERS.items():
        if name in (code, ledger.title):
            return ledger
    raise UserError(
        f"没有名为“{name}”的台账。", "可用：" + "、".join(ledger.title for ledger in LEDGERS.values()) + "。"
    )


__all__ = ["LEDGERS", "Ledger", "known", "ledger_named", "list_table", "table"]
