"""下发 from a superior unit's template: which of its columns come back, and the template filled for one place and made ready."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, repeat
from pathlib import Path
from typing import Any

from app import passing
from app.db.queries import ledger as queries
from app.db.queries.ledger import Part
from app.db.queries.listing import Query
from app.db.store import Reader
from app.errors import UserError
from app.exchange import target as t
from app.exchange import word
from app.exchange.cellxml import address
from app.exchange.filling import asking
from app.exchange.filling_table import Column, keyed
from app.exchange.patch import Block, Fill, Filled, patch
from app.exchange.patch_book import open_book
from app.exchange.patch_facts import sheet_facts
from app.exchange.patch_lock import Hidden, Lock, Rule, lock
from app.exchange.proposing import SHAPES, Proposal
from app.exchange.proposing_column import ROW_NO, Mapped
from app.exchange.sent import COMPUTED, Sent, taken
from app.exchange.sent_sheet import (
    BLANKS,
    CLEARING,
    LIST_SHEET,
    LONGEST_LIST,
    MARK_NAME,
    MARK_SHEET,
    SHAPE_RULES,
    WARNING,
    options,
)
from app.exchange.settle import differs
from app.exchange.template import Blank
from app.exchange.whole_export import UID
from app.kinds import SCALED, normal
from app.kinds.kind import Unreadable
from app.models import RECORDS
from app.models.fields import Field
from app.models.record import field_map

_BLANKS_ABOVE = 10  # empty rows above signatures and totals: more would push them off the page
_NUMBERS = ("number", *SCALED)
_TEMPLATE_DATES = ("date",)  # the template says how they are written
_LONGEST_HINT = 255


@dataclass(frozen=True)
class Page:
    """What one place gets: its name, its rows, the mark of its sheet, the day it is due ("" = none)."""

    place: str
    rows: Sequence[int]
    mark: str
    due: str


@dataclass(frozen=True)
class Stand:
    """Where the sheets of one template have what we add: the hidden column of keys, and rows left empty for more people."""

    path: Path
    key: int
    spare: int


def columns(proposal: Proposal) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...]]:
    """((field, heading) …, headings that are filled but cannot come back). UserError when the template cannot be sent."""
    rows_of = proposal.rows_of
    record = RECORDS[rows_of.record]
    if proposal.layout.shape != "table":
        raise UserError(
            f"这份模板是{SHAPES[proposal.layout.shape]}，不能下发收表。", "一行一条的模板才能拆成各村、各支部的表。"
        )
    if rows_of.record == "pairing":
        raise UserError("结对台账的一行里有几个人，不能用模板下发收表。", "请改为下发台账。")
    if proposal.layout.beside:
        raise UserError("这份模板左右并排几栏，交回后认不出各行，不能下发收表。", "请把模板改成一栏，或改为下发台账。")
    own: dict[str, str] = {}
    dropped = []
    for place, column in proposal.filled():
        label = heading(proposal.layout.blanks[place])
        name = field_of(proposal, column, proposal.layout.blanks[place])
        if name and name not in own:
            own[name] = label
        elif column.field != ROW_NO:
            dropped.append(label)
    caption = record.caption[0]
    if caption not in own:
        raise UserError(
            f"模板里没有认出“{field_map(record)[caption].label}”一栏，不能下发收表。", "请指定哪一格填它，如：B5=姓名。"
        )
    return tuple(own.items()), tuple(dropped)


def beside(proposal: Proposal) -> tuple[str, ...]:
    """Headings of columns that are computed here or in the template: when they come back they say nothing."""
    own = {label for _name, label in columns(proposal)[0]}
    filled = {place for place, _column in proposal.filled()}
    blanks = enumerate(proposal.layout.blanks)
    found = (heading(blank) for place, blank in blanks if blank.formulas or place in filled)
    return tuple(dict.fromkeys(label for label in found if label not in own))


def heading(blank: Blank) -> str:
    """The words over a column as they are compared when the sheet comes back."""
    return "_".join(blank.path)


def field_of(proposal: Proposal, column: Mapped, blank: Blank) -> str:
    """The field of the record that a column shows as it is kept; "" for ticks, ages, values of others, and sums in 万元."""
    record = proposal.rows_of.record
    name = column.field.removeprefix(f"{record}.")
    field = field_map(RECORDS[record]).get(name)
    if field is None or not field.asked or column.when or blank.formulas:
        return ""
    if proposal.rows_of.offers[column.field].sql != queries.column(record, name):
        return ""
    return "" if field.kind.name == "money" and "万元" in "".join((*blank.path, blank.hint)) else name


def rows(reader: Reader, proposal: Proposal, query: Query | None) -> list[int]:
    """Row ids in the order of the template's rows."""
    source = proposal.rows_of.source
    found = queries.rows(reader, source, [f"{source.record}.id"], Part(query=query))
    return list(dict.fromkeys(int(row[0]) for row in found))


