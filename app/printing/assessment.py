"""An assessment on paper: its list in the program's own form with what was given, what was found, and the signatures."""

from collections.abc import Sequence
from pathlib import Path

from app.db.queries.assessment import Wanting
from app.models.checklist import SCORERS
from app.operations.assessment import Sheet
from app.operations.checklist import form_of
from app.operations.checklist_answer import scale
from app.operations.scoring_entry import shown
from app.printing.checklist import Filled, print_checklist


def print_assessment(told: Sheet, findings: Sequence[Wanting], path: Path) -> tuple[str, ...]:
    """Writes the PDF, replacing `path` only when whole; sentences about characters that no font holds."""
    return print_checklist(
        form_of(told.version, told.lines), path, unit=told.facts.organisation, date=_day(told),
        year=told.facts.year, filled=filled(told, findings),
    )  # fmt: skip


def filled(told: Sheet, findings: Sequence[Wanting]) -> Filled:
    """What stands in the columns that a blank form leaves open, by the number of the line."""
    wanting: dict[int, list[str]] = {}
    for each in findings:
        if each.item is not None:
            wanting.setdefault(each.item, []).append(each.content)
    codes = {line.id: line.code_no for line in told.lines}
    places = {line.id: str(n) for n, line in enumerate(told.lines, 1)}
    return Filled(
        scores={
            codes[line.id]: tuple(
                shown(scale(line, told.version.step), told.given(line.id, scorer)) for scorer in SCORERS
            )
            for line in told.lines
        },
        problems={codes[item]: "；".join(texts) for item, texts in wanting.items() if item in codes},
        sums=tuple(_sum(told, scorer) for scorer in SCORERS),
        findings=tuple(
            (
                places.get(each.item or 0, ""),
                each.content,
                each.measure,
                each.deadline,
                each.owner_name,
                f"{each.done_on} {each.result}".strip(),
            )
            for each in findings
        ),
    )


def _sum(told: Sheet, scorer: str) -> str:
    found = told.sum(scorer)
    whole = found.points / 100
    return f"{whole:g}" if found.scored else ""


def _day(told: Sheet) -> str:
    days = [told.facts.handed[scorer] for scorer in SCORERS if scorer in told.facts.handed]
    if not days:
        return ""
    year, month, day = days[-1].split("-")
    return f"{year}年{int(month)}月{int(day)}日"
