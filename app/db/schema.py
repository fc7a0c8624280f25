"""How the database gets its tables: alembic on an open connection, whole or not at all.

Loaded late (`app.loading`), only when the stored schema differs from `version.HEAD`: SQLAlchemy and alembic come with it.
"""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlalchemy
from alembic import command
from alembic.config import Config
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from app import paths
from app.db.session import Connection
from app.db.version import HEAD
from app.errors import UserError
from app.models import tables


class _Held:
    """The driver's connection as SQLAlchemy may see it: the transaction is begun, ended and closed by its owner."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw

    def __getattr__(self, name: str) -> Any:
        return getattr(self._raw, name)

    def commit(self) -> None:
        """The owner's."""

    def rollback(self) -> None:
        """The owner's."""

    def close(self) -> None:
        """The owner's."""


def bound(connection: Connection) -> sqlalchemy.Connection:
    """SQLAlchemy's way to speak inside the transaction of `connection`."""
    raw = _Held(connection.raw)
    made = sqlalchemy.create_engine("sqlite://", module=dbapi2, creator=lambda: raw, poolclass=StaticPool)
    opened = made.connect()
    opened.begin()
    return opened


@contextlib.contextmanager
def configured(connection: Connection) -> Iterator[Config]:
    """What alembic is told; the errors of the driver come out as they are."""
    opened = bound(connection)
    config = Config()
    config.set_main_option("script_location", str(paths.root() / "migrations"))
    config.attributes["connection"] = opened
    config.attributes["metadata"] = tables.metadata()
    try:
        yield config
    except DBAPIError as error:
        raise error.orig or error from error
    finally:
        opened.close()


def upgrade(connection: Connection, head: str = HEAD) -> None:
    """Brings the schema to `head` inside the transaction that the caller holds; foreign keys are off until it ends."""
    with configured(connection) as config:
        command.upgrade(config, head)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise UserError(
            "升级后有记录指向不存在的对象，已全部撤回。", f"涉及 {len(broken)} 处，请把备份文件交给维护人员。"
        )


def revise(connection: Connection, message: str) -> Path:
    """Writes a new migration from the difference between the models and the database; for developers."""
    with configured(connection) as config:
        made = command.revision(config, message=message, autogenerate=True, rev_id=f"{int(HEAD) + 1:04d}")
    assert made is not None
    assert not isinstance(made, list)
    return Path(made.path)
