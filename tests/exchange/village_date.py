"""How do villages write dates? Each way with its truth, as exact as it was written."""

from typing import Any

from tests.exchange.village import EITHER, IN, Formula, Village, amid, line, stored
from tests.exchange.village_cell import Draft, files, one

DATE = ("date_invalid", "date_ambiguous", "date_unknown", "date_future", "date_order", "age_under_18")


DATES_UNSURE = (
    ("约2006年", "2006"),
    ("2006年左右", "2006"),
    ("2006年6月（补）", "2006-06"),
    ("2006年春", "2006"),
    ("2006.6?", "2006-06"),
)


DATES_BAD: tuple[Any, ...] = (
    "2006-02-30",
    "2006-13-01",
    "20061332",
    "2006年6月31日",
    "不详",
    "不清楚",
    "？",
    "待查",
    "5/6/2006",
    "06/05/2006",
    2006.1,
    "06.06",
    "86.6",
    "0006-06-15",
    0,
    -5,
    99999999,
    "2006年2月29日",
    "一九",
    "2005.06/2006.06",
    "200613",
    "6月15日",
    123,
    "1847.06",
    "大约",
    "未知",
    "1900-01-00",
    "2099-01-01",
    20991231,
    "2099",
    "206.06",
    "20006.06",
)


DATES_GOOD: tuple[tuple[Any, str], ...] = (
    ("2006.06", "2006-06"),
    ("200606", "2006-06"),
    ("2006-6-15", "2006-06-15"),
    ("2006/6/15", "2006-06-15"),
    ("20060615", "2006-06-15"),
    (20060615, "2006-06-15"),
    (200606, "2006-06"),
    ("2006年6月", "2006-06"),
    ("2006年6月15日", "2006-06-15"),
    ("2006年", "2006"),
    (2006, "2006"),
    ("2006", "2006"),
    (stored(2006, 6, 15), "2006-06-15"),
    (38883, "2006-06-15"),
    (2006.06, "2006-06"),
    (2006.12, "2006-12"),
    ("2006.06.15", "2006-06-15"),
    ("2006-06", "2006-06"),
    ("２００６．０６", "2006-06"),
    ("2006年06月15日", "2006-06-15"),
    ("2006-06-15 00:00:00", "2006-06-15"),
    ("2006-06-15T00:00:00", "2006-06-15"),
    ("2006 年 6 月", "2006-06"),
    ("2006、6、15", "2006-06-15"),
    ("2006.6.", "2006-06"),
    (" 2006.06 ", "2006-06"),
    ("'2006.06", "2006-06"),
    ("2006/06", "2006-06"),
    ("2006.10", "2006-10"),
    ("2006—06—15", "2006-06-15"),
    ("2006-6", "2006-06"),
    ("2006 06 15", "2006-06-15"),
    ("2006年6月15号", "2006-06-15"),
    ("二〇〇六年六月", "2006-06"),
    ("2006.06.15日", "2006-06-15"),
    ("2006年6", "2006-06"),
)


def dates() -> tuple[Village, ...]:
    made: list[Village | Draft] = [
        one("date", "join_date", raw, value, (), IN, full_date=None) for raw, value in DATES_GOOD
    ]
    made.append(one("date with a time", "join_date", stored(2006, 6, 15, 8, 30), "2006-06-15", (), IN, full_date=None))
    made += [one("date without truth", "join_date", raw, None, DATE, EITHER, full_date=None) for raw in DATES_BAD]
    made += [
        one("date half certain", "join_date", raw, (None, value), DATE, EITHER, full_date=None)
        for raw, value in DATES_UNSURE
    ]
    plain = (("2006。06", "2006-06"), ("15/6/2006", "2006-06-15"), ("2006.00", "2006"), ("2006-06-00", "2006-06"))
    made += [
        one("date that may be read", "join_date", raw, (None, value), (*DATE, ""), EITHER, full_date=None)
        for raw, value in plain
    ]
    made += [
        one("date empty", "join_date", raw, None, (), IN, full_date=None) for raw in (None, "无", "/", "—", "-", "空")
    ]
    made += [one("birth", "birth_date", raw, value, (), IN) for raw, value in DATES_GOOD[:8]]
    return files(made)


def more_dates() -> tuple[Village, ...]:
    made: list[Village | Draft] = []
    made += [
        amid(
            "full member before joining", line(3, join_date="2006-07-01", full_date="2005-07-01", codes=("date_order",))
        ),
        amid(
            "joined before birth",
            line(3, join_date=("1960-07-01", None), raw={"join_date": "1960-07-01"}, fate=EITHER, codes=DATE),
        ),
        amid(
            "joined at twelve",
            line(
                3,
                join_date=("1983-07-01", None),
                raw={"join_date": "1983-07-01"},
                full_date=None,
                fate=EITHER,
                codes=("age_under_18",),
            ),
        ),
        amid("joined in the year of the eighteenth birthday, month unknown", line(3, join_date="1989", full_date=None)),
        amid(
            "date_error",
            line(
                3,
                raw={"join_date": Formula("=NA()", "#N/A")},
                join_date=None,
                codes=("error_value", *DATE),
                fate=EITHER,
            ),
        ),
    ]
    return files(made)


KINDS = (*dates(), *more_dates())
