"""Text, numbers, money, flags, choices, links and credit codes: the cells of every other column."""

from datetime import date, datetime

import pytest
from stdnum.cn import uscc

from app.kinds.choice import Choice
from app.kinds.credit_code import CreditCode
from app.kinds.flag import Flag
from app.kinds.kind import Kind, Unreadable
from app.kinds.link import Link, Ref
from app.kinds.money import Money, grouped
from app.kinds.number import Number
from app.kinds.text import Text


@pytest.mark.parametrize(("kind", "raw", "value"), [
    (Text(), " 石坪村  １２号\u200b ", "石坪村 12号"),
    (Text(), "一\n二", "一 二"),
    (Text(lines=True), "一 \r\n 二", "一\n二"),
    (Text(), "住址有误，见“附件”（一）", "住址有误，见“附件”（一）"),
    (Text(), 12.0, "12"),
    (Text(), 12.5, "12.5"),
    (Text(), date(1987, 6, 15), "1987-06-15"),
    (Text(), datetime(1987, 6, 15, 8, 30), "1987-06-15 08:30:00"),  # noqa: DTZ001 - a cell has no zone
    (Text(), float("nan"), None),
    (Text(), True, "是"),
    (Text(), "陈𠮷⻢", "陈𠮷马"),
    (Number(), "5人", 5),
    (Number(), "１２", 12),
    (Number(), 5.0, 5),
    (Number(), "1,234", 1234),
    (Number(least=None), "-3", -3),
    (Money(), 12.5, 1250),
    (Money(), "1,234.5元", 123450),
    (Money(), "￥3", 300),
    (Money(), "1.2万元", 1200000),
    (Money(), 0.1 + 0.2, 30),
    (Money(), "-0.01", -1),
    (Flag(), "√", "是"),
    (Flag(), True, "是"),
    (Flag(), 0.0, "否"),
    (Flag(), "×", "否"),
    (Choice("sex"), "男性", "男"),
    (Choice("sex"), 2.0, "女"),
    (Choice("sex"), " Ｆ ", "女"),
    (Choice("ethnic"), "汉", "汉族"),
    (Choice("ethnic"), 1, "汉族"),
    (Choice("ethnic"), "SH", "畲族"),
    (Choice("ethnic"), "乌兹别克", "乌孜别克族"),
    (Choice("education"), "大学", "大学本科"),
    (Choice("education"), "中等专科", "中专"),
    (Choice("branch_kind"), 632.0, "联合党支部"),
    (Link("branch"), " 红旗  支部 ", Ref("红旗 支部")),
    (CreditCode(), "91990101000000019m", "91990101000000019M"),
    (CreditCode(), "'54990101 0000 00027B", "54990101000000027B"),
])  # fmt: skip
def test_a_cell_is_read_as_the_clerk_meant_it(kind: Kind, raw: object, value: object) -> None:
    assert kind.parse(raw) == value


@pytest.mark.parametrize(("kind", "raw", "code"), [
    (Text(max_length=3), "一二三四", "cell_too_long"),
    (Text(), "长" * 32_768, "cell_too_long"),
    (Number(), "五六", "number_invalid"),
    (Number(), 5.5, "number_invalid"),
    (Number(), "9" * 5000, "number_range"),
    (Money(), "9" * 5000, "money_invalid"),
    (Number(), True, "number_invalid"),
    (Number(), -1, "number_range"),
    (Number(most=10), 11, "number_range"),
    (Money(), "1.234", "money_invalid"),
    (Money(), "若干", "money_invalid"),
    (Money(), 1e20, "money_invalid"),
    (Flag(), "也许", "flag_invalid"),
    (Choice("sex"), "不详", "sex_invalid"),
    (Choice("ethnic"), "穿青人", "ethnic_unknown"),
    (Choice("education"), "大本大", "choice_unknown"),
    (Choice("need"), "1", "choice_unknown"),
    (CreditCode(), "9199010100000001", "credit_length"),
    (CreditCode(), "9199010100000001OM", "credit_format"),
    (CreditCode(), 919901010000000190, "credit_lost"),
    (CreditCode(), "9.1990E+17", "credit_lost"),
])  # fmt: skip
def test_a_cell_that_cannot_be_read_says_why(kind: Kind, raw: object, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        kind.parse(raw)
    assert refusal.value.code == code


def test_money_is_shown_in_yuan_with_two_decimals() -> None:
    assert [Money().text(cents) for cents in (0, 5, 1250, -1)] == ["0.00", "0.05", "12.50", "-0.01"]


def test_a_credit_code_that_fails_its_check_is_kept_and_doubted() -> None:
    wrong = "91990101000000019N"
    assert CreditCode().parse(wrong) == wrong
    assert [doubt.code for doubt in CreditCode().check(wrong)] == ["credit_checksum"]


def test_the_check_of_credit_codes_agrees_with_an_independent_library() -> None:
    assert all(uscc.is_valid(code) for code in ("91990101000000019M", "54990101000000027B"))
    assert not any(CreditCode().check(code) for code in ("91990101000000019M", "54990101000000027B"))


def test_an_amount_is_read_in_thousands_and_what_is_no_amount_stays() -> None:
    assert grouped(Money().text(123_456_750)) == "1,234,567.50"
    assert grouped("-1234.05") == "-1,234.05"
    assert grouped("999.00") == "999.00"
    assert [grouped(text) for text in ("", "—", "98.3%", "****")] == ["", "—", "98.3%", "****"]
    assert Money().parse(grouped("1234.50")) == 123_450
