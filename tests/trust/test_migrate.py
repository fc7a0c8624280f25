"""The program dies, or the disk refuses, at some change while an old database is upgraded: old or new, never half."""

from pathlib import Path

import pytest

from app.db.version import HEAD
from app.parts import build
from tests.db import old
from tests.trust import fault
from tests.trust.conftest import runs

OLDER = [schema for schema in old.RELEASED if schema != HEAD]


def tried(strace: str, place: Path, schema: str, at: int, kind: str) -> None:
    folder = place / f"{kind[:6]}{at}"
    db = old.lay(folder, schema)
    before = old.contents(db)
    answer = fault.faulty(strace, ("migrate", "--db", db), at, kind)
    assert "Traceback" not in answer.stderr
    assert answer.returncode != 70, answer.stderr
    assert old.head(db) in (schema, HEAD)
    assert old.contents(db, before) == before, f"change {at}"
    if answer.returncode == 0:
        assert old.head(db) == HEAD
    build(db).close()
    assert old.head(db) == HEAD
    assert old.contents(db, before) == before, f"change {at}"
    assert fault.problems(db) == (), f"change {at}"
    assert fault.left_over(folder) == [], f"change {at}"


@pytest.fixture(scope="module", params=OLDER)
def older(strace: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, int]:
    """A released schema, and how many changes an undisturbed upgrade of it makes."""
    place = tmp_path_factory.mktemp("counted")
    counted = old.lay(place, request.param)
    return request.param, fault.changes(strace, ("migrate", "--db", counted), place / "log")


@pytest.mark.parametrize("kind", [fault.KILL, "ENOSPC", "EIO"])
def test_an_upgrade_disturbed_at_any_change_leaves_the_old_database_or_the_new(
    kind: str, older: tuple[str, int], strace: str, tmp_path: Path
) -> None:
    schema, count = older
    for at in fault.spread(count, runs(2 if kind == fault.KILL else 1, count)):
        tried(strace, tmp_path, schema, at, kind)
