"""What an import does with doubtful cells: the table of codes, line by line."""

from pathlib import Path
from typing import Any

import pytest

from app.db.store import Store
from tests.exchange import roster as r

REFUSED: list[tuple[str, Any, str]] = [
    ("身份证号码", "990101870615001", "id_15"),
    ("身份证号码", "99010119870615001", "id_length"),
    ("身份证号码", "990101198706150018", "id_checksum"),
    ("身份证号码", "990101********0017", "id_masked"),
    ("身份证号码", 330327195909510000.0, "id_precision_lost"),
    ("身份证号码", "9.90101E+17", "id_precision_lost"),
    ("身份证号码", "99010119870615001O", "id_format"),
    ("身份证号码", f"{r.MAN}、{r.WOMAN}", "id_format"),
    ("身份证号码", r.number("18500615", 1), "id_birth_invalid"),
    ("身份证号码", "000000198706150014", "id_area"),
    ("姓名", "张三、李四", "multiple_people"),
    ("姓名", "", "name_missing"),
    ("姓名", "123", "name_missing"),
    ("姓名", "某某", "name_placeholder"),
    ("姓名", "张三(已故)", "name_annotation"),
    ("姓名", "张" * 60, "cell_too_long"),
]
WARNED: list[tuple[str, Any, str, str, str | None]] = [
    ("身份证号码", f"身份证号：{r.number('19800102', 1)}", "id_format", "id_number", r.number("19800102", 1)),
    ("入党时间", "87.6", "date_ambiguous", "join_date", None),
    ("入党时间", "不详", "date_unknown", "join_date", None),
    ("入党时间", "1990-13-01", "date_invalid", "join_date", None),
    ("入党时间", "2099-01-01", "date_future", "join_date", None),
    ("入党时间", "1990-01-01", "age_under_18", "join_date", None),
    ("转正时间", "2004-01-01", "date_order", "full_date", "2004-01-01"),
    ("出生年月", "1981-01-02", "birth_id_mismatch", "birth_date", "1981-01-02"),
    ("性别", "女", "sex_id_mismatch", "sex", "女"),
    ("性别", "中", "sex_invalid", "sex", None),
    ("民族", "火星族", "ethnic_unknown", "ethnic", None),
    ("联系电话", "199000", "phone_format", "phone", "199000"),
    ("联系电话", "1.99E+10", "phone_lost", "phone", None),
]
READ: list[tuple[str, Any, str, str | None]] = [
    ("入党时间", "2005.07", "join_date", "2005-07"),
    ("入党时间", "200507", "join_date", "2005-07"),
    ("入党时间", "2005年7月1日", "join_date", "2005-07-01"),
    ("入党时间", "2005", "join_date", "2005"),
    ("入党时间", 38534, "join_date", "2005-07-01"),
    ("姓名", "张 三", "name", "张三"),
    ("姓名", "柳\u3000一", "name", "柳一"),
    ("姓名", "阿依古丽•买买提", "name", "阿依古丽·买买提"),
    ("姓名", "陈𠮷", "name", "陈𠮷"),
    ("民族", "汉", "ethnic", "汉族"),
    ("联系电话", 19900000001, "phone", "19900000001"),
    ("联系电话", "无", "phone", None),
]


@pytest.mark.parametrize(("heading", "cell", "code"), REFUSED)
def test_what_cannot_be_taken_keeps_the_row_out_with_its_code(
    store: Store, tmp_path: Path, heading: str, cell: Any, code: str
) -> None:
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1, **{heading: cell}), r.person(2)]))
    assert [(row["row"], row["codes"]) for row in said["refused"]] == [(2, [code])]
    assert said["refused"][0]["message"]
    assert len(said["accepted"]) == 1


@pytest.mark.parametrize(("heading", "cell", "code", "field", "value"), WARNED)
def test_what_is_doubtful_enters_with_a_warning(
    store: Store, tmp_path: Path, heading: str, cell: Any, code: str, field: str, value: str | None
) -> None:
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1, **{heading: cell})]))
    assert code in said["accepted"][0]["warnings"]
    assert said["accepted"][0]["values"][field] == value


