"""The power goes at any moment while members are entered: is what was called saved still there, and whole?"""

import shutil
from pathlib import Path
from random import Random

from app.db import key
from tests.trust import fault, power
from tests.trust.conftest import runs


def lay(files: dict[str, bytes], was: Path, place: Path) -> Path:
    """The image of the folder `was` at another place."""
    place.mkdir()
    for path, content in files.items():
        if path.startswith(f"{was}/"):
            (place / Path(path).name).write_bytes(content)
    return place / "ledger.db"


def test_no_power_cut_costs_anything_that_was_called_saved(strace: str, fresh: Path, tmp_path: Path) -> None:
    start = {str(path): path.read_bytes() for path in fresh.parent.iterdir()}
    events = power.record(strace, fresh.parent, ("enter", "--db", fresh, "--n", runs(8, 40)), tmp_path / "log")
    assert sum(event.sort == "said" for event in events) == runs(8, 40)
    random = Random(1)
    for count in range(runs(25, 1000)):
        files, said = power.image(events, start, random)
        db = lay(files, fresh.parent, tmp_path / f"image{count}")
        assert fault.problems(db) == (), f"image {count}"
        assert said <= fault.numbers(db), f"image {count}"
        shutil.rmtree(db.parent)


def test_a_power_cut_while_the_first_database_is_made_leaves_one_that_can_be_made(strace: str, tmp_path: Path) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    events = power.record(strace, folder, ("enter", "--db", folder / "ledger.db", "--n", 1), tmp_path / "log")
    for count, files in enumerate(power.barest(events, {})):
        db = lay(files, folder, tmp_path / f"bare{count}")
        fault.numbers(db)
        assert fault.problems(db) == (), f"bare image {count}"
    random = Random(2)
    for count in range(runs(3, 300)):
        files, said = power.image(events, {}, random)
        db = lay(files, folder, tmp_path / f"image{count}")
        assert said <= fault.numbers(db), f"image {count}"
        assert fault.problems(db) == (), f"image {count}"
        assert all(path.exists() for path in key.key_paths(db))
        shutil.rmtree(db.parent)
