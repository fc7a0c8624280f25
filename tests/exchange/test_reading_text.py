"""What stands in a CSV or TSV: encodings, separators, quotes, records."""

from pathlib import Path

import pytest

from app.exchange.grid import Value
from app.exchange.read import FileRefused, read

ROSTER = "序号,姓名,证号\r\n1,池克秀,990101198706150017\r\n2,史福,99010119870615005X\r\n"


def rows_of(folder: Path, data: bytes, name: str = "名册.csv") -> list[list[Value]]:
    path = folder / name
    path.write_bytes(data)
    return read(path).grids[0].rows


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        (ROSTER.encode("utf-8-sig"), "utf-8-sig"),
        (ROSTER.encode("utf-8"), "utf-8"),
        (ROSTER.encode("gb18030"), "gb18030"),
        (ROSTER.encode("utf-16"), "utf-16-le"),
        (b"\xfe\xff" + ROSTER.encode("utf-16-be"), "utf-16-be"),
        (ROSTER.encode("utf-16-le"), "utf-16-le"),
    ],
)
def test_each_encoding_gives_the_same_records(tmp_path: Path, data: bytes, charset: str) -> None:
    path = tmp_path / "名册.csv"
    path.write_bytes(data)
    book = read(path)
    assert book.charset == charset
    assert book.format == "csv"
    assert book.grids[0].rows[0] == ["序号", "姓名", "证号"]
    assert book.grids[0].rows[2] == ["2", "史福", "99010119870615005X"]
    assert len(book.grids[0].rows) == 3


def test_rare_characters_outside_gbk_are_read(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "姓名,村\n㙓𠮷,后垟\n".encode("gb18030"))[1] == ["㙓𠮷", "后垟"]


def test_a_damaged_utf8_file_is_refused_not_read_as_other_characters(tmp_path: Path) -> None:
    data = ("姓名,村\n" + "欧阳修竹,石坪村\n" * 50).encode()
    with pytest.raises(FileRefused) as refusal:
        rows_of(tmp_path, data[:200] + data[201:])
    assert refusal.value.codes == ("truncated",)


def test_a_byte_order_mark_that_lies_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused):
        rows_of(tmp_path, b"\xef\xbb\xbf" + "姓名,村\n".encode("gb18030"))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(tmp_path: Path, separator: str) -> None:
    text = "\n".join(separator.join(row) for row in (("姓名", "住址"), ("张三", "一组，东头"), ("李四", "二组")))
    assert rows_of(tmp_path, text.encode())[1] == ["张三", "一组，东头"]


def test_a_title_line_does_not_hide_the_separator(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, "石坪村党员名册\n姓名\t证号\n张三\t1\n".encode())
    assert rows == [["石坪村党员名册", ""], ["姓名", "证号"], ["张三", "1"]]


def test_quotes_may_hold_separators_quotes_and_line_breaks(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, '姓名,备注\n张三,"一,""二""\n三"\n李四,四\n'.encode())
    assert rows == [["姓名", "备注"], ["张三", '一,"二"\n三'], ["李四", "四"]]


def test_a_quote_that_is_never_closed_swallows_nobody(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, '姓名,备注\n张三,"一\n李四,四\n王五,五\n'.encode())
    assert [row[0] for row in rows] == ["姓名", "张三", "李四", "王五"]


def test_values_stay_text_and_wrapped_text_is_unwrapped(tmp_path: Path) -> None:
    rows = rows_of(tmp_path, b'a,b,c\n="0330",007,=1+1\n')
    assert rows[1] == ["0330", "007", "=1+1"]


def test_zero_bytes_stand_for_nothing(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "姓名,村\n张\x00三,石坪\n".encode())[1] == ["张三", "石坪"]


def test_blank_records_count_and_short_ones_are_filled_up(tmp_path: Path) -> None:
    assert rows_of(tmp_path, "姓名,村\n\n张三\n\n".encode()) == [["姓名", "村"], ["", ""], ["张三", ""]]


@pytest.mark.parametrize("data", [b"", b"\r\n \r\n", "\ufeff".encode(), b",,,\n,,,\n"])
def test_a_file_without_content_is_refused_as_empty(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(FileRefused) as refusal:
        rows_of(tmp_path, data)
    assert refusal.value.codes == ("empty_file",)


def test_more_rows_than_a_sheet_has_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        rows_of(tmp_path, b"1\n" * 1_048_577)
    assert refusal.value.codes == ("too_large",)
