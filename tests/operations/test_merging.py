"""Two rows become one: nothing is guessed, everything that led to the other follows, one undo brings all of it back."""

from typing import Any

import pytest

from app.db import dump, search
from app.db.queries import duplicate as queries
from app.db.queries import past, soundness, standing
from app.db.queries.listing import Query, ids
from app.db.store import Store
from app.errors import Rejected, UserError
from app.models import RECORDS
from app.models.record import fields_of
from app.operations import abode, history, member, merging, pairing, post
from tests import make
from tests.test_catalogue import _add as another
from tests.test_catalogue import example

MAN = "990101198706150017"


def state(store: Store) -> str:
    with store.read() as reader:
        assert reader.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        assert past.astray(reader) == []
        assert soundness.rules(reader) == ()
        return dump.dump(reader)


def plan(store: Store, record: str, keep: int, gone: int) -> merging.Merging:
    with store.read() as reader:
        return merging.plan_merge(reader, record, keep, gone)


def everything(store: Store, record: str, **values: Any) -> int:
    """A row of the record with something leading to it by every link there is."""
    village, branch = make.unit(store, f"{values['name']}村"), make.branch(store, f"中共{values['name']}支部委员会")
    home = make.household(store, values["name"], village=village, group_name="一组")
    base = {
        "member": lambda: make.member(store, branch=branch, **values),
        "cadre": lambda: make.cadre(store, unit=village, **values),
        "household": lambda: home,
        "resident": lambda: make.resident(store, home, **values),
    }
    row = base[record]()
    with store.work("连接") as work:
        for code, model in RECORDS.items():
            for field in fields_of(model):
                if field.to == record:
                    _lead(work, code, field.name, row)
    return row


BESIDES: dict[str, dict[str, Any]] = {
    "post": {"name": "任职人", "unit": 1}, "pairing": {"since": "2026-01-01"}, "review": {"year": 2025},
}  # fmt: skip
SIDES = {"helper_": "helper_member", "helped_": "helped_household"}  # one of each is told where a record has them


def _lead(work: Any, code: str, name: str, row: int) -> None:
    """One row of the record that leads to `row` by that link, with whatever else it must say."""
    if code in ("membership", "abode"):
        return  # made with the row itself
    known = {field.name: field for field in fields_of(RECORDS[code])}
    values: dict[str, Any] = {name: row, **BESIDES.get(code, {})}
    if code == "pairing":
        sql = "SELECT id FROM pairing_kind WHERE code_no = 'member_household'"
        values["kind"] = work.connection.exec_driver_sql(sql).scalar()
    if name == "helped_resident" and code in ("visit", "deed"):  # who is visited is visited at home
        values["helped_household"] = another(work, RECORDS["household"])
    for side, usual in SIDES.items():
        if usual in known and code != "report_in" and not any(told.startswith(side) for told in values):
            values[usual] = another(work, RECORDS[known[usual].to])
    if code == "callback" and name != "household":
        values["household"] = another(work, RECORDS["household"])
    for field in known.values():
        if field.required and field.name not in values:
            values[field.name] = another(work, RECORDS[field.to]) if field.to else example(field)
    work.add(RECORDS[code], values)


@pytest.mark.parametrize("record", list(queries.SHAPES))
def test_everything_that_led_to_the_other_follows_and_one_undo_brings_it_back(store: Store, record: str) -> None:
    make.unit(store)
    keep = everything(store, record, name="单小红")
    gone = everything(store, record, name="张伟")
    before = state(store)
    planned = plan(store, record, keep, gone)
    sides = {choice.field.name: "other" for choice in planned.open}
    moved = merging.merge(store, record, keep, gone, sides)
    assert moved == sum(count for _what, count in planned.links) > 0
    after = state(store)
    for code, model in RECORDS.items():
        for field in fields_of(model):
            if field.to == record:
                assert make.count(store, f"SELECT count(*) FROM {code} WHERE {field.name} = {gone}") == 0
    history.undo(store)
    assert state(store) == before
    history.redo(store)
    assert state(store) == after


def test_what_one_row_lacks_is_filled_and_what_differs_must_be_chosen(store: Store) -> None:
    keep = make.member(store, "单小红", phone="13900000001")
    gone = make.member(store, "单小红", phone="13900000002", education="大专")
    planned = plan(store, "member", keep, gone)
    assert [choice.field.name for choice in planned.open] == ["phone"]
    with pytest.raises(Rejected, match="联系电话：两条记录写的不同"):
        merging.merge(store, "member", keep, gone, {})
    merging.merge(store, "member", keep, gone, {"phone": "kept"})
    assert make.value(store, "member", keep, "phone") == "13900000001"
    assert make.value(store, "member", keep, "education") == "大专"
    assert make.value(store, "member", gone, "void_reason") == "合并到党员“单小红”"


