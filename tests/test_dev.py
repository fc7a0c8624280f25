"""Does the entry for developers say what it can do, and does it notice when the environment is out of date?"""

import os
from pathlib import Path

import pytest

import dev


def test_no_command_shows_the_list_of_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main([]) == 0
    shown = capsys.readouterr().err
    assert [name for name in dev.COMMANDS if f"  {name} " not in shown] == []


def test_an_unknown_command_ends_as_wrong_arguments() -> None:
    assert dev.main(["publish"]) == 2


def test_a_changed_lock_file_changes_the_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock = tmp_path / "requirements.lock"
    lock.write_text("openpyxl==3.1.5\n", encoding="utf-8")
    monkeypatch.setattr(dev, "LOCK", lock)
    before = dev.fingerprint()
    assert dev.fingerprint() == before
    lock.write_text("openpyxl==3.1.4\n", encoding="utf-8")
    assert dev.fingerprint() != before


def test_another_python_is_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dev.sys, "version_info", (3, 10, 13))
    with pytest.raises(dev.Stop, match=r"需要 Python 3\.11 至 3\.13，现在运行的是 3\.10\.13"):
        dev.check_version()


def test_the_check_of_a_build_sees_nothing_of_this_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(dev.ROOT))
    monkeypatch.setenv("VIRTUAL_ENV", str(dev.VENV))
    seen = dev.bare_environment(tmp_path)
    assert [name for name, value in seen.items() if str(dev.ROOT) in value or name.startswith("PYTHON")] == []
    assert set(os.environ) - set(seen) >= {"PYTHONPATH", "VIRTUAL_ENV"}


def test_every_package_is_pinned_to_one_version() -> None:
    lines = [line for line in dev.LOCK.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert [line for line in lines if line.count("==") < 1] == []
    names = [line.partition("==")[0].lower().replace("_", "-") for line in lines]
    assert len(set(names)) == len(names)
