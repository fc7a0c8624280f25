"""Ledgers of pairings: who helps whom, which member keeps in touch with which household, who answers for which unit.

Columns as practised (no official form): 结对帮扶台账, 党员联系户台账, 包联责任一览表.
"""

from collections.abc import Iterator

from app.db.queries.figure import Count, helped_unit
from app.db.queries.ledger import Source, plain
from app.db.queries.visit_word import LAST, TIMES
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line

KIND = "JOIN pairing_kind k ON k.id = pairing.kind"
HELPED_HOME = (
    "LEFT JOIN resident r ON r.id = pairing.helped_resident "
    "LEFT JOIN household h ON h.id = coalesce(pairing.helped_household, r.household) {seats h} LEFT JOIN unit v ON v.id = {village h}"
)
HELPERS = (
    "LEFT JOIN cadre c ON c.id = pairing.helper_cadre LEFT JOIN member m ON m.id = pairing.helper_member "
    "LEFT JOIN unit hu ON hu.id = coalesce(pairing.helper_unit, c.unit) LEFT JOIN branch hb ON hb.id = pairing.helper_branch"
)
HOME_ORDER = "v.sort_key, v.id, length({group h}), {group h}, h.sort_key, h.id, pairing.id"

SUPPORT = Ledger(
    "support",
    "结对帮扶台账",
    counter="对",
    columns=(
        Line("helper_unit", "帮扶单位", "coalesce(hu.name, hb.name, m.work_unit)", "link", 18),
        Line("helper", "帮扶责任人", "coalesce(c.name, m.name)", "person", 12),
        Line("duty", "职务", "coalesce(c.duty, m.duty)", width=12),
        Line("helper_phone", "联系电话", "coalesce(c.phone, m.phone)", "phone"),
        Line("helped", "帮扶对象", "coalesce(r.name, h.head_name)", "person"),
        Line("relation", "与户主关系", "CASE WHEN r.id IS NULL THEN '户主' ELSE r.relation END", "choice", 10),
        Line("village", "所在村", "v.name", "link", 14),
        Line("group_name", "所在组", "{group h}", width=8),
        Line("address", "住址", "h.address", width=22),
        Line("need", "困难类型", "coalesce(r.need, h.need)", "choice"),
        Line("needs", "帮扶需求", "h.needs", width=18),
        Line("measures", "帮扶措施", width=18),
        Line("since", "帮扶时间"),
        Line("result", "成效", width=18),
        Line("remark", width=14),
    ),
    source=Source(
        record="pairing",
        joins=f"{KIND} {HELPERS} {HELPED_HOME}",
        where="coalesce(pairing.helped_household, pairing.helped_resident) IS NOT NULL "
        "AND coalesce(k.tier, '') <> 'household'",
        unit="{village h}",
        branch="coalesce(m.branch, pairing.helper_branch)",
        order=HOME_ORDER,
    ),
)

NEED = "CASE WHEN h.special = '是' THEN coalesce(h.need || '、', '') || '特别户' ELSE h.need END"

CONTACT = Ledger(
    "contact",
    "党员联系户台账",
    counter="户",
    columns=(
        Line("village", "村（社区）", "v.name", "link", 16),
        Line("group_name", "网格/小组", "coalesce(h.grid, {group h})", width=10),
        Line("member", "党员姓名", "m.name", "person", group="联系党员"),
        Line("member_phone", "联系电话", "m.phone", "phone", group="联系党员"),
        Line("head", "户主", "h.head_name", "person", group="联系户"),
        Line("size", "家庭人口", "h.size", "number", 10, "联系户", total=True),
        Line("address", "住址", "h.address", width=22, group="联系户"),
        Line("phone", "联系电话", "h.phone", "phone", group="联系户"),
        Line("need", "户类型", NEED, "choice", group="联系户"),
        Line("since", "联系时间"),
        Line("visits", "走访次数", TIMES.replace("{t}", "pairing"), "number", 10, total=True),
        Line("last_visit", "最近走访", LAST.replace("{t}", "pairing"), "date"),
        Line("remark", width=14),
    ),
    source=Source(
        record="pairing",
        joins=f"{KIND} JOIN member m ON m.id = pairing.helper_member "
        "JOIN household h ON h.id = pairing.helped_household {seats h} LEFT JOIN unit v ON v.id = {village h}",
        where="k.tier = 'household'",
        unit="{village h}",
        branch="m.branch",
        order=f"v.sort_key, v.id, m.sort_key, m.id, {HOME_ORDER}",
    ),
)

