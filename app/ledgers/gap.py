"""Ledgers of what is lacking: whom nobody is in touch with, and which fields asked for are still empty."""

from app.db.queries.aim import AIMS, Aim
from app.db.queries.completeness import UNDECIDED, missing_labels, watched
from app.db.queries.ledger import MEMBER_UNIT, Source
from app.db.queries.listing import caption_sql
from app.ledgers.ledger import Ledger, Line
from app.models import RECORDS

WHO = {"household": "head_name", "member": "name", "unit": "name"}
PLACE = {
    "household": "{group household}",
    "member": caption_sql("branch", "{home}"),
    "unit": caption_sql("unit", "unit.parent"),
}
UNITS = {
    "member": MEMBER_UNIT,
    "household": "{village household}",
    "unit": "unit.id",
    "branch": "branch.unit",
    "cadre": "cadre.unit",
    "resident": "(SELECT h.village FROM household h WHERE h.id = resident.household)",
}
FRAMES = {
    "member": "member {homes} WHERE {enrolled}",
    "household": "household {seats household} WHERE {settled household}",
}
BRANCHES = {"member": "{home}", "branch": "branch.id"}


def _uncovered(aim: Aim, number: int) -> str:
    """The rows of one tier that nobody holds, as `item` columns."""
    record = aim.record
    frame = FRAMES.get(record, f"{record} WHERE {{there {record}}}")
    # Offices that help are no duty of every township: listed only where some do.
    used = (
        " AND EXISTS (SELECT 1 FROM pairing o WHERE o.helper_unit IS NOT NULL AND {held o})"
        if aim.helper == "unit"
        else ""
    )
    return (
        f"SELECT {number} AS tier, '{aim.title}' AS title, {WHO[record]} AS name, {PLACE[record]} AS place, "
        f"{record}.address, {record}.phone, {aim.unit} AS unit, {BRANCHES.get(record, 'NULL')} AS branch, "
        f"{record}.sort_key, {record}.id, {record}.uid FROM {frame} AND {aim.where} AND {record}.id NOT IN ({aim.covering}){used}"
    )


UNCOVERED = Ledger(
    "uncovered",
    "未覆盖名单",
    counter="项",
    columns=(
        Line("title", "类别", "item.title", "choice"),
        Line("unit", "所在单位", caption_sql("unit", "item.unit"), "link", 18),
        Line("name", "名称", "item.name", "person", 14),
        Line("place", "组/支部/上级", "item.place", "link", 26),
        Line("address", "住址", "item.address", width=24),
        Line("phone", "联系电话", "item.phone", "phone"),
    ),
    source=Source(
        table=" UNION ALL ".join(_uncovered(aim, i) for i, aim in enumerate(AIMS)),
        unit="item.unit",
        branch="item.branch",
        key="item.uid",
        order="item.tier, (SELECT o.sort_key FROM unit o WHERE o.id = item.unit), item.unit, item.sort_key, item.id",
    ),
)


def _missing(record: str, number: int) -> str:
    """The rows of one record with something missing, as `item` columns."""
    home = BRANCHES.get(record, "NULL")
    waiting = f" AND branch.name <> '{UNDECIDED}'" if record == "branch" else ""
    frame = FRAMES.get(record, f"{record} WHERE {{there {record}}}{waiting}")
    return (
        f"SELECT {number} AS kind, '{RECORDS[record].title}' AS title, {caption_sql(record, f'{record}.id')} AS name, "
        f"{UNITS[record]} AS unit, {home} AS branch, {missing_labels(record, record)} AS missing, "
        f"{record}.sort_key, {record}.id, {record}.uid FROM {frame}"
    )


MISSING = Ledger(
    "missing",
    "信息缺项清单",
    counter="条",
    columns=(
        Line("title", "类别", "item.title", "choice"),
        Line("name", "名称", "item.name", "person", 18),
        Line("unit", "所在单位", caption_sql("unit", "item.unit"), "link", 18),
        Line("branch", "所在党组织", caption_sql("branch", "item.branch"), "link", 26),
        Line("missing", "缺少的栏目", "item.missing", width=40),
    ),
    source=Source(
        table=" UNION ALL ".join(_missing(record, i) for i, record in enumerate(watched())),
        where="item.missing <> ''",
        unit="item.unit",
        branch="item.branch",
        key="item.uid",
        order="item.kind, (SELECT o.sort_key FROM unit o WHERE o.id = item.unit), item.unit, item.branch, item.sort_key, item.id",
    ),
)
