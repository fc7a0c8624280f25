"""How a standardisation checklist is printed for an inspection: blank, or with what was given and found."""

from pathlib import Path

from app import clock
from app.operations.checklist_form import ChecklistForm, Item, plain
from app.printing import fonts
from app.printing.checklist_page import Heading, Line, Section, draw
from app.printing.page import A4_LANDSCAPE, paper_file


def print_checklist(
    form: ChecklistForm, path: Path, *, unit: str = "", date: str = "", year: int | None = None
) -> tuple[str, ...]:
    """Writes the blank form as PDF, A4 landscape, replacing `path` only when whole.

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
    sections = _sections(form)
    missing = fonts.uncovered(_texts(heading, sections))
    with paper_file(path, A4_LANDSCAPE, heading.title) as sheet:
        draw(sheet, heading, sections, total=plain(form.points))
    return (fonts.warning(missing),) if missing else ()


def _sections(form: ChecklistForm) -> tuple[Section, ...]:
    numbers = {item.code: n for n, item in enumerate(form.items(), start=1)}
    return tuple(
        Section(
            name=group.name,
            lines=tuple(_line(item, numbers[item.code]) for item in group.items),
            points=plain(group.points) if group.points else "",
        )
        for group in form.groups
    )


def _line(item: Item, number: int) -> Line:
    evidence = "、".join(item.evidence)
    return Line(str(number), item.content, item.standard, item.how, f"{item.method}：{evidence}")


def _texts(heading: Heading, sections: tuple[Section, ...]) -> list[str]:
    texts = [heading.title, heading.unit, heading.domain, heading.version, heading.date, heading.note]
    for section in sections:
        texts += [section.name, *(text for line in section.lines for text in line)]
    return texts
