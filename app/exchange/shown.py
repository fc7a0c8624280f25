"""How the rows of a plan are shown: values as text, changes as old and new, names instead of row ids."""

from typing import Any

from app.db.queries import standing
from app.exchange import target as t
from app.exchange.cell import CLEAR
from app.exchange.fate import Outcome
from app.exchange.grid import Workbook
from app.exchange.linking import Books
from app.exchange.plan import REFUSED, SAME, Layout, Note, Options, PlanRow
from app.exchange.whole import Whole


def defaults(whole: Whole, options: Options) -> None:
    """A branch or village given for the whole file fills the rows that name none."""
    for given, record, target in (
        (options.branch, "member", "member.branch"),
        (options.unit, "household", "household.village"),
    ):
        if not given or whole.record != record:
            continue
        if target not in whole.columns:
            whole.targets = (*whole.targets, target)
            whole.columns[target] = [given] * len(whole)
        else:
            whole.columns[target] = [given if value is None else value for value in whole.columns[target]]


def rows(reader: Any, whole: Whole, outcome: Outcome, books: Books) -> list[PlanRow]:
    """Every row with its fate, in the order of the sheets."""
    values = list(zip(*(whole.columns[target] for target in whole.targets), strict=True))
    changes = _told(reader, outcome, books)
    refused, warned, repeats = whole.refused, whole.warned, whole.repeats
    told = zip(whole.origin, outcome.fates, values, strict=True)
    made = [PlanRow(layout, row, fate, shown) for (layout, row), fate, shown in told]
    for place in {*refused, *warned, *repeats, *changes}:
        same = repeats.get(place)
        bad = refused.get(place) or (refused.get(same) if same is not None else None)
        if bad:  # also where nobody was registered whom this row could repeat
            made[place] = made[place]._replace(fate=REFUSED, notes=tuple(bad))
        else:
            fate = made[place].fate if same is None else SAME
            made[place] = made[place]._replace(
                fate=fate, notes=tuple(warned.get(place, ())), changes=changes.get(place, ())
            )
    return made


def _told(reader: Any, outcome: Outcome, books: Books) -> dict[int, tuple[tuple[str, str, str], ...]]:
    names = _names(reader, outcome, books)
    told = {}
    for place, changes in outcome.changes.items():
        told[place] = tuple(
            (target, _text(target, old, names), _text(target, new, names)) for target, old, new in changes
        )
    return told


def _names(reader: Any, outcome: Outcome, books: Books) -> dict[tuple[str, int], str]:
    """Words for the rows that links in changes point to."""
    wanted: dict[str, set[int]] = {}
    for changes in outcome.changes.values():
        for target, old, new in changes:
            record = t.link_of(target)
            if record:
                wanted.setdefault(record, set()).update(value for value in (old, new) if isinstance(value, int))
    found: dict[tuple[str, int], str] = {}
    for record, handles in wanted.items():
        stored = standing.names(reader, record, [row for row in handles if row > 0])
        found.update(((record, row), name) for row, name in stored.items())
        made = books.made.get(record, [])
        found.update(((record, handle), made[-handle - 1]) for handle in handles if handle < 0 and -handle <= len(made))
    return found


def _text(target: str, value: Any, names: dict[tuple[str, int], str]) -> str:
    if value is None or value is CLEAR:
        return ""
    record = t.link_of(target)
    if record:
        return names.get((record, value), "新登记的一条")
    return t.kind_of(target).text(value)


Stray = list[tuple[int, int, Note]]


def strays(workbook: Workbook, stray: Stray, width: int, layouts: int) -> list[PlanRow]:
    """People outside every table that is read: refused with the reason. Their layouts come after the `layouts` others."""
    sheets = list(dict.fromkeys(sheet for sheet, _row, _note in stray))
    return [
        PlanRow(layouts + sheets.index(sheet), row + workbook.grids[sheet].first_row, REFUSED, (None,) * width, (note,))
        for sheet, row, note in stray
    ]


def stray_layouts(workbook: Workbook, stray: Stray) -> tuple[Layout, ...]:
    sheets = dict.fromkeys(sheet for sheet, _row, _note in stray)
    return tuple(Layout(workbook.grids[sheet].name, sheet, 0, 0, (), "") for sheet in sheets)
