"""Which of two versions of a row came after the other, without trusting any clock?

Each row tells its newest version, `(device, revision)`: how-manieth change on which PC. What was there before on other
PCs is kept in the table `lineage`, only for rows that packages brought or changed; so no save of a clerk costs more. For rows made
in bulk it is one entry: a package tells how far its sender had come, and whatever the sender ever made of its rows before is
in them.
Together they are the row's vector: for each PC the newest version this row has taken in. A vector that reaches at least
as far as another for every PC is the later one; when neither does, both sides changed the row.

An entry holds while its work stands. A row that an undo (or redo) of a merge left is at the version it had before (or
after) that merge, so that a package can be merged anew after an undo.
"""

import contextlib
import json
import re
import secrets
from bisect import bisect_right as bisect
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from app.db import connection
from app.db.session import Connection
from app.db.work import Version

Vector = Mapping[str, int]
SAME = "="  # stands for the choices where both sides held the same
GONE = "-"  # stands for the vector of a row that was erased for good
SETUP = "0" * 16  # stands for the PC in the version of what every new database starts with
_FORMER = "former:"  # in `meta`
_BULK = re.compile("[0-9]+-[0-9]+")


@dataclass(frozen=True)
class History:
    """`vector`: what a row has taken in. `bases`: its version, and others at which the same content was made elsewhere;
    whoever has taken in one of them knows this content.
    """

    vector: Vector
    bases: tuple[Version, ...]

    def after(self, other: "History") -> bool:
        """Was this made by somebody who knew the other's content? Two may each be, when a version was told twice."""
        return any(self.vector.get(device, -1) >= revision for device, revision in other.bases)

    def with_same(self, other: "History") -> "History":
        """Once both are found to hold the same."""
        return History(joined(self.vector, other.vector), tuple(dict.fromkeys((*self.bases, *other.bases))))


@dataclass(frozen=True)
class Entry:
    """What is to be noted of a row; see `app.models.lineage`. `lasting`: a fact that no undo takes back. For rows made in
    bulk `uid` is told by `bulk`. `choices` SAME: at the version `former` the row was found to hold what `vector` holds.
    """

    record: str
    uid: str
    vector: Vector
    former: Vector = field(default_factory=dict)
    twin: str = ""
    choices: str | None = None
    lasting: bool = False


@dataclass
class Known:
    """What the table tells of one record. `twins`: uid elsewhere → uid here; `gone`: erased for good; `turned`: (uid,
    revision that an undo or redo of a merge gave it) → vector it has there; `ranges`: (first row, last row, vector), by row;
    `same`: uid → (version as text, vector of the same content elsewhere); `setup`: the revision of what a new database starts
    with, 0 for records it starts without; `formers`: earlier names of this database, and how far it had come under each. A
    vector begins with the version itself.
    """

    device: str
    vectors: dict[str, Vector] = field(default_factory=dict)
    twins: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    turned: dict[tuple[str, int], Vector] = field(default_factory=dict)
    ranges: list[tuple[int, int, Vector]] = field(default_factory=list)
    same: dict[str, list[tuple[str, Vector]]] = field(default_factory=dict)
    setup: int = 0
    formers: dict[str, int] = field(default_factory=dict)

    def history(self, uid: str, version: Version, row: int) -> History:
        """Where a row of this database stands."""
        if version[1] == self.setup and self._own(version[0]):
            version = (SETUP, 1)
        found: Vector = self.turned_back(uid, version) or {version[0]: version[1]}
        version = next(iter(found.items()))
        if self.formers and version[0] == self.device:
            found = joined(found, self.formers)
        if uid in self.vectors:
            found = joined(found, self.vectors[uid])
        place = bisect(self.ranges, row, key=_first) - 1
        if place >= 0 and row <= self.ranges[place][1]:
            found = joined(found, self.ranges[place][2])
        return self._joined(uid, version, found) if uid in self.same else History(found, (version,))

    def _joined(self, uid: str, version: Version, found: Vector) -> History:
        bases = [version]
        for at, vector in self.same[uid]:
            found = joined(found, vector)
            bases += list(vector.items())[:1] if at == text(dict([version])) else []
        return History(found, tuple(bases))

    @property
    def tells(self) -> bool:
        """Is there anything that the rows do not tell themselves?"""
        return bool(self.vectors or self.turned or self.ranges or self.same or self.setup or self.formers)

    def other_names(self) -> dict[str, list[str]]:
        """uid here → uids elsewhere."""
        found: dict[str, list[str]] = {}
        for twin, uid in self.twins.items():
            found.setdefault(uid, []).append(twin)
        return found

    def turned_back(self, uid: str, version: Version) -> Vector | None:
        """What stands for the version of a row that an undo or redo of a merge left as it is."""
        return self.turned.get((uid, version[1])) if self.turned and self._own(version[0]) else None

    def _own(self, name: str) -> bool:
        return name == self.device or name in self.formers


