"""Is what was acknowledged still there after the process was killed, and is an import there whole or not at all?"""

import csv
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

from app import paths
from app.commands.entry import id_number, made_up
from tests.trust import fault
from tests.trust.conftest import runs

PEOPLE = 1500


def program(*words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "app", *map(str, words)]
    return subprocess.Popen(command, cwd=paths.root(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def laid(blank: Path, folder: Path) -> Path:
    shutil.copytree(blank, folder)
    return folder / "ledger.db"


def test_every_acknowledged_member_survives_a_kill(blank: Path, tmp_path: Path) -> None:
    for run in range(runs(2, 500)):
        db = laid(blank, tmp_path / str(run))
        process = program("enter", "--db", db, "--n", 500)
        assert process.stdout is not None
        heard = [process.stdout.readline() for _ in range(Random(run).randrange(1, 60))]
        process.kill()
        rest = process.communicate()[0]
        acknowledged = {number for number in fault.acknowledged("".join(heard) + rest) if len(number) == 18}
        assert acknowledged
        assert fault.problems(db) == ()
        assert acknowledged <= fault.numbers(db)
        shutil.rmtree(db.parent)


def test_an_import_that_is_killed_is_there_whole_or_not_at_all(blank: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "roster.csv"
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        rows = [(made_up(i)["name"], id_number(i), "中共石坪村支部委员会") for i in range(1, PEOPLE + 1)]
        csv.writer(file).writerows([("姓名", "公民身份号码", "所在党支部"), *rows])
    for run in range(runs(2, 100)):
        db = laid(blank, tmp_path / str(run))
        process = program("import", sheet, "--db", db)
        try:
            process.wait(timeout=0.9 + Random(run).random() * 0.8)
        except subprocess.TimeoutExpired:
            process.kill()
        said = process.communicate()[0]
        there = fault.numbers(db)
        assert fault.problems(db) == ()
        assert len(there) in (0, PEOPLE)
        assert len(there) == PEOPLE or "ACK IMPORT" not in said
        shutil.rmtree(db.parent)
