"""What follows from an import as a whole: the command's report, the sheet that goes back, side-by-side tables, a great many rows."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app.db.store import Store
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.exchange.report import report
from app.exchange.returning import return_sheet
from tests import make
from tests.exchange import village_header
from tests.exchange.village import COLUMNS, OUT, Sheet, comma_text, head, line, note, number, person, roster, xlsx

GOOD = person(12)["id_number"]
WRONG = GOOD[:17] + ("0" if GOOD[17] != "0" else "1")
MENDED = {WRONG: GOOD, "单梅、解明": "单梅"}
DIRTY = Sheet(
    "石坪村",
    (
        note("石坪村党员花名册"),
        head(),
        line(11),
        line(12, raw={"id_number": WRONG}, id_number=None, fate=OUT, codes=("id_checksum",)),
        line(13, raw={"name": "单梅、解明"}, fate=OUT, codes=("multiple_people",)),
        line(14),
        note("合计", 4),
        note("填报人：单小红"),
    ),
    ("A1:L1",),
)


def test_refused_rows_go_back_in_the_senders_layout_with_the_reason(store: Store, tmp_path: Path) -> None:
    plan = plan_import(store, xlsx(tmp_path / "村.xlsx", [DIRTY]))
    out = tmp_path / "退回.xlsx"
    assert return_sheet(store, plan, out) == 2
    sheet = load_workbook(out).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heading = next(n for n, row in enumerate(rows) if "姓名" in row)
    assert [cell for cell in rows[heading] if cell in DIRTY.lines[1].cells] == list(DIRTY.lines[1].cells)
    back = {row[rows[heading].index("姓名")]: " ".join(str(cell) for cell in row) for row in rows[heading + 1 :]}
    assert set(back) == {person(12)["name"], "单梅、解明"}
    reasons = {entry["row"]: entry["message"] for entry in report(plan, "村.xlsx")["refused"]}
    assert reasons[4] in back[person(12)["name"]]
    assert reasons[5] in back["单梅、解明"]


def test_a_returned_sheet_is_mended_and_comes_in_without_touching_the_rest(store: Store, tmp_path: Path) -> None:
    plan = plan_import(store, xlsx(tmp_path / "村.xlsx", [DIRTY]))
    apply(plan, store)
    out = tmp_path / "退回.xlsx"
    return_sheet(store, plan, out)
    book = load_workbook(out)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            if cell.value in MENDED:
                cell.value = MENDED[str(cell.value)]
    book.save(out)
    second = plan_import(store, out)
    apply(second, store)
    said = report(second, "退回.xlsx")
    assert [entry["fate"] for entry in said["accepted"]] == ["new", "new"]
    assert [entry["values"]["id_number"] for entry in said["accepted"]] == [GOOD, person(13)["id_number"]]
    assert said["refused"] == []
    assert make.count(store, "SELECT count(*) FROM member") == 4


def test_two_persons_in_one_row_are_both_there_or_the_file_is_refused(store: Store, tmp_path: Path) -> None:
    village = next(village for village in village_header.KINDS if village.kind == "persons side by side")
    said = report(plan_import(store, xlsx(tmp_path / "村.xlsx", village.sheets)), "村.xlsx")
    people = {entry["values"]["id_number"]: entry["values"]["name"] for entry in said["accepted"]}
    truth = {
        person(n)["id_number"]: person(n)["name"]
        for n in (*village_header.PEOPLE, *(n + 30 for n in village_header.PEOPLE))
    }
    assert people == truth or said["codes"] == ["layout_two_blocks"]


def test_65537_rows_are_all_there(store: Store, tmp_path: Path) -> None:
    columns = ("no", "name", "id_number")
    bad = number("19620304", 5)
    births = [f"19{50 + n // 28 % 40}{n // 1120 % 12 + 1:02d}{n % 28 + 1:02d}" for n in range(65_536)]
    names = [f"单{chr(0x4E00 + n % 6000)}{chr(0x4E00 + n % 5987)}" for n in range(65_536)]
    rows = [f"{n},{names[n]},{number(births[n], n // 13_440 + 1)}" for n in range(65_536)]
    path = comma_text("utf-8")(tmp_path / "村.csv", [Sheet("", (head(columns),))])
    path.write_text(
        path.read_text("utf-8")
        + "\n".join([*rows, f"65537,单梅,{bad[:17]}{'0' if bad[17] != '0' else '1'}"])
        + "\n合计,65537\n",
        encoding="utf-8",
    )
    plan = plan_import(store, path)
    assert plan.counts() == {"new": 65_536, "changed": 0, "same": 0, "refused": 1, "skipped": 2}
    assert {row.row: row.codes for row in plan.rows if row.fate == "refused"} == {65_538: ("id_checksum",)}


@pytest.fixture
def command(tmp_path: Path) -> object:
    """Runs `python -m app import` on a file; the report."""

    def run(path: Path, *more: str) -> tuple[int, dict[str, object]]:
        out = tmp_path / "report.json"
        words = [
            sys.executable,
            "-m",
            "app",
            "import",
            str(path),
            "--db",
            str(tmp_path / "new.db"),
            "--report",
            str(out),
            *more,
        ]
        done = subprocess.run(words, capture_output=True, text=True, check=False)
        return done.returncode, json.loads(out.read_text("utf-8"))

    return run


def test_the_command_tells_the_fate_of_every_row(command: object, tmp_path: Path) -> None:
    assert callable(command)
    code, said = command(xlsx(tmp_path / "村.xlsx", [DIRTY]), "--return", str(tmp_path / "退回.xlsx"))
    assert code == 0
    assert {
        "file",
        "status",
        "codes",
        "record",
        "accepted",
        "refused",
        "skipped",
        "unknown_columns",
        "created",
    } <= said.keys()
    assert (said["status"], said["codes"], said["record"]) == ("ok", [], "member")
    rows = Counter(entry["row"] for name in ("accepted", "refused", "skipped") for entry in said[name])
    assert set(rows.values()) == {1}
    assert [entry["row"] for entry in said["accepted"]] == [3, 6]
    assert {entry["row"]: entry["codes"] for entry in said["refused"]} == {4: ["id_checksum"], 5: ["multiple_people"]}
    assert (tmp_path / "退回.xlsx").exists()


def test_the_command_reports_a_refused_file_and_ends_well(command: object, tmp_path: Path) -> None:
    assert callable(command)
    empty = tmp_path / "空.xlsx"
    empty.write_bytes(b"")
    code, said = command(empty)
    assert (code, said["status"], said["codes"]) == (0, "refused", ["empty_file"])
    assert said["accepted"] == said["refused"] == said["skipped"] == []


def test_what_is_reported_as_accepted_stands_in_the_database(store: Store, tmp_path: Path) -> None:
    sheet = roster(
        *(line(n) for n in range(1, 60)), line(60, name="𠮷小宝", join_date="1996-07", full_date="1997", phone=None)
    )
    plan = plan_import(store, xlsx(tmp_path / "村.xlsx", [sheet]))
    apply(plan, store)
    columns = [name for name in COLUMNS if name not in ("no", "branch", "id_number")]
    for entry in report(plan, "村.xlsx")["accepted"]:
        told = entry["values"]
        with store.read() as reader:
            row = reader.exec_driver_sql(
                f"SELECT {', '.join(columns)} FROM member WHERE id_number = ?", (told["id_number"],)
            ).one()
        assert tuple(row) == tuple(told[name] for name in columns)
