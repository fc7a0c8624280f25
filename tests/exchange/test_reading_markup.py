"""What stands in web pages, web archives, XML tables of 2003 and .ods."""

import base64
import quopri
from datetime import date, datetime
from pathlib import Path

import pytest

from app.exchange.read import FileRefused, Workbook, read
from tests.exchange.hostile import zip_of


def book_of(folder: Path, text: str | bytes, name: str = "导出.xls") -> Workbook:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return read(path)


def test_spans_become_merges_and_keep_the_columns_aligned(tmp_path: Path) -> None:
    page = """<html><table><tr><th rowspan=2>姓名</th><th colspan="2">联系方式</th></tr>
    <tr><th>电话</th><th>住址</th></tr><tr><td>张三</td><td>1</td><td>一组&nbsp;东头</td></tr></table></html>"""
    grid = book_of(tmp_path, page).grids[0]
    assert grid.rows == [["姓名", "联系方式", ""], ["", "电话", "住址"], ["张三", "1", "一组 东头"]]
    assert grid.merges == ((0, 0, 1, 0), (0, 1, 0, 2))


def test_rows_are_numbered_by_tr_in_the_whole_file(tmp_path: Path) -> None:
    page = "<table><tr><td>石坪村</td></tr></table><table><tr><td>姓名</td></tr><tr><td>张三</td></tr></table>"
    first, second = book_of(tmp_path, page).grids
    assert (first.first_row, second.first_row) == (1, 2)


def test_a_table_within_a_table_stands_apart_and_row_numbers_hold(tmp_path: Path) -> None:
    page = """<table><tr><td>外<table><tr><td>姓名</td></tr><tr><td>张三</td></tr></table></td></tr>
    <tr><td>尾</td></tr></table>"""
    outer, inner = book_of(tmp_path, page).grids
    assert inner.first_row == 2
    assert inner.rows == [["姓名"], ["张三"]]
    assert outer.rows == [["外"], [""], [""], ["尾"]]


def test_the_declared_encoding_of_a_page_is_used(tmp_path: Path) -> None:
    page = '<html><head><meta charset="gb2312"></head><table><tr><td>姓名</td></tr></table></html>'
    book = book_of(tmp_path, page.encode("gb18030"))
    assert book.charset == "gb18030"
    assert book.grids[0].rows == [["姓名"]]


def test_a_wrong_declaration_does_not_spoil_the_text(tmp_path: Path) -> None:
    page = '<html><head><meta charset="utf-8"></head><table><tr><td>姓名</td></tr></table></html>'
    assert book_of(tmp_path, page.encode("gb18030")).grids[0].rows == [["姓名"]]


def test_hidden_and_struck_rows_line_breaks_and_scripts_of_a_page(tmp_path: Path) -> None:
    page = """<table><tr style="display: none"><td>a<br>b<script>alert(1)</script></td></tr>
    <tr><td><s>张三</s></td><td x:num="990101198706150017">9.90E+17</td></tr></table>"""
    grid = book_of(tmp_path, page).grids[0]
    assert grid.hidden_rows == {0}
    assert grid.struck == {(1, 0)}
    assert grid.rows[0][0] == "a\nb"
    assert isinstance(grid.rows[1][1], float)


def test_unclosed_cells_and_rows_are_read(tmp_path: Path) -> None:
    grid = book_of(tmp_path, "<table><tr><td>姓名<td>村<tr><td>张三<td>石坪</table>").grids[0]
    assert grid.rows == [["姓名", "村"], ["张三", "石坪"]]


def test_a_page_without_a_table_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(FileRefused) as refusal:
        book_of(tmp_path, "<html><body>请登录</body></html>")
    assert refusal.value.codes == ("not_a_workbook",)


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit"])
def test_a_web_archive_is_decoded(tmp_path: Path, coding: str) -> None:
    page = "<html><table><tr><td>姓名</td></tr></table></html>".encode("gb18030")
    body = {"quoted-printable": quopri.encodestring(page), "base64": base64.encodebytes(page), "8bit": page}[coding]
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    part = f"Content-Location: file:///C:/a/sheet001.htm\r\nContent-Transfer-Encoding: {coding}\r\n"
    kind = 'Content-Type: text/html; charset="gb2312"\r\n\r\n'
    book = book_of(tmp_path, (head + part + kind).encode() + body + b"\r\n--x--\r\n", "导出.mht")
    assert book.format == "mhtml"
    assert book.charset == "gb18030"
    assert book.grids[0].rows == [["姓名"]]


