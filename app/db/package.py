"""How do rows travel to another PC as one sealed file, and what of such a file is believed? Nothing before it was looked at.

A package is an archive as a backup is (`app.db.archive`): a database of our own schema that holds some rows only, under a
key of its own, and that key in boxes: one that a password opens, or one that only the receiver's private half opens.
Inside, `meta` tells whose it is, `lineage` the versions that were known there, `work` no more than the links of the history
chain, by which a receiver notices that a sender's database was put back to an older state or lives on twice.
"""

import contextlib
import json
import re
import secrets
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from app import __version__, clock
from app.db import archive, connection, failure, integrity, lineage, sealed
from app.db.archive import PACKAGE, Manifest
from app.db.backup import newest_link, working_folder
from app.db.check import KNOWN
from app.db.durable import put
from app.db.session import Connection, Row
from app.db.slot import PASSWORD, Cost, Slot, Words
from app.db.version import HEAD, NUMBER
from app.errors import Locked, UserError, WrongWords
from app.files import replace_file
from app.loading import late
from app.models import HISTORY, RECORDS
from app.models.record import Base
from app.progress import Progress, silent

MAGIC = "township-ledger package"
LINK = 16  # characters of a link of the chain that travel
_RECEIVER = "receiver"
_HEX = re.compile("[0-9a-f]{64}")
_VECTOR = re.compile("([0-9a-f]{16}:[0-9]{1,18}( |$))*")
_BLANK = ("search_key", "sort_key")  # made anew where the rows are taken in
_MOST = Cost(memory=1 << 20, rounds=256, lanes=16)  # what a stranger's box may cost us to try


@dataclass(frozen=True)
class Sender:
    """What a package says of itself. `scope`: what it holds, in words; `revision`: how far its database had come."""

    sender: str
    scope: str
    device: str
    revision: int
    tip: str
    created: str
    program: str


@dataclass(frozen=True)
class Opened:
    """A package that was found sound. `links`: those of the sender's chain; `seals`: rows of `sealed_file`."""

    path: Path
    manifest: Manifest
    sender: Sender
    reader: Connection
    links: frozenset[str]
    seals: tuple[tuple[Any, ...], ...]

    @property
    def mark(self) -> str:
        """Eight characters by which two clerks on the telephone tell that they mean the same file."""
        return mark(self.manifest)


def mark(manifest: Manifest) -> str:
    found = next(part.sha256 for part in manifest.parts if part.name == archive.DATABASE)
    return found[:8].upper()


@dataclass(frozen=True)
class Lock:
    """For whom a package is sealed: a password, or the public half of a receiver."""

    password: str = ""
    public: bytes = b""


@dataclass(frozen=True)
class Keys:
    """What a package is tried with: passwords, and the private half of this database (b"" without one)."""

    passwords: tuple[str, ...] = ()
    private: bytes = b""

    def __repr__(self) -> str:
        return "Keys()"


def write(
    reader: Connection, db: Path, out: Path, rows: Mapping[str, Iterable[int]], *, told: tuple[str, str], lock: Lock,
    progress: Progress = silent,
) -> Manifest:  # fmt: skip
    """Puts these rows (record → ids) of the database at `db` into the package `out`; `told`: sender and scope in words.

    UserError leaves an older `out` untouched.
    """
    with working_folder(db.parent, db.stat().st_size) as folder:
        inner, keys, data_key = folder / archive.DATABASE, folder / archive.KEY, secrets.token_bytes(32)
        sender = _sender(reader, told)
        progress(0, 0, "写入报送包")
        counts = _compose(reader, inner, data_key, rows, sender)
        put(keys, json.dumps({"magic": MAGIC, "slots": [_box(lock, data_key)]}).encode())
        sources = {archive.DATABASE: inner, archive.KEY: keys, **_files(inner, data_key, db)}

        def manifest(parts: tuple[archive.Part, ...]) -> Manifest:
            return Manifest(sender.created, __version__, NUMBER, sender.tip, counts, parts)

        with replace_file(out) as temporary:
            return archive.write(temporary, sources, manifest, progress)


