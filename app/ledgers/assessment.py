"""考核台账, 问题整改台账, 得分明细; the overview of organisations by lines, and which lines and domains are weak.

Columns of real assessment tables: 自评, 乡镇, 县, 总分, 等次 (分类定级).
"""

from collections.abc import Iterator, Sequence

from app.db.queries import assessment as queries
from app.db.queries import checklist as checklists
from app.db.queries.assessment import STANDARDS, SUMS, Standing
from app.db.queries.checklist import Line as Asked
from app.db.queries.figure import Count, Share
from app.db.queries.ledger import Source
from app.db.store import Reader
from app.kinds.points import Points
from app.ledgers.ledger import Ledger, Line, in_words
from app.models.assessment import ABSENT, HIT
from app.models.checklist import BONUS, NONE, VETO
from app.table import Column, Row, Table

FULL, PART, ZERO, ABSENT_SIGN, OPEN, HIT_SIGN = "●", "◐", "○", "－", "", "▲"
LEGEND = "●得满分 ◐扣了分 ○不得分 ▲否决触发 －不涉及，空着的还没有评分。"
_ORGANISATION = "coalesce(b.name, u.name)"
_JOINS = (
    "LEFT JOIN checklist c ON c.id = assessment.checklist LEFT JOIN branch b ON b.id = assessment.branch "
    "LEFT JOIN unit u ON u.id = assessment.unit "
    f"LEFT JOIN ({SUMS}) s ON s.assessment = assessment.id LEFT JOIN ({STANDARDS}) n ON n.checklist = assessment.checklist"
)
_UNIT = "coalesce(assessment.unit, b.unit)"
_ORDER = "assessment.year DESC, c.sort_key, coalesce(b.sort_key, u.sort_key), assessment.id"
# The share is rounded half up, as app.operations.scoring does.
_SHARE = "CASE WHEN n.standard > s.absent THEN (20000 * s.counts + n.standard - s.absent) / (2 * (n.standard - s.absent)) END"

ASSESSMENTS = Ledger(
    "assessments",
    "考核台账",
    counter="次",
    columns=(
        Line("organisation", "被考核组织", _ORGANISATION, "text", 28),
        Line("domain", "领域", "c.domain", "text", 10),
        Line("checklist", "清单", "c.name", "text", 26),
        Line("year", width=8),
        Line("turn", "批次", width=8),
        Line("own", "自评", "s.own", "points", 8, "得分"),
        Line("town", "乡镇", "s.town", "points", 8, "得分"),
        Line("county", "县", "s.county", "points", 8, "得分"),
        Line("counts", "总分", "s.counts", "points", 8, "得分"),
        Line("share", "得分率（%）", _SHARE, "points", 9),
        Line("vetoes", "否决项", "nullif(s.vetoes, 0)", "number", 7),
        Line("satisfaction", "满意率（%）", width=9),
        Line("grade", width=8),
        Line("stars", width=14),
    ),
    source=Source(record="assessment", joins=_JOINS, unit=_UNIT, branch="assessment.branch", order=_ORDER),
    note="总分按每一条最后评分的一方计，加分在内；得分率按涉及的条目计算。",
)
SCORES = Ledger(
    "scores",
    "考核得分明细",
    columns=(
        Line("organisation", "被考核组织", _ORGANISATION, "text", 26),
        Line("year", "年度", "a.year", "number", 7),
        Line("code_no", "编号", "i.code_no", "text", 7),
        Line("group1", "项目", "i.group1", "text", 14),
        Line("content", "考核内容", "i.content", "text", 40),
        Line("standard", "标准分", "i.points", "points", 8),
        Line("scorer", width=8),
        Line("points", width=8),
        Line("mark", "依据", width=10),
        Line("comment", "意见", width=24),
    ),
    source=Source(
        record="score",
        joins=(
            "JOIN assessment a ON a.id = score.assessment JOIN item i ON i.id = score.item "
            "LEFT JOIN branch b ON b.id = a.branch LEFT JOIN unit u ON u.id = a.unit"
        ),
        where="a.void_reason IS NULL",
        unit="coalesce(a.unit, b.unit)",
        branch="a.branch",
        order="a.year DESC, coalesce(b.sort_key, u.sort_key), a.id, i.order_no, i.id, score.id",
    ),
)
FINDINGS = Ledger(
    "findings",
    "考核问题整改台账",
    counter="个",
    columns=(
        Line("organisation", "被考核组织", _ORGANISATION, "text", 26),
        Line("year", "年度", "a.year", "number", 7),
        Line("code_no", "编号", "i.code_no", "text", 7),
        Line("content", width=34),
        Line("scorer", width=8),
        Line("found_on"),
        Line("measure", width=24),
        Line("owner_name"),
        Line("deadline"),
        Line("done_on"),
        Line("result", width=20),
        Line(
            "state", "状态",
            "CASE WHEN finding.done_on IS NOT NULL THEN '已整改' WHEN finding.deadline < {day} THEN '逾期' ELSE '整改中' END",
            "text", 8,
        ),
    ),
    source=Source(
        record="finding",
        joins=(
            "JOIN assessment a ON a.id = finding.assessment LEFT JOIN item i ON i.id = finding.item "
            "LEFT JOIN branch b ON b.id = a.branch LEFT JOIN unit u ON u.id = a.unit"
        ),
        where="a.void_reason IS NULL",
        unit="coalesce(a.unit, b.unit)",
        branch="a.branch",
        order="a.year DESC, coalesce(b.sort_key, u.sort_key), i.order_no, finding.id",
    ),
)  # fmt: skip


