"""What we keep: the records, each declared once with its fields.

To add a record type: a file in this folder, its class in RECORDS; then `alembic revision --autogenerate`.
"""

from app.models.abode import Abode
from app.models.applicant import Applicant, ApplicantAct
from app.models.assessment import Assessment, Evidence, Finding, Score
from app.models.batch import Batch, Content, Handout, Receipt
from app.models.branch import Branch
from app.models.cadre import Cadre
from app.models.campaign import Campaign
from app.models.checklist import Checklist, Item
from app.models.due import Due, DueBase, DueWaiver
from app.models.election import Election, Nominee
from app.models.history import Change, Meta, Work
from app.models.honour import Honour
from app.models.household import Household
from app.models.inspection import Callback, Inspection
from app.models.keeping import Alias, CodeEntry, Dismissal, Mapping, Setting, View
from app.models.lineage import Lineage
from app.models.meeting import Attendance, Meeting
from app.models.member import Member
from app.models.membership import Membership
from app.models.outgoing import Outgoing, OutgoingContent
from app.models.pairing import Pairing, PairingKind
from app.models.post import Post
from app.models.preference import Preference
from app.models.record import Record
from app.models.report_in import Activity, Duty, DutyClaim, Participation, ReportIn
from app.models.request import Holiday, Referral, Request
from app.models.resident import Resident
from app.models.review import Review
from app.models.sealed import SealedFile
from app.models.team import PlanItem, Posting, Team, WorkLog
from app.models.term import Term
from app.models.transfer import Transfer
from app.models.unit import Unit
from app.models.visit import Deed, Visit, VisitPlan
from app.models.wish import Wish

HISTORY = (Work, Change, Meta, Outgoing, OutgoingContent, SealedFile, Lineage)

# In the order in which rows can be made: a record stands after those it links to.
RECORDS: dict[str, type[Record]] = {
    record.__tablename__: record
    for record in (
        Unit, Branch, Member, Membership, Cadre, Household, Resident, Campaign, PairingKind, Pairing, Preference,
        Abode, Term, Post, Holiday, Request, Referral, VisitPlan, Visit, Deed, Inspection, Callback,
        Wish, ReportIn, Duty, DutyClaim, Activity, Participation, Team, Posting, WorkLog, PlanItem,
        Meeting, Attendance,
        DueBase, DueWaiver, Due,
        Election, Nominee, Review, Honour,
        Checklist, Item, Assessment, Score, Evidence, Finding,
        Applicant, ApplicantAct, Transfer,
        Alias, Setting, CodeEntry, Mapping, View, Dismissal, Batch, Handout, Receipt, Content,
    )
}  # fmt: skip
