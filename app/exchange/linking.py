"""Which rows do the names in link columns mean? Units and branches that are not there yet are made in the same plan."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.codes import find
from app.db import search
from app.db.queries import resolve, standing
from app.db.queries.completeness import UNDECIDED
from app.db.store import Store
from app.errors import UserError
from app.exchange import target as t
from app.exchange.cell import CLEAR
from app.exchange.plan import Making, Note, Options
from app.exchange.whole import Whole
from app.models import RECORDS

_MADE = ("unit", "branch")
_KINDS = ("村", "社区", "街道", "乡", "镇")


@dataclass
class Books:
    """Names already looked up, and units and branches to be made: the n-th of a record is known as -(n + 1)."""

    reader: Any
    options: Options
    unit: int | None = None
    branch: int | None = None
    known: dict[tuple[str, str], tuple[int, ...]] = field(default_factory=dict)
    made: dict[str, list[str]] = field(default_factory=lambda: {"unit": [], "branch": []})

    def look(self, record: str, names: Iterable[str]) -> None:
        """One query for all names not seen before."""
        fresh = [name for name in dict.fromkeys(names) if (record, name) not in self.known]
        uids = [name for name in fresh if len(name) == 36 and name.count("-") == 4]
        found: dict[str, tuple[int, ...]] = {
            uid: (row,) for uid, row in standing.told_by_uid(self.reader, record, uids).items()
        }
        told = dict(self.options.aliases)
        found |= {name: (told[record, name],) for name in fresh if (record, name) in told}
        found = {**resolve.many(self.reader, record, [name for name in fresh if name not in found]), **found}
        for name, rows in found.items():
            self.known[record, name] = self._narrowed(record, rows)

    def one(self, record: str, name: str) -> int:
        """Row of a unit or branch named by itself; made when missing (a negative number)."""
        self.look(record, [name])
        rows = self.known[record, name]
        if len(rows) > 1:
            title = RECORDS[record].title
            raise UserError(f"有 {len(rows)} 个{title}叫“{name}”。", f"请写出上级，如“青禾镇/{name}”。")
        return rows[0] if rows else self.make(record, name)

    def make(self, record: str, name: str) -> int:
        if self.options.known_only:
            title = RECORDS[record].title
            raise UserError(f"没有叫“{name}”的{title}。", "请先登记，或去掉“只用已有的”再导入。")
        if above := _path(name)[0]:
            self.one(record, above)
        self.made[record].append(name)
        handle = -len(self.made[record])
        self.known[record, name] = (handle,)
        return handle

    def _narrowed(self, record: str, rows: tuple[int, ...]) -> tuple[int, ...]:
        """Several of one name: those below the unit that was given, if that leaves one."""
        if len(rows) < 2 or self.unit is None or self.unit < 0:
            return rows
        inside = set(resolve.below(self.reader, "unit", self.unit))
        if record == "unit":
            near = tuple(row for row in rows if row in inside)
        else:
            units = standing.rows(self.reader, record, ("unit",), rows)
            near = tuple(row for row in rows if units[row][0] in inside)
        return near if len(near) == 1 else rows

    def unclear(self, record: str, path: str) -> str:
        """The step of a path to be made that several rows are called; "" when it is clear below what the rest goes."""
        while path := _path(path)[0]:
            self.look(record, [path])
            if rows := self.known[record, path]:
                return path if len(rows) > 1 else ""
        return ""

    def makings(self) -> tuple[Making, ...]:
        """What stands above another comes before it."""
        units = [(_path(name)[1], _unit_kind(name), self._above("unit", name)) for name in self.made["unit"]]
        branches = [
            (_path(name)[1], find("branch_kind", _path(name)[1]), self._above("branch", name))
            for name in self.made["branch"]
        ]
        made = (
            Making("unit", ("name", "kind", "parent"), units, {"parent": "unit"}),
            Making("branch", ("name", "kind", "parent"), branches, {"parent": "branch"}),
        )
        return tuple(making for making in made if making.rows)

    def _above(self, record: str, name: str) -> int | None:
        """The row of the step before the last one; a unit without a path belongs to the unit that was given."""
        if above := _path(name)[0]:
            return self.known[record, above][0]
        return self.unit if record == "unit" and name != self.options.unit else None


def books(store: Store, reader: Any, options: Options) -> Books:  # noqa: ARG001 - the store names the database in messages
    found = Books(reader, options)
    if options.unit:
        found.unit = found.one("unit", options.unit)
    if options.branch:
        found.branch = found.one("branch", options.branch)
    return found


def _path(name: str) -> tuple[str, str]:
    """(what stands above, own name): `青禾镇/石坪村` is 石坪村 in 青禾镇."""
    above, _, own = name.rpartition("/")
    return (above, own) if above and own else ("", name)


def _unit_kind(name: str) -> str | None:
    """Only what the name itself says: 后垟村 is a 村."""
    ending = next((word for word in _KINDS if name.endswith(word)), None)
    return find("unit_kind", ending) if ending else None


_CORE = re.compile(
    r"^(?:中国共产党|中共)?(.+?)(?:村|社区|居)?(?:总支部委员会|支部委员会|委员会|党总支部?|总支部?|党支部|支部|党委)?$"
)


def similar(books: Books) -> tuple[tuple[str, str, int, str], ...]:
    """Names to be made that may be another word for one on the books: 红旗支部 and 中共红旗村支部委员会, 石评村 and 石坪村."""
    found = []
    for record, made in books.made.items():
        words: dict[str, list[tuple[int, str]]] = {}
        sounds: dict[str, list[tuple[int, str]]] = {}
        for row, name in standing.columns(books.reader, record, ("name",)) if made else ():
            words.setdefault(core(name), []).append((row, name))
            sounds.setdefault(_sound(name), []).append((row, name))
        for name in made:
            own = _path(name)[1]
            like = words.get(core(own)) or sounds.get(_sound(own), [])
            if len(like) == 1 and name != UNDECIDED:
                found.append((record, name, *like[0]))
    return tuple(found)


def alike(books: Books) -> tuple[tuple[str, str, str], ...]:
    """Names to be made of which one may be the other mistyped, as it sounds the same: (record, name, an earlier one)."""
    found = []
    for record, made in books.made.items():
        first: dict[tuple[str, str], str] = {}
        for name in made:
            above, own = _path(name)
            other = first.setdefault((above, _sound(own)), name)
            if other != name and UNDECIDED not in (name, other):
                found.append((record, name, other))
    return tuple(found)


def _sound(name: str) -> str:
    return " ".join(search.reading(core(name)))


def core(name: str) -> str:
    """What two words for one branch share: 红旗 of 红旗支部 and of 中共红旗村支部委员会."""
    match = _CORE.fullmatch("".join(name.split()))
    return match[1] if match else name


def link(whole: Whole, books: Books) -> dict[str, list[Any]]:
    """Row ids (negative: to be made) for every link column; what cannot be told is refused or warned of."""
    linked = {}
    stored = _stored(whole, books)
    for target in whole.targets:
        record = t.link_of(target)
        if record:
            known = stored.get(target, {})
            names = whole.columns[target]
            if known:
                names = [None if place in known else name for place, name in enumerate(names)]
            books.look(record, [name for name in set(names) if isinstance(name, str)])
            if record == whole.record:
                names = _pending(whole, books, target, names)
            linked[target] = _column(whole, books, target, names)
            for place, row in known.items():
                linked[target][place] = row
    return linked


def _pending(whole: Whole, books: Books, target: str, names: Sequence[Any]) -> list[Any]:
    """Names of other rows of this very sheet (a 村 under its 乡镇): linked when those rows are known."""
    own = {
        name
        for place, name in enumerate(whole.column(f"{whole.record}.name"))
        if name is not None and place not in whole.refused
    }
    waiting = {
        place: name
        for place, name in enumerate(names)
        if name in own and not books.known[whole.record, name] and place not in whole.refused
    }
    if not waiting:
        return list(names)
    whole.pending[target] = waiting
    return [None if place in waiting else name for place, name in enumerate(names)]


def _stored(whole: Whole, books: Books) -> dict[str, dict[int, int]]:
    """Rows told by uid keep the link they have when the sheet names it as it is called, be that name unique or not."""
    uids = whole.columns.get(f"{whole.record}.uid")
    targets = [target for target in whole.targets if t.link_of(target)]
    if not uids or not targets:
        return {}
    rows = standing.told_by_uid(books.reader, whole.record, [uid for uid in uids if uid])
    held = standing.rows(books.reader, whole.record, [t.field_name(target) for target in targets], rows.values())
    found: dict[str, dict[int, int]] = {}
    for n, target in enumerate(targets):
        captions = standing.names(books.reader, t.link_of(target), {cells[n] for cells in held.values() if cells[n]})
        for place, uid in enumerate(uids):
            row = held[rows[uid]][n] if uid in rows else None
            if row and captions.get(row) == whole.columns[target][place]:
                found.setdefault(target, {})[place] = row
    return found


def _column(whole: Whole, books: Books, target: str, names: Sequence[Any]) -> list[Any]:
    record = t.link_of(target)
    rows: dict[Any, Any] = {None: None, CLEAR: CLEAR}
    odd: dict[str, tuple[Note, bool]] = {}
    refused = whole.refused
    for name in dict.fromkeys(
        name for place, name in enumerate(names) if isinstance(name, str) and place not in refused
    ):
        rows[name], said = _told(books, record, name)
        if said:
            odd[name] = (Note(said[0], said[1], target), said[2] or (not rows[name] and whole.record == "pairing"))
    if odd:
        for place, name in enumerate(names):
            if isinstance(name, str) and name in odd:
                note, stops = odd[name]
                (whole.refused if stops else whole.warned).setdefault(place, []).append(note)
    return [rows.get(name) for name in names]


def _told(books: Books, record: str, name: str) -> tuple[int | None, tuple[str, str, bool] | None]:
    """(row, what is to be said: code, text, whether the row stays out)."""
    title = RECORDS[record].title
    found = books.known[record, name]
    if len(found) == 1:
        if found[0] > 0:
            return found[0], None
        return found[0], (f"{record}_unknown", f"没有叫“{name}”的{title}，将同时新建，请核对名称。", False)
    if found:
        return None, ("match_several", f"有 {len(found)} 个{title}叫“{name}”，请写出上级，如“青禾镇/{name}”。", True)
    if record not in _MADE:
        return None, (f"{record}_unknown", f"没有叫“{name}”的{title}，这一格没有登记，请先登记后补选。", False)
    if books.options.known_only:
        return None, (f"{record}_unknown", f"没有叫“{name}”的{title}，请先登记，或改用已有的名称。", True)
    if unclear := books.unclear(record, name):
        return None, ("match_several", f"有几个{title}叫“{unclear}”，请把上级写全。", True)
    return books.make(record, name), (f"{record}_unknown", f"没有叫“{name}”的{title}，将同时新建，请核对名称。", False)
