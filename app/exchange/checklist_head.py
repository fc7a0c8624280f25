"""Where does the table of a published checklist begin, and what is each of its columns for?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.exchange import checklist_word as word
from app.exchange.grid import Area, Grid, Value
from app.operations.checklist_layout import Column, Row

_DEEPEST = 3
_SEARCHED = 60
_MEANING = frozenset({"group", "content", "weak"})


@dataclass(frozen=True)
class Head:
    """Heading rows `first` … `last` of the grid (0-based); `places` are the grid's columns that belong to the table."""

    first: int
    last: int
    places: tuple[int, ...]
    columns: tuple[Column, ...]

    def labels(self) -> tuple[str, ...]:
        return tuple(word.plain(column.label) for column in self.columns)


def text_of(value: Value) -> str:
    """A cell as it is read on paper: 2 for 2.0, lines kept."""
    if value is None:
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(round(value, 6), "g")
    return "\n".join(line.strip() for line in str(value).replace("\r", "").split("\n")).strip()


@dataclass(frozen=True)
class Page:
    """A sheet as it is read on paper: every row as texts, all of one width; merges as in the grid."""

    name: str
    cells: tuple[tuple[str, ...], ...]
    merges: tuple[Area, ...]
    hidden: frozenset[int]


def page(grid: Grid) -> Page:
    wide = max((len(row) for row in grid.rows), default=0)
    rows = (tuple(map(text_of, row)) for row in grid.rows)
    cells = tuple(row + ("",) * (wide - len(row)) for row in rows)
    return Page(grid.name, cells, grid.merges, grid.hidden_rows)


def heads(sheet: Page) -> tuple[Head, ...]:
    """Every heading of the sheet from top to bottom; one that says the same again (a page's) is among them."""
    found: list[Head] = []
    row = 0
    while row < len(sheet.cells) and (found or row < _SEARCHED):
        if _is_head(sheet.cells[row]):
            found.append(_head(sheet, row))
            row = found[-1].last
        row += 1
    return tuple(found)


def _is_head(cells: Sequence[str]) -> bool:
    filled = [cell for cell in cells if cell]
    roles = [word.role_of(cell) for cell in filled]
    known = [role for role in roles if role]
    if len(known) < 3 or len(known) * 2 < len(filled):
        return False
    return bool(_MEANING & set(known)) and len({*known} - {"number"}) >= 2


def _head(sheet: Page, first: int) -> Head:
    last = _last(sheet, first)
    labels = _labels(sheet, first, last)
    below = [sheet.cells[row] for row in range(last + 1, len(sheet.cells))]
    places = tuple(at for at, label in enumerate(labels) if label or any(row[at] for row in below))
    wanted = [labels[at] for at in places]
    roles = _roles(wanted, lambda n: "".join(row[places[n]] for row in below))
    columns = tuple(Column(label, role) for label, role in zip(wanted, roles, strict=True))
    return Head(first, last, places, columns)


def _last(sheet: Page, first: int) -> int:
    """Merges that begin in the first row tell how deep it is; without them, a row of nothing but known words goes on."""
    deepest = max((bottom for top, _, bottom, _ in sheet.merges if top == first), default=first)
    deepest = min(deepest, first + _DEEPEST - 1, len(sheet.cells) - 1)
    if deepest == first and first + 1 < len(sheet.cells):
        below = [cell for cell in sheet.cells[first + 1] if cell]
        known = [cell for cell in below if word.role_of(cell)]
        if below and len(known) == len(below) and not _is_head(sheet.cells[first + 1]):
            return first + 1
    return deepest


def _labels(sheet: Page, first: int, last: int) -> list[str]:
    """得分 above 自评 is 得分·自评; a cell that reaches over others stands over each of them."""
    found: list[list[str]] = [[] for _ in range(len(sheet.cells[first]))]
    for row in range(first, last + 1):
        cells = sheet.cells[row]
        over = _over(sheet.merges, row)
        for at in range(len(cells)):
            text = cells[over.get(at, at)].replace("\n", "")
            if text and text not in found[at]:
                found[at].append(text)
    return ["·".join(parts) for parts in found]


def _over(merges: tuple[Area, ...], row: int) -> dict[int, int]:
    return {at: left for top, left, bottom, right in merges if top == row for at in range(left, right + 1)}


def _roles(labels: list[str], under: Callable[[int], str]) -> list[str]:
    """`under` gives all words below the n-th column."""
    roles = [_role(label) for label in labels]
    contents = [n for n, role in enumerate(roles) if role == "content"]
    for n in contents[:-1]:
        if labels[n] != labels[contents[-1]]:  # one heading over several columns is one
            roles[n] = "group"
    for n in [n for n, role in enumerate(roles) if role == "weak"]:
        roles[n] = "how" if "content" in roles else "content"
    for n in [n for n, role in enumerate(roles) if role == "means"]:
        judged = under(n)
        scoring = judged.count("扣") + judged.count("得分") + judged.count("加")
        roles[n] = "how" if "how" not in roles and scoring > 0 else "method"
    groups = [n for n, role in enumerate(roles) if role == "group"]
    if "content" not in roles and groups:
        roles[groups[-1]] = "content"
    return [role or "other" for role in roles]


def _role(label: str) -> str:
    """The lowest word counts: of 得分·自评 it is 自评."""
    for part in reversed(label.split("·")):
        if role := word.role_of(part):
            return role
    return ""


def rows_of(sheet: Page, first: int, last: int, places: tuple[int, ...]) -> tuple[Row, ...]:
    """Rows `first` … `last` (exclusive) with their merges, in the columns of the table."""
    index = {place: n for n, place in enumerate(places)}
    reaching: dict[int, list[Area]] = {}
    for area in sheet.merges:
        for number in range(max(first, area[0]), min(last, area[2] + 1)):
            reaching.setdefault(number, []).append(area)
    return tuple(_row(sheet, number, index, reaching.get(number, ())) for number in range(first, last))


def _row(sheet: Page, number: int, index: dict[int, int], areas: Sequence[Area]) -> Row:
    cells: list[str | None] = [sheet.cells[number][place] for place in index]
    wide: list[tuple[int, int]] = []
    for top, left, _bottom, right in areas:
        covered = [index[at] for at in range(left, right + 1) if at in index]
        if not covered:
            continue
        if top < number:  # reaches down from above: its first row may stand above the first one asked for
            cells[covered[0]] = None
            for n in covered[1:]:
                cells[n] = ""
        if len(covered) > 1:
            wide.append((covered[0], len(covered)))
    return Row(tuple(cells), tuple(sorted(wide)))
