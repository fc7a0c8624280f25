"""What belongs into the pack of an organisation: its assessments, what they lack, the ledgers, the evidence in order."""

from collections.abc import Sequence
from dataclasses import dataclass

from app import clock, ledgers
from app.db.queries import assessment as assessments
from app.db.queries import checklist as checklists
from app.db.queries import evidence, resolve
from app.db.queries.assessment import Assessed
from app.db.queries.checklist import Line
from app.db.queries.evidence import Proof
from app.db.store import Reader
from app.errors import UserError
from app.kinds.points import Points
from app.ledgers.ledger import table as ledger_table
from app.models.assessment import ABSENT, STAGES
from app.operations import assessment, checklist_answer, setting
from app.operations.assessment import Sheet
from app.operations.checklist_answer import scale
from app.table import Column, Table

# What an inspection of a branch leafs through, in this order; a township's pack has those of its villages' people too.
BRANCH = (
    "members", "officers", "terms", "meetings", "party_days", "other_meetings", "attendance", "study_hours", "reviews",
    "honours", "dues", "dues_unpaid", "applicants", "transfers", "contact", "support", "visits", "requests", "missing",
)  # fmt: skip
UNIT = (
    "units",
    "branches",
    *BRANCH[:-1],
    "households",
    "in_need",
    "duty",
    "responsible_cadres",
    "uncovered",
    "missing",
)
GAPS = (
    Column("place", "被考核组织", width=22, merge=True), Column("code_no", "条目", width=7),
    Column("gap", "缺什么", width=38), Column("content", "内容", width=38), Column("checklist", "清单", width=22, merge=True),
)  # fmt: skip
FOUND = (
    Column("place", "被考核组织", width=24, merge=True), Column("code_no", "条目", width=7, merge=True),
    Column("found", "登记里的问题", width=86), Column("checklist", "清单", width=22, merge=True),
)  # fmt: skip
INDEX = (
    Column("number", "编号", width=8), Column("place", "被考核组织", width=24, merge=True),
    Column("code_no", "条目", width=7), Column("stage", "环节", width=8), Column("name", "材料名称", width=34),
    Column("kind", "形式", width=8), Column("made_on", "日期", "date", 12), Column("where", "文件或存放位置", width=32),
)  # fmt: skip


@dataclass(frozen=True)
class Wish:
    """Of whom and which. With neither branch nor unit it is the whole township; without checklists all of the year.

    `papers`: what is not a file (papers, ledgers) has a page of its own each, else it stands in the index only.
    """

    branch: int | None = None
    unit: int | None = None
    year: int | None = None
    checklists: tuple[int, ...] = ()
    mask: str = "middle"
    papers: bool = True


@dataclass(frozen=True)
class Gap:
    """One thing that is missing: whose, in which list and line, and what."""

    organisation: str
    checklist: str
    code_no: str
    content: str
    what: str

    def sentence(self, *, alone: bool) -> str:
        """`alone`: the pack is of one organisation only, which needs no naming."""
        whose = "" if alone else f"{self.organisation}　"
        return f"{whose}{self.code_no} {_short(self.content)}：{self.what}"


@dataclass(frozen=True)
class Exhibit:
    """One piece of evidence with its number in the pack."""

    number: int
    organisation: str
    proof: Proof

    def belongs(self) -> str:
        """Whose it is, and for which line and stage: many papers have the same name."""
        line = f"第 {self.proof.code_no} 条" if self.proof.code_no else ""
        return "　".join(part for part in (self.organisation, line, self.proof.stage) if part)


