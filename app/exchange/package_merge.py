"""合并报送包: first the plan, of one package or eighty; then that plan as one work, whole or not at all."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from app.collecting import paused
from app.db import lineage
from app.db import package as packages
from app.db.lineage import Entry
from app.db.package import Keys, Opened
from app.db.queries import everything, standing
from app.db.store import Changes, Reader, Store
from app.db.work import Work
from app.errors import UserError
from app.exchange import package_plan as p
from app.exchange.package_fold import Folding
from app.exchange.package_plan import Choice, Held, Package, Plan
from app.exchange.package_read import incoming, uids
from app.models import RECORDS
from app.models.record import Record
from app.operations import following
from app.progress import Progress, silent

_SEEN = "seen:"  # in `meta`: how far the database of a sender had come when it was last merged
_ONE_LINE = re.compile(r"\s+")
_LONGEST = 60


def plan_merge(store: Store, paths: Sequence[Path], keys: Keys, progress: Progress = silent) -> Plan:
    """What the packages would do, judged in their order. Nothing is changed.

    Locked, WrongWords, UserError: one of them cannot be opened or believed; its name stands in the sentence.
    """
    with paused(), store.read() as reader:
        plan = Plan((), standing.counter(reader))
        folding = Folding(reader, plan)
        for number, path in enumerate(paths):
            progress(number, len(paths), f"读取报送包 {path.name}")
            with packages.opened(path, store.path, keys) as opened:
                plan.packages = (*plan.packages, _package(reader, opened))
                told = uids(opened)
                for code in (code for code, own in told.items() if own):
                    folding.fold(number, code, incoming(opened, code, told))
                plan.seals += opened.seals
                plan.files += [path] if opened.seals else []
        plan.places = {
            code: {uid: found[0] for uid, found in book.there.items()} for code, book in folding.books.items()
        }
    progress(len(paths), len(paths), "已读完")
    return plan


def _package(reader: Reader, opened: Opened) -> Package:
    sender = opened.sender
    return Package(
        opened.path.name, opened.mark, sender, opened.manifest.rows, forked=_forked(reader, opened)
    )  # fmt: skip


def _forked(reader: Reader, opened: Opened) -> bool:
    """Do the sender's versions contradict what is known of that database? Then none of them tells what came later."""
    sender = opened.sender
    if sender.device == lineage.device(reader):
        sql = f"SELECT 1 FROM work WHERE substr(chain, 1, {packages.LINK}) = ?"
        return bool(sender.tip) and reader.exec_driver_sql(sql, (sender.tip,)).first() is None
    seen = _seen(reader).get(sender.device)
    return seen is not None and seen[0] <= sender.revision and seen[1] not in opened.links


def _seen(reader: Reader) -> dict[str, tuple[int, str]]:
    """Device → (revision, link) up to which it was merged."""
    rows = reader.exec_driver_sql("SELECT name, value FROM meta WHERE name LIKE ?", (f"{_SEEN}%",))
    parts = {name.removeprefix(_SEEN): value.split() for name, value in rows}
    return {device: (int(told[0]), told[1]) for device, told in parts.items() if len(told) == 2}


def apply(store: Store, plan: Plan, choice: Choice | None = None, progress: Progress = silent) -> Changes | None:
    """Does what the plan says as one work with one undo; a row that both sides changed only where `choice` says for each of
    its columns which side is taken. None when there was nothing to do.

    UserError when the database was changed since the plan was made: what was shown may no longer be true.
    """
    choice = choice or Choice()
    for path in plan.files:
        packages.bring_files(path, store.path, progress)
    with paused(), store.work("合并报送包") as work:
        if work.revision - 1 != plan.counter:
            raise UserError("看过之后数据又有改动，没有合并。", "请重新打开报送包，看过再合并。")
        _Merging(work, plan, choice, progress).run()
        work.rename(label(plan, work))
    progress(1, 1, "已合并")
    return store.last if work.count else None


def label(plan: Plan, work: Work) -> str:
    """“合并报送包：石坪村 等 3 份（812 条）”."""
    first = _ONE_LINE.sub(" ", plan.packages[0].title)[:_LONGEST] if plan.packages else ""
    several = f" 等 {len(plan.packages)} 份" if len(plan.packages) > 1 else ""
    return f"合并报送包：{first}{several}（{work.count:,} 条）"


