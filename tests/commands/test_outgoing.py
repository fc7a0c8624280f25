"""Nothing posted up holds a number, a phone or an address in any part of its file; every command that writes files notes it."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from app.db.store import Store, open_store
from app.exchange.record_export import record_query, record_table
from app.exchange.write import write_book, write_csv
from app.ledgers import LEDGERS, list_table, table
from app.ledgers.ledger import Ledger
from app.models import RECORDS
from app.models.member import Member
from app.models.record import fields_of
from app.operations import record
from app.printing.ledger import print_ledger
from app.table import Table
from tests.commands.conftest import Call

WIDE = ("utf-16-le", "utf-16-be")
LONG = re.compile(r"[0-9]{7,17}[0-9Xx]|[0-9]{3,4}-[0-9]{7,8}")


def secrets(store: Store) -> frozenset[str]:
    """Every identity number and phone of the township."""
    found: set[str] = set()
    with store.read() as reader:
        for name, model in RECORDS.items():
            for field in fields_of(model):
                if field.kind.name in ("id", "phone"):
                    sql = f"SELECT {field.name} FROM {name} WHERE {field.name} IS NOT NULL"
                    found |= {str(row[0]) for row in reader.exec_driver_sql(sql)}
    return frozenset(found)


def addresses(store: Store) -> list[str]:
    with store.read() as reader:
        sql = "SELECT DISTINCT address FROM member WHERE length(address) > 4 LIMIT 40"
        return [str(row[0]) for row in reader.exec_driver_sql(sql)]


def texts(path: Path) -> Iterator[str]:
    """Every part of a file, in the encodings in which a program might have hidden something."""
    if path.suffix == ".pdf":
        for tool in ("pdftotext", "pdfinfo"):
            words = [tool, str(path), "-"] if tool == "pdftotext" else [tool, str(path)]
            yield subprocess.run(words, capture_output=True, text=True, check=True).stdout
        raws = [path.read_bytes()]
    elif path.suffix == ".xlsx":
        with ZipFile(path) as book:
            raws = [book.read(name) for name in book.namelist()]
            yield "\n".join(book.namelist())
    else:
        raws = [path.read_bytes()]
    for raw in raws:
        yield raw.decode("utf-8", errors="ignore")
        if path.suffix == ".csv":
            yield raw.decode("gb18030", errors="ignore")
        if b"\0" in raw:
            yield from (raw[start:].decode(charset, errors="ignore") for start in (0, 1) for charset in WIDE)


def told(path: Path, known: frozenset[str], places: list[str]) -> set[str]:
    """What of it stands in the file."""
    found: set[str] = set()
    for text in texts(path):
        found |= known & {match[0].upper() for match in LONG.finditer(text)}
        found |= {place for place in places if place in text}
    return found


@pytest.fixture(scope="module")
def people(township: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A township in which clerks wrote numbers and phones into notes, as clerks do."""
    folder = tmp_path_factory.mktemp("posted")
    for path in township.iterdir():
        (folder / path.name).write_bytes(path.read_bytes())
    store = open_store(folder / "town.db")
    with store.read() as reader:
        row, number, phone = reader.exec_driver_sql(
            "SELECT id, id_number, phone FROM member WHERE id_number IS NOT NULL AND phone IS NOT NULL LIMIT 1"
        ).one()
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    full = "".join(chr(ord(c) + 0xFEE0) for c in number)
    note = f"证号{number}，又写作{spaced}、{full}，电话{phone[:3]}-{phone[3:7]}-{phone[7:]}，座机0577-66123456"
    record.save(store, Member, {"remark": note}, row=row)
    yield store
    store.close()


def posted(store: Store) -> Iterator[Table]:
    with store.read() as reader:
        for ledger in LEDGERS.values():
            yield table(reader, ledger, mask="name")
        for name in ("member", "cadre", "household", "resident", "pairing", "unit", "branch"):
            yield record_table(reader, RECORDS[name], record_query(RECORDS[name]), "name")
            columns = tuple(field.name for field in fields_of(RECORDS[name]))
            yield list_table(reader, record_query(RECORDS[name], (), columns), mask="name")


def test_nothing_posted_holds_a_number_or_phone_in_any_part_of_a_workbook(people: Store, tmp_path: Path) -> None:
    known, places = secrets(people), addresses(people)
    assert len(known) > 1000
    assert places
    write_book(tuple(posted(people)), tmp_path / "公示.xlsx")
    assert told(tmp_path / "公示.xlsx", known, places) == set()


def test_what_is_handed_up_in_full_is_found_by_the_same_search(people: Store, tmp_path: Path) -> None:
    with people.read() as reader:
        write_book((table(reader, LEDGERS["members"]),), tmp_path / "上报.xlsx")
    assert len(told(tmp_path / "上报.xlsx", secrets(people), [])) > 700


@pytest.mark.parametrize("ledger", [LEDGERS["members"], LEDGERS["contact"]], ids=["members", "contact"])
def test_nothing_posted_holds_a_number_or_phone_as_csv_or_on_paper(
    people: Store, tmp_path: Path, ledger: Ledger
) -> None:
    known, places = secrets(people), addresses(people)
    with people.read() as reader:
        shown = table(reader, ledger, mask="name")
    short = Table(shown.title, shown.columns, shown.rows[:300], unit=shown.unit, date=shown.date)
    write_csv(shown, tmp_path / "公示.csv")
    write_csv(shown, tmp_path / "国标.csv", "gb18030")
    print_ledger(short, tmp_path / "公示.pdf")
    for name in ("公示.csv", "国标.csv", "公示.pdf"):
        assert told(tmp_path / name, known, places) == set()


