"""考核: an organisation through a checklist, scored by itself, the township and the county; what was given before is never overwritten."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app import clock
from app.db.queries import assessment as queries
from app.db.queries import checklist as checklists
from app.db.queries import ledger
from app.db.queries.assessment import BY, DAYS, Assessed, Mark
from app.db.queries.checklist import Line, Version
from app.db.store import Reader, Store
from app.db.work import Work
from app.errors import Problem, Rejected, UserError
from app.models import RECORDS
from app.models.assessment import ABSENT, Assessment, Finding, Score
from app.models.checklist import NONE, SCORERS, SELF
from app.operations import checklist_answer, record, setting
from app.operations.checklist_answer import Organisation, scale
from app.operations.scoring import Given, Grading, Sum, fault, graded, latest, marked, total

FORMER = "沿用上一次"
BARRED = ("好", "较好")


@dataclass(frozen=True)
class Sheet:
    """One assessment with its lines and what was given: all that a screen or a page needs."""

    facts: Assessed
    version: Version
    lines: tuple[Line, ...]
    marks: Mapping[tuple[int, str], Mark]

    def given(self, line: int, scorer: str) -> Given | None:
        mark = self.marks.get((line, scorer))
        return None if mark is None else Given(mark.points, mark.mark)

    def counts(self, line: int) -> Given:
        """What counts for a line: the word of the last who scored it."""
        return latest([self.given(line, scorer) for scorer in SCORERS])

    def sum(self, scorer: str = "") -> Sum:
        """All lines of one scorer, or of whoever scored each last."""
        step = self.version.step
        return total(
            (scale(line, step), (self.given(line.id, scorer) or Given()) if scorer else self.counts(line.id))
            for line in self.lines
        )


def sheet(reader: Reader, assessment: int) -> Sheet:
    """UserError when it is gone."""
    facts = queries.assessed(reader, assessment)
    lines = tuple(line for line in checklists.lines(reader, facts.checklist))
    return Sheet(facts, checklists.version(reader, facts.checklist), lines, queries.marks(reader, assessment))


def begin(
    store: Store, checklist: int, organisation: Organisation, *, year: int, turn: str = "", follow: bool = False
) -> int:
    """A new assessment; the row. `follow` takes what counted last time as the first self-assessment, to be gone through.

    UserError when this organisation has one by this checklist in that year and turn.
    """
    return begin_all(store, checklist, [organisation], year=year, turn=turn, follow=follow)[0]


def begin_all(
    store: Store, checklist: int, organisations: Iterable[Organisation], *, year: int, turn: str = "",
    follow: bool = False,
) -> list[int]:  # fmt: skip
    """The same for many, as one work; those that have one already are passed over unless it is the only one asked for."""
    asked = list(organisations)
    with store.work("新建考核") as work:
        version = checklists.version(work.connection, checklist)
        made = [_begun(work, version, each, (year, turn), follow=follow) for each in asked]
        fresh = [row for row in made if row is not None]
        if not fresh:
            raise UserError(f"{year}年{turn}的考核已经建过了。", "请打开原有的考核，或填写另一个考核批次。")
        work.rename(f"新建{year}年{turn}考核 {len(fresh)} 个")
    return fresh


def _begun(
    work: Work, version: Version, organisation: Organisation, when: tuple[int, str], *, follow: bool
) -> int | None:
    kind, row = organisation
    year, turn = when
    sides = {"branch": row if kind == "branch" else None, "unit": row if kind == "unit" else None}
    if queries.same(work.connection, **sides, checklist=version.id, year=year, turn=turn):
        return None
    former = queries.latest(work.connection, **sides, checklist=version.id)
    name = ledger.name_of(work.connection, kind, row)
    values = {
        **sides, "name": f"{year}年{turn}{name}（{version.name}）", "checklist": version.id, "year": year, "turn": turn or None,
        "previous": former,
    }  # fmt: skip
    made = record.keep(work, Assessment, values, row=None, before={})
    if follow and former is not None:
        _follow(work, made, version, former)
    return made


def _follow(work: Work, made: int, version: Version, former: int) -> None:
    """Lines are known again by their words; of other points only what still fits is taken."""
    old = sheet(work.connection, former)
    counted = {line.content: old.counts(line.id) for line in old.lines}
    rows = []
    for line in checklists.lines(work.connection, version.id):
        given = counted.get(line.content, Given())
        if given.points is not None and not fault(scale(line, version.step), given.points):
            rows.append((made, line.id, SELF, given.points, given.mark or None, f"{FORMER}（{old.facts.year}年）"))
    work.add_many(Score, ("assessment", "item", "scorer", "points", "mark", "comment"), rows)


def give(
    store: Store, assessment: int, line: int, scorer: str, *, mark: str = "", points: int | None = None,
    comment: str | None = None,
) -> None:  # fmt: skip
    """What a scorer gives for one line: by a mark (how many cases, which grade, 达标 …) or by points in hundredths.

    Rejected beside `points` when the line does not allow it; UserError when his stage is closed.
    """
    with store.work("登记得分") as work:
        told = sheet(work.connection, assessment)
        given = judged(told, line, Given(points, mark))
        open_for(told, scorer)
        values = {"points": given.points, "mark": given.mark or None, "machine": None}
        if comment is not None:
            values["comment"] = comment or None
        present = told.marks.get((line, scorer))
        if present is None:
            work.add(Score, {"assessment": assessment, "item": line, "scorer": scorer, **values})
        else:
            work.change(Score, present.id, values)
        work.rename(f"{told.facts.organisation}{scorer}第 {_code(told, line)} 条")


def _code(told: Sheet, line: int) -> str:
    return next(each.code_no for each in told.lines if each.id == line)


def judged(told: Sheet, line: int, given: Given) -> Given:
    """The points that a mark gives, or the points as they were given when the line allows them. Rejected beside `points`."""
    one = next((each for each in told.lines if each.id == line), None)
    if one is None:
        raise UserError("这一条已经不在清单里了。", "请刷新后再试。")
    measure = scale(one, told.version.step)
    if measure.scoring == NONE:
        raise _refused("这一条不计分。")
    points = given.points
    if points is None:
        try:
            points = marked(measure, given.mark)
        except ValueError as error:
            raise _refused(str(error)) from error
        if points is None:
            raise _refused("这一条没有写明每处扣几分，请直接填得分。")
    if given.mark != ABSENT and (why := fault(measure, points)):
        raise _refused(why)
    return Given(points, given.mark)


def _refused(why: str) -> Rejected:
    return Rejected([Problem("points", why, "points")])


def open_for(told: Sheet, scorer: str) -> None:
    """UserError when this scorer's stage is handed in, or a later one has begun: what was given stays."""
    if scorer in told.facts.handed:
        raise UserError(
            f"{scorer}已于 {told.facts.handed[scorer]} 提交，不能再改。", "确有差错的，请先退回这一步并写明原因。"
        )
    later = SCORERS[SCORERS.index(scorer) + 1 :]
    begun = next((each for each in later if each in told.facts.handed or _any(told, each)), "")
    if begun:
        raise UserError(f"{begun}已经开始评分，{scorer}的得分不能再改。", "不同意见请写在各自的评分意见里。")


