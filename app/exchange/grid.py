"""What a file that was read looks like: its sheets as plain values with the facts that values alone do not tell."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app.errors import UserError

Value = str | int | float | bool | datetime | date | time | timedelta | None
_ROWS_IN_ALL = 8_000_000
Place = tuple[int, int]
Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class Grid:
    """One sheet or one table of a file. All places are 0-based (row, column) in `rows`; column 0 is always column A.

    `rows` are at least as wide as the sheet's usual width; only a row with a stray far cell may be longer. An empty
    cell is "" (or None). Rows may be shared between places: never change one in place.
    `first_row` is the 1-based number the spreadsheet shows for `rows[0]` (CSV: n-th record, HTML: n-th `<tr>`).
    `merges` are (first row, first column, last row, last column), inclusive, and may reach past the last row of `rows`.
    `errors` are cells such as #REF!; `formula_no_value` are formulas that were never calculated (their value is "").
    """

    name: str
    rows: list[list[Value]]
    first_row: int = 1
    merges: tuple[Area, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    struck: frozenset[Place] = frozenset()
    hidden: bool = False
    formulas: frozenset[Place] = frozenset()
    formula_no_value: frozenset[Place] = frozenset()
    errors: frozenset[Place] = frozenset()


@dataclass(frozen=True)
class Workbook:
    """A file as it was read. `format` is one of `xlsx xls et ods csv html mhtml xml2003`, decided by its content.

    `charset` is the encoding of a text file (`utf-8-sig utf-8 gb18030 utf-16-le utf-16-be`), None for the others.
    """

    name: str
    format: str
    charset: str | None
    grids: tuple[Grid, ...]


class FileRefused(UserError):
    """The file as a whole is not taken; `codes` are the file codes of the import report."""

    def __init__(self, codes: tuple[str, ...], text: str, hint: str = "") -> None:
        self.codes = codes
        super().__init__(text, hint)


_SENTENCES = {
    "encrypted": ("文件设有打开密码，读不了。", "请在表格程序里打开它，去掉密码后另存，再导入。"),
    "truncated": ("文件不完整或已损坏，读不到底。", "请重新复制或下载一份，用表格程序打开确认后再导入。"),
    "not_a_workbook": ("这不是表格文件。", "请选择 Excel、WPS 表格或 CSV 文件。"),
    "unsupported_format": ("这种格式读不了。", "请用表格程序打开后另存为 .xlsx，再导入。"),
    "zip_bomb": ("文件解压后异常庞大，为安全起见没有打开。", "请向发来文件的人核实来源，另存一份后再导入。"),
    "xml_attack": (
        "文件里夹带了不该有的实体声明，为安全起见没有打开。",
        "请向发来文件的人核实来源，另存一份后再导入。",
    ),
    "empty_file": ("文件是空的，里面没有任何内容。", "请确认选对了文件。"),
    "scattered": ("表里的内容散得太开，读不了。", "请把有用的行列复制到一张新表里，另存为 .xlsx 后再导入。"),
    "too_large": ("文件太大。", "请拆成几个文件，或确认后按大文件导入。"),
}


def refused(code: str, text: str = "", hint: str = "") -> FileRefused:
    """The refusal of one file code, with its usual sentences unless others are given."""
    usual, advice = _SENTENCES[code]
    return FileRefused((code,), text or usual, hint or advice)


def limit_rows(last_rows: Iterable[int]) -> None:
    """Refuse many sheets that each reach to the end: every one alone would be read."""
    if sum(last_rows) > _ROWS_IN_ALL:
        raise scattered()


def scattered() -> FileRefused:
    """The refusal of a sheet whose few values lie so far apart that no dense table can hold them."""
    return FileRefused(("too_large",), *_SENTENCES["scattered"])