def _sender(reader: Connection, told: tuple[str, str]) -> Sender:
    revision = reader.exec_driver_sql("SELECT value FROM meta WHERE name = 'counter'").scalar_one()
    tip = newest_link(reader.raw)[:LINK]
    return Sender(*told, lineage.device(reader), int(revision), tip, clock.stamp(), __version__)


def _compose(
    reader: Connection, path: Path, key: bytes, rows: Mapping[str, Iterable[int]], sender: Sender
) -> tuple[tuple[str, int], ...]:
    """The database inside; row counts by record."""
    with failure.spoken(path), contextlib.closing(connection.empty(path, key)) as target:
        target.execute("BEGIN")
        sql = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        for (made,) in reader.exec_driver_sql(sql):
            target.execute(made)
        counts = tuple((code, _copy(reader, target, code, ids)) for code, ids in rows.items())
        target.execute("INSERT INTO alembic_version VALUES (?)", (HEAD,))
        facts = {"counter": str(sender.revision), **{name: str(value) for name, value in asdict(sender).items()}}
        target.executemany("INSERT INTO meta (name, value) VALUES (?, ?)", list(facts.items()))
        _links(reader, target)
        _seals(reader, target)
        target.execute("COMMIT")
    return tuple((code, count) for code, count in counts if count)


