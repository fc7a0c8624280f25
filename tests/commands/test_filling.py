"""Does the command fill a template and say what it did, by the page of the contract?"""

import json
import shutil
from pathlib import Path

from openpyxl import load_workbook

from tests.commands.conftest import Call

TEMPLATE = Path(__file__).parents[1] / "samples" / "上级模板_党员花名册.xlsx"


def test_a_template_is_filled_and_reported(call: Call, town: Path, tmp_path: Path) -> None:
    answer = call("fill", TEMPLATE, tmp_path / "o.xlsx", "--db", town, "--report", tmp_path / "r.json")
    report = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert answer.code == 0
    assert set(report) >= {"sheet", "shape", "rows", "columns", "left_empty", "not_on_list"}
    assert {column["cell"]: column["field"] for column in report["columns"]}["F5"] == "id_number"
    sheet = load_workbook(tmp_path / "o.xlsx")["党员花名册"]
    assert sheet[f"A{5 + report['rows']}"].value == "合计"
    assert answer.lines[0] == f"已填 {report['rows']} 行，存成：o.xlsx"
    assert "整列空着：备注。" in answer.lines


def test_only_who_is_asked_for_is_filled_and_numbers_are_masked(call: Call, town: Path, tmp_path: Path) -> None:
    words = ("--where", "性别=女 党龄>30", "--mask", "middle", "--as-of", "2026-06-30", "--report", tmp_path / "r.json")
    assert call("fill", TEMPLATE, tmp_path / "o.xlsx", "--db", town, *words).code == 0
    sheet = load_workbook(tmp_path / "o.xlsx")["党员花名册"]
    rows = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["rows"]
    assert {sheet.cell(row, 3).value for row in range(5, 5 + rows)} == {"女"}
    assert "********" in str(sheet["F5"].value)


def test_a_column_is_corrected_once_and_known_the_next_time(call: Call, town: Path, tmp_path: Path) -> None:
    assert call("fill", TEMPLATE, tmp_path / "o.xlsx", "--db", town, "--map", "L5=所在党支部").code == 0
    assert str(load_workbook(tmp_path / "o.xlsx")["党员花名册"]["L5"].value).startswith("中共")
    told = json.loads(call("fill", TEMPLATE, tmp_path / "o.xlsx", "--db", town, "--look", "--json").out)
    assert told["remembered"]
    assert told["columns"][11]["field"] == "branch"


def test_looking_writes_nothing(call: Call, town: Path, tmp_path: Path) -> None:
    answer = call("fill", TEMPLATE, tmp_path / "o.xlsx", "--db", town, "--look")
    assert answer.lines[0] == "工作表“党员花名册”，按党员填。"
    assert not (tmp_path / "o.xlsx").exists()


def test_what_cannot_be_done_is_said_in_one_sentence(call: Call, town: Path, tmp_path: Path) -> None:
    own = tmp_path / "t.xlsx"
    shutil.copy(TEMPLATE, own)
    for words, sentence in (
        ((own, own), "不能把结果写回模板本身。"),
        ((own, tmp_path / "o.xlsx", "--map", "F5"), "看不懂“F5”。"),
        ((own, tmp_path / "o.xlsx", "--sheet", "没有"), "模板里没有名为“没有”的工作表。"),
        ((tmp_path / "none.xlsx", tmp_path / "o.xlsx"), "打不开文件“none.xlsx”。"),
    ):
        answer = call("fill", *words, "--db", town)
        assert (answer.code, answer.err.startswith(sentence)) == (3, True)
    assert own.read_bytes() == TEMPLATE.read_bytes()


def test_order_dates_and_heading_are_taken_as_they_are_told(call: Call, town: Path, tmp_path: Path) -> None:
    words = ("--sort", "出生日期", "--down", "--dates", "1987年6月15日", "--header", "3-4", "--shape", "table")
    assert call("fill", TEMPLATE, tmp_path / "o.xlsx", "--db", town, *words).code == 0
    sheet = load_workbook(tmp_path / "o.xlsx")["党员花名册"]
    told = [str(sheet.cell(row, 5).value) for row in (5, 6, 7)]
    assert all("年" in text for text in told)
    assert told == sorted(
        told, key=lambda text: [int(part) for part in text[:-1].replace("年", "月").split("月")], reverse=True
    )


def test_a_heading_that_is_no_number_is_told(call: Call, town: Path, tmp_path: Path) -> None:
    answer = call("fill", TEMPLATE, tmp_path / "o.xlsx", "--db", town, "--header", "三")
    assert answer.code != 0
    assert "3-4" in answer.err
