"""Do entering, listing, dumping and opening do what acceptance tests count on?"""

import json
import subprocess
import sys
from pathlib import Path

from app import paths
from app.commands.entry import id_number, made_up
from app.db import lock
from app.kinds.resident_id import ResidentId
from tests.commands.conftest import Call


def test_each_made_up_member_has_a_valid_number_of_its_own() -> None:
    numbers = [id_number(i) for i in range(1, 45_000)]
    assert len(set(numbers)) == len(numbers)
    assert all(ResidentId().parse(number) == number for number in numbers[::97])
    assert made_up(7) == made_up(7)


def test_every_member_entered_is_acknowledged_and_listed(call: Call, empty: Path) -> None:
    entered = call("enter", "--db", empty, "--n", 4)
    listed = call("list", "--db", empty)
    assert [line.split()[0] for line in entered.lines] == ["ACK"] * 4
    assert sorted(line.split()[1] for line in entered.lines) == sorted(listed.lines)


def test_entering_again_goes_on_with_people_who_are_not_there_yet(call: Call, empty: Path) -> None:
    call("enter", "--db", empty, "--n", 2)
    assert call("enter", "--db", empty, "--n", 2).lines == [f"ACK {id_number(3)}", f"ACK {id_number(4)}"]
    assert call("enter", "--db", empty, "--n", 1, "--start", 90).lines == [f"ACK {id_number(90)}"]


def test_the_dump_is_one_object_of_all_records(call: Call, empty: Path) -> None:
    call("enter", "--db", empty, "--n", 1)
    told = json.loads(call("dump", "--db", empty, "--by-key").out)
    assert [member["id_number"] for member in told["member"]] == [id_number(1)]
    assert "uid" not in told["member"][0]


def test_the_same_seed_gives_the_same_dump(call: Call, tmp_path: Path, township: Path) -> None:
    call("demo", "--db", tmp_path / "again.db")
    assert call("dump", "--db", tmp_path / "again.db").out == call("dump", "--db", township / "town.db").out
    assert call("demo", "--db", tmp_path / "again.db").code == 3


def test_a_second_window_is_refused_while_the_first_waits(call: Call, empty: Path) -> None:
    first = subprocess.Popen(
        [sys.executable, "-m", "app", "open", "--db", str(empty), "--hold", "60"],
        cwd=paths.root(), stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert first.stdout is not None
    try:
        assert first.stdout.readline() == "OPENED\n"
        second = call("open", "--db", empty)
        assert call("enter", "--db", empty, "--n", 1).code == 0
    finally:
        first.kill()
        first.communicate()
    assert (second.code, second.out) == (3, "")
    assert "打开" in second.err
    assert call("open", "--db", empty).out == "OPENED\n"


def test_nothing_is_migrated_while_a_window_is_open(call: Call, empty: Path) -> None:
    with lock.acquire(empty):
        answer = call("migrate", "--db", empty)
    assert answer.code == 3
    assert "正开着这个数据库" in answer.err
    assert call("migrate", "--db", empty).code == 0
