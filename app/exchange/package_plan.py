"""The plan of a merge: what of the packages is new, newer there, newer here, changed on both sides, doubtful. It is shown,
and it is what is done.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.db.lineage import Vector
from app.db.package import Sender
from app.db.queries import everything
from app.db.work import Version
from app.exchange.package_read import Side
from app.models import RECORDS
from app.models.record import field_map
from app.table import Column, Table

NEW, CHANGED, SAME, HERE, CONFLICT, DOUBT, GONE = "new", "changed", "same", "here", "conflict", "doubt", "gone"
STATES = {
    NEW: "新增", CHANGED: "更新", CONFLICT: "两边都改了", DOUBT: "存疑，没有合并", GONE: "本库已彻底删除，不收", HERE: "本库较新",
    SAME: "相同",
}  # fmt: skip


@dataclass(frozen=True)
class Package:
    """One of the files: what it says of itself, rows by record. `forked`: its database was put back to an older state, or
    lives on twice, so that its versions tell nothing.
    """

    name: str
    mark: str
    sender: Sender
    rows: tuple[tuple[str, int], ...]
    forked: bool = False

    @property
    def title(self) -> str:
        """“石坪村”, or “青禾镇（全部记录）” where who sends it is not what it holds."""
        sender, scope = self.sender.sender, self.sender.scope
        return scope if sender == scope else f"{sender}（{scope}）"

    @property
    def told(self) -> str:
        """“石坪村　2026-12-01 09:30　3,212 条”."""
        return f"{self.title}　{self.sender.created[:16].replace('T', ' ')}　{sum(n for _, n in self.rows):,} 条"


@dataclass
class Held:
    """A row as it will stand: `here` is the version of this database (None when it is new), `row` its id; `side` what is
    taken; `theirs` the other version where both sides changed it.
    """

    state: str
    here: Side | None
    side: Side
    row: int = 0
    package: int = 0
    twin: str = ""
    theirs: Side | None = None


@dataclass(frozen=True)
class Doubtful:
    """A row of a package that is not taken, and why."""

    record: str
    uid: str
    name: str
    package: int
    reason: str
    state: str = DOUBT


@dataclass(frozen=True)
class Join:
    """A row that holds the same on both sides, and had versions there that are not known here. `version`: the one here;
    `stood`: it is no row that this very merge makes or changes.
    """

    record: str
    uid: str
    twin: str
    vector: Vector
    version: Version
    stood: bool


@dataclass
class Plan:
    """`held`: record → uid → row. `counts`: (record, state) → rows. `counter`: the state of the database it is made for."""

    packages: tuple[Package, ...]
    counter: int
    held: dict[str, dict[str, Held]] = field(default_factory=dict)
    doubts: list[Doubtful] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    joins: list[Join] = field(default_factory=list)
    seals: list[tuple[Any, ...]] = field(default_factory=list)
    files: list[Path] = field(default_factory=list)  # of the packages that hold evidence
    places: dict[str, dict[str, int]] = field(default_factory=dict)  # record → uid → row of what stands here

    def rows(self, state: str) -> int:
        return sum(count for (_record, kind), count in self.counts.items() if kind == state)

    def conflicts(self) -> list[tuple[str, str, Held]]:
        """(record, uid, row) of what both sides changed, in the order of the records."""
        return [
            (code, uid, held)
            for code, rows in self.held.items()
            for uid, held in rows.items()
            if held.state == CONFLICT
        ]

    def table(self) -> Table:
        """Rows by record and by what becomes of them; what moves first."""
        states = [state for state in STATES if self.rows(state)]
        columns = (
            Column("record", "记录", width=14),
            *(Column(state, STATES[state], "number", width=10) for state in states),
        )
        told = [code for code in RECORDS if any(self.counts[code, state] for state in states)]
        quiet = (HERE, SAME)
        told.sort(key=lambda code: all(state in quiet or not self.counts[code, state] for state in states))
        rows = [(RECORDS[code].title, *(self.counts[code, state] or None for state in states)) for code in told]
        return Table(title="合并报送包", columns=columns, rows=rows, signatures=())


def differing(record: str, here: Side, there: Side | None) -> tuple[str, ...]:
    """The columns that both sides fill differently."""
    if there is None:
        return ()
    told = zip(everything.columns(RECORDS[record]), here.values, there.values, strict=True)
    return tuple(name for name, ours, theirs in told if ours != theirs)


def label(record: str, name: str) -> str:
    """The heading of a column."""
    known = field_map(RECORDS[record]).get(name)
    return known.label if known is not None else everything.KEPT[name]


@dataclass(frozen=True)
class Choice:
    """What was decided where both sides changed a row: (record, uid, column) → is the package's value taken? A row of which
    a column is left open is not touched, and asked again by the next merge.
    """

    taken: Mapping[tuple[str, str, str], bool] = field(default_factory=dict)

    def of(self, record: str, uid: str, columns: Collection[str]) -> dict[str, bool] | None:
        """By column; None when one is open."""
        found = {name: self.taken.get((record, uid, name)) for name in columns}
        return None if None in found.values() else {name: bool(theirs) for name, theirs in found.items()}


def all_of(plan: Plan, *, theirs: bool) -> Choice:
    """Every conflict decided for one side."""
    told = {
        (code, uid, name): theirs for code, uid, held in plan.conflicts() for name in differing(code, held.side, held.theirs)
    }  # fmt: skip
    return Choice(told)
