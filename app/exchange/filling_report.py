"""What is asked when a template is filled, and what is told afterwards: columns, empty cells, values no list knows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.db.queries.ledger import Part
from app.exchange.filling_date import Shape
from app.exchange.patch import Fill, Filled
from app.exchange.proposing_column import Mapped
from app.exchange.template import OPEN, Layout
from app.kinds import normal
from app.table import Table

_UNIT = re.compile(r"(?:单位|党组织|党委|支部|村|社区)(?:名称)?(?:[(（][^)）]*[)）])?$")
_BRANCH = re.compile(r"党组织|党委|支部")
_VILLAGE = re.compile(r"村|社区")
_DAY = re.compile(r"(?:日期|时间)$")


@dataclass(frozen=True)
class Asked:
    """Which rows, as of which day, how masked; `unit` and `day` go into the lines above the table when they are given.

    `truncated`: percentages are cut off instead of rounded; `each` is file or sheet (forms). `sort` is an offer and whether
    it goes downwards; `dates` is the shape of every date, whatever the template says.
    """

    part: Part
    mask: str = "none"
    unit: str = ""
    day: str = ""
    truncated: bool = False
    each: str = "file"
    sort: tuple[str, bool] | None = None
    dates: Shape | None = None
    rows_told: str = ""  # which rows, in words: noted with what leaves

    def line_cells(self, layout: Layout) -> dict[tuple[int, int], Filled]:
        """填报单位： and 填报时间： with what belongs behind them; what says something already stays.

        A line for a branch or a village takes no name but that of the one that is asked for."""
        cells: dict[tuple[int, int], Filled] = {}
        for line in layout.lines:
            if line.kind in ("unit", "date"):
                written = self.lines(line.text)
                if written != line.text:
                    cells[line.row, line.column] = written
        return cells

    def lines(self, text: str) -> str:
        """The text with unit and day behind the labels that ask for them."""
        return OPEN.sub(self._beside, text)

    def _own(self, label: str) -> bool:
        """Whether the unit that is told is one of the sort that the label asks for."""
        if _BRANCH.search(label):
            return self.part.branch is not None
        return not _VILLAGE.search(label) or self.part.unit is not None

    def _beside(self, found: re.Match[str]) -> str:
        label = found["label"]
        value = self.day if _DAY.search(label) else self.unit if _UNIT.search(label) else ""
        if not value or (value == self.unit and not self._own(label)):
            return found[0]
        return behind(found, value)


@dataclass(frozen=True)
class Count:
    """A filled column: in how many rows it stayed empty, and which values its list does not know (value → rows)."""

    column: Mapped
    empty: int = 0
    off_list: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """What is to be written into the workbook, and how many rows (records) that are."""

    fills: Sequence[Fill]
    rows: int
    counts: tuple[Count, ...] = ()
    notes: tuple[str, ...] = ()
    shown: Table | None = None  # what is written of each row, where that can be told: it is noted with what leaves


@dataclass(frozen=True)
class Done:
    """A filled template: the files that were written, and the report of the contract."""

    files: tuple[Path, ...]
    sheet: str
    shape: str
    rows: int
    columns: tuple[Mapped, ...]
    counts: tuple[Count, ...]
    computed: frozenset[str]  # cells of columns that the template computes itself
    notes: tuple[str, ...] = ()

    def report(self) -> dict[str, Any]:
        """The JSON of `--report`."""
        return {
            "sheet": self.sheet,
            "shape": self.shape,
            "rows": self.rows,
            "files": [path.name for path in self.files],
            "columns": [
                {
                    "cell": column.cell,
                    "header": column.header,
                    "field": column.told if column.likely else None,
                    "sure": column.sure,
                }
                for column in self.columns
            ],
            "left_empty": list(self._left_empty()),
            "not_on_list": [
                {
                    "cell": count.column.cell,
                    "header": count.column.header,
                    "field": count.column.told,
                    "value": value,
                    "rows": rows,
                }
                for count in self.counts
                for value, rows in count.off_list.items()
            ],
            "notes": list(self.notes),
        }

    def _left_empty(self) -> list[dict[str, Any]]:
        counted = {count.column.cell: count for count in self.counts}
        told = []
        for column in self.columns:
            count = counted.get(column.cell)
            empty = count.empty if count is not None else 0 if column.cell in self.computed else self.rows
            if empty:
                field_name = column.told if count is not None else None
                told.append({"cell": column.cell, "header": column.header, "field": field_name, "rows": empty})
        return told


def behind(found: re.Match[str], value: str) -> str:
    """The label with the value and what is left of its line, so that what stands further right keeps its place."""
    if not found["mark"]:
        return f"{found['label']} {value} "
    left = max(len(found["blank"]) - 2 * len(value), 2) if found.end() < len(found.string) else 0
    return f"{found['label']}{found['mark']}{value}{' ' * left}"


def known(word: str) -> str:
    """A word as file and sheet names may hold it."""
    kept = "".join(character for character in normal.fold(word) if character not in '\\/:*?"<>|[]\t\n')
    return kept.strip(" .'") or "未命名"
