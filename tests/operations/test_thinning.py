"""A year of backups thins to what one wants back, and a clock that lies makes nothing old."""

from datetime import date, timedelta

from app.operations.thinning import DAYS, MONTHS, WEEKS, WHOLE_DAYS, Made, kept

FIRST = date(2026, 1, 1)


def _year(per_day: int = 6, days: int = 365) -> list[Made]:
    """As they lie there when they are thinned after each one."""
    there: list[Made] = []
    number = 0
    for day in range(days):
        for _ in range(per_day):
            number += 1
            there.append((number, FIRST + timedelta(day)))
            stay = kept(there)
            there = [one for one in there if one[0] in stay]
    return there


def test_after_a_year_two_whole_days_then_days_weeks_and_months_are_left() -> None:
    there = _year()
    days = sorted({day for _number, day in there}, reverse=True)
    newest = FIRST + timedelta(364)
    assert [day for day in days if (newest - day).days < WHOLE_DAYS] == [newest, newest - timedelta(1)]
    assert sum(day == newest for _number, day in there) == 6
    assert len(there) <= WHOLE_DAYS * 6 + DAYS + WEEKS + MONTHS
    assert set(days[: WHOLE_DAYS + DAYS]) == {newest - timedelta(i) for i in range(WHOLE_DAYS + DAYS)}
    assert (newest - days[-1]).days > 240  # months back, not days


def test_the_newest_of_each_day_is_the_one_that_stays() -> None:
    made = [(number, FIRST + timedelta(number // 3)) for number in range(30)]
    stay = kept(made)
    old = [number for number in stay if number < 24]
    assert old == [number for number in sorted(old) if number % 3 == 2]


def test_the_very_newest_always_stays_and_nothing_comes_of_nothing() -> None:
    assert kept([]) == frozenset()
    for count in range(1, 40):
        assert count - 1 in kept((i, FIRST + timedelta(i)) for i in range(count))


def test_a_clock_in_2099_takes_no_backup_away() -> None:
    before = _year(per_day=2, days=60)
    number = before[-1][0]
    jumped = [*before, (number + 1, date(2099, 1, 1))]
    assert kept(before) - kept(jumped) <= {one for one, day in before if day == FIRST + timedelta(58)}
    repaired = [*jumped, (number + 2, FIRST + timedelta(60)), (number + 3, FIRST + timedelta(61))]
    assert number + 1 in kept(repaired)  # its date fits nowhere: it stays


def test_a_clock_in_1970_makes_nothing_old() -> None:
    before = _year(per_day=2, days=60)
    number = before[-1][0]
    back = [*before, (number + 1, date(1970, 1, 1)), (number + 2, date(1970, 1, 1))]
    assert {one for one, _day in before} <= kept(back)
    assert {number + 1, number + 2} <= kept(back)


def test_the_order_of_the_files_in_the_folder_does_not_matter() -> None:
    made = _year(per_day=3, days=40)
    assert kept(made) == kept(reversed(made))