def test_the_chosen_branch_keeps_the_membership_that_says_so(store: Store) -> None:
    one, two = make.branch(store), make.branch(store, "中共柳湾村支部委员会")
    keep, gone = make.member(store, branch=one), make.member(store, branch=one)
    member.move(store, [gone], two, on="2026-03-01", reason="转接")
    merging.merge(store, "member", keep, gone, {"branch": "other"})
    assert make.value(store, "member", keep, "branch") == two
    sql = f"SELECT since FROM membership WHERE member = {keep} AND until IS NULL AND void_reason IS NULL"
    assert make.count(store, f"SELECT count(*) FROM ({sql})") == 1
    with store.read() as reader:
        assert reader.exec_driver_sql(sql).scalar() == "2026-03-01"
    state(store)


def test_a_household_at_a_place_that_neither_abode_names_moves_by_its_own(store: Store) -> None:
    one, two = make.unit(store), make.unit(store, "柳湾村")
    keep = make.household(store, village=one, group_name="一组")
    gone = make.household(store, village=two, group_name="二组")
    merging.merge(store, "household", keep, gone, {"village": "kept", "group_name": "other"})
    assert make.value(store, "household", keep, "group_name") == "二组"
    state(store)
    assert dict(past.STANDING["household"].stands) == {name: name for name in abode.PLACE}


def test_overlapping_times_are_reported(store: Store) -> None:
    keep, gone = (
        make.member(store, branch=make.branch(store)),
        make.member(store, branch=make.branch(store, "中共柳湾村支部委员会")),
    )
    assert any("党籍隶属时间重叠" in told for told in plan(store, "member", keep, gone).warnings)


def test_a_post_that_both_hold_is_held_once(store: Store) -> None:
    branch = make.branch(store)
    keep, gone = make.member(store), make.member(store)
    for row in (keep, gone):
        post.appoint(store, ("branch", branch), "委员", ("member", row), on="2026-01-01", reason="增补")
    merging.merge(store, "member", keep, gone, {})
    assert make.count(store, "SELECT count(*) FROM post WHERE until IS NULL AND void_reason IS NULL") == 1
    state(store)


def test_two_helpers_where_one_is_allowed_must_be_settled_first(store: Store) -> None:
    one, two = make.household(store), make.household(store)
    for home, name in ((one, "查明"), (two, "盖新")):
        helper = ("member", make.member(store, name))
        pairing.pair(store, "member_household", helper, [("household", home)], since="2026-01-01")
    with pytest.raises(UserError, match="先结束其中一个结对"):
        merging.merge(store, "household", one, two, {})
    assert make.value(store, "household", two, "void_reason") is None


def test_the_same_helper_of_both_households_helps_once(store: Store) -> None:
    one, two = make.household(store), make.household(store)
    helper = ("member", make.member(store))
    pairing.pair(store, "member_household", helper, [("household", one), ("household", two)], since="2026-01-01")
    merging.merge(store, "household", one, two, {})
    assert make.count(store, "SELECT count(*) FROM pairing WHERE until IS NULL AND void_reason IS NULL") == 1


def test_who_left_is_not_kept_in_the_place_of_who_is_there(store: Store) -> None:
    keep, gone = make.member(store), make.member(store)
    member.leave(store, keep, on="2026-01-01", reason="转出")
    with pytest.raises(UserError, match="保留在册的一条"):
        merging.merge(store, "member", keep, gone, {})
    merging.merge(store, "member", gone, keep, {})
    state(store)


def test_the_number_of_the_other_may_be_taken_over(store: Store) -> None:
    keep, gone = make.member(store, id_number=make.number(1)), make.member(store, id_number=MAN)
    merging.merge(store, "member", keep, gone, {"id_number": "other"})
    assert make.value(store, "member", keep, "id_number") == MAN


def test_the_name_and_the_number_of_the_other_still_find_the_one(store: Store) -> None:
    keep, gone = make.member(store, "单小红"), make.member(store, "善小红", id_number=MAN, phone="13900000002")
    merging.merge(store, "member", keep, gone, {"name": "kept"})
    assert search.reading("善小红") == ("shan", "xiao", "hong")
    with store.read() as reader:
        for word in ("善小红", "13900000002", MAN):
            assert ids(reader, Query("member", (), words=(word,))) == [keep]
    history.undo(store)
    with store.read() as reader:
        assert ids(reader, Query("member", (), words=("善小红",))) == [gone]


def test_one_row_is_not_merged_with_itself_or_with_one_that_is_gone(store: Store) -> None:
    keep, gone = make.member(store), make.member(store)
    with pytest.raises(UserError, match="同一条"):
        plan(store, "member", keep, keep)
    merging.merge(store, "member", keep, gone, {})
    with pytest.raises(UserError, match="已经作废"):
        merging.merge(store, "member", keep, gone, {})


def test_a_sheet_that_still_carries_the_uid_of_the_other_means_the_one(store: Store) -> None:
    first, second, third = (make.member(store, "单小红") for _i in range(3))
    uids = [make.value(store, "member", row, "uid") for row in (first, second, third)]
    merging.merge(store, "member", second, third, {})
    merging.merge(store, "member", first, second, {})
    with store.read() as reader:
        assert standing.told_by_uid(reader, "member", [*uids, "00000000-0000-4000-8000-000000000000"]) == dict.fromkeys(
            uids, first
        )