@pytest.mark.parametrize(("heading", "cell", "field", "value"), READ)
def test_habits_of_writing_are_read_as_exactly_as_they_are(
    store: Store, tmp_path: Path, heading: str, cell: Any, field: str, value: str | None
) -> None:
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1, **{heading: cell})]))
    assert said["accepted"][0]["values"][field] == value
    assert said["accepted"][0]["warnings"] == []


def test_a_person_without_number_needs_a_birth_date(store: Store, tmp_path: Path) -> None:
    rows = [r.HEAD, r.person(1, 身份证号码=""), r.person(2, 身份证号码="", 出生年月="")]
    said = r.imported(store, r.xlsx(tmp_path / "a.xlsx", rows))
    assert r.codes(said) == {2: ["id_missing"], 3: ["id_missing"]}
    assert [row["row"] for row in said["refused"]] == [3]


def test_the_same_number_twice_is_never_two_people_in_silence(store: Store, tmp_path: Path) -> None:
    rows = [
        r.HEAD,
        r.person(1),
        r.person(1),
        r.person(2),
        r.person(2, 姓名="别人"),
        r.person(3),
        r.person(3, 联系电话="19911111111"),
    ]
    said = r.imported(store, r.xlsx(tmp_path / "a.xlsx", rows))
    assert {row["row"]: row["fate"] for row in said["accepted"]} == {2: "new", 3: "same", 6: "new"}
    assert {row["row"]: row["codes"] for row in said["refused"]} == {
        4: ["id_dup_conflict"],
        5: ["id_dup_conflict"],
        7: ["id_dup_in_file"],
    }


def test_one_person_in_two_branches_enters_once(store: Store, tmp_path: Path) -> None:
    rows = [["姓名", "身份证号", "所在党支部"], ["柳一", r.MAN, "甲村支部"], ["柳一", r.MAN, "乙村支部"]]
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", rows))
    assert said["refused"][0]["codes"] == ["id_dup_other_branch"]
    assert "id_dup_other_branch" in said["accepted"][0]["warnings"]


def test_a_number_already_held_by_another_name_changes_nothing(store: Store, tmp_path: Path) -> None:
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1)]))
    said = r.imported(store, r.xlsx(tmp_path / "b.xlsx", [r.HEAD, r.person(1, 姓名="别人")]))
    assert r.codes(said) == {2: ["id_exists_conflict"]}


def test_another_number_for_the_same_name_and_birth_is_a_doubt(store: Store, tmp_path: Path) -> None:
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1)]))
    said = r.told(store, r.xlsx(tmp_path / "b.xlsx", [r.HEAD, r.person(1, 身份证号码=r.number("19800102", 99))]))
    assert r.codes(said) == {2: ["id_exists_conflict"]}


def test_a_number_found_later_is_added_to_the_person_of_that_name_and_birth(store: Store, tmp_path: Path) -> None:
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1, 身份证号码="")]))
    said = r.imported(store, r.xlsx(tmp_path / "b.xlsx", [r.HEAD, r.person(1)]))
    assert said["accepted"][0]["changes"] == [{"field": "id_number", "old": None, "new": r.number("19800102", 3)}]


def test_several_on_the_books_that_fit_are_a_doubt(store: Store, tmp_path: Path) -> None:
    r.imported(
        store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1), r.person(1, 身份证号码=r.number("19800102", 99))])
    )
    said = r.told(store, r.xlsx(tmp_path / "b.xlsx", [r.HEAD, r.person(1, 身份证号码="")]))
    assert r.codes(said) == {2: ["match_several"]}


def test_hidden_and_struck_rows_are_read_and_said(store: Store, tmp_path: Path) -> None:
    said = r.told(
        store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1), r.person(2), r.person(3)], hidden=[3], struck=["B4"])
    )
    assert r.codes(said) == {2: [], 3: ["hidden_row"], 4: ["strikethrough"]}


def test_a_formula_that_was_never_calculated_keeps_a_name_out(store: Store, tmp_path: Path) -> None:
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", [r.HEAD, r.person(1, 姓名='="柳"&"一"'), r.person(2)]))
    assert said["refused"][0]["codes"] == ["formula_no_value"]
