"""Does the check notice what was tampered with, and do backup and restore bring everything back?"""

import contextlib
import json
from pathlib import Path

import pytest

from app.db import connection, key
from tests.commands.conftest import Call


def tamper(db: Path, *statements: str) -> None:
    with contextlib.closing(connection.connect(db, key.unlock(key.read_key(db), db))) as opened:
        opened.execute("PRAGMA foreign_keys=0")
        for statement in statements:
            opened.execute(statement)


def test_a_sound_database_passes(call: Call, town: Path) -> None:
    answer = call("check", "--db", town, "--json")
    told = json.loads(answer.out)
    assert (answer.code, told["ok"], told["problems"]) == (0, True, [])
    assert call("check", "--db", town).err == ""


@pytest.mark.parametrize(
    ("statement", "sort"),
    [
        ("UPDATE member SET branch = (SELECT max(id) FROM branch) WHERE id = 1", "rules"),
        (
            "INSERT INTO membership (uid, device, revision, sort_key, search_key, member, branch) "
            "SELECT 'x', device, revision, '', '', member, branch FROM membership LIMIT 1",
            "rules",
        ),
        ("UPDATE member SET left_on = '2026-01-01' WHERE id = 1", "rules"),
        ("UPDATE member SET branch = 99999 WHERE id = 1", "references"),
        ("UPDATE work SET label = '别的事' WHERE id = 2", "chain"),
        ("UPDATE change SET last = last + 1 WHERE id = 3", "chain"),
        ("DELETE FROM work WHERE id = 1", "chain"),
        ("DELETE FROM work WHERE id = (SELECT max(id) FROM work)", "chain"),
    ],
)
def test_what_was_tampered_with_is_noticed(statement: str, sort: str, call: Call, town: Path) -> None:
    tamper(town, statement)
    answer = call("check", "--db", town, "--json")
    told = json.loads(answer.out)
    assert answer.code == 3
    assert told[sort] is False
    assert told["problems"]
    assert answer.err.startswith("核对发现问题：")


def test_a_changed_byte_is_noticed_and_said_in_words(call: Call, town: Path) -> None:
    raw = bytearray(town.read_bytes())
    raw[5000] ^= 1
    town.write_bytes(raw)
    answer = call("check", "--db", town, "--json")
    assert answer.code == 3
    assert json.loads(answer.out)["pages"] is False


def test_a_backup_brings_back_the_same_and_keeps_the_present_aside(call: Call, town: Path, tmp_path: Path) -> None:
    before = call("dump", "--db", town).out
    assert call("backup", "--db", town, "--out", tmp_path / "b.backup").code == 0
    call("enter", "--db", town, "--n", 1)
    restored = call("restore", "--db", town, "--from", tmp_path / "b.backup")
    assert restored.code == 0
    assert "before-restore" in restored.out
    assert call("dump", "--db", town).out == before


def test_undo_and_redo_tell_what_they_turned(call: Call, town: Path) -> None:
    before = call("dump", "--db", town).out
    call("enter", "--db", town, "--n", 2)
    undone = json.loads(call("undo", "--db", town, "--json").out)
    assert undone["reversed"] == 2
    assert (undone["kept"], undone["failed"]) == ([], [])
    assert call("redo", "--db", town).code == 0
    for _ in range(3):
        assert call("undo", "--db", town).code == 0
    assert call("dump", "--db", town).out == before
    works = json.loads(call("history", "--db", town, "--json", "--limit", 1).out)["works"]
    assert set(works[0]) >= {"id", "label", "at", "by", "changes"}


def test_an_older_work_is_told_row_by_row_and_undone_only_when_confirmed(call: Call, empty: Path) -> None:
    call("enter", "--db", empty, "--n", 2)
    works = json.loads(call("history", "--db", empty, "--json").out)["works"]
    told = call("undo", "--db", empty, "--work", works[1]["id"])
    assert (told.code, {line.split("\t")[0] for line in told.lines[:-1]}) == (0, {"撤销"})
    planned = json.loads(call("undo", "--db", empty, "--work", works[1]["id"], "--json").out)
    assert (planned["reversed"], planned["kept"], planned["planned"]) == (len(told.lines) - 1, [], True)
    assert len(call("list", "--db", empty).lines) == 2
    assert call("undo", "--db", empty, "--work", works[1]["id"], "--yes").code == 0
    assert len(call("list", "--db", empty).lines) == 1
