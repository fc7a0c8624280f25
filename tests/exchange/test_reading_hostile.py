"""Files that attack, deceive or overwhelm: each is refused by its code, or read as plain text, within bounds."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import UserError
from app.exchange.read import FileRefused, read
from tests.exchange import hostile
from tests.exchange.hostile import sheet_of, text_cell, workbook_parts, xlsx_of, zip_of

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb": (hostile.zip_bomb, "zip_bomb"),
    "bomb whose directory lies": (hostile.lying_zip, "zip_bomb"),
    "ten thousand parts": (hostile.many_parts, "zip_bomb"),
    "billion laughs": (hostile.billion_laughs, "xml_attack"),
    "billion laughs in utf-16": (lambda: hostile.billion_laughs("utf-16"), "xml_attack"),
    "entity from a file": (lambda: hostile.outside_entity("file:///etc/passwd"), "xml_attack"),
    "entity from the net": (lambda: hostile.outside_entity("http://192.0.2.1/x"), "xml_attack"),
    "path upwards": (lambda: hostile.with_name("../x.xml"), "not_a_workbook"),
    "absolute path": (lambda: hostile.with_name("/x.xml"), "not_a_workbook"),
    "backslash": (lambda: hostile.with_name("a\\x.xml"), "not_a_workbook"),
    "drive": (lambda: hostile.with_name("C:x.xml"), "not_a_workbook"),
    "path through a folder": (lambda: hostile.with_name("a/../../x.xml"), "not_a_workbook"),
    "two parts of one name": (hostile.with_double_part, "not_a_workbook"),
    "word document": (lambda: zip_of({"word/document.xml": b"<w/>"}), "not_a_workbook"),
    "archive of other things": (lambda: zip_of({"名册.txt": b"x"}), "unsupported_format"),
    "binary workbook": (lambda: zip_of({"xl/workbook.bin": b"x"}), "unsupported_format"),
    "cut zip": (lambda: xlsx_of(f'<row r="1">{text_cell("A1", "x")}</row>')[:-200], "truncated"),
    "sheet cut inside": (lambda: zip_of(workbook_parts(sheet_of('<row r="1"><c r="A1"><v>1</v')[:150])), "truncated"),
    "sheet left out": (
        lambda: zip_of({k: v for k, v in workbook_parts(b"").items() if "sheet1" not in k}),
        "truncated",
    ),
    "row beyond the last": (lambda: xlsx_of('<row r="99999999"><c r="A99999999"><v>1</v></c></row>'), "truncated"),
    "column beyond the last": (lambda: xlsx_of('<row r="1"><c r="ZZZ1"><v>1</v></c></row>'), "truncated"),
    "row beyond all numbers": (
        lambda: xlsx_of(f'<row r="{"9" * 5000}"><c r="A{"9" * 5000}"><v>1</v></c></row>'),
        "truncated",
    ),
    "cell with two places": (
        lambda: xlsx_of('<row r="1"><c r="A1" t="n" r="XFD1048576"><v>1</v></c><c r="B1"><v>1</v></c></row>'),
        "truncated",
    ),
    "blank workbook": (lambda: xlsx_of(""), "empty_file"),
    "rar": (lambda: b"Rar!\x1a\x07\x00" + bytes(100), "unsupported_format"),
    "7z": (lambda: b"7z\xbc\xaf\x27\x1c" + bytes(100), "unsupported_format"),
    "pdf": (lambda: b"%PDF-1.7\n1 0 obj", "not_a_workbook"),
    "picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_a_workbook"),
    "noise": (lambda: bytes(range(1, 255)) * 40, "not_a_workbook"),
    "zeros": (lambda: bytes(4096), "empty_file"),
    "nothing": (lambda: b"", "empty_file"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_it_is_refused_with_its_code_and_a_sentence_that_helps(tmp_path: Path, case: str) -> None:
    make, code = REFUSED[case]
    path = tmp_path / "来件.xlsx"
    path.write_bytes(make())
    before = sorted(tmp_path.parent.iterdir())
    with pytest.raises(FileRefused) as refusal:
        read(path)
    assert refusal.value.codes == (code,)
    assert refusal.value.text
    assert refusal.value.hint
    assert sorted(tmp_path.parent.iterdir()) == before
    assert list(tmp_path.iterdir()) == [path]


def test_large_files_want_consent(tmp_path: Path) -> None:
    path = tmp_path / "大.csv"
    with path.open("wb") as file:
        file.write("姓名,村\n张三,石坪\n".encode())
        file.truncate(50 * 1024 * 1024 + 1)
    with pytest.raises(FileRefused) as refusal:
        read(path)
    assert refusal.value.codes == ("too_large",)


def test_consent_opens_a_large_file_but_never_a_bomb(tmp_path: Path) -> None:
    path = tmp_path / "弹.xlsx"
    path.write_bytes(hostile.zip_bomb())
    with pytest.raises(FileRefused) as refusal:
        read(path, large=True)
    assert refusal.value.codes == ("zip_bomb",)


def test_a_file_that_is_not_there_is_told_plainly(tmp_path: Path) -> None:
    with pytest.raises(UserError) as told:
        read(tmp_path / "没有.xlsx")
    assert "没有.xlsx" in told.value.text


def test_formulas_of_attack_are_read_as_text_and_never_run(tmp_path: Path) -> None:
    path = tmp_path / "公式.xlsx"
    rows = f'<row r="1">{text_cell("A1", "=cmd|calc")}<c r="B1" t="str"><f>HYPERLINK("http://192.0.2.1")</f><v>点</v></c></row>'
    path.write_bytes(xlsx_of(rows))
    assert read(path).grids[0].rows == [["=cmd|calc", "点"]]


def test_every_cut_of_a_workbook_is_refused_never_read_in_part(tmp_path: Path) -> None:
    data = xlsx_of("".join(f'<row r="{n}">{text_cell(f"A{n}", f"张三{n}")}</row>' for n in range(1, 50)))
    path = tmp_path / "半.xlsx"
    for size in range(4, len(data), 61):
        path.write_bytes(data[:size])
        with pytest.raises(FileRefused) as refusal:
            read(path)
        assert refusal.value.codes == ("truncated",)


def test_every_flipped_byte_of_a_workbook_ends_in_a_refusal_or_a_reading(tmp_path: Path) -> None:
    data = xlsx_of("".join(f'<row r="{n}">{text_cell(f"A{n}", f"张三{n}")}</row>' for n in range(1, 50)))
    path = tmp_path / "坏.xlsx"
    outcomes = set()
    for at in range(0, len(data), 13):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :])
        try:
            outcomes.add(read(path).format)
        except FileRefused as refusal:
            outcomes.add(refusal.codes[0])
    assert "truncated" in outcomes


MEASURE = r"""
import re, sys
from pathlib import Path
from app.exchange.read import FileRefused, read
try:
    print(len(read(Path(sys.argv[1])).grids[0].rows))
