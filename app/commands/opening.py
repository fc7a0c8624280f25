"""Which database does a command work on, and how is it opened?"""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app import parts, paths
from app.db import key
from app.db.slot import PASSWORD, Words
from app.errors import UserError
from app.operations import keeping
from app.parts import Parts


def database(args: Namespace) -> Path:
    """The file named by `--db`, else the user's own. UserError when `--password-file` names what it cannot open."""
    path: Path = args.db if args.db is not None else paths.default_database()
    if words(args) is not None:
        _refuse_useless(path)
    return path


def words(args: Namespace) -> Words | None:
    """The password that `--password-file` holds (its first line), of the clerk that `--clerk` names."""
    if args.password_file is None:
        return None
    named: Path = args.password_file
    if not named.is_file():
        raise UserError(f"没有找到密码文件：{named.name}。", "请检查路径。")
    return Words(PASSWORD, first_line(named.read_bytes()), args.clerk or "")


def first_line(raw: bytes) -> str:
    """A file that an editor wrote may begin with a mark and end with a line break."""
    lines = raw.decode("utf-8-sig", errors="replace").splitlines()
    return lines[0] if lines else ""


@contextmanager
def opened(args: Namespace) -> Iterator[Parts]:
    """The database made and migrated when missing; closed at the end."""
    built = parts.build(database(args), given=words(args))
    try:
        yield built
    finally:
        built.close()


def _refuse_useless(path: Path) -> None:
    """Whoever hands over a password believes the data are locked: that is never left standing in silence."""
    if not key.exists(path):
        raise UserError(
            "新数据库还没有密码，没有新建数据库。", "请去掉 --password-file 建好数据库，再用 passwd 设密码。"
        )
    if not keeping.is_locked(path):
        raise UserError(f"数据库 {path.name} 没有设密码，密码文件没有用处。", "请去掉 --password-file 后再做一次。")
