"""Ledgers of units and party organisations: which there are, who leads them, how large they are."""

from collections.abc import Iterator

from app.codes import codes
from app.db.queries.aim import AIMS
from app.db.queries.completeness import UNDECIDED
from app.db.queries.figure import Count
from app.db.queries.ledger import Source
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line

PEOPLE = (
    "LEFT JOIN (SELECT r.branch, sum(coalesce(r.kind, '') <> '预备党员') AS full, sum(coalesce(r.kind, '') = '预备党员') "
    "AS probationary FROM ({roll}) r GROUP BY r.branch) people ON people.branch = branch.id"
)

BRANCHES = Ledger(
    "branches",
    "党组织一览表",
    counter="个",
    columns=(
        Line("name", width=30),
        Line("kind"),
        Line("parent", width=26),
        Line("unit", width=18),
        Line("domain"),
        Line("secretary"),
        Line("deputy"),
        Line("committee_size"),
        Line("contact"),
        Line("phone"),
        Line("members", "正式党员数", "coalesce(people.full, 0)", "number", total=True),
        Line("probationary", "预备党员数", "coalesce(people.probationary, 0)", "number", total=True),
        Line("founded_on"),
        Line("elected_on"),
        Line("term_until"),
        Line("remark", width=16),
    ),
    source=Source(
        record="branch",
        joins=PEOPLE,
        where=f"branch.name <> '{UNDECIDED}'",
        unit="branch.unit",
        branch="branch.id",
        order="branch.sort_key, branch.id",
    ),
)

OFFICER = (
    "LEFT JOIN branch b ON b.id = post.branch LEFT JOIN unit u ON u.id = post.unit "
    "LEFT JOIN member m ON m.id = post.member LEFT JOIN cadre c ON c.id = post.cadre LEFT JOIN term t ON t.id = post.term"
)
RANK = "CASE post.post WHEN '书记' THEN 0 WHEN '第一书记' THEN 1 WHEN '副书记' THEN 2 ELSE 3 END"

OFFICERS = Ledger(
    "officers",
    "班子成员名册",
    counter="名",
    columns=(
        Line("place", "党组织/单位", "coalesce(b.name, u.name)", "link", 30),
        Line("post", width=14),
        Line("name", "姓名", "coalesce(m.name, c.name, post.name)", "person"),
        Line("sex", "性别", "coalesce(m.sex, c.sex)", "choice", 6),
        Line("birth_date", "出生日期", "coalesce(m.birth_date, c.birth_date)", "date"),
        Line("education", "学历", "coalesce(m.education, c.education)", "choice"),
        Line("join_date", "入党日期", "m.join_date", "date"),
        Line("phone", "联系电话", "coalesce(m.phone, c.phone)", "phone"),
        Line("since"),
        Line("due", "任期届满日期", "t.due", "date", 12),
    ),
    source=Source(
        record="post",
        joins=OFFICER,
        where="coalesce(b.void_reason, u.void_reason) IS NULL",
        unit="coalesce(post.unit, b.unit)",
        branch="post.branch",
        order=f"b.sort_key IS NULL, b.sort_key, b.id, u.sort_key, u.id, {RANK}, post.post, post.id",
    ),
    note="姓名能与党员或干部名册对上的，才带出个人信息。",
)

UNITS = Ledger(
    "units",
    "单位一览表",
    counter="个",
    columns=(
        Line("name", width=22),
        Line("kind"),
        Line("parent", width=18),
        Line("domain"),
        Line("nature", width=14),
        Line("credit_code", width=20),
        Line("party_built", width=16),
        Line("head"),
        Line("phone"),
        Line("address", width=24),
        Line("population", total=True),
        Line("household_count", total=True),
        Line("households", total=True),
        Line("full_time_staff", width=14, total=True),
        Line("work_fund", total=True),
        Line("service_fund", width=16, total=True),
        Line("remark", width=16),
    ),
    source=Source(record="unit", unit="unit.id", order="unit.parent IS NOT NULL, unit.parent, unit.sort_key, unit.id"),
)

_GROUPS = (
    ("党委", "branches_committee", "党委（含党工委、党组）"),
    ("总支", "branches_general", "党总支"),
    ("支部", "branches_branch", "党支部"),
    ("小组", "branches_group", "党小组"),
)
_REAL = f"branch.name <> '{UNDECIDED}'"


def figures(_reader: Reader) -> Iterator[Count]:
    """Party organisations by the groups of the code list; villages."""
    yield Count("branches", "党组织总数", "个", "branch", _REAL)
    for group, code, label in _GROUPS:
        names = ", ".join(f"'{entry.name}'" for entry in codes("branch_kind") if entry.group == group)
        yield Count(code, label, "个", "branch", f"{_REAL} AND branch.kind IN ({names})")
    yield Count("villages", "村（社区）", "个", "unit", AIMS[2].where)
