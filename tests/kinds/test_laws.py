"""What every kind promises: reading what it shows gives the same value, and an unreadable cell has a code and a sentence."""

from calendar import monthrange
from datetime import date, datetime

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.codes import LISTS, codes
from app.kinds import KINDS
from app.kinds.choice import Choice
from app.kinds.credit_code import CreditCode, check_character
from app.kinds.date import Date, PartialDate
from app.kinds.date_reading import EARLIEST, LATEST
from app.kinds.disability_card import DisabilityCard
from app.kinds.flag import Flag
from app.kinds.kind import Kind, Unreadable
from app.kinds.link import Link
from app.kinds.money import Money
from app.kinds.normal import EMPTY
from app.kinds.number import Number
from app.kinds.person_name import PersonName
from app.kinds.phone import Phone
from app.kinds.points import Points
from app.kinds.resident_id import ResidentId, birth_of, check_digit, sex_of, upgrade
from app.kinds.text import Text

ONE_OF_EACH: tuple[Kind, ...] = (
    Text(),
    Text(lines=True),
    PersonName(),
    Number(),
    Money(),
    Points(),
    Date(),
    Choice("sex"),
    Choice("ethnic"),
    Flag(),
    Link("branch"),
    Phone(),
    ResidentId(),
    DisabilityCard(),
    CreditCode(),
)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.text(),
    st.text("0123456789.-/年月日 xX*E+:()男女张三·一二十", max_size=24),
)
BIRTHS = st.dates(date(1880, 1, 1), date(2025, 12, 31))


@st.composite
def partial_dates(draw: st.DrawFn) -> PartialDate:
    year = draw(st.integers(EARLIEST, LATEST))
    month = draw(st.integers(1, 12))
    day = draw(st.integers(1, monthrange(year, month)[1]))
    return PartialDate(f"{year}-{month:02d}-{day:02d}"[: draw(st.sampled_from((4, 7, 10)))])


@st.composite
def resident_ids(draw: st.DrawFn) -> str:
    first17 = f"{draw(st.integers(110000, 999999))}{draw(BIRTHS):%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return first17 + check_digit(first17)


def test_every_kind_has_a_name_of_its_own_and_stands_in_the_table() -> None:
    assert {type(kind) for kind in ONE_OF_EACH} == set(KINDS.values())
    assert all(KINDS[kind.name] is type(kind) for kind in ONE_OF_EACH)


@pytest.mark.parametrize("kind", ONE_OF_EACH, ids=repr)
def test_the_empty_words_of_the_rosters_are_nothing_for_every_kind(kind: Kind) -> None:
    assert [kind.parse(raw) for raw in (None, *sorted(EMPTY), " ", "\u3000", "／", "－", " 无 ")] == [None] * 12
    assert kind.text(None) == ""
    assert kind.check(None) == ()


def read(kind: Kind, raw: object) -> tuple[object, Unreadable | None]:
    try:
        return kind.parse(raw), None
    except Unreadable as refusal:
        return None, refusal


@given(CELLS)
def test_any_cell_is_read_or_refused_with_a_code_and_a_polite_sentence(raw: object) -> None:
    for kind in ONE_OF_EACH:
        value, refusal = read(kind, raw)
        if refusal is None:
            shown = kind.text(value)
            assert kind.text(kind.parse(shown)) == shown
        else:
            assert refusal.code.isidentifier()
            assert refusal.text.endswith("。")


@given(st.text())
def test_text_reads_what_it_shows(raw: str) -> None:
    for kind in (Text(), Text(lines=True)):
        value = kind.parse(raw)
        assert kind.parse(kind.text(value)) == value


@given(st.integers(0, 10**15 - 1))
def test_numbers_read_what_they_show(value: int) -> None:
    assert Number().parse(Number().text(value)) == value


@given(st.integers(-(10**14), 10**14))
def test_money_reads_what_it_shows_to_the_last_cent(cents: int) -> None:
    assert Money().parse(Money().text(cents)) == cents


@given(st.integers(-(10**9), 10**9))
def test_money_from_a_spreadsheet_is_exact_to_the_cent(cents: int) -> None:
    assert Money().parse(cents / 100) == cents


@given(partial_dates())
def test_dates_read_what_they_show_and_stay_as_exact(value: PartialDate) -> None:
    read = Date().parse(Date().text(value))
    assert read == value
    assert isinstance(read, PartialDate)
    assert read.first() <= read.last()
    assert (read.first() == read.last()) == (read.precision == "day")


