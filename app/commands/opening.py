"""Which database does a command work on, and how is it opened?"""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app import parts, paths
from app.errors import UserError
from app.parts import Parts


def database(args: Namespace) -> Path:
    """The file named by `--db`, else the user's own."""
    return args.db if args.db is not None else paths.default_database()


@contextmanager
def opened(args: Namespace) -> Iterator[Parts]:
    """The database made and migrated when missing; closed at the end."""
    _refuse_missing_password(args)
    built = parts.build(database(args))
    try:
        yield built
    finally:
        built.close()


def _refuse_missing_password(args: Namespace) -> None:
    named: Path | None = args.password_file
    if named is not None and not named.is_file():
        raise UserError(f"没有找到密码文件：{named.name}。", "请检查路径。")
