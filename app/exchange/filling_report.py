"""What is asked when a template is filled, and what is told afterwards: columns, empty cells, values no list knows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.db.queries.ledger import Part
from app.exchange.filling_date import Shape
from app.exchange.patch import Fill, Filled
from app.exchange.proposing_column import Mapped
from app.exchange.template import Layout
from app.kinds import normal
from app.table import Table


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

    def line_cells(self, layout: Layout) -> dict[tuple[int, int], Filled]:
        """填报单位： and 填报时间： with what belongs behind them; lines that say something already stay."""
        told = {"unit": self.unit, "date": self.day}
        cells: dict[tuple[int, int], Filled] = {}
        for line in layout.lines:
            label, mark, rest = line.text.partition("：") if "：" in line.text else line.text.partition(":")
            if told.get(line.kind) and mark and not rest.strip(" \u3000年月日_"):
                cells[line.row, line.column] = f"{label}{mark}{told[line.kind]}"
        return cells


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


def known(word: str) -> str:
    """A word as file and sheet names may hold it."""
    kept = "".join(character for character in normal.fold(word) if character not in '\\/:*?"<>|[]\t\n')
    return kept.strip(" .'") or "未命名"
