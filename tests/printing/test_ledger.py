"""Whether a printed ledger holds every value literally, its headings on each page, and its signatures with the rows."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from app.errors import Cancelled
from app.printing.grid import parts, plan
from app.printing.ledger import print_ledger
from app.printing.page import A4, paper_file
from app.printing.preview import page_count, page_images
from app.table import Column, Row, Table

COLUMNS = (
    Column("number", "序号", "number", 5),
    Column("branch", "所在党支部", "link", 24, merge=True),
    Column("name", "姓名", "text", 12),
    Column("id_number", "公民身份号码", "id", 18),
    Column("birth_date", "出生日期", "date", 11, group="重要日期"),
    Column("join_date", "加入党组织日期", "date", 11, group="重要日期"),
    Column("remark", "备注", "text", 20),
)
HOSTILE = ("<b>甲</b>", "<script>x</script>", "=1+1", "&amp;", "(a)\\n)", "<img src=/etc/hostname>", "100%", "王䶮㛃𠮷")


def member(number: int, remark: str | None = None, *, branch: str = "") -> Row:
    part = branch or f"石坪村第{number // 7 + 1}支部"
    return (number, part, f"人{number}", "990101198706150017", "1987-06-15", "2006-07", remark)


def ledger(rows: Sequence[Row], **more: object) -> Table:
    values: dict[str, object] = {"unit": "中共青禾镇委员会", "date": "2026年11月22日", **more}
    return Table("党员花名册", COLUMNS, rows, **values)  # type: ignore[arg-type]


def texts(path: Path) -> list[str]:
    """The text of each page, without line breaks."""
    document = pypdfium2.PdfDocument(path)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def test_every_hostile_value_stands_in_the_print_literally(tmp_path):
    warnings = print_ledger(ledger([member(n, text) for n, text in enumerate(HOSTILE)]), tmp_path / "a.pdf")
    page = texts(tmp_path / "a.pdf")[0]
    assert not [text for text in HOSTILE if text.replace(" ", "") not in page]
    assert warnings == ()


def test_a_character_without_glyph_is_named_and_printed_as_its_number(tmp_path):
    table = ledger([member(1, "某𪚥")])
    (warning,) = print_ledger(table, tmp_path / "a.pdf")
    assert "𪚥（U+2A6A5）" in warning
    assert "某〔U+2A6A5〕" in texts(tmp_path / "a.pdf")[0]


def test_headings_groups_and_page_numbers_stand_on_every_page(tmp_path):
    print_ledger(ledger([member(n) for n in range(120)]), tmp_path / "a.pdf")
    pages = texts(tmp_path / "a.pdf")
    assert len(pages) > 3
    for number, page in enumerate(pages, 1):
        assert f"第{number}页共{len(pages)}页" in page
        assert "重要日期" in page
        assert "公民身份号码" in page
    assert "填报单位：中共青禾镇委员会" in pages[0]
    assert "填报时间：2026年11月22日" in pages[0]


@pytest.mark.parametrize("count", range(18, 34))
def test_the_signatures_never_stand_without_rows(tmp_path, count):
    table = ledger([member(n) for n in range(count)], totals=("合计", *[None] * 6), note="据实填报")
    print_ledger(table, tmp_path / "a.pdf")
    last = texts(tmp_path / "a.pdf")[-1]
    assert "填报人：" in last
    assert "审核人：" in last
    assert "合计" in last
    assert f"人{count - 1}" in last
    assert f"人{count - 2}" in last


def test_no_row_is_lost_between_pages(tmp_path):
    print_ledger(ledger([member(n, "甲" * (n % 60)) for n in range(150)]), tmp_path / "a.pdf")
    together = "".join(texts(tmp_path / "a.pdf"))
    assert not [n for n in range(150) if f"人{n}" not in together]
    assert together.count("甲") == sum(n % 60 for n in range(150))


def test_a_cell_longer_than_a_page_goes_on_over_the_next_pages_whole(tmp_path):
    print_ledger(ledger([member(1), member(2, "长" * 5000), member(3)]), tmp_path / "a.pdf")
    pages = texts(tmp_path / "a.pdf")
    assert len(pages) > 1
    assert sum(page.count("长") for page in pages) == 5000
    assert "人3" in pages[-1]


def test_merged_cells_show_their_value_once_per_page(tmp_path):
    print_ledger(ledger([member(n, branch="石坪村支部") for n in range(60)]), tmp_path / "a.pdf")
    assert [page.count("石坪村支部") for page in texts(tmp_path / "a.pdf")] == [1] * page_count(tmp_path / "a.pdf")


def test_a_tall_merged_text_over_few_rows_stays_on_its_page(tmp_path):
    rows = [member(n, branch=f"{'很长的支部名称' * 8}{n // 2}") for n in range(40)]
    print_ledger(ledger(rows), tmp_path / "a.pdf")
    together = "".join(texts(tmp_path / "a.pdf"))
    assert together.count("很长的支部名称") >= 20 * 8
    assert not [n for n in range(40) if f"人{n}" not in together]


def test_a_table_without_rows_says_so_and_keeps_its_signatures(tmp_path):
    print_ledger(ledger([]), tmp_path / "a.pdf")
    (page,) = texts(tmp_path / "a.pdf")
    assert "本表没有记录" in page
    assert "联系电话：" in page


def test_a_table_with_very_many_columns_is_printed_on_a3(tmp_path):
    columns = tuple(Column(f"c{n}", f"第{n}列", "text", 12) for n in range(38))
    table = Table("宽表", columns, [tuple(f"值{n}" for n in range(38))])
    print_ledger(table, tmp_path / "a.pdf")
    page = texts(tmp_path / "a.pdf")[0]
    assert not [n for n in range(38) if f"值{n}" not in page]
    width, height, _ = page_images(tmp_path / "a.pdf", 0)
    assert (width, height) == (1191, 842)


def words_of(path: Path) -> list[str]:
    """Everything between blanks and line breaks, as it stands on the pages."""
    document = pypdfium2.PdfDocument(path)
    try:
        return [word for page in document for word in page.get_textpage().get_text_range().split()]
    finally:
        document.close()


def wide(count: int, rows: int = 3) -> Table:
    """A name and `count` more columns: numbers, phones, dates and words by turns."""
    kinds = ("id", "phone", "date", "text")
    columns = [Column("name", "姓名"), *(Column(f"c{n}", f"第{n}栏", kinds[n % 4], 20) for n in range(count))]
    cells = {"id": "99010119870615{:04d}", "phone": "1990000{:04d}", "date": "1987-06-15", "text": "大学本科"}
    made = [(f"人{row}", *(cells[kinds[n % 4]].format(row * 50 + n) for n in range(count))) for row in range(rows)]
    return Table("宽表", tuple(columns), made, totals=("合计", *[None] * count), note="说明")


def test_columns_that_fit_no_page_go_on_in_a_second_table_with_the_names_before_them(tmp_path):
    table = wide(46, rows=60)
    print_ledger(table, tmp_path / "a.pdf")
    pages = texts(tmp_path / "a.pdf")
    together = "".join(pages)
    assert not [cell for row in table.rows for cell in row if cell not in together]
    assert len([page for page in pages if "续表" in page]) >= len(pages) // 2
    assert all("姓名" in page for page in pages)
    assert all(page.count("联系电话：") == (page is pages[-1]) for page in pages)
    assert together.count("说明") == 1
    assert together.count("人30") == together.count("合计") > 1


def test_figures_over_many_units_repeat_what_leads_them_and_stay_in_their_size(tmp_path):
    units = tuple(Column(f"at_{n}", "青禾镇农业服务中心" if n % 9 else f"第{n}村", "number", 11) for n in range(80))
    table = Table(
        "统计表", (Column("label", "指标"), Column("unit", "单位"), *units), [("党费", "元", *["5607.80"] * 80)], lead=2
    )
    print_ledger(table, tmp_path / "a.pdf")
    assert all("指标单位" in page and "党费元" in page for page in texts(tmp_path / "a.pdf"))
    for share in parts(table, table.rows):
        part = replace(table, columns=tuple(table.columns[i] for i in share))
        grid = plan(part, [[table.rows[0][i] for i in share]], wide=True)
        assert min(map(grid.width, range(2, len(share)))) >= 7 * 0.45 * grid.size


def test_the_columns_of_thirty_fields_stand_in_one_readable_row(tmp_path):
    columns = tuple(Column(f"c{n}", f"第{n}栏", ("text", "choice", "flag")[n % 3], 12) for n in range(30))
    print_ledger(Table("宽表", columns, [tuple(f"值{n}" for n in range(30))]), tmp_path / "a.pdf")
    (page,) = texts(tmp_path / "a.pdf")
    assert "续表" not in page


@pytest.mark.parametrize("count", [12, 20, 30, 46])
def test_no_number_is_ever_broken_over_two_lines(count, tmp_path):
    table = wide(count, rows=400)
    longer = ("人x", *("990101198706150017" if n % 4 else "99010119870615001799" for n in range(count)))
    print_ledger(replace(table, rows=[*table.rows, longer]), tmp_path / "a.pdf")
    words = set(words_of(tmp_path / "a.pdf"))
    numbers = [cell for row in (*table.rows, longer) for cell in row if cell[0].isdigit()]
    assert not [number for number in numbers if number not in words]


def test_rows_are_read_once_and_in_order(tmp_path):
    class Window(Sequence[Row]):
        asked = 0

        def __len__(self) -> int:
            return 700

        def __getitem__(self, index):
            if index >= 700:
                raise IndexError
            assert index == self.asked
            self.asked += 1
            return member(index)

    window = Window()
    print_ledger(ledger(window), tmp_path / "a.pdf")
    assert window.asked == 700


def test_stopping_leaves_the_old_print(tmp_path):
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")

    def stop(*_: object) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        print_ledger(ledger([member(1)]), target, stop)
    assert target.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_preview_picture_is_the_page_in_dots(tmp_path):
    print_ledger(ledger([member(1)]), tmp_path / "a.pdf")
    width, height, dots = page_images(tmp_path / "a.pdf", 0, 0.5)
    assert len(dots) == width * height * 3
    assert dots[:3] == b"\xff\xff\xff"
    assert min(dots) < 80


def test_pages_that_are_done_lie_packed_in_memory(tmp_path):
    with paper_file(tmp_path / "a.pdf", A4, "名册") as sheet:
        for _ in range(3):
            for line in range(50):
                sheet.write(50, 700 - line * 12, "青禾镇白井村党支部", size=9)
            sheet.next_page()
        done = sheet._document.Pages.pages  # noqa: SLF001 - what reportlab keeps until the file is written
        assert [page.stream for page in done] == [None] * 3
        assert all(len(page.Contents.content) < 1000 for page in done)
        sheet.write(50, 700, "完", size=9)
    assert [page.count("白井村") for page in texts(tmp_path / "a.pdf")] == [50, 50, 50, 0]
