"""Rows that a template names already (by number or name): each is looked up, and only its blanks are filled."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.db.queries import ledger as queries
from app.db.store import Reader
from app.exchange.filling_report import Asked, Count, Written
from app.exchange.filling_table import shown, written
from app.exchange.patch import Fill, Filled
from app.exchange.proposing import Proposal
from app.exchange.proposing_column import ROW_NO
from app.exchange.template import told
from app.kinds import normal
from app.table import Cell

_NAMES = ("name", "head_name", "resident.name")
_TOLD = 20  # rows named in notes; the rest is counted


@dataclass(frozen=True)
class _Keys:
    """Places of the columns that say who it is; None where the template has none."""

    number: int | None
    name: int | None

    def of(self, values: Sequence[Any]) -> tuple[str, str]:
        number = "" if self.number is None else normal.squeeze(told(values[self.number])).upper()
        return number, "" if self.name is None else normal.squeeze(told(values[self.name]))


def named(proposal: Proposal) -> bool:
    """Whether rows are named and wait for the rest: most of the other columns are empty in all of them."""
    layout, keys = proposal.layout, _keys(proposal)
    if not layout.standing or keys is None or not all(any(keys.of(values)) for _row, values in layout.standing):
        return False
    others = [
        place for place, column in proposal.filled() if place not in (keys.number, keys.name) and column.field != ROW_NO
    ]
    empty = [place for place in others if all(values[place] in ("", None) for _row, values in layout.standing)]
    return bool(empty) and len(empty) * 2 >= len(others)


def _keys(proposal: Proposal) -> _Keys | None:
    if proposal.rows_of.record == "pairing":
        return None
    offers = proposal.rows_of.offers
    fields = {column.field: place for place, column in proposal.filled()}
    number = next((place for field, place in fields.items() if field in offers and offers[field].kind == "id"), None)
    name = next((fields[wish] for wish in _NAMES if wish in fields), None)
    return None if number is None and name is None else _Keys(number, name)


def rows(reader: Reader, proposal: Proposal, asked: Asked) -> Written:
    """Fills beside the names; who is not found, or has namesakes, is told and stays as it came."""
    keys = _keys(proposal)
    assert keys is not None
    asked = replace(asked, sort=None)  # the rows stand already: values and names must come in one order
    columns = [column for column in written(reader, proposal, asked) if not column.numbers]
    by_number, by_name, names = _index(reader, proposal, asked, keys)
    cells: dict[tuple[int, int], Filled] = dict(asked.line_cells(proposal.layout))
    places = {blank.cell: n for n, blank in enumerate(proposal.layout.blanks)}
    notes: list[str] = []
    empty = dict.fromkeys((column.blank.cell for column in columns), 0)
    count = 0
    for row, values in proposal.layout.standing:
        number, name = keys.of(values)
        at, problem = _found(number, name, by_number, by_name, names)
        if at is None:
            notes.append(f"第 {row} 行“{name or number}”{problem}，没有填。")
            continue
        count += 1
        for column in columns:
            if values[places[column.blank.cell]] in ("", None):
                cells[row, column.blank.column] = column.values[at]
                empty[column.blank.cell] += column.values[at] == ""
    if len(notes) > _TOLD:
        notes = [*notes[:_TOLD], f"还有 {len(notes) - _TOLD} 行没有填。"]
    counts = tuple(Count(column.count.column, empty[column.blank.cell], column.count.off_list) for column in columns)
    return Written((Fill(proposal.layout.sheet, cells),), count, counts, tuple(notes))


def _index(
    reader: Reader, proposal: Proposal, asked: Asked, keys: _Keys
) -> tuple[dict[str, list[int]], dict[str, list[int]], list[str]]:
    """Number → rows, name → rows (in the order of the query), and the name of each row."""
    offers = proposal.rows_of.offers
    sql = ["NULL" if place is None else offers[proposal.columns[place].field].sql for place in (keys.number, keys.name)]
    by_number: dict[str, list[int]] = {}
    by_name: dict[str, list[int]] = {}
    names = []
    for at, (number, name) in enumerate(queries.rows(reader, proposal.rows_of.source, sql, asked.part)):
        by_number.setdefault(str(number or ""), []).append(at)
        by_name.setdefault(normal.squeeze(str(name or "")), []).append(at)
        names.append(normal.squeeze(str(name or "")))
    return by_number, by_name, names


def _found(
    number: str, name: str, by_number: dict[str, list[int]], by_name: dict[str, list[int]], names: Sequence[str]
) -> tuple[int | None, str]:
    """The row meant, or why there is none. A number that belongs to somebody of another name is nobody."""
    if number:
        same = by_number.get(number, [])
        if len(same) == 1 and (not name or not names[same[0]] or names[same[0]] == name):
            return same[0], ""
        return None, "的证号与登记的姓名不符" if len(
            same
        ) == 1 else "的证号没有登记" if not same else "的证号登记了不止一人"
    same = by_name.get(name, [])
    if len(same) == 1:
        return same[0], ""
    return None, f"有 {len(same)} 个同名" if same else "没有登记"


def preview(proposal: Proposal, filled: Written, limit: int) -> list[list[Cell]]:
    """The named rows with what will stand beside the names."""
    cells = filled.fills[0].cells
    blanks = proposal.layout.blanks
    return [
        [
            shown(value if value not in ("", None) else cells.get((row, blank.column)))
            for value, blank in zip(values, blanks, strict=True)
        ]
        for row, values in proposal.layout.standing[:limit]
    ]
