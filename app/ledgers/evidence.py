"""佐证材料目录, and 痕迹管理台账: of each line of each assessment how many papers stand for which of the five stages.

The stages are those of 痕迹化管理 as practised: 有谋划 有安排 有落实 有考核 有应用 (no official form).
"""

from collections.abc import Iterator

from app.db.queries.figure import Count
from app.db.queries.ledger import Source
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line
from app.models.assessment import FILE, STAGES

_JOINS = (
    "JOIN assessment a ON a.id = evidence.assessment LEFT JOIN item i ON i.id = evidence.item "
    "LEFT JOIN branch b ON b.id = a.branch LEFT JOIN unit u ON u.id = a.unit"
)
_UNIT = "coalesce(a.unit, b.unit)"
_STAGE = " ".join(f"WHEN '{stage}' THEN {n}" for n, stage in enumerate(STAGES))
_COUNTS = ", ".join(f"sum(stage = '{stage}') AS s{n}" for n, stage in enumerate(STAGES))
_EMPTY = " || ".join(
    f"CASE WHEN coalesce(e.s{n}, 0) = 0 THEN '、{stage}' ELSE '' END" for n, stage in enumerate(STAGES)
)

INDEX = Ledger(
    "evidence_index",
    "佐证材料目录",
    counter="份",
    columns=(
        Line("organisation", "被考核组织", "coalesce(b.name, u.name)", "text", 26),
        Line("year", "年度", "a.year", "number", 7),
        Line("code_no", "条目编号", "i.code_no", "text", 8),
        Line("group1", "项目", "i.group1", "text", 14),
        Line("stage", width=8),
        Line("name", width=32),
        Line("kind", width=7),
        Line("made_on"),
        Line("pages", width=6),
        Line("where", "文件或存放位置", "coalesce(evidence.file_name, evidence.place)", "text", 28),
        Line("remark", width=14),
    ),
    source=Source(
        record="evidence",
        joins=_JOINS,
        where="a.void_reason IS NULL",
        unit=_UNIT,
        branch="a.branch",
        order=(
            "a.year DESC, coalesce(b.sort_key, u.sort_key), a.id, i.order_no, i.id, "
            f"CASE evidence.stage {_STAGE} ELSE {len(STAGES)} END, evidence.order_no, evidence.id"
        ),
    ),
    note="文件密封保存在数据库的文件夹里；纸质材料按存放位置查找。",
)
TRACES = Ledger(
    "traces",
    "痕迹管理台账",
    counter="条",
    columns=(
        Line("organisation", "被考核组织", "coalesce(b.name, u.name)", "text", 26),
        Line("year", "年度", "a.year", "number", 7),
        Line("code_no", "条目编号", "item.code_no", "text", 8),
        Line("group1", width=14),
        Line("content", width=36),
        *(Line(f"stage_{n}", stage, f"nullif(e.s{n}, 0)", "number", 7, "各环节份数") for n, stage in enumerate(STAGES)),
        Line("empty", "空缺的环节", f"substr({_EMPTY}, 2)", "text", 30),
    ),
    source=Source(
        record="item",
        joins=(
            "JOIN assessment a ON a.checklist = item.checklist LEFT JOIN branch b ON b.id = a.branch "
            "LEFT JOIN unit u ON u.id = a.unit "
            f"LEFT JOIN (SELECT assessment, item, {_COUNTS} FROM evidence WHERE void_reason IS NULL GROUP BY assessment, item) e "
            "ON e.assessment = a.id AND e.item = item.id"
        ),
        where="a.void_reason IS NULL AND item.evidence IS NOT NULL",
        unit=_UNIT,
        branch="a.branch",
        order="a.year DESC, coalesce(b.sort_key, u.sort_key), a.id, item.order_no, item.id",
    ),
    note="只列要求佐证材料的条目。",
)


def figures(_reader: Reader) -> Iterator[Count]:
    """Evidence in keeping, and how much of it as files."""
    yield Count("evidence_all", "佐证材料", "份", "evidence", unit=_UNIT, joins=_JOINS, now=True)
    where = f"evidence.kind = '{FILE}'"
    yield Count("evidence_files", "其中电子文件", "份", "evidence", where, unit=_UNIT, joins=_JOINS, now=True)
