"""What is a deed of the `do` command: on which record, under which word, what must be told, and the operation it calls?

To add one: a line in the table of its subject (`deed_member`, `deed_applicant`, `deed_branch`); every record has those of `deed_record`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from app.db.queries import listing, resolve
from app.db.queries.listing import Condition, Query
from app.db.store import Reader, Store
from app.errors import Rejected, UserError
from app.kinds.date import Date
from app.kinds.kind import Unreadable
from app.kinds.money import Money
from app.kinds.number import Number
from app.models import RECORDS
from app.models.catalogue import field_named
from app.models.record import Record
from app.operations import record as records

PARTING = "、"


@dataclass(frozen=True)
class Deed:
    """`needed` and `more` are the labels of what is told; `fields` says that fields of the record are told as well.

    `made` is the record of the row that `run` returns, "" where it returns none; `alone` needs no row that is there already.
    """

    record: str
    word: str
    run: Callable[["Told"], Any]
    needed: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    fields: bool = False
    made: str = ""
    alone: bool = False


@dataclass(frozen=True)
class Told:
    """What the command line says for one deed. `row` is 0 where the deed is about no row yet."""

    store: Store
    record: type[Record]
    row: int
    said: Mapping[str, str]
    consent: frozenset[str]

    def text(self, label: str, default: str = "") -> str:
        return self.said.get(label, default)

    def day(self, label: str = "日期") -> str:
        """As exact as it was written; operations say where that is not enough."""
        return str(_read(label, self.said.get(label), Date().parse) or "")

    def number(self, label: str) -> int | None:
        found = _read(label, self.said.get(label), Number().parse)
        return None if found is None else int(found)

    def money(self, label: str) -> int | None:
        """Yuan as 分."""
        found = _read(label, self.said.get(label), Money().parse)
        return None if found is None else int(found)

    def link(self, record: str, label: str) -> int | None:
        with self.store.read() as reader:
            return row_named(reader, record, self.said[label]) if label in self.said else None

    def links(self, record: str, label: str) -> tuple[int, ...]:
        with self.store.read() as reader:
            return tuple(row_named(reader, record, name) for name in parts(self.text(label)))

    def values(self, record: type[Record], *apart: str) -> dict[str, Any]:
        """The fields that were told, without the labels `apart`. Rejected for what cannot be read."""
        raw = {field_named(record, label).name: text for label, text in self.said.items() if label not in apart}
        with self.store.read() as reader:
            reading = records.read_values(reader, record, raw)
        hard = [problem for problem in reading.problems if problem.hard]
        if hard:
            raise Rejected(hard)
        return reading.values


def parts(told: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in told.split(PARTING) if part.strip())


def pairs(told: str) -> tuple[tuple[str, str], ...]:
    """书记:张三、委员:李四 as (书记, 张三), (委员, 李四)."""
    found = [part.replace("：", ":").partition(":") for part in parts(told)]
    if any(not (one and other) for one, _, other in found):
        raise UserError(f"“{told}”没有写全。", "请写成 书记:单小红、委员:解明 这样。")
    return tuple((one.strip(), other.strip()) for one, _, other in found)


def row_named(reader: Reader, record: str, name: str) -> int:
    """One row by its uid, its name, its number or its path; who left is found where nobody else is called so."""
    found = tuple(listing.of_uids(reader, record, [name])) or resolve.one(reader, record, name)
    caption, title = RECORDS[record].caption[0], RECORDS[record].title
    if not found and RECORDS[record].ends:
        query = Query(record, (), (Condition(caption, "is", name),), state="ended")
        found = tuple(listing.ids(reader, query))
    if len(found) != 1:
        told = f"有 {len(found)} 条{title}叫“{name}”。" if found else f"没有叫“{name}”的{title}。"
        raise UserError(told, "请核对，或用 --uid 写明系统标识（导出的最后一栏）。")
    return found[0]


def _read(label: str, text: str | None, parse: Callable[[str], Any]) -> Any:
    if not text:
        return None
    try:
        return parse(text)
    except Unreadable as error:
        raise UserError(f"{label}：{error.text}") from error
