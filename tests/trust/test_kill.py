"""Is what was acknowledged still there after the process was killed, and is an import there whole or not at all?"""

import csv
import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from app import paths
from app.commands.entry import id_number, made_up

RUNS = 2


def program(*words: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "app", *map(str, words)]
    return subprocess.Popen(command, cwd=paths.root(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def told(*words: object) -> str:
    answer = subprocess.run(
        [sys.executable, "-m", "app", *map(str, words)], cwd=paths.root(), capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return answer.stdout


@pytest.fixture
def fresh(blank: Path, tmp_path: Path) -> Path:
    shutil.copytree(blank, tmp_path / "db")
    return tmp_path / "db" / "ledger.db"


@pytest.mark.parametrize("run", range(RUNS))
def test_every_acknowledged_member_survives_a_kill(run: int, fresh: Path) -> None:
    process = program("enter", "--db", fresh, "--n", 500)
    assert process.stdout is not None
    heard = [process.stdout.readline() for _ in range(Random(run).randrange(1, 60))]
    process.kill()
    rest = process.communicate()[0].splitlines()
    acknowledged = {line.split()[1] for line in [*heard, *rest] if line.startswith("ACK ") and len(line.split()) == 2}
    assert acknowledged
    told("check", "--db", fresh)
    assert {number for number in acknowledged if len(number) == 18} <= set(told("list", "--db", fresh).split())


@pytest.mark.parametrize("run", range(RUNS))
def test_an_import_that_is_killed_is_there_whole_or_not_at_all(run: int, fresh: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "roster.csv"
    with sheet.open("w", encoding="utf-8-sig", newline="") as file:
        rows = [(made_up(i)["name"], id_number(i), "中共石坪村支部委员会") for i in range(1, 1501)]
        csv.writer(file).writerows([("姓名", "公民身份号码", "所在党支部"), *rows])
    process = program("import", sheet, "--db", fresh)
    try:
        process.wait(timeout=0.9 + Random(run).random() * 0.8)
    except subprocess.TimeoutExpired:
        process.kill()
    said = process.communicate()[0]
    there = told("list", "--db", fresh).split()
    told("check", "--db", fresh)
    assert len(there) in (0, 1500)
    assert len(there) == 1500 or "ACK IMPORT" not in said
