"""Made-up villages with members, and sheets as they come back: filled in, damaged, saved another way."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.db.store import Store
from app.exchange.comparing import compare
from app.exchange.comparing_plan import Comparison
from app.exchange.grid import Value
from app.exchange.read import read
from app.exchange.sending import Asked, Dispatched, plan_sending, send
from app.models import RECORDS
from app.operations import record as records
from app.operations.sample_names import id_number
from tests import make
from tests.exchange.village import Line, Sheet, comma_text
from tests.exchange.village_format import PAGES, _bytes, _openpyxl, _xls

GIVEN = "仇解朴单查盖区繁翟覃"
ROWS = (
    "name",
    "sex",
    "ethnic",
    "id_number",
    "birth_date",
    "education",
    "branch",
    "village",
    "phone",
    "address",
    "join_date",
)
COLUMNS = (
    "姓名",
    "性别",
    "民族",
    "公民身份号码",
    "出生日期",
    "学历",
    "所在党支部",
    "联系电话",
    "家庭住址",
    "加入党组织日期",
)


def villages(store: Store, count: int = 2, each: int = 6) -> list[int]:
    """Villages with a branch and members each; the rows of the villages. Members are called 仇一村1 and so on."""
    made = []
    for n in range(1, count + 1):
        unit = make.unit(store, f"{_word(n)}村")
        branch = make.branch(store, f"中共{_word(n)}村支部委员会", unit=unit)
        rows = []
        for i in range(each):
            order = (n * each + i) % 400 + 1
            birth = f"19{50 + (n + i) % 40:02d}0615"
            number = id_number("990101", birth, order, man=i % 2 == 0)
            rows.append(
                (
                    f"{GIVEN[i % 10]}{_word(n)}{_word(i + 1)}", "男" if i % 2 == 0 else "女", "汉族", number,
                    f"{birth[:4]}-06-15", "初中", branch, unit, f"199{n:04d}{i:04d}", f"{i + 1}组{n}号", "2001-07-01",
                )
            )  # fmt: skip
        with store.work("新增党员") as work:
            work.add_many(RECORDS["member"], ROWS, rows)
        made.append(unit)
    return made


def _word(n: int) -> str:
    digits = "零一二三四五六七八九"
    return digits[n] if n < 10 else f"{digits[n // 10]}{digits[n % 10]}"


def sent(store: Store, folder: Path, **asked: Any) -> Dispatched:
    with store.read() as reader:
        sending = plan_sending(reader, Asked(**{"record": "member", "columns": COLUMNS, **asked}))
    return send(store, sending, folder)


@dataclass
class Page:
    """The visible sheet of a workbook as rows of cells; `head` is the row of the headings."""

    rows: list[list[Value]]
    head: int

    @property
    def labels(self) -> list[Value]:
        return self.rows[self.head]

    def line(self, name: str) -> list[Value]:
        return next(row for row in self.rows[self.head + 1 :] if row[0] == name)

    def put(self, name: str, label: str, value: Value) -> None:
        self.line(name)[self.labels.index(label)] = value

    def add(self, **values: Value) -> None:
        self.rows.append([values.get(str(label), "") for label in self.labels])

    def drop(self, name: str) -> None:
        self.rows.remove(self.line(name))

    def names(self) -> list[str]:
        return [str(row[0]) for row in self.rows[self.head + 1 :] if row[0]]

    def without(self, label: str) -> "Page":
        place = self.labels.index(label)
        return Page([row[:place] + row[place + 1 :] for row in self.rows], self.head)

    def bare(self) -> "Page":
        """Without title, mark and key: what is left when somebody copies the rows into a sheet of his own."""
        plain = self.without("系统标识")
        return Page(plain.rows[plain.head :], 0)


def page(path: Path) -> Page:
    """The first sheet of a file that was sent. The mark goes with its row, the hidden sheet does not."""
    rows = [list(row) for row in read(path).grids[0].rows]
    return Page(rows, next(n for n, row in enumerate(rows) if row[0] == "姓名"))


def _sheets(pages: Sequence[Page]) -> list[Sheet]:
    return [Sheet(f"表{n}", tuple(Line(tuple(row)) for row in one.rows)) for n, one in enumerate(pages, 1)]


_WRITERS: dict[str, tuple[Callable[[Path, Sequence[Sheet]], Path], str]] = {
    "xlsx": (_openpyxl, ".xlsx"),
    "html": (PAGES[0], ".xls"),
    "xml": (PAGES[1], ".xls"),
    "ods": (PAGES[2], ".ods"),
    "xls": (_bytes(_xls), ".xls"),
    "et": (_bytes(_xls), ".et"),
    "csv": (comma_text("gb18030"), ".csv"),
}
FORMATS = tuple(_WRITERS)


def save(path: Path, *pages: Page, form: str = "xlsx") -> Path:
    """Writes pages as the sheets of a file in one of FORMATS, under the suffix that belongs to it."""
    write, suffix = _WRITERS[form]
    path.parent.mkdir(parents=True, exist_ok=True)
    return write(path.with_suffix(suffix), _sheets(pages))


def returned(store: Store, page: Page, tmp_path: Path, **asked: Any) -> Comparison:
    return compare(store, save(tmp_path / "back", page), **asked)


def cells(found: Comparison) -> dict[tuple[str, str], str]:
    """(name, field) → state of every cell that is not the same."""
    return {(row.name, cell.field): cell.state for row in found.rows for cell in row.cells if cell.state != "same"}


def states(found: Comparison) -> dict[str, str]:
    return {row.name: row.state for row in found.differing()}


def row_of(store: Store, name: str) -> int:
    return make.count(store, f"SELECT id FROM member WHERE name = '{name}'")


def keep(store: Store, name: str, **values: Any) -> None:
    records.save(store, RECORDS["member"], values, row=row_of(store, name), consent=frozenset({"birth_id_mismatch"}))
