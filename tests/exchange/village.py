"""What does a village file hold, and what must become of every row? Made-up people, the shape of a file with its truth, and writers.

To add a habit: a `Village` in one of the village_* files; the truth stands beside each row, never in the importer's words.
"""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

IN, OUT, EITHER, SKIP, FREE = "accepted", "refused", "either", "skipped", "free"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES = "柳单解仇区朴查盖覃岑曾华任尹乐车宁冼麦缪"
GIVEN = ("春生", "玉兰", "根水", "桂英", "国栋", "秀芳", "志远", "小梅", "德福", "海燕", "铁牛", "月娥")


def number(birth: str = "19800102", order: int = 1, area: str = "990101") -> str:
    """A resident ID with the right check digit (GB 11643); an odd `order` is a man."""
    first = f"{area}{birth}{order:03d}"
    return first + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(first, WEIGHTS, strict=True)) % 11]


def stored(*parts: int) -> datetime:
    """A date as a workbook stores it: of no zone."""
    return datetime(*parts)  # noqa: DTZ001 - cells know no zone


@dataclass(frozen=True)
class Formula:
    """A cell with a formula; `value` None means that the file keeps no result."""

    text: str
    value: Any = None


@dataclass(frozen=True)
class Line:
    """One row of a sheet and its truth.

    `fate`: IN, OUT, EITHER (refused with a code, or accepted with one), SKIP (nobody stands here), FREE (not judged).
    `values` must come out so; a tuple holds several right answers. `codes`: one of them must stand; for IN, empty means silence.
    """

    cells: tuple[Any, ...]
    fate: str = SKIP
    values: Mapping[str, Any] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    calm: tuple[str, ...] = ()
    hidden: bool = False
    struck: bool = False


@dataclass(frozen=True)
class Sheet:
    name: str
    lines: tuple[Line, ...]
    merges: tuple[str, ...] = ()
    hidden: bool = False


@dataclass(frozen=True)
class Village:
    """One file. `codes`: the file may (`must`: has to) be refused by one of them. `before` is imported first.

    `dry`: only the plan is asked for.
    """

    kind: str
    sheets: tuple[Sheet, ...]
    write: Callable[[Path, Sequence[Sheet]], Path] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)
    codes: tuple[str, ...] = ()
    must: bool = False
    before: tuple[Sheet, ...] = ()
    record: str = "member"
    unknown: tuple[str, ...] = ()
    dry: bool = False


def person(n: int, **other: str | None) -> dict[str, Any]:
    """A made-up party member as the report must tell it: field → normal form."""
    year, man = 1950 + n * 7 % 45, n % 2
    birth = f"{year}{n % 12 + 1:02d}{n % 27 + 1:02d}"
    told = {
        "name": SURNAMES[n % 20] + GIVEN[n * 5 % 12],
        "sex": "男" if man else "女",
        "ethnic": ("汉族", "苗族", "土家族")[n % 3],
        "birth_date": f"{birth[:4]}-{birth[4:6]}-{birth[6:]}",
        "id_number": number(birth, 20 + n * 2 + man),
        "education": ("大专", "初中", "小学")[n % 3],
        "join_date": f"{year + 24}-07-01",
        "full_date": f"{year + 25}-07-01",
        "phone": f"1990000{n:04d}",
        "branch": "中共石坪村支部委员会",
        "remark": None,
        "address": f"石坪村{n}号",
    }
    return {**told, **other}


LABELS = {
    "no": "序号",
    "name": "姓名",
    "sex": "性别",
    "ethnic": "民族",
    "birth_date": "出生日期",
    "id_number": "公民身份号码",
    "education": "学历",
    "join_date": "入党日期",
    "full_date": "转正日期",
    "phone": "联系电话",
    "branch": "所在党支部",
    "remark": "备注",
    "address": "家庭住址",
    "village": "所在村",
    "duty": "职务",
}
COLUMNS = (
    "no",
    "name",
    "sex",
    "ethnic",
    "birth_date",
    "id_number",
    "education",
    "join_date",
    "full_date",
    "phone",
    "branch",
    "remark",
)