def _any(told: Sheet, scorer: str) -> bool:
    return any(who == scorer for _line, who in told.marks)


def clear(store: Store, assessment: int, line: int, scorer: str) -> None:
    """Takes back what a scorer gave for a line, while his stage is open."""
    with store.work("清除得分") as work:
        told = sheet(work.connection, assessment)
        open_for(told, scorer)
        present = told.marks.get((line, scorer))
        if present is None:
            raise UserError("这一条还没有得分，不必清除。")
        work.change(Score, present.id, {"void_reason": "清除得分"})
        work.rename(f"清除{told.facts.organisation}{scorer}第 {_code(told, line)} 条的得分")


def take(store: Store, assessment: int, scorer: str = SELF, *, lines: Collection[int] = ()) -> int:
    """Takes over what the rules propose for lines that this scorer has not scored (all, or these); how many."""
    with store.work("采用自动核对的得分") as work:
        told = sheet(work.connection, assessment)
        open_for(told, scorer)
        rows = proposals(work.connection, told, scorer, lines)
        work.add_many(Score, ("assessment", "item", "scorer", "points", "mark", "machine", "comment"), rows)
        work.rename(f"{told.facts.organisation}{scorer}采用自动核对 {len(rows)} 条")
    return len(rows)


def proposals(reader: Reader, told: Sheet, scorer: str, lines: Collection[int] = ()) -> list[tuple[Any, ...]]:
    """Rows of scores as the rules propose them."""
    found = checklist_answer.answers(reader, told.facts.checklist, _organisation(told.facts))
    return [
        (told.facts.id, line.id, scorer, answer.proposal.points, answer.proposal.mark or None, "是", _said(answer))
        for line in told.lines
        if (answer := found.get(line.id)) is not None and answer.proposal is not None
        and (not lines or line.id in lines) and (line.id, scorer) not in told.marks and scorer in line.scorers
    ]  # fmt: skip


