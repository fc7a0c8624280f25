"""Ledgers of the member's year: results of 民主评议 by member and by branch, honours, and everything of one year in one line.

Columns as practised (no official form): 民主评议登记表 and its summary (应评, 四个等次), 表彰名册.
"""

from collections.abc import Iterator

from app.codes import official
from app.db.queries.figure import Count
from app.db.queries.ledger import MEMBER_UNIT, Source
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line
from app.ledgers.meeting import COUNTED, LEARNED, PRESENT
from app.ledgers.member import BRANCH_ORDER
from app.models.review import BARELY, EXCELLENT, GOOD, POOR

YEAR = "CAST(substr({day}, 1, 4) AS INTEGER)"
# 民主评议 is held at the end of the year or the start of the next: the newest year that was judged by the day.
NEWEST = (
    "(SELECT max(o.year) FROM review o WHERE o.void_reason IS NULL AND o.year <= CAST(substr({day}, 1, 4) AS INTEGER))"
)
REVIEWS = Ledger(
    "reviews",
    "民主评议台账",
    counter="人",
    columns=(
        Line("year", "年度", width=7),
        Line("branch", "党支部", "b.name", "link", 26),
        Line("name", "党员姓名", "m.name", "person", 10),
        Line("grade", "评议等次"),
        Line("day", "评议日期"),
        Line("votes_excellent", "优秀", width=7, group="测评票数"),
        Line("votes_good", "合格", width=7, group="测评票数"),
        Line("votes_barely", "基本合格", width=8, group="测评票数"),
        Line("votes_poor", "不合格", width=8, group="测评票数"),
        Line("opinion", width=24),
        Line("handling", width=24),
        Line("handled_on", "完成日期"),
        Line("remark", width=12),
    ),
    source=Source(
        record="review",
        joins="JOIN member m ON m.id = review.member LEFT JOIN branch b ON b.id = coalesce(review.branch, m.branch)",
        where=f"review.year = {NEWEST}",
        unit="coalesce(b.unit, m.village)",
        branch="coalesce(review.branch, m.branch)",
        order="b.sort_key, b.id, m.order_no IS NULL, m.order_no, m.sort_key, m.id",
    ),
    note="列出截至日期以前最近一个评议年度。",
)

_FULL = (
    "LEFT JOIN (SELECT r.branch, sum(coalesce(r.kind, '') <> '预备党员') AS full FROM ({roll}) r GROUP BY r.branch) people "
    "ON people.branch = branch.id"
)
_GRADES = (
    "LEFT JOIN (SELECT coalesce(r.branch, m.branch) AS branch, count(*) AS judged, "
    + ", ".join(
        f"sum(r.grade = '{grade}') AS {name}"
        for name, grade in (("excellent", EXCELLENT), ("good", GOOD), ("barely", BARELY), ("poor", POOR))
    )
    + f" FROM review r JOIN member m ON m.id = r.member WHERE r.void_reason IS NULL AND r.year = {NEWEST} "
    "GROUP BY 1) got ON got.branch = branch.id"
)
REVIEW_BRANCHES = Ledger(
    "review_branches",
    "民主评议汇总表",
    counter="个",
    landscape=False,
    columns=(
        Line("name", "党支部", width=28),
        Line("full", "正式党员", "coalesce(people.full, 0)", "number", 9, total=True),
        Line("judged", "参加评议", "coalesce(got.judged, 0)", "number", 9, total=True),
        Line("excellent", EXCELLENT, "coalesce(got.excellent, 0)", "number", 7, total=True),
        Line("good", GOOD, "coalesce(got.good, 0)", "number", 7, total=True),
        Line("barely", BARELY, "coalesce(got.barely, 0)", "number", 9, total=True),
        Line("poor", POOR, "coalesce(got.poor, 0)", "number", 8, total=True),
        Line("share", "优秀比例", width=9, share=("excellent", "judged")),
    ),
    source=Source(
        record="branch",
        joins=f"{_FULL} {_GRADES}",
        where="(coalesce(people.full, 0) > 0 OR coalesce(got.judged, 0) > 0)",
        unit="branch.unit",
        branch="branch.id",
        order="branch.order_no IS NULL, branch.order_no, branch.sort_key, branch.id",
    ),
    note="列出截至日期以前最近一个评议年度；正式党员数是截至日期的。",
)

