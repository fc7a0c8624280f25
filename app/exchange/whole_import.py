"""How does an export of everything come back? Row by row by uid: new, changed or the same, in one work.

Values are taken exactly as they were exported; a row whose link points nowhere or whose value cannot be read is refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.db.queries import everything
from app.db.store import Store
from app.db.work import Changes, Work
from app.errors import UserError
from app.exchange.grid import Grid, Workbook
from app.exchange.read import read
from app.exchange.whole_export import DICTIONARY, EVIDENCE, MARK, UID, link_heading
from app.kinds.kind import Kind, Unreadable
from app.models import RECORDS
from app.models.record import Record, field_map
from app.operations import evidence, following
from app.progress import Progress, silent

_READ = ("number", "money", "date", "choice", "flag", "phone", "id", "credit")  # judged again
_HEADING_WITHIN = 6


@dataclass(frozen=True)
class Line:
    """One row: where it stood, its values by column (links as uids), what became of it."""

    sheet: str
    row: int
    uid: str
    values: dict[str, Any]
    problems: tuple[tuple[str, str], ...] = ()


@dataclass
class Outcome:
    """What an import of everything did, for the report: (line, fate) in the order of the files."""

    fates: list[tuple[str, Line, str]] = field(default_factory=list)
    changes: Changes | None = None

    def count(self, *fates: str) -> int:
        return sum(fate in fates for _, _, fate in self.fates)


def is_whole(book: Workbook) -> bool:
    """Whether a workbook is one of an export of everything."""
    return any(_record_of(grid) is not None for grid in book.grids)


def files_of(folder: Path) -> tuple[Path, ...]:
    """The workbooks of an export in the order of their numbers. UserError when there is none."""
    found = tuple(path for path in sorted(folder.glob("*.xlsx")) if path.name != DICTIONARY and path.name[:2].isdigit())
    if not found:
        raise UserError(f"文件夹 {folder.name} 里没有全部数据的导出文件。", "请选“导出全部数据”时所选的文件夹。")
    return found


def import_all(
    store: Store, paths: Sequence[Path], *, dry_run: bool = False, large: bool = True, progress: Progress = silent
) -> Outcome:
    """Takes the workbooks in as one work, whole or not at all; then the files of the evidence that lie beside them."""
    books = [read(path, large=large, progress=progress) for path in paths]
    outcome = take_in(store, books, dry_run=dry_run, progress=progress)
    beside = paths[0].parent / EVIDENCE
    if not dry_run and beside.is_dir():
        evidence.take_in(store, beside, progress)
    return outcome


def take_in(store: Store, books: Iterable[Workbook], *, dry_run: bool = False, progress: Progress = silent) -> Outcome:
    """As `import_all`, of workbooks that were read already."""
    lines: dict[str, list[Line]] = {code: [] for code in RECORDS}
    for book in books:
        for grid in book.grids:
            record = _record_of(grid)
            if record is not None:
                lines[record.code()] += _lines(grid, record)
    outcome = Outcome()
    if dry_run:
        with store.read() as reader:
            _judge_only(reader, lines, outcome)
        return outcome
    with store.work("导入全部数据") as work:
        for number, (code, rows) in enumerate(lines.items(), 1):
            progress(number, len(lines), f"写入{RECORDS[code].title}")
            _Taking(work, RECORDS[code], outcome).take(rows)
        following.mend(work)
    outcome.changes = store.last
    return outcome


def _record_of(grid: Grid) -> type[Record] | None:
    """The record whose export a sheet is, by its title."""
    for row in grid.rows[:2]:
        for cell in row[:1]:
            if isinstance(cell, str) and cell.endswith(MARK):
                title = cell.removesuffix(MARK)
                return next((record for record in RECORDS.values() if record.title == title), None)
    return None


def _lines(grid: Grid, record: type[Record]) -> list[Line]:
    head = next((n for n, row in enumerate(grid.rows[:_HEADING_WITHIN]) if row and row[0] == UID), None)
    if head is None:
        return []
    columns = _columns(record, [str(cell or "") for cell in grid.rows[head]])
    readers = {name: _Reading(kind) for name, (_, kind) in columns.items()}
    found = []
    for number, row in enumerate(grid.rows[head + 1 :], head + 1):
        uid = str(row[0] or "").strip()
        if uid:
            found.append(_line(grid, number, uid, row, columns, readers))
    return found


class _Reading(dict[Any, tuple[Any, str]]):
    """Cell → (value, what was wrong), worked out once per different cell."""

    def __init__(self, kind: Kind | None) -> None:
        super().__init__()
        self.kind = kind

    def __missing__(self, cell: Any) -> tuple[Any, str]:
        made = self[cell] = self._made(cell)
        return made

    def _made(self, cell: Any) -> tuple[Any, str]:
        if cell is None or cell == "":
            return None, ""
        if self.kind is None or self.kind.name not in _READ:
            whole = isinstance(cell, float) and cell.is_integer()
            return (int(cell) if whole else cell if isinstance(cell, int) else str(cell)), ""
        try:
            value = self.kind.parse(cell)
        except Unreadable as error:
            return None, error.text
        return (cell if self.kind.name == "choice" else value), ""  # an alias that was kept stays as it was


def _columns(record: type[Record], headings: list[str]) -> dict[str, tuple[int, Kind | None]]:
    """Column → (place in the sheet, its kind); of a link the place of its uid."""
    fields, links = field_map(record), everything.links(record)
    found: dict[str, tuple[int, Kind | None]] = {}
    for name in everything.columns(record):
        known = fields.get(name)
        heading = everything.KEPT[name] if known is None else link_heading(known) if name in links else known.label
        if heading in headings:
            found[name] = (headings.index(heading), None if known is None or name in links else known.kind)
    return found


def _line(
    grid: Grid, number: int, uid: str, row: Sequence[Any], columns: dict[str, tuple[int, Kind | None]],
    readers: dict[str, _Reading],
) -> Line:  # fmt: skip
    values, problems = {}, []
    for name, (place, _) in columns.items():
        values[name], wrong = readers[name][row[place] if place < len(row) else None]
        if wrong:
            problems.append(("value_invalid", wrong))
    return Line(grid.name, number + grid.first_row, uid, values, tuple(problems))


def _judge_only(reader: Any, lines: dict[str, list[Line]], outcome: Outcome) -> None:
    """Fates without writing; links are taken to be there when their row is in the files."""
    for code, rows in lines.items():
        there = everything.present(reader, RECORDS[code])
        for line in rows:
            fate = "refused" if line.problems else "changed" if line.uid in there else "new"
            outcome.fates.append((code, line, fate))


class _Taking:
    """The rows of one record taken into a work."""

    def __init__(self, work: Work, record: type[Record], outcome: Outcome) -> None:
        self.work = work
        self.record = record
        self.outcome = outcome
        self.links = everything.links(record)
        self.there = everything.present(work.connection, record)
        self.rows: dict[str, dict[str, int]] = {}
        for target in set(self.links.values()):
            known = self.there if target == record.code() else everything.present(work.connection, RECORDS[target])
            self.rows[target] = {uid: values[0] for uid, values in known.items()}

    def take(self, lines: list[Line]) -> None:
        waiting = [line for line in lines if not line.problems]
        self._tell([line for line in lines if line.problems], "refused")
        while waiting:
            ready = [line for line in waiting if not self._missing(line)]
            if not ready:
                break
            self._keep(ready)
            done = {line.uid for line in ready}
            waiting = [line for line in waiting if line.uid not in done]
        for line in waiting:
            told = Line(line.sheet, line.row, line.uid, line.values, (("link_unknown", self._missing(line)),))
            self._tell([told], "refused")

    def _missing(self, line: Line) -> str:
        """What a link points to and is not there, as a sentence, or ""."""
        for name, target in self.links.items():
            uid = line.values.get(name)
            if uid is not None and uid not in self.rows[target]:
                label = field_map(self.record)[name].label
                return f"“{label}”指向的{RECORDS[target].title}不在数据库里，请先导入{RECORDS[target].title}。"
        return ""

    def _keep(self, lines: list[Line]) -> None:
        fresh = [line for line in lines if line.uid not in self.there]
        names = tuple(dict.fromkeys(name for line in fresh for name in line.values))
        if fresh:
            rows = [tuple(map(self._values(line).get, names)) for line in fresh]
            made = self.work.add_many(self.record, names, rows, uids=[line.uid for line in fresh])
            if self.record.code() in self.rows:
                self.rows[self.record.code()].update(zip((line.uid for line in fresh), made, strict=True))
            self._tell(fresh, "new")
        for line in lines:
            if line.uid in self.there:
                self._compare(line)

    def _compare(self, line: Line) -> None:
        values = self._values(line)
        row, *stored = self.there[line.uid]
        known = dict(zip(everything.columns(self.record), stored, strict=True))
        differing = {name: value for name, value in values.items() if known[name] != value}
        if differing:
            self.work.change(self.record, row, differing)
        self._tell([line], "changed" if differing else "same")

    def _values(self, line: Line) -> dict[str, Any]:
        linked = {
            name: self.rows[target][line.values[name]]
            for name, target in self.links.items()
            if line.values.get(name) is not None
        }
        return {**line.values, **linked}

    def _tell(self, lines: list[Line], fate: str) -> None:
        self.outcome.fates += [(self.record.code(), line, fate) for line in lines]
