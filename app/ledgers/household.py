"""Ledgers of households and of people in difficulty, with who is in touch with them.

Kinds of need only, never opinions; columns as in the household books of 帮扶手册 and 困难群众名册.
"""

from collections.abc import Iterator

from app.db.queries.figure import Count
from app.db.queries.ledger import Source
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line

VILLAGE = "(SELECT v.name FROM unit v WHERE v.id = {village household})"
VILLAGE_ORDER = "(SELECT v.sort_key FROM unit v WHERE v.id = {village household}), {village household}"
GROUP_ORDER = "length({group household}), {group household}, household.sort_key, household.id"


def _helpers(column: str) -> str:
    """Members who hold the household now, by their `column`."""
    return (
        f"(SELECT group_concat(m.{column}, '、') FROM pairing p JOIN member m ON m.id = p.helper_member "
        "WHERE p.helped_household = household.id AND {held p})"
    )


def _any_helper(column: str, *, or_whom: str = "") -> str:
    """Cadres and members who hold the household now (or one of its people)."""
    return (
        f"(SELECT group_concat(coalesce(c.{column}, m.{column}), '、') FROM pairing p "
        "LEFT JOIN cadre c ON c.id = p.helper_cadre LEFT JOIN member m ON m.id = p.helper_member "
        f"WHERE (p.helped_household = household.id{or_whom}) AND {{held p}})"
    )


HOUSEHOLDS = Ledger(
    "households",
    "农户台账",
    counter="户",
    columns=(
        Line("village_name", "村（社区）", VILLAGE, "link", 16),
        Line("group_name", "组", width=8),
        Line("household_no", width=14),
        Line("head_name", "户主"),
        Line("head_id"),
        Line("size", total=True),
        Line("address", width=22),
        Line("phone"),
        Line("need"),
        Line("special", width=10),
        Line("poverty_cause"),
        Line("needs", width=18),
        Line("income_source", width=14),
        Line("income", width=14),
        Line("farmland", width=10),
        Line("forest", width=10),
        Line("housing", width=10),
        Line("trade", width=12),
        Line("subsidy", width=14),
        Line("helper", "联系党员", _helpers("name"), "person"),
        Line("helper_phone", "党员电话", _helpers("phone"), "phone"),
        Line("last_visit"),
        Line("remark", width=14),
    ),
    source=Source(record="household", unit="{village household}", order=f"{VILLAGE_ORDER}, {GROUP_ORDER}"),
)

# 帮扶手册 and 明白卡: what a household in need has, and what it still lacks.
SECURITY = Ledger(
    "household_security",
    "困难户保障情况一览表",
    counter="户",
    columns=(
        Line("village_name", "村（社区）", VILLAGE, "link", 16),
        Line("group_name", "组", width=8),
        Line("head_name", "户主"),
        Line("size", total=True),
        Line("phone"),
        Line("need", "户属性"),
        Line("poverty_cause"),
        Line("medical", width=18),
        Line("pension", width=18),
        Line("schooling", width=14),
        Line("dwelling", width=14),
        Line("housing", width=10),
        Line("water", width=12),
        Line("farmland", width=10),
        Line("forest", width=10),
        Line("income", width=14),
        Line("needs", "发展意愿", width=14),
        Line("target_on", width=12),
        Line("helper", "帮扶人", _any_helper("name"), "person"),
        Line("helper_phone", "帮扶人电话", _any_helper("phone"), "phone"),
    ),
    source=Source(
        record="household",
        where="household.need IS NOT NULL",
        unit="{village household}",
        order=f"{VILLAGE_ORDER}, {GROUP_ORDER}",
    ),
)

# One line per household with a need and per resident with one; the head with his own household's need stands once.
IN_NEED = (
    "JOIN (SELECT h.id AS home, NULL AS person FROM household h WHERE h.need IS NOT NULL UNION ALL "
    "SELECT r.household, r.id FROM resident r JOIN household h ON h.id = r.household WHERE r.need IS NOT NULL "
    "AND {there resident r} AND NOT (coalesce(r.relation, '') = '户主' AND h.need IS NOT NULL)) n "
    "ON n.home = household.id LEFT JOIN resident person ON person.id = n.person"
)


PERSON = " OR p.helped_resident = n.person"
IN_NEED_ROSTER = Ledger(
    "in_need",
    "困难群众名册",
    counter="人",
    columns=(
        Line("name", "姓名", "coalesce(person.name, household.head_name)", "person"),
        Line("relation", "与户主关系", "CASE WHEN n.person IS NULL THEN '户主' ELSE person.relation END", "choice", 10),
        Line("head_name", "户主"),
        Line(
            "id_number",
            "公民身份号码",
            "CASE WHEN n.person IS NULL THEN household.head_id ELSE person.id_number END",
            "id",
        ),
        Line("disability_no", "残疾证号", "person.disability_no", "id", 22),
        Line("village_name", "村（社区）", VILLAGE, "link", 16),
        Line("group_name", "组", width=8),
        Line("address", width=22),
        Line("phone", "联系电话", "coalesce(person.phone, household.phone)", "phone"),
        Line("need", "困难类型", "CASE WHEN n.person IS NULL THEN household.need ELSE person.need END", "choice"),
        Line("poverty_cause"),
        Line("needs", width=18),
        Line("subsidy", width=14),
        Line("helper", "帮扶人", _any_helper("name", or_whom=PERSON), "person"),
        Line("helper_phone", "帮扶人电话", _any_helper("phone", or_whom=PERSON), "phone"),
        Line("remark", width=14),
    ),
    source=Source(
        record="household", joins=IN_NEED, unit="{village household}", order=f"{VILLAGE_ORDER}, {GROUP_ORDER}, n.person"
    ),
)


def figures(_reader: Reader) -> Iterator[Count]:
    """Households and their people, those in need, the cadres."""
    yield Count("households", "农户", "户", "household")
    size = "household.size"
    yield Count("household_people", "家庭人口", "人", "household", f"{size} IS NOT NULL", summed=size)
    yield Count("households_need", "困难户", "户", "household", "household.need IS NOT NULL")
    yield Count("cadres", "干部", "名", "cadre")
