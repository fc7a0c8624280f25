"""The program dies, or the disk refuses, at some change of a clerk's work: what was called saved is there, nothing is half done.

The short form tries one point of each work in the middle of it, the long one every call.
"""

import csv
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.commands.entry import id_number, made_up
from app.db import backup
from app.db.slot import PASSWORD, Words
from app.errors import UserError
from app.operations import access
from app.parts import build
from tests import make
from tests.trust import fault
from tests.trust.conftest import LONG, runs

pytestmark = pytest.mark.usefixtures("quick")
OLD, NEW = "stone village 7", "green hill 8"
PEOPLE, ROWS, ENTERED = 12, 40, 6


@dataclass(frozen=True)
class Left:
    """What stands there after a disturbed work: the database, what the program said, what stood there before."""

    db: Path
    said: str
    code: int
    before: str


@dataclass(frozen=True)
class Act:
    """A work by command ({d}: its folder), what is asked afterwards, a change in its midst."""

    words: str
    judge: Callable[[Left], None]
    midst: int
    typed: str = ""


def entered(left: Left) -> None:
    assert fault.acknowledged(left.said) <= fault.numbers(left.db)


def imported(left: Left) -> None:
    more = len(fault.numbers(left.db)) - PEOPLE
    assert more in (0, ROWS)
    assert more == ROWS or "ACK IMPORT" not in left.said


def merged(left: Left) -> None:
    merged = left.db.parent / "merged"
    assert fault.digest(left.db) in (left.before, merged.read_text())
    assert left.code or fault.digest(left.db) == merged.read_text()


def copied(left: Left) -> None:
    assert fault.digest(left.db) == left.before
    out = left.db.parent / "out.backup"
    assert not out.exists() or backup.verify(out).rows
    assert left.code or out.exists()


def restored(left: Left) -> None:
    assert fault.digest(left.db) in (left.before, (left.db.parent / "kept").read_text())


def repassed(left: Left) -> None:
    opened = [_opens(left.db, word) for word in (OLD, NEW)]
    assert opened.count(True) == 1
    assert left.code or opened[1]


def _opens(db: Path, word: str) -> bool:
    try:
        key = access.unlock(db, Words(PASSWORD, word))
    except UserError:
        return False
    build(db, given=key).close()
    return True


ACTS = {
    "enter": Act(f"enter --db {{d}}/ledger.db --n {ENTERED} --start 100", entered, 20),
    "import": Act("import {d}/roster.csv --db {d}/ledger.db", imported, 12),
    "merge": Act("ops --db {d}/ledger.db --script {d}/merge.json", merged, 9),
    "backup": Act("backup --db {d}/ledger.db --out {d}/out.backup", copied, 30),
    "restore": Act("restore --from {d}/kept.backup --db {d}/ledger.db", restored, 40),
    "passwd": Act("passwd --old-stdin --db {d}/ledger.db", repassed, 6, typed=f"{OLD}\n{NEW}\n"),
}