@dataclass(frozen=True)
class Content:
    """All of it, before anything is drawn. `left_out`: ledgers with nothing in them, by title; `papers` as in the wish."""

    organisation: str
    issuer: str
    day: str
    sheets: tuple[Sheet, ...]
    gaps: tuple[Gap, ...]
    tables: tuple[Table, ...]
    exhibits: tuple[Exhibit, ...]
    left_out: tuple[str, ...]
    papers: bool = True

    def bound(self) -> tuple[Exhibit, ...]:
        """The evidence that has pages of its own in the book."""
        return tuple(each for each in self.exhibits if self.papers or each.proof.digest)

    def gap_table(self) -> Table:
        rows = [(gap.organisation, gap.code_no, gap.what, gap.content, gap.checklist) for gap in self.gaps]
        return Table("缺项清单", GAPS, rows, unit=self.organisation, date=self.day, signatures=())

    def index(self) -> Table:
        """The evidence in the order in which it lies in the pack."""
        rows = [
            (f"{each.number:03d}", each.organisation, each.proof.code_no, each.proof.stage, each.proof.name,
             each.proof.kind, each.proof.made_on, each.proof.file_name or each.proof.place)
            for each in self.exhibits
        ]  # fmt: skip
        return Table("佐证材料目录", INDEX, rows, unit=self.organisation, date=self.day, signatures=())


def gather(reader: Reader, wish: Wish) -> Content:
    """Reads everything once. UserError when there is no assessment to show."""
    chosen = _assessments(reader, wish)
    sheets = tuple(assessment.sheet(reader, each.id) for each in chosen)
    proofs = {each.id: evidence.proofs(reader, each.id) for each in chosen}
    tables, empty = _tables(reader, wish)
    # Its sentences name people, so that it stays out where names are not to be seen.
    if wish.mask != "name" and len((proving := _answered(reader, wish, chosen, sheets)).rows):
        tables = (proving, *tables)
    shown = [(each.organisation, proof) for each in chosen for proof in proofs[each.id]]
    exhibits = tuple(Exhibit(n, organisation, proof) for n, (organisation, proof) in enumerate(shown, 1))
    today = clock.today()
    return Content(
        organisation=_named(reader, wish),
        issuer=setting.value(reader, "unit_name"),
        day=f"{today.year}年{today.month}月{today.day}日",
        sheets=sheets,
        gaps=tuple(gap for sheet in sheets for gap in _gaps(reader, sheet, proofs[sheet.facts.id])),
        tables=tables,
        exhibits=exhibits,
        left_out=empty,
        papers=wish.papers,
    )


def _assessments(reader: Reader, wish: Wish) -> list[Assessed]:
    """The last of each organisation by each list, of one year: the year asked for, else the last that has any."""
    years = assessments.years(reader)
    if not years:
        raise UserError("还没有考核，没有可以装订的清单。", "请先在“考核”里自评，或用 assess 命令按登记核对。")
    year = wish.year or years[0]
    branches = _below(reader, "branch", wish.branch)
    units = _below(reader, "unit", wish.unit)
    of_units = _branches_of(reader, units) if units is not None else None
    found = {}
    for each in assessments.every(reader, year=year):
        if wish.checklists and each.checklist not in wish.checklists:
            continue
        if branches is not None and each.branch not in branches:
            continue
        if units is not None and each.unit not in units and (of_units is None or each.branch not in of_units):
            continue
        found[(each.branch, each.unit, each.checklist)] = each
    if not found:
        raise UserError(f"{_named(reader, wish)}在 {year} 年没有考核，没有可以装订的清单。", "请先在“考核”里自评。")
    return list(found.values())


def _below(reader: Reader, record: str, row: int | None) -> frozenset[int] | None:
    return None if row is None else frozenset(resolve.below(reader, record, row))


def _branches_of(reader: Reader, units: frozenset[int]) -> frozenset[int]:
    marks = ", ".join("?" * len(units))
    sql = f"SELECT id FROM branch WHERE unit IN ({marks})"
    return frozenset(row[0] for row in reader.exec_driver_sql(sql, tuple(units)))


def _named(reader: Reader, wish: Wish) -> str:
    for record, row in (("branch", wish.branch), ("unit", wish.unit)):
        if row is not None:
            return str(reader.exec_driver_sql(f"SELECT name FROM {record} WHERE id = ?", (row,)).scalar() or "")
    return setting.value(reader, "unit_name") or _topmost(reader)


