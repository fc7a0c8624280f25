"""Identity numbers as villages write them."""

from datetime import date

import pytest
from stdnum.cn import ric

from app import clock
from app.kinds.kind import Unreadable
from app.kinds.resident_id import ResidentId, check_digit, sex_of, upgrade

ID = ResidentId()
MAN, WOMAN, LEAP, WITH_X = "990101198706150017", "990101198706150025", "990101200002290038", "99010119870615005X"


def code_of(raw: object) -> str:
    with pytest.raises(Unreadable) as refusal:
        ID.parse(raw)
    return refusal.value.code


def with_check(first17: str) -> str:
    return first17 + check_digit(first17)


@pytest.mark.parametrize("number", [MAN, WOMAN, LEAP, WITH_X])
def test_a_right_number_is_taken_without_a_word(number: str) -> None:
    assert ID.parse(number) == number
    assert ID.check(number) == ID.around(number, number) == ()


def test_the_sex_is_in_the_seventeenth_digit() -> None:
    assert [sex_of(number) for number in (MAN, WOMAN)] == ["男", "女"]


@pytest.mark.parametrize("raw", [
    f"'{MAN}", f"身份证号:{MAN}", f"公民身份号码：{MAN}", f"{MAN[:6]} {MAN[6:14]} {MAN[14:]}", f"（{MAN}）", f'="{MAN}"',
    "９９０１０１１９８７０６１５００１７", f"{MAN[:6]}-{MAN[6:14]}-{MAN[14:]}", f"{MAN}\u200b", f"ID：{MAN}。",
])  # fmt: skip
def test_a_label_or_blanks_around_a_good_number_are_dropped_and_told(raw: str) -> None:
    assert ID.parse(raw) == MAN
    assert [doubt.code for doubt in ID.around(raw, MAN)] == ["id_format"]


@pytest.mark.parametrize("raw", [f" {MAN} ", f"{WITH_X[:17]}x", f"{MAN}\n"])
def test_blanks_at_the_ends_and_a_small_x_are_not_worth_a_word(raw: str) -> None:
    value = ID.parse(raw)
    assert value in (MAN, WITH_X)
    assert ID.around(raw, value) == ()


@pytest.mark.parametrize(("raw", "code"), [
    ("990101198706150018", "id_checksum"),
    ("33032719870612900O", "id_format"),
    ("99O101198706150017", "id_format"),
    ("9901011987061500l7", "id_format"),
    (f"{MAN}（张三）", "id_format"),
    (f"{MAN} {WOMAN}", "id_format"),
    (f"{MAN}、{WOMAN}", "id_format"),
    (f"{MAN}{WOMAN}", "id_length"),
    ("E12345678", "id_format"),
    (True, "id_format"),
    (1.5, "id_format"),
    ("990101********0017", "id_masked"),
    ("9901011987061500**", "id_masked"),
    ("990101XXXXXXXX0017", "id_masked"),
    ("99010119870615001", "id_length"),
    ("9901011987061500171", "id_length"),
    ("9901011987061500", "id_length"),
    ("990101198706150", "id_length"),
    (3.30329196309059e17, "id_precision_lost"),
    (990101198706150017, "id_precision_lost"),
    ("3.30327E+17", "id_precision_lost"),
    ("3.30327198706129e+17", "id_precision_lost"),
    ("990101870615001", "id_15"),
    (990101870615001.0, "id_15"),
    ("不详", "id_missing"),
    (with_check("00000019870615001"), "id_area"),
    (with_check("99010119870230001"), "id_birth_invalid"),
    (with_check("99010119871301001"), "id_birth_invalid"),
    (with_check("99010118790101001"), "id_birth_invalid"),
    (with_check("99010121870101001"), "id_birth_invalid"),
])  # fmt: skip
def test_each_fault_has_its_own_reason(raw: object, code: str) -> None:
    assert code_of(raw) == code


def test_a_text_that_ends_in_three_zeros_and_does_not_check_names_the_likely_cause() -> None:
    with pytest.raises(Unreadable, match="截断"):
        ID.parse("330327196309059000")


def test_a_birth_date_after_today_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 22))
    assert ID.parse(with_check("99010120261122001")) == with_check("99010120261122001")
    assert code_of(with_check("99010120261123001")) == "id_birth_invalid"


@pytest.mark.parametrize("area", ["330327", "330382", "330300", "110110", "810000", "820000", "830000", "990101"])
def test_areas_that_exist_or_once_existed_raise_no_doubt(area: str) -> None:
    assert ID.check(with_check(f"{area}19430615001")) == ()


@pytest.mark.parametrize("area", ["123456", "330999", "770101"])
def test_an_area_nobody_knows_is_only_a_doubt(area: str) -> None:
    number = with_check(f"{area}19870615001")
    assert ID.parse(number) == number
    assert [doubt.code for doubt in ID.check(number)] == ["id_area"]


def test_the_oldest_numbers_of_fifteen_digits_belong_to_the_nineteenth_century() -> None:
    assert upgrade("990101950615997")[6:10] == "1895"
    with pytest.raises(Unreadable) as refusal:
        upgrade("990101951315001")
    assert refusal.value.code == "id_length"


def test_the_check_digit_agrees_with_an_independent_library() -> None:
    firsts = [f"{110000 + 7919 * n % 880000}19{n % 100:02d}0615{n * 37 % 1000:03d}" for n in range(500)]
    assert [check_digit(first) for first in firsts] == [ric.calc_check_digit(f"{first}0") for first in firsts]