_IN_YEAR = f"CAST(substr({{d}}, 1, 4) AS INTEGER) = {NEWEST}"
_WENT = (
    "LEFT JOIN (SELECT m.branch, "
    + ", ".join(
        f"sum(m.leave_kind = '{kind}') AS {name}"
        for name, kind in (("advised", "劝退"), ("refused", "劝而不退除名"), ("lapsed", "自行脱党除名"))
    )
    + f" FROM member m WHERE m.void_reason IS NULL AND m.left_on <= {{day}} AND {_IN_YEAR.replace('{d}', 'm.left_on')} "
    "GROUP BY m.branch) went ON went.branch = branch.id"
)
_PRAISED = (
    "LEFT JOIN (SELECT m.branch, count(DISTINCT m.id) AS people FROM honour o JOIN member m ON m.id = o.member "
    f"WHERE o.void_reason IS NULL AND o.day <= {{day}} AND {_IN_YEAR.replace('{d}', 'o.day')} GROUP BY m.branch) "
    "praised ON praised.branch = branch.id"
)
_HANDLED = (
    "LEFT JOIN (SELECT coalesce(r.branch, m.branch) AS branch, count(*) AS people FROM review r JOIN member m ON m.id = r.member "
    f"WHERE r.void_reason IS NULL AND r.year = {NEWEST} AND r.handling LIKE '%限期改正%' GROUP BY 1) mended "
    "ON mended.branch = branch.id"
)
REVIEW_FORM = Ledger(
    "review_form",
    "民主评议党员情况表（党统第八表）",
    counter="个",
    columns=(
        Line("name", "党支部", width=28),
        Line("held", "开展评议的支部", "coalesce(got.judged, 0) > 0", "number", 10, total=True),
        Line("judged", "参加评议的党员", "coalesce(got.judged, 0)", "number", 10, total=True),
        Line("praised", "受表彰", "coalesce(praised.people, 0)", "number", 8, total=True),
        Line("poor", POOR, "coalesce(got.poor, 0)", "number", 8, total=True),
        Line("mended", "限期改正", "coalesce(mended.people, 0)", "number", 9, "处置", total=True),
        Line("advised", "劝退", "coalesce(went.advised, 0)", "number", 7, "处置", total=True),
        Line("refused", "劝而不退除名", "coalesce(went.refused, 0)", "number", 9, "处置", total=True),
        Line("lapsed", "自行脱党除名", "coalesce(went.lapsed, 0)", "number", 9, "处置", total=True),
    ),
    source=Source(
        record="branch",
        joins=f"{_FULL} {_GRADES} {_WENT} {_PRAISED} {_HANDLED}",
        where="(coalesce(people.full, 0) > 0 OR coalesce(got.judged, 0) > 0)",
        unit="branch.unit",
        branch="branch.id",
        order="branch.order_no IS NULL, branch.order_no, branch.sort_key, branch.id",
    ),
    note="列出截至日期以前最近一个评议年度。登记了评议结果的支部，按已开展并结束评议计；限期改正按评议结果“处置措施”里写明的计，"
    "劝退和除名按这一年离开登记的出党方式计。",
)  # fmt: skip

_OF = "coalesce(m.village, mb.unit, b.unit, h.village, honour.unit)"
HONOURS = Ledger(
    "honours",
    "表彰奖励台账",
    counter="项",
    columns=(
        Line("day"),
        Line("holder", width=24),
        Line("what", "对象类别", "CASE WHEN honour.member IS NOT NULL THEN '党员' WHEN honour.branch IS NOT NULL THEN '党组织' "
             "WHEN honour.household IS NOT NULL THEN '农户' WHEN honour.unit IS NOT NULL THEN '单位' END", "choice", 9),
        Line("where", "所在党支部", "coalesce(b.name, mb.name)", "link", 24),
        Line("name", width=26),
        Line("level"),
        Line("awarder", width=20),
        Line("document", width=16),
        Line("until", "有效期至"),
        Line("state", "情况", "CASE WHEN honour.revoked_on <= {day} THEN '已撤销' WHEN honour.until < {day} THEN '到期' END",
             "choice", 8),
        Line("remark", width=12),
    ),
    source=Source(
        record="honour",
        joins="LEFT JOIN member m ON m.id = honour.member LEFT JOIN branch mb ON mb.id = m.branch "
        "LEFT JOIN branch b ON b.id = honour.branch LEFT JOIN household h ON h.id = honour.household",
        where="(honour.day IS NULL OR honour.day <= {day})",
        unit=_OF,
        branch="coalesce(honour.branch, m.branch)",
        order="honour.day, honour.id",
    ),
)  # fmt: skip

