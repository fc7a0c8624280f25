"""彻底删除: a person goes for good, with what only this person has and what the history tells; the fact stays.

For those who must no longer be kept at all (个人信息保护法第四十七条); whoever has left or died is registered as such
instead. It cannot be taken back. Backups made before still hold the person: they are named.
"""

import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from app.db import erasure, lineage, search
from app.db.erasure import Traces
from app.db.queries import standing, united
from app.db.store import Reader, Store
from app.db.work import ERASE, Work
from app.errors import UserError
from app.models import RECORDS
from app.models.catalogue import PERSONS
from app.models.column import TEXT, CheckConstraint
from app.models.record import field_map, fields_of
from app.operations import draft, spare
from app.operations.holding import files_holding
from app.progress import Progress, silent

# Affairs in which the person had a part: they stay, without the person.
_AFFAIRS = frozenset({"request", "inspection", "callback"})
_PERSONAL = frozenset({"person", "id", "phone"})
_NAMED = 8  # files that a sentence names
_SHORTEST = 7  # characters of a number that nobody else has


@dataclass
class Plan:
    """What an erasure takes. `gone` and `loosened`: record → row ids; `words` by which the person is known, `exact` those
    of them that nobody else can have; `uids` of the rows that go.
    """

    record: str
    row: int
    gone: dict[str, set[int]] = field(default_factory=dict)
    loosened: dict[str, set[int]] = field(default_factory=dict)
    links: list[tuple[str, str, int]] = field(default_factory=list)
    words: set[str] = field(default_factory=set)
    uids: set[str] = field(default_factory=set)

    @property
    def exact(self) -> frozenset[str]:
        return frozenset(word for word in self.words if _is_number(word))

    def told(self) -> tuple[tuple[str, int], ...]:
        """(what goes in words, how many)."""
        return tuple((RECORDS[code].title, len(rows)) for code, rows in self.gone.items())


@dataclass(frozen=True)
class Erased:
    """`rows` that went (in words, how many), `works` emptied, `contents` of departures that went, `backups` that still
    hold the person, `mentions` of the name that stand elsewhere (in words, how many), `files` in keeping that name him.
    """

    rows: tuple[tuple[str, int], ...]
    loosened: int
    works: int
    contents: int
    backups: tuple[Path, ...]
    mentions: tuple[tuple[str, int], ...]
    files: tuple[str, ...]

    def told(self) -> tuple[str, ...]:
        """What was done, and what the clerk must still see to, in sentences."""
        said = [f"已彻底删除：{counted(self.rows)}；修改记录清空 {self.works} 步，外发内容清除 {self.contents} 次。"]
        if self.mentions:
            said.append(f"下列登记的文字里还有同样的姓名或号码，可能是同名的人，请自行核对：{counted(self.mentions)}。")
        if self.files:
            said.append(f"这些存件里写有此人，需要时请自行处理：{_few(self.files)}。")
        if self.backups:
            said.append(f"这些备份里还有此人，需要时请自行删除：{_few([path.name for path in self.backups])}。")
        said.append("图片和扫描件、别处的备份、已经发出的文件没有查看，里面如有此人，请自行处理。")
        return tuple(said)


def counted(told: Iterable[tuple[str, int]]) -> str:
    return "、".join(f"{title} {count} 条" for title, count in told)


