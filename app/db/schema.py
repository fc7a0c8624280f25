"""How the database gets its tables: alembic on an open connection, whole or not at all.

Loaded late (`app.loading`), only when the stored schema differs from `version.HEAD`.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from app import models, paths
from app.db.version import HEAD
from app.errors import UserError


def configuration(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(paths.root() / "migrations"))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = models.metadata()
    return config


def upgrade(connection: Connection) -> None:
    """Brings the schema to HEAD inside the transaction that the caller holds; foreign keys are off until it ends."""
    command.upgrade(configuration(connection), HEAD)
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise UserError(
            "升级后有记录指向不存在的对象，已全部撤回。", f"涉及 {len(broken)} 处，请把备份文件交给维护人员。"
        )


def revise(connection: Connection, message: str) -> Path:
    """Writes a new migration from the difference between the models and the database; for developers."""
    made = command.revision(
        configuration(connection), message=message, autogenerate=True, rev_id=f"{int(HEAD) + 1:04d}"
    )
    assert made is not None
    assert not isinstance(made, list)
    return Path(made.path)
