"""A small made-up township whose every figure can be counted by hand."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from app import clock
from app.db.store import Store
from app.models import RECORDS
from app.operations import pairing
from app.operations.record import save
from tests.make import branch, cadre, household, member, number, unit

TODAY = datetime(2026, 11, 22, 9, 0).astimezone()


def stop_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is 22 November 2026."""
    monkeypatch.setattr(clock, "now", lambda: TODAY)


@dataclass(frozen=True)
class Town:
    """Row ids. 红旗村: three households, two held; 东风村: one, held by nobody. Of three members two are held."""

    store: Store
    town: int
    red: int
    east: int
    party: int
    red_branch: int
    east_branch: int
    anna: int
    bo: int
    chen: int
    head: int
    homes: tuple[int, int, int, int]


def build(store: Store) -> Town:
    town = unit(store, "青禾镇", kind="乡镇")
    red, east = unit(store, "红旗村", parent=town), unit(store, "东风村", parent=town)
    party = branch(store, "中共青禾镇委员会", kind="党委", unit=town)
    red_branch = branch(store, "中共红旗村支部委员会", parent=party, unit=red)
    east_branch = branch(store, "中共东风村支部委员会", parent=party, unit=east)
    anna = member(
        store, "单小红", branch=red_branch, village=red, id_number=number(1), sex="女", birth_date="1980-06-15", education="大专",
        member_kind="正式党员", join_date="2001-07-01", full_date="2002-07-01", phone="19900000001",
    )  # fmt: skip
    bo = member(
        store, "解明", branch=red_branch, village=red, id_number=number(2), ethnic="畲族", member_kind="正式党员",
        join_date="1999-05", full_date="2000-05",
    )  # fmt: skip
    chen = member(
        store, "仇远", branch=east_branch, birth_date="1998-01-02", member_kind="预备党员", join_date="2026-03-01",
        floating="是", flow_to="省城",
    )  # fmt: skip
    head = cadre(store, "查红旗", unit=town, duty="镇长", phone="19900000009")
    homes = (
        household(store, "朴根水", village=red, group_name="2组", size=4, head_id=number(10)),
        household(store, "区大发", village=red, group_name="10组", size=3, head_id=number(11), need="低保"),
        household(store, "盖家旺", village=red, group_name="2组", size=2, head_id=number(12)),
        household(store, "乐平", village=east, size=5, head_id=number(13), need="残疾"),
    )
    pairing.pair(store, "member_household", ("member", anna), [("household", h) for h in homes[:2]], since="2026-01-10")
    pairing.pair(store, "cadre_member", ("cadre", head), [("member", anna), ("member", bo)], since="2026-01-10")
    pairing.pair(store, "cadre_village", ("cadre", head), [("unit", red)], since="2026-01-10")
    pairing.pair(store, "cadre_household", ("cadre", head), [("household", homes[1])], since="2026-02-01")
    return Town(store, town, red, east, party, red_branch, east_branch, anna, bo, chen, head, homes)


def change(store: Store, record: str, row: int, **values: object) -> None:
    """Corrects one record, whatever the soft checks say."""
    save(
        store,
        RECORDS[record],
        values,
        row=row,
        consent=frozenset({"birth_id_mismatch", "sex_id_mismatch", "date_order"}),
    )
