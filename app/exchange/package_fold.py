"""What becomes of each row of one or more packages? Judged by versions alone, package after package, nothing changed yet.

A row is known by its uid; one that two PCs registered on their own is known by its key, when exactly one row here has it.
Links lead to what the uid means here. Rows whose link leads nowhere, or that may not stand beside what is here (two current
helpers of one household), are left out and named: once that is settled the same package can be merged again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.db import lineage
from app.db.queries import everything, package
from app.db.store import Reader
from app.exchange import package_plan as p
from app.exchange.package_plan import Doubtful, Held, Join, Plan
from app.exchange.package_read import Incoming, Side
from app.models import RECORDS
from app.models.column import Index
from app.models.record import Record, field_map

_PEOPLE = frozenset({"member", "cadre", "household", "resident", "applicant"})
_TERM = re.compile(r"(\w+) (IS NULL|IS NOT NULL|= 1)")
_SEVERAL = "?"  # stands for the uid where a key names more than one row


@dataclass
class Book:
    """What is known of one record here while packages are folded in: `there` uid → (row, version); `keys` and `claims`
    are read when the first strange row asks for them.
    """

    record: type[Record]
    there: dict[str, tuple[int, str, int]]
    known: lineage.Known
    canon: dict[str, str] = field(default_factory=dict)
    keys: list[dict[tuple[Any, ...], str]] | None = None
    claims: dict[tuple[Any, ...], str] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        return everything.columns(self.record)


class Folding:
    """Folds packages into a plan, one record after the other in the order in which links find their targets."""

    def __init__(self, reader: Reader, plan: Plan) -> None:
        self.reader = reader
        self.plan = plan
        self.books: dict[str, Book] = {}
        self.uids: dict[str, dict[int, str]] = {}
        self.device = lineage.device(reader)

    def fold(self, number: int, code: str, found: Incoming) -> None:
        """Takes in the rows of one record of package `number`."""
        book = self._book(code)
        for uid, reason in found.refused:
            self._doubt(number, code, uid, "", reason)
        sides = self._recognised(book, found)
        ours = self._ours(book, [uid for uid, _twin, _side in sides])
        for uid, twin, side in self._linked(number, book, sides):
            self._judge(number, book, uid, twin, side, ours.get(uid))

    def _book(self, code: str) -> Book:
        if code not in self.books:
            known = lineage.known(self.reader, code)
            self.books[code] = Book(RECORDS[code], package.versions(self.reader, code), known, dict(known.twins))
            self.plan.held[code] = {}
        return self.books[code]

    def _present(self, code: str, uid: str) -> bool:
        return uid in self._book(code).there or uid in self.plan.held[code]

    def _recognised(self, book: Book, found: Incoming) -> list[tuple[str, str, Side]]:
        """(uid here, uid there when it is another, side); links told by uids here."""
        code, own = book.record.code(), []
        links = everything.link_places(book.record)
        taken = {book.canon.get(uid, uid) for uid in found.sides}
        for uid, side in found.sides.items():
            side = self._canonical(side, links)
            here = book.canon.get(uid, uid)
            if here == uid and not self._present(code, uid) and uid not in book.known.gone:
                here = self._twin(book, side, found.twins.get(uid, ()), taken) or uid
                if here not in (uid, _SEVERAL):
                    book.canon[uid] = here
            own.append((here, uid if here != uid else "", side))
        return own

    def _canonical(self, side: Side, links: Sequence[tuple[int, str]]) -> Side:
        cells: list[Any] | None = None
        for place, to in links:
            uid = side.values[place]
            here = self._book(to).canon.get(uid, uid) if uid is not None else None
            if here != uid:
                cells = cells or list(side.values)
                cells[place] = here
        return side if cells is None else replace(side, values=tuple(cells))

    def _twin(self, book: Book, side: Side, told: Sequence[str], taken: set[str]) -> str:
        """The one row here that is the same thing under another uid; "" for none, `_SEVERAL` when that cannot be told."""
        code = book.record.code()
        for uid in told:
            if self._present(code, uid):
                return uid
        if book.keys is None:
            self._index(book)
        for names, known in zip(book.record.key, book.keys or (), strict=True):
            key = _key(book, names, side.values)
            uid = known.get(key, "") if key is not None else ""
            if uid and uid not in taken:
                return uid
        return ""

    def _index(self, book: Book) -> None:
        book.keys = [{} for _ in book.record.key]
        for uid, *cells in self._standing(book):
            self._add_keys(book, uid, cells)
        for uid, held in self.plan.held[book.record.code()].items():
            self._add_keys(book, uid, held.side.values)

    def _standing(self, book: Book) -> Iterator[tuple[Any, ...]]:
        """Every row here, links as uids."""
        links = tuple((place + 1, to) for place, to in everything.link_places(book.record))
        for row in package.standing(self.reader, book.record.code()):
            yield tuple(self._with_uids(list(row), links))

    def _with_uids(self, cells: list[Any], links: Sequence[tuple[int, str]]) -> list[Any]:
        for place, to in links:
            if cells[place] is not None:
                if to not in self.uids:
                    self.uids[to] = package.uids(self.reader, to)
                cells[place] = self.uids[to][cells[place]]
        return cells

    def _add_keys(self, book: Book, uid: str, cells: Sequence[Any]) -> None:
        for names, known in zip(book.record.key, book.keys or (), strict=True):
            key = _key(book, names, cells)
            if key is not None:
                known[key] = uid if known.get(key, uid) == uid else _SEVERAL

    def _ours(self, book: Book, uids: Sequence[str]) -> dict[str, Held]:
        """What stands here of these rows, as rows that nothing happened to yet."""
        code, asked = (
            book.record.code(),
            [uid for uid in uids if uid in book.there and uid not in self.plan.held[book.record.code()]],
        )
        if not asked:
            return {}
        links = everything.link_places(book.record)
        found = {}
        for uid, cells in package.values(self.reader, code, asked).items():
            row, device, revision = book.there[uid]
            version = (device, revision)
            side = Side(version, book.known.history(uid, version, row), tuple(self._with_uids(list(cells), links)))
            found[uid] = Held(p.SAME, side, side, row)
        return found

    def _linked(self, number: int, book: Book, sides: list[tuple[str, str, Side]]) -> Iterator[tuple[str, str, Side]]:
        """Rows whose links lead somewhere; of a record that leads to itself the upper ones first."""
        links = [
            (place, name, to)
            for place, name in enumerate(book.columns)
            if (to := everything.links(book.record).get(name))
        ]
        code, waiting = book.record.code(), sides
        own = any(to == code for _place, _name, to in links)
        while waiting:
            later = []
            for uid, twin, side in waiting:
                lost = next((told for told in links if not self._leads(side, told)), None)
                if lost is None:
                    yield uid, twin, side
                elif lost[2] == code:
                    later.append((uid, twin, side))
                else:
                    self._doubt(number, code, uid, _name(book, side), self._lost(book, lost))
            if not own or len(later) == len(waiting):
                for uid, _twin, side in later:
                    self._doubt(number, code, uid, _name(book, side), "上级或前一条不在本库，也没有收进来。")
                return
            waiting = later

    def _leads(self, side: Side, told: tuple[int, str, str]) -> bool:
        place, _name, to = told
        uid = side.values[place]
        return uid is None or self._present(to, uid)

    def _lost(self, book: Book, told: tuple[int, str, str]) -> str:
        _place, name, to = told
        return f"“{p.label(book.record.code(), name)}”指向的{RECORDS[to].title}不在本库，也没有收进来。"

    def _doubt(self, number: int, code: str, uid: str, name: str, reason: str, state: str = p.DOUBT) -> None:
        self.plan.doubts.append(Doubtful(code, uid, name, number, reason, state))
        self.plan.counts[code, state] += 1

    def _judge(self, number: int, book: Book, uid: str, twin: str, side: Side, ours: Held | None) -> None:
        code = book.record.code()
        if uid == _SEVERAL:
            self._doubt(number, code, twin, _name(book, side), "本库有几条都和它对得上，分不清是哪一条，请先查重合并。")
            return
        if (twin or uid) in book.known.gone:
            self._doubt(number, code, uid, _name(book, side), "本库按要求彻底删除过，不再收进来。", p.GONE)
            return
        held = self.plan.held[code].get(uid) or ours
        if held is None:
            self._fresh(number, book, uid, side)
            return
        now = Held(held.state, held.here, held.side, held.row, number, twin or held.twin, held.theirs)
        now.state = self._state(number, now, side)
        self._settle(number, book, uid, held, now, side)

    def _state(self, number: int, held: Held, side: Side) -> str:
        stands = held.theirs or held.side
        if stands.values == side.values or held.side.values == side.values:
            return p.SAME
        if held.theirs is not None:
            return p.HERE if lineage.covers(held.theirs.history.vector, side.history.vector) else p.DOUBT
        impossible = side.history.vector.get(self.device, 0) > self.plan.counter
        there, here = side.history.after(held.side.history), held.side.history.after(side.history)
        if there != here and not impossible and not self.plan.packages[number].forked:
            return p.CHANGED if there else p.HERE
        return p.CONFLICT if held.state == p.SAME else p.DOUBT

    def _settle(self, number: int, book: Book, uid: str, held: Held, now: Held, side: Side) -> None:
        """Files the row under what was found; what was found of it in an earlier package is told once."""
        code = book.record.code()
        if now.state == p.DOUBT:
            self._doubt(
                number, code, uid, _name(book, side), "另一个包对这一条也有不同的说法，请先合并那一个，再合并这一个。"
            )
            return
        if now.state == p.SAME:
            self._join(book, uid, held, now, side)
            return
        if now.state == p.HERE:
            self.plan.counts[code, p.HERE] += 1
            return
        if now.state == p.CHANGED:
            clash = self._claim(book, uid, side.values, held.side.values)
            if clash:
                self._doubt(number, code, uid, _name(book, side), clash)
                return
            vector = lineage.joined(side.history.vector, held.side.history.vector)
            now.side = replace(side, history=lineage.History(vector, side.history.bases))
        else:
            now.theirs = side
        if held.here is None and now.state == p.CHANGED:
            now.state = p.NEW  # newer in this package than in the one before
        elif held.state != now.state:
            self.plan.counts[code, now.state] += 1
        self.plan.held[code][uid] = now

    def _join(self, book: Book, uid: str, held: Held, now: Held, side: Side) -> None:
        """The same on both sides: from now on each knows the other's versions."""
        code = book.record.code()
        self.plan.counts[code, p.SAME] += 1
        history = held.side.history.with_same(side.history)
        if history.bases == held.side.history.bases and not (now.twin and now.twin not in book.known.twins):
            return
        now.side, now.state = replace(held.side, history=history), held.state
        self.plan.joins.append(Join(code, uid, now.twin, side.history.vector, held.side.version, held.state == p.SAME))
        self.plan.held[code][uid] = now

    def _fresh(self, number: int, book: Book, uid: str, side: Side) -> None:
        code = book.record.code()
        clash = self._claim(book, uid, side.values, None)
        if clash:
            self._doubt(number, code, uid, _name(book, side), clash)
            return
        self.plan.held[code][uid] = Held(p.NEW, None, side, package=number)
        self.plan.counts[code, p.NEW] += 1
        if book.keys is not None:
            self._add_keys(book, uid, side.values)

    def _claim(self, book: Book, uid: str, values: Sequence[Any], former: Sequence[Any] | None) -> str:
        """A sentence when another row holds what only one may hold; else it is claimed."""
        unique = _unique(book.record)
        if not unique:
            return ""
        if book.claims is None:
            book.claims = {key: row[0] for row in self._standing(book) for key in _claims(book, unique, row[1:])}
        wanted = list(_claims(book, unique, values))
        if any(book.claims.get(key, uid) != uid for key in wanted):
            return "本库已有另一条同样的，两条不能并存，请先结束或作废其中一条。"
        for key in _claims(book, unique, former) if former is not None else ():
            book.claims.pop(key, None)
        book.claims.update(dict.fromkeys(wanted, uid))
        return ""


