"""Does what leaves the program come back the same, and is a report written as agreed?"""

import csv
import json
from pathlib import Path

import openpyxl
import pytest

from tests.commands.conftest import Call


def test_everything_comes_back_into_an_empty_database_the_same(
    call: Call, town: Path, empty: Path, tmp_path: Path
) -> None:
    call("enter", "--db", town, "--n", 1)
    assert call("export-all", "--db", town, tmp_path / "all").code == 0
    assert (tmp_path / "all" / "数据字典.xlsx").exists()
    answer = call("import", "--db", empty, tmp_path / "all", "--report", tmp_path / "r.json")
    assert answer.code == 0
    assert answer.lines[-1].startswith("ACK IMPORT ")
    assert call("dump", "--db", empty).out == call("dump", "--db", town).out
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["refused"] == []
    again = call("import", "--db", empty, tmp_path / "all")
    assert again.lines[0].startswith("新增 0 行，修改 0 行")
    assert call("check", "--db", empty).code == 0


def test_a_file_of_an_export_whose_links_are_missing_is_refused_row_by_row(
    call: Call, town: Path, empty: Path, tmp_path: Path
) -> None:
    call("export-all", "--db", town, tmp_path / "all")
    call("import", "--db", empty, tmp_path / "all" / "10_结对.xlsx", "--report", tmp_path / "r.json")
    told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert told["accepted"] == []
    assert told["refused"][0]["codes"] == ["link_unknown"]


@pytest.mark.parametrize("record", ["unit", "branch", "member", "cadre", "pairing"])
def test_importing_an_export_of_a_record_changes_nothing(record: str, call: Call, town: Path, tmp_path: Path) -> None:
    before = call("dump", "--db", town).out
    assert call("export", "--db", town, record, tmp_path / "x.xlsx").code == 0
    answer = call("import", "--db", town, tmp_path / "x.xlsx", "--as", record)
    assert answer.lines[0].startswith("新增 0 行，修改 0 行")
    assert call("dump", "--db", town).out == before


def test_what_is_exported_can_be_named_masked_and_narrowed(call: Call, town: Path, tmp_path: Path) -> None:
    names = [line.split("\t") for line in call("export", "--list").lines]
    assert {name for name, _ in names} >= {"member", "household", "members"}
    call(
        "export",
        "--db",
        town,
        "党员",
        tmp_path / "m.csv",
        "--where",
        "流动",
        "--mask",
        "middle",
        "--charset",
        "gb18030",
    )
    with (tmp_path / "m.csv").open(encoding="gb18030", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    assert all(row["是否流动党员"] == "是" and row["公民身份号码"][6:14] == "*" * 8 for row in rows)


def test_a_ledger_leaves_as_a_workbook(call: Call, town: Path, tmp_path: Path) -> None:
    assert call("export", "--db", town, "党员花名册", tmp_path / "l.xlsx").code == 0
    sheet = openpyxl.load_workbook(tmp_path / "l.xlsx").active
    assert sheet is not None
    assert sheet["A1"].value == "党员花名册"


@pytest.mark.parametrize("words", [("没有这个", "x.xlsx"), ("member", "x.doc"), ("member",)])
def test_what_cannot_be_exported_is_said(words: tuple[str, ...], call: Call, town: Path, tmp_path: Path) -> None:
    named = [words[0], *(str(tmp_path / word) for word in words[1:])]
    answer = call("export", "--db", town, *named)
    assert (answer.code, answer.out) == (3, "")
    assert not list(tmp_path.glob("x.*"))


def roster(path: Path, *rows: tuple[str, ...]) -> Path:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("姓名", "公民身份号码", "所在党支部"), *rows])
    return path