def _first(told: tuple[int, int, Vector]) -> int:
    return told[0]


def bulk(rows: range) -> str:
    """The `uid` of an entry for rows made in bulk."""
    return f"{rows.start}-{rows.stop - 1}"


def known(reader: Connection, record: str) -> Known:
    """What this database knows of the rows of a record."""
    found = Known(device(reader), formers=_formers(reader))
    turns = _turns(reader)
    sql = (
        "SELECT l.work, l.uid, l.twin, l.vector, l.former, coalesce(w.undone, 0), l.choices FROM lineage l "
        "LEFT JOIN work w ON w.id = l.work WHERE l.record = ? AND (l.work = 0 OR w.id IS NOT NULL) ORDER BY l.id"
    )
    for work, uid, twin, told, former, undone, choices in reader.exec_driver_sql(sql, (record,)):
        if told == GONE:
            found.gone.add(uid)
            continue
        if choices != SAME:
            for kind, revision in turns.get(work, ()):
                found.turned[uid, revision] = parsed(former if kind == "undo" else told)
        if not undone:
            _take(found, uid, twin, (parsed(told), former if choices == SAME else ""))
    _started_with(reader, record, found)
    found.ranges.sort(key=_first)
    return found


def _started_with(reader: Connection, record: str, found: Known) -> None:
    """What every new database starts with is the same everywhere until somebody changes it."""
    sql = (
        'SELECT w.revision, c."row", c.last FROM change c JOIN work w ON w.id = c.work '
        "WHERE w.kind = 'setup' AND c.record = ? AND c.before IS NULL"
    )
    for revision, first, last in reader.exec_driver_sql(sql, (record,)):
        found.setup = revision
        found.ranges.append((first, last, {SETUP: 1}))


def _take(found: Known, uid: str, twin: str, told: tuple[Vector, str]) -> None:
    """Files an entry that stands; `told`: its vector, and the version at which the row was found to hold the same."""
    vector, at = told
    if at:
        found.same.setdefault(uid, []).append((at, vector))
    elif _BULK.fullmatch(uid):
        first, _dash, last = uid.partition("-")
        found.ranges.append((int(first), int(last), vector))
    else:
        found.vectors[uid] = joined(found.vectors.get(uid, {}), vector)
    if twin:
        found.twins[twin] = uid


def _turns(reader: Connection) -> dict[int, list[tuple[str, int]]]:
    """Work that noted something here → (undo or redo, revision) of whatever turned it."""
    sql = (
        "SELECT target, kind, revision FROM work WHERE kind IN ('undo', 'redo') "
        "AND target IN (SELECT DISTINCT work FROM lineage) ORDER BY id"
    )
    found: dict[int, list[tuple[str, int]]] = {}
    for target, kind, revision in reader.exec_driver_sql(sql):
        found.setdefault(target, []).append((kind, revision))
    return found


