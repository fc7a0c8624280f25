"""Made-up assessments: the branches of one township, each through the list of its domain, last year and this year."""

from typing import Any

from app.db.queries.checklist import Line, lines
from app.models.assessment import PASSED
from app.models.checklist import ALL, BONUS, COUNTY, DEDUCT, GRADED, SELF, TOWN, VETO
from app.operations import checklist, checklist_form
from app.operations.checklist_answer import scale
from app.operations.sample_maker import Maker
from app.operations.scoring import Given, Scale, graded, marked, total

BANDS = "90以上好、80以上较好、60以上一般、其余较差"
FOUND = ("会议记录不完整", "公开栏更新不及时", "党员名册有缺项", "走访登记偏少", "主题党日缺方案")
COLUMNS = (
    "name", "checklist", "branch", "year", "previous", "self_on", "self_by", "town_on", "county_on", "satisfaction", "grade",
    "approved_on",
)  # fmt: skip
Scored = list[tuple[Line, Given]]


def add(maker: Maker) -> None:
    """At the end of the sample, from the branches of the first township, however large the sample is."""
    connection = maker.work.connection
    rows = connection.exec_driver_sql(
        "SELECT b.domain, b.id, b.name, coalesce(b.secretary, '') FROM branch b JOIN unit u ON u.id = b.unit "
        "WHERE b.kind = '党支部' AND (SELECT min(t.id) FROM unit t WHERE t.kind = '乡镇') IN (u.id, u.parent) ORDER BY b.id"
    ).all()
    for key in checklist_form.domains():
        title = checklist_form.load(key)
        version = checklist.loaded(maker.work, title)
        told = (version, f"{title.title} {title.version}", lines(connection, version))
        if branches := [(branch, name, who) for domain, branch, name, who in rows if domain == title.domain]:
            former = _year(maker, told, branches, {}, maker.today.year - 1)
            _year(maker, told, branches, former, maker.today.year)


def _year(
    maker: Maker, told: tuple[int, str, tuple[Line, ...]], branches: list[tuple[int, str, str]],
    former: dict[int, int], year: int,
) -> dict[int, int]:  # fmt: skip
    """The assessments of a year by branch; last year all is done, this year the township is half through."""
    version, named, every = told
    over = year < maker.today.year
    sheets: list[dict[str, Scored]] = []
    rows: list[tuple[Any, ...]] = []
    for place, (branch, name, secretary) in enumerate(branches):
        done = over or place % 5 != 4
        sheet = {SELF: _scored(maker, every, 0.86)}
        if over or (done and place % 2 == 0):
            sheet[TOWN] = _scored(maker, every, 0.8)
        if over:
            sheet[COUNTY] = _scored(maker, every[:: maker.random.randrange(3, 6)], 0.78)
        sheets.append(sheet)
        share = maker.random.randrange(880, 1000) * 10 if over else None
        last = sheet.get(TOWN, [])
        grade = graded(total((scale(line), given) for line, given in last), BANDS, share, 9000).grade if over else None
        rows.append(
            (f"{year}年{name}（{named}）", version, branch, year, former.get(branch), f"{year}-11-05" if done else None,
             secretary or None, f"{year}-11-18" if TOWN in sheet else None, f"{year}-12-20" if over else None, share, grade,
             f"{year}-12-28" if over else None)
        )  # fmt: skip
    made = maker.add("assessment", COLUMNS, rows)
    _scores(maker, made, sheets)
    _findings(maker, made, every, year)
    return {branch: row for (branch, _name, _who), row in zip(branches, made, strict=True)}


def _scores(maker: Maker, made: range, sheets: list[dict[str, Scored]]) -> None:
    scores = [
        (row, line.id, scorer, given.points, given.mark or None)
        for row, sheet in zip(made, sheets, strict=True)
        for scorer, scored in sheet.items()
        for line, given in scored
    ]
    maker.add("score", ("assessment", "item", "scorer", "points", "mark"), scores)


def _findings(maker: Maker, made: range, every: tuple[Line, ...], year: int) -> None:
    names = ("assessment", "item", "scorer", "content", "found_on", "owner_name", "deadline", "done_on", "result")
    rows = []
    for row in made[::3]:
        over = year < maker.today.year or maker.random.random() < 0.4
        rows.append(
            (row, maker.random.choice(every).id, TOWN, maker.random.choice(FOUND), f"{year}-11-18", maker.name(),
             f"{year}-12-31", f"{year}-12-10" if over else None, "已整改" if over else None)
        )  # fmt: skip
    maker.add("finding", names, rows)


def _scored(maker: Maker, every: tuple[Line, ...], good: float) -> Scored:
    return [(line, _given(maker, scale(line), whole=maker.random.random() < good)) for line in every]


def _given(maker: Maker, told: Scale, *, whole: bool) -> Given:
    if told.scoring == VETO:
        return Given(0, PASSED)
    if told.scoring == BONUS:
        return Given(0 if whole or told.each is None else told.each, "")
    if told.scoring == GRADED and told.steps():
        name, points = told.steps()[0 if whole else 1]
        return Given(points, name)
    if told.scoring == DEDUCT and told.each is not None:
        cases = "0" if whole else str(maker.random.randrange(1, 4))
        return Given(marked(told, cases), cases)
    return Given(told.points if whole or told.scoring != ALL else 0, PASSED if whole else "")