def test_an_import_acknowledges_after_the_commit_and_reports_every_row(call: Call, empty: Path, tmp_path: Path) -> None:
    sheet = roster(
        tmp_path / "a.csv",
        ("单小红", "990101198706150025", "中共石坪村支部委员会"),
        ("解明", "990101198706150018", "中共石坪村支部委员会"),
    )
    dry = call("import", "--db", empty, sheet, "--dry-run", "--report", tmp_path / "dry.json")
    assert "ACK" not in dry.out
    assert call("list", "--db", empty).out == ""
    answer = call("import", "--db", empty, sheet, "--report", tmp_path / "r.json", "--return", tmp_path / "back.xlsx")
    told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert answer.lines[-1] == "ACK IMPORT 1"
    assert [row["values"]["id_number"] for row in told["accepted"]] == ["990101198706150025"]
    assert [(row["row"], row["codes"]) for row in told["refused"]] == [(3, ["id_checksum"])]
    assert told["created"] == [{"record": "branch", "name": "中共石坪村支部委员会"}]
    assert (tmp_path / "back.xlsx").exists()


def test_a_refused_file_ends_with_0_and_a_report_or_with_3_and_a_sentence(
    call: Call, empty: Path, tmp_path: Path
) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(b"%PDF-1.4 nothing to read")
    assert call("import", "--db", empty, bad, "--report", tmp_path / "r.json").code == 0
    told = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    assert (told["status"], told["codes"]) == ("refused", ["not_a_workbook"])
    answer = call("import", "--db", empty, bad)
    assert answer.code == 3
    assert answer.err


def test_paper_comes_out_for_ledgers_checklists_forms_and_cards(call: Call, town: Path, tmp_path: Path) -> None:
    listed = [line.split("\t")[0] for line in call("print", "--list").lines]
    assert {"checklist-农村", "采集表", "联系卡"} <= set(listed)
    for number, words in enumerate(
        (("党组织一览表",), ("checklist-农村",), ("采集表", "--where", "失联"), ("联系卡", "--where", "困难"))
    ):
        path = tmp_path / f"{number}.pdf"
        assert call("print", "--db", town, words[0], path, *words[1:]).code == 0
        assert path.read_bytes().startswith(b"%PDF")


def test_figures_answer_in_one_object(call: Call, town: Path) -> None:
    tiers = json.loads(call("coverage", "--db", town, "--json").out)["tiers"]
    assert [tier["tier"] for tier in tiers[:4]] == ["household", "member", "village", "organisation"]
    assert all(tier["total"] - tier["covered"] == len(tier["uncovered"]) for tier in tiers)
    alerts = json.loads(call("warnings", "--db", town, "--json").out)["alerts"]
    assert set(alerts[0]) == {"code", "severity", "record", "uid", "text"}
    told = json.loads(call("stats", "--db", town, "--period", "2026-Q3", "--json").out)
    assert told["period"] == "2026-Q3"
    assert {"code", "label", "unit", "value", "rows", "before", "change", "year"} <= set(told["figures"][0])


def test_a_script_of_random_operations_can_be_undone_to_the_first_state(call: Call, town: Path, tmp_path: Path) -> None:
    before = call("dump", "--db", town).out
    script = tmp_path / "ops.json"
    acts = ["add", "edit", "pair", "leave", "come_back", "move", "rename", "merge", "end", "void"] * 2
    script.write_text(json.dumps([{"do": act} for act in acts]), encoding="utf-8")
    told = json.loads(call("ops", "--db", town, "--script", script, "--seed", 5).out)
    assert told["ok"] > len(acts) // 2
    works = json.loads(call("history", "--db", town, "--json").out)["works"]
    script.write_text(json.dumps([{"do": "undo"}] * (len(works) - 2)), encoding="utf-8")  # the first two made the town
    undone = json.loads(call("ops", "--db", town, "--script", script).out)
    assert undone["refused"] == 0
    assert call("dump", "--db", town).out == before
    assert call("check", "--db", town).code == 0


def test_the_program_tests_itself(call: Call) -> None:
    answer = call("selftest")
    assert answer.code == 0
    assert answer.lines[-1] == "自检完成，全部通过。"