@given(partial_dates())
def test_each_shape_of_a_date_is_read_alike(value: PartialDate) -> None:
    year, month, day = value.year, value.month, value.day
    shapes = [f"{year}年"]
    if month:
        shapes = [
            f"{year}.{month:02d}",
            f"{year}{month:02d}",
            f"{year}年{month}月",
            f"{year}/{month}",
            f"{month}/{year}",
        ]
    if month and day:
        shapes = [
            f"{year}.{month}.{day}",
            f"{year}{month:02d}{day:02d}",
            f"{year}年{month:02d}月{day:02d}日",
            f"{year}/{month}/{day} 0:00:00",
            f"{year} - {month} - {day}",
        ]
    assert {Date().parse(shape) for shape in shapes} == {value}


@given(BIRTHS)
def test_a_date_cell_keeps_its_day(day: date) -> None:
    assert Date().parse(day) == day.isoformat()
    assert Date().parse(datetime(day.year, day.month, day.day)) == day.isoformat()  # noqa: DTZ001 - a cell has no zone


@given(resident_ids())
def test_every_right_number_is_accepted_whatever_the_age_of_its_county(number: str) -> None:
    assert ResidentId().parse(number) == number
    assert ResidentId().parse(number.lower()) == number
    assert birth_of(number) == f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    assert sex_of(number) == ("女", "男")[int(number[16]) % 2]


@given(resident_ids(), st.sampled_from("0123456789X"))
def test_every_wrong_check_digit_is_refused(number: str, last: str) -> None:
    assume(last != number[-1])
    with pytest.raises(Unreadable) as refusal:
        ResidentId().parse(number[:17] + last)
    assert refusal.value.code == "id_checksum"


@given(resident_ids(), st.integers(0, 16), st.integers(1, 9))
def test_every_single_wrong_digit_is_refused(number: str, place: int, more: int) -> None:
    wrong = number[:place] + str((int(number[place]) + more) % 10) + number[place + 1 :]
    with pytest.raises(Unreadable, match="请"):
        ResidentId().parse(wrong)


@given(resident_ids())
def test_a_number_that_a_spreadsheet_cut_is_known_by_its_type_even_when_its_check_digit_fits(number: str) -> None:
    assume(number[-1] != "X")
    for raw in (int(number), float(number), int(number[:15] + "000"), f"{float(number):.5E}"):
        with pytest.raises(Unreadable) as refusal:
            ResidentId().parse(raw)
        assert refusal.value.code == "id_precision_lost"


@given(resident_ids())
def test_a_number_of_fifteen_digits_is_offered_its_longer_form(number: str) -> None:
    assume(1900 <= int(number[6:10]) < 2000 and not number[14:17].startswith("99"))
    short = number[:6] + number[8:17]
    assert upgrade(short) == number
    with pytest.raises(Unreadable, match=number) as refusal:
        ResidentId().parse(short)
    assert refusal.value.code == "id_15"


@given(st.text("\u4e00\u9f99\u4dae\u36c3\U00020bb7\U0002a700", min_size=2, max_size=25), st.integers(0, 3))
def test_names_with_rare_characters_are_kept_and_blanks_in_them_are_not(name: str, blanks: int) -> None:
    assert PersonName().parse(name) == name
    assert PersonName().parse(name[0] + "\u3000" * blanks + name[1:]) == name


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_mobile_is_the_same_from_a_number_a_text_and_with_the_country_in_front(mobile: str) -> None:
    raws = (
        mobile,
        int(mobile),
        float(mobile),
        f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}",
        f"+86 {mobile}",
        f"86{mobile}",
        f"{mobile[:3]}-{mobile[3:7]}-{mobile[7:]}",
        f"手机：{mobile}",
        f"'{mobile}",
    )
    assert {Phone().parse(raw) for raw in raws} == {mobile}
    assert Phone().check(mobile) == ()


@given(st.from_regex(r"(010|02[0-9]|0[3-9][0-9]{2})-[2-9][0-9]{6,7}(-[0-9]{1,5})?", fullmatch=True))
def test_a_landline_reads_as_it_is_shown(number: str) -> None:
    assert Phone().parse(number) == number
    assert Phone().check(number) == ()


@given(st.text("0123456789ABCDEFGHJKLMNPQRTUWXY", min_size=17, max_size=17))
def test_a_credit_code_with_its_check_character_is_beyond_doubt(first17: str) -> None:
    code = first17 + check_character(first17)
    assert CreditCode().parse(code.lower()) == code
    assert CreditCode().check(code) == ()


@pytest.mark.parametrize("list_name", sorted(LISTS))
def test_every_entry_of_every_list_reads_as_itself(list_name: str) -> None:
    kind = Choice(list_name)
    assert [kind.parse(kind.text(entry.name)) for entry in codes(list_name)] == [e.name for e in codes(list_name)]


@pytest.mark.parametrize("value", ["是", "否"])
def test_yes_and_no_read_as_themselves(value: str) -> None:
    assert Flag().parse(Flag().text(value)) == value
