"""How a standardisation checklist is printed for an inspection: blank, or with what was given and found."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app import clock
from app.operations.checklist_form import ChecklistForm, Item, plain
from app.printing import fonts
from app.printing.checklist_page import Heading, Line, Section, draw
from app.printing.page import A4_LANDSCAPE, paper_file


@dataclass(frozen=True)
class Filled:
    """What stands where a blank form is open: by the number of the line what the three gave and what is wrong with it; the
    sums of the three; the rows of 问题清单 (line, what, how to mend, by when, who, what came of it).
    """

    scores: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    problems: Mapping[str, str] = field(default_factory=dict)
    sums: tuple[str, ...] = ("", "", "")
    findings: tuple[tuple[str, ...], ...] = ()


def print_checklist(
    form: ChecklistForm, path: Path, *, unit: str = "", date: str = "", year: int | None = None,
    filled: Filled = Filled(),
) -> tuple[str, ...]:  # fmt: skip
    """Writes the form as PDF, A4 landscape, replacing `path` only when whole; blank unless something is `filled` in.

    `year` stands in the title, by default this year; an empty `unit` or `date` leaves a line to write on. Returns
    sentences about characters that no font holds.
    """
    heading = Heading(
        title=f"{clock.today().year if year is None else year}年{form.title}",
        unit=unit,
        domain=form.domain,
        version=form.version,
        date=date,
        note=form.source,
    )
    sections = _sections(form, filled)
    missing = fonts.uncovered([*_texts(heading, sections), *(text for row in filled.findings for text in row)])
    with paper_file(path, A4_LANDSCAPE, heading.title) as sheet:
        draw(sheet, heading, sections, total=plain(form.points), sums=filled.sums, findings=filled.findings)
    return (fonts.warning(missing),) if missing else ()


def _sections(form: ChecklistForm, filled: Filled) -> tuple[Section, ...]:
    numbers = {item.code: n for n, item in enumerate(form.items(), start=1)}
    return tuple(
        Section(
            name=group.name,
            lines=tuple(_line(item, numbers[item.code], filled) for item in group.items),
            points=plain(group.points) if group.points else "",
        )
        for group in form.groups
    )


def _line(item: Item, number: int, filled: Filled) -> Line:
    evidence = "、".join(item.evidence)
    by = f"{item.method}：{evidence}" if item.method and evidence else item.method or evidence
    scores, problem = filled.scores.get(item.code, ("", "", "")), filled.problems.get(item.code, "")
    return Line(str(number), item.content, item.standard, item.how, by, scores, problem)


def _texts(heading: Heading, sections: tuple[Section, ...]) -> list[str]:
    texts = [heading.title, heading.unit, heading.domain, heading.version, heading.date, heading.note]
    for section in sections:
        texts.append(section.name)
        for line in section.lines:
            texts += [*line[:5], *line.scores, line.problem]
    return texts