XML_2003 = r"""<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel"><Styles><Style ss:ID="s1"><Font ss:StrikeThrough="1"/></Style>
<Style ss:ID="s2"><NumberFormat ss:Format="yyyy\-mm"/></Style></Styles>
<Worksheet ss:Name="名册"><Table><Row><Cell ss:MergeAcross="2"><Data ss:Type="String">党员名册</Data></Cell></Row>
<Row ss:Index="3" ss:Hidden="1"><Cell ss:StyleID="s1"><Data ss:Type="String">张三</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="Number">990101198706150017</Data></Cell>
<Cell><Data ss:Type="DateTime">1987-06-15T00:00:00.000</Data></Cell>
<Cell ss:Formula="=RC[-1]"><Data ss:Type="Error">#REF!</Data></Cell></Row></Table></Worksheet>
<Worksheet ss:Name="旧"><Table><Row><Cell><Data ss:Type="String">a</Data></Cell>
<Cell ss:StyleID="s2"><Data ss:Type="DateTime">1987-06-01T00:00:00.000</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet></Workbook>"""


def test_an_xml_table_of_2003_is_read_with_places_types_and_facts(tmp_path: Path) -> None:
    book = book_of(tmp_path, XML_2003)
    grid, old = book.grids
    assert book.format == "xml2003"
    assert grid.rows[0] == ["党员名册", "", "", "", ""]
    assert grid.rows[1] == [""] * 5
    assert grid.rows[2] == ["张三", "", 9.9010119870615e17, datetime.fromisoformat("1987-06-15"), "#REF!"]
    assert grid.merges == ((0, 0, 0, 2),)
    assert grid.hidden_rows == {2}
    assert grid.struck == {(2, 0)}
    assert grid.formulas == grid.errors == {(2, 4)}
    assert (grid.hidden, old.hidden) == (False, True)
    assert old.rows == [["a", "1987-06"]]


def test_an_xml_table_with_entities_is_refused(tmp_path: Path) -> None:
    text = XML_2003.replace("<?mso", '<!DOCTYPE x [<!ENTITY a "b">]><?mso')
    with pytest.raises(FileRefused) as refusal:
        book_of(tmp_path, text)
    assert refusal.value.codes == ("xml_attack",)


ODS_HEAD = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
)
ODS_TAIL = "</office:spreadsheet></office:body></office:document-content>"


def ods_of(rows: str, manifest: str = "") -> bytes:
    content = f'{ODS_HEAD}<table:table table:name="名册">{rows}</table:table>{ODS_TAIL}'
    opening = '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    return zip_of(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f"{opening}{manifest}</manifest:manifest>".encode(),
            "content.xml": content.encode(),
        }
    )


def ods_cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string" {more}><text:p>{text}</text:p></table:table-cell>'


def test_an_ods_is_read_with_merges_hidden_rows_and_formulas(tmp_path: Path) -> None:
    merged = ods_cell("名册", 'table:number-columns-spanned="2" table:number-rows-spanned="1"')
    rows = f"<table:table-row>{merged}<table:covered-table-cell/></table:table-row>"
    rows += f'<table:table-row table:visibility="filter">{ods_cell("张三")}{ods_cell("a", "table:formula=&quot;of:=[.A1]&quot;")}'
    rows = rows.replace("&quot;", '"') + "</table:table-row>"
    blank = '<table:table-cell table:number-columns-repeated="1024"/>'
    rows += f'<table:table-row table:number-rows-repeated="1048574">{blank}</table:table-row>'
    book = book_of(tmp_path, ods_of(rows), "名册.ods")
    grid = book.grids[0]
    assert book.format == "ods"
    assert grid.rows == [["名册", ""], ["张三", "a"]]
    assert grid.merges == ((0, 0, 0, 1),)
    assert grid.hidden_rows == {1}
    assert grid.formulas == {(1, 1)}


