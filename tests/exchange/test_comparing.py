"""A returned sheet against what was sent and what is on the books: every state of a row and of a cell, and taking over."""

from pathlib import Path

import pytest

from app.db.queries import batch as queries
from app.db.store import Store
from app.errors import UserError
from app.exchange.comparing import compare
from app.exchange.comparing_apply import apply, chosen, everything
from app.operations import member as verbs
from tests import make
from tests.exchange import sheets as s


@pytest.fixture
def page(store: Store, tmp_path: Path) -> s.Page:
    """The sheet of one village with eight members, as it was sent."""
    s.villages(store, 1, 8)
    return s.page(s.sent(store, tmp_path / "out").files[0])


def test_an_untouched_sheet_says_nothing(store: Store, page: s.Page, tmp_path: Path) -> None:
    found = s.returned(store, page, tmp_path)
    assert found.counts() == {"same": 8, "changed": 0, "new": 0, "missing": 0, "several": 0, "damaged": 0}


def test_the_order_of_rows_and_columns_has_no_effect(store: Store, page: s.Page, tmp_path: Path) -> None:
    turned = [list(reversed(row)) for row in page.rows[3:]]
    found = s.returned(store, s.Page([turned[0], *reversed(turned[1:])], 0), tmp_path)
    assert not found.differing()
    assert found.counts()["same"] == 8


def test_cells_show_what_was_sent_what_came_back_and_what_is_stored(store: Store, page: s.Page, tmp_path: Path) -> None:
    who = page.names()
    page.put(who[0], "家庭住址", "新村1号")  # the village alone
    s.keep(store, who[1], address="镇里改的")  # the office alone
    s.keep(store, who[2], address="一样改的")
    page.put(who[2], "家庭住址", "一样改的")  # both the same
    s.keep(store, who[3], address="镇里写的")
    was = page.line(who[3])[page.labels.index("家庭住址")]
    page.put(who[3], "家庭住址", "村里写的")  # both, not the same
    found = s.returned(store, page, tmp_path)
    assert s.cells(found) == {
        (who[0], "address"): "changed", (who[1], "address"): "stored_changed",
        (who[2], "address"): "both_same", (who[3], "address"): "conflict",
    }  # fmt: skip
    (conflict,) = [cell for row in found.rows for cell in row.cells if cell.state == "conflict"]
    assert (conflict.sent, conflict.returned, conflict.stored) == (was, "村里写的", "镇里写的")
    assert s.states(found) == {who[0]: "changed", who[3]: "changed"}


@pytest.mark.parametrize("empty", ["", "-", "/", "无", "—", " "])
def test_what_is_left_empty_never_erases(store: Store, page: s.Page, tmp_path: Path, empty: str) -> None:
    who = page.names()[0]
    page.put(who, "联系电话", empty)
    found = s.returned(store, page, tmp_path)
    assert s.cells(found) == {(who, "phone"): "empty_kept"}
    assert s.states(found) == {}
    assert apply(store, found, everything(found)) is not None  # the sheet counts as checked
    assert make.value(store, "member", s.row_of(store, who), "phone") is not None


def test_only_the_word_for_clearing_erases(store: Store, page: s.Page, tmp_path: Path) -> None:
    who = page.names()[0]
    page.put(who, "家庭住址", "清空")
    found = s.returned(store, page, tmp_path)
    assert s.cells(found) == {(who, "address"): "cleared"}
    apply(store, found, everything(found))
    assert make.value(store, "member", s.row_of(store, who), "address") is None
    assert not s.returned(store, page, tmp_path).differing()