@pytest.fixture(scope="module")
def town(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two branches, twelve members, a sheet, a script and an older backup."""
    folder = tmp_path_factory.mktemp("town") / "db"
    shutil.copytree(blank, folder)
    db = folder / "ledger.db"
    parts = build(db)
    store = parts.store
    branches = [make.branch(store, name) for name in ("中共石坪村支部委员会", "中共柳湾村支部委员会")]
    uids = [str(make.value(store, "branch", row, "uid")) for row in branches]
    backup.backup(db, folder / "kept.backup", key=store.key)
    (folder / "kept").write_text(fault.digest(db))
    for i in range(PEOPLE):
        make.member(store, made_up(i)["name"], id_number=id_number(i), branch=branches[0])
    parts.close()
    script = [{"do": "merge", "uid": uids[0], "into": uids[1], "on": "2026-05-01"}]
    (folder / "merge.json").write_text(json.dumps(script))
    with (folder / "roster.csv").open("w", encoding="utf-8-sig", newline="") as file:
        rows = [(made_up(i)["name"], id_number(i), "中共石坪村支部委员会") for i in range(200, 200 + ROWS)]
        csv.writer(file).writerows([("姓名", "公民身份号码", "所在党支部"), *rows])
    return folder


def laid(town: Path, folder: Path, act: str) -> tuple[Path, str]:
    """The town in a folder of its own, and what it holds."""
    shutil.copytree(town, folder)
    db = folder / "ledger.db"
    before = fault.digest(db)
    if act == "passwd":
        parts = build(db)
        access.set_password(db, parts.store.key, OLD)
        parts.close()
    if act == "merge":
        shutil.copytree(folder, folder / "whole")
        answer = fault.program(*ACTS[act].words.format(d=folder / "whole").split())
        assert json.loads(answer.stdout)["ok"] == 1, answer.stdout
        (folder / "merged").write_text(fault.digest(folder / "whole" / "ledger.db"))
        shutil.rmtree(folder / "whole")
    return db, before


def tried(strace: str, name: str, template: Path, before: str, *, at: int, kind: str) -> None:
    """The work on a copy of the template, disturbed at this change."""
    folder, act = template.with_name(f"{kind[-5:]}{at}"), ACTS[name]
    shutil.copytree(template, folder)
    db = folder / "ledger.db"
    answer = fault.faulty(strace, act.words.format(d=folder).split(), at, kind, typed=act.typed)
    assert "Traceback" not in answer.stderr
    assert answer.returncode in ((0, 3) if kind != fault.KILL else (0, -9)), f"change {at}: {answer.stderr}"
    assert answer.stderr or answer.returncode != 3, f"change {at}"
    act.judge(Left(db, answer.stdout, answer.returncode, before))
    assert name == "passwd" or fault.problems(db) == (), f"change {at}"
    shutil.rmtree(folder)


@pytest.mark.parametrize("kind", [fault.KILL, "ENOSPC", "EIO"] if LONG else [fault.KILL])
@pytest.mark.parametrize("name", ACTS)
def test_a_work_disturbed_at_any_change_is_whole_or_absent(
    name: str, kind: str, strace: str, town: Path, tmp_path: Path
) -> None:
    template = tmp_path / "template"
    _db, before = laid(town, template, name)
    points = [ACTS[name].midst]
    if LONG:
        shutil.copytree(template, tmp_path / "counted")
        words = ACTS[name].words.format(d=tmp_path / "counted").split()
        points = list(range(1, fault.changes(strace, words, tmp_path / "log", typed=ACTS[name].typed) + 1))
    runs(1, len(points))
    for at in points:
        tried(strace, name, template, before, at=at, kind=kind)


def test_a_stick_pulled_while_members_are_entered_costs_nothing_that_was_saved(
    strace: str, town: Path, tmp_path: Path
) -> None:
    template = tmp_path / "template"
    _db, before = laid(town, template, "enter")
    points = [60]
    if LONG:
        shutil.copytree(template, tmp_path / "counted")
        words = ACTS["enter"].words.format(d=tmp_path / "counted").split()
        points = list(range(1, fault.changes(strace, words, tmp_path / "log", calls=fault.STICK) + 1))
    runs(1, len(points))
    for at in points:
        folder = tmp_path / f"stick{at}"
        shutil.copytree(template, folder)
        words = ACTS["enter"].words.format(d=folder).split()
        answer = fault.faulty(strace, words, at, "EIO", calls_of=fault.STICK)
        assert "Traceback" not in answer.stderr
        assert answer.returncode in (0, 3), f"call {at}: {answer.stderr}"
        assert answer.returncode == 0 or "磁盘" in answer.stderr, answer.stderr
        entered(Left(folder / "ledger.db", answer.stdout, answer.returncode, before))
        assert fault.problems(folder / "ledger.db") == (), f"call {at}"
        shutil.rmtree(folder)
