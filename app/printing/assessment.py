"""An assessment on paper: its list as the superior unit knows it, or in the program's own form, with what was given and found."""

from collections.abc import Sequence
from pathlib import Path

from app.db.queries import assessment as queries
from app.db.queries.assessment import Wanting
from app.db.store import Reader
from app.kinds.points import Points
from app.models.assessment import ABSENT
from app.models.checklist import SCORERS
from app.operations import assessment
from app.operations.assessment import Sheet
from app.operations.checklist import form_of
from app.operations.checklist_answer import scale
from app.operations.checklist_layout import Published
from app.operations.checklist_published import Scored
from app.operations.checklist_published import filled as with_scores
from app.operations.checklist_published import form_of as published_of
from app.operations.scoring_entry import shown
from app.printing.checklist import Filled, print_checklist
from app.printing.checklist_own import print_published

ROLES = dict(zip(SCORERS, ("self", "town", "county"), strict=True))  # columns of a published form


def print_assessment(reader: Reader, row: int, path: Path) -> tuple[str, ...]:
    """Writes the PDF, replacing `path` only when whole; sentences about characters that no font holds."""
    told, findings = assessment.sheet(reader, row), queries.findings(reader, row)
    own = own_form(reader, told, findings)
    if own is not None:
        return print_published(own, path, mark=f"{told.facts.organisation}　{told.version.name}")
    return print_checklist(
        form_of(told.version, told.lines), path, unit=told.facts.organisation, date=_day(told),
        year=told.facts.year, filled=filled(told, findings),
    )  # fmt: skip


def own_form(reader: Reader, told: Sheet, findings: Sequence[Wanting]) -> Published | None:
    """The superior unit's form with the points and problems in it; None when the list has no form of its own."""
    if not told.version.layout:
        return None
    form, rows = published_of(reader, told.facts.checklist)
    problems = _problems(findings)
    lines = {line.id: line for line in told.lines}
    given = [Scored(_texts(told, row, problems.get(row, ""))) if row in lines else Scored({}) for row in rows]
    return with_scores(form, given, unit=told.facts.organisation)


def _texts(told: Sheet, row: int, problem: str) -> dict[str, str]:
    """By the role of a column; `score` is what counts, `deduct` what is lost of the standard."""
    line = next(line for line in told.lines if line.id == row)
    way, counts = scale(line, told.version.step), told.counts(row)
    texts = {ROLES[scorer]: shown(way, told.given(row, scorer)) for scorer in SCORERS}
    lost = way.most - counts.points if counts.points is not None and counts.mark != ABSENT else 0
    scored = counts.points is not None
    return {
        **texts, "score": shown(way, counts) if scored else "", "deduct": Points().text(lost) if lost > 0 else "",
        "remark": problem,
    }  # fmt: skip


def _problems(findings: Sequence[Wanting]) -> dict[int, str]:
    wanting: dict[int, list[str]] = {}
    for each in findings:
        if each.item is not None:
            wanting.setdefault(each.item, []).append(each.content)
    return {item: "；".join(texts) for item, texts in wanting.items()}


def filled(told: Sheet, findings: Sequence[Wanting]) -> Filled:
    """What stands in the columns that a blank form leaves open, by the number of the line."""
    codes = {line.id: line.code_no for line in told.lines}
    places = {line.id: str(n) for n, line in enumerate(told.lines, 1)}
    return Filled(
        scores={
            line.code_no: tuple(
                shown(scale(line, told.version.step), told.given(line.id, scorer)) for scorer in SCORERS
            )
            for line in told.lines
        },
        problems={codes[item]: text for item, text in _problems(findings).items() if item in codes},
        sums=tuple(_sum(told, scorer) for scorer in SCORERS),
        findings=tuple(
            (places.get(each.item or 0, ""), each.content, each.measure, each.deadline, each.owner_name,
             f"{each.done_on} {each.result}".strip())
            for each in findings
        ),
    )  # fmt: skip


def _sum(told: Sheet, scorer: str) -> str:
    found = told.sum(scorer)
    return Points().text(found.points) if found.scored else ""


def _day(told: Sheet) -> str:
    days = [told.facts.handed[scorer] for scorer in SCORERS if scorer in told.facts.handed]
    if not days:
        return ""
    year, month, day = days[-1].split("-")
    return f"{year}年{int(month)}月{int(day)}日"
