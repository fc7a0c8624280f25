"""How do commands begin and end: names, wrong arguments, exit codes, the report of a fault?"""

import subprocess
import sys
from pathlib import Path

import pytest

from app import cli, paths
from app.commands import report
from app.loading import late
from tests.commands.conftest import Call


@pytest.mark.parametrize("command", cli.COMMANDS, ids=lambda command: command.name)
def test_every_command_has_a_function_and_explains_itself(command: cli.Command, call: Call) -> None:
    assert callable(late(command.run))
    answer = call(command.name, "--help")
    assert answer.code == 0
    assert command.help in answer.out
    assert "用法：" in answer.out


@pytest.mark.parametrize(
    "words", [("frob",), ("enter",), ("enter", "--n", "many"), ("demo", "--scale", "galaxy"), ("list", "--loud")]
)
def test_wrong_arguments_end_with_2_and_one_chinese_sentence(words: tuple[str, ...], call: Call) -> None:
    answer = call(*words)
    assert answer.code == 2
    assert len(answer.err.splitlines()) == 1
    assert "参数" in answer.err or "命令" in answer.err
    assert "invalid" not in answer.err


def test_what_cannot_be_done_ends_with_3_and_one_sentence(call: Call, tmp_path: Path) -> None:
    answer = call("restore", "--from", tmp_path / "none.backup", "--db", tmp_path / "x.db")
    assert (answer.code, answer.out) == (3, "")
    assert answer.err == "没有找到备份文件：none.backup。请检查路径。\n"


def test_the_database_may_be_named_before_or_after_the_command(call: Call, tmp_path: Path) -> None:
    assert call("--db", tmp_path / "x.db", "enter", "--n", 1).code == 0
    assert len(call("list", "--db", tmp_path / "x.db").lines) == 1


def test_a_database_of_its_own_is_used_when_none_is_named(call: Call) -> None:
    assert call("enter", "--n", 2).code == 0
    assert len(call("list").lines) == 2
    assert paths.default_database().exists()


def test_a_password_file_that_is_not_there_is_said(call: Call, tmp_path: Path) -> None:
    answer = call("list", "--db", tmp_path / "x.db", "--password-file", tmp_path / "secret")
    assert answer.code == 3
    assert "没有找到密码文件" in answer.err


@pytest.mark.parametrize("command", [["list"], ["check"], ["backup", "--out", "b"], ["migrate"], ["open"], []])
def test_a_password_for_a_database_without_one_is_never_taken_in_silence(
    command: list[str], call: Call, empty: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_text("石坪村", encoding="utf-8")
    answer = call(*command, "--db", empty, "--password-file", secret)
    assert (answer.code, answer.out) == (3, "")
    assert "没有设密码" in answer.err
    assert "石坪村" not in answer.err


def test_a_password_for_a_database_that_is_not_there_makes_none(call: Call, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("石坪村", encoding="utf-8")
    answer = call("list", "--db", tmp_path / "new" / "x.db", "--password-file", secret)
    assert answer.code == 3
    assert "没有新建" in answer.err
    assert not (tmp_path / "new").exists()


def test_a_fault_ends_with_70_and_a_report_without_what_it_worked_on(
    call: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    def stumble(_args: object) -> int:
        raise LookupError("单小红 990101198706150025")

    monkeypatch.setattr(cli, "window", stumble)
    answer = call("--db", tmp_path / "x.db")
    written = list((home / "reports").iterdir())
    text = written[0].read_text(encoding="utf-8")
    assert answer.code == 70
    assert str(written[0]) in answer.err
    assert "LookupError" in text
    assert "单小红" not in text + answer.err
    assert "990101198706150025" not in text + answer.err


def test_a_report_goes_elsewhere_when_the_data_folder_takes_none(home: Path) -> None:
    (home / "reports").write_text("in the way", encoding="utf-8")
    path = report.write(ValueError("x"))
    assert path is not None
    assert path.is_file()
    path.unlink()


def test_listing_loads_neither_windows_nor_sheets_nor_paper(empty: Path) -> None:
    program = (
        "import sys\nfrom app.cli import main\n"
        f"main(['list', '--db', {str(empty)!r}])\n"
        "heavy = ('PySide6', 'reportlab', 'openpyxl', 'alembic', 'pypinyin', 'xlsxwriter', 'lxml', 'python_calamine')\n"
        "sys.stdout.write(' '.join(name for name in heavy if name in sys.modules))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program], cwd=paths.root(), capture_output=True, text=True, check=True
    )
    assert answer.stdout == ""
