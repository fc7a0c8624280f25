"""Other PCs, and packages between them, for tests: databases with the same empty tables and a name of their own."""

import shutil
from pathlib import Path

from app.db import seal
from app.db.package import Keys, Lock
from app.db.store import Store
from app.exchange import package_plan as p
from app.exchange.package_make import Scope, make
from app.exchange.package_merge import apply, plan_merge
from app.exchange.package_plan import Plan
from app.parts import Parts, build

PRIVATE, PUBLIC = seal.pair()
KEYS, LOCK = Keys(private=PRIVATE), Lock(public=PUBLIC)


def pc(blank: Path, folder: Path) -> Parts:
    """The database of another PC; the last letter of the folder names it. The caller closes it."""
    shutil.copytree(blank, folder)
    parts = build(folder / "ledger.db")
    with parts.store.write() as writer:
        device = f"{ord(folder.name[-1]):016x}"
        writer.exec_driver_sql("UPDATE meta SET value = ? WHERE name = 'device'", (device,))
        writer.exec_driver_sql("UPDATE pairing_kind SET device = ?", (device,))
    return parts


def packed(store: Store, path: Path, scope: Scope | None = None) -> Path:
    make(store, path, scope or Scope(), LOCK)
    return path


def merged(store: Store, *paths: Path, theirs: bool | None = None) -> Plan:
    """`theirs`: what is decided wherever both sides changed a row; None leaves it open."""
    plan = plan_merge(store, paths, KEYS)
    apply(store, plan, p.all_of(plan, theirs=theirs) if theirs is not None else None)
    return plan
