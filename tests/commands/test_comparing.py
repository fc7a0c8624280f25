"""Sending, collecting, comparing and taking over, by commands only."""

import json
from pathlib import Path

import openpyxl

from tests.commands.conftest import Call


def sent(call: Call, town: Path, folder: Path) -> list[Path]:
    answer = call(
        "send", "--db", town, "member", folder, "--by", "branch", "--due", "2099-12-01", "--title", "党员核对"
    )
    assert answer.code == 0, answer.err
    return sorted(folder.glob("*.xlsx"))


def change(path: Path, label: str, value: str, row: int = 5) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["填报"]
    sheet.cell(row, [cell.value for cell in sheet[4]].index(label) + 1).value = value
    book.save(path)


def test_a_heap_is_sent_collected_compared_taken_over_and_undone(call: Call, town: Path, tmp_path: Path) -> None:
    files = sent(call, town, tmp_path / "out")
    assert len(files) == 25
    change(files[3], "家庭住址", "新村9号")
    change(files[3], "联系电话", "12345", row=6)
    answer = call("collect", "--db", town, tmp_path / "out", "--json")
    told = json.loads(answer.out)["files"]
    assert {one["state"] for one in told} == {"new"}
    before = call("dump", "--db", town).out
    answer = call("compare", "--db", town, files[3], "--json", "--apply", "none")
    report = json.loads(answer.out)
    assert (report["counts"]["changed"], report["counts"]["damaged"]) == (1, 1)
    assert call("dump", "--db", town).out == before
    answer = call("compare", "--db", town, files[3], "--apply", "all", "--return", tmp_path / "退回.xlsx")
    assert answer.lines[-1] == "ACK COMPARE 1 0"
    assert (tmp_path / "退回.xlsx").exists()
    again = json.loads(call("compare", "--db", town, files[3], "--json").out)
    assert (again["counts"]["changed"], again["counts"]["new"]) == (0, 0)
    assert call("undo", "--db", town).code == 0
    assert call("dump", "--db", town).out == before


def test_a_list_of_row_keys_is_taken_over_and_nothing_else(call: Call, town: Path, tmp_path: Path) -> None:
    files = sent(call, town, tmp_path / "out")
    for row in (5, 6):
        change(files[2], "家庭住址", "新村9号", row)
        change(files[2], "学历", "小学", row)
    report = json.loads(call("compare", "--db", town, files[2], "--json").out)
    one, two = [row["key"] for row in report["rows"] if row["state"] == "changed"]
    (tmp_path / "list.txt").write_text(f"{one}\n{two}\taddress\n", encoding="utf-8")
    answer = call("compare", "--db", town, files[2], "--json", "--apply", tmp_path / "list.txt")
    taken = json.loads(answer.out)["applied"]["cells"]
    left = json.loads(call("compare", "--db", town, files[2], "--json").out)
    assert [row["key"] for row in left["rows"] if row["state"] == "changed"] == ([two] if taken == 3 else [])
    (tmp_path / "list.txt").write_text("niemand\n", encoding="utf-8")
    answer = call("compare", "--db", town, files[2], "--apply", tmp_path / "list.txt")
    assert answer.code == 3
    assert "行键" in answer.err


def test_batches_say_who_is_missing_and_what_to_write_to_them(call: Call, town: Path, tmp_path: Path) -> None:
    files = sent(call, town, tmp_path / "out")
    call("collect", "--db", town, *files[:23])
    (batch,) = json.loads(call("batches", "--db", town, "--json").out)["batches"]
    assert batch["counts"] == {"total": 25, "waiting": 2, "overdue": 0, "returned": 23, "checked": 0}
    assert "还有 2 个单位没有交" in batch["reminder"]
    assert "收表提醒" in call("batches", "--db", town, "--remind").out
    assert call("missing", "--db", town, tmp_path / "未交.xlsx").code == 0
    sheet = openpyxl.load_workbook(tmp_path / "未交.xlsx").active
    assert sheet is not None
    shown = [str(row[0].value) for row in sheet.iter_rows(min_row=4)]
    assert sum(sheet_["place"] in shown for sheet_ in batch["sheets"]) == 2


def test_what_cannot_be_done_is_told_in_one_sentence(call: Call, town: Path, tmp_path: Path) -> None:
    for words, said in (
        (("send", "没有这个", tmp_path / "x"), "没有名为"),
        (("send", "member", tmp_path / "x", "--due", "2020-01-01"), "已经过了"),
        (("compare", tmp_path / "nichts.xlsx"), "打不开"),
        (("compare", tmp_path / "nichts.xlsx", "--batch", "没有"), "没有叫"),
    ):
        answer = call(words[0], "--db", town, *words[1:])
        assert answer.code == 3
        assert said in answer.err
