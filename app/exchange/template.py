"""What does a superior unit's workbook want filled? Its shape (table, form, statistics), where the blanks are, what stands over them.

Places are 1-based (row, column) as the spreadsheet program counts.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from app.exchange import word
from app.exchange.cellxml import address
from app.exchange.grid import Grid, Value

Place = tuple[int, int]
# A label with nothing behind it, or with lines and the words of a day to be written upon; before a line it needs no colon.
_WORD, _BEFORE_LINE = r"[^\s_:：　，。；,;]{2,16}", r"[^\s_:：　，。；、,;（）()]{2,16}"
OPEN = re.compile(
    rf"(?P<label>{_WORD}(?=[:：])|{_BEFORE_LINE}(?=__))(?P<mark>[:：]?)"
    r"(?P<blank>[\s_　]*(?:年[\s_　]*月[\s_　]*日?)?[\s_　]*)"
    rf"(?:(?<=__)|(?={_WORD}[:：]|{_BEFORE_LINE}__|[，。；,;]|$))"
)
BOXES = re.compile(r"[□☐○◯]")


@dataclass(frozen=True)
class Blank:
    """One column of a table, or one blank of a form or of a statistics table's heading.

    `cell` is the first cell to be filled (`F5`), `path` the words above or beside it from the widest to the nearest.
    `hint` is what the heading says of the shape in brackets; `choices` the entries of a drop-down list; `count` how many
    single cells one character each are meant for. `formulas`: the template computes it itself; `numbered`: 1, 2, 3 … stand there.
    `part`: the n-th label of a text with lines behind several labels (`samples` holds the text); 0 is the whole cell.
    `lines`: the first blank of a column of a small list inside a form, and how many rows that has; 0 for any other.
    `path` is squeezed for comparing, `said` has the same words as they are written.
    """

    row: int
    column: int
    path: tuple[str, ...]
    hint: str = ""
    format: str = "General"
    samples: tuple[Value, ...] = ()
    choices: tuple[str, ...] = ()
    count: int = 1
    formulas: bool = False
    numbered: int = 0
    said: tuple[str, ...] = ()
    part: int = 0
    lines: int = 0

    @property
    def cell(self) -> str:
        return f"{address(self.column - 1)}{self.row}" + (f".{self.part}" if self.part else "")

    @property
    def header(self) -> str:
        """The words as they are written, without blanks: 基本情况_出生年月."""
        return "_".join(self.said or self.path)


@dataclass(frozen=True)
class Line:
    """A line around the table that names the unit, the day, or who signs: `kind` is unit, date or signature."""

    kind: str
    row: int
    column: int
    text: str


@dataclass(frozen=True)
class Layout:
    """What is to be filled on one sheet. `first_row` … `last_row` are the prepared rows (last < first: none is prepared).

    `shape` is table, form or stat. `score` says how much it looks like it: the best sheet of a workbook is taken.
    `beside` says how many columns further right the same table stands again (names in two halves of a page).
    `header` are the first and the last row of the heading (0, 0: a form has none).
    `labels` are the words at the left of the rows of a statistics table, by row; `standing` are the prepared rows of a
    table in which something is written already, with a value for each blank.
    """

    sheet: str
    shape: str
    title: str
    blanks: tuple[Blank, ...]
    first_row: int
    last_row: int
    record: str | None
    score: int
    lines: tuple[Line, ...] = ()
    totals: tuple[int, ...] = ()
    labels: tuple[tuple[int, tuple[str, ...]], ...] = ()
    standing: tuple[tuple[int, tuple[Value, ...]], ...] = ()
    fingerprint: str = ""
    header: tuple[int, int] = (0, 0)
    beside: tuple[int, ...] = ()

    def blank(self, cell: str) -> Blank | None:
        return next((blank for blank in self.blanks if blank.cell == cell.upper()), None)


class Facts(Protocol):
    """What the values of a sheet do not tell (`app.exchange.patch_facts`). Places are 1-based."""

    @property
    def name(self) -> str: ...

    @property
    def hidden(self) -> bool: ...

    @property
    def drawn(self) -> frozenset[Place]: ...

    @property
    def rows(self) -> Mapping[int, int]: ...

    def number_format(self, row: int, column: int) -> str: ...

    def choices_at(self, row: int, column: int) -> tuple[str, ...]: ...


@dataclass(frozen=True)
class Sheet:
    """A sheet with the facts that its values do not tell; `text`: it is the body of a word processor's document."""

    grid: Grid
    facts: Facts
    text: bool = False

    def value(self, row: int, column: int) -> Value:
        """1-based; a place that no cell holds is None."""
        cells = self.grid.rows[row - 1] if 0 < row <= len(self.grid.rows) else ()
        return cells[column - 1] if 0 < column <= len(cells) else None

    def empty(self, row: int, column: int) -> bool:
        """Nothing, or nothing but spaces: many a blank was cleared with the space bar."""
        value = self.value(row, column)
        blank = value is None or (isinstance(value, str) and not value.strip())
        return blank and (row - 1, column - 1) not in self.grid.formulas

    def formula(self, row: int, column: int) -> bool:
        return (row - 1, column - 1) in self.grid.formulas

    def format(self, row: int, column: int) -> str:
        """The code of the number format, `General` when none is set."""
        return self.facts.number_format(row, column)

    def drawn(self, row: int, column: int) -> bool:
        """Whether the cell was prepared: it has a style of its own, or its row has one."""
        return (row, column) in self.facts.drawn or self.facts.rows.get(row, 0) > 0

    def merge(self, row: int, column: int) -> tuple[int, int, int, int]:
        """The merged area around a place, 1-based inclusive; the place alone when there is none."""
        for r0, c0, r1, c1 in self.grid.merges:
            if r0 < row <= r1 + 1 and c0 < column <= c1 + 1:
                return r0 + 1, c0 + 1, r1 + 1, c1 + 1
        return row, column, row, column

    def choices(self, row: int, column: int) -> tuple[str, ...]:
        """The entries of the drop-down list of a cell, () when there is none."""
        return self.facts.choices_at(row, column)


