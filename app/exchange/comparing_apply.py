"""Taking over what a returned sheet says: chosen by cell, row, column or kind; the choice that was shown is what is done."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from app.collecting import paused
from app.db.queries import batch as batches
from app.db.store import Changes, Store
from app.db.work import Work
from app.errors import UserError
from app.exchange import comparing_plan as c
from app.exchange.apply import apply as take_plan
from app.exchange.apply import write
from app.exchange.cell import CLEAR
from app.exchange.comparing_import import whole_or_nothing
from app.exchange.comparing_plan import ComparedRow, Comparison
from app.exchange.fate import with_branch
from app.exchange.linking import Books
from app.exchange.plan import Changing, Making, Options
from app.exchange.settle import links_of
from app.models import RECORDS
from app.operations import batch as operations
from app.operations.batch import Incoming
from app.progress import Progress, silent

ASKED = (c.CHANGED, c.CLEARED, c.NEW)  # cell states taken without a question; conflicts are asked


@dataclass(frozen=True)
class Choice:
    """What is taken over: cells as (row key, field name), and the keys of new rows (always whole)."""

    cells: frozenset[tuple[str, str]] = frozenset()
    new: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.cells) + len(self.new)

    def with_(self, other: "Choice") -> "Choice":
        return Choice(self.cells | other.cells, self.new | other.new)

    def without(self, other: "Choice") -> "Choice":
        return Choice(self.cells - other.cells, self.new - other.new)


NOTHING = Choice()


def chosen(
    comparison: Comparison, *, rows: Collection[str] | None = None, fields: Collection[str] | None = None,
    states: Collection[str] = (*ASKED, c.CONFLICT), cells: Collection[tuple[str, str]] | None = None,
) -> Choice:  # fmt: skip
    """Everything that can be taken and fits all that is said: row keys, field names, cell states, single cells.

    Damaged cells, rows that could not be told and rows that are missing can never be chosen.
    """
    picked = [row for row in comparison.rows if rows is None or row.key in rows]
    told = {
        (row.key, cell.field)
        for row in picked
        for cell in row.open
        if cell.state in states
        and (fields is None or cell.field in fields)
        and (cells is None or (row.key, cell.field) in cells)
    }
    new = {row.key for row in picked if row.state == c.NEW and c.NEW in states and fields is None and cells is None}
    return Choice(frozenset(told), frozenset(new))


def everything(comparison: Comparison) -> Choice:
    """All that can be taken, conflicts too: what the sheet says holds."""
    return chosen(comparison)


def certain(comparison: Comparison) -> Choice:
    """All that can be taken without a question: no cell that was changed on both sides."""
    return chosen(comparison, states=ASKED)


def apply(
    store: Store, comparison: Comparison, choice: Choice, progress: Progress = silent, *, against: Choice = NOTHING
) -> Changes | None:
    """Takes the choice over as one work with one undo, and notes that the sheet was checked. None when nothing changed.

    `against` are cells that the clerk will not have (按库里的): of this file they are never
    asked again. UserError when the database was changed since the comparison was made.
    """
    if comparison.plan is not None:
        whole_or_nothing(comparison, len(choice))
        return take_plan(comparison.plan, store, progress)
    rows = [row for row in comparison.rows if row.state != c.SAME or row.cells]
    makings, changings = _makings(comparison, rows, choice), _changings(comparison, rows, choice)
    with paused(), store.work(label(comparison, choice)) as work:
        if (makings or changings) and work.revision - 1 != comparison.counter:
            raise UserError("核对之后数据又有改动，没有采纳。", "请重新对账后再采纳。")
        if makings and comparison.record == "member":
            books = Books(work.connection, Options())
            makings = [with_branch(making, books) for making in makings]
            makings = [*books.makings(), *makings]
        write(work, makings, changings, progress)
        operations.keep_stored(work, comparison.digest, against.cells - choice.cells)
        _note(work, comparison)
    progress(1, 1, "已采纳")
    return store.last if work.count else None


def label(comparison: Comparison, choice: Choice) -> str:
    """“对账：采纳 12 处改动、新增 2 名党员（后垟村.xlsx）”."""
    if not choice:
        return f"对账：已核（{comparison.path.name}）"
    record = RECORDS[comparison.record]
    told = [f" {len(choice.cells)} 处改动"] if choice.cells else []
    told += [f"新增 {len(choice.new)} {record.counter}{record.title}"] if choice.new else []
    return f"对账：采纳{'、'.join(told)}（{comparison.path.name}）"


def _changings(comparison: Comparison, rows: list[ComparedRow], choice: Choice) -> list[Changing]:
    made = []
    for row in rows:
        values = {cell.field: _plain(cell.value) for cell in row.open if (row.key, cell.field) in choice.cells}
        if values and row.stored:
            made.append(Changing(comparison.record, row.stored, values))
    return made


def _makings(comparison: Comparison, rows: list[ComparedRow], choice: Choice) -> list[Making]:
    """The new rows, each with what it says and with the place the sheet was sent to where it says none."""
    fresh = [row for row in rows if row.state == c.NEW and row.key in choice.new]
    if not fresh:
        return []
    names = tuple(dict.fromkeys([*(name for name, _label in comparison.fields), *comparison.defaults]))
    told = [
        {**comparison.defaults, **{cell.field: _plain(cell.value) for cell in row.cells if cell.value is not None}}
        for row in fresh
    ]
    links = {name: to for name, to in links_of(comparison.record).items() if name in names}
    return [Making(comparison.record, names, [tuple(values.get(name) for name in names) for values in told], links)]


def _plain(value: Any) -> Any:
    return None if value is CLEAR else value


def _note(work: Work, comparison: Comparison) -> None:
    """The return is noted as checked; a file that nobody collected before is noted now."""
    if not comparison.handouts:
        return
    known = batches.received(work.connection, comparison.digest)
    if missing := [row for row in comparison.handouts if row not in {receipt.handout for receipt in known}]:
        operations.note(work, Incoming(comparison.path.name, comparison.content, tuple(missing), "对账时收下"))
        known = batches.received(work.connection, comparison.digest)
    receipts = [receipt.id for receipt in known if receipt.handout in comparison.handouts]
    operations.checked(work, receipts, len([row for row in comparison.rows if row.open or row.state == c.NEW]))


def mark_checked(store: Store, comparison: Comparison) -> None:
    """Compared and nothing taken: the sheet counts as checked."""
    with store.work(f"对账：已核（{comparison.path.name}）") as work:
        _note(work, comparison)
