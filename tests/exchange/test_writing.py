"""Whether what is written as a workbook or CSV can be read back as it was, by other programs too."""

import csv
import errno
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
import python_calamine
from lxml import etree

from app.errors import Cancelled, UserError
from app.exchange import write
from app.exchange.skeleton import sheet_names
from app.files import replace_file
from app.table import Column, Row, Table

COLUMNS = (
    Column("number", "序号", "number", 5),
    Column("branch", "所在党支部", "link", 24, merge=True),
    Column("name", "姓名", "text", 12),
    Column("id_number", "公民身份号码", "id", 18),
    Column("birth_date", "出生日期", "date", 11, group="时间"),
    Column("join_date", "加入党组织日期", "date", 11, group="时间"),
    Column("dues", "党费", "money", 9),
    Column("remark", "备注", "text", 20),
)
HOSTILE = (
    "=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", "＋1", "－1", "＠x",
    "<b>甲</b>", "<script>", "&amp;", "_x0041_", " 前后 ", "一行\n两行", "䶮㛃𠮷", "100%", "#", "'引号", '"双引号"',
)  # fmt: skip


def member(number: int, **changes: str | int | None) -> Row:
    values: dict[str, str | int | None] = {
        "number": number,
        "branch": "石坪村支部",
        "name": "张伟",
        "id_number": "990101198706150017",
        "birth_date": "1987-06-15",
        "join_date": "2006-07",
        "dues": "12.50",
        "remark": None,
    }
    return tuple({**values, **changes}.values())


def roster(rows: list[Row], **more: object) -> Table:
    values: dict[str, object] = {"unit": "中共青禾镇委员会", "date": "2026年11月22日", **more}
    return Table("党员花名册", COLUMNS, rows, **values)  # type: ignore[arg-type]


def read(path: Path) -> list[list[object]]:
    return python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()


def sheet(path: Path) -> openpyxl.worksheet.worksheet.Worksheet:
    return openpyxl.load_workbook(path).worksheets[0]


def test_title_unit_headings_rows_totals_note_and_signatures_stand_in_order(tmp_path):
    table = roster([member(1), member(2, name="李秀英")], totals=("合计", *[None] * 5, "25.00", None), note="据实填报")
    write.write_xlsx(table, tmp_path / "a.xlsx")
    rows = read(tmp_path / "a.xlsx")
    assert rows[0][0] == "党员花名册"
    assert rows[1][0] == "填报单位：中共青禾镇委员会"
    assert rows[1][4] == "填报时间：2026年11月22日"
    assert rows[2][4] == "时间"
    assert rows[3][4:6] == ["出生日期", "加入党组织日期"]
    assert rows[4][2:4] == ["张伟", "990101198706150017"]
    assert rows[5][2] == "李秀英"
    assert rows[6][0] == "合计"
    assert rows[6][6] == 25.0
    assert rows[7][0] == "据实填报"
    assert [cell for cell in rows[8] if cell] == ["填报人：", "审核人：", "联系电话："]


def test_numbers_are_numbers_and_id_numbers_are_text_cells(tmp_path):
    write.write_xlsx(roster([member(1)]), tmp_path / "a.xlsx")
    row = sheet(tmp_path / "a.xlsx")[5]
    assert row[0].value == 1
    assert row[6].value == 12.5
    assert row[3].data_type in ("s", "inlineStr")
    assert row[3].number_format == "@"


def test_every_hostile_text_reads_back_as_it_was_and_none_is_a_formula(tmp_path):
    write.write_xlsx(roster([member(n, name=text) for n, text in enumerate(HOSTILE)]), tmp_path / "a.xlsx")
    cells = [row[2] for row in sheet(tmp_path / "a.xlsx").iter_rows(min_row=5, max_row=4 + len(HOSTILE))]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    # A carriage return is written as spreadsheet programs do, and openpyxl leaves such marks as they stand.
    known = {"_x000D_": "\r", "_x005F_": "_"}
    found = [
        next((v.replace(mark, char) for mark, char in known.items() if mark in v), v) for v in (c.value for c in cells)
    ]
    assert found == list(HOSTILE)
    guarded = [cell.value for cell in cells if cell.style and cell.quotePrefix]
    assert len(guarded) == 10


def test_many_plain_rows_with_one_formula_among_them_keep_it_as_text(tmp_path):
    names = [f"人{number}" for number in range(1500)]
    names[777] = "=cmd|' /C calc'!A0"
    write.write_xlsx(roster([member(n, name=name) for n, name in enumerate(names)]), tmp_path / "a.xlsx")
    assert [row[2] for row in read(tmp_path / "a.xlsx")[4:1504]] == names
    assert sheet(tmp_path / "a.xlsx").cell(5 + 777, 3).quotePrefix


def test_control_characters_are_written_visibly_and_the_sheet_stays_readable(tmp_path):
    write.write_xlsx(roster([member(1, name="甲\x0b乙\x00丙\ud800丁\uffff")]), tmp_path / "a.xlsx")
    with zipfile.ZipFile(tmp_path / "a.xlsx") as book:
        xml = book.read("xl/worksheets/sheet1.xml")
    etree.fromstring(xml)
    assert "甲_x000B_乙_x0000_丙_xD800_丁_xFFFF_" in xml.decode()


def test_a_text_longer_than_a_cell_holds_is_refused_by_row_and_column(tmp_path):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")
    with pytest.raises(UserError, match="第 6 行“备注”"):
        write.write_xlsx(roster([member(1), member(2, remark="长" * 32_768)]), target)
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.xlsx"]


