"""Which batch does a returned file belong to, and whose sheet is it? By its mark, by keys, else by who stands in it."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.db.queries import batch as batches
from app.db.queries.batch import BatchFacts, HandoutFacts
from app.db.store import Store
from app.exchange.comparing_read import records_in
from app.exchange.grid import FileRefused, Grid, Workbook
from app.exchange.read import read_data
from app.exchange.sent import Sent, unpack
from app.kinds import normal
from app.models import RECORDS
from app.models.catalogue import numbers
from app.operations import batch as operations
from app.operations.batch import Incoming
from app.progress import Progress, silent

_MARK = re.compile(r"SB-([0-9A-F]{8})(?:-(\d{2,4}))?")
_EDGE = 12  # rows at the head and the foot of a sheet where the mark may stand
_SHARE = 3  # a third of those who were sent must come back for a file without mark and key to count
BY_MARK, BY_KEY, BY_NUMBER, BY_NAME, BY_HAND = "批次标记", "系统标识", "证号", "姓名", "人工指定"
STATES = {"new": "收到", "again": "再次交来", "known": "收过了", "unknown": "认不出", "unreadable": "读不了"}
UNKNOWN = "没有批次标记，里面的人也与下发过的表对不上，认不出是哪一批。"


@dataclass(frozen=True)
class Found:
    """What was recognised. `rows` counts, by handout, those of the sent rows that came back."""

    batch: BatchFacts
    handouts: tuple[int, ...]
    by: str
    rows: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Collected:
    """What became of one file of a heap. `state`: new, again (a further return), known (this very file was noted before),
    unknown (nobody's: it lies in the pile), unreadable.
    """

    path: Path
    state: str
    batch: BatchFacts | None = None
    places: tuple[str, ...] = ()
    by: str = ""
    told: str = ""
    receipts: tuple[int, ...] = ()
    digest: str = ""


def recognise(
    reader: Any, book: Workbook, batch: BatchFacts | None = None, handouts: Sequence[int] = ()
) -> Found | None:
    """The batch and the handouts of a file; `batch` and `handouts` say what is certain already. None = nobody's."""
    marks = list(_marks(book))
    if batch is None:
        named = [
            known
            for mark in dict.fromkeys(mark for mark, _number in marks)
            if (known := batches.marked(reader, f"SB-{mark}"))
        ]
        if named:
            found = [_within(reader, book, known, marks, handouts) for known in named]
            return max(found, key=lambda one: sum(one.rows.values()))
        return _by_people(reader, book)
    return _within(reader, book, batch, marks, handouts)


def _marks(book: Workbook) -> Iterator[tuple[str, int]]:
    """(mark of the batch, number of the sheet or 0) wherever one stands: at the edges of sheets, and in hidden ones."""
    for grid in book.grids:
        rows = grid.rows if grid.hidden or len(grid.rows) <= 2 * _EDGE else [*grid.rows[:_EDGE], *grid.rows[-_EDGE:]]
        for row in rows[: 4 * _EDGE]:
            for cell in row:
                if isinstance(cell, str) and len(cell) >= 11:
                    for mark, number in _MARK.findall(normal.fold(cell).upper()):
                        yield mark, int(number or 0)


def _within(
    reader: Any, book: Workbook, batch: BatchFacts, marks: Sequence[tuple[str, int]], given: Sequence[int]
) -> Found:
    """Which sheets of a known batch: those whose keys are there, else those whose mark is, else those whose people are."""
    sheets = batches.handouts(reader, batch.id)
    if given:
        return Found(batch, tuple(given), BY_HAND)
    said = {number for mark, number in marks if f"SB-{mark}" == batch.mark}
    marked = tuple(sheet.id for sheet in sheets if sheet.number in said)
    words = _Words(book)
    for by, hits in _hits(reader, batch, sheets, words):
        whose = tuple(sheet.id for sheet in sheets if _counts(hits[sheet.id], sheet, marked))
        if whose:
            return Found(batch, whose, BY_MARK if set(whose) == set(marked) else by, {row: hits[row] for row in whose})
    return Found(batch, marked, BY_MARK, dict.fromkeys(marked, 0))


def _by_people(reader: Any, book: Workbook) -> Found | None:
    """Without a mark: the open batch of this record of which most keys, numbers or names come back, the newest of equals."""
    known = batches.batches(reader)
    if not known:
        return None
    held = records_in(book, book.name)
    words = _Words(book)
    best: tuple[int, Found] | None = None
    for batch in (batch for batch in known if batch.record in held):
        sheets = batches.handouts(reader, batch.id)
        alike = _headings(batch, words)
        for rank, (by, hits) in enumerate(_hits(reader, batch, sheets, words)):
            if by == BY_NAME and alike * 2 < len(batch.columns):
                continue  # the same people stand in many lists
            whose = tuple(sheet.id for sheet in sheets if _counts(hits[sheet.id], sheet, ()))
            if not whose:
                continue
            score = sum(hits[row] for row in whose) * 10 - rank * 5 + alike
            if best is None or score > best[0]:
                best = (score, Found(batch, whose, by, {row: hits[row] for row in whose}))
            break
    return best[1] if best else None


def _hits(
    reader: Any, batch: BatchFacts, sheets: Sequence[HandoutFacts], words: "_Words"
) -> Iterator[tuple[str, Counter[int]]]:
    """How many of the rows of each sheet stand in the file: by key, by number, by name."""
    contents = {sheet.id: sent_with(reader, sheet) for sheet in sheets}
    yield BY_KEY, Counter({row: sum(uid in words.all for uid in sent.rows) for row, sent in contents.items()})
    record = RECORDS[batch.record]
    for by, names in ((BY_NUMBER, numbers(record)), (BY_NAME, record.caption)):
        counted: Counter[int] = Counter()
        for row, sent in contents.items():
            places = [sent.columns.index(name) for name in names if name in sent.columns]
            counted[row] = sum(any(values[place] in words.all for place in places) for values in sent.rows.values())
        yield by, counted


def _counts(hits: int, sheet: HandoutFacts, marked: Sequence[int]) -> bool:
    """A few people who moved are no return of their former village."""
    return hits > 0 and (sheet.id in marked or hits * _SHARE >= sheet.rows)


def _headings(batch: BatchFacts, words: "_Words") -> int:
    return sum(label.rpartition("_")[2] in words.all for _name, label in batch.columns)


def sent_with(reader: Any, sheet: HandoutFacts) -> Sent:
    """What stood in a sheet when it was sent."""
    content = batches.content(reader, sheet.digest)
    return unpack(content) if content else Sent((), {}, {}, {})


class _Words:
    """All texts of a file, once each."""

    def __init__(self, book: Workbook) -> None:
        self.all: set[Any] = set()
        for grid in book.grids:
            self._take(grid)

    def _take(self, grid: Grid) -> None:
        for row in grid.rows:
            self.all.update(row)
        texts = [cell for cell in self.all if isinstance(cell, str)]
        self.all.update(normal.squeeze(cell) for cell in texts if len(cell) < 40 and not cell.isalnum())


def collect(
    store: Store, paths: Sequence[Path], *, batch: BatchFacts | None = None, progress: Progress = silent
) -> tuple[Collected, ...]:
    """Takes in a heap of returned files (folders are looked through) as one work; each finds its batch by itself."""
    files = [file for path in paths for file in _files(path)]
    done: list[Collected] = []
    incoming: list[Incoming] = []
    heap: set[int] = set()
    with store.read() as reader:
        for number, path in enumerate(files, 1):
            progress(number, len(files), f"认领 {path.name}")
            one, note = _collected(reader, path, batch, heap)
            heap.update(note.handouts if note else ())
            done.append(one)
            incoming += [note] if note else []
    if incoming:
        operations.receive(store, incoming)
    with store.read() as reader:
        return tuple(_with_receipts(reader, one) for one in done)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    return sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith((".", "~$")))