def stand(proposal: Proposal, ready: Path) -> Stand:
    """Looks where there is room. `ready` is the template as an .xlsx."""
    layout = proposal.layout
    below = any(True for _text in _below(proposal))
    last = max(blank.column for blank in layout.blanks)
    taken_columns = set(_taken(proposal, ready))
    key = last + 1 if last + 1 not in taken_columns else max(taken_columns) + 1
    return Stand(ready, key, _BLANKS_ABOVE if below else BLANKS)


def _below(proposal: Proposal) -> Iterator[str]:
    """The texts that stand under the table: sums, notes, signatures; COMPUTED for a row of formulas alone."""
    grid = proposal.grid
    assert grid is not None
    computed = {row for row, _column in grid.formulas}
    start = max(proposal.layout.last_row, proposal.layout.first_row - 1)
    for number, row in enumerate(grid.rows[start:], start):
        texts = [
            word.squeezed(cell)
            for column, cell in enumerate(row)
            if isinstance(cell, str) and cell.strip() and (number, column) not in grid.formulas
        ]
        yield from texts or ([COMPUTED] if number in computed else [])


def _taken(proposal: Proposal, ready: Path) -> Iterator[int]:
    """Columns in which something stands, is drawn, or over which something lies."""
    grid = proposal.grid
    assert grid is not None
    yield max(blank.column for blank in proposal.layout.blanks)
    for row in grid.rows:
        yield from (column for column, cell in enumerate(row, 1) if cell not in ("", None))
    yield from (column + 1 for _row, column in grid.formulas)
    for _top, left, _bottom, right in grid.merges:
        yield from range(left + 1, right + 2)
    facts = next(found for found in sheet_facts(ready) if found.name == proposal.layout.sheet)
    yield from (column for _row, column in facts.drawn)
    book = open_book(ready, large=True)
    for relation in book.relations(book.sheet(proposal.layout.sheet).part):
        if relation.kind == "drawing" and book.package.has(relation.part):
            for anchor in book.tree(relation.part):
                edges = [int(each.text or 0) for each in anchor.iterfind("{*}*/{*}col")]
                yield from range(min(edges, default=0) + 1, max(edges, default=-1) + 2)


def write(reader: Reader, proposal: Proposal, at: Stand, page: Page, path: Path) -> tuple[Sent, tuple[str, ...]]:
    """Writes the sheet of one place; what stood in it, and what the clerk should know. UserError, FileRefused."""
    record = proposal.rows_of.record
    names = tuple(name for name, _label in columns(proposal)[0])
    asked = asking(query=Query(record, (), only=tuple(page.rows)), unit_name=page.place)
    found, uids = keyed(reader, proposal, asked)
    sent = taken(reader, RECORDS[record], names, page.rows)
    if set(uids) != set(sent.rows):
        raise UserError("下发的时候数据有了变动，没有下发。", "请再下发一次。")
    block = _block(proposal, found, uids, at)
    layout = proposal.layout
    cells: dict[tuple[int, int], Filled] = dict(asked.line_cells(layout))
    cells[layout.header[1], at.key] = UID
    if layout.header[0] > 1:
        cells[layout.header[0] - 1, at.key] = f"批次：{page.mark}"
    with passing.folder() as folder:
        filled = Path(folder) / path.name
        done = patch(at.path, filled, (Fill(layout.sheet, cells, block),))
        lock(filled, path, _lock(proposal, block, at, page))
    sent = replace(
        sent, written=_written(proposal, sent, found, uids), below=tuple(_below(proposal)), beside=_computed(proposal, found, uids),
    )  # fmt: skip
    return sent, (*_off_list(found), *done.notes)


def _computed(proposal: Proposal, found: Sequence[Column], uids: Sequence[str]) -> dict[str, dict[str, str]]:
    """What stands in the columns that cannot come back, by heading: a change in them is told when it does."""
    computed = set(columns(proposal)[1])
    return {
        heading(column.blank): {
            uid: normal.plain(_as_read(cell)).strip() for uid, cell in zip(uids, column.values, strict=True)
        }
        for column in found
        if heading(column.blank) in computed
    }


def _block(proposal: Proposal, found: Sequence[Column], uids: Sequence[str], at: Stand) -> Block:
    """The rows of one place with their keys, and empty ones below for those who are missing."""
    layout = proposal.layout
    filled = {column.blank.column: column for column in found}
    open_blanks = [blank for blank in layout.blanks if not blank.formulas]
    count = max(len(uids) + at.spare, layout.last_row - layout.first_row + 1)
    told: list[Sequence[Filled]] = [
        filled[blank.column].values if blank.column in filled else [""] * len(uids) for blank in open_blanks
    ]
    blank_row = tuple(None if blank.column in filled and filled[blank.column].numbers else "" for blank in open_blanks)
    lines = chain(zip(*told, uids, strict=True), repeat((*blank_row, ""), count - len(uids)))
    places = (*(blank.column for blank in open_blanks), at.key)
    return Block(layout.first_row, layout.last_row, places, lines, count)