except FileRefused as refusal:
    print(refusal.codes[0])
print(int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1]) // 1024)
"""


def formatted_rows() -> bytes:
    rows = "".join(f'<row r="{n}" s="1" customFormat="1"/>' for n in range(2, 1_048_577))
    return xlsx_of(f'<row r="1">{text_cell("A1", "姓名")}</row>{rows}')


def scattered_cells() -> bytes:
    rows = "".join(
        f'<row r="{n * 50}"><c r="{chr(65 + n % 23)}{chr(65 + n * 7 % 26)}{chr(65 + n * 11 % 26)}{n * 50}"><v>1</v></c></row>'
        for n in range(1, 20_000)
    )
    return xlsx_of(rows)


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is measured in kilobytes on Linux only")
@pytest.mark.parametrize(
    ("make", "answer"),
    [
        (hostile.zip_bomb, "zip_bomb"),
        (hostile.lying_zip, "zip_bomb"),
        (formatted_rows, "1"),
        (scattered_cells, "too_large"),
        (lambda: xlsx_of('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), "1048576"),
    ],
    ids=["bomb", "lying bomb", "a million formatted rows", "scattered cells", "last corner"],
)
def test_no_file_takes_more_than_600_megabytes(tmp_path: Path, make: Callable[[], bytes], answer: str) -> None:
    path = tmp_path / "来件.xlsx"
    path.write_bytes(make())
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    said, peak = done.stdout.split()
    assert said == answer
    assert int(peak) < 600
