"""unlock, passwd and recover as scripts call them: words by standard input, exit code 3 for what does not open."""

import io
import sys
from pathlib import Path

import pytest

from app.db import key, secret
from app.db.slot import Cost
from tests.commands.conftest import Answer, Call

pytestmark = pytest.mark.usefixtures("quick")


@pytest.fixture
def said(call: Call, empty: Path, monkeypatch: pytest.MonkeyPatch) -> "Said":
    return Said(call, empty, monkeypatch)


class Said:
    """A command with lines on its standard input."""

    def __init__(self, call: Call, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.call, self.db, self.monkeypatch = call, db, monkeypatch

    def __call__(self, command: str, *words: object, lines: str = "") -> Answer:
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines.encode()), encoding="utf-8"))
        return self.call(command, "--db", self.db, *words)

    def set(self, lines: str) -> Answer:
        return self("passwd", "--old-stdin", lines=lines)

    def unlocks(self, password: str) -> bool:
        return self("unlock", "--password-stdin", lines=f"{password}\n").code == 0


def test_a_first_password_gives_the_recovery_code_once(said: Said) -> None:
    made = said.set("\nstone village\n")
    assert made.code == 0
    assert made.out.count("-") == 6
    assert said.unlocks("stone village")
    assert not said.unlocks("stone villages")
    changed = said.set("stone village\nhigh terrace\n")
    assert changed.code == 0
    assert "-" not in changed.out
    assert said.unlocks("high terrace")
    assert not said.unlocks("stone village")


def test_every_command_takes_the_password_from_a_file_and_none_works_without_it(said: Said, tmp_path: Path) -> None:
    said.set("stone village\n")
    named = tmp_path / "password.txt"
    named.write_text("stone village\n", encoding="utf-8-sig")
    refused = said("enter", "--n", "2")
    assert (refused.code, refused.out) == (3, "")
    assert "设了密码" in refused.err
    assert said("enter", "--n", "2", "--password-file", named).code == 0
    assert len(said("list", "--password-file", named).lines) == 2
    assert said("check", "--password-file", named).code == 0
    assert said("check").code == 3
    assert said("list", "--password-file", tmp_path / "none").code == 3


def test_a_backup_with_a_password_is_restored_by_that_password(said: Said, tmp_path: Path) -> None:
    said.set("stone village\n")
    named = tmp_path / "password.txt"
    named.write_text("stone village")
    assert said("backup", "--out", tmp_path / "b.bak", "--password-file", named).code == 0
    other = tmp_path / "other.db"
    refused = said.call("restore", "--from", tmp_path / "b.bak", "--db", other)
    assert refused.code == 3
    assert "这份备份设了密码" in refused.err
    assert not key.exists(other)
    assert said.call("restore", "--from", tmp_path / "b.bak", "--db", other, "--password-file", named).code == 0
    assert said.call("list", "--db", other).code == 3


def test_a_lost_password_is_replaced_by_the_code_and_a_renewed_code_ends_the_old_one(said: Said) -> None:
    code = said.set("stone village\n").out.strip().split("：")[-1]
    assert said("recover", "--code-stdin", lines=f"{code.lower()}\nnew password\n").code == 0
    assert said.unlocks("new password")
    assert not said.unlocks("stone village")
    wrong = "X" if code[2] != "X" else "Y"
    mistyped = said("recover", "--code-stdin", lines=f"{code[:2]}{wrong}{code[3:]}\nother password\n")
    assert mistyped.code == 3
    assert "第 1 组" in mistyped.err
    renewed = said("passwd", "--new-code", "--old-stdin", lines="new password\n")
    assert renewed.code == 0
    assert said("recover", "--code-stdin", lines=f"{code}\nother password\n").code == 3
    assert said.unlocks("new password")


def test_a_password_can_be_taken_off_by_whoever_knows_it(said: Said) -> None:
    said.set("stone village\n")
    assert said("passwd", "--off", "--old-stdin", lines="wrong word\n").code == 3
    assert said("passwd", "--off", "--old-stdin", lines="stone village\n").code == 0
    assert said("list").code == 0


def test_too_few_lines_and_a_short_password_change_nothing(said: Said) -> None:
    assert said.set("short\n").code == 3
    assert said("list").code == 0
    said.set("stone village\n")
    assert said.set("stone village\n").code == 3
    assert said.unlocks("stone village")


def test_clerks_are_added_given_roles_and_taken_away_by_the_chief_alone(
    said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secret, "FLOOR", Cost(64, 1, 1))
    monkeypatch.setattr(secret, "calibrated", lambda: secret.FLOOR)
    own, hers = tmp_path / "own.txt", tmp_path / "hers.txt"
    own.write_text("stone village")
    hers.write_text("high terrace")
    chief, clerk = ("--clerk", "解建国", "--password-file", own), ("--clerk", "单小红", "--password-file", hers)
    assert said("users", "list").out.startswith("只有一个人")
    assert said("users", "add", "单小红", "--new-stdin", lines="high terrace\n").code == 3
    said.set("stone village\n")
    made = said("users", "add", "单小红", "--role", "录入", "--new-stdin", *chief, lines="high terrace\n")
    assert (made.code, made.out.count("-")) == (0, 6)
    assert said("enter", "--n", "1", *clerk).code == 0
    assert said("users", "role", "单小红", "--role", "查阅", *clerk).code == 3
    assert said("users", "role", "单小红", "--role", "查阅", *chief).code == 0
    refused = said("enter", "--n", "1", *clerk)
    assert (refused.code, "角色是查阅" in refused.err) == (3, True)
    assert said("export", "member", tmp_path / "m.xlsx", *clerk).code == 3
    assert not (tmp_path / "m.xlsx").exists()
    assert said("passwd", "--old-stdin", "--clerk", "单小红", lines="high terrace\nhigh terraces\n").code == 0
    hers.write_text("high terraces")
    told = said("users", "list", "--json", *clerk)
    assert '"role": "查阅"' in told.out
    assert "单小红" in said("history", *chief).out
    assert said("users", "remove", "单小红", *chief).code == 0
    assert said("list", *clerk).code == 3
    assert said("check", *chief).code == 0
    assert len(said("list", *chief).lines) == 1
