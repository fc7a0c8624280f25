"""What left the program as tables: the list of departures, the rows behind one, and two side by side: who came, who went,
what was corrected.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.db.queries import outgoing as queries
from app.db.queries.outgoing import ACTS, Contents, Departure
from app.db.store import Reader
from app.errors import UserError
from app.kinds.mask import BIRTH, MASKED, POSTED, WORDS, looser
from app.kinds.mask import mask as hide
from app.table import Column, Table

CAME, WENT, CHANGED = "新增", "减少", "更正"
_SUBJECTS = ("name", "head_name", "helped", "head", "member", "place", "title")  # columns that name a row to a person


@dataclass(frozen=True)
class Line:
    """One difference. `state`: CAME, WENT or CHANGED; of a change the column with its old and new text."""

    state: str
    key: str
    subject: str
    column: str = ""
    label: str = ""
    old: str = ""
    new: str = ""
    kind: str = "text"


@dataclass(frozen=True)
class Comparison:
    """Two departures of one thing. `apart` are the headings that only one of them has, or that one of them hid."""

    before: Departure
    after: Departure
    lines: tuple[Line, ...]
    apart: tuple[str, ...]

    def count(self, state: str) -> int:
        """Rows, not cells, that are in a state."""
        return len({line.key for line in self.lines if line.state == state})


def listed(found: Sequence[Departure]) -> Table:
    """One line per departure, in their order."""
    columns = (
        Column("id", "编号", "number", 6), Column("at", "时间", width=17), Column("act", "方式", width=9),
        Column("title", "外发内容", width=26), Column("whom", "给谁", width=14), Column("purpose", "用途", width=14),
        Column("asked", "筛选条件", width=20), Column("mask", "脱敏", width=11), Column("rows", "行数", "number", 8),
        Column("file", "文件", width=28), Column("by", "操作人", width=9),
    )  # fmt: skip
    rows = [
        (
            one.id, one.at[:16].replace("T", " "), ACTS.get(one.act, one.act), one.title, one.whom or None, one.purpose or None,
            one.asked or None, WORDS.get(one.mask, one.mask), one.rows, _files(one), one.by or None,
        )
        for one in found
    ]  # fmt: skip
    return Table("外发记录", columns, rows, signatures=())


def _files(one: Departure) -> str:
    if not one.files:
        return "打印机"
    return one.files[0][0] + (f" 等 {len(one.files)} 个" if len(one.files) > 1 else "")


def behind(one: Departure, held: Contents, *, mask: str = "none") -> Table:
    """The rows of a departure as they went out, or with more hidden. UserError for a mask that they cannot be put under."""
    columns = tuple(Column(name, label, kind, _width(kind)) for name, label, kind in held.columns)
    return Table(
        one.title, columns, _hidden(held, _postable(mask)), mask=mask if looser(one.mask, mask) else one.mask, signatures=(),
        keys=held.keys,
    )  # fmt: skip


def _postable(mask: str) -> str:
    if mask == POSTED:  # what stands in the notes no longer says which words are people's names
        raise UserError("外发过的内容不能改成公示用的。", "请在“台账导出”里选“张贴公示”重新导出。")
    return mask


def _hidden(held: Contents, mask: str) -> Sequence[Sequence[Any]]:
    places = [(i, kind) for i, (_name, _label, kind) in enumerate(held.columns) if kind in MASKED]
    if mask == "none" or not places:
        return held.rows
    rows = []
    for row in held.rows:
        cells = list(row)
        for i, kind in places:
            cells[i] = hide(kind, cells[i], mask) if isinstance(cells[i], str) else cells[i]
        rows.append(cells)
    return rows


def _width(kind: str) -> int:
    return {"id": 20, "card": 22, "phone": 13, "number": 8, "date": 11}.get(kind, 14)


def pair(reader: Reader, before: int, after: int) -> tuple[Departure, Departure]:
    """Two departures by their numbers, the earlier first. UserError when they cannot be compared."""
    found = []
    for number in sorted((before, after)):
        one = queries.departure(reader, number)
        if one is None:
            raise UserError(f"外发记录里没有第 {number} 号。", "编号在外发记录的第一列。")
        if not one.content:
            raise UserError(
                f"第 {number} 号“{one.title}”只记了文件，没有留下逐行内容，不能对比。",
                "请选导出、打印、填报或下发的表。",
            )
        found.append(one)
    first, second = found
    if first.id == second.id:
        raise UserError("两次是同一条外发记录。", "请选两条来对比。")
    if first.name != second.name:
        raise UserError(f"“{first.title}”和“{second.title}”不是同一种表，不能对比。", "请选同一种表的两次外发。")
    return first, second


def compare(reader: Reader, before: int, after: int) -> Comparison:
    """Row by row, cell by cell, under the headings that both have; order of rows and columns has no effect."""
    first, second = pair(reader, before, after)
    old, new = queries.contents(reader, first), queries.contents(reader, second)
    masks = {first.mask, second.mask}
    shared = [column for column in new.columns if column in old.columns and not _masked(column, masks)]
    every = dict.fromkeys((*old.columns, *new.columns))
    lonely = tuple(label for name, label, kind in every if (name, label, kind) not in shared)
    was, now = _by_key(old, shared), _by_key(new, shared)
    lines = (
        *(Line(CAME, key, _subject(new, row)) for key, row in now.items() if key not in was),
        *(Line(WENT, key, _subject(old, row)) for key, row in was.items() if key not in now),
        *(
            line
            for key, row in now.items()
            if key in was
            for line in _changed(key, (old, was[key]), (new, row), shared)
        ),
    )
    return Comparison(first, second, lines, lonely)


def _masked(column: tuple[str, str, str], masks: set[str]) -> bool:
    """What looks different under another mask is not compared: it would find what nobody changed."""
    if len(masks) == 1:
        return False
    name, _label, kind = column
    return kind in ("id", "card", "phone") or name == BIRTH or (POSTED in masks and kind in MASKED)


def _by_key(held: Contents, shared: Sequence[tuple[str, str, str]]) -> dict[str, tuple[Any, ...]]:
    """Rows by their uid, else by what names them; the n-th of several alike is told by its number."""
    keys: Sequence[str] = held.keys
    if not any(keys):
        places = [held.columns.index(column) for column in shared if column[2] != "number"]
        keys = ["\t".join(_text(row[place]) for place in places) for row in held.rows]
    seen: dict[str, int] = {}
    found = {}
    for key, row in zip(keys, held.rows, strict=True):
        seen[key] = seen.get(key, 0) + 1
        found[key if seen[key] == 1 else f"{key}#{seen[key]}"] = row
    return found


def _subject(held: Contents, row: Sequence[Any]) -> str:
    names = [name for name, _label, _kind in held.columns]
    place = next((names.index(name) for name in _SUBJECTS if name in names), None)
    if place is None:
        return next((_text(cell) for cell in row if isinstance(cell, str) and cell), "")
    return _text(row[place])


def _changed(
    key: str,
    old: tuple[Contents, Sequence[Any]],
    new: tuple[Contents, Sequence[Any]],
    shared: Sequence[tuple[str, str, str]],
) -> Iterator[Line]:
    for column in shared:
        was, now = _text(old[1][old[0].columns.index(column)]), _text(new[1][new[0].columns.index(column)])
        if was != now:
            yield Line(CHANGED, key, _subject(*new), column[0], column[1], was, now, column[2])


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell)


def compared(found: Comparison, *, mask: str = "none") -> Table:
    """The differences as a table to show, export or print, as they went out or with more hidden."""
    profile = _postable(mask)
    columns = (
        Column("state", "变化", width=8), Column("subject", "对象", width=16), Column("label", "栏目", width=20),
        Column("old", "上次", width=28), Column("new", "本次", width=28),
    )  # fmt: skip
    rows = [
        (line.state, line.subject, line.label or None, *(_shown(line, text, profile) for text in (line.old, line.new)))
        for line in found.lines
    ]
    keys = tuple(line.key for line in found.lines)
    title = f"{found.after.title}两次外发对比"
    told = times(found) + summary(found) + apart(found)
    return Table(title, columns, rows, note=told, mask=mask, signatures=(), keys=keys)


def _shown(line: Line, text: str, mask: str) -> str | None:
    return (hide(line.kind, text, mask) if line.kind in MASKED else text) or None


def times(found: Comparison) -> str:
    """Which two were compared."""
    return f"第 {found.before.id} 号（{_day(found.before)}）与第 {found.after.id} 号（{_day(found.after)}）对比。"


def apart(found: Comparison) -> str:
    """What could not be compared, "" for nothing."""
    return f"没有比较的栏目：{'、'.join(found.apart)}。" if found.apart else ""


def _day(one: Departure) -> str:
    return one.at[:16].replace("T", " ")


def summary(found: Comparison) -> str:
    if not found.lines:
        return "两次内容相同。"
    return f"新增 {found.count(CAME)} 行，减少 {found.count(WENT)} 行，更正 {found.count(CHANGED)} 行。"