def overview(reader: Reader, checklist: int, year: int) -> Table:
    """Organisations × lines: a sign for each, total, share, grade and the change since last time; below, how many of the
    scored organisations reached the whole of each line.
    """
    version, lines = checklists.version(reader, checklist), _scored(checklists.lines(reader, checklist))
    found = queries.cells(reader, year=year, checklist=checklist)
    standings = queries.board(reader, year=year, checklist=checklist)
    former = _former(reader, standings)
    rows: list[Row] = [
        (
            number, each.organisation, _text(each.counts), _share(each), each.grade, _change(each, former),
            *(sign(line, found.get((each.id, line.id))) for line in lines),
        )
        for number, each in enumerate(standings, 1)
    ]  # fmt: skip
    columns = (
        Column("row_no", "序号", "number", 6, "right"), Column("organisation", "被考核组织", "text", 26),
        Column("counts", "总分", "text", 8, "right"), Column("share", "得分率", "text", 8, "right"),
        Column("grade", "等次", "text", 7), Column("change", "比上次", "text", 8, "right"),
        *(Column(f"line_{line.id}", line.code_no, "text", 5, "center", " ".join(line.groups)) for line in lines),
    )  # fmt: skip
    whole = [_reached(line, [found.get((each.id, line.id)) for each in standings]) for line in lines]
    totals = ("合计", f"{len(rows)} 个组织", None, None, None, "满分率", *whole)
    return Table(
        f"{year}年{version.heading}考核一览表", columns, rows, totals, date=in_words(None), note=LEGEND,
        keys=tuple(each.uid for each in standings),
    )  # fmt: skip


def sign(line: Asked, cell: tuple[int, str] | None) -> str:
    """One line of one organisation as a sign that needs no colour."""
    if cell is None:
        return OPEN
    points, mark = cell
    if mark in (ABSENT, HIT):
        return ABSENT_SIGN if mark == ABSENT else HIT_SIGN
    if line.scoring == VETO:
        return FULL
    most = (line.cap if line.scoring == BONUS else line.points) or 0
    return FULL if points >= most else PART if points > 0 else ZERO


def _scored(lines: Sequence[Asked]) -> tuple[Asked, ...]:
    return tuple(line for line in lines if line.scoring != NONE)


def _text(value: int | None) -> str:
    return Points().text(value)


def _share(each: Standing) -> str:
    reach = each.standard - each.absent
    return "" if each.counts is None or reach <= 0 else f"{_text(_rounded(each.counts, reach))}%"


def _rounded(part: int, whole: int) -> int:
    return (20_000 * part + whole) // (2 * whole)


def _former(reader: Reader, standings: Sequence[Standing]) -> dict[int, Standing]:
    """The assessments before these, by their rows."""
    wanted = {each.previous for each in standings if each.previous is not None}
    found: dict[int, Standing] = {}
    for year in queries.years(reader) if wanted else ():
        found |= {each.id: each for each in queries.board(reader, year=year) if each.id in wanted}
    return found


def _change(each: Standing, former: dict[int, Standing]) -> str:
    """Against the last assessment, in points of the share: lists of different totals compare."""
    before = former.get(each.previous or 0)
    if before is None or each.counts is None or before.counts is None:
        return ""
    now, then = each.standard - each.absent, before.standard - before.absent
    if now <= 0 or then <= 0:
        return ""
    moved = _rounded(each.counts, now) - _rounded(before.counts, then)
    return f"{'↑' if moved > 0 else '↓' if moved < 0 else '＝'}{_text(abs(moved)) if moved else ''}"


def _reached(line: Asked, cells: Sequence[tuple[int, str] | None]) -> str:
    if line.scoring == BONUS:  # nobody has to reach one
        return ""
    signs = [sign(line, cell) for cell in cells if cell is not None]
    counted = [each for each in signs if each != ABSENT_SIGN]
    return f"{_rounded(counted.count(FULL), len(counted)) // 100}%" if counted else ""


