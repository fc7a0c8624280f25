"""Is a foreign workbook filled and nothing else in it changed? Every made-up template, by every program at hand."""

import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from openpyxl.utils.cell import coordinate_from_string

from app.exchange.patch import Block, Fill, patch
from app.exchange.patch_facts import sheet_facts
from app.exchange.patch_move import column_number
from tests.exchange import template_office, template_openpyxl, template_xlsxwriter, template_xml
from tests.exchange.template import Sample

SAMPLES = template_openpyxl.SAMPLES + template_xlsxwriter.SAMPLES + template_xml.SAMPLES + template_office.SAMPLES
TABLES = tuple(sample for sample in SAMPLES if sample.first)
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
_MAY_CHANGE = frozenset({"xl/workbook.xml", "xl/calcchain.xml"})
_MORE = 7


def _records(sample: Sample, count: int) -> tuple[tuple[int, ...], list[list[str]]]:
    """Texts of three characters for every column of the truth."""
    columns = tuple(column_number(letter) for letter in sample.truth)
    return columns, [[f"填{chr(0x4E00 + row)}{chr(0x4E00 + at)}" for at in range(len(columns))] for row in range(count)]


def _filled(sample: Sample, folder: Path, count: int) -> tuple[Path, Path]:
    template, out = folder / f"{sample.name}.xlsx", folder / f"{sample.name}_已填.xlsx"
    sample.make(template)
    columns, rows = _records(sample, count)
    block = Block(sample.first, sample.last, columns, iter(rows), count)
    patch(template, out, [Fill(sample.sheet, {}, block)])
    return template, out


def _ready(sample: Sample) -> int:
    return sample.last - sample.first + 1


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        return {name.lower(): book.read(name) for name in book.namelist()}


def _packed(path: Path) -> list[tuple[str, bytes]]:
    """Names and packed bytes of the parts, in order."""
    data = path.read_bytes()
    out = []
    with zipfile.ZipFile(path) as book:
        for info in book.infolist():
            start = (
                info.header_offset
                + 30
                + sum(data[info.header_offset + at] + 256 * data[info.header_offset + at + 1] for at in (26, 28))
            )
            out.append((info.filename.lower(), data[start : start + info.compress_size]))
    return out


def _changed(template: Path, out: Path) -> set[str]:
    before, after = _packed(template), _packed(out)
    assert [name for name, _ in before] == [name for name, _ in after]
    return {old[0] for old, new in zip(before, after, strict=True) if old[1] != new[1]}


def _sheet_part(sample: Sample, path: Path) -> str:
    names = [sheet.name for sheet in sheet_facts(path)]
    return f"xl/worksheets/sheet{names.index(sample.sheet) + 1}.xml"


def _values(path: Path, sheet: str) -> list[list[Any]]:
    with python_calamine.CalamineWorkbook.from_path(str(path)) as book:
        rows: list[list[Any]] = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return rows


def _moved(sample: Sample, cell: str, rows: int) -> str:
    letter, row = coordinate_from_string(cell)
    return f"{letter}{row + rows if row > sample.last else row}"


@pytest.mark.parametrize("sample", TABLES, ids=str)
def test_only_what_must_change_changes_when_rows_are_added(sample: Sample, tmp_path: Path) -> None:
    template, out = _filled(sample, tmp_path, _ready(sample) + _MORE)
    changed = _changed(template, out)
    assert changed - _MAY_CHANGE == {_sheet_part(sample, template), *sample.follows - _MAY_CHANGE}
    assert sample.follows <= changed


@pytest.mark.parametrize("sample", TABLES, ids=str)
def test_records_that_fit_move_nothing(sample: Sample, tmp_path: Path) -> None:
    count = max(0, _ready(sample) - 1)
    template, out = _filled(sample, tmp_path, count)
    stale = {part for part in sample.follows if part.startswith("xl/worksheets/")}
    assert _changed(template, out) - _MAY_CHANGE <= {_sheet_part(sample, template), *stale}
    before, after = openpyxl.load_workbook(template)[sample.sheet], openpyxl.load_workbook(out)[sample.sheet]
    assert sorted(map(str, before.merged_cells.ranges)) == sorted(map(str, after.merged_cells.ranges))
    assert before.max_row == after.max_row
    assert {row: size.height for row, size in before.row_dimensions.items() if size.height} == {
        row: size.height for row, size in after.row_dimensions.items() if size.height
    }


@pytest.mark.parametrize("sample", TABLES, ids=str)
def test_two_readers_find_every_record_in_its_place(sample: Sample, tmp_path: Path) -> None:
    count = _ready(sample) + _MORE
    _, out = _filled(sample, tmp_path, count)
    columns, rows = _records(sample, count)
    seen = _values(out, sample.sheet)
    sheet = openpyxl.load_workbook(out)[sample.sheet]
    for at, record in enumerate(rows):
        line = sample.first + at
        assert [seen[line - 1][column - 1] for column in columns] == record
        assert [sheet.cell(line, column).value for column in columns] == record
    for cell, text in sample.below.items():
        assert sheet[_moved(sample, cell, _MORE)].value == text


@pytest.mark.parametrize("sample", TABLES, ids=str)
def test_added_rows_look_like_the_row_above(sample: Sample, tmp_path: Path) -> None:
    _, out = _filled(sample, tmp_path, _ready(sample) + _MORE)
    sheet = openpyxl.load_workbook(out)[sample.sheet]
    columns, _ = _records(sample, 0)
    for column in columns:
        model = sheet.cell(sample.last, column)
        added = sheet.cell(sample.last + _MORE, column)
        assert added.style_id == model.style_id
    if sample.last >= sample.first:
        assert sheet.row_dimensions[sample.last + _MORE].height == sheet.row_dimensions[sample.last].height


def _calculated(folder: Path) -> Path:
    """Every filled template as LibreOffice opens, calculates and saves it; one start for all of them."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: nobody opened the filled templates")
    files: Sequence[Path] = [_filled(sample, folder, _ready(sample) + _MORE)[1] for sample in TABLES]
    profile = (folder / "profile").as_uri()
    target = folder / "opened"
    command = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run([*command, "--outdir", str(target), *map(str, files)], check=True, capture_output=True, timeout=300)
    return target


def test_libreoffice_opens_and_recalculates(tmp_path: Path) -> None:
    folder = _calculated(tmp_path)
    wrong = []
    for sample in TABLES:
        seen = _values(folder / f"{sample.name}_已填.xlsx", sample.sheet)
        count = _ready(sample) + _MORE
        columns, rows = _records(sample, count)
        if [seen[sample.first + count - 2][column - 1] for column in columns] != rows[-1]:
            wrong.append((sample.name, "the last record"))
        for cell, expected in sample.totals.items():
            letter, row = coordinate_from_string(_moved(sample, cell, _MORE))
            if seen[row - 1][column_number(letter) - 1] != expected(count):
                wrong.append((sample.name, cell))
    assert wrong == []
