"""What does a package say, row by row? Whatever could not have been written by this program is refused with a sentence."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.db import lineage
from app.db.lineage import History
from app.db.package import Opened, rows
from app.db.queries import everything, package
from app.db.work import Version
from app.models import RECORDS
from app.models.column import TEXT
from app.models.record import Record, field_map

_UID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_DEVICE = re.compile(r"[0-9a-f]{16}")
_FORMS = {"date": re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"), "flag": re.compile("是|否")}  # relied on everywhere
_LONGEST = 100_000  # characters of a text


@dataclass(frozen=True)
class Side:
    """One version of a row. `values` as `everything.columns`, links told by uid."""

    version: Version
    history: History
    values: tuple[Any, ...]


@dataclass
class Incoming:
    """The rows of one record in a package, by uid, and why others were not read."""

    sides: dict[str, Side] = field(default_factory=dict)
    twins: dict[str, list[str]] = field(default_factory=dict)
    refused: list[tuple[str, str]] = field(default_factory=list)


def incoming(opened: Opened, code: str, uids: Mapping[str, Mapping[int, str]]) -> Incoming:
    """`uids`: row id in the package → uid, of every record that rows of this one lead to."""
    record, found = RECORDS[code], Incoming()
    known = lineage.known(opened.reader, code)
    found.twins = known.other_names()
    judge = _judge(record)
    columns = everything.columns(record)
    links = [(place, uids[to]) for place, to in everything.link_places(record)]
    told = ", ".join(f'"{name}"' for name in ("id", "uid", "device", "revision", *columns))
    for row, uid, device, revision, *cells in rows(opened, f"SELECT {told} FROM {code} ORDER BY id"):
        wrong = _wrong_version(uid, device, revision) or _told_uids(cells, links) or judge(cells)
        if wrong:
            found.refused.append((str(uid), wrong))
        else:
            version = (device, revision)
            found.sides[uid] = Side(version, known.history(uid, version, row), tuple(cells))
    return found


def uids(opened: Opened) -> dict[str, dict[int, str]]:
    """Record → row id in the package → uid."""
    return {code: dict(rows(opened, f"SELECT id, uid FROM {code}")) for code in package.PORTABLE}


def _wrong_version(uid: object, device: object, revision: object) -> str:
    sound = isinstance(uid, str) and _UID.fullmatch(uid) and isinstance(device, str) and _DEVICE.fullmatch(device)
    return "" if sound and isinstance(revision, int) and revision >= 0 else "这一条的系统标识或版本不对。"


def _told_uids(cells: list[Any], links: Sequence[tuple[int, Mapping[int, str]]]) -> str:
    """Row ids of the package become uids, in place."""
    for place, known in links:
        if cells[place] is not None:
            cells[place] = known.get(cells[place])
            if cells[place] is None:
                return "这一条指向包里没有的记录。"
    return ""


def _judge(record: type[Record]) -> Callable[[Sequence[Any]], str]:
    """What is wrong with the values of a row as a sentence, or ""."""
    columns, fields = everything.columns(record), field_map(record)
    readings = [_Reading(record, name) for name in columns]
    labels = [fields[name].label if name in fields else everything.KEPT[name] for name in columns]

    def judged(cells: Sequence[Any]) -> str:
        for place, cell in enumerate(cells):
            if not readings[place][cell]:
                return f"“{labels[place]}”的内容不是本程序写的样子。"
        faults = record.faults(dict(zip(columns, cells, strict=True)))
        return faults[0].text if faults else ""

    return judged


class _Reading(dict[Any, bool]):
    """Stored value → is it one that a column can hold? Worked out once for each different value."""

    def __init__(self, record: type[Record], name: str) -> None:
        super().__init__()
        self.column, self.field = record.columns()[name], field_map(record).get(name)

    def __missing__(self, cell: Any) -> bool:
        made = self._good(cell)
        if self.field is None or not self.field.search:  # names and numbers differ in every row
            self[cell] = made
        return made

    def _good(self, cell: Any) -> bool:
        if cell is None:
            return self.column.nullable
        if self.field is not None and self.field.to:
            return isinstance(cell, str)  # a uid by now
        if self.column.sql != TEXT:
            return isinstance(cell, int)
        if not isinstance(cell, str) or len(cell) > _LONGEST:
            return False
        form = _FORMS.get(self.field.kind.name) if self.field is not None else None
        return form is None or form.fullmatch(cell) is not None