def _topmost(reader: Reader) -> str:
    """The one unit above all others, where there is just one."""
    found = reader.exec_driver_sql("SELECT name FROM unit WHERE parent IS NULL AND void_reason IS NULL LIMIT 2").all()
    return str(found[0][0]) if len(found) == 1 else "全部单位"


def _gaps(reader: Reader, sheet: Sheet, proofs: Sequence[Proof]) -> list[Gap]:
    """Lines without evidence or with an empty stage, then lines that lost points, then what is not mended, line by line."""
    stages: dict[int, set[str]] = {}
    for proof in proofs:
        if proof.item is not None:
            stages.setdefault(proof.item, set()).add(proof.stage)
    open_ = {each.item: each for each in assessments.findings(reader, sheet.facts.id) if not each.done_on}
    found = []
    for line in sheet.lines:
        wants = [
            _no_evidence(line, stages.get(line.id)),
            _lost(sheet, line),
            f"整改未完成：{open_[line.id].content}" if line.id in open_ else "",
        ]
        what = "；".join(want for want in wants if want)
        if what:
            name = sheet.version.name
            found.append(Gap(sheet.facts.organisation, name, line.code_no, line.content, what))
    return found


def _no_evidence(line: Line, there: set[str] | None) -> str:
    if not line.evidence:
        return ""
    if not there:
        return f"没有佐证材料（应有{'、'.join(line.evidence)}）"
    if there == {""}:
        return ""
    empty = [stage for stage in STAGES if stage not in there]
    return f"缺{'、'.join(empty)}的材料" if empty and "" not in there else ""


def _lost(sheet: Sheet, line: Line) -> str:
    counts = sheet.counts(line.id)
    if counts.mark == ABSENT:
        return ""
    if counts.points is None:
        return "没有评分" if line.points else ""
    lost = scale(line, sheet.version.step).most - counts.points
    return f"失 {Points().text(lost)} 分" if lost > 0 else ""


def _answered(reader: Reader, wish: Wish, chosen: Sequence[Assessed], sheets: Sequence[Sheet]) -> Table:
    """The rows for which the lines that answer themselves lose points: what is on record today, so of this year only."""
    rows: list[tuple[str, ...]] = []
    today = clock.today()
    answers = {}
    for checklist in dict.fromkeys(each.checklist for each in chosen if each.year == today.year):
        asked = [_of(each) for each in chosen if each.checklist == checklist]
        for of, told in checklist_answer.everywhere(reader, checklist, asked).items():
            answers[checklist, of] = told
    for each, sheet in zip(chosen, sheets, strict=True):
        told = answers.get((each.checklist, _of(each)), {}) if each.year == today.year else {}
        for line in sheet.lines:
            for alert in told[line.id].alerts if line.id in told and told[line.id].state == checklist_answer.NO else ():
                rows.append((each.organisation, line.code_no, alert.text, sheet.version.name))
    day = f"{today.year}年{today.month}月{today.day}日"
    return Table("自动核对依据", FOUND, rows, unit=_named(reader, wish), date=day, signatures=())


def _of(each: Assessed) -> tuple[str, int]:
    return ("branch", each.branch) if each.branch is not None else ("unit", each.unit or 0)


def _tables(reader: Reader, wish: Wish) -> tuple[tuple[Table, ...], tuple[str, ...]]:
    """The ledgers that have rows, and the titles of those that have none or cannot be parted so."""
    found: list[Table] = []
    empty: list[str] = []
    for name in BRANCH if wish.branch is not None else UNIT:
        ledger = ledgers.LEDGERS[name]
        try:
            made = ledger_table(reader, ledger, unit=wish.unit, branch=wish.branch, mask=wish.mask)
        except UserError:
            empty.append(ledger.title)
            continue
        if len(made.rows):
            found.append(made)
        else:
            empty.append(ledger.title)
    return tuple(found), tuple(empty)


def _short(text: str, most: int = 28) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def versions(reader: Reader) -> tuple[tuple[int, str], ...]:
    """(row, name) of the checklists that can be chosen."""
    return tuple((each.id, each.name) for each in checklists.versions(reader))
