"""May this clerk do this? Asked where works begin and end, so that no screen and no command can forget it.

What leaves the program as a file or on paper is asked for in `app.operations.outgoing`.
"""

from app.db.clerk import CHIEF, CLERK, PEOPLE, WRITER, Clerk, refuse
from app.db.work import ERASE, OUT, Changes
from app.errors import UserError

SETUP = "setup"
RESERVED = frozenset({"setting", "code_entry"})


def begin(one: Clerk, kind: str) -> None:
    """Before anything is written. UserError."""
    if kind == ERASE:
        refuse(one, CHIEF, "彻底删除")
    elif kind not in (SETUP, OUT, PEOPLE):  # the note of what left, and a new password of one's own, are for everybody
        refuse(one, WRITER, "登记和修改")


def end(one: Clerk, kind: str, changes: Changes) -> None:
    """Before it is kept. UserError, and nothing is."""
    if kind == PEOPLE and changes.records - {CLERK}:
        raise UserError("管用户的操作里不能有别的改动，没有保存。")
    if kind != SETUP and changes.records & RESERVED:
        refuse(one, CHIEF, "改设置和代码表")