def note(writer: Connection, work: int, entries: Iterable[Entry]) -> None:
    """Tells the table; inside the work that made or changed the rows."""
    writer.exec_driver_sql(
        "INSERT INTO lineage (work, record, uid, twin, vector, former, choices) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (0 if e.lasting else work, e.record, e.uid, e.twin, text(e.vector), text(e.former), e.choices)
            for e in entries
        ],
    )


def forget(writer: Connection, gone: Mapping[str, Iterable[int]], loosened: Mapping[str, Iterable[int]]) -> None:
    """Rows about to be erased for good (record → ids): nothing is left of them but that no package may bring them back. Of
    rows that let go of them it is no longer told what was decided.
    """
    for record, rows in loosened.items():
        sql = f"UPDATE lineage SET choices = NULL WHERE record = ? AND uid = (SELECT uid FROM {record} WHERE id = ?)"
        writer.exec_driver_sql(sql, [(record, row) for row in rows])
    for record, rows in gone.items():
        for row in rows:
            _forget(
                writer, record, str(writer.exec_driver_sql(f"SELECT uid FROM {record} WHERE id = ?", (row,)).scalar())
            )


def _forget(writer: Connection, record: str, uid: str) -> None:
    sql = "SELECT DISTINCT twin FROM lineage WHERE record = ? AND uid = ? AND twin <> ''"
    names = (uid, *writer.exec_driver_sql(sql, (record, uid)).scalars())
    writer.exec_driver_sql("DELETE FROM lineage WHERE record = ? AND uid = ?", (record, uid))
    writer.exec_driver_sql(
        "INSERT INTO lineage (work, record, uid, twin, vector, former) VALUES (0, ?, ?, '', ?, '')",
        [(record, name, GONE) for name in names],
    )


def device(reader: Connection) -> str:
    """By which name the versions of this database go."""
    return str(reader.exec_driver_sql("SELECT value FROM meta WHERE name = 'device'").scalar_one())


def rename(path: Path, key: bytes) -> None:
    """A backup that takes the place of a database, on this PC or another, goes on under a name of its own: what it will do
    anew must not be taken for what was done before under the same numbers. `path`: a finished file that nobody has open.
    """
    with contextlib.closing(connection.connect(path, key, single=True)) as raw:
        raw.execute("BEGIN IMMEDIATE")
        known = raw.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0]
        if known:
            raw.execute(
                f"INSERT OR REPLACE INTO meta (name, value) SELECT '{_FORMER}' || d.value, c.value FROM meta d, meta c "
                "WHERE d.name = 'device' AND c.name = 'counter'"
            )
            raw.execute("UPDATE meta SET value = ? WHERE name = 'device'", (secrets.token_hex(8),))
        raw.commit()


def _formers(reader: Connection) -> dict[str, int]:
    sql = f"SELECT substr(name, {len(_FORMER) + 1}), value FROM meta WHERE name LIKE '{_FORMER}%'"
    return {name: int(value) for name, value in reader.exec_driver_sql(sql)}


def covers(later: Vector, former: Vector) -> bool:
    """Has `later` taken in everything that `former` has?"""
    return all(later.get(name, 0) >= revision for name, revision in former.items())


def joined(one: Vector, other: Vector) -> dict[str, int]:
    """The least vector that covers both; it begins as `one` does."""
    made = dict(one)
    for name, revision in other.items():
        if made.get(name, 0) < revision:
            made[name] = revision
    return made


def text(vector: Vector) -> str:
    """`device:revision` after one another, the version itself first."""
    return " ".join(f"{name}:{revision}" for name, revision in vector.items())


def parsed(told: str) -> dict[str, int]:
    """ValueError for what `text` never writes."""
    pairs = (part.rpartition(":") for part in told.split())
    return {name: int(revision) for name, _colon, revision in pairs}


def told(choices: Mapping[str, tuple[object, object, str]]) -> str:
    """What was decided of each field, as JSON: (value here, value in the package, the side that was taken)."""
    return json.dumps({name: list(each) for name, each in choices.items()}, ensure_ascii=False)
