"""Whatever leaves the program is noted: for whom, how much was hidden, which rows. The one place through which files go out.

To let something else out: write it inside `with leaving(store, …) as left:` and tell `left` the files and the table.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from app import codes
from app.db import clerk, outgoing
from app.db.outgoing import Note
from app.db.queries.outgoing import ACTS, Contents, packed
from app.db.store import Store
from app.db.work import OUT
from app.errors import UserError
from app.files import old_kept
from app.kinds.mask import POSTED, WORDS, looser, profile_named
from app.table import Table

_WALL = re.compile(r"公示|公开|公布|张贴|张榜|上墙")
STRANGER = "middle"
VILLAGE = "村和党支部"  # they get their own rows, in full, to be checked
_COUNTED = "row_no"  # a running number says nothing of the row
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Terms:
    """For whom and what for, and which profile of `app.kinds.mask` follows."""

    mask: str = "none"
    whom: str = ""
    purpose: str = ""


@dataclass
class Leaving:
    """What goes out. `act` of ACTS; `name` the code name of a ledger or record, by which two departures are compared.

    While it is written, `files` get the paths, `table` what they show, `rows` how many where there is no table.
    """

    act: str
    title: str
    name: str = ""
    terms: Terms = field(default_factory=Terms)
    asked: str = ""
    files: list[Path] = field(default_factory=list)
    table: Table | None = None
    rows: int = 0


def reveal(store: Store) -> None:
    """Before whole numbers or what is sensitive are shown. UserError: 查阅 sees neither."""
    clerk.refuse(store.clerk(), clerk.WRITER, "查看完整号码和敏感内容")


def shown(store: Store, mask: str) -> str:
    """The profile by which a ledger stands on the screen of who works here: 查阅 never sees whole numbers."""
    return STRANGER if store.clerk().role == clerk.READER and looser(mask, STRANGER) else mask


def recipients() -> dict[str, str]:
    """Name → profile, as the code list 外发对象 says; one that says nothing readable gets the strictest."""
    return {code.name: profile_named(code.group) or POSTED for code in codes.codes("recipient")}


def usual_mask(whom: str) -> str:
    """The profile of a recipient; somebody whom the list does not know gets no full numbers, a wall only names."""
    stranger = POSTED if _WALL.search(whom) else STRANGER
    return recipients().get(codes.find("recipient", whom) or whom, stranger)


def terms(*, whom: str = "", purpose: str = "", asked: str | None = None, default: str = "none") -> Terms:
    """The mask follows from the recipient, else from `default`; `asked` may be another.

    To let out more than the recipient gets takes a purpose; what is posted up never holds more. Raises UserError.
    """
    whom, purpose = whom.strip(), purpose.strip()
    known = codes.find("recipient", whom) or whom
    usual = usual_mask(known) if known else None
    if asked is None or usual is None:
        return Terms(asked or usual or default, known, purpose)
    if looser(asked, usual) and usual == POSTED:
        raise UserError(f"“{known}”的内容是公开的，不能带证号、电话和住址。", "请选“只留姓氏”，或改选别的外发对象。")
    if looser(asked, usual) and not purpose:
        raise UserError(
            f"给“{known}”的通常{WORDS[usual]}，要改为“{WORDS[asked]}”须写明用途。",
            "请填写用途后再导出，用途会记入外发记录。",
        )
    return Terms(asked, known, purpose)


@contextmanager
def leaving(store: Store, left: Leaving) -> Iterator[Leaving]:
    """Whatever is written inside is noted when it is whole. What cannot be noted does not leave: its files are removed,
    and those they replaced stand again.

    Raises UserError before anything is written when the database takes no notes (a read-only disk), and when the role of
    the clerk does not reach so far.
    """
    _refuse_silent(store.path)
    _refuse_role(store, left)
    with old_kept():
        try:
            yield left
        except BaseException:
            _note_halves(store, left)
            raise
        try:
            note(store, left)
        except BaseException:
            for path in left.files:
                path.unlink(missing_ok=True)
            raise


def _note_halves(store: Store, left: Leaving) -> None:
    """Of several files some may be written when it stops: those did leave."""
    left.files = [path for path in left.files if path.exists()]
    if left.files:
        left.title, left.table, left.rows = f"{left.title}（没有写完）", None, 0
        note(store, left)


def note(store: Store, left: Leaving) -> int:
    """Notes something that left already (paper from the printer). The number of the note."""
    rows = contents(left.table) if left.table is not None else Contents()
    files = tuple((path.name, *_weighed(path)) for path in left.files)
    told = Note(
        left.act, left.name, left.title, left.terms.whom, left.terms.purpose, left.asked, left.terms.mask,
        len(rows.rows) if left.table is not None else left.rows, files,
    )  # fmt: skip
    with store.work(f"{ACTS[left.act]}“{left.title}”", kind=OUT) as work:
        return outgoing.keep(work, told, packed(rows) if rows.rows else b"")


def contents(table: Table) -> Contents:
    """The rows of a table as they stand in it, without running numbers."""
    columns = tuple((column.name, column.label, column.kind) for column in table.columns)
    rows = tuple(map(tuple, table.rows))
    if columns and columns[0][0] == _COUNTED:
        columns, rows = columns[1:], tuple(row[1:] for row in rows)
    return Contents(columns, tuple(table.keys), rows)


def _weighed(path: Path) -> tuple[str, int]:
    """(SHA-256, bytes) of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
        return digest.hexdigest(), file.tell()


def _refuse_silent(database: Path) -> None:
    if not (os.access(database, os.W_OK) and os.access(database.parent, os.W_OK)):
        raise UserError("数据库现在只能读，外发记录写不进去，没有写出文件。", "请把数据库复制到能写的位置后再做。")


def _refuse_role(store: Store, left: Leaving) -> None:
    """查阅 prints, with numbers hidden; everything else that leaves is for who enters."""
    if left.act != "print":
        clerk.refuse(store.clerk(), clerk.WRITER, "导出")
    elif left.terms.mask == "none":
        clerk.refuse(store.clerk(), clerk.WRITER, "不脱敏打印")
