"""People leave a household and come back; the household counts them, the pairings end."""

import pytest

from app.db.store import Store
from app.errors import UserError
from app.operations import cadre, household, member, pairing, resident
from tests import make


def test_who_leaves_ends_the_help_and_is_no_longer_counted(store: Store) -> None:
    home = make.household(store, size=3)
    wife = make.resident(store, home, "朴玉兰", relation="配偶")
    pairing.pair(store, "member_resident", ("member", make.member(store)), [("resident", wife)], since="2026-01-01")
    assert resident.leave(store, wife, on="2026-04-01", reason="死亡") == 1
    assert make.value(store, "household", home, "size") == 2
    assert make.count(store, "SELECT count(*) FROM pairing WHERE until = '2026-04-01'") == 1
    with pytest.raises(UserError, match="已经登记离开"):
        resident.leave(store, wife, on="2026-04-02", reason="死亡")
    resident.come_back(store, wife)
    assert (make.value(store, "household", home, "size"), make.value(store, "resident", wife, "left_on")) == (3, None)


def test_a_head_with_others_in_the_house_is_succeeded_first(store: Store) -> None:
    home = make.household(store)
    head = make.resident(store, home, "仇根水", relation="户主")
    wife = make.resident(store, home, "朴玉兰", relation="配偶")
    with pytest.raises(UserError, match="仇根水是户主"):
        resident.leave(store, head, on="2026-04-01", reason="死亡")
    resident.leave(store, wife, on="2026-03-01", reason="外嫁")
    assert resident.leave(store, head, on="2026-04-01", reason="死亡") == 0
    assert make.value(store, "household", home, "size") is None


def test_who_never_left_cannot_come_back(store: Store) -> None:
    home = make.household(store)
    resident_row, member_row, cadre_row = make.resident(store, home), make.member(store), make.cadre(store)
    for act in (
        lambda: resident.come_back(store, resident_row),
        lambda: member.come_back(store, member_row, on="2026-01-01", reason="更正"),
        lambda: cadre.come_back(store, cadre_row),
        lambda: household.move_back(store, home, on="2026-01-01", reason="更正"),
    ):
        with pytest.raises(UserError, match=r"没有登记(离开|离任|迁出)，不必恢复"):
            act()
