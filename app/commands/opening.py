"""Which database does a command work on, and how is it opened?"""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app import parts, paths
from app.db import key
from app.errors import UserError
from app.parts import Parts


def database(args: Namespace) -> Path:
    """The file named by `--db`, else the user's own. UserError when `--password-file` names what it cannot open."""
    path: Path = args.db if args.db is not None else paths.default_database()
    if args.password_file is not None:
        _refuse_password(path, args.password_file)
    return path


@contextmanager
def opened(args: Namespace) -> Iterator[Parts]:
    """The database made and migrated when missing; closed at the end."""
    built = parts.build(database(args))
    try:
        yield built
    finally:
        built.close()


def _refuse_password(path: Path, named: Path) -> None:
    """Whoever hands over a password believes the data are locked: that is never left standing in silence."""
    if not named.is_file():
        raise UserError(f"没有找到密码文件：{named.name}。", "请检查路径。")
    if not key.exists(path):
        raise UserError("本程序还不能给新数据库设密码，没有新建数据库。", "请去掉 --password-file 后再做一次。")
    key.unlock(key.read_key(path), path)
    raise UserError(f"数据库 {path.name} 没有设密码，密码文件没有用处。", "请去掉 --password-file 后再做一次。")
