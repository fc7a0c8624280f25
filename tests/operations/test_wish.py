"""A wish goes from its collection to the word back, step by step; none comes true that nobody claimed, whatever is tried."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db import undo
from app.db.dump import dump
from app.db.queries import wish as queries
from app.db.queries.wish_word import STAGES
from app.db.store import Store
from app.errors import Rejected, UserError
from app.models import RECORDS
from app.operations import history, wish
from app.operations import record as records
from tests import make

CLAIMED = "coalesce(claimer, claimer_unit, claim_member, claim_cadre, claim_branch, claim_unit) IS NOT NULL"


def stage(store: Store, row: int) -> str:
    with store.read() as reader:
        return next(str(found[6]) for found in queries.wishes(reader) if found[0] == row)


def test_a_wish_goes_through_all_its_steps_and_each_is_undone_by_one_undo(store: Store) -> None:
    home = make.household(store, "朴春生", phone="19900000017", need="低保", village=make.unit(store))
    made = wish.collect(store, "", "一台收音机", on="2026-03-01", by="解明", whose=("household", home))
    steps = (
        lambda: wish.publish(store, [made], on="2026-03-03", by="解明"),
        lambda: wish.claim(store, [made], "仇远", on="2026-03-05", due="2026-04-01", unit="镇财政所"),
        lambda: wish.fulfil(store, made, on="2026-03-20", result="已送到家"),
        lambda: wish.feed_back(store, made, on="2026-03-22", words="满意"),
    )
    for before, after, step in zip(STAGES, STAGES[1:], steps, strict=False):
        assert stage(store, made) == before
        with store.read() as reader:
            stood = dump(reader)
        step()
        assert stage(store, made) == after
        undo.undo(store)
        with store.read() as reader:
            assert dump(reader) == stood
        undo.redo(store)
    names = ("name", "phone", "need", "household", "claimer", "claimer_unit", "result", "feedback")
    told = ["朴春生", "19900000017", "低保", home, "仇远", "镇财政所", "已送到家", "满意"]
    assert [make.value(store, "wish", made, name) for name in names] == told


def test_a_wish_without_a_name_words_or_day_is_refused_beside_the_fields(store: Store) -> None:
    with pytest.raises(Rejected) as refused:
        wish.collect(store, " ", "", on="2026-03-01")
    assert {problem.field for problem in refused.value.problems} == {"name", "content"}
    with pytest.raises(Rejected, match="请填写征集时间"):
        wish.collect(store, "朴春生", "收音机", on="")


def test_what_nobody_claimed_cannot_come_true_neither_by_the_verb_nor_by_the_form(store: Store) -> None:
    made = wish.collect(store, "朴春生", "收音机", on="2026-03-01")
    with pytest.raises(UserError, match="还没有人认领"):
        wish.fulfil(store, made, on="2026-03-20", result="已送到")
    with pytest.raises(Rejected, match="没有认领的心愿不能登记完成"):
        records.save(store, RECORDS["wish"], {"fulfilled_on": "2026-03-20"}, row=made)
    with pytest.raises(UserError, match="还没有登记完成"):
        wish.feed_back(store, made, on="2026-03-20", words="好")


def test_a_claimed_wish_is_not_claimed_again_and_can_be_given_back(store: Store) -> None:
    made = wish.collect(store, "朴春生", "收音机", on="2026-03-01")
    member = make.member(store, "单小红", phone="19900000018", work_unit="镇卫生院")
    wish.claim(store, [made], ("member", member), on="2026-03-05")
    assert make.value(store, "wish", made, "claimer_unit") == "镇卫生院"
    with pytest.raises(UserError, match="已有人认领"):
        wish.claim(store, [made], "仇远", on="2026-03-06")
    wish.release(store, made, on="2026-03-10", reason="调离")
    assert stage(store, made) == "待公示"
    assert "原认领：单小红" in make.value(store, "wish", made, "remark")
    wish.claim(store, [made], "仇远", on="2026-03-12")
    wish.fulfil(store, made, on="2026-03-20", result="已送到")
    with pytest.raises(UserError, match="已登记完成，不能取消认领"):
        wish.release(store, made, on="2026-03-21", reason="调离")


def test_a_step_before_the_day_of_the_last_and_a_promise_before_the_claim_are_refused(store: Store) -> None:
    made = wish.collect(store, "朴春生", "收音机", on="2026-03-10")
    with pytest.raises(Rejected, match="早于征集时间 2026-03-10"):
        wish.publish(store, [made], on="2026-03-09")
    with pytest.raises(Rejected, match="完成时限早于认领时间"):
        wish.claim(store, [made], "仇远", on="2026-03-12", due="2026-03-11")
    wish.claim(store, [made], "仇远", on="2026-03-12")
    with pytest.raises(UserError, match="已经办过"):
        wish.publish(store, [made], on="2026-03-13")


def test_of_two_who_may_have_wished_none_is_taken_by_itself(store: Store) -> None:
    village = make.unit(store)
    home = make.household(store, "朴春生", village=village)
    make.resident(store, home, "朴玉兰")
    make.member(store, "朴玉兰", village=village)
    with store.read() as reader:
        assert [found.record for found in queries.owners(reader, "朴玉兰")] == ["resident", "member"]
        assert [found.row for found in queries.owners(reader, "朴春生", "石坪村")] == [home]
        assert queries.owners(reader, "朴春生", "别的村") == []
        assert queries.owners(reader, "") == []


def test_a_wish_read_from_a_sheet_is_said_to_be_of_somebody_on_the_books_later(store: Store) -> None:
    home = make.household(store, "朴春生", phone="19900000017", need="低保", village=make.unit(store))
    made = wish.collect(store, "朴春生", "收音机", on="2026-03-01", details={"need": "空巢"})
    with store.read() as reader:
        name, found = queries.candidates(reader, made)
    assert (name, [each.row for each in found]) == ("朴春生", [home])
    wish.belong(store, made, ("household", home))
    told = [make.value(store, "wish", made, name) for name in ("household", "phone", "need")]
    assert told == [home, "19900000017", "空巢"]
    wish.belong(store, made, None)
    assert make.value(store, "wish", made, "household") is None


def test_cards_show_whose_wish_it_is_and_who_claimed_it(store: Store) -> None:
    home = make.household(store, "朴春生")
    who = make.resident(store, home, "朴玉兰")
    member = make.member(store, "单小红")
    made = wish.collect(store, "", "一台收音机", on="2026-03-01", whose=("resident", who))
    wish.claim(store, [made], ("member", member), on="2026-03-05")
    with store.read() as reader:
        for record, row in (("household", home), ("resident", who)):
            assert [done.what for done in queries.of(reader, record, row)] == ["一台收音机"]
        assert [done.what for done in queries.claimed(reader, "member", member)] == ["朴玉兰：一台收音机"]
        assert queries.of(reader, "member", member) == []


@dataclass(frozen=True)
class Act:
    name: str
    day: int
    who: str


ACTS = st.lists(
    st.builds(
        Act, st.sampled_from(["publish", "claim", "release", "fulfil", "feed_back", "undo", "redo"]), st.integers(0, 40),
        st.sampled_from(["member", "cadre", "branch", "unit", "name"]),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_whatever_is_tried_no_wish_is_fulfilled_without_a_claimant_nor_fed_back_unfulfilled(
    store: Store, acts: list[Act]
) -> None:
    made = wish.collect(store, "朴春生", "收音机", on="2026-03-01")
    for act in acts:
        try:
            _do(store, made, act)
        except (UserError, Rejected):
            continue
        finally:
            broken = (
                f"(fulfilled_on IS NOT NULL AND NOT ({CLAIMED})) OR (feedback_on IS NOT NULL AND fulfilled_on IS NULL)"
            )
            assert make.count(store, f"SELECT count(*) FROM wish WHERE {broken}") == 0


def _do(store: Store, row: int, act: Act) -> None:
    on = (date(2026, 3, 1) + timedelta(days=act.day)).isoformat()
    if act.name == "publish":
        wish.publish(store, [row], on=on)
    elif act.name == "claim":
        makers = {"member": make.member, "cadre": make.cadre, "branch": make.branch, "unit": make.unit}
        who = (act.who, makers[act.who](store)) if act.who in makers else "仇远"
        wish.claim(store, [row], who, on=on)
    elif act.name == "release":
        wish.release(store, row, on=on, reason="调整")
    elif act.name == "fulfil":
        wish.fulfil(store, row, on=on, result="已办")
    elif act.name == "feed_back":
        wish.feed_back(store, row, on=on, words="满意")
    elif act.name == "redo":
        undo.redo(store)
    else:
        undo.undo(store)
        if make.count(store, f"SELECT count(*) FROM wish WHERE id = {row}") == 0:
            undo.redo(store)  # the collection itself stays


def imported(store: Store, **claim: str) -> tuple[object, object]:
    """(member, cadre) to which the claimant of a wish that was typed with these words is linked."""
    row = records.save(store, RECORDS["wish"], {"name": "朴春生", "content": "一件棉衣", **claim})
    return make.value(store, "wish", row, "claim_member"), make.value(store, "wish", row, "claim_cadre")


def test_a_claimant_told_by_name_is_linked_by_telephone_or_workplace_and_by_nothing_less(store: Store) -> None:
    branch = make.branch(store)
    member = make.member(store, "解明", branch=branch, phone="13900000001")
    other = make.member(store, "解明", phone="13900000002", work_unit="水利站")
    cadre = make.cadre(store, "仇远", unit=make.unit(store, "青禾镇"))
    assert imported(store, claimer="解明", claimer_phone="13900000001") == (member, None)
    assert imported(store, claimer="解明", claimer_unit="水利站") == (other, None)
    assert imported(store, claimer="解明", claimer_unit="中共石坪村支部委员会") == (member, None)
    assert imported(store, claimer="仇远", claimer_unit="青禾镇") == (None, cadre)
    assert imported(store, claimer="解明") == (None, None)
    assert imported(store, claimer="解明", claimer_phone="13900000003", claimer_unit="水利站") == (None, None)
    assert imported(store, claimer="仇远", claimer_unit="别的镇") == (None, None)


def test_two_of_one_name_at_one_place_are_no_sure_claimant(store: Store) -> None:
    for _ in range(2):
        make.member(store, "解明", work_unit="水利站")
    assert imported(store, claimer="解明", claimer_unit="水利站") == (None, None)


def test_a_wish_whose_claimant_becomes_known_later_is_linked_when_the_workplace_is_filled_in(store: Store) -> None:
    member = make.member(store, "解明", work_unit="水利站")
    row = records.save(store, RECORDS["wish"], {"name": "朴春生", "content": "一件棉衣", "claimer": "解明"})
    records.save(store, RECORDS["wish"], {"remark": "电话通知"}, row=row)
    assert make.value(store, "wish", row, "claim_member") is None
    records.save(store, RECORDS["wish"], {"claimer_unit": "水利站"}, row=row)
    assert make.value(store, "wish", row, "claim_member") == member
    history.undo(store)
    assert make.value(store, "wish", row, "claim_member") is None


def test_another_claimant_written_by_hand_takes_the_old_link_away_and_brings_his_own(store: Store) -> None:
    first = make.member(store, "解明", work_unit="水利站")
    second = make.member(store, "仇远", work_unit="农技站")
    row = records.save(store, RECORDS["wish"], {"name": "朴春生", "content": "一件棉衣"})
    wish.claim(store, [row], ("member", first), on="2026-03-02")
    records.save(store, RECORDS["wish"], {"claimer_phone": "13900000009", "claimed_on": "2026-03-03"}, row=row)
    assert make.value(store, "wish", row, "claim_member") == first
    records.save(store, RECORDS["wish"], {"claimer": "单小红"}, row=row)
    assert make.value(store, "wish", row, "claim_member") is None
    records.save(store, RECORDS["wish"], {"claimer": "仇远", "claimer_unit": "农技站", "claimer_phone": None}, row=row)
    assert make.value(store, "wish", row, "claim_member") == second
    history.undo(store)
    history.undo(store)
    assert make.value(store, "wish", row, "claim_member") == first


def test_a_unit_that_claimed_is_parted_by_another_units_name_and_kept_by_its_path(store: Store) -> None:
    town = make.unit(store, "青禾镇", kind="乡镇")
    village = make.unit(store, "石坪村", parent=town)
    row = records.save(store, RECORDS["wish"], {"name": "朴春生", "content": "一件棉衣"})
    wish.claim(store, [row], ("unit", village), on="2026-03-02")
    records.save(store, RECORDS["wish"], {"claimer_unit": "青禾镇/石坪村"}, row=row)
    assert make.value(store, "wish", row, "claim_unit") == village
    records.save(store, RECORDS["wish"], {"claimer_unit": "县水利局"}, row=row)
    assert make.value(store, "wish", row, "claim_unit") is None