def _key(book: Book, names: Sequence[str], values: Sequence[Any]) -> tuple[Any, ...] | None:
    """The values of a key; None when too little of it is filled to know anything by it."""
    found = tuple(values[book.columns.index(name)] for name in names)
    if found[0] is None or (book.record.code() in _PEOPLE and None in found):
        return None
    filled = sum(value is not None for value in found)
    tree = book.record.code() in everything.links(book.record).values()  # what has nobody above it is known by its name
    return found if len(found) == 1 or filled > 1 or tree else None


def _unique(record: type[Record]) -> list[Index]:
    """What only one row may hold: the unique indexes, and the open link of an owner (one branch, one village, one term)."""
    found = [one for one in record.constraints() if isinstance(one, Index) and one.unique]
    if record.stands:
        found.append(Index("open", record.owner, unique=True, where="until IS NULL AND void_reason IS NULL"))
    return found


def _claims(book: Book, unique: Sequence[Index], values: Sequence[Any]) -> Iterator[tuple[Any, ...]]:
    """What a row holds alone: (index, values …) of each unique index whose condition it meets."""
    told: Mapping[str, Any] = dict(zip(book.columns, values, strict=True))
    for one in unique:
        if all(_holds(told, name, what) for name, what in _TERM.findall(one.where)):
            yield (one.name, *(told[name] for name in one.columns))


def _holds(told: Mapping[str, Any], name: str, what: str) -> bool:
    value = told[name]
    return value is None if what == "IS NULL" else value is not None if what == "IS NOT NULL" else value == 1


def _name(book: Book, side: Side) -> str:
    """What the row calls itself; rows that are known by what they link to have no name of their own."""
    known = field_map(book.record)
    for name in book.record.caption:
        value = side.values[book.columns.index(name)] if name in book.columns else None
        if value is not None and not (name in known and known[name].to):
            return str(value)
    return ""