def _said(answer: checklist_answer.Answer) -> str | None:
    if not answer.alerts:
        return None
    more = f"等 {len(answer.alerts)} 项" if len(answer.alerts) > 1 else ""
    return f"自动核对：{answer.alerts[0].text.rstrip('。')}{more}。"


def _organisation(facts: Assessed) -> Organisation:
    return ("branch", facts.branch) if facts.branch is not None else ("unit", facts.unit or 0)


def hand_in(store: Store, assessment: int, scorer: str, *, by: str = "", on: str = "") -> None:
    """Closes a stage. UserError while lines of a self-assessment are without points, or nothing was scored at all."""
    with store.work("提交评分") as work:
        told = sheet(work.connection, assessment)
        open_for(told, scorer)
        left = [line.code_no for line in told.lines if _waits(told, line, scorer)]
        if not _any(told, scorer):
            raise UserError(f"{scorer}还没有给任何一条评分。")
        if scorer == SELF and left:
            shown = "、".join(left[:8]) + ("等" if len(left) > 8 else "")
            raise UserError(f"自评还有 {len(left)} 条没有得分：{shown}。", "请评完再提交；不涉及的请选“不涉及”。")
        work.change(Assessment, assessment, {DAYS[scorer]: on or clock.today().isoformat(), BY[scorer]: by or None})
        work.rename(f"{told.facts.organisation}提交{scorer}")


def _waits(told: Sheet, line: Line, scorer: str) -> bool:
    return line.scoring != NONE and scorer in line.scorers and (line.id, scorer) not in told.marks


def give_back(store: Store, assessment: int, scorer: str, *, reason: str) -> None:
    """退回: opens a stage again while no later one has begun. The reason stays in the history."""
    if not reason.strip():
        raise Rejected([Problem("reason", "请写明退回的原因。", "required")])
    with store.work("退回评分") as work:
        told = sheet(work.connection, assessment)
        if scorer not in told.facts.handed:
            raise UserError(f"{scorer}还没有提交，不必退回。")
        later = SCORERS[SCORERS.index(scorer) + 1 :]
        if any(each in told.facts.handed or _any(told, each) for each in later):
            raise UserError(f"后面的评分已经开始，{scorer}不能退回。")
        work.change(Assessment, assessment, {DAYS[scorer]: None})
        work.rename(f"退回{told.facts.organisation}{scorer}：{reason.strip()}")


def grading(reader: Reader, told: Sheet, satisfaction: int | None = None) -> Grading:
    """The 等次 that points, vetoes and 满意率 give, by the bands of the checklist or of the setting."""
    bands = told.version.bands or setting.value(reader, "grade_bands")
    share = told.facts.satisfaction if satisfaction is None else satisfaction
    return graded(told.sum(), bands, share, int(setting.value(reader, "grade_satisfaction")) * 100)


def settle(
    store: Store, assessment: int, grade: str, *, satisfaction: int | None = None, reason: str = "", stars: str = "",
    by: str = "",
) -> None:  # fmt: skip
    """定级. Rejected when a veto or a low 满意率 bars the grade, or when it is another than the points give without a reason."""
    with store.work("定级") as work:
        told = sheet(work.connection, assessment)
        found = grading(work.connection, told, satisfaction)
        if found.barred and grade in BARRED:
            raise Rejected([Problem("grade", f"{'，'.join(found.barred)}，不能评为“{grade}”。", "barred")])
        if grade != found.grade and not reason.strip():
            told_by = f"分数对应“{found.grade}”" if found.grade else "还没有可以对应的分数"
            raise Rejected([Problem("grade_reason", f"{told_by}，评为“{grade}”请写明原因。", "required")])
        values: dict[str, Any] = {
            "grade": grade, "grade_reason": reason.strip() or None, "stars": stars or None, "approved_by": by or None,
            "approved_on": clock.today().isoformat(),
        }  # fmt: skip
        if satisfaction is not None:
            values["satisfaction"] = satisfaction
        record.keep(work, Assessment, values, row=assessment, before=work.row("assessment", assessment))
        work.rename(f"{told.facts.organisation}定级为{grade}")


def find(store: Store, assessment: int, values: Mapping[str, Any]) -> int:
    """A finding of an assessment: content, item, scorer, owner_name, deadline, measure. Rejected beside the fields."""
    told = {"found_on": clock.today().isoformat(), **values, "assessment": assessment}
    return record.save(store, Finding, told, label="登记考核问题")


def mend(store: Store, finding: int, *, on: str = "", result: str = "") -> None:
    """A finding is mended on a day (today unless said)."""
    told = {"done_on": on or clock.today().isoformat(), "result": result or None}
    record.save(store, RECORDS["finding"], told, row=finding, label="登记整改完成")