def weakest(reader: Reader, checklist: int, year: int) -> Table:
    """The lines by how much of their points is lost, the weakest first."""
    version, lines = checklists.version(reader, checklist), _scored(checklists.lines(reader, checklist))
    found = queries.cells(reader, year=year, checklist=checklist)
    told: list[tuple[int, Row]] = []
    for line in lines:
        cells = [cell for (_row, item), cell in found.items() if item == line.id and cell[1] != ABSENT]
        if line.scoring in (BONUS, VETO) or not cells or not line.points:
            continue
        share = _rounded(sum(points for points, _mark in cells), line.points * len(cells))
        losing = sum(points < line.points for points, _mark in cells)
        told.append(
            (share, (line.code_no, " ".join(line.groups), line.content, _text(line.points), len(cells), losing, f"{_text(share)}%"))
        )  # fmt: skip
    told.sort(key=lambda each: each[0])
    columns = (
        Column("row_no", "序号", "number", 6, "right"), Column("code_no", "编号", "text", 7),
        Column("group1", "项目", "text", 14), Column("content", "考核内容", "text", 50),
        Column("points", "标准分", "text", 8, "right"), Column("assessed", "已评组织", "number", 8, "right"),
        Column("losing", "失分组织", "number", 8, "right"), Column("share", "平均得分率", "text", 9, "right"),
    )  # fmt: skip
    rows: list[Row] = [(number, *row) for number, (_share, row) in enumerate(told, 1)]
    return Table(f"{year}年{version.heading}薄弱条目", columns, rows, date=in_words(None))


def domains(reader: Reader, year: int) -> Table:
    """The lists beside each other: how many organisations, their mean share, the best and the least, and the grades."""
    groups: dict[int, list[Standing]] = {}
    for each in queries.board(reader, year=year):
        groups.setdefault(each.checklist, []).append(each)
    grades = tuple(
        dict.fromkeys(("好", "较好", "一般", "较差", *(e.grade for g in groups.values() for e in g if e.grade)))
    )
    rows: list[Row] = []
    for checklist, standings in groups.items():
        version = checklists.version(reader, checklist)
        shares = [
            _rounded(each.counts, each.standard - each.absent)
            for each in standings
            if each.counts is not None and each.standard > each.absent
        ]
        mean = f"{_text(_rounded(sum(shares), len(shares) * 10_000))}%" if shares else ""
        span = (f"{_text(max(shares))}%", f"{_text(min(shares))}%") if shares else ("", "")
        counts = (sum(each.grade == grade for each in standings) or None for grade in grades)
        rows.append((len(rows) + 1, version.domain, version.name, len(standings), len(shares), mean, *span, *counts))
    columns = (
        Column("row_no", "序号", "number", 6, "right"), Column("domain", "领域", "text", 14), Column("name", "清单", "text", 30),
        Column("organisations", "被考核组织", "number", 9, "right"), Column("scored", "已评分", "number", 8, "right"),
        Column("mean", "平均得分率", "text", 9, "right"), Column("best", "最高", "text", 8, "right"),
        Column("least", "最低", "text", 8, "right"), *(Column(f"grade_{grade}", grade, "number", 7, "right") for grade in grades),
    )  # fmt: skip
    return Table(f"{year}年各领域考核比较", columns, rows, date=in_words(None))


def figures(_reader: Reader) -> Iterator[Count | Share]:
    """Assessments of the year, handed in by stage, by grade; findings and how many are mended."""
    joins = "LEFT JOIN branch b ON b.id = assessment.branch"
    year = "assessment.year || '-12-31'"
    at = "coalesce(assessment.unit, b.unit)"
    for code, label, where in (
        ("assessments", "本年考核", ""),
        ("assessments_own", "其中已提交自评", "assessment.self_on IS NOT NULL"),
        ("assessments_town", "其中乡镇已评分", "assessment.town_on IS NOT NULL"),
        ("assessments_county", "其中县已评分", "assessment.county_on IS NOT NULL"),
        ("assessments_graded", "其中已定级", "assessment.grade IS NOT NULL"),
        ("assessments_best", "其中评为好", "assessment.grade = '好'"),
        ("assessments_weak", "其中评为较差", "assessment.grade = '较差'"),
    ):
        yield Count(code, label, "个", "assessment", where, dated=year, unit=at, joins=joins)
    joins = "JOIN assessment a ON a.id = finding.assessment LEFT JOIN branch b ON b.id = a.branch"
    for code, label, where, dated in (
        ("findings", "本期考核问题", "", "finding.found_on"),
        ("findings_mended", "其中已整改", "finding.done_on IS NOT NULL", "finding.found_on"),
    ):
        yield Count(code, label, "个", "finding", where, dated=dated, unit="coalesce(a.unit, b.unit)", joins=joins)
    yield Share("findings_share", "考核问题整改率", "findings_mended", "findings")
