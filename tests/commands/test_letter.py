"""`print 介绍信`: the letters that are still open, below a branch where one is named; none is said to be none."""

from pathlib import Path

from app.printing.preview import page_count
from tests.commands.conftest import Call


def test_open_letters_are_printed_and_none_is_told(call: Call, town: Path, tmp_path: Path) -> None:
    path = tmp_path / "letters.pdf"
    assert call("print", "--db", town, "介绍信", path).code == 0
    assert page_count(path) >= 2
    refused = call("print", "--db", town, "介绍信", tmp_path / "none.pdf", "--where", "状态=待接收")
    assert refused.code != 0
    assert "没有要打印的介绍信" in refused.err
    assert not (tmp_path / "none.pdf").exists()