def test_a_name_or_number_is_never_cleared(store: Store, page: s.Page, tmp_path: Path) -> None:
    who = page.names()[0]
    page.put(who, "公民身份号码", "清空")
    page.put(page.names()[1], "姓名", "")
    found = s.returned(store, page, tmp_path)
    assert {(cell.field, cell.state, cell.codes) for row in found.rows for cell in row.cells if cell.state != "same"} == {
        ("id_number", "damaged", ("clear_refused",)), ("name", "empty_kept", ()),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("label", "value", "field", "code"),
    [
        ("公民身份号码", "990101198706150018", "id_number", "id_checksum"),
        ("公民身份号码", "9901011987****0017", "id_number", "id_masked"),
        ("联系电话", "12345", "phone", "phone_format"),
        ("性别", "未说明", "sex", "sex_invalid"),
        ("学历", "识字", "education", "choice_unknown"),
        ("所在党支部", "中共别处支部委员会", "branch", "branch_unknown"),
        ("出生日期", "87年", "birth_date", "date_ambiguous"),
    ],
)
def test_a_damaged_cell_says_why_and_is_never_taken(
    store: Store, page: s.Page, tmp_path: Path, label: str, value: str, field: str, code: str
) -> None:
    who = page.names()[2]
    page.put(who, label, value)
    found = s.returned(store, page, tmp_path)
    (row,) = found.differing()
    (cell,) = [cell for cell in row.cells if cell.state != "same"]
    assert (row.name, row.state, cell.field, cell.state) == (who, "damaged", field, "damaged")
    assert code in cell.codes or cell.codes
    assert cell.returned == value
    assert not everything(found)


def test_the_number_of_somebody_else_is_never_taken_over(store: Store, page: s.Page, tmp_path: Path) -> None:
    one, other = page.names()[:2]
    page.put(one, "公民身份号码", page.line(other)[page.labels.index("公民身份号码")])
    found = s.returned(store, page, tmp_path)
    row = next(row for row in found.rows if row.name == one)
    assert row.state in ("damaged", "several")
    assert not everything(found)


def test_a_new_row_of_whom_nothing_certain_is_known_is_damaged(store: Store, page: s.Page, tmp_path: Path) -> None:
    page.add(姓名="解明", 学历="大专")
    found = s.returned(store, page, tmp_path)
    assert s.states(found) == {"解明": "damaged"}
    assert {note.code: note.text for row in found.differing() for note in row.notes}["id_missing"].startswith(
        "登记簿里没有这个人"
    )


def test_who_did_not_come_back_is_missing_and_nothing_happens_to_him(
    store: Store, page: s.Page, tmp_path: Path
) -> None:
    who, gone = page.names()[:2]
    page.drop(who)
    page.drop(gone)
    verbs.leave(store, s.row_of(store, gone), on="2026-01-05", reason="死亡")
    found = s.returned(store, page, tmp_path)
    assert s.states(found) == {who: "missing"}
    apply(store, found, everything(found))
    assert make.value(store, "member", s.row_of(store, who), "left_on") is None


def test_a_row_that_stands_twice_is_told_and_not_taken(store: Store, page: s.Page, tmp_path: Path) -> None:
    who = page.names()[0]
    page.rows.append(list(page.line(who)))
    page.rows[-1][page.labels.index("学历")] = "大专"
    found = s.returned(store, page, tmp_path)
    assert "several" in {row.state for row in found.rows if row.name == who}
    assert not everything(found)


@pytest.mark.parametrize("lost", ["系统标识", "公民身份号码"])
def test_rows_are_found_without_key_or_number(store: Store, page: s.Page, tmp_path: Path, lost: str) -> None:
    bare = page.without("系统标识")
    who = bare.names()[3]
    bare.put(who, "学历", "大专")
    bare = bare if lost == "系统标识" else bare.without("公民身份号码")
    assert s.cells(s.returned(store, bare, tmp_path)) == {(who, "education"): "changed"}


@pytest.mark.parametrize("kept", ["联系电话", "家庭住址"])
def test_a_name_with_the_phone_or_the_home_is_enough(store: Store, page: s.Page, tmp_path: Path, kept: str) -> None:
    left = s.Page(
        [[row[n] for n, label in enumerate(page.labels) if label in ("姓名", "学历", kept)] for row in page.rows[3:]], 0
    )
    who = left.names()[3]
    left.put(who, "学历", "大专")
    with store.read() as reader:
        (batch,) = queries.batches(reader)
    assert s.cells(s.returned(store, left, tmp_path, batch=batch)) == {(who, "education"): "changed"}


