"""Where a household lived is a dated link; village and group on the household are the open one, whichever way it came."""

import pytest

from app import clock
from app.db import undo
from app.db.queries import soundness
from app.db.queries.coverage import coverage
from app.db.store import Store
from app.errors import Rejected, UserError
from app.ledgers import ledger_named, table
from app.models import RECORDS
from app.operations import household, place
from app.operations import record as records
from tests import make

Line = tuple[object, ...]


def abodes(store: Store, home: int) -> list[Line]:
    sql = "SELECT village, group_name, since, until, reason_out FROM abode WHERE household = ? ORDER BY id"
    with store.read() as reader:
        return [tuple(found) for found in reader.exec_driver_sql(sql, (home,))]


def sound(store: Store) -> bool:
    with store.read() as reader:
        return soundness.rules(reader) == ()


@pytest.fixture
def village(store: Store) -> int:
    return make.unit(store, "石坪村")


def test_registering_a_household_opens_its_abode_without_guessing_since_when(store: Store, village: int) -> None:
    home = make.household(store, village=village, group_name="三组")
    assert abodes(store, home) == [(village, "三组", None, None, None)]


def test_a_household_without_village_and_group_has_no_abode(store: Store) -> None:
    assert abodes(store, make.household(store)) == []
    assert sound(store)


def test_moving_closes_one_abode_and_opens_another_in_one_undoable_step(store: Store, village: int) -> None:
    home, new = make.household(store, village=village, group_name="三组"), make.unit(store, "后垟村")
    assert household.move(store, [home], new, "一组", on="2026-02-01", reason="移民搬迁") == 1
    assert abodes(store, home) == [
        (village, "三组", None, "2026-02-01", "移民搬迁"), (new, "一组", "2026-02-01", None, None),
    ]  # fmt: skip
    assert (make.value(store, "household", home, "village"), make.value(store, "household", home, "group_name")) == (
        new,
        "一组",
    )
    assert sound(store)
    undo.undo(store)
    assert abodes(store, home) == [(village, "三组", None, None, None)]
    assert make.value(store, "household", home, "village") == village


def test_who_already_lives_there_is_not_moved(store: Store, village: int) -> None:
    home = make.household(store, village=village, group_name="三组")
    assert household.move(store, [home], village, "三组", on="2026-02-01", reason="搬迁") == 0
    assert len(abodes(store, home)) == 1


def test_a_move_before_the_last_one_and_one_without_reason_are_refused(store: Store, village: int) -> None:
    home = make.household(store, village=village, group_name="三组")
    household.move(store, [home], village, "四组", on="2026-02-01", reason="搬迁")
    with pytest.raises(Rejected, match="早于迁入现址的日期 2026-02-01"):
        household.move(store, [home], village, "五组", on="2026-01-31", reason="搬迁")
    with pytest.raises(Rejected, match="请填写迁移原因"):
        household.move(store, [home], village, "五组", on="2026-03-01", reason="")
    assert len(abodes(store, home)) == 2


def test_an_edit_of_the_group_is_a_move_of_today_but_filling_one_in_is_not(store: Store, village: int) -> None:
    home = make.household(store, village=village)
    records.save(store, RECORDS["household"], {"group_name": "三组"}, row=home)
    assert abodes(store, home) == [(village, "三组", None, None, None)]
    records.save(store, RECORDS["household"], {"group_name": "四组"}, row=home)
    today = clock.today().isoformat()
    assert [line[1:4] for line in abodes(store, home)] == [("三组", None, today), ("四组", today, None)]
    assert sound(store)


def test_moving_out_closes_the_abode_and_coming_back_opens_it_again(store: Store, village: int) -> None:
    home = make.household(store, village=village, group_name="三组")
    household.move_out(store, home, on="2026-03-01", reason="进城")
    assert abodes(store, home) == [(village, "三组", None, "2026-03-01", "进城")]
    assert sound(store)
    household.move_back(store, home, on="2026-09-01", reason="返乡")
    assert abodes(store, home)[-1][:4] == (village, "三组", "2026-09-01", None)
    assert make.value(store, "household", home, "moved_on") is None
    with pytest.raises(UserError, match="没有登记迁出"):
        household.move_back(store, home, on="2026-09-02", reason="返乡")


def test_merging_villages_moves_the_abodes_on_that_day(store: Store, village: int) -> None:
    into = make.unit(store, "后垟村")
    home = make.household(store, village=village, group_name="三组")
    place.merge(store, "unit", village, into, on="2026-03-01", reason="撤并")
    assert [line[:4] for line in abodes(store, home)] == [
        (village, "三组", None, "2026-03-01"), (into, "三组", "2026-03-01", None),
    ]  # fmt: skip
    assert sound(store)


def test_a_household_that_was_split_off_was_not_there_before(store: Store, village: int) -> None:
    home = make.household(store, "仇根水", village=village, group_name="三组")
    make.resident(store, home, "仇根水", relation="户主")
    son = make.resident(store, home, "仇小水", relation="子")
    household.split(store, home, [son], head=son, on="2026-05-01")
    heads = [[row[4] for row in rows(store, day)] for day in ("2026-04-30", "2026-05-01", None)]
    assert heads == [["仇根水"], ["仇根水", "仇小水"], ["仇根水", "仇小水"]]


def test_ledger_and_coverage_of_a_day_know_where_a_household_lived_then(store: Store, village: int) -> None:
    new = make.unit(store, "后垟村")
    home = make.household(store, village=village, group_name="三组")
    household.move(store, [home], new, "一组", on="2026-02-01", reason="搬迁")
    assert [tuple(rows(store, day)[0][1:3]) for day in ("2026-01-31", "2026-02-01", None)] == [
        ("石坪村", "三组"), ("后垟村", "一组"), ("后垟村", "一组"),
    ]  # fmt: skip
    with store.read() as reader:
        totals = [coverage(reader, unit, day)[0].total for unit in (village, new) for day in ("2026-01-31", None)]
    assert totals == [1, 0, 0, 1]


def rows(store: Store, day: str | None) -> list[Line]:
    with store.read() as reader:
        return list(table(reader, ledger_named("households"), as_of=day).rows)


def test_a_household_that_moved_out_is_not_moved_within(store: Store, village: int) -> None:
    home = make.household(store, village=village, group_name="三组")
    household.move_out(store, home, on="2026-03-01", reason="进城")
    with pytest.raises(UserError, match="农户“仇根水”已不在册"):
        household.move(store, [home], village, "四组", on="2026-04-01", reason="搬迁")
    records.save(store, RECORDS["household"], {"group_name": "四组"}, row=home)
    assert len(abodes(store, home)) == 1
    assert sound(store)
