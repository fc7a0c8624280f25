"""The migrations give the tables that the models declare, whole or not at all."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from app.db import schema
from app.db import store as stores
from app.db.store import Store, open_store
from app.db.version import HEAD
from app.models import tables


def test_the_newest_migration_is_the_one_the_program_speaks(store: Store) -> None:
    with store.write() as writer, schema.configured(writer) as config:
        scripts = ScriptDirectory.from_config(config)
    assert scripts.get_current_head() == HEAD


def test_the_migrations_give_the_tables_of_the_models(store: Store) -> None:
    with store.write() as writer:
        differences = compare_metadata(MigrationContext.configure(schema.bound(writer)), tables.metadata())
    assert [d for d in differences if "sqlite_sequence" not in str(d)] == []


def test_a_migration_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(writer: object) -> None:
        schema.upgrade(writer)  # type: ignore[arg-type]
        raise RuntimeError("in the last step")

    monkeypatch.setattr(stores, "late", lambda _name: fail)
    with pytest.raises(RuntimeError, match="last step"):
        open_store(tmp_path / "x.db")
    monkeypatch.undo()
    with open_store(tmp_path / "x.db") as fresh, fresh.read() as reader:
        assert reader.exec_driver_sql("SELECT count(*) FROM meta").scalar_one() > 0