def test_a_corrected_number_is_a_change_when_name_and_phone_agree(store: Store, page: s.Page, tmp_path: Path) -> None:
    bare = page.without("系统标识")
    who = bare.names()[0]
    bare.put(who, "公民身份号码", make.number(77))
    bare.put(who, "性别", "女")
    found = s.returned(store, bare, tmp_path)
    assert s.cells(found)[who, "id_number"] == "changed"
    assert found.counts()["new"] == found.counts()["missing"] == 0


def test_namesakes_are_never_guessed(store: Store, tmp_path: Path) -> None:
    s.villages(store, 1, 6)
    (unit,) = (make.count(store, "SELECT id FROM unit"),)
    for n in (1, 2):
        make.member(store, "单同名", village=unit, branch=1, phone="19955555555", id_number=make.number(40 + n))
    page = s.page(s.sent(store, tmp_path / "out").files[0]).without("系统标识").without("公民身份号码")
    page.rows = [row for row in page.rows if row[0] != "单同名"]
    page.add(姓名="单同名", 联系电话="19955555555", 学历="大专")
    found = s.returned(store, page, tmp_path)
    assert s.states(found)["单同名"] in ("several", "damaged", "missing")
    assert "several" in {row.state for row in found.rows if row.name == "单同名"}


def test_a_date_that_is_only_less_exact_says_nothing(store: Store, page: s.Page, tmp_path: Path) -> None:
    page.put(page.names()[0], "加入党组织日期", "2001.07")
    page.put(page.names()[1], "加入党组织日期", "2001年7月1日")
    assert not s.returned(store, page, tmp_path).differing()


def test_what_only_verbs_may_set_is_told(store: Store, page: s.Page, tmp_path: Path) -> None:
    for n, row in enumerate(page.rows):
        row.append("离开日期" if n == page.head else "2026-05-01" if n == page.head + 1 else "")
    found = s.returned(store, page, tmp_path)
    (cell,) = [cell for row in found.differing() for cell in row.cells if cell.state != "same"]
    assert (cell.field, cell.state, cell.codes) == ("left_on", "damaged", ("by_verb",))


def test_what_holds_none_of_ours_is_refused_with_a_word(store: Store, tmp_path: Path) -> None:
    found = compare(store, s.save(tmp_path / "x", s.Page([["菜名", "价格"], ["豆腐", "3"]], 0)))
    assert found.status == "refused"
    assert "看不出" in found.message


def test_a_sheet_of_pairings_is_compared_by_row_and_taken_whole(store: Store, tmp_path: Path) -> None:
    village = make.unit(store, "石坪村")
    make.cadre(store, "解明", unit=village, phone="19900000001")
    for head in ("仇根水", "单小红"):
        make.household(store, head, village=village)
    rows = [["帮扶责任人", "户主姓名", "所在村"], ["解明", "仇根水", "石坪村"], ["解明", "单小红", "石坪村"]]
    path = s.save(tmp_path / "结对帮扶台账", s.Page(rows, 0))
    found = compare(store, path)
    assert found.counts()["new"] == 2
    with pytest.raises(UserError, match="整张"):
        apply(store, found, chosen(found, rows={found.rows[0].key}))
    apply(store, found, everything(found))
    assert make.count(store, "SELECT count(*) FROM pairing") == 2
    assert compare(store, path).counts()["same"] == 2


def test_households_are_compared_by_number_head_and_place(store: Store, tmp_path: Path) -> None:
    (village,) = s.villages(store, 1, 1)
    for n in range(1, 6):
        make.household(
            store,
            f"仇{'甲乙丙丁戊'[n - 1]}",
            village=village,
            group_name="3组",
            household_no=f"H{n}",
            phone=f"1990000000{n}",
        )
    done = s.sent(
        store, tmp_path / "out", record="household", columns=("户主姓名", "户编号", "组", "联系电话", "家庭人口")
    )
    rows = [list(row) for row in s.read(done.files[0]).grids[0].rows]
    page = s.Page(rows, 3).without("系统标识")
    page.put("仇乙", "家庭人口", 4)
    found = s.returned(store, page, tmp_path)
    assert s.cells(found) == {("仇乙", "size"): "changed"}
    apply(store, found, everything(found))
    assert make.count(store, "SELECT size FROM household WHERE head_name = '仇乙'") == 4