def told(value: Value) -> str:
    """A cell as text for looking at it."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def written(sheet: Sheet, path: Sequence[str], rows: Iterable[int]) -> tuple[str, ...]:
    """The words of a path as they stand in these rows (1-based)."""
    known: dict[str, str] = {}
    for row in rows:
        for cell in sheet.grid.rows[row - 1] if row <= len(sheet.grid.rows) else ():
            if isinstance(cell, str) and cell.strip():
                known.setdefault(word.unwrapped(word.squeezed(cell)), "".join(cell.split()))
    return tuple(known.get(part, part) for part in path)


_LISTS = re.compile(r"(?:表|册|台账|台帐|卡|单|簿|一览|汇总|统计|情况|方案)(?:[(（【].*[)）】])?$")
_ATTACHED = re.compile(r"(?:附件|附表|表)\s*[\d一二三四五六七八九十]*[:：]?")


def caption(rows: Sequence[Sequence[Value]]) -> str:
    """The line above a table that is its title: no attachment number, nobody's unit, day or name; "" when there is none."""
    said = [cell.strip() for row in rows for cell in row if isinstance(cell, str) and cell.strip()]
    lines = [
        text for text in said if not re.search(r"[:：]|__", text) and not _ATTACHED.fullmatch(text) and len(text) > 3
    ]
    named = [text for text in lines if _LISTS.search(text)]
    return " ".join(max(named or lines, key=len, default="").split())


def titled(rows: Sequence[Sequence[Value]], name: str) -> str:
    """The words above a table and the name of its sheet, by which its subject is known."""
    texts = [cell.strip() for row in rows for cell in row if isinstance(cell, str) and len(cell.strip()) > 3]
    return " ".join((*texts, name))