def _lock(proposal: Proposal, block: Block, at: Stand, page: Page) -> Lock:
    layout = proposal.layout
    last = block.first_row + block.count - 1
    known = field_map(RECORDS[proposal.rows_of.record])
    fields = {}
    for place, column in proposal.filled():
        blank = layout.blanks[place]
        if name := field_of(proposal, column, blank):
            fields[blank.column] = known[name]
    lists = [Hidden(LIST_SHEET, tuple(_long_lists(fields)))] if any(_long_lists(fields)) else []
    return Lock(
        layout.sheet, block.first_row, last, tuple(column for column in block.columns if column != at.key),
        frozenset(column for column, field in fields.items() if field.kind.name not in _NUMBERS), at.key,
        (_hint(proposal, page), *_rules(fields, block.first_row, last)),
        (Hidden(MARK_SHEET, ((f"批次：{page.mark}",),), deep=True), *lists), (MARK_NAME, page.mark),
    )  # fmt: skip


def _hint(proposal: Proposal, page: Page) -> Rule:
    """What a sheet of ours says in its lines; in a foreign form it shows when a heading is clicked, and is never printed."""
    layout = proposal.layout
    places = [blank.column for blank in layout.blanks]
    area = f"{address(min(places) - 1)}{layout.header[0]}:{address(max(places) - 1)}{layout.header[1]}"
    due = f"交回期限：{page.due}。" if page.due else ""
    told = f"填报单位：{page.place}。{due}{CLEARING}批次：{page.mark}"
    return Rule(area, {"showInputMessage": "1", "promptTitle": "收表", "prompt": told[:_LONGEST_HINT]})


def _rules(fields: Mapping[int, Field], first: int, last: int) -> Iterator[Rule]:
    """Drop-downs and shapes as in the sheets we make ourselves; the template's own rules go before them."""
    used = 0
    for column, field in sorted(fields.items()):
        letter = address(column - 1)
        area = f"{letter}{first}:{letter}{last}"
        words = options(field)
        if words:
            formula = f'"{",".join(words)}"'
            if len(formula) - 2 > LONGEST_LIST:
                at = address(used)
                formula, used = f"{LIST_SHEET}!${at}$1:${at}${len(words)}", used + 1
            yield Rule(area, {"type": "list", **_told(WARNING)}, formula)
        elif field.kind.name in SHAPE_RULES and field.kind.name not in _TEMPLATE_DATES:
            shape, told = SHAPE_RULES[field.kind.name]
            said = {**WARNING, "error_message": told, "input_title": field.label[:32], "input_message": told}
            yield Rule(area, {"type": "custom", **_told(said)}, shape.format(c=f"{letter}{first}"))


def _long_lists(fields: Mapping[int, Field]) -> Iterator[Sequence[str]]:
    for _column, field in sorted(fields.items()):
        words = options(field)
        if len(",".join(words)) > LONGEST_LIST:
            yield words


_ATTRIBUTES = {
    "error_type": "errorStyle",
    "error_title": "errorTitle",
    "error_message": "error",
    "input_title": "promptTitle",
    "input_message": "prompt",
}


def _told(said: Mapping[str, str]) -> dict[str, str]:
    """The words of a rule as attributes of ECMA-376 part 1, 18.3.1.32."""
    found = {"allowBlank": "1", "showErrorMessage": "1", "showInputMessage": "1"}
    return {**found, **{_ATTRIBUTES[name]: word for name, word in said.items()}}


def _written(proposal: Proposal, sent: Sent, found: Sequence[Column], uids: Sequence[str]) -> dict[str, dict[str, str]]:
    """Of each column the values that read otherwise than they are kept (the template has words of its own): as written."""
    record = proposal.rows_of.record
    labels = dict(columns(proposal)[0])
    odd: dict[str, dict[str, str]] = {}
    for column in found:
        name = next((name for name, label in labels.items() if label == heading(column.blank)), "")
        if not name or t.link_of(f"{record}.{name}"):
            continue
        place = sent.columns.index(name)
        pairs = {sent.rows[uid][place]: cell for uid, cell in zip(uids, column.values, strict=True)}
        told = {
            str(value): normal.plain(_as_read(cell)).strip()
            for value, cell in pairs.items()
            if value is not None and not _reads(record, name, value, cell)
        }
        if told:
            odd[name] = told
    return odd


def _as_read(cell: Filled) -> Any:
    """As the cell comes back from the file."""
    return float(cell) if isinstance(cell, Decimal) else cell


def _reads(record: str, name: str, value: Any, cell: Filled) -> bool:
    """Whether the cell says what is kept."""
    if cell in ("", None):
        return False
    try:
        said = t.kind_of(f"{record}.{name}").parse(_as_read(cell))
    except Unreadable:
        return False
    return said is not None and not differs(record, name, value, str(said) if isinstance(said, str) else said)


def _off_list(found: Sequence[Column]) -> Iterator[str]:
    for column in found:
        for value, count in column.count.off_list.items():
            yield f"“{column.count.column.header}”的下拉选项里没有“{value}”，{count} 行空着。"
