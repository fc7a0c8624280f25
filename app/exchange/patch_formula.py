"""What does a formula of a foreign sheet read after rows were added, also one that is shared by many cells?"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.exchange.patch_move import Move, moved_area, moved_formula, shifted_formula
from app.exchange.patch_row import Formula, RowReader

Shared = dict[str, tuple[str, int, int]]


@dataclass(frozen=True)
class Formulas:
    """The formulas of one sheet: `home` is its name, `moves` are those of the whole workbook.

    `shared` holds text, row and column of the first cell of each group; with `apart` such formulas are written out in
    full, since the first cell may move away or be filled.
    """

    home: str
    moves: Sequence[Move]
    shared: Shared
    apart: bool = True

    def at(self, formula: Formula, row: int, column: int, *, within: bool) -> Formula:
        """The formula of the cell that stood at this place (1-based)."""
        own = dict(formula.attributes)
        text = formula.text
        if formula.kind == "shared" and self.apart:
            text = self._own(formula, row, column)
            own = {name: value for name, value in own.items() if name not in ("t", "si", "ref")}
        for move in self.moves:
            text = moved_formula(text, self.home, move, within=within and move.sheet == self.home)
            if move.sheet == self.home:
                own |= {name: moved_area(own[name], move) for name in ("ref", "r1", "r2") if name in own}
        return Formula(own, text)

    def _own(self, formula: Formula, row: int, column: int) -> str:
        found = self.shared.get(formula.attributes.get("si", ""))
        if found is None:
            return formula.text
        text, first_row, first_column = found
        return formula.text or shifted_formula(text, rows=row - first_row, columns=column - first_column)


def shared_formulas(reader: RowReader, rows: Sequence[tuple[int, re.Match[str]]]) -> Shared:
    """The first cell of each group of cells that share a formula."""
    found: Shared = {}
    for number, match in rows:
        if "shared" not in match[0]:
            continue
        for column, cell in reader.row(number, match).cells.items():
            formula = cell.formula
            if formula is not None and formula.kind == "shared" and formula.text:
                found[formula.attributes.get("si", "")] = formula.text, number, column
    return found
