"""对账: a returned sheet against what was sent and what is on the books, cell by cell. Nothing is changed here."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from app.collecting import paused
from app.db.queries import batch as batches
from app.db.queries import standing
from app.db.queries.batch import BatchFacts
from app.db.store import Store
from app.exchange import comparing_plan as c
from app.exchange import target as t
from app.exchange import word
from app.exchange.comparing_cell import Cells, Side, damaged, words_for
from app.exchange.comparing_computed import edited
from app.exchange.comparing_import import by_plan
from app.exchange.comparing_match import Matched, matched, numbers_of_others
from app.exchange.comparing_plan import ComparedCell, ComparedRow, Comparison
from app.exchange.comparing_read import OUTSIDE, Frame, Known, Shown, Tables, tables
from app.exchange.container import content_of
from app.exchange.fate import columns_of, doubles, required
from app.exchange.grid import FileRefused, Workbook
from app.exchange.importing import plan_workbook
from app.exchange.linking import Books, link
from app.exchange.plan import Note, Options
from app.exchange.read import read_data
from app.exchange.returned import recognise, sent_with
from app.exchange.returning import PROBLEM
from app.exchange.sent import standing_rows, values_of
from app.exchange.whole import Whole, check, gather
from app.models import RECORDS
from app.models.catalogue import record_named
from app.models.record import field_map
from app.operations.batch import fingerprint
from app.progress import Progress, silent

_WRONG = ("wrong_table", "看不出这张表登记的是什么，没有对账。", "请确认选对了文件，或指定记录种类。")
_UNHEEDED = frozenset({"name_missing", "id_missing", "required", "hidden_sheet"})  # an empty cell never says anything
_NOBODY = Note("id_missing", "登记簿里没有这个人，又没有身份证号，没有登记，请补填身份证号。")
_UNNUMBERED = Note("id_missing", "登记簿里没有这个人，表里没有身份证号；采纳后按其他信息登记，请补填身份证号。")
_DOUBLED = frozenset({"match_several", "id_dup_in_file", "id_dup_conflict", "id_dup_other_branch"})


def compare(
    store: Store, path: Path, *, batch: BatchFacts | None = None, handouts: Sequence[int] = (), alone: bool = False,
    record: str | None = None, content: bytes | None = None, large: bool = False, progress: Progress = silent,
) -> Comparison:  # fmt: skip
    """The comparison of one returned file.

    Without `batch` the file finds its own; `alone` compares with the books only. `content` are the bytes of a file that
    was kept (then only the name of `path` counts). A file that cannot be compared gives status `refused`.
    """
    try:
        data = content if content is not None else content_of(path, large=True)
        book = read_data(data, path, large=large or content is not None, progress=progress)
    except FileRefused as refused:
        return Comparison(path, "refused", refused.codes, record or "", message=f"{refused.text}{refused.hint}")
    with paused():
        progress(1, 3, "认批次")
        with store.read() as reader, reader.roomy():
            found = None if alone else recognise(reader, book, batch, handouts)
            task = _Task(path, book, found.batch if found else None, found.handouts if found else (), fingerprint(data))
            progress(2, 3, "逐格核对")
            compared = _compared(reader, task, record_named(record).code() if record else None)
    if compared is None:
        options = Options(record_named(record).code() if record else None, known_only=True)
        compared = by_plan(plan_workbook(store, book, path, options, progress), task.digest)
    return replace(compared, content=data)


@dataclass
class _Task:
    """One file on its way, and what was sent."""

    path: Path
    book: Workbook
    batch: BatchFacts | None
    handouts: tuple[int, ...]
    digest: str
    owners: dict[int, int] = field(default_factory=dict)  # row on the books → handout it was sent with
    columns: frozenset[str] = frozenset()  # those that were sent
    moved: dict[int, dict[str, Any]] = field(default_factory=dict)  # rows changed since: what they were sent with
    written: dict[str, dict[str, str]] = field(default_factory=dict)  # by field: value → as it was sent
    below: set[str] = field(default_factory=set)  # texts under the table as it was sent
    beside: dict[str, dict[str, str]] = field(default_factory=dict)  # computed columns: heading → uid → as it was sent
    books: list[tuple[Any, ...]] = field(default_factory=list)  # (row, uid, revision, device, name) where it was read

    def refused(self, said: tuple[str, str, str]) -> Comparison:
        return Comparison(self.path, "refused", (said[0],), "", message=said[1] + said[2], digest=self.digest)


def _compared(reader: Any, task: _Task, record: str | None) -> Comparison | None:
    """None for a sheet whose rows speak of several records at once."""
    if task.batch is not None:
        record = task.batch.record
        _take_sent(reader, task, record)
    headings = {label: name for name, label in task.batch.columns} if task.batch is not None else {}
    found = tables(
        reader, task.book, record, task.path.stem, partial(_shown, reader, task), Frame(headings, task.below)
    )
    if found is None:
        return task.refused(_WRONG)
    if _mixed(found):
        return None
    rows = _rows(reader, task, found)
    return Comparison(
        task.path, "ok", (), found.record, task.batch.id if task.batch else 0, task.handouts, _fields(found), rows,
        standing.counter(reader), digest=task.digest, unknown=_unknown(found, headings), layouts=tuple(found.layouts),
        workbook=task.book, defaults=_defaults(reader, task, found.record),
        computed=edited(task.beside, found.layouts, task.book.grids, rows),
    )  # fmt: skip


def _take_sent(reader: Any, task: _Task, record: str) -> None:
    """Which rows on the books were sent to these places, and with what, where that has been changed since."""
    if task.handouts:
        task.books = standing.columns(reader, record, ("uid", "revision", "device", RECORDS[record].caption[0]))
    for row in task.handouts:
        sheet = batches.handout(reader, row)
        if sheet is None:
            continue
        sent = sent_with(reader, sheet)
        known, touched = standing_rows(task.books, sent)
        task.columns = task.columns | frozenset(sent.columns)
        task.below.update(sent.below)
        for label, told in sent.beside.items():
            task.beside.setdefault(label, {}).update(told)
        for name, words in sent.written.items():
            task.written.setdefault(name, {}).update(words)
        task.owners.update(dict.fromkeys(known.values(), row))
        stored = standing.rows(reader, record, sent.columns, [known[uid] for uid in touched])
        for uid, values in values_of(reader, record, sent, touched).items():
            if tuple(values.values()) != stored[known[uid]]:
                task.moved[known[uid]] = values


def _shown(reader: Any, task: _Task, record: str) -> Shown:
    """Which row on the books reads like these cells? Not asked where the books were changed since it was sent."""

    def lookup(names: tuple[str, ...], key: int) -> Known:
        rows = batches.shown(reader, record, names)
        found = {row[key + 1]: row for row in rows}
        alike: dict[tuple[Any, ...], int] = {}
        if len(found) < len(rows):  # some have no key, or share one: all their cells are asked
            often = Counter(row[key + 1] for row in rows)
            shared = [row for row in rows if often[row[key + 1]] > 1]
            once = Counter(row[1:] for row in shared)
            alike = {row[1:]: row[0] for row in shared if row[0] not in task.moved and once[row[1:]] == 1}
            found = {cell: row for cell, row in found.items() if often[cell] == 1}
        for cell in [cell for cell, row in found.items() if row[0] in task.moved] if task.moved else ():
            del found[cell]
        return found, alike

    return lookup


def _mixed(found: Tables) -> bool:
    """Rows that speak of several records at once, or of pairings by names only."""
    roles = {t.role_of(target) for target in found.targets}
    return bool(roles - {found.record}) or (found.record == "pairing" and "pairing.uid" not in found.targets)


def _fields(found: Tables) -> tuple[tuple[str, str], ...]:
    known = field_map(RECORDS[found.record])
    names = [t.field_name(target) for target in found.targets]
    return tuple((name, known[name].label) for name in names if name in known)


def _unknown(found: Tables, sent: Mapping[str, str]) -> tuple[str, ...]:
    labels = [column.label for layout in found.layouts for column in layout.columns if not column.target]
    return tuple(
        label
        for label in dict.fromkeys(labels)
        if label and label not in sent and label.rpartition("_")[2] not in word.SEQUENCE
    )


def _defaults(reader: Any, task: _Task, record: str) -> dict[str, int]:
    """To whom a new row belongs when it does not say so: the one place the sheet was sent to."""
    sheet = batches.handout(reader, task.handouts[0]) if len(task.handouts) == 1 else None
    known = field_map(RECORDS[record])
    if sheet is None:
        return {}
    if sheet.branch is not None:
        return {"branch": sheet.branch} if "branch" in known else {}
    scope = RECORDS[record].scope
    return {scope: sheet.unit} if sheet.unit is not None and scope in known else {}


def _rows(reader: Any, task: _Task, found: Tables) -> tuple[ComparedRow, ...]:
    record = found.record
    books = task.books or standing.columns(reader, record, ("uid", RECORDS[record].caption[0]))
    names = {row[0]: (row[1], row[-1]) for row in books}
    equal = [
        ComparedRow(names[row][0], c.SAME, sheet, line, _name(names[row][1]), row, handout=task.owners.get(row, 0))
        for sheet, line, row in found.equal
    ]
    judged = _judged(reader, task, found, names) if any(read.rows for read in found.reads) else []
    stray = [ComparedRow(f"{s}!{line}", c.DAMAGED, s, line, "", notes=(OUTSIDE,)) for s, line in found.outside]
    sheets = {grid.name: n for n, grid in enumerate(task.book.grids)}
    rows = sorted([*equal, *judged, *stray], key=lambda row: (sheets[row.sheet], row.line))
    there = {row.stored for row in rows if row.stored}
    # What went back to be mended holds a few rows only: nobody is missing from it.
    part = any(column.label == PROBLEM for layout in found.layouts for column in layout.columns)
    return tuple(rows) if part else (*rows, *_missing(reader, task, record, there, names))


def _name(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _judged(reader: Any, task: _Task, found: Tables, names: Mapping[int, tuple[str, Any]]) -> list[ComparedRow]:
    """The rows that do not simply equal the books."""
    whole = gather(found.record, found.reads)
    check(whole)
    linked = _linked(reader, whole)
    values = columns_of(whole, linked, found.record)
    pool = list(task.owners) if task.batch is not None else None
    match = matched(reader, found.record, values, len(whole), pool, [row for _sheet, _line, row in found.equal])
    _voided(match, names)
    for place, name in ((place, name) for place, once in match.former.items() for name in once & values.keys()):
        values[name][place] = None
    fresh = [place for place, row in enumerate(match.rows) if not row and place not in match.doubts]
    required(whole, values, fresh)
    doubles(whole, values, fresh)
    side = _side(reader, task, found, values, match)
    cells = Cells(whole, values, side, found.reads, found.layouts)
    others = numbers_of_others(reader, found.record, {p: row for p, row in enumerate(match.rows) if row}, values)
    gone = standing.ended(reader, found.record) if RECORDS[found.record].ends else set()
    told = list(zip(*(values[name] for name in side.fields), strict=True))
    judge = _Judge(task, found, whole, match, cells, others, gone, names, told, batches.kept(reader, task.digest))
    return [judge.row(place) for place in range(len(whole))]


def _voided(match: Matched, names: Mapping[int, tuple[str, Any]]) -> None:
    """A key may name a row that was voided since: it is told, not taken for a new one."""
    for place, row in enumerate(match.rows):
        if row and row not in names:
            match.rows[place] = 0
            match.doubts[place] = Note("voided", "登记簿上这一条已作废，没有改动；如作废有误，请先恢复。")


def _linked(reader: Any, whole: Whole) -> dict[str, list[Any]]:
    """Links of every row, of those with something wrong in them too: their other cells are compared all the same."""
    refused, whole.refused = whole.refused, {}
    linked = link(whole, Books(reader, Options(known_only=True)))
    for place, notes in refused.items():
        whole.refused[place] = [*notes, *whole.refused.get(place, ())]
    return linked


def _side(reader: Any, task: _Task, found: Tables, values: Mapping[str, list[Any]], match: Matched) -> Side:
    record = found.record
    fields = tuple(name for name, _label in _fields(found))
    rows = [row for row in match.rows if row]
    stored = standing.rows(reader, record, fields, rows)
    told = [[*values[name], *(cells[n] for cells in stored.values())] for n, name in enumerate(fields)]
    for column, name in zip(told, fields, strict=True):
        column += [task.moved[row][name] for row in rows if name in task.moved.get(row, {})]
    sent = {row: task.moved.get(row) or _as_sent(task, fields, stored[row]) for row in rows if row in task.owners}
    return Side(record, fields, stored, sent, words_for(reader, record, fields, told), task.written)


def _as_sent(task: _Task, fields: Sequence[str], stored: Sequence[Any]) -> dict[str, Any]:
    """Of a row that nobody changed since: what is stored is what was sent."""
    return {name: value for name, value in zip(fields, stored, strict=True) if name in task.columns}


@dataclass
class _Judge:
    """Makes the compared row of each place."""

    task: _Task
    found: Tables
    whole: Whole
    match: Matched
    cells: Cells
    others: Mapping[tuple[int, str], str]
    gone: set[int]
    names: Mapping[int, tuple[str, Any]]
    told: Sequence[tuple[Any, ...]]
    kept: frozenset[tuple[str, str]]

    def row(self, place: int) -> ComparedRow:
        layout, line = self.whole.origin[place]
        sheet, stored = self.found.layouts[layout].sheet, self.match.rows[place]
        notes = self._notes(place, stored)
        doubt = self.match.doubts.get(place)
        cells: tuple[ComparedCell, ...] = ()
        if place in self.whole.repeats or (doubt is None and self._untouched(place, stored)):
            state = c.SAME
        elif doubt is not None and doubt.code in ("id_exists_conflict", "voided"):
            state, notes, stored = c.DAMAGED, (*notes, doubt), 0
        elif doubt is not None or any(note.code in _DOUBLED for note in notes):
            state, notes, stored = c.SEVERAL, (*notes, *([doubt] if doubt else [])), 0
        else:
            cells = tuple(self._checked(place, cell) for cell in self.cells.of(place, stored))
            state = self._state(place, stored, cells)
            cells = cells if any(cell.state != c.SAME for cell in cells) else ()
        key, name = self.names[stored] if stored else (f"{sheet}!{line}", None)
        return ComparedRow(
            key, state, sheet, line, _name(name) or self._said(place), stored, cells, notes,
            self.task.owners.get(stored, 0),
        )  # fmt: skip

    def _untouched(self, place: int, stored: int) -> bool:
        """Every cell says what is stored, and nobody changed that since it was sent: no need to look at each."""
        return (
            stored > 0
            and stored not in self.task.moved
            and place not in self.whole.refused
            and self.told[place] == self.cells.side.stored.get(stored)
        )

    def _said(self, place: int) -> str:
        caption = RECORDS[self.found.record].caption[0]
        return self.cells.raw(place, caption) if caption in self.cells.values else ""

    def _notes(self, place: int, stored: int) -> tuple[Note, ...]:
        """What concerns the row as a whole; what concerns a cell stands there."""
        refused, warned = self.whole.refused.get(place, ()), self.whole.warned.get(place, ())
        told = [_NOBODY if note.code == "id_missing" else note for note in refused]
        told += [_UNNUMBERED if note.code == "id_missing" else note for note in warned]
        heeded = [note for note in told if not (stored and note.code in _UNHEEDED)]
        notes = [note for note in heeded if not note.target or note.code in _DOUBLED or note.code in _UNHEEDED]
        if stored in self.gone:
            notes.append(Note("ended", f"登记簿上这条{RECORDS[self.found.record].title}已离开或撤销。"))
        return tuple(dict.fromkeys(notes))

    def _checked(self, place: int, cell: ComparedCell) -> ComparedCell:
        if cell.state not in c.TAKEN:
            return cell
        if (self.names[self.match.rows[place]][0], cell.field) in self.kept:
            return replace(cell, state=c.KEPT, value=None)
        holder = self.others.get((place, cell.field))
        if holder is None:
            return cell
        return damaged(
            cell, Note("id_exists_conflict", f"{cell.label}已登记给“{holder}”，没有改动，请核对。", cell.field)
        )

    def _state(self, place: int, stored: int, cells: Sequence[ComparedCell]) -> str:
        states = {cell.state for cell in cells}
        if c.DAMAGED in states:
            return c.DAMAGED
        if stored:
            return c.CHANGED if states & set(c.TAKEN) else c.SAME
        return c.DAMAGED if place in self.whole.refused else c.NEW


def _missing(
    reader: Any, task: _Task, record: str, there: set[int], names: Mapping[int, tuple[str, Any]]
) -> list[ComparedRow]:
    """Who was sent and did not come back; without a batch, who belongs to a place most of which stands in the sheet."""
    away = names.keys() - there
    if away and RECORDS[record].ends:
        away -= standing.ended(reader, record)
    if not away:
        return []
    expected = task.owners.keys() if task.batch is not None else _neighbours(reader, record, there)
    absent = [row for row in expected if row in away]
    return [
        ComparedRow(names[r][0], c.MISSING, "", 0, _name(names[r][1]), r, handout=task.owners.get(r, 0)) for r in absent
    ]


def _neighbours(reader: Any, record: str, there: set[int]) -> list[int]:
    """The current rows of every branch or village of which at least half stand in the sheet."""
    known = field_map(RECORDS[record])
    scope = "branch" if "branch" in known else RECORDS[record].scope
    if not there or scope not in known:
        return []
    ends = standing.ended(reader, record) if RECORDS[record].ends else set()
    of = {row: place for row, place in standing.columns(reader, record, (scope,)) if row not in ends}
    whole, seen = Counter(of.values()), Counter(of[row] for row in there if row in of)
    near = {place for place, count in seen.items() if count * 2 >= whole[place]}
    return [row for row, place in of.items() if place in near]