class _Merging:
    """Writes the rows of a plan, record by record, and notes where they came from."""

    def __init__(self, work: Work, plan: Plan, choice: Choice, progress: Progress) -> None:
        self.work = work
        self.plan = plan
        self.choice = choice
        self.progress = progress
        self.entries: list[Entry] = []
        self.decided: list[tuple[type[Record], int, dict[str, Any], dict[str, Any]]] = []

    def run(self) -> None:
        codes = [code for code in RECORDS if self.plan.held.get(code)]
        for done, code in enumerate(codes):
            self.progress(done, len(codes), f"写入{RECORDS[code].title}")
            held = self.plan.held[code]
            fresh = {uid: row for uid, row in held.items() if row.state == p.NEW}
            self._make(RECORDS[code], fresh)
            for uid, row in held.items():
                if row.state == p.CHANGED:
                    self._change(RECORDS[code], uid, row)
                elif row.state == p.CONFLICT:
                    self._decide(RECORDS[code], uid, row)
        self.entries += [
            Entry(j.record, j.uid, j.vector, dict([j.version]), j.twin, lineage.SAME, lasting=j.stood)
            for j in self.plan.joins
        ]
        lineage.note(self.work.connection, self.work.id, self.entries)
        for record, number, before, values in self.decided:
            following.saved(self.work, record, number, before, {**before, **values})
        self._note_senders()
        self.work.connection.exec_driver_sql(
            "INSERT OR IGNORE INTO sealed_file (digest, place, key, size, kept_on) VALUES (?, ?, ?, ?, ?)",
            list(self.plan.seals),
        )

    def _make(self, record: type[Record], fresh: Mapping[str, Held]) -> None:
        columns = everything.columns(record)
        places = self.plan.places.setdefault(record.code(), {})
        links = everything.link_places(record)
        for some in _parts(record, fresh):
            rows = [(*self._with_rows(fresh[uid].side.values, links), *fresh[uid].side.version) for uid in some]
            made = self.work.add_many(record, (*columns, "device", "revision"), rows, uids=some)
            places.update(zip(some, made, strict=True))
            sender = self.plan.packages[fresh[some[0]].package].sender
            self.entries.append(Entry(record.code(), lineage.bulk(made), {sender.device: sender.revision}))
        for uid, held in fresh.items():
            sender = self.plan.packages[held.package].sender
            if set(held.side.history.vector) != {sender.device}:
                self.entries.append(Entry(record.code(), uid, held.side.history.vector))

    def _with_rows(self, values: Sequence[Any], links: Sequence[tuple[int, str]]) -> list[Any]:
        cells = list(values)
        for place, to in links:
            if cells[place] is not None:
                cells[place] = self.plan.places[to][cells[place]]
        return cells

    def _stored(self, record: type[Record], values: Sequence[Any]) -> dict[str, Any]:
        columns = everything.columns(record)
        links = everything.link_places(record)
        return dict(zip(columns, self._with_rows(values, links), strict=True))

    def _change(self, record: type[Record], uid: str, held: Held) -> None:
        self.work.change(record, held.row, self._stored(record, held.side.values), version=held.side.version)
        self._note(record, uid, held, held.side.history.vector)

    def _decide(self, record: type[Record], uid: str, held: Held) -> None:
        """What was decided is a version of its own, later than both."""
        names = p.differing(record.code(), held.side, held.theirs)
        decided = self.choice.of(record.code(), uid, names)
        if decided is None or held.theirs is None:
            return
        theirs, ours = (self._stored(record, side.values) for side in (held.theirs, held.side))
        values = {name: theirs[name] for name in names if decided[name]}
        if following.watched(record, tuple(values)):
            self.decided.append((record, held.row, self.work.row(record.code(), held.row), values))
        if not self.work.change(record, held.row, values):
            self.work.write(record.code(), held.row, {}, {})
        both = lineage.joined(held.side.history.vector, held.theirs.history.vector)
        vector = lineage.joined({self.work.device: self.work.revision}, both)
        kept = {name: (ours[name], theirs[name], "there" if decided[name] else "here") for name in names}
        self._note(record, uid, held, vector, lineage.told(kept))

    def _note(
        self, record: type[Record], uid: str, held: Held, vector: lineage.Vector, choices: str | None = None
    ) -> None:
        former = held.here.history.vector if held.here is not None else {}
        self.entries.append(Entry(record.code(), uid, vector, former, held.twin, choices))

    def _note_senders(self) -> None:
        """How far each sender's database had come: what a later package of it must agree with."""
        connection = self.work.connection
        seen, own = _seen(connection), lineage.device(connection)
        for sender in (one.sender for one in self.plan.packages if one.sender.tip and not one.forked):
            if sender.device != own and seen.get(sender.device, (-1, ""))[0] < sender.revision:
                seen[sender.device] = (sender.revision, sender.tip)
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)",
            [(f"{_SEEN}{device}", f"{revision} {tip}") for device, (revision, tip) in seen.items()],
        )


def _parts(record: type[Record], fresh: Mapping[str, Held]) -> Iterator[list[str]]:
    """The new uids in pieces: each of one package, and a row that leads to another of its record in a later one than that."""
    own = [place for place, to in everything.link_places(record) if to == record.code()]
    piece: dict[str, None] = {}
    package = -1
    for uid, held in fresh.items():
        if piece and (held.package != package or any(held.side.values[place] in piece for place in own)):
            yield list(piece)
            piece = {}
        package = held.package
        piece[uid] = None
    if piece:
        yield list(piece)