_PAID = (
    "LEFT JOIN (SELECT d.member, sum(d.amount) AS owed, sum(CASE WHEN d.paid_on IS NULL OR d.paid_on <= {day} THEN d.paid END) "
    "AS paid FROM due d WHERE +d.void_reason IS NULL AND d.month BETWEEN substr({day}, 1, 4) || '-01' AND substr({day}, 1, 7) "
    "GROUP BY d.member) fee ON fee.member = member.id"
)
_GRADE = (
    f"(SELECT r.grade FROM review r WHERE r.member = member.id AND r.year = {YEAR} AND r.void_reason IS NULL "
    "ORDER BY r.id DESC LIMIT 1)"
)
_HONOURED = (
    "(SELECT group_concat(o.name, '、') FROM honour o WHERE o.member = member.id AND o.void_reason IS NULL AND o.revoked_on IS NULL "
    "AND substr(o.day, 1, 4) = substr({day}, 1, 4) AND o.day <= {day})"
)
MEMBER_YEAR = Ledger(
    "member_year",
    "党员年度情况表",
    counter="名",
    columns=(
        Line("branch", "所在党支部", width=26),
        Line("name"),
        Line("due", "应参加", "coalesce(due.times, 0)", "number", 8, "组织生活（次）", total=True),
        Line("present", "参加", PRESENT, "number", 8, "组织生活（次）", total=True),
        Line("hours", "学时", LEARNED, "number", 7, total=True),
        Line("owed", "应缴", "fee.owed", "money", 9, "党费（元）", total=True),
        Line("paid", "实缴", "fee.paid", "money", 9, "党费（元）", total=True),
        Line("grade", "民主评议", _GRADE, "choice", 10),
        Line("honours", "表彰", _HONOURED, "text", 24),
        Line("remark", "备注", "NULL", "text", 14),
    ),
    source=Source(
        record="member",
        joins=f"{COUNTED} {_PAID}",
        unit=MEMBER_UNIT,
        branch="{home}",
        order=f"{BRANCH_ORDER}, member.sort_key, member.id",
    ),
    note="统计截至日期所在年度；党费算到截至日期的当月。没有登记的留空，不代表没有参加或没有缴纳。",
)


def figures(_reader: Reader) -> Iterator[Count]:
    """Results of the 民主评议 by grade, and honours given in the period by level."""
    unit = (
        "(SELECT coalesce(b.unit, m.village) FROM member m LEFT JOIN branch b ON b.id = coalesce(review.branch, m.branch) "
        "WHERE m.id = review.member)"
    )
    newest = f"review.year = {NEWEST}"
    yield Count("reviews", "民主评议党员", "人", "review", newest, unit=unit)
    for name, grade in (("excellent", EXCELLENT), ("good", GOOD), ("barely", BARELY), ("poor", POOR)):
        yield Count(
            f"reviews_{name}", f"民主评议：{grade}", "人", "review", f"{newest} AND review.grade = '{grade}'", unit=unit
        )
    place = (
        "coalesce((SELECT coalesce(m.village, b.unit) FROM member m LEFT JOIN branch b ON b.id = m.branch WHERE m.id = honour.member), "
        "(SELECT b.unit FROM branch b WHERE b.id = honour.branch), "
        "(SELECT h.village FROM household h WHERE h.id = honour.household), honour.unit)"
    )
    yield Count("honours", "表彰奖励", "项", "honour", dated="honour.day", unit=place)
    for number, code in enumerate(official("honour_level"), 1):
        where = "honour.level = '" + code.name.replace("'", "''") + "'"
        yield Count(f"honours_{number}", f"表彰奖励：{code.name}", "项", "honour", where, "honour.day", unit=place)
