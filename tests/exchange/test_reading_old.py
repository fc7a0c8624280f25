"""What stands in an .xls or .et: the OLE container and its BIFF records."""

from datetime import date
from pathlib import Path

import pytest

from app.exchange.read import FileRefused, read
from tests.exchange import hostile
from tests.exchange.hostile import (
    biff_error,
    biff_formula,
    biff_hidden_row,
    biff_label,
    biff_merge,
    biff_number,
    xls_of,
)


def old_roster() -> bytes:
    cells = biff_label(0, 0, "姓名") + biff_label(0, 1, "证号") + biff_hidden_row(1) + biff_label(1, 0, "张三", style=1)
    cells += biff_number(1, 1, 990101198706150017) + biff_error(2, 0, 0x17) + biff_formula(2, 1, 5.0)
    return xls_of(cells + biff_label(3, 0, "注") + biff_merge(3, 4, 0, 1))


@pytest.mark.parametrize(("name", "form"), [("名册.xls", "xls"), ("名册.et", "et"), ("名册.xlsx", "xls")])
def test_an_old_workbook_is_read_with_its_facts(tmp_path: Path, name: str, form: str) -> None:
    path = tmp_path / name
    path.write_bytes(old_roster())
    book = read(path)
    grid = book.grids[0]
    assert book.format == form
    assert grid.name == "名册"
    assert grid.rows == [["姓名", "证号"], ["张三", 9.901011987061500e17], ["#REF!", 5.0], ["注", ""]]
    assert grid.hidden_rows == {1}
    assert grid.struck == {(1, 0)}
    assert grid.errors == {(2, 0)}
    assert grid.formulas == {(2, 1)}
    assert grid.merges == ((3, 0, 4, 1),)


def test_a_date_shown_without_its_day_is_read_without_it(tmp_path: Path) -> None:
    first, fifteenth = 31929, 31943
    cells = biff_label(0, 0, "时间") + biff_number(1, 0, first, 2) + biff_number(2, 0, fifteenth, 2)
    path = tmp_path / "名册.xls"
    path.write_bytes(xls_of(cells))
    assert [row[0] for row in read(path).grids[0].rows] == ["时间", "1987-06", date(1987, 6, 15)]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (xls_of(biff_label(0, 0, "姓名"), locked=True), "encrypted"),
        (hostile.compound_of({"EncryptedPackage": b"x", "EncryptionInfo": b"y"}), "encrypted"),
        (hostile.compound_of({"WordDocument": b"x"}), "not_a_workbook"),
        (hostile.compound_of({"Contents": b"x"}), "unsupported_format"),
        (hostile.compound_of({"Workbook": b"something of its own"}), "unsupported_format"),
        (xls_of(biff_label(0, 0, "姓名") + biff_label(65_535, 255, "远")), "too_large"),
        (old_roster()[:2000], "truncated"),
        (old_roster()[:600], "truncated"),
    ],
    ids=["password", "locked xlsx", "word", "unknown", "et of its own", "far corner", "cut", "head only"],
)
def test_an_ole_file_that_cannot_be_read_is_refused_by_its_code(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "名册.xls"
    path.write_bytes(data)
    with pytest.raises(FileRefused) as refusal:
        read(path)
    assert refusal.value.codes == (code,)


def test_every_cut_of_an_old_workbook_is_refused_or_read_never_a_crash(tmp_path: Path) -> None:
    data = old_roster()
    path = tmp_path / "名册.xls"
    ends = []
    for size in range(8, len(data), 97):
        path.write_bytes(data[:size])
        try:
            ends.append(len(read(path).grids[0].rows))
        except FileRefused as refusal:
            ends.append(refusal.codes)
    assert set(ends) <= {("truncated",), 4}
