"""Where does a reference point after rows were added? Formulas and areas are rewritten as a spreadsheet program would.

Grammar of references: ECMA-376 part 1, 18.17.2. What lies within quotes, other files and tables stays as it is.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.exchange.container import ROW_LIMIT

_SPECIAL = r"\s'\"(){}\[\],;&=<>+\-*/^%!:#"
_REFERENCE = (
    r"(?:\$?[A-Za-z]{1,3}\$?\d{1,7}(?::\$?[A-Za-z]{1,3}\$?\d{1,7})?"
    r"|\$?\d{1,7}:\$?\d{1,7}|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\w.(\[!])"
)
_TOKEN = re.compile(
    rf"""
      "(?:[^"]|"")*"                                              # a text
    | \#REF![$A-Za-z0-9:]*                                        # a reference already lost
    | (?:'(?P<quoted>(?:[^']|'')*)'|(?P<bare>[^{_SPECIAL}]+))!    # of another sheet
      (?P<there>{_REFERENCE})?
    | (?:\[[^\]]*\][^{_SPECIAL}]*|[^{_SPECIAL}]+:[^{_SPECIAL}]+)!  # of another file, or of several sheets
      (?P<far>{_REFERENCE})?
    | (?P<here>{_REFERENCE})
    | \#(?=')                                                     # the mark of a link inside the file
    | [\w.\\?$]+                                                  # a name, a function, a number
    | \[(?:[^\[\]]|\[[^\]]*\])*\]                                 # columns of a table
    """,
    re.VERBOSE,
)
_CELL = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)(\d{1,7})")
_CORNER = re.compile(
    r"(?P<mark>\$?)(?:(?P<letters>[A-Za-z]{1,3})(?:(?P<fixed>\$?)(?P<number>\d{1,7}))?|(?P<whole>\d{1,7}))"
)
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?\Z")


@dataclass(frozen=True)
class Move:
    """`count` rows are added to `sheet` after row `after` (1-based), the last row of a block that begins at `first`."""

    sheet: str
    first: int
    after: int
    count: int

    def row(self, row: int) -> int:
        """Where a row stands afterwards."""
        return row + self.count if row > self.after and row < ROW_LIMIT else row

    def span(self, first: int, last: int, *, grow: bool) -> tuple[int, int]:
        """Where rows `first` to `last` stand afterwards; with `grow` those that end with the block end with it again."""
        ends_with_block = grow and last == self.after >= self.first
        return self.row(first), last + self.count if ends_with_block else self.row(last)

    def holds(self, row: int) -> bool:
        return self.first <= row <= self.after


def moved_formula(formula: str, home: str, move: Move, *, within: bool = False) -> str:
    """The formula of a cell of sheet `home` (no leading "=") after the move. `within`: its cell is one of the block.

    A range over the block grows with it. Within the block only a fixed end ($F$24) does: F$5:F24 runs with its row.
    """

    def mended(found: re.Match[str]) -> str:
        sheet = found["quoted"] if found["quoted"] is not None else found["bare"]
        if sheet is not None:
            same = sheet.replace("''", "'").casefold() == move.sheet.casefold()
            if not same or found["there"] is None:
                return found[0]
            return found[0][: -len(found["there"])] + _moved(found["there"], move, within=within)
        if found["here"] is not None and home.casefold() == move.sheet.casefold():
            return _moved(found["here"], move, within=within)
        return found[0]

    return _TOKEN.sub(mended, formula)


def _moved(reference: str, move: Move, *, within: bool) -> str:
    start, colon, end = reference.partition(":")
    if not start[-1].isdecimal():
        return reference
    if not colon:
        return _with_row(start, move.row(_row(start)))
    a, b = _row(start), _row(end)
    if a > b:
        start, end, a, b = end, start, b, a
    fixed = _CELL.fullmatch(end)
    grow = (a < b or move.first == move.after) and (not within or (fixed is not None and bool(_fixed_row(end))))
    first, last = move.span(a, b, grow=grow)
    return f"{_with_row(start, first)}:{_with_row(end, last)}"


def _row(cell: str) -> int:
    return int(cell.lstrip("$").lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz").lstrip("$"))


def _with_row(cell: str, row: int) -> str:
    return f"{cell.rstrip('0123456789')}{row}"


def _fixed_row(cell: str) -> bool:
    return cell.rstrip("0123456789").endswith("$")


@dataclass(frozen=True)
class Filling:
    """A formula filled down: `text` has %d where a row number of a relative reference stands, `rows` are its values."""

    text: str
    rows: tuple[int, ...]

    def down(self, rows: int) -> str:
        """The formula `rows` further down."""
        return self.text % tuple(row + rows for row in self.rows)


def filling(formula: str) -> Filling:
    """Prepares a formula to be filled down: relative rows go along, on this sheet and on others."""
    pieces: list[str] = []
    rows: list[int] = []
    at = 0
    for found in _TOKEN.finditer(formula):
        name = _referring(found)
        if not name:
            continue
        for cell in _CELL.finditer(formula, *found.span(name)):
            if not _fixed_row(cell[0]):
                pieces.append(formula[at : cell.start(4)].replace("%", "%%") + "%d")
                rows.append(int(cell[4]))
                at = cell.end()
    pieces.append(formula[at:].replace("%", "%%"))
    return Filling("".join(pieces), tuple(rows))


def shifted_formula(formula: str, *, rows: int, columns: int) -> str:
    """The formula as it reads in another cell that shares it: relative references go along. Outside the sheet: #REF!."""

    def mended(found: re.Match[str]) -> str:
        name = _referring(found)
        if not name:
            return found[0]
        before = found[0][: -len(found[name])]
        return before + _CORNER.sub(lambda corner: _shifted(corner, rows, columns), found[name])

    return _TOKEN.sub(mended, formula)


