"""Telephone numbers as villages write them."""

import pytest

from app.kinds.kind import Unreadable
from app.kinds.phone import Phone


@pytest.mark.parametrize(("raw", "number"), [
    ("13800000000", "13800000000"), (13800000000.0, "13800000000"), ("１３８００００００００", "13800000000"),
    ("(86)13800000000", "13800000000"), ("0086-13800000000", "13800000000"), ("0577-1234567", "0577-1234567"),
    ("(0577)22345678", "0577-22345678"), ("057722345678", "0577-22345678"), ("0577 22345678", "0577-22345678"),
    ("0577－22345678", "0577-22345678"), ("01062345678", "010-62345678"), ("0577-22345678转801", "0577-22345678-801"),
    ("400-123-4567", "4001234567"), ("电话：0577-22345678", "0577-22345678"),
])  # fmt: skip
def test_a_whole_number_is_written_one_way(raw: object, number: str) -> None:
    assert Phone().parse(raw) == number
    assert Phone().check(number) == ()


@pytest.mark.parametrize("raw", ["671234", 671234, "22345678", "12345"])
def test_a_short_number_of_the_village_is_kept_and_doubted(raw: object) -> None:
    value = Phone().parse(raw)
    assert value == str(raw)
    assert [doubt.code for doubt in Phone().check(value)] == ["phone_format"]


@pytest.mark.parametrize(("raw", "code"), [
    ("1.38E+10", "phone_lost"), (1.5, "phone_lost"), (1e20, "phone_lost"), ("57722345678", "phone_lost"),
    (5772234567.0, "phone_lost"), ("13800000000/13900000000", "phone_format"), ("13800000000 13900000000", "phone_format"),
    ("13800000000、0577-22345678", "phone_format"), ("1380000000", "phone_format"), ("138000000001", "phone_format"),
    ("138****0000", "phone_format"), ("未知", "phone_format"), ("同上", "phone_format"), ("13800000000（儿子）", "phone_format"),
])  # fmt: skip
def test_what_cannot_be_dialled_is_told_apart_from_what_a_spreadsheet_lost(raw: object, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        Phone().parse(raw)
    assert refusal.value.code == code
