"""What one month of dues costs: the worked examples of the regulation, the edges of its brackets, and stated rounding."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.store import Store
from app.errors import Rejected, UserError
from app.operations import due_reckoning as reckoning
from app.operations import setting

WAGE = reckoning.brackets("3000以下0.5%、5000以下1%、10000以下1.5%、其余2%")
RETIRED = reckoning.brackets("5000以下0.5%、其余1%")
TERMS = reckoning.Terms(WAGE, RETIRED, flat=20, farmer=None)
BY_WAGE = "按月领取工资的党员"
STUDENT, FARMER = "学生党员", "农民党员"
JOBLESS = "下岗失业、依靠抚恤或救济生活的党员"
ROUNDINGS = (reckoning.NEAREST, reckoning.DOWN, reckoning.UP)


def told(payer: str, base: int | None, fixed: int | None = None) -> tuple[int, str]:
    found = reckoning.monthly(TERMS, payer, base, fixed)
    assert isinstance(found, reckoning.Reckoned)
    return found.amount, found.rate


@pytest.mark.parametrize(
    ("payer", "base", "amount", "rate"),
    [
        (BY_WAGE, 280_000, 1_400, "0.5%"),
        (BY_WAGE, 300_000, 1_500, "0.5%"),
        (BY_WAGE, 300_001, 3_000, "1%"),
        (BY_WAGE, 450_000, 4_500, "1%"),
        (BY_WAGE, 500_000, 5_000, "1%"),
        (BY_WAGE, 500_001, 7_500, "1.5%"),
        (BY_WAGE, 800_000, 12_000, "1.5%"),
        (BY_WAGE, 1_000_000, 15_000, "1.5%"),
        (BY_WAGE, 1_000_001, 20_000, "2%"),
        (BY_WAGE, 1_500_000, 30_000, "2%"),
        ("实行年薪制的党员", 2_000_000, 40_000, "2%"),
        ("不按月取得收入的个体经营者等党员", 420_000, 4_200, "1%"),
        ("离退休党员", 500_000, 2_500, "0.5%"),
        ("离退休党员", 500_001, 5_000, "1%"),
        ("离退休党员", 620_000, 6_200, "1%"),
        (STUDENT, None, 20, "定额"),
        (JOBLESS, None, 20, "定额"),
    ],
)
def test_the_rate_of_the_bracket_holds_for_the_whole_base(payer: str, base: int, amount: int, rate: str) -> None:
    assert told(payer, base) == (amount, rate)


def test_farmers_pay_what_the_branch_set_for_them_and_nothing_is_guessed() -> None:
    assert told(FARMER, None, 50) == (50, "定额")
    missing = reckoning.monthly(TERMS, FARMER, None, None)
    assert missing == reckoning.Unknown("“农民党员”没有规定的比例，请登记每月定额")
    assert reckoning.monthly(TERMS, BY_WAGE, None, None) == reckoning.Unknown("没有登记党费计算基数")
    assert isinstance(reckoning.monthly(TERMS, "其他", 300_000, None), reckoning.Unknown)


@pytest.mark.parametrize(
    ("unit", "rounding", "amount"),
    [
        (1, reckoning.NEAREST, 1_235),  # 2469.00 元 × 0.5% = 12.345 元
        (1, reckoning.DOWN, 1_234),
        (1, reckoning.UP, 1_235),
        (10, reckoning.NEAREST, 1_230),
        (10, reckoning.UP, 1_240),
        (100, reckoning.NEAREST, 1_200),
        (100, reckoning.UP, 1_300),
    ],
)
def test_the_rest_is_rounded_as_the_settings_say(unit: int, rounding: str, amount: int) -> None:
    terms = reckoning.Terms(WAGE, RETIRED, 20, None, unit, rounding)
    assert reckoning.monthly(terms, BY_WAGE, 246_900, None) == reckoning.Reckoned(amount, "0.5%")


def test_less_is_never_more_and_letting_off_is_nothing() -> None:
    assert [reckoning.relieved(1_000, waived) for waived in (None, 0, 400, 2_000)] == [1_000, 0, 400, 1_000]


@given(st.integers(0, 10**9), st.sampled_from((1, 10, 100)), st.sampled_from(ROUNDINGS))
def test_nothing_is_negative_and_rounding_moves_less_than_one_unit(base: int, unit: int, rounding: str) -> None:
    terms = reckoning.Terms(WAGE, RETIRED, 20, None, unit, rounding)
    found = reckoning.monthly(terms, BY_WAGE, base, None)
    assert isinstance(found, reckoning.Reckoned)
    exact = base * reckoning.bracket_of(WAGE, base).rate
    assert found.amount >= 0
    assert found.amount % unit == 0
    assert abs(found.amount - exact) < unit
    assert rounding != reckoning.DOWN or found.amount <= exact
    assert rounding != reckoning.UP or found.amount >= exact
    assert rounding != reckoning.NEAREST or abs(found.amount - exact) * 2 <= unit


@given(st.integers(0, 10**8), st.integers(0, 10**8))
def test_who_earns_more_never_owes_less(one: int, other: int) -> None:
    less, more = sorted((one, other))
    assert told(BY_WAGE, less)[0] <= told(BY_WAGE, more)[0]


def test_rates_are_read_from_the_settings_and_what_cannot_be_read_is_said(store: Store) -> None:
    with store.read() as reader:
        assert reckoning.terms(reader) == TERMS
    setting.put(store, "due_wage", "4000元以下 1%；其余 2.5%")
    setting.put(store, "due_farmer", "0.5")
    setting.put(store, "due_unit", "角")
    with store.read() as reader:
        terms = reckoning.terms(reader)
    assert terms.wage == (reckoning.Bracket(400_000, Fraction(1, 100)), reckoning.Bracket(None, Fraction(1, 40)))
    assert (terms.farmer, terms.unit) == (50, 10)
    with pytest.raises(Rejected):
        setting.put(store, "due_unit", "厘")
    setting.put(store, "due_wage", "百分之一")
    with store.read() as reader, pytest.raises(UserError, match="党费比例"):
        reckoning.terms(reader)


@pytest.mark.parametrize(
    "text",
    ["", "3000以下0.5%", "其余1%、3000以下2%", "5000以下1%、3000以下2%、其余3%", "百分之一", "0.001以下1%、其余2%"],
)
def test_rates_that_leave_a_gap_or_go_back_are_refused(text: str) -> None:
    with pytest.raises(UserError, match="看不懂"):
        reckoning.brackets(text)
