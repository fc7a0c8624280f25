"""Whatever a clerk did, undone step by step it is as it was, and done again as it had become; restarts in between change nothing."""

import shutil
from pathlib import Path
from random import Random

import pytest

from app import paths
from app.commands.ops import Scene
from app.db.queries.history import works
from app.errors import UserError
from app.operations import history
from app.parts import Parts, build
from tests.db import old
from tests.trust import fault
from tests.trust.conftest import runs

SAMPLES = paths.root() / "tests" / "samples"
VERBS = [verb for verb in Scene.VERBS if verb not in ("import", "undo", "redo")]
RECORDS = ("member", "member", "unit", "branch", "cadre", "household")


def acts(random: Random) -> list[dict[str, object]]:
    made: list[dict[str, object]] = []
    for _ in range(random.randrange(1, runs(40, 200))):
        verb = random.choice(VERBS)
        made.append({"do": verb, "record": random.choice(RECORDS)} if verb == "add" else {"do": verb})
    for sheet in random.sample(sorted(path.name for path in SAMPLES.glob("*.csv")), runs(0, 1)):
        made.insert(random.randrange(len(made) + 1), {"do": "import", "file": sheet})
    return made


def turned(parts: Parts, turn: object) -> tuple[int, Parts]:
    """How many works could be turned; half way the program is started again."""
    count = 0
    while True:
        try:
            done = turn(parts.store)  # type: ignore[operator]
        except UserError:
            return count, parts
        assert (done.kept, done.failed) == ((), ())
        count += 1
        if count % 25 == 0:
            parts.close()
            parts = build(parts.store.path)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    db = old.lay(tmp_path_factory.mktemp("town"), "0001")
    build(db).close()
    return db.parent


@pytest.mark.parametrize("half", range(2))
def test_any_sequence_is_undone_to_the_first_state_and_redone_to_the_last(
    half: int, town: Path, tmp_path: Path
) -> None:
    for seed in range(half, runs(6, 500), 2):
        folder = tmp_path / str(seed)
        shutil.copytree(town, folder)
        db = folder / "x.db"
        parts = build(db)
        with parts.store.read() as reader:
            before = [work.id for work in works(reader, limit=100_000)]
        first = fault.digest(db)
        scene = Scene(parts.store, Random(seed), SAMPLES)
        done = [scene.act(act) for act in acts(Random(seed))]
        assert any(entry["ok"] for entry in done)
        last = fault.digest(db)
        with parts.store.read() as reader:
            count = sum(1 for work in works(reader, limit=100_000) if work.id not in before and work.kind == "do")
        for _ in range(count):
            assert history.undo(parts.store).failed == ()
        assert fault.digest(db) == first, f"seed {seed}"
        parts.close()
        parts = build(db)
        again, parts = turned(parts, history.redo)
        assert again == count
        assert fault.digest(db) == last, f"seed {seed}"
        parts.close()
        assert fault.problems(db) == ()
        shutil.rmtree(folder)
