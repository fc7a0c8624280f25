"""Superior units' lists and evidence by command."""

import json
from pathlib import Path

import pytest

from app.db import sealed
from app.exchange.checklist import read_published
from app.operations import assessment, checklist
from app.parts import build
from tests import make
from tests.commands.conftest import Call
from tests.exchange import published
from tests.exchange.published import COMPANY, GRADING


def test_a_superior_units_list_is_taken_in_and_printed_in_its_own_form(call: Call, empty: Path, tmp_path: Path) -> None:
    sent = published.xlsx(GRADING, tmp_path / "上级表.xlsx")
    tried = call("checklist", "import", sent, "--dry-run", "--json", "--db", empty)
    assert json.loads(tried.out)["checklists"][0]["lines"] == 4
    assert json.loads(call("checklist", "list", "--json", "--db", empty).out) == {"checklists": []}
    done = call("checklist", "import", sent, "--title", "分类定级2026", "--domain", "农村", "--db", empty)
    assert done.code == 0
    assert "请核对：“群众满意”有分值又写了否决的情形，按分值计；否决的情形请另列一条。" in done.out
    (told,) = json.loads(call("checklist", "list", "--json", "--db", empty).out)["checklists"]
    assert told == {
        "name": "分类定级2026", "domain": "农村", "version": "", "total": "100", "lines": 4, "own_form": True,
    }  # fmt: skip
    for name in ("清单.pdf", "清单.xlsx"):
        assert call("checklist", "print", "分类定级2026", tmp_path / name, "--db", empty).code == 0
    assert (tmp_path / "清单.pdf").read_bytes().startswith(b"%PDF")
    (again,) = read_published(tmp_path / "清单.xlsx")
    (first,) = read_published(sent)
    assert (again.rows(), again.head) == (first.rows(), first.head)


def test_the_built_in_list_prints_and_is_copied_to_a_version_of_ones_own(
    call: Call, empty: Path, tmp_path: Path
) -> None:
    assert call("checklist", "print", "农村", tmp_path / "农村.pdf", "--db", empty).code == 0
    refused = call("checklist", "print", "农村", tmp_path / "农村.xlsx", "--db", empty)
    assert (refused.code, "请存成 PDF" in refused.err) == (3, True)
    assert call("checklist", "copy", "农村", "--title", "本镇农村清单", "--db", empty).code == 0
    names = [each["name"] for each in json.loads(call("checklist", "list", "--json", "--db", empty).out)["checklists"]]
    assert "本镇农村清单" in names


@pytest.mark.parametrize("words", [("import",), ("print",), ("copy", "农村")])
def test_what_is_missing_is_asked_for(call: Call, empty: Path, words: tuple[str, ...]) -> None:
    assert call("checklist", *words, "--db", empty).code == 3


def test_evidence_goes_in_is_listed_by_stage_and_comes_out_and_travels_with_everything(
    call: Call, empty: Path, tmp_path: Path
) -> None:
    parts = build(empty)
    row = assessment.begin(
        parts.store, checklist.ready(parts.store, "rural"), ("branch", make.branch(parts.store)), year=2026
    )
    with parts.store.read() as reader:
        told = assessment.sheet(reader, row)
    parts.close()
    said = tmp_path / "学习记录.txt"
    said.write_text("三月学习", encoding="utf-8")
    which = ("--assessment", told.facts.name, "--line", told.lines[0].code_no, "--db", empty)
    assert call("evidence", "add", said, "--stage", "有落实", *which).code == 0
    found = json.loads(call("evidence", "list", "--json", *which).out)
    assert [(each["name"], each["stage"]) for each in found["evidence"]] == [("学习记录", "有落实")]
    assert found["missing"][told.lines[0].code_no] == ["有谋划", "有安排", "有考核", "有应用"]
    assert call("evidence", "save", tmp_path / "另存.txt", "--title", "学习记录", *which).code == 0
    assert (tmp_path / "另存.txt").read_text(encoding="utf-8") == "三月学习"
    assert call("check", "--db", empty).code == 0
    assert call("export-all", tmp_path / "全部", "--db", empty).code == 0
    other = tmp_path / "另一库.db"
    assert call("import", tmp_path / "全部", "--db", other).code == 0
    assert len(sealed.files(other)) == 1
    assert call("evidence", "save", tmp_path / "再存.txt", "--title", "学习记录", *which[:-1], other).code == 0
    assert (tmp_path / "再存.txt").read_text(encoding="utf-8") == "三月学习"
    next(iter(sealed.files(empty).values())).unlink()
    broken = call("check", "--db", empty)
    assert (broken.code, "佐证材料“学习记录”的文件不见了" in broken.out + broken.err) == (3, True)


def test_a_file_without_headings_is_refused(call: Call, empty: Path, tmp_path: Path) -> None:
    refused = call("checklist", "import", published.xlsx(COMPANY, tmp_path / "表.xlsx"), "--db", empty)
    assert refused.code == 0
    (tmp_path / "空.txt").write_text("没有表", encoding="utf-8")
    assert call("checklist", "import", tmp_path / "空.txt", "--db", empty).code == 3
