"""How is a row of the template turned into a form that values are poured into: a prepared row, or one to be added?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial

from app.exchange.patch_cell import FilledXml
from app.exchange.patch_fill import Block
from app.exchange.patch_formula import Formulas
from app.exchange.patch_move import Filling, filling
from app.exchange.patch_row import (
    AT,
    Attributes,
    Cell,
    Dialect,
    Formula,
    RowForm,
    SheetRow,
    Slot,
    address,
    cell_xml,
    formula_xml,
    tag_attributes,
)

_ROWS_TO_TELL = 2
_OF_ONE_ROW = frozenset({"hidden", "collapsed"})


@dataclass
class Looks:
    """How cells look that the sheet does not mention, and how values become XML in it.

    `columns` are (first, last, style); `day` gives the number a style shows for a day, None where it is to be text;
    `plain` the style of a record under a heading of that style.
    """

    dialect: Dialect
    columns: Sequence[tuple[int, int, int]]
    day: Callable[[int, date], int | None]
    plain: Callable[[int], int] = int
    _made: dict[tuple[int, str], FilledXml] = field(default_factory=dict)

    def style(self, row: SheetRow, column: int) -> int:
        """The style of a cell: its own, else that of its row, else that of its column."""
        if column in row.cells:
            return row.cells[column].style
        of_row = row.style()
        if of_row is not None:
            return of_row
        return next((style for first, last, style in self.columns if first <= column <= last), 0)

    def made(self, style: int, kept: str) -> FilledXml:
        """The writer of values in this style; shared by all cells with the same `kept`."""
        key = style, kept
        if key not in self._made:
            if len(self._made) > 1_000:
                self._made.clear()
            made = FilledXml(style, kept=kept, day=partial(self.day, style), tagged=self.dialect.prefixed)
            self._made[key] = made
        return self._made[key]


def closing_look(rows: Mapping[int, SheetRow], block: Block) -> SheetRow | None:
    """The row above the last when the last alone looks otherwise (it closes the frame with a thick line), else None."""
    looks = [_look(rows.get(block.last_row - back)) for back in (2, 1, 0)]
    alone = block.last_row - block.first_row >= _ROWS_TO_TELL and looks[0] == looks[1] != looks[2]
    return rows[block.last_row - 1] if alone and looks[1] else None


def _look(row: SheetRow | None) -> dict[int, int]:
    return {} if row is None else {column: cell.style for column, cell in row.cells.items()}


def dressed(row: SheetRow, like: SheetRow) -> SheetRow:
    """The row with the look of another one: its own values and formulas, the other's styles and height."""
    cells = {}
    for column, cell in row.cells.items():
        model = like.cells.get(column)
        own = dict(cell.attributes) if model is None else {**cell.attributes, "s": str(model.style)}
        cells[column] = replace(cell, attributes=own)
    return SheetRow(row.number, dict(like.attributes), cells)


def prepared_form(row: SheetRow, columns: Sequence[int], looks: Looks, formulas: Formulas, *, within: bool) -> RowForm:
    """A row the template has ready: cells of `columns` get the record's values, the others stay; formulas move."""
    index = {column: at for at, column in enumerate(columns)}
    parts, slots = [_opening(row, looks)], []
    for column in sorted({*row.cells, *index}):
        cell = row.cells.get(column)
        parts[-1] += _tag(looks, column)
        if column in index:
            slots.append(Slot(column, index[column], looks.made(looks.style(row, column), "")))
            parts.append("")
        elif cell is not None and cell.formula is not None:
            moved = formulas.at(cell.formula, row.number, column, within=within)
            slots.append(_formula_slot(column, cell, moved, looks, literal=True))
            parts.append("")
        elif cell is not None:
            parts[-1] += cell_xml(cell, looks.dialect).replace("%", "%%")
    parts[-1] += f"</{looks.dialect.prefix}row>"
    return RowForm(tuple(parts), tuple(slots), row.number)


def added_form(model: SheetRow, columns: Sequence[int], looks: Looks, formulas: Formulas) -> RowForm:
    """A row to be added: the look and the formulas of `model`, none of its values."""
    index = {column: at for at, column in enumerate(columns)}
    own = {name: value for name, value in model.attributes.items() if name not in _OF_ONE_ROW}
    parts, slots = [_opening(replace(model, attributes=own), looks)], []
    for column in sorted({*model.cells, *index}):
        cell = model.cells.get(column)
        style = looks.style(model, column)
        parts[-1] += _tag(looks, column)
        blank = f' s="{style}"/>'
        made = looks.made(style, blank) if column in index else None
        if cell is not None and cell.formula is not None and _goes_down(cell.formula):
            moved = formulas.at(cell.formula, model.number, column, within=True)
            slot = _formula_slot(column, cell, moved, looks, literal=False)
            slots.append(replace(slot, index=index.get(column, -1), made=made))
            parts.append("")
        elif made is not None:
            slots.append(Slot(column, index[column], made))
            parts.append("")
        else:
            parts[-1] += blank
    parts[-1] += f"</{looks.dialect.prefix}row>"
    return RowForm(tuple(parts), tuple(slots), model.number)


def _opening(row: SheetRow, looks: Looks) -> str:
    rest = {name: value for name, value in row.attributes.items() if name not in ("r", "spans")}
    return f'<{looks.dialect.prefix}row r="{AT}"{tag_attributes(rest)}>'.replace("%", "%%")


def _tag(looks: Looks, column: int) -> str:
    return f'<{looks.dialect.prefix}c r="{address(column)}"'


def _goes_down(formula: Formula) -> bool:
    """Whether a formula is copied into added rows: not those that fill several cells at once, nor tables of cases."""
    return formula.kind in ("normal", "shared") or (
        formula.kind == "array" and ":" not in formula.attributes.get("ref", "")
    )


def _formula_slot(column: int, cell: Cell, formula: Formula, looks: Looks, *, literal: bool) -> Slot:
    """The slot of a cell with a formula. Its last result is left out: it is no longer true. `literal`: it stays here."""
    rest: Attributes = {name: value for name, value in cell.attributes.items() if name not in ("r", "t", "vm")}
    own = dict(formula.attributes)
    if not literal and "ref" in own:
        own["ref"] = address(column)
    before, after = formula_xml(Formula(own, "\x00")).split("\x00")
    down = Filling(formula.text.replace("%", "%%"), ()) if literal else filling(formula.text)
    opening = looks.dialect.prefixed(f"{tag_attributes(rest)}>{before}")
    closing = looks.dialect.prefixed(f"{after}</c>")
    return Slot(column, -1, None, down, (opening, closing))
