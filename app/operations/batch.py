"""收表: noting what was sent and what came back; finishing a batch. The sheets themselves are made in `app.exchange`."""

import base64
import hashlib
import json
import secrets
import zlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from app import clock
from app.db.queries import batch as queries
from app.db.store import Store
from app.db.work import Work
from app.errors import UserError
from app.models.batch import Batch, Content, Handout, Receipt
from app.models.keeping import Dismissal

PIECE = 30_000  # characters: what is kept must fit the cells of a full export
KEPT_MOST = 8_000_000  # bytes of a returned file; a larger one is only noted


@dataclass(frozen=True)
class Outgoing:
    """One sheet of a batch: for whom (row of a unit or a branch), the name of its file, what stood in it."""

    unit: int | None
    branch: int | None
    file_name: str
    rows: int
    content: bytes


@dataclass(frozen=True)
class Dispatch:
    """A batch to be noted. `columns` are (field name, heading); `due` is an ISO day or ""; `place` is `unit` or `branch`."""

    name: str
    mark: str
    record: str
    columns: tuple[tuple[str, str], ...]
    place: str
    due: str
    condition: str = ""
    sheets: tuple[Outgoing, ...] = ()


@dataclass(frozen=True)
class Incoming:
    """One returned file: the handouts it answers (none: not recognised), how that was seen, and what to tell the clerk."""

    file_name: str
    content: bytes
    handouts: tuple[int, ...]
    found_by: str = ""
    rows: dict[int, int] = field(default_factory=dict)
    told: str = ""


def fresh_mark() -> str:
    """What stands on every sheet of a batch so that it is found again."""
    return f"SB-{secrets.token_hex(4).upper()}"


def fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def send(store: Store, dispatch: Dispatch) -> int:
    """Notes a batch and its sheets as one work; the row of the batch."""
    with store.work(f"下发收表：{dispatch.name}（{len(dispatch.sheets)} 份）") as work:
        batch = work.add(
            Batch,
            {
                "name": dispatch.name, "mark": dispatch.mark, "record": dispatch.record,
                "columns_json": json.dumps(dispatch.columns, ensure_ascii=False), "place": dispatch.place,
                "condition": dispatch.condition or None, "sent_on": clock.today().isoformat(), "due": dispatch.due or None,
            },
        )  # fmt: skip
        columns = ("batch", "place_no", "unit", "branch", "file_name", "row_count", "digest")
        rows = [
            (batch, number, sheet.unit, sheet.branch, sheet.file_name, sheet.rows, keep(work, sheet.content))
            for number, sheet in enumerate(dispatch.sheets, 1)
        ]
        work.add_many(Handout, columns, rows)
    return batch


def keep(work: Work, content: bytes) -> str:
    """Keeps bytes under their fingerprint, once; the fingerprint."""
    digest = fingerprint(content)
    if not queries.holds(work.connection, digest):
        packed = base64.b64encode(zlib.compress(content, 9)).decode()
        pieces = [packed[start : start + PIECE] for start in range(0, len(packed), PIECE)]
        work.add_many(
            Content, ("digest", "piece_no", "packed"), [(digest, n, piece) for n, piece in enumerate(pieces, 1)]
        )
    return digest


def receive(store: Store, files: Sequence[Incoming]) -> tuple[int, ...]:
    """Notes returned files as one work; the rows of the new receipts. A file that was noted before is not noted again."""
    made: list[int] = []
    with store.work(f"收回 {len(files)} 个文件") as work:
        for file in files:
            made += note(work, file)
    return tuple(made)


def note(work: Work, file: Incoming) -> list[int]:
    """The receipts of one file, one for each handout it answers; one without handout when it answers none."""
    digest = fingerprint(file.content)
    known = {receipt.handout for receipt in queries.received(work.connection, digest)}
    fresh = [handout for handout in file.handouts or (None,) if handout not in known]
    if not fresh:
        return []
    if len(file.content) <= KEPT_MOST:
        keep(work, file.content)
    today = clock.today().isoformat()
    columns = ("handout", "file_name", "digest", "returned_on", "found_by", "row_count", "told")
    rows = [
        (handout, file.file_name, digest, today, file.found_by or None, file.rows.get(handout or 0), file.told or None)
        for handout in fresh
    ]
    return list(work.add_many(Receipt, columns, rows))


def assign(store: Store, receipt: int, handout: int) -> None:
    """The clerk says to whom a file belongs that was not recognised."""
    with store.work("指定回收文件的单位") as work:
        work.change(Receipt, receipt, {"handout": handout, "found_by": "人工指定", "told": None})


def put_aside(store: Store, receipt: int, *, reason: str = "不是收表文件") -> None:
    """A file of the pile that belongs to no batch leaves the pile."""
    with store.work("移出回收的文件") as work:
        work.change(Receipt, receipt, {"void_reason": reason})


def checked(work: Work, receipts: Sequence[int], changed: int) -> None:
    """Notes inside a work that returns were compared today, and how many rows differed."""
    values = {"checked_on": clock.today().isoformat(), "changed_count": changed}
    work.change_many(Receipt, [(receipt, values) for receipt in receipts])


def keep_stored(work: Work, digest: str, cells: Collection[tuple[str, str]]) -> None:
    """Notes inside a work that these cells (uid, field) of a returned file are not taken over: nobody is asked again."""
    known = queries.kept(work.connection, digest)
    fresh = [
        (queries.KEEPING, queries.kept_as(digest, *cell), "按库里的") for cell in sorted(cells) if cell not in known
    ]
    work.add_many(Dismissal, ("rule", "target", "reason"), fresh)


def close(store: Store, batch: int) -> None:
    """收表结束: the batch leaves the board; late returns are still recognised by their mark."""
    with store.work("结束收表") as work:
        work.change(Batch, batch, {"closed_on": clock.today().isoformat()})


def reopen(store: Store, batch: int) -> None:
    with store.work("恢复收表") as work:
        work.change(Batch, batch, {"closed_on": None})


def postpone(store: Store, batch: int, due: str) -> None:
    """Another due date (ISO day)."""
    with store.work("修改交回期限") as work:
        work.change(Batch, batch, {"due": due or None})


def one(store: Store, word: str) -> queries.BatchFacts:
    """A batch by its mark, its title, or `last`. UserError when there is none, or several of one title."""
    with store.read() as reader:
        known = queries.batches(reader, closed=True)
    found = [batch for batch in known if batch.mark == word.upper()] or [batch for batch in known if batch.name == word]
    if word == "last":
        found = known[:1]
    if not found:
        raise UserError(f"没有叫“{word}”的收表批次。", "用 batches 查看全部批次。")
    if len(found) > 1:
        raise UserError(f"有 {len(found)} 个批次叫“{word}”。", "请写批次标记，如 SB-1A2B3C4D。")
    return found[0]
