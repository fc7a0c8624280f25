"""A clerk is added, changes her password, is taken away: killed at any change of a file, who opens is as it was before or
as it was to be, and never anything between.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db import secret
from app.db.slot import PASSWORD, Words
from app.db.store import open_store
from app.errors import WrongWords
from app.operations import access, people
from tests.trust import fault
from tests.trust.conftest import LONG, runs
from tests.trust.fault import KILL

OWN, HERS, LOOKS, FRESH = "first word", "second word", "third word", "fourth word"
CHIEF = ("--clerk", "解建国", "--password-file", "own.txt")
Town = dict[tuple[str, str], bool]
BEFORE: Town = {("解建国", OWN): True, ("单小红", HERS): True, ("单小红", FRESH): False, ("仇英", LOOKS): False}
# What is done, what it reads, who opens with what afterwards.
ACTS: dict[str, tuple[tuple[str, ...], str, Town]] = {
    "remove": (("users", "remove", "单小红", *CHIEF), "", {("单小红", HERS): False}),
    "add": (
        ("users", "add", "仇英", "--role", "查阅", "--new-stdin", *CHIEF), f"{LOOKS}\n", {("仇英", LOOKS): True},
    ),
    "passwd": (
        ("passwd", "--old-stdin", "--clerk", "单小红"), f"{HERS}\n{FRESH}\n",
        {("单小红", HERS): False, ("单小红", FRESH): True},
    ),
}  # fmt: skip
AMID = 30  # a change in the midst of taking away, where there is time for one


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """Made at a cost that the program itself would never take; it is asked of it at the floor all the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secret, "calibrated", lambda: secret.FLOOR)
        yield


@pytest.fixture(scope="module")
def staffed(quick: None, blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: ARG001 - before it
    folder = tmp_path_factory.mktemp("staffed")
    shutil.copytree(blank, folder / "town")
    db = folder / "town" / "ledger.db"
    with open_store(db) as store:
        access.set_password(db, store.key, OWN)
        people.add(store, "单小红", "录入", HERS, own=OWN, own_name="解建国")
    (db.parent / "own.txt").write_text(OWN)
    return db.parent


def _opening(db: Path) -> Town:
    """Who opens with what."""
    found = {}
    for name, password in BEFORE:
        try:
            access.unlock(db, Words(PASSWORD, password, name))
        except WrongWords:
            found[name, password] = False
        else:
            found[name, password] = True
    return found


def _words(db: Path, act: tuple[str, ...]) -> list[object]:
    return [str(db.with_name(word)) if word.endswith(".txt") else word for word in (*act, "--db", str(db))]


@pytest.mark.parametrize("act", ACTS if LONG else ("remove",))
def test_a_kill_at_any_change_leaves_the_clerks_as_they_were_or_as_they_were_to_be(
    staffed: Path, tmp_path: Path, strace: str, act: str
) -> None:
    words, typed, changed = ACTS[act]
    points = [AMID]
    if LONG:
        shutil.copytree(staffed, tmp_path / "done")
        done = tmp_path / "done" / "ledger.db"
        count = fault.changes(strace, _words(done, words), tmp_path / "log", typed=typed)
        assert _opening(done) == BEFORE | changed
        points = fault.spread(count, 1000)
    for at in points[: runs(1, len(points))]:
        shutil.copytree(staffed, tmp_path / f"at{at}")
        db = tmp_path / f"at{at}" / "ledger.db"
        fault.faulty(strace, _words(db, words), at, KILL, typed=typed)
        found = _opening(db)
        assert found in (BEFORE, BEFORE | changed)
        with open_store(db, given=Words(PASSWORD, OWN, "解建国")) as store:
            names = {one.name for one in people.listed(store)}
        assert names == {name for (name, _word), opens in found.items() if opens}
        shutil.rmtree(db.parent)
