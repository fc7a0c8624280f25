"""Sending a superior unit's template to the villages, by commands only."""

import json
from pathlib import Path

import openpyxl

from tests.commands.conftest import Call

TEMPLATE = Path(__file__).parents[1] / "samples" / "上级模板_党员花名册.xlsx"


def test_a_template_is_sent_filled_in_collected_and_compared(call: Call, town: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = call("send", "--db", town, TEMPLATE, out, "--by", "branch", "--due", "2099-12-01")
    assert answer.code == 0, answer.err
    files = sorted(out.glob("*.xlsx"))
    assert answer.lines[-1].startswith(f"已写出 {len(files)} 份")
    book = openpyxl.load_workbook(files[2])
    sheet = book.worksheets[0]
    row, column = next(
        (cell.row, cell.column) for line in sheet.iter_rows() for cell in line if "电话" in str(cell.value or "")
    )
    first = next(n for n in range(row + 1, row + 9) if len(str(sheet.cell(n, sheet.max_column).value or "")) == 36)
    sheet.cell(first, column).value = "19912345678"
    book.save(files[2])
    told = json.loads(call("collect", "--db", town, out, "--json").out)["files"]
    assert {(one["state"], one["by"]) for one in told} == {("new", "批次标记")}
    counts = [json.loads(call("compare", "--db", town, path, "--json").out)["counts"] for path in files[:4]]
    assert [count["changed"] for count in counts] == [0, 0, 1, 0]
    assert sum(count["new"] + count["missing"] + count["damaged"] for count in counts) == 0


def test_columns_of_a_template_are_its_own_and_a_cell_can_be_corrected(call: Call, town: Path, tmp_path: Path) -> None:
    answer = call("send", "--db", town, TEMPLATE, tmp_path / "out", "--columns", "姓名")
    assert answer.code != 0
    assert "栏目以模板为准" in answer.err
    answer = call("send", "--db", town, TEMPLATE, tmp_path / "out", "--map", "ZZ9=姓名")
    assert answer.code != 0
    assert "没有要填的格" in answer.err
    assert not list(tmp_path.glob("out/*"))