def test_equal_neighbours_are_merged_within_their_group_only(tmp_path):
    branches = ["甲支部", "甲支部", "乙支部", None, None, "丙支部"]
    write.write_xlsx(roster([member(n, branch=name) for n, name in enumerate(branches)]), tmp_path / "a.xlsx")
    areas = {str(area) for area in sheet(tmp_path / "a.xlsx").merged_cells.ranges}
    assert {area for area in areas if area.startswith("B") and int(area[1:].split(":")[0]) > 4} == {"B5:B6"}


def test_the_sheet_prints_on_one_page_width_with_repeated_headings_and_page_numbers(tmp_path):
    write.write_xlsx(roster([member(1)]), tmp_path / "a.xlsx")
    page = sheet(tmp_path / "a.xlsx")
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.paperSize == 9
    assert page.page_setup.fitToHeight == 0
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_title_rows == "$3:$4"
    assert page.freeze_panes == "A5"
    assert page.oddFooter.center.text == "第 &P 页 共 &N 页"


def test_a_table_too_wide_for_a4_is_set_up_for_a3(tmp_path: Path) -> None:
    columns = tuple(Column(f"c{n}", f"栏目{n}", "text", 14) for n in range(20))
    for shown, paper in ((columns, 8), (columns[:8], 9)):
        path = tmp_path / f"{paper}.xlsx"
        write.write_xlsx(Table("名册", shown, [("甲",) * len(shown)], landscape=True), path)
        assert openpyxl.load_workbook(path).active.page_setup.paperSize == paper  # type: ignore[union-attr]


def test_a_table_without_rows_and_a_table_of_one_column_can_be_opened(tmp_path):
    one = Table("名单", (Column("name", "姓名"),), [("张伟",)], note="说明")
    write.write_book((roster([]), one), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["党员花名册", "名单"]
    assert book["名单"]["A4"].value == "张伟"


def test_sheet_names_are_allowed_short_and_different():
    names = sheet_names(["台账/2026:[一]", "A" * 40, "a" * 40, "'", "History"])
    assert len({name.casefold() for name in names}) == 5
    assert all(len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)


def test_more_rows_than_a_sheet_holds_go_on_in_the_next_sheet(tmp_path, monkeypatch):
    monkeypatch.setattr(write, "MOST_ROWS", 12 + 3)
    write.write_xlsx(roster([member(n) for n in range(7)]), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    numbers = [[cell.value for cell in page["A"][4:] if isinstance(cell.value, int)] for page in book.worksheets]
    assert numbers == [[0, 1, 2], [3, 4, 5], [6]]
    assert "填报人：" not in [cell.value for cell in book.worksheets[0]["A"]]
    assert "填报人：" in [cell.value for cell in book.worksheets[2]["A"]]


def test_stopping_leaves_the_old_workbook(tmp_path):
    target = tmp_path / "a.xlsx"
    target.write_bytes(b"old")

    def stop(*_: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write.write_xlsx(roster([member(1)]), target, stop)
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("charset", ["utf-8-sig", "gb18030"])
def test_csv_guards_formulas_with_an_apostrophe_and_keeps_every_character(tmp_path, charset):
    write.write_csv(roster([member(n, name=text) for n, text in enumerate(HOSTILE)]), tmp_path / "a.csv", charset)
    with (tmp_path / "a.csv").open(encoding=charset, newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0][4] == "出生日期"
    found = [row[2] for row in rows[1:]]
    assert found == [f"'{text}" if index < 10 else text for index, text in enumerate(HOSTILE)]
    if charset == "utf-8-sig":
        assert (tmp_path / "a.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_full_disk_leaves_the_old_file_and_says_how_much_room_is_needed(tmp_path):
    target = tmp_path / "台账.xlsx"
    target.write_bytes(b"old")

    def fill() -> None:
        with replace_file(target, expected=7_300_000) as temporary:
            temporary.write_bytes(b"x" * 100)
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(UserError) as caught:
        fill()
    assert "磁盘空间不足" in caught.value.text
    assert "还需约 8 MB" in caught.value.hint
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_device_that_is_really_full_is_noticed(tmp_path):
    with (
        pytest.raises(UserError, match="磁盘空间不足"),
        replace_file(tmp_path / "a.csv"),
        Path("/dev/full").open("wb") as f,
    ):
        f.write(b"x" * 100_000)


def test_a_read_only_file_is_not_replaced(tmp_path):
    target = tmp_path / "a.csv"
    target.write_bytes(b"old")
    target.chmod(0o444)
    with pytest.raises(UserError, match="只读"):
        write.write_csv(roster([member(1)]), target)
    assert target.read_bytes() == b"old"


def test_a_missing_folder_is_said_in_words(tmp_path):
    with pytest.raises(UserError, match="不存在"):
        write.write_xlsx(roster([member(1)]), tmp_path / "没有" / "a.xlsx")


def test_what_verification_refuses_never_takes_the_place_of_the_old_file(tmp_path):
    target = tmp_path / "a"
    target.write_bytes(b"old")

    def doubt(_: Path) -> None:
        raise UserError("读回来不完整。")

    with pytest.raises(UserError, match="不完整"), replace_file(target, doubt) as temporary:
        temporary.write_bytes(b"new")
    assert target.read_bytes() == b"old"


@pytest.mark.skipif(os.name != "posix", reason="file modes")
def test_a_new_file_is_private_and_a_replaced_one_keeps_its_mode(tmp_path):
    shared = tmp_path / "shared.csv"
    shared.write_bytes(b"old")
    shared.chmod(0o644)
    write.write_csv(roster([member(1)]), shared)
    write.write_csv(roster([member(1)]), tmp_path / "new.csv")
    assert shared.stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "new.csv").stat().st_mode & 0o777 == 0o600
