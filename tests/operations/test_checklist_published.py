"""A superior unit's own checklist in the database: the same form again, with what the clerk changed, filled and summed."""

from pathlib import Path

import pytest

from app.db.store import Store
from app.db.undo import undo
from app.errors import UserError
from app.exchange.checklist import read_published
from app.kinds.points import Points
from app.models.checklist import Item
from app.operations import checklist, record
from app.operations.checklist_layout import Published, areas
from app.operations.checklist_published import Asked, Scored, filled, form_of, take_over
from tests.exchange import published
from tests.exchange.published import COMMUNITY, DAILY, FORMS, GRADING, SCHOOL, VILLAGE, Form


def read(form: Form, folder: Path) -> Published:
    (found,) = read_published(published.xlsx(form, folder / f"{form.name}.xlsx"))
    return found


def taken(store: Store, form: Form, folder: Path) -> int:
    return take_over(store, read(form, folder), Asked(f"{form.name} 2026", domain="农村", year=2026))


def shown(store: Store, row: int) -> Published:
    with store.read() as reader:
        return form_of(reader, row)[0]


def lines_of(store: Store, row: int) -> tuple[int, ...]:
    with store.read() as reader:
        return form_of(reader, row)[1]


def cells(form: Published) -> list[tuple[int, int, int, int, str]]:
    return [(area.top, area.left, area.bottom, area.right, area.text) for area in areas(form.rows())]


@pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
def test_a_form_comes_back_from_the_database_cell_by_cell(store: Store, form: Form, tmp_path: Path) -> None:
    row = taken(store, form, tmp_path)
    again = shown(store, row)
    assert cells(again) == published.shaped(form.body)
    assert again.head == read(form, tmp_path).head
    assert Points().text(again.points) == form.points
    with store.read() as reader:
        assert checklist.faults(reader, row) == ()


def test_what_the_clerk_changed_stands_in_the_cell_of_the_line(store: Store, tmp_path: Path) -> None:
    row = taken(store, VILLAGE, tmp_path)
    line = lines_of(store, row)[1]
    record.save(store, Item, {"content": "桌椅设备齐全完好", "points": 1500, "how": "每少一项扣2分"}, row=line)
    wanted = [cell if cell[0] != 1 or cell[1] == 0 else None for cell in published.shaped(VILLAGE.body)]
    wanted = [cell for cell in wanted if cell] + [
        (1, 1, 1, 1, "桌椅设备齐全完好"), (1, 2, 1, 2, "每少一项扣2分"), (1, 3, 1, 3, "15"), (1, 4, 1, 4, ""),
    ]  # fmt: skip
    assert sorted(cells(shown(store, row))) == sorted(wanted)


def test_a_line_that_went_leaves_its_row_and_the_group_its_name(store: Store, tmp_path: Path) -> None:
    row = taken(store, DAILY, tmp_path)
    record.void(store, Item, lines_of(store, row)[2], reason="上级取消")
    told = cells(shown(store, row))
    assert (2, 0, 3, 0, "组织建设") in told
    assert (2, 1, 2, 1, "组织活动") in told
    assert (2, 2, 2, 2, "配齐支部委员") in told
    assert "按期换届" not in [cell[4] for cell in told]


def test_a_line_that_was_added_gets_a_row_in_its_group(store: Store, tmp_path: Path) -> None:
    row = taken(store, VILLAGE, tmp_path)
    record.save(
        store, Item,
        {"checklist": row, "code_no": "9", "group1": "硬件建设（40分）", "content": "有停车位", "scoring": "全得或不得", "points": 200},
    )  # fmt: skip
    told = cells(shown(store, row))
    assert (3, 0, 5, 0, "硬件建设（40分）") in told
    assert (5, 1, 5, 1, "有停车位") in told
    assert (5, 3, 5, 3, "2") in told


def test_scores_and_sums_stand_in_their_columns(store: Store, tmp_path: Path) -> None:
    form = shown(store, taken(store, GRADING, tmp_path))
    given = [
        Scored({"town": town, "county": county})
        for town, county in (("24", "18"), ("35", "30"), ("20", ""), ("9.5", "8"))
    ]
    told = {(cell[0], cell[1]): cell[4] for cell in cells(filled(form, given, unit="山前村党支部"))}
    assert [told[row, 4] for row in (1, 2, 3, 5, 6, 7, 8)] == ["24", "35", "59", "20", "9.5", "29.5", "88.5"]
    assert [told[row, 5] for row in (1, 2, 3, 5, 6, 7, 8)] == ["18", "30", "48", "", "8", "8", "56"]
    assert told[8, 2] == "100"


def test_who_is_assessed_stands_where_the_form_asks_for_it(tmp_path: Path) -> None:
    asked = filled(read(VILLAGE, tmp_path), [Scored({})] * 5, unit="山前村党支部")
    assert asked.facts == ("考评对象：山前村党支部　　考评总分：",)
    plain = filled(read(COMMUNITY, tmp_path), [Scored({})] * 5, unit="滨河社区党委")
    assert plain.facts == ("附件2", "被考核单位：滨河社区党委")


def test_importing_is_one_work_that_can_be_undone(store: Store, tmp_path: Path) -> None:
    row = taken(store, SCHOOL, tmp_path)
    assert len(lines_of(store, row)) == 5
    undo(store)
    with store.read() as reader:
        counts = [
            reader.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one() for table in ("checklist", "item")
        ]
    assert counts == [0, 0]


def test_a_name_that_is_taken_is_refused(store: Store, tmp_path: Path) -> None:
    taken(store, VILLAGE, tmp_path)
    with pytest.raises(UserError, match="已经有名为"):
        taken(store, VILLAGE, tmp_path)


def test_the_next_version_keeps_the_form(store: Store, tmp_path: Path) -> None:
    row = taken(store, VILLAGE, tmp_path)
    following = checklist.copy(store, row, "村级服务站考核表 2027")
    assert cells(shown(store, following)) == published.shaped(VILLAGE.body)


def test_columns_that_one_heading_reaches_over_stay_one(store: Store, tmp_path: Path) -> None:
    form = Form(
        "宽表", ("宽表",), published.table("项目|<|考核内容|<|分值|评分标准"),
        published.table("阵地|<|有活动室|<|5|没有不得分\n^|<|有党旗|<|5|缺一项扣1分\n队伍|<|有党员名册|<|10|缺一人扣1分"),
        (), "20", 3, {}, (("阵地",), ("队伍",)),
    )  # fmt: skip
    row = taken(store, form, tmp_path)
    assert [line.groups for line in shown(store, row).lines] == [("阵地",), ("阵地",), ("队伍",)]
    record.void(store, Item, lines_of(store, row)[0], reason="上级取消")
    told = [cell for cell in cells(shown(store, row)) if cell[1] < 4]
    assert told == [
        (0, 0, 0, 1, "阵地"), (0, 2, 0, 3, "有党旗"), (1, 0, 1, 1, "队伍"), (1, 2, 1, 3, "有党员名册"),
    ]  # fmt: skip
