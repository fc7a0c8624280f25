"""下发: one workbook for each village or branch with its own rows only, and a note of what stood in each."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app import clock, passing
from app.db.queries import ledger as ledger_queries
from app.db.queries import listing, standing
from app.db.queries import place as places
from app.db.queries.ledger import Part
from app.db.queries.listing import Query
from app.db.store import Reader, Store
from app.errors import UserError
from app.exchange import sending_template, word
from app.exchange.convert import as_xlsx
from app.exchange.proposing import Proposal
from app.exchange.record_export import record_query, record_table
from app.exchange.sending_template import Page
from app.exchange.sent import Sent, pack, taken
from app.exchange.sent_sheet import SentSheet, write_sheet
from app.kinds.date import Date
from app.kinds.kind import Unreadable
from app.ledgers.ledger import Ledger
from app.models import RECORDS
from app.models.catalogue import field_named
from app.models.fields import Field
from app.models.record import Record, field_map, fields_of
from app.operations import batch as operations
from app.operations.batch import Dispatch, Outgoing
from app.operations.outgoing import VILLAGE, Leaving, Terms, leaving
from app.progress import Progress, silent
from app.table import Column, Row, Table

_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
PLACES = {"village": "unit", "branch": "branch"}


@dataclass(frozen=True)
class Asked:
    """What is to be sent. `columns` are field names, labels or aliases; none = those of the ledger, or the usual ones.

    `by` is `village` or `branch`; `due` a date as the clerk writes it; `query` narrows the rows (see `record_query`).
    `condition` is that query in words, to be kept. With `template` (`filling.propose`) its sheet is filled and sent: record
    and columns are then those of the template.
    """

    record: str
    ledger: Ledger | None = None
    by: str = "village"
    columns: tuple[str, ...] = ()
    due: str = ""
    title: str = ""
    query: Query | None = None
    condition: str = ""
    template: Proposal | None = None


@dataclass(frozen=True)
class Sending:
    """A batch ready to be written. `left_out` are rows that belong to no village or branch: never sent, always told.

    `dropped` are columns of the ledger or the template that cannot come back (ages, counts).
    """

    title: str
    record: str
    by: str
    due: str
    condition: str
    columns: tuple[tuple[str, str], ...]
    shares: tuple[tuple[int, str, tuple[int, ...]], ...]
    left_out: tuple[str, ...]
    dropped: tuple[str, ...]
    template: Proposal | None = None

    @property
    def rows(self) -> int:
        return sum(len(rows) for _place, _name, rows in self.shares)


@dataclass(frozen=True)
class Dispatched:
    """What was sent: the row of the batch, its mark, the files, what the clerk should know."""

    batch: int
    mark: str
    files: tuple[Path, ...]
    notes: tuple[str, ...] = ()


def plan_sending(reader: Reader, asked: Asked) -> Sending:
    """Which rows would go to whom, under which columns; nothing is written. UserError when it cannot be sent so."""
    if asked.template is not None:
        asked = replace(asked, record=asked.template.rows_of.record)
    record = RECORDS[asked.record]
    if asked.by not in PLACES:
        raise UserError(f"不能按“{asked.by}”下发。", "可用：village（按村）、branch（按党支部）。")
    columns, dropped = _columns(record, asked)
    rows = _rows(reader, record, asked)
    if not rows:
        raise UserError("没有符合条件的行，没有下发。", "请放宽条件后再试。")
    to = PLACES[asked.by]
    owners = places.of(reader, record, to)
    shares: dict[int, list[int]] = {}
    lost = [row for row in rows if owners.get(row) is None]
    for row in rows:
        owner = owners.get(row)
        if owner is not None:
            shares.setdefault(owner, []).append(row)
    names = standing.names(reader, to, shares)
    ordered = listing.ids(reader, Query(to, (), only=tuple(shares), state="all"))
    captions = standing.names(reader, asked.record, lost)
    told = tuple((row, names[row], tuple(shares[row])) for row in ordered)
    return Sending(
        asked.title or _title(record, asked),
        asked.record,
        asked.by,
        _due(asked.due),
        asked.condition,
        columns,
        told,
        tuple(captions[r] for r in lost),
        dropped,
        asked.template,
    )


def _title(record: type[Record], asked: Asked) -> str:
    if asked.template is not None:
        return asked.template.path.stem
    return asked.ledger.title if asked.ledger else f"{record.title}信息核对表"


def send(store: Store, sending: Sending, folder: Path, progress: Progress = silent) -> Dispatched:
    """Writes a workbook per place into the folder and notes the batch as one work; on failure neither stays."""
    mark = operations.fresh_mark()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(f"文件夹 {folder} 建不了。", "请检查路径和权限，或换一个位置。") from error
    left = Leaving("send", sending.title, sending.record, Terms(whom=VILLAGE), sending.condition, rows=sending.rows)
    with leaving(store, left):
        return _send(store, sending, mark, folder, left, progress)


def _send(store: Store, sending: Sending, mark: str, folder: Path, left: Leaving, progress: Progress) -> Dispatched:
    # The heading of what is computed goes along with no field: when it comes back nobody asks what it might be.
    beside = tuple(("", label) for label in sending_template.beside(sending.template)) if sending.template else ()
    notes: dict[str, None] = {}
    try:
        with store.read() as reader, _writer(reader, sending, left, notes) as write:
            sheets = _sheets(sending, mark, folder, left, write, progress)
        dispatch = Dispatch(
            sending.title, mark, sending.record, (*sending.columns, *beside), PLACES[sending.by], sending.due, sending.condition,
            sheets,
        )  # fmt: skip
        batch = operations.send(store, dispatch)
    except BaseException:
        for path in left.files:
            path.unlink(missing_ok=True)
        raise
    return Dispatched(batch, mark, tuple(left.files), tuple(notes))


Write = Callable[[Page, Path], Sent]


@contextmanager
def _writer(reader: Reader, sending: Sending, left: Leaving, notes: dict[str, None]) -> Iterator[Write]:
    """Writes the sheet of one place: our own, or the template filled. `notes` gets what the clerk should know."""
    names = tuple(name for name, _heading in sending.columns)
    shown = _shown(reader, RECORDS[sending.record], names, sending)
    told_columns = tuple(Column(name, heading) for name, heading in sending.columns)
    left.table = Table(sending.title, told_columns, list(shown.values()), keys=tuple(shown))
    if sending.template is None:
        yield lambda page, path: _own(reader, sending, shown, page, path)
        return
    with passing.folder() as folder:
        ready = as_xlsx(sending.template.path, Path(folder))
        notes.update(dict.fromkeys(ready.notes))
        at = sending_template.stand(sending.template, ready.path)
        template = sending.template

        def write(page: Page, path: Path) -> Sent:
            sent, told = sending_template.write(reader, template, at, page, path)
            notes.update((f"{page.place}：{note}", None) for note in told)
            return sent

        yield write


def _own(reader: Reader, sending: Sending, shown: Mapping[str, Row], page: Page, path: Path) -> Sent:
    """A sheet of our own."""
    record = RECORDS[sending.record]
    names = tuple(name for name, _heading in sending.columns)
    told = taken(reader, record, names, page.rows)
    fields = tuple(field_map(record)[name] for name in names)
    headings = tuple(heading for _name, heading in sending.columns)
    cells = [shown[uid] for uid in told.rows]
    write_sheet(
        SentSheet(sending.title, page.place, page.due, page.mark, fields, headings, cells, tuple(told.rows)), path
    )
    return told


def _sheets(
    sending: Sending, mark: str, folder: Path, left: Leaving, write: Write, progress: Progress
) -> tuple[Outgoing, ...]:
    made: list[Outgoing] = []
    for number, (place, name, rows) in enumerate(sending.shares, 1):
        progress(number, len(sending.shares), f"写出{name}")
        own = f"{mark}-{number:02d}"
        path = folder / file_name(number, name, sending.title, _ending(sending))
        if path.exists():
            raise UserError(f"文件夹里已有“{path.name}”，没有下发。", "请选一个空文件夹，免得盖掉别的表。")
        sent = write(Page(name, rows, own, sending.due), path)
        left.files.append(path)
        unit, branch = (place, None) if sending.by == "village" else (None, place)
        made.append(Outgoing(unit, branch, path.name, len(sent.rows), pack(sent, own)))
    return tuple(made)


def _ending(sending: Sending) -> str:
    """A template with macros keeps its sort; every other goes as an .xlsx."""
    macros = sending.template is not None and sending.template.path.suffix.lower() == ".xlsm"
    return ".xlsm" if macros else ".xlsx"


def _shown(reader: Reader, record: type[Record], names: tuple[str, ...], sending: Sending) -> dict[str, Row]:
    """uid → the cells of the row as the clerk reads them, of all rows that are sent."""
    only = tuple(row for _place, _name, rows in sending.shares for row in rows)
    table = record_table(reader, record, record_query(record, (), names, only=only, state="all"))
    return {str(row[-1]): tuple(row[:-1]) for row in table.rows}


def file_name(number: int, place: str, title: str, ending: str = ".xlsx") -> str:
    """“03_后垟村_党员花名册.xlsx”, without what a file's name may not have."""
    return _FORBIDDEN.sub("", f"{number:02d}_{place}_{title}")[:100] + ending