def _collected(
    reader: Any, path: Path, batch: BatchFacts | None, heap: Collection[int]
) -> tuple[Collected, Incoming | None]:
    """`heap` are the handouts that former files of this heap answered."""
    try:
        data = path.read_bytes()
        book = read_data(data, path)
    except FileRefused as refused:
        return Collected(path, "unreadable", told=f"{refused.text}{refused.hint}"), None
    except OSError:
        return Collected(path, "unreadable", told="文件打不开，请确认它还在原处。"), None
    digest = operations.fingerprint(data)
    known = batches.received(reader, digest)
    found = recognise(reader, book, batch)
    if found is None or not found.handouts:
        state = "known" if known else "unknown"
        nobodys = Collected(path, state, told=UNKNOWN, digest=digest)
        return nobodys, None if known else Incoming(path.name, data, (), told=UNKNOWN)
    sheets = {sheet.id: sheet for sheet in batches.handouts(reader, found.batch.id)}
    fresh = [row for row in found.handouts if row not in {receipt.handout for receipt in known}]
    state = "known" if not fresh else "again" if any(sheets[row].returns or row in heap for row in fresh) else "new"
    places = tuple(sheets[row].place for row in found.handouts)
    one = Collected(path, state, found.batch, places, found.by, digest=digest)
    return one, Incoming(path.name, data, found.handouts, found.by, found.rows) if fresh else None


def _with_receipts(reader: Any, one: Collected) -> Collected:
    """The file itself is not read again: its stick may be gone."""
    if one.state == "unreadable":
        return one
    return replace(one, receipts=tuple(receipt.id for receipt in batches.received(reader, one.digest)))