def _copy(reader: Connection, target: Any, code: str, ids: Iterable[int]) -> int:
    columns = tuple(RECORDS[code].columns())
    told = ", ".join("''" if name in _BLANK else f'"{name}"' for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    sql = f"SELECT {told} FROM {code} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id"
    rows = [list(row) for row in reader.exec_driver_sql(sql, (json.dumps(list(ids)),))]
    _versioned(target, code, lineage.known(reader, code), rows)
    marks = ", ".join("?" * len(columns))
    target.executemany(f"INSERT INTO {code} ({names}) VALUES ({marks})", rows)
    return len(rows)


def _versioned(target: Any, code: str, known: lineage.Known, rows: list[list[Any]]) -> None:
    """Tells the vectors of rows that have more than their own version; the version of a merge turned back is that before."""
    columns, twins = tuple(RECORDS[code].columns()), known.other_names()
    row_at, uid_at, device_at, revision_at = (columns.index(name) for name in ("id", "uid", "device", "revision"))
    entries: list[lineage.Entry] = []
    for row in rows if known.tells else ():
        uid, version = row[uid_at], (row[device_at], row[revision_at])
        found = known.history(uid, version, row[row_at])
        row[device_at], row[revision_at] = found.bases[0]
        entries += _told_of(code, uid, found, twins.get(uid, []), known.same.get(uid, []))
    lineage.note(Connection(target), 0, entries)


def _told_of(
    code: str, uid: str, found: lineage.History, twins: list[str], same: list[tuple[str, lineage.Vector]]
) -> Iterator[lineage.Entry]:
    """The entries of one row; whoever reads them there finds the same history."""
    if set(found.vector) != {found.bases[0][0]} or twins:
        yield from (lineage.Entry(code, uid, found.vector, twin=twin, lasting=True) for twin in twins or [""])
    version = dict(found.bases[:1])
    for vector in (vector for at, vector in same if at == lineage.text(version)):
        yield lineage.Entry(code, uid, vector, version, choices=lineage.SAME, lasting=True)


def _links(reader: Connection, target: Any) -> None:
    sql = f"SELECT id, revision, substr(chain, 1, {LINK}) FROM work WHERE chain <> ''"
    target.executemany(
        "INSERT INTO work (id, label, at, by, device, kind, undone, revision, changes, digest, chain) "
        "VALUES (?, '', '', '', '', '', 0, ?, 0, '', ?)",
        list(reader.exec_driver_sql(sql)),
    )


def _seals(reader: Connection, target: Any) -> None:
    """The keys of the evidence files that rows in the package tell of."""
    digests = [row[0] for row in target.execute("SELECT DISTINCT digest FROM evidence WHERE digest IS NOT NULL")]
    sql = "SELECT digest, place, key, size, kept_on FROM sealed_file WHERE digest IN (SELECT value FROM json_each(?))"
    rows = list(reader.exec_driver_sql(sql, (json.dumps(digests),)))
    target.executemany("INSERT INTO sealed_file (digest, place, key, size, kept_on) VALUES (?, ?, ?, ?, ?)", rows)


def _files(inner: Path, key: bytes, db: Path) -> dict[str, Path]:
    with contextlib.closing(connection.frozen(inner, key)) as opened:
        wanted = sealed.told(opened)
    return {f"{archive.FILES}{place}": path for place, path in sealed.files(db).items() if place in wanted}


def _box(lock: Lock, data_key: bytes) -> dict[str, Any]:
    if lock.public:
        try:
            return {"kind": _RECEIVER, "box": late("app.db.seal:sealed")(lock.public, data_key).hex()}
        except ValueError as error:
            raise UserError("接收码不对，没有做报送包。", "请让对方重新发来接收码。") from error
    slot: Slot = late("app.db.secret:seal")(
        Words(PASSWORD, lock.password), data_key, cost=late("app.db.secret:calibrated")()
    )
    return {"kind": PASSWORD, "box": slot.data, "of": slot.of, "salt": slot.salt, "cost": asdict(slot.cost)}


@contextlib.contextmanager
def opened(source: Path, db: Path, keys: Keys, progress: Progress = silent) -> Iterator[Opened]:
    """A package unpacked beside the database at `db`, looked at and found sound, brought to our schema in that copy.

    Locked: it has a password and none was given. WrongWords: it was not this one; or it is sealed for another receiver.
    UserError for everything else; nothing in it ever runs.
    """
    with working_folder(db.parent, 2 * _size(source)) as folder:
        manifest = archive.unpack(source, folder, progress, PACKAGE)
        inner = folder / archive.DATABASE
        data_key = _unlocked((folder / archive.KEY).read_bytes(), source, keys)
        progress(0, 0, "核对报送包")
        try:
            _verify(inner, data_key, source)
            with contextlib.closing(connection.connect(inner, data_key, readonly=True)) as raw:
                reader = Connection(raw, readonly=True)
                yield Opened(source, manifest, _told(reader), reader, _chain(reader), _sealed(reader))
        except failure.Damaged as error:
            raise archive.not_whole(source, PACKAGE) from error


def look(source: Path) -> Manifest:
    """What a package tells without being opened: when it was made, how many rows. UserError when it is none."""
    with working_folder(Path(tempfile.gettempdir()), _size(source)) as folder:
        return archive.unpack(source, folder, silent, PACKAGE)


def _size(source: Path) -> int:
    try:
        return source.stat().st_size
    except OSError as error:
        raise failure.translate(error, source) or error from error


def _unlocked(raw: bytes, source: Path, keys: Keys) -> bytes:
    try:
        told = json.loads(raw)
        slots = list(told["slots"]) if told["magic"] == MAGIC else []
        kinds = {str(slot["kind"]) for slot in slots}
        for slot in slots:
            found = _tried(slot, keys)
            if found is not None:
                return found
    except (ValueError, KeyError, TypeError) as error:
        raise archive.not_whole(source, PACKAGE) from error
    if kinds == {_RECEIVER}:
        raise WrongWords(f"报送包 {source.name} 不是封给本库的，打不开。", "请把本库的接收码发给对方，让对方重新做。")
    if kinds != {PASSWORD}:
        raise archive.not_whole(source, PACKAGE)
    if not keys.passwords:
        raise Locked(f"报送包 {source.name} 设了密码。", "请输入对方告知的密码。")
    raise WrongWords(f"报送包 {source.name} 的密码不对，没有打开。", "请向对方核对密码后再试。")


def _tried(slot: Mapping[str, Any], keys: Keys) -> bytes | None:
    """The data key when one of the keys opens this box."""
    if slot["kind"] == _RECEIVER:
        box = bytes.fromhex(slot["box"])
        found: bytes | None = late("app.db.seal:opened")(keys.private, box) if keys.private else None
        return found
    cost = Cost(**{name: int(value) for name, value in slot["cost"].items()})
    if cost.memory > _MOST.memory or cost.rounds > _MOST.rounds or cost.lanes > _MOST.lanes:
        raise ValueError("a box that costs too much")
    sealed_box = Slot(PASSWORD, str(slot["box"]), str(slot["of"]), "", str(slot["salt"]), cost)
    tried = (late("app.db.secret:open_slot")(sealed_box, password) for password in keys.passwords)
    return next((key for key in tried if key is not None), None)


def _verify(inner: Path, key: bytes, source: Path) -> None:
    """Seals, structure and contents are ours; then an older schema is brought to ours, in this copy."""
    try:
        head = _head(inner, key, source)
        if head < HEAD:
            _upgrade(inner, key)
        with contextlib.closing(connection.frozen(inner, key)) as raw:
            tables: tuple[type[Base], ...] = (*RECORDS.values(), *HISTORY)
            shaped = all(_has(raw, table) for table in tables) and _vectors_read(raw)
    except dbapi2.DatabaseError as error:
        raise archive.not_whole(source, PACKAGE) from error
    if not shaped:
        raise archive.not_whole(source, PACKAGE)


def _head(inner: Path, key: bytes, source: Path) -> str:
    """Which schema it speaks, once it was found sound."""
    with contextlib.closing(connection.frozen(inner, key)) as raw:
        foreign = (*integrity.foreign_objects(raw), *integrity.strange_tables(raw, KNOWN))
        if foreign:
            told = "、".join(foreign[:3])
            raise UserError(
                f"报送包 {source.name} 里有不是本程序建立的内容（{told}），为安全起见没有打开。", "请核对来源。"
            )
        if integrity.seals(raw) or integrity.structure(raw):
            raise archive.not_whole(source, PACKAGE)
        head = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    if head is None or str(head[0]) > HEAD:
        raise UserError(f"报送包 {source.name} 由较新版本的程序制作，没有合并。", PACKAGE.newer)
    return str(head[0])


def _has(raw: Any, table: type[Base]) -> bool:
    """Are all columns of the table there?"""
    found = {row[1] for row in raw.execute(f"PRAGMA table_info({table.code()})")}
    return table.columns().keys() <= found


def _vectors_read(raw: Any) -> bool:
    """Are the versions told as we tell them? A package has one name only."""
    if raw.execute("SELECT 1 FROM meta WHERE name LIKE 'former:%'").fetchone():
        return False
    told = raw.execute("SELECT vector, former, uid, twin, record FROM lineage")
    return all(
        all(isinstance(cell, str) for cell in row) and _VECTOR.fullmatch(row[0]) and _VECTOR.fullmatch(row[1])
        for row in told
    )


def _upgrade(inner: Path, key: bytes) -> None:
    with contextlib.closing(connection.connect(inner, key, single=True)) as raw:
        raw.execute("PRAGMA foreign_keys=0")
        raw.execute("BEGIN IMMEDIATE")
        late("app.db.schema:upgrade")(Connection(raw))
        raw.commit()


def _told(reader: Connection) -> Sender:
    facts: dict[str, Any] = {row[0]: row[1] for row in reader.exec_driver_sql("SELECT name, value FROM meta")}
    try:
        names = ("sender", "scope", "device", "revision", "tip", "created", "program")
        told: dict[str, Any] = {name: str(facts[name]) for name in names}
        return Sender(**{**told, "revision": int(told["revision"])})
    except (KeyError, ValueError) as error:
        raise UserError("报送包里没有写明来自哪里，没有合并。", PACKAGE.broken) from error


def _chain(reader: Connection) -> frozenset[str]:
    return frozenset(reader.exec_driver_sql("SELECT chain FROM work").scalars())


def rows(opened: Opened, sql: str) -> list[Row]:
    """UserError for what is stored in a way that cannot be read at all."""
    try:
        return opened.reader.exec_driver_sql(sql).all()
    except dbapi2.Error as error:
        raise archive.not_whole(opened.path, PACKAGE) from error


def _sealed(reader: Connection) -> tuple[tuple[Any, ...], ...]:
    """Only what could be a file of ours."""
    rows = reader.exec_driver_sql("SELECT digest, place, key, size, kept_on FROM sealed_file")
    return tuple(row for row in rows if all(_HEX.fullmatch(str(cell)) for cell in row[:3]) and isinstance(row[3], int))


def bring_files(source: Path, db: Path, progress: Progress = silent) -> None:
    """Puts the evidence files of a package where the database looks for them; unreadable until it is told their keys."""
    with working_folder(db.parent, _size(source)) as folder:
        archive.unpack(source, folder, progress, PACKAGE)
        sealed.bring(folder / archive.FILES.rstrip("/"), db)