def head(columns: Sequence[str] = COLUMNS, **labels: str) -> Line:
    """The row of headings."""
    return Line(tuple(labels.get(name, LABELS[name]) for name in columns))


def line(n: int, columns: Sequence[str] = COLUMNS, *, raw: Mapping[str, Any] | None = None, **truth: Any) -> Line:
    """The row of person `n`: `raw` replaces cells, `truth` what must come out of them."""
    fields = {name: truth.pop(name) for name in tuple(truth) if name in LABELS}
    told = {"no": n, **person(n)}
    typed = {**told, **{name: value for name, value in fields.items() if not isinstance(value, tuple)}, **(raw or {})}
    values = {name: fields.get(name, told[name]) for name in columns if name != "no"}
    return Line(tuple(typed.get(name) for name in columns), truth.pop("fate", IN), values, **truth)


def roster(*lines: Line, name: str = "花名册", columns: Sequence[str] = COLUMNS, merges: Sequence[str] = ()) -> Sheet:
    """A sheet with one row of headings and these rows."""
    return Sheet(name, (head(columns), *lines), tuple(merges))


def note(*cells: Any) -> Line:
    """A row with nobody in it: title, footer, total, remark, blank."""
    return Line(cells)


def amid(kind: str, *lines: Line, **more: Any) -> Village:
    """Doubtful rows between two good ones, which must stay untouched."""
    return Village(kind, (roster(line(91), *lines, line(92)),), **more)


def xlsx(path: Path, sheets: Sequence[Sheet]) -> Path:
    """A workbook as Excel writes it: stored types, merges, hidden rows, struck cells, cached results."""
    with Workbook(path, {"strings_to_numbers": False, "strings_to_formulas": False, "nan_inf_to_errors": True}) as book:
        struck, plain = book.add_format({"font_strikeout": True}), book.add_format()
        dated = book.add_format({"num_format": "yyyy/m/d"})
        for given in sheets:
            sheet = book.add_worksheet(given.name)
            if given.hidden:
                sheet.hide()
            for r, row in enumerate(given.lines):
                if row.hidden:
                    sheet.set_row(r, None, None, {"hidden": True})
                for c, value in enumerate(row.cells):
                    _cell(sheet, (r, c), value, struck if row.struck else plain, dated)
            for area in given.merges:
                first, last = area.split(":")
                sheet.merge_range(f"{first}:{last}", "", plain)
                r, c = _place(first)
                _cell(sheet, (r, c), given.lines[r].cells[c], plain, dated)
    return path


def _cell(sheet: Any, at: tuple[int, int], value: Any, style: Any, dated: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, Formula):
        sheet.write_formula(*at, value.text, style, "" if value.value is None else value.value)
    elif isinstance(value, str):
        sheet.write_string(*at, value, style)
    elif isinstance(value, int | float):
        sheet.write_number(*at, value, style)
    else:
        sheet.write_datetime(*at, value, dated)


def _place(reference: str) -> tuple[int, int]:
    """A1 → (0, 0), for single letters."""
    return int(reference[1:]) - 1, ord(reference[0]) - ord("A")


def text_of(sheet: Sheet, comma: str = ",") -> str:
    held = io.StringIO()
    csv.writer(held, delimiter=comma).writerows(
        ["" if cell is None else cell for cell in row.cells] for row in sheet.lines
    )
    return held.getvalue()


def comma_text(charset: str, comma: str = ",", mark: bytes = b"") -> Callable[[Path, Sequence[Sheet]], Path]:
    """A writer of delimited text in this charset; `mark` is put before it."""

    def write(path: Path, sheets: Sequence[Sheet]) -> Path:
        path.write_bytes(mark + text_of(sheets[0], comma).encode(charset))
        return path

    return write
