"""The index of evidence, and which stage of which line has nothing to show."""

from pathlib import Path

from app.db.store import Store
from app.ledgers import ledger_named
from app.ledgers.figure import figures
from app.ledgers.ledger import table
from app.models.assessment import STAGES
from app.operations import assessment, checklist, evidence
from app.operations.evidence import About
from app.table import Table
from tests import make


def shown(store: Store, name: str) -> Table:
    with store.read() as reader:
        return table(reader, ledger_named(name))


def test_index_and_traces_tell_what_stands_for_each_line(store: Store, tmp_path: Path) -> None:
    row = assessment.begin(store, checklist.ready(store, "rural"), ("branch", make.branch(store)), year=2026)
    with store.read() as reader:
        lines = [line for line in assessment.sheet(reader, row).lines if line.evidence]
    paper = tmp_path / "学习记录.txt"
    paper.write_text("三月学习", encoding="utf-8")
    evidence.attach(store, About(row, lines[1].id, "有落实"), [paper])
    evidence.place_paper(store, About(row, lines[1].id, "有谋划"), "年度计划", "三号柜第二盒")
    index, traces = shown(store, "evidence_index"), shown(store, "traces")
    places = {column.name: n for n, column in enumerate(index.columns)}
    told = [[each[places[name]] for name in ("code_no", "stage", "name", "where")] for each in index.rows]
    assert told == [
        [lines[1].code_no, "有谋划", "年度计划", "三号柜第二盒"], [lines[1].code_no, "有落实", "学习记录", "学习记录.txt"],
    ]  # fmt: skip
    places = {column.name: n for n, column in enumerate(traces.columns)}
    assert len(traces.rows) == len(lines)
    assert traces.rows[0][places["empty"]] == "、".join(STAGES)
    second = traces.rows[1]
    assert [second[places[f"stage_{n}"]] for n in range(5)] == [1, None, 1, None, None]
    assert second[places["empty"]] == "有安排、有考核、有应用"
    with store.read() as reader:
        counts = {each.code: each.value for each in figures(reader)}
    assert (counts["evidence_all"], counts["evidence_files"]) == (2, 1)