def test_a_note_with_numbers_in_any_spelling_is_scrubbed(people: Store) -> None:
    with people.read() as reader:
        rows = record_table(reader, Member, record_query(Member, (), ("name", "remark")), "name").rows
    (note,) = [str(row[1]) for row in rows if row[1] and "座机" in str(row[1])]
    assert not any(character.isdigit() for character in note)


Write = Callable[[Call, Path, Path], None]


def _fill(call: Call, town: Path, folder: Path) -> None:
    assert call("export", "--db", town, "members", folder / "模板.xlsx", "--where", "党龄>50").code == 0
    assert call("fill", "--db", town, folder / "模板.xlsx", folder / "填好.xlsx", "--to", "上级").code == 0


def _returned(call: Call, town: Path, folder: Path) -> None:
    (folder / "名册.csv").write_text("姓名,身份证号\n单小红,990101198706150018\n", encoding="utf-8-sig")
    call("import", "--db", town, folder / "名册.csv", "--return", folder / "退回.xlsx", "--report", folder / "r.json")


def _plain(*words: str) -> Write:
    def write(call: Call, town: Path, folder: Path) -> None:
        made = [str(folder / word) if word.startswith("o.") or word == "out" else word for word in words]
        assert call(made[0], "--db", town, *made[1:]).code == 0

    return write


@pytest.mark.parametrize(
    ("write", "act", "kept"),
    [
        (_plain("export", "members", "o.xlsx"), "export", True),
        (_plain("export", "member", "o.csv", "--mask", "middle"), "export", True),
        (_plain("export-all", "out"), "all", False),
        (_plain("print", "members", "o.pdf", "--where", "党龄>50"), "print", True),
        (_plain("print", "采集表", "o.pdf", "--where", "党龄>50"), "print", True),
        (_plain("print", "联系卡", "o.pdf", "--unit", "紫禾村"), "print", True),
        (_plain("print", "checklist-rural", "o.pdf"), "print", False),
        (_plain("send", "member", "out", "--where", "党龄>50"), "send", True),
        (_plain("missing", "o.xlsx"), "export", False),
        (_fill, "fill", True),
        (_returned, "return", False),
    ],
)
def test_every_command_that_writes_a_file_for_somebody_notes_it(
    write: Write, act: str, kept: bool, call: Call, town: Path, tmp_path: Path
) -> None:
    write(call, town, tmp_path)
    answer = call("handups", "--db", town, "--json")
    last = json.loads(answer.out)["handups"][0]
    assert last["act"] == act
    assert bool(last["content"]) is kept
    assert all(len(file["sha256"]) == 64 for file in last["files"])
    assert last["files"]


def test_two_hand_ups_are_compared_by_command(call: Call, town: Path, tmp_path: Path) -> None:
    call("export", "--db", town, "members", tmp_path / "一.xlsx", "--to", "上级")
    call("enter", "--db", town, "--n", 1)
    call("export", "--db", town, "members", tmp_path / "二.xlsx", "--to", "上级")
    found = json.loads(call("handups", "--db", town, "--compare", 1, 2, "--json").out)
    assert found["counts"] == {"came": 1, "went": 0, "corrected": 0}
    assert call("check", "--db", town).code == 0
    works = json.loads(call("history", "--db", town, "--json").out)["works"]
    assert not any("导出" in work["label"] for work in works)
    assert call("handups", "--db", town, "--compare", 1, 2).lines[0].endswith("新增 1 行，减少 0 行，更正 0 行。")
    assert len(call("handups", "--db", town, "--name", "党员花名册", "--to", "组织部").lines) == 2
    assert call("handups", "--db", town, "--name", "党员", "--to", "公示").lines == []
    assert call("handups", "--db", town, "--compare", 1, 7).code == 3
    assert call("handups", "--db", town, "--compare", 1, "甲").code == 3


def test_filled_templates_are_compared_row_by_row(call: Call, town: Path, tmp_path: Path) -> None:
    _fill(call, town, tmp_path)
    assert call("fill", "--db", town, tmp_path / "模板.xlsx", tmp_path / "再填.xlsx", "--to", "上级").code == 0
    found = json.loads(call("handups", "--db", town, "--compare", 2, 3, "--json").out)
    assert found["counts"] == {"came": 0, "went": 0, "corrected": 0}
    assert found["after"]["rows"] > 0


def test_posted_by_name_of_the_recipient_never_in_full(call: Call, town: Path, tmp_path: Path) -> None:
    assert call("export", "--db", town, "members", tmp_path / "a.csv", "--to", "公示").code == 0
    assert "公民身份号码" not in (tmp_path / "a.csv").read_text(encoding="utf-8-sig")
    refused = call(
        "export", "--db", town, "members", tmp_path / "b.csv", "--to", "公示", "--mask", "none", "--purpose", "急用"
    )
    assert refused.code == 3
    assert not (tmp_path / "b.csv").exists()
