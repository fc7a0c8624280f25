"""Checklists as superior units publish them: whatever the columns and the file, lines, groups, points and form are kept."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import UserError
from app.exchange.checklist import read_published
from app.kinds.points import Points
from app.operations.checklist_layout import Published, Row, areas
from tests.exchange import document, published
from tests.exchange.hostile import compound_of
from tests.exchange.published import FORMS, Form

WRITERS: dict[str, Callable[[Form, Path], Path]] = {
    "xlsx": published.xlsx,
    "xls": published.xls,
    "docx": published.docx,
}
NAMES = [form.name for form in FORMS]


@pytest.fixture(params=WRITERS)
def writer(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def read(form: Form, writer: str, folder: Path) -> Published:
    (found,) = read_published(WRITERS[writer](form, folder / f"{form.name}.{writer}"))
    return found


def cells(rows: tuple[Row, ...]) -> list[tuple[int, int, int, int, str]]:
    return [(area.top, area.left, area.bottom, area.right, area.text) for area in areas(rows)]


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_the_form_is_kept_cell_by_cell_with_what_each_reaches_over(form: Form, writer: str, tmp_path: Path) -> None:
    found = read(form, writer, tmp_path)
    assert cells(found.head) == published.shaped(form.head)
    assert cells(found.rows()) == published.shaped(form.body)
    title = next(line for line in form.above if line != "附件2")
    assert (found.title, set(found.facts), found.notes) == (title, set(form.above) - {title}, form.below)


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_lines_points_groups_and_ways_are_those_that_were_meant(form: Form, writer: str, tmp_path: Path) -> None:
    found = read(form, writer, tmp_path)
    assert len(found.lines) == form.lines
    assert Points().text(found.points) == form.points
    assert tuple(dict.fromkeys(line.groups for line in found.lines)) == form.groups
    assert Counter(line.scoring for line in found.lines) == Counter(form.ways)


def test_a_checklist_without_headings_is_refused_with_a_sentence(tmp_path: Path) -> None:
    form = Form("通知", ("关于开展检查的通知",), (("请各村", "做好准备"),), (("一", "二"),), (), "0", 0, {}, ())
    with pytest.raises(UserError, match="没有找到考核清单的表头"):
        read_published(published.xlsx(form, tmp_path / "通知.xlsx"))


def told(folder: Path, *rows: str) -> tuple[str, ...]:
    """The doubts about a small form with these rows."""
    body = published.table("\n".join(rows))
    form = Form("小表", ("小表",), published.table("项目|考核内容|分值|评分标准"), body, (), "", 0, {}, ())
    return read(form, "xlsx", folder).doubts


def test_what_is_clear_raises_no_doubt(tmp_path: Path) -> None:
    assert told(tmp_path, "阵地|有活动室|5|没有不得分", "^|有党旗|5|缺一项扣1分", "合计|<|10|") == ()


def test_a_total_that_is_not_the_sum_is_told(tmp_path: Path) -> None:
    assert told(tmp_path, "阵地|有活动室|5|没有不得分", "合计|<|10|") == ("表上写的总分是 10 分，各条相加是 5 分。",)


def test_a_line_without_points_a_bonus_without_a_cap_and_no_way_of_scoring_are_told(tmp_path: Path) -> None:
    found = told(tmp_path, "阵地|有活动室||没有不得分", "^|获得表彰|加分|每项加1分", "^|有党旗|5|实地察看")
    assert found == (
        "“有活动室”没有分值。",
        "“获得表彰”是加分，没有写最多加几分，请在编辑里补上。",
        "有 1 条没有写明怎样计分，按“评分”（在分值内打分）处理，可以在编辑里改。",
    )


def test_parts_that_do_not_make_the_points_of_their_group_are_told(tmp_path: Path) -> None:
    found = told(tmp_path, "阵地|有活动室（2分）|6|没有不得分", "^|有党旗（3分）|^|没有不得分")
    assert found == ("“有活动室（2分）”一组标的是 6 分，各行相加是 5 分。",)


def test_points_that_are_taken_away_are_no_part_of_the_total(tmp_path: Path) -> None:
    found = told(tmp_path, "阵地|有活动室|5|没有不得分", "减分项|发生事故|-5|每起扣1分")
    assert found == ("“发生事故”的分值是“-5”，没有计入总分。",)


def test_a_heading_that_is_repeated_on_each_page_is_read_once(tmp_path: Path) -> None:
    body = published.table("阵地|有活动室|5|没有不得分\n项目|考核内容|分值|评分标准\n队伍|有党员名册|5|缺一人扣1分")
    form = Form("长表", ("长表",), published.table("项目|考核内容|分值|评分标准"), body, (), "", 0, {}, ())
    found = read(form, "xlsx", tmp_path)
    assert [line.content for line in found.lines] == ["有活动室", "有党员名册"]
    assert found.doubts == ()


def test_two_lists_on_one_sheet_are_two(tmp_path: Path) -> None:
    body = published.table("阵地|有活动室|5|没有不得分\n第二张表|||\n类别|要求|责任单位|备注\n队伍|有党员名册|党委|")
    form = Form("两表", ("第一张表",), published.table("项目|考核内容|分值|评分标准"), body, (), "", 0, {}, ())
    first, second = read_published(published.xlsx(form, tmp_path / "两表.xlsx"))
    assert (first.title, [line.content for line in first.lines]) == ("第一张表", ["有活动室"])
    assert (second.title, [line.content for line in second.lines]) == ("第二张表", ["有党员名册"])


def test_an_old_text_document_is_refused_with_what_to_do(tmp_path: Path) -> None:
    old = tmp_path / "考核表.doc"
    old.write_bytes(compound_of({"WordDocument": b"text"}))
    with pytest.raises(UserError, match="不是能读的清单") as told:
        read_published(old)
    assert "另存为 .docx" in told.value.hint


def test_a_document_with_open_corrections_is_refused(tmp_path: Path) -> None:
    body = document.paragraph('<w:ins w:id="1">' + document.run("项目") + "</w:ins>")
    with pytest.raises(UserError, match="没处理的修订"):
        read_published(document.write(tmp_path / "考核表.docx", body))
