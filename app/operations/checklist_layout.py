"""How does a published checklist look: its own columns, its rows as they came, which cells reach over others?

The form of a superior unit is kept with the lines that are scored, so that it prints again as that unit knows it.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Cell = str | None  # None: the cell above reaches down over this one
ROLES = {
    "number": "序号",
    "group": "项目（分组）",
    "content": "内容及标准",
    "points": "分值",
    "how": "评分办法",
    "evidence": "佐证材料",
    "method": "考评方式",
    "self": "自评得分",
    "town": "乡镇得分",
    "county": "县级得分",
    "score": "得分",
    "deduct": "扣分",
    "subtotal": "小计",
    "owner": "责任单位",
    "remark": "备注",
    "other": "其他",
}
_TOTALS = re.compile(r"^(?:合\s*计|总\s*计|总\s*分|共\s*计|累\s*计|得\s*分\s*合\s*计|总\s*得\s*分|考评总分|考核总分)")
_SUBTOTALS = re.compile(r"^(?:小\s*计|本项小计|分项合计)")
SCORES = ("self", "town", "county", "score", "deduct")


@dataclass(frozen=True)
class Column:
    """A column as its heading says it; `role` is a word of ROLES."""

    label: str
    role: str


@dataclass(frozen=True)
class Row:
    """A row as it came. `wide` are cells that reach to the right: (column, columns it covers); what they cover is ""."""

    cells: tuple[Cell, ...]
    wide: tuple[tuple[int, int], ...] = ()

    def text(self, column: int) -> str:
        return self.cells[column] or ""


@dataclass(frozen=True)
class Line:
    """What is scored as one. `rows` are its rows in the form, `before` those above it that nobody scores (a section's
    name, a subtotal). `points`, `cap`, `each` are hundredths; `scoring` is a word of its code list.
    """

    groups: tuple[str, ...]
    content: str
    points: int | None
    scoring: str
    how: str = ""
    evidence: str = ""
    method: str = ""
    number: str = ""
    cap: int | None = None
    each: int | None = None
    grades: str = ""
    before: tuple[Row, ...] = ()
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Published:
    """A checklist as a superior unit published it. `facts` stand between title and table (考评对象 …), `after` are rows
    below the last line (合计), `notes` the words below the table. `total` is the total it says, None when it says none.
    `doubts` are sentences about what could not be told from the file.
    """

    title: str
    columns: tuple[Column, ...]
    head: tuple[Row, ...]
    lines: tuple[Line, ...]
    facts: tuple[str, ...] = ()
    after: tuple[Row, ...] = ()
    notes: tuple[str, ...] = ()
    total: int | None = None
    doubts: tuple[str, ...] = ()

    @property
    def points(self) -> int:
        """The sum of the lines in hundredths; what is added or bars (加分, 否决) is none of it."""
        return sum(line.points or 0 for line in self.lines)

    def rows(self) -> tuple[Row, ...]:
        """All rows below the heading, in the order of the form."""
        return (*(row for line in self.lines for row in (*line.before, *line.rows)), *self.after)


@dataclass(frozen=True)
class Area:
    """A cell that is drawn: places are 0-based in the rows given, inclusive."""

    top: int
    left: int
    bottom: int
    right: int
    text: str


def areas(rows: Sequence[Row], *, open_above: Sequence[str] = ()) -> tuple[Area, ...]:
    """Every cell with what it reaches over, row by row. A row that begins with covered cells (the rows above it stand
    elsewhere) takes the texts of `open_above`.
    """
    found: list[Area] = []
    for top, row in enumerate(rows):
        wide = dict(row.wide)
        hidden = {at for first, span in row.wide for at in range(first + 1, first + span)}
        for left, cell in enumerate(row.cells):
            if left in hidden or (cell is None and top > 0):
                continue
            text = cell if cell is not None else (open_above[left] if left < len(open_above) else "")
            right = left + wide.get(left, 1) - 1
            found.append(Area(top, left, _bottom(rows, top, left), right, text))
    return tuple(found)


def _bottom(rows: Sequence[Row], top: int, left: int) -> int:
    bottom = top
    while bottom + 1 < len(rows) and rows[bottom + 1].cells[left] is None:
        bottom += 1
    return bottom


@dataclass(frozen=True)
class Kept:
    """What is kept beside a line: its rows, those above it, and where it stood in which groups, for how many points
    (most points of a bonus), when it was read.
    """

    place: int
    points: int | None
    groups: tuple[str, ...]
    before: tuple[Row, ...]
    rows: tuple[Row, ...]


def kept_text(line: Line, place: int) -> str:
    """As it is kept beside the line, JSON."""
    return _packed(
        {
            "place": place,
            "points": line.cap if line.points is None else line.points,
            "groups": list(line.groups),
            "before": [_row_said(row) for row in line.before],
            "rows": [_row_said(row) for row in line.rows],
        }
    )


def kept(text: str) -> Kept | None:
    """None for a line that was added later and has no place in the form."""
    if not text:
        return None
    said: Mapping[str, Any] = json.loads(text)
    return Kept(
        int(said["place"]),
        said["points"],
        tuple(said["groups"]),
        tuple(_row(row) for row in said["before"]),
        tuple(_row(row) for row in said["rows"]),
    )


def is_total(text: str) -> bool:
    """The first words of a row that sums up the whole form."""
    return bool(_TOTALS.match(text.strip()))


def is_sum(text: str) -> bool:
    return is_total(text) or bool(_SUBTOTALS.match(text.strip()))


def frame_text(form: Published) -> str:
    """What is kept beside the version: everything that belongs to no line."""
    return _packed(
        {
            "columns": [[column.label, column.role] for column in form.columns],
            "head": [_row_said(row) for row in form.head],
            "facts": list(form.facts),
            "after": [_row_said(row) for row in form.after],
            "notes": list(form.notes),
        }
    )


def framed(title: str, text: str, lines: tuple[Line, ...]) -> Published:
    """The form again, of what `frame_text` and `kept_text` kept."""
    said: Mapping[str, Any] = json.loads(text)
    return Published(
        title=title,
        columns=tuple(Column(label, role) for label, role in said["columns"]),
        head=tuple(_row(row) for row in said["head"]),
        lines=lines,
        facts=tuple(said["facts"]),
        after=tuple(_row(row) for row in said["after"]),
        notes=tuple(said["notes"]),
    )


def _packed(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _row_said(row: Row) -> list[Any]:
    return [list(row.cells), [list(pair) for pair in row.wide]] if row.wide else [list(row.cells)]


def _row(said: Sequence[Any]) -> Row:
    wide = tuple((int(first), int(span)) for first, span in said[1]) if len(said) > 1 else ()
    return Row(tuple(said[0]), wide)
