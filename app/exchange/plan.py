"""What will an import do, row by row? The plan is shown, corrected and applied: preview and commit are one object."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from app.exchange.grid import Workbook
from app.kinds import normal
from app.table import Column, Table

NEW, CHANGED, SAME, REFUSED = "new", "changed", "same", "refused"
FATES = {NEW: "新增", CHANGED: "修改", SAME: "不变", REFUSED: "待改"}


@dataclass(frozen=True, slots=True)
class Note:
    """Something wrong with a row: code of the report, sentence for the clerk, target of the column ("" = whole row)."""

    code: str
    text: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """One column of a block: place in the sheet (0-based), heading, and what it was taken for (`member.name`, "" = nothing)."""

    index: int
    label: str
    target: str


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a block of rows stands: sheet, rows of the heading (1-based as shown), columns; `sheet_index` counts sheets."""

    sheet: str
    sheet_index: int
    first_header: int
    last_header: int
    columns: tuple[ColumnPlan, ...]
    fingerprint: str
    remembered: bool = False


class PlanRow(NamedTuple):
    """One row of the sheet. `values` stand in the order of `Plan.targets`; links are shown by name.

    `notes` are warnings of an accepted row or the reasons of a refused one; `changes` are (target, old, new) as shown.
    """

    layout: int
    row: int
    fate: str
    values: tuple[Any, ...]
    notes: tuple[Note, ...] = ()
    changes: tuple[tuple[str, str, str], ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(note.code for note in self.notes))

    @property
    def message(self) -> str:
        return "".join(dict.fromkeys(note.text for note in self.notes))


@dataclass(frozen=True, slots=True)
class Skipped:
    sheet: str
    row: int
    code: str


@dataclass(frozen=True)
class Making:
    """Rows to be made. The n-th row is known as -(n + 1) in links of other makings; `links` name the columns that may hold such."""

    record: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    links: dict[str, str] = field(default_factory=dict)
    uids: list[str] | None = None


@dataclass(frozen=True)
class Changing:
    """One row to be changed; values may hold links to rows still to be made (negative)."""

    record: str
    row: int
    values: dict[str, Any]
    links: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Options:
    """What was asked for: `columns` are corrected targets by (sheet, column), `cells` corrected cells by (sheet, row, target),
    `aliases` are names confirmed to mean a row on the books, by (record, name).
    """

    record: str | None = None
    branch: str | None = None
    unit: str | None = None
    known_only: bool = False
    large: bool = False
    columns: tuple[tuple[tuple[str, int], str], ...] = ()
    cells: tuple[tuple[tuple[str, int, str], str], ...] = ()
    aliases: tuple[tuple[tuple[str, str], int], ...] = ()


@dataclass(frozen=True)
class Plan:
    """Everything an import will do. `counter` is the state of the database it was made for.

    `similar` asks: is this name, which would be made new, another word for that row? (record, name, row, its name)
    `alike` warns: of these two new names one may be the other mistyped (record, name, the one that stood first).
    """

    path: Path
    options: Options
    status: str
    codes: tuple[str, ...]
    record: str
    targets: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    layouts: tuple[Layout, ...] = ()
    rows: tuple[PlanRow, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    created: tuple[tuple[str, str], ...] = ()
    makings: tuple[Making, ...] = ()
    changings: tuple[Changing, ...] = ()
    counter: int = 0
    message: str = ""
    workbook: Workbook | None = None
    similar: tuple[tuple[str, str, int, str], ...] = ()
    alike: tuple[tuple[str, str, str], ...] = ()

    def counts(self) -> dict[str, int]:
        """Rows by fate: `new changed same refused`, and `skipped`."""
        counted = dict.fromkeys((*FATES, "skipped"), 0)
        for row in self.rows:
            counted[row.fate] += 1
        counted["skipped"] = len(self.skipped)
        return counted

    def table(self) -> Table:
        """For the preview: fate, sheet, row, what is to be said, then the values."""
        head = (
            Column("fate", "处理", width=6),
            Column("sheet", "工作表", width=14),
            Column("row", "行号", "number", width=6),
        )
        said = Column("message", "说明", width=40)
        fields = tuple(Column(target, label, width=14) for target, label in zip(self.targets, self.labels, strict=True))
        return Table(
            title=f"导入预览：{self.path.name}",
            columns=(*head, said, *fields),
            rows=[self._shown(row) for row in self.rows],
        )

    def _shown(self, row: PlanRow) -> tuple[Any, ...]:
        changes = "；".join(
            f"{self.label_of(target)}：{old or '空'} → {new or '空'}" for target, old, new in row.changes
        )
        said = "；".join(part for part in (row.message, changes) if part)
        return (FATES[row.fate], self.layouts[row.layout].sheet, row.row, said, *self._seen(row))

    def _seen(self, row: PlanRow) -> tuple[Any, ...]:
        """The values as they will be kept; in a refused row, what the sheet says where it could not be read."""
        noted = {note.target for note in row.notes}
        if row.fate != REFUSED or not noted & set(self.targets):
            return row.values
        return tuple(
            self.original(row, target) if value in (None, "") and target in noted else value
            for target, value in zip(self.targets, row.values, strict=True)
        )

    def original(self, row: PlanRow, target: str) -> str:
        """The text that stands in the sheet; "" when there is none, or when so large a file is not kept beside its plan."""
        layout = self.layouts[row.layout]
        column = next((column.index for column in layout.columns if column.target == target), None)
        if self.workbook is None or column is None:
            return ""
        grid = self.workbook.grids[layout.sheet_index]
        cells = grid.rows[row.row - grid.first_row]
        return normal.plain(cells[column]) if column < len(cells) else ""

    def label_of(self, target: str) -> str:
        return self.labels[self.targets.index(target)] if target in self.targets else target
