"""The search grammar, as a clerk types it."""

import pytest

from app.db.queries import listing
from app.db.queries.grammar import parse
from app.db.queries.listing import Condition, Query
from app.db.store import Store
from app.errors import UserError
from app.models import RECORDS
from tests import make

MEMBER = RECORDS["member"]


def test_fields_signs_marks_and_words_are_told_apart() -> None:
    conditions, words, marks = parse(MEMBER, "支部:红旗 党龄>50 未结对 zw 性别=女")
    assert conditions == (
        Condition("branch", "has", "红旗"),
        Condition("party_years", "gt", 50),
        Condition("sex", "is", "女"),
    )
    assert (words, marks) == (("zw",), ("未结对",))


def test_full_width_signs_and_blanks_are_the_same() -> None:
    assert parse(MEMBER, "支部：红旗　民族＝汉")[0] == (
        Condition("branch", "has", "红旗"),
        Condition("ethnic", "is", "汉族"),
    )


def test_an_empty_field_can_be_asked_for() -> None:
    assert parse(MEMBER, "学历:空")[0] == (Condition("education", "empty"),)


def test_an_unknown_column_is_named_with_those_that_are_known() -> None:
    with pytest.raises(UserError, match="没有名为“身高”的栏目") as error:
        parse(MEMBER, "身高>180")
    assert "姓名" in error.value.hint


def test_a_number_is_asked_for_where_numbers_are_compared() -> None:
    with pytest.raises(UserError, match="不是数字"):
        parse(MEMBER, "党龄>很久")


def test_what_was_parsed_finds_the_rows(store: Store) -> None:
    home = make.branch(store, "中共红旗村支部委员会")
    make.member(store, "单小红", branch=home, birth_date="1987-06")
    make.member(store, "解明")
    for text in ("支部:红旗", "shanxh", "sxh", "出生日期=1987.6", "姓名=单小红", "支部=中共红旗村支部委员会"):
        conditions, words, marks = parse(MEMBER, text)
        query = Query("member", ("name",), conditions, words, marks)
        with store.read() as reader:
            found = [row[1] for row in listing.window(reader, query)]
        assert found == (["单小红"] if text != "shanxh" else []), text