def _columns(record: type[Record], asked: Asked) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """((field, heading) …, headings of the ledger that were dropped). A heading must lead back to its field."""
    if asked.template is not None:
        return sending_template.columns(asked.template)
    dropped: list[str] = []
    if asked.columns:
        chosen = [(field_named(record, name), "") for name in asked.columns]
    elif asked.ledger:
        own = field_map(record)
        chosen = [(own[line.name], line.label) for line in asked.ledger.columns if line.name in own and not line.sql]
        dropped = [line.label or line.name for line in asked.ledger.columns if line.name not in own or line.sql]
    else:
        chosen = [(field, "") for field in fields_of(record) if field.asked and (field.listed or field.wanted)]
    named = [caption for caption in record.caption if caption not in {field.name for field, _label in chosen}]
    chosen = [*((field_map(record)[name], "") for name in named), *chosen]
    return tuple({field.name: (field.name, _heading(record, field, label)) for field, label in chosen}.values()), tuple(
        dropped
    )


def _heading(record: type[Record], field: Field, label: str) -> str:
    return label if word.words(record.code()).get(word.squeezed(label)) == field.name else field.label


def _rows(reader: Reader, record: type[Record], asked: Asked) -> list[int]:
    """Row ids in the order of the ledger or the list."""
    if asked.template is not None:
        return sending_template.rows(reader, asked.template, asked.query)
    if asked.ledger is not None:
        found = ledger_queries.rows(reader, asked.ledger.source, [f"{record.code()}.id"], Part(query=asked.query))
        return list(dict.fromkeys(int(row[0]) for row in found))
    return listing.ids(reader, asked.query or Query(record.code(), ()))


def _due(text: str) -> str:
    """An ISO day. UserError for anything else, and for a day that is past."""
    if not text:
        return ""
    try:
        day = Date().parse(text)
    except Unreadable as error:
        raise UserError(f"交回期限“{text}”读不懂：{error.text}", "请写成 2026-12-01。") from error
    if day is None or day.precision != "day":
        raise UserError(f"交回期限“{text}”要写到日。", "请写成 2026-12-01。")
    if day < clock.today().isoformat():
        raise UserError(f"交回期限 {day} 已经过了。", "请写一个以后的日子。")
    return str(day)
