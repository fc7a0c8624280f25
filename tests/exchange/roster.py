"""Made-up rosters in the shapes that villages send: workbooks from rows of cells, and short ways to plan and report them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font

from app.db.store import Store
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.exchange.report import report
from app.kinds.resident_id import check_digit

MAN, WOMAN, LEAP, X = "990101198706150017", "990101198706150025", "990101200002290038", "99010119870615005X"
HEAD = ("序号", "姓名", "性别", "民族", "出生年月", "身份证号码", "学历", "入党时间", "转正时间", "联系电话", "备注")
Rows = Sequence[Sequence[Any]]


def number(birth: str, order: int) -> str:
    """A valid ID number; an odd `order` is a man."""
    first = f"990101{birth}{order:03d}"
    return first + check_digit(first)


def person(n: int = 1, **other: Any) -> list[Any]:
    """A row under HEAD; `other` replaces cells by heading."""
    row = [
        n,
        f"柳{'一二三四五六七八九十'[n % 10]}",
        "男",
        "汉族",
        "1980-01-02",
        number("19800102", n * 2 + 1),
        "大专",
        "2005-07-01",
        "2006-07-01",
        f"1990000{n:04d}",
        "",
    ]
    for heading, value in other.items():
        row[HEAD.index(heading)] = value
    return row


def xlsx(
    path: Path,
    rows: Rows,
    *,
    merges: Sequence[str] = (),
    hidden: Sequence[int] = (),
    struck: Sequence[str] = (),
    **more: Rows,
) -> Path:
    """A workbook: `rows` on the sheet 花名册, each further keyword a sheet of that name."""
    book = Workbook()
    first = book.active
    assert first is not None
    first.title = "花名册"
    for title, cells in (("花名册", rows), *more.items()):
        sheet = first if title == "花名册" else book.create_sheet(title)
        for r, row in enumerate(cells, 1):
            for c, value in enumerate(row, 1):
                if value not in ("", None):
                    sheet.cell(r, c, value)
    for area in merges:
        first.merge_cells(area)
    for row in hidden:
        first.row_dimensions[row].hidden = True
    for place in struck:
        first[place].font = Font(strike=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def csv(path: Path, rows: Rows, *, charset: str = "utf-8-sig", comma: str = ",") -> Path:
    text = "\r\n".join(comma.join("" if cell is None else str(cell) for cell in row) for row in rows)
    path.write_bytes(text.encode(charset))
    return path


def told(store: Store, path: Path, **options: Any) -> dict[str, Any]:
    """The report of a plan; nothing is changed."""
    return report(plan_import(store, path, **options), path.name)


def imported(store: Store, path: Path, **options: Any) -> dict[str, Any]:
    """The report of an import that was carried out."""
    plan = plan_import(store, path, **options)
    apply(plan, store)
    return report(plan, path.name)


def codes(said: dict[str, Any]) -> dict[int, list[str]]:
    """Row → codes, of refused rows and of warnings."""
    return {row["row"]: row.get("codes", row.get("warnings")) for row in (*said["accepted"], *said["refused"])}


def names(said: dict[str, Any]) -> list[str]:
    return [row["values"]["name"] for row in said["accepted"]]


def skipped(said: dict[str, Any]) -> dict[int, str]:
    return {row["row"]: row["codes"][0] for row in said["skipped"]}
