"""Hostile texts go in by a sheet, out as workbook, text and paper, and in again: never run, never changed, never lost."""

import csv
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pypdfium2
import pytest
from lxml import etree

from app.cli import main
from app.db.store import Store
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.kinds.text import Text
from app.printing import fonts
from tests import make
from tests.trust.text import HOSTILE

TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"


@pytest.fixture
def full(store: Store) -> tuple[Store, Sequence[str]]:
    """A member for each text, as remark and as address; the texts as a form would keep them."""
    kept = [str(Text().parse(text)) for text in HOSTILE]
    rows = [
        make.member(store, "柳一", id_number=make.number(n), remark=text, address=text) for n, text in enumerate(kept)
    ]
    return store, [make.value(store, "member", row, "remark") for row in rows]


def test_only_what_cannot_be_seen_is_left_out_when_it_is_kept(full: tuple[Store, Sequence[str]]) -> None:
    assert [(text, kept) for text, kept in zip(HOSTILE, full[1], strict=True) if text != kept] == [("a\u202eb", "ab")]


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_what_goes_out_comes_back_the_same(name: str, full: tuple[Store, Sequence[str]], tmp_path: Path) -> None:
    store, _ = full
    assert main(["export", "member", str(tmp_path / name), "--db", str(store.path)]) == 0
    plan = plan_import(store, tmp_path / name, record="member")
    assert {row.fate for row in plan.rows} == {"same"}
    assert len(plan.rows) == len(HOSTILE)


@pytest.mark.parametrize("charset", ["utf-8-sig", "gb18030"])
def test_a_sheet_that_a_village_sent_brings_the_texts_in_and_runs_none(
    charset: str, store: Store, tmp_path: Path
) -> None:
    sheet = tmp_path / "名册.csv"
    with sheet.open("w", encoding=charset, newline="") as file:
        rows = [("柳一", make.number(n), text) for n, text in enumerate(HOSTILE)]
        csv.writer(file).writerows([("姓名", "公民身份号码", "备注"), *rows])
    plan = plan_import(store, sheet)
    apply(plan, store)
    with store.read() as reader:
        found = [row[0] for row in reader.exec_driver_sql("SELECT remark FROM member ORDER BY id")]
    texts = [Text().parse(text.removeprefix("'") if text.startswith("'=") else text) for text in HOSTILE]
    assert found == texts


def test_every_text_stands_on_paper_letter_by_letter(full: tuple[Store, Sequence[str]], tmp_path: Path) -> None:
    store, kept = full
    out = tmp_path / "out.pdf"
    assert main(["print", "member", str(out), "--db", str(store.path), "--mask", "none"]) == 0
    document = pypdfium2.PdfDocument(out)
    try:
        paper = "".join("".join(page.get_textpage().get_text_range().split()) for page in document)
    finally:
        document.close()
    shown = ["".join(fonts.shown(text).split()) for text in kept]  # what no font holds stands there as its number
    assert [text for text in shown if text not in paper] == []


def office() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        pytest.skip("LibreOffice is not installed: another program's eyes are missing")
    return found


@pytest.mark.parametrize("name", ["out.xlsx", "out.csv"])
def test_another_program_evaluates_no_cell(name: str, full: tuple[Store, Sequence[str]], tmp_path: Path) -> None:
    program, (store, kept) = office(), full
    assert main(["export", "member", str(tmp_path / name), "--db", str(store.path)]) == 0
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    chosen = ["--infilter=CSV:44,34,76,1"] if name.endswith("csv") else []
    command = [
        program,
        "--headless",
        profile,
        *chosen,
        "--convert-to",
        "fods",
        "--outdir",
        str(tmp_path),
        str(tmp_path / name),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    tree = etree.parse(tmp_path / "out.fods")
    assert tree.findall(f".//*[@{TABLE}formula]") == []
    cells = ["\n".join("".join(map(str, p.itertext())) for p in cell) for cell in tree.iter(f"{TABLE}table-cell")]
    guarded = {cell.removeprefix("'") for cell in cells} | set(cells)
    numbers = {"100%", "1e5", "0012"} if chosen else set()  # a program takes these of a text file for numbers
    assert [text for text in kept if text not in guarded | numbers] == []