def renamed_formula(formula: str, old: str, new: str) -> str:
    """The formula with another sheet in the place of `old`."""
    quoted = "'" + new.replace("'", "''") + "'!"

    def mended(found: re.Match[str]) -> str:
        sheet = found["quoted"] if found["quoted"] is not None else found["bare"]
        if sheet is None or sheet.replace("''", "'").casefold() != old.casefold():
            return found[0]
        return quoted + (found["there"] or "")

    return _TOKEN.sub(mended, formula)


def _referring(found: re.Match[str]) -> str:
    """The group of a token that holds rows and columns; "" for a token without."""
    return next((name for name in ("there", "far", "here") if found[name]), "")


def _shifted(corner: re.Match[str], rows: int, columns: int) -> str:
    mark, letters, number = corner["mark"], corner["letters"] or "", corner["number"] or corner["whole"] or ""
    fixed = corner["fixed"] or ""
    if not letters:
        fixed, mark = mark, ""
    if letters and not mark:
        column = column_number(letters) + columns
        if column < 1:
            return "#REF!"
        letters = column_letters(column)
    if number and not fixed:
        if int(number) + rows < 1:
            return "#REF!"
        number = str(int(number) + rows)
    return f"{mark}{letters}{fixed}{number}"


def column_number(letters: str) -> int:
    """1-based column: A → 1, XFD → 16384."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 → A, 27 → AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def area(reference: str) -> tuple[int, int, int, int] | None:
    """(first row, first column, last row, last column), 1-based, of `A1` or `A1:B2`; None for anything else."""
    found = _AREA.match(reference)
    if found is None:
        return None
    row, column = int(found[2]), column_number(found[1])
    if found[3] is None:
        return row, column, row, column
    other, far = int(found[4]), column_number(found[3])
    return min(row, other), min(column, far), max(row, other), max(column, far)


def written(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """The reference of an area: `A1` or `A1:B2`."""
    start = f"{column_letters(first_column)}{first_row}"
    end = f"{column_letters(last_column)}{last_row}"
    return start if start == end else f"{start}:{end}"


def moved_area(reference: str, move: Move, *, grow: bool = True) -> str:
    """A plain reference (merge, table, filter) after the move; one that cannot be read stays as it is."""
    found = area(reference)
    if found is None:
        return reference
    first, last = move.span(found[0], found[2], grow=grow and found[2] == move.after)
    return written(first, found[1], last, found[3])


def moved_areas(references: str, move: Move) -> str:
    """The same for areas with blanks between them (validations, conditional formats): the added rows belong to them."""
    return " ".join(moved_area(each, move) for each in references.split())


def areas(references: str) -> Sequence[tuple[int, int, int, int]]:
    """The areas of a list with blanks between them."""
    return [found for each in references.split() if (found := area(each))]