def test_a_date_of_an_ods_is_as_exact_as_its_cell_shows_it(tmp_path: Path) -> None:
    def cell(day: str, shown: str) -> str:
        kind = f'office:value-type="date" office:date-value="{day}"'
        return f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"

    told = (("1987-06-01", "1987年6月"), ("1987-12-01", "1987.12"), ("1987-01-01", "1987"), ("1987-06-01", "1987/6/1"))
    rows = "".join(f"<table:table-row>{cell(*one)}</table:table-row>" for one in told)
    book = book_of(tmp_path, ods_of(rows), "名册.ods")
    assert [row[0] for row in book.grids[0].rows] == ["1987-06", "1987-12", "1987", date(1987, 6, 1)]


@pytest.mark.parametrize(
    ("day", "shown", "read"),
    [
        ("1987-06-01", "Jun-87", "1987-06"),
        ("1987-06-01", "June 1987", "1987-06"),
        ("1987-06-01", "1987 Jun", "1987-06"),
        ("1987-06-01", "1987年六月", "1987-06"),
        ("1987-06-01", "01-Jun", date(1987, 6, 1)),
        ("1987-06-01", "1 June 1987", date(1987, 6, 1)),
        ("1987-06-15", "Jun-87", date(1987, 6, 15)),
    ],
)
def test_a_month_by_its_name_says_no_day(day: str, shown: str, read: object, tmp_path: Path) -> None:
    kind = f'office:value-type="date" office:date-value="{day}"'
    cell = f"<table:table-cell {kind}><text:p>{shown}</text:p></table:table-cell>"
    book = book_of(tmp_path, ods_of(f"<table:table-row>{cell}</table:table-row>"), "名册.ods")
    assert book.grids[0].rows == [[read]]


def test_dates_of_repeated_rows_are_as_exact_as_the_first(tmp_path: Path) -> None:
    kind = 'office:value-type="date" office:date-value="1987-06-01" table:number-columns-repeated="2"'
    cell = f"<table:table-cell {kind}><text:p>1987年6月</text:p></table:table-cell>"
    rows = f'<table:table-row table:number-rows-repeated="3">{cell}</table:table-row>'
    assert book_of(tmp_path, ods_of(rows), "名册.ods").grids[0].rows == [["1987-06", "1987-06"]] * 3


def test_an_ods_with_a_password_is_told_so(tmp_path: Path) -> None:
    entry = '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
    with pytest.raises(FileRefused) as refusal:
        book_of(tmp_path, ods_of("", entry), "名册.ods")
    assert refusal.value.codes == ("encrypted",)


def test_repeated_cells_that_would_fill_millions_are_refused(tmp_path: Path) -> None:
    many = ods_cell("x", 'table:number-columns-repeated="16384"')
    rows = f'<table:table-row table:number-rows-repeated="1048576">{many}</table:table-row>'
    with pytest.raises(FileRefused) as refusal:
        book_of(tmp_path, ods_of(rows), "名册.ods")
    assert refusal.value.codes == ("too_large",)


def test_a_cell_within_a_comment_is_no_cell_and_the_others_are_all_read(tmp_path: Path) -> None:
    page = "<html><table><!-- <td>旧</td> --><tr><td>姓名</td></tr><tr><td>张三</td></tr></table></html>"
    assert book_of(tmp_path, page).grids[0].rows == [["姓名"], ["张三"]]


def test_spans_that_would_fill_millions_of_cells_are_refused(tmp_path: Path) -> None:
    page = "<table><tr><td rowspan=16384 colspan=16383>x</td></tr>" + "<tr><td>1</td></tr>" * 1000 + "</table>"
    with pytest.raises(FileRefused) as refusal:
        book_of(tmp_path, page)
    assert refusal.value.codes == ("too_large",)