# Posted up for everybody: only the surname of the head, no number, no address; who answers for it is named in full.
NOTICE = Ledger(
    "contact_notice",
    "党员联系户公示",
    counter="户",
    mask="name",
    landscape=False,
    note="公示期：　　　　年　　月　　日至　　月　　日。对公示内容有意见的，请在公示期内向　　　　　　反映，电话：　　　　　　。",
    columns=(
        Line("village", "村（社区）", "v.name", "link", 16),
        Line("group_name", "网格/小组", "coalesce(h.grid, {group h})", width=12),
        Line("head", "户主", "h.head_name", "person", 12),
        Line("member_told", "联系党员", "m.name", "text", 12),
        Line("branch", "所在党支部", "(SELECT b.name FROM branch b WHERE b.id = m.branch)", "link", 26),
        Line("since", "联系时间"),
    ),
    source=CONTACT.source,
)

# 起止时间 as `2026-01-10 起`, or with its end where the link has been closed since the day asked about.
PERIOD = "coalesce(pairing.since, '') || CASE WHEN pairing.until IS NULL THEN ' 起' ELSE ' 至 ' || pairing.until END"

TOWN = "CASE WHEN u.kind IN ('乡镇', '街道') THEN u.name WHEN above.kind IN ('乡镇', '街道') THEN above.name END"
VILLAGE = "CASE WHEN u.kind IN ('村', '社区') THEN u.name END"
OTHER = "CASE WHEN u.kind NOT IN ('乡镇', '街道', '村', '社区') THEN u.name END"

DUTY = Ledger(
    "duty",
    "包联责任一览表",
    counter="项",
    columns=(
        Line("helper", "领导/部门", "coalesce(c.name, hu.name, hb.name, m.name)", "link", 18),
        Line("town", "联系乡镇", TOWN, "link", 16),
        Line("village", "联系村（居）", VILLAGE, "link", 16),
        Line("enterprise", "联系企业/项目", OTHER, "link", 22),
        Line("period", "起止时间", f"trim({PERIOD})", width=24),
    ),
    source=Source(
        record="pairing",
        joins=f"{KIND} {HELPERS} JOIN unit u ON u.id = pairing.helped_unit LEFT JOIN unit above ON above.id = u.parent",
        unit="u.id",
        branch="coalesce(m.branch, pairing.helper_branch)",
        order="coalesce(c.sort_key, hu.sort_key, hb.sort_key, m.sort_key), coalesce(c.id, hu.id, hb.id, m.id), "
        "above.sort_key, u.sort_key, pairing.id",
    ),
)


def figures(reader: Reader) -> Iterator[Count]:
    """Pairings that hold, by the kinds as the clerk keeps them; those begun and ended."""
    yield Count("pairings", "结对总数", "对", "pairing")
    sql = "SELECT id, code_no, name FROM pairing_kind WHERE void_reason IS NULL ORDER BY order_no, id"
    for row, code, name in plain(reader, sql):
        yield Count(f"pairings_{code}", f"结对：{name}", "对", "pairing", f"pairing.kind = {int(row)}")
    yield Count("pairings_begun", "本期新结对", "对", "pairing", dated="pairing.since")
    yield Count("pairings_ended", "本期结束结对", "对", "pairing", dated="pairing.until")
    yield Count("preferences", "结对意愿", "条", "preference", unit=helped_unit("preference"))
