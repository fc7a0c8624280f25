"""Packages: a county merges those of 80 townships in one go, beside the plain import of the same people (row 15)."""

from collections.abc import Iterator
from pathlib import Path

from app.db import package as packages
from app.db import seal
from app.db.package import Keys, Lock
from app.db.queries import package
from app.db.store import Store
from app.exchange.apply import apply as take_in
from app.exchange.importing import plan_import
from app.exchange.package_merge import apply, plan_merge
from benchmarks.measure import Figure, seconds
from benchmarks.scene import Scene

TOWNSHIPS = 80


def figures(scene: Scene) -> Iterator[Figure]:
    """The people of one roster: taken in from the sheet, then sent on in 80 packages and merged elsewhere."""
    private, public = seal.pair()
    with scene.empty("imported") as imported:
        base = seconds(lambda: take_in(plan_import(imported, scene.sheet), imported))
        files = _packages(imported, scene.folder / "packages", public)
    with scene.empty("merged") as merged:
        ours = seconds(lambda: apply(merged, plan_merge(merged, files, Keys(private=private))))
        again = seconds(lambda: apply(merged, plan_merge(merged, files, Keys(private=private))))
    told = f"merge the packages of {TOWNSHIPS} townships"
    yield Figure(15, told, scene.rows, ours, base, "plain import", "≤ 5")
    yield Figure(15, f"{told} once more", scene.rows, again, base, "plain import", "≤ 5")


def _packages(store: Store, folder: Path, public: bytes) -> list[Path]:
    """The branches shared out evenly; each package holds theirs with the members and all they lead to."""
    folder.mkdir(exist_ok=True)
    made = []
    with store.read() as reader:
        branches = reader.exec_driver_sql("SELECT id FROM branch ORDER BY id").scalars()
        for number in range(TOWNSHIPS):
            own = tuple(branches[number::TOWNSHIPS])
            marks = ", ".join("?" * len(own))
            rows = {"branch": set(own)}
            for code in ("member", "membership", "term", "post"):
                sql = f"SELECT id FROM {code} WHERE branch IN ({marks})"
                rows[code] = set(reader.exec_driver_sql(sql, own).scalars())
            path = folder / f"{number:02d}.package"
            told = (f"{number}", f"{number}")
            whole = package.with_targets(reader, rows)
            packages.write(reader, store.path, path, whole, told=told, lock=Lock(public=public))
            made.append(path)
    return made
