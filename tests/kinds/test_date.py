"""Dates in the shapes that rosters have."""

from datetime import date, datetime, time

import pytest

from app import clock
from app.kinds.date import Date, PartialDate
from app.kinds.kind import Unreadable


@pytest.mark.parametrize(("raw", "value"), [
    ("1987.06", "1987-06"), ("198706", "1987-06"), (198706, "1987-06"), ("1987-6-15", "1987-06-15"),
    ("1987/6/15", "1987-06-15"), ("19870615", "1987-06-15"), (19870615.0, "1987-06-15"),
    ("1987年6月15日", "1987-06-15"), ("1987年 6 月", "1987-06"), ("1987年6月份", "1987-06"), ("1987年", "1987"),
    ("1987", "1987"), (1987, "1987"), (1987.0, "1987"), (1987.06, "1987-06"), (1987.12, "1987-12"), (1987.6, "1987-06"),
    ("1987.6.0", "1987-06"), ("1987-00-00", "1987"), ("19870600", "1987-06"), ("198700", "1987"),
    ("1987.06.15 00:00:00", "1987-06-15"), ("1987-06-15T00:00:00", "1987-06-15"), ("1987.1", "1987-01"),
    ("一九八七年六月", "1987-06"), ("一九八七年十二月二十三日", "1987-12-23"), ("二〇〇一年十月", "2001-10"),
    ("二ＯＯ一年十一月三十日", "2001-11-30"), ("１９８７．６．１５", "1987-06-15"), ("1987 06 15", "1987-06-15"),
    ("6/15/1987", "1987-06-15"), ("15/6/1987", "1987-06-15"), ("6/6/1987", "1987-06-06"), ("06/1987", "1987-06"),
    ("Jun 15, 1987", "1987-06-15"), ("15-Jun-1987", "1987-06-15"), ("1987年6月15日 星期一", "1987-06-15"),
    ("1987年6月15日生", "1987-06-15"), ("1987.06.", "1987-06"), ("'1987.06.15", "1987-06-15"),
    (31943, "1987-06-15"), (31943.0, "1987-06-15"), (31943.75, "1987-06-15"), ("31943", "1987-06-15"),
    (7854, "1921-07-02"), (date(1987, 6, 15), "1987-06-15"), (datetime(1987, 6, 15, 8, 30), "1987-06-15"),  # noqa: DTZ001
])  # fmt: skip
def test_every_shape_is_read_as_exactly_as_it_was_written(raw: object, value: str) -> None:
    assert Date().parse(raw) == value


@pytest.mark.parametrize("raw", [
    "87.6", "87年6月", "87-06-15", "870615", 870615, "八七年六月", "'87", "15-Jun-87", 87.6, "5/6/1987", 1987.1, 19876,
    "1987115", "约1987年", "1987年左右", "1987年春", "1987年前后", "1987.06-1990.07", "1987年或1988年", "1985年农历六月初五",
])  # fmt: skip
def test_what_has_two_readings_is_never_guessed(raw: object) -> None:
    with pytest.raises(Unreadable) as refusal:
        Date().parse(raw)
    assert refusal.value.code == "date_ambiguous"


@pytest.mark.parametrize("raw", [
    "1987-02-30", "1987年13月", "19871332", "1087年", "1987.0.15", "29/2/1987", "见档案", True, 5, 0, -3, time(8), 0.0,
    "1900-01-00", "1900/1/0", datetime(1899, 12, 31), "1987.06.15.7", float("inf"), 1e300, "²", "9" * 5000,  # noqa: DTZ001
])  # fmt: skip
def test_impossible_dates_are_called_so(raw: object) -> None:
    with pytest.raises(Unreadable) as refusal:
        Date().parse(raw)
    assert refusal.value.code in {"date_invalid", "date_ambiguous"}


@pytest.mark.parametrize("raw", ["不详", "未知", "待查", "?", "？"])
def test_a_date_that_is_not_known_is_not_an_empty_cell(raw: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        Date().parse(raw)
    assert refusal.value.code == "date_unknown"


@pytest.mark.parametrize(("value", "doubtful"), [
    ("2026-11-22", False), ("2026-11-23", True), ("2026-11", False), ("2026-12", True), ("2026", False), ("2027", True),
])  # fmt: skip
def test_only_a_date_that_lies_wholly_ahead_is_doubtful(
    value: str, doubtful: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 22))
    assert [doubt.code for doubt in Date().check(PartialDate(value))] == ["date_future"] * doubtful


def test_a_partial_date_knows_its_parts_and_its_reach() -> None:
    month = PartialDate("2000-02")
    assert (month.year, month.month, month.day, month.precision) == (2000, 2, None, "month")
    assert (month.first(), month.last()) == (date(2000, 2, 1), date(2000, 2, 29))
    assert PartialDate("1987").last() == date(1987, 12, 31)
    assert PartialDate("1987-06-15").day == 15
    assert sorted(map(PartialDate, ("1987-06-15", "1987", "1987-06"))) == ["1987", "1987-06", "1987-06-15"]


def test_a_day_is_asked_for_where_a_month_does_not_do() -> None:
    assert str(Date(exact=True).parse("2026.11.3")) == "2026-11-03"
    for rough in ("2026", "2026-11", "2026年11月"):
        with pytest.raises(Unreadable, match="没有写到日") as refused:
            Date(exact=True).parse(rough)
        assert refused.value.code == "date_inexact"
