"""How does an assessed checklist become a workbook: in the superior unit's own form where it has one, else in the program's."""

from pathlib import Path

from app.db.queries import assessment as queries
from app.db.store import Reader
from app.exchange.checklist_sheet import write_published
from app.exchange.write import write_xlsx
from app.kinds.points import Points
from app.models.checklist import SCORERS
from app.operations.assessment import Sheet
from app.operations.checklist import form_of
from app.printing.assessment import filled, own_form
from app.printing.checklist import Filled
from app.table import Column, Table

_COLUMNS = (
    Column("code_no", "条目", width=7), Column("group", "项目", width=12, merge=True), Column("content", "内容", width=46),
    Column("points", "标准分", width=8), Column("how", "评分办法", width=30), Column("evidence", "佐证材料", width=22),
    *(Column(f"score{n}", scorer, width=8) for n, scorer in enumerate(SCORERS)), Column("problem", "存在问题", width=26),
)  # fmt: skip
SIGNED = ("被检查单位负责人（签字）", "检查人（签字）", "日期")


def write_assessment(reader: Reader, told: Sheet, path: Path) -> None:
    """Writes the workbook, replacing `path` only when whole. UserError as of any workbook (disk full, open elsewhere)."""
    findings = queries.findings(reader, told.facts.id)
    own = own_form(reader, told, findings)
    if own is not None:
        write_published(own, path)
    else:
        write_xlsx(assessed(told, filled(told, findings)), path)


def assessed(told: Sheet, given: Filled) -> Table:
    """A list with the points of each scorer beside its lines and their sums below."""
    form = form_of(told.version, told.lines)
    rows = [
        (item.code, group.name, item.content, item.standard, item.how, "、".join(item.evidence),
         *given.scores.get(item.code, ("",) * len(SCORERS)), given.problems.get(item.code, ""))
        for group in form.groups
        for item in group.items
    ]  # fmt: skip
    standard = Points().text(told.sum().standard)
    return Table(
        f"{told.facts.year}年{told.version.name}", _COLUMNS, rows, unit=told.facts.organisation, signatures=SIGNED,
        totals=("合计", "", "", standard, "", "", *given.sums, ""),
    )  # fmt: skip
