"""Who may be registered twice is found with the reason in words, and what people decided is remembered."""

import pytest

from app.db.queries.duplicate import Person
from app.db.store import Store
from app.errors import Rejected
from app.kinds.resident_id import check_digit
from app.operations import duplicate, history
from app.operations.duplicate import Pair
from app.rules.likeness import likeness, slip
from tests import make

MAN, WOMAN = "990101198706150017", "990101198706150025"


def number(first17: str) -> str:
    return first17 + check_digit(first17)


def found(store: Store, record: str = "member") -> tuple[Pair, ...]:
    with store.read() as reader:
        return duplicate.candidates(reader, record)


def told(store: Store, record: str = "member") -> list[tuple[set[str], str]]:
    return [({pair.one.name, pair.other.name}, pair.likeness.text) for pair in found(store, record)]


def person(**values: object) -> Person:
    return Person(0, "", "", "", "", "", "", "", None, "", "")._replace(**values)


def test_the_same_name_and_birth_date_are_found_with_the_reason(store: Store) -> None:
    make.member(store, "张伟", birth_date="1987-06-15", id_number=MAN)
    make.member(store, "张伟", birth_date="1987-06-15")
    assert told(store) == [({"张伟"}, "姓名相同、出生日期相同")]


def test_a_number_with_two_digits_swapped_is_found(store: Store) -> None:
    make.member(store, "单小红", id_number=WOMAN)
    make.member(store, "单小红", id_number=number("99010119780615002"))
    assert told(store) == [({"单小红"}, "姓名相同、证号有两位颠倒")]


def test_a_number_with_one_digit_wrong_is_found_when_the_name_sounds_the_same(store: Store) -> None:
    make.member(store, "章伟", id_number=MAN)
    make.member(store, "张伟", id_number=number("99010119870615003"))
    assert told(store) == [({"章伟", "张伟"}, "姓名同音、证号只差一位、出生日期相同")]


def test_brothers_born_on_one_day_are_not_taken_for_one(store: Store) -> None:
    home = make.household(store)
    make.resident(store, home, "仇大明", id_number=MAN)
    make.resident(store, home, "仇小明", id_number=number("99010119870615003"))
    assert told(store, "resident") == []


def test_namesakes_with_numbers_of_their_own_are_not_taken_for_one(store: Store) -> None:
    branch = make.branch(store)
    make.member(store, "张伟", id_number=MAN, branch=branch)
    make.member(store, "张伟", id_number=number("99010119620309001"), branch=branch)
    assert told(store) == []


def test_a_telephone_of_many_says_nothing_of_who_they_are(store: Store) -> None:
    for i in range(7):
        make.member(store, "张伟", phone="13900000001", birth_date=f"19{i}7-06-15")
    assert told(store) == []


def test_households_and_cadres_are_looked_through_as_well(store: Store) -> None:
    village = make.unit(store)
    for _i in range(2):
        make.household(store, "仇根水", village=village)
        make.cadre(store, "解明", unit=village, phone="13900000001")
    assert told(store, "household") == [({"仇根水"}, "姓名相同、同一村")]
    assert told(store, "cadre") == [({"解明"}, "姓名相同、电话相同、同一单位")]


def test_a_member_who_left_and_came_anew_is_found_but_not_a_voided_row(store: Store) -> None:
    left = make.member(store, "张伟", birth_date="1987-06-15")
    with store.work("离开") as work:
        work.change(duplicate.queries.RECORDS["member"], left, {"left_on": "2020-01-01"})
    again = make.member(store, "张伟", birth_date="1987-06-15")
    assert len(found(store)) == 1
    with store.work("作废") as work:
        work.change(duplicate.queries.RECORDS["member"], again, {"void_reason": "误录"})
    assert found(store) == ()


def test_who_was_told_apart_does_not_come_again_until_that_is_undone(store: Store) -> None:
    make.member(store, "张伟", birth_date="1987-06-15")
    make.member(store, "张伟", birth_date="1987-06-15")
    (pair,) = found(store)
    with pytest.raises(Rejected, match="理由"):
        duplicate.tell_apart(store, pair, " ")
    duplicate.put_off(store, pair, "等村里回话")
    assert [each.decision for each in found(store)] == ["等村里回话"]
    duplicate.tell_apart(store, pair, "两人身份证都看过")
    assert found(store) == ()
    history.undo(store)
    assert [each.decision for each in found(store)] == ["等村里回话"]


def test_a_slip_of_the_hand_is_one_digit_or_two_neighbours(store: Store) -> None:
    assert slip(MAN, MAN) == ""
    assert slip(MAN, number("99010119870615002")) == "证号只差一位"
    assert slip(MAN, number("99010119780615001")) == "证号有两位颠倒"
    assert slip(MAN, number("99010119780516001")) == ""
    assert make.count(store, "SELECT count(*) FROM member") == 0


def test_an_old_number_of_fifteen_digits_answers_to_the_new_one() -> None:
    one, other = person(name="张伟", sound="zhang wei", number="990101870615001"), person(number=MAN)
    assert "15 位和 18 位证号对应" in likeness("member", one, other).text


def test_what_speaks_against_it_is_said_too() -> None:
    one = person(name="张伟", sound="zhang wei", birth="1987-06-15", sex="男", phone="13900000001")
    other = one._replace(sex="女")
    assert likeness("member", one, other).text == "姓名相同、出生日期相同、电话相同；但性别不同"


@pytest.mark.parametrize(
    ("values", "names"),
    [
        ({"name": "张伟"}, {"张伟", "章伟"}),
        ({"name": "张伟", "id_number": MAN}, {"张伟"}),
        ({"name": "李静", "id_number": MAN}, {"张伟"}),
        ({"name": "李静"}, set()),
        ({}, set()),
    ],
)
def test_who_is_typed_again_is_noticed(store: Store, values: dict[str, str], names: set[str]) -> None:
    make.member(store, "张伟", id_number=MAN)
    make.member(store, "章伟", birth_date="1950-01-01")
    with store.read() as reader:
        shown, count = duplicate.noticed(reader, "member", values)
    assert {person.name for person, _like in shown} == names
    assert count == len(names)


def test_a_row_does_not_notice_itself(store: Store) -> None:
    row = make.member(store, "张伟", id_number=MAN)
    with store.read() as reader:
        assert duplicate.noticed(reader, "member", {"name": "张伟", "id_number": MAN}, row=row) == ((), 0)
        assert duplicate.noticed(reader, "unit", {"name": "张伟"}) == ((), 0)


def test_noticing_reads_the_index_of_search_texts_only(store: Store) -> None:
    make.member(store, "张伟")
    with store.read() as reader:
        sql = "EXPLAIN QUERY PLAN SELECT id FROM member INDEXED BY ix_member_search WHERE instr(search_key, 'a') > 0"
        assert "COVERING INDEX ix_member_search" in str(reader.exec_driver_sql(sql).all())