def _few(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 份" if len(names) > _NAMED else ""
    return "、".join(names[:_NAMED]) + more


def plan(reader: Reader, record: str, uid: str) -> Plan:
    """What would go. UserError for records that are no people, and where there is no such row."""
    if record not in PERSONS:
        titles = "、".join(RECORDS[code].title for code in PERSONS)
        raise UserError(f"{RECORDS[record].title}不能彻底删除。", f"可以彻底删除的是：{titles}。登记错的请作废。")
    row = standing.by_uid(reader, record, [uid]).get(uid)
    if row is None:
        raise UserError(f"没有编号为 {uid} 的{RECORDS[record].title}。", "可能已经彻底删除。")
    found = Plan(record, row)
    _gather(reader, found)
    for code, rows in found.gone.items():
        found.uids |= {_row(reader, code, number)["uid"] for number in rows}
    dismissals = {
        number
        for number, target in reader.exec_driver_sql("SELECT id, target FROM dismissal")
        if any(uid in target for uid in found.uids)
    }
    if dismissals:
        found.gone["dismissal"] = dismissals
    found.words = set(_words(reader, found))
    return found


def _gather(reader: Reader, found: Plan) -> None:
    """Row after row what leads to a row that goes: it goes as well, or lets go of it."""
    waiting = [(found.record, found.row)]
    while waiting:
        code, row = waiting.pop()
        if row in found.gone.setdefault(code, set()):
            continue
        found.gone[code].add(row)
        for other, name, rows in united.rows_leading(reader, code, row):
            if _goes(other, name, code):
                waiting += [(other, each) for each in rows]
            else:
                found.links += [(other, name, each) for each in rows]
    found.links = [(code, name, row) for code, name, row in found.links if row not in found.gone.get(code, ())]
    for code, _name, row in found.links:
        found.loosened.setdefault(code, set()).add(row)


@cache
def _goes(record: str, name: str, to: str) -> bool:
    """Is a row with this link a part of whom it leads to, or can it not stand without?"""
    if field_map(RECORDS[record])[name].required or (name == to and record not in _AFFAIRS):
        return True
    checks = (one.sql for one in RECORDS[record].constraints() if isinstance(one, CheckConstraint))
    return any(name in sql and sql.rstrip().endswith("= 1") for sql in checks)


def _words(reader: Reader, found: Plan) -> Iterator[str]:
    """Names, numbers and phones of the person, today's and former ones."""
    for code in PERSONS:
        names = [each.name for each in fields_of(RECORDS[code]) if each.kind.name in _PERSONAL]
        for row in found.gone.get(code, ()):
            values = [_row(reader, code, row)]
            sql = 'SELECT before, after FROM change WHERE record = ? AND "row" = ? AND last = ?'
            for texts in reader.exec_driver_sql(sql, (code, row, row)):
                values += [json.loads(text) for text in texts if text]
            yield from (str(each[name]) for each in values for name in names if each.get(name))


def _is_number(word: str) -> bool:
    return len(word) >= _SHORTEST and sum(letter.isdigit() for letter in word) >= _SHORTEST


def _row(reader: Reader, record: str, row: int) -> dict[str, Any]:
    return dict(reader.exec_driver_sql(f"SELECT * FROM {record} WHERE id = ?", (row,)).mappings().first() or {})


def erase(
    store: Store, record: str, uid: str, *, reason: str, elsewhere: Path | None = None, progress: Progress = silent
) -> Erased:
    """Takes the person out of registers, history and kept departures, then writes the file anew. It cannot be undone.

    `elsewhere` is the second place of backups, whose copies are named too.
    UserError: without a reason, or where the reason names the person; nothing has changed.
    """
    reason = reason.strip()
    if not reason:
        raise UserError("请写明彻底删除的原因。", "例如：本人申请删除，经某会议研究同意。")
    progress(0, 3, "查找要删除的内容")
    with store.work("彻底删除", kind=ERASE) as work:
        found = plan(work.connection, record, uid)
        if any(word in reason for word in found.words):
            raise UserError(
                "原因里写了要删除的人的姓名或号码，没有删除。", "原因会一直留在修改记录里，请不要写姓名和号码。"
            )
        work.rename(f"彻底删除{RECORDS[record].title} 1 {RECORDS[record].counter}：{reason}")
        since = _since(work.connection, found)
        progress(1, 3, "删除")
        _take(work, found)
        contents = erasure.drop_contents(work, lambda packed: _holds(packed, found))
        works = erasure.empty(work, Traces(found.gone, found.loosened, found.words, found.exact))
        mentions = tuple(_mentions(work.connection, found.words))
    progress(2, 3, "整理数据库")
    store.compact()
    _forget_draft(store, found)
    held = backups(store.path, since, work.id, elsewhere)
    files = files_holding(store, found.words)
    return Erased(found.told(), len(found.links), works, contents, held, mentions, files)


def _since(reader: Reader, found: Plan) -> int:
    """The first work that told of the person."""
    sql = 'SELECT min(work) FROM change WHERE record = ? AND "row" <= ? AND last >= ?'
    return int(reader.exec_driver_sql(sql, (found.record, found.row, found.row)).scalar() or 0)


def _take(work: Work, found: Plan) -> None:
    connection = work.connection
    connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
    for code, row in _officers(connection, found):
        found.loosened.setdefault(code, set()).add(row)
    for code, rows in found.loosened.items():
        for row in sorted(rows):
            _let_go(work, found, code, row)
    lineage.forget(connection, found.gone, found.loosened)
    for code, rows in found.gone.items():
        connection.exec_driver_sql(f"DELETE FROM {code} WHERE id = ?", [(row,) for row in sorted(rows)])
        for row in sorted(rows):
            work.record_range(code, range(row, row + 1), gone=b"")


def _officers(reader: Reader, found: Plan) -> Iterator[tuple[str, int]]:
    """Organisations that name the person because of a post that goes."""
    for row in found.gone.get("post", ()):
        branch = reader.exec_driver_sql("SELECT branch FROM post WHERE id = ?", (row,)).scalar()
        if branch is not None:
            yield "branch", int(branch)


def _let_go(work: Work, found: Plan, code: str, row: int) -> None:
    """The row stays and no longer leads to the person nor names him. What it held goes into no history."""
    present = work.row(code, row)
    after: dict[str, Any] = {name: None for other, name, each in found.links if (other, each) == (code, row)}
    for each in fields_of(RECORDS[code]):
        if each.kind.name in _PERSONAL and present[each.name] in found.words:
            after[each.name] = erasure.GONE if each.required else None
    now = {name: (value,) for name, value in {**present, **after}.items()}
    (after["sort_key"],), (after["search_key"],) = search.keys(RECORDS[code], now, 1, strokes=work.strokes)
    full = {**after, "device": work.device, "revision": work.revision}
    sets = ", ".join(f'"{name}" = ?' for name in full)
    work.connection.exec_driver_sql(f"UPDATE {code} SET {sets} WHERE id = ?", (*full.values(), row))
    work.record_change(code, row, {}, {})


def _holds(packed: bytes, found: Plan) -> bool:
    text = zlib.decompress(packed).decode()
    return any(word in text for word in (*found.uids, *found.exact))


def _mentions(reader: Reader, words: Collection[str]) -> Iterator[tuple[str, int]]:
    """Where the words still stand in texts: of namesakes, in free text, in the notes of departures. People judge these."""
    for code, record in RECORDS.items():
        texts = [name for name, column in record.declared().items() if column.sql == TEXT]
        count = _count(reader, code, texts, words)
        if count:
            yield record.title, count
    count = _count(reader, "outgoing", ["title", "purpose", "files"], words)
    if count:
        yield "外发记录", count


def _count(reader: Reader, table: str, columns: Collection[str], words: Collection[str]) -> int:
    if not columns or not words:
        return 0
    told = " || ' ' || ".join(f"coalesce(\"{name}\", '')" for name in columns)
    where = " OR ".join(["instr(told, ?)"] * len(words))
    sql = f"SELECT count(*) FROM (SELECT {told} AS told FROM {table}) WHERE {where}"
    return int(reader.exec_driver_sql(sql, tuple(words)).scalar_one())


def _forget_draft(store: Store, found: Plan) -> None:
    kept = draft.find(store)
    if kept is not None and (kept.uid in found.uids or any(word in str(kept.texts) for word in found.words)):
        draft.forget(store)


def backups(db: Path, since: int, until: int, elsewhere: Path | None = None) -> tuple[Path, ...]:
    """Copies beside the database and `elsewhere` that hold what stood between these works; those whose name tells no work
    are named too.
    """
    places = [spare.folder(db), *([elsewhere] if elsewhere is not None else [])]
    own = [one.path for place in places for one in spare.spares(place) if since <= one.work < until]
    others = sorted({*db.parent.glob(f"{db.name}.*.backup"), *db.parent.glob(f"{db.stem}*.before-restore-*")})
    return (*own, *(path for path in others if not path.name.endswith((".key", ".key2", "-wal", "-shm"))))
