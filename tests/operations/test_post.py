"""Posts are dated links; 书记 and 副书记 on a branch are those who hold them, whichever way they came."""

import pytest

from app import clock
from app.db import undo
from app.db.queries import past, soundness
from app.db.store import Store
from app.errors import NeedsConsent, Rejected, UserError
from app.ledgers import ledger_named, table
from app.models import RECORDS
from app.operations import cadre, member, place, post
from app.operations import record as records
from tests import make

Line = tuple[object, ...]
TODAY = clock.today().isoformat


def posts(store: Store, branch: int, title: str = "书记") -> list[Line]:
    sql = "SELECT name, member, since, until FROM post WHERE branch = ? AND post = ? ORDER BY id"
    with store.read() as reader:
        return [tuple(found) for found in reader.exec_driver_sql(sql, (branch, title))]


def secretary(store: Store, branch: int) -> object:
    return make.value(store, "branch", branch, "secretary")


def edit(store: Store, branch: int, **values: object) -> None:
    records.save(store, RECORDS["branch"], values, row=branch)


def sound(store: Store) -> bool:
    with store.read() as reader:
        return soundness.rules(reader) == ()


@pytest.fixture
def home(store: Store) -> int:
    return make.branch(store)


def test_a_secretary_whose_name_nobody_in_the_branch_has_stays_a_name(store: Store) -> None:
    home = make.branch(store, secretary="解明")
    assert posts(store, home) == [("解明", None, None, None)]
    assert sound(store)


def test_a_name_is_linked_once_exactly_one_member_of_the_branch_has_it(store: Store) -> None:
    home = make.branch(store, secretary="解明")
    row = make.member(store, "解明", branch=home)
    assert posts(store, home) == [("解明", row, None, None)]


def test_who_moves_into_the_branch_that_names_him_is_linked_as_well(store: Store, home: int) -> None:
    row = make.member(store, "解明", branch=make.branch(store, "中共杉坪村支部委员会"))
    edit(store, home, secretary="解明")
    assert posts(store, home)[0][1] is None
    member.move(store, [row], home, on="2026-06-01", reason="搬家")
    assert posts(store, home)[0][:2] == ("解明", row)
    undo.undo(store)
    assert posts(store, home)[0][1] is None


def test_of_two_with_the_name_nobody_is_guessed(store: Store, home: int) -> None:
    make.member(store, "解明", branch=home, birth_date="1980")
    make.member(store, "解明", branch=home, birth_date="1990")
    edit(store, home, secretary="解明")
    assert posts(store, home) == [("解明", None, None, None)]


def test_an_edit_of_the_secretary_hands_the_post_over_today(store: Store) -> None:
    home = make.branch(store, secretary="解明")
    edit(store, home, secretary="仇远")
    assert posts(store, home) == [("解明", None, None, TODAY()), ("仇远", None, TODAY(), None)]
    edit(store, home, secretary=None)
    assert posts(store, home)[-1] == ("仇远", None, TODAY(), TODAY())
    assert sound(store)


def test_one_of_several_deputies_is_replaced_and_the_others_stay(store: Store) -> None:
    home = make.branch(store, deputy="甲一")
    post.appoint(store, ("branch", home), "副书记", "乙二", on="2026-01-05", reason="增补")
    assert make.value(store, "branch", home, "deputy") == "甲一"
    edit(store, home, deputy="丙三")
    assert make.value(store, "branch", home, "deputy") == "丙三"
    assert [line[0] for line in posts(store, home, "副书记") if line[3] is None] == ["乙二", "丙三"]
    assert sound(store)


def test_appointing_a_secretary_shows_on_the_branch_and_asks_before_it_replaces(store: Store, home: int) -> None:
    row = make.member(store, "单小红", branch=home)
    post.appoint(store, ("branch", home), "书记", ("member", row), on="2026-01-05", reason="上级任命")
    assert (secretary(store, home), posts(store, home)) == ("单小红", [("单小红", row, "2026-01-05", None)])
    with pytest.raises(NeedsConsent, match="现任书记是单小红"):
        post.appoint(store, ("branch", home), "书记", "仇远", on="2026-06-01", reason="调整")
    post.appoint(
        store, ("branch", home), "书记", "仇远", on="2026-06-01", reason="调整", consent=frozenset({"replace"})
    )
    assert secretary(store, home) == "仇远"
    assert posts(store, home)[0] == ("单小红", row, "2026-01-05", "2026-06-01")
    assert sound(store)
    undo.undo(store)
    assert secretary(store, home) == "单小红"


def test_the_same_holder_is_not_appointed_twice(store: Store, home: int) -> None:
    post.appoint(store, ("branch", home), "组织委员", "仇远", on="2026-01-05", reason="选举")
    with pytest.raises(Rejected, match="已经担任组织委员"):
        post.appoint(store, ("branch", home), "组织委员", "仇远", on="2026-02-05", reason="选举")


def test_an_unknown_post_a_bad_name_and_a_missing_reason_are_refused(store: Store, home: int) -> None:
    for title, who, reason, told in (
        ("大队长", "仇远", "选举", "没有名为“大队长”的职务"), ("书记", "仇远、解明", "选举", "像是几个人"),
        ("书记", "仇远", "", "请填写原因"),
    ):  # fmt: skip
        with pytest.raises(Rejected, match=told):
            post.appoint(store, ("branch", home), title, who, on="2026-01-05", reason=reason)
    assert make.count(store, "SELECT count(*) FROM post") == 0


def test_dismissal_empties_the_post_and_cannot_lie_before_the_appointment(store: Store, home: int) -> None:
    row = post.appoint(store, ("branch", home), "书记", "仇远", on="2026-01-05", reason="任命")
    with pytest.raises(Rejected, match="早于仇远的任职日期 2026-01-05"):
        post.dismiss(store, [row], on="2026-01-04", reason="免职")
    assert post.dismiss(store, [row], on="2026-07-01", reason="免职") == 1
    assert (secretary(store, home), posts(store, home)) == (None, [("仇远", None, "2026-01-05", "2026-07-01")])
    assert sound(store)


def test_who_leaves_or_dies_leaves_the_posts_vacant(store: Store, home: int) -> None:
    row = make.member(store, "单小红", branch=home)
    edit(store, home, secretary="单小红")
    member.die(store, row, on="2026-04-05")
    assert (secretary(store, home), posts(store, home)) == (None, [("单小红", row, None, "2026-04-05")])
    assert sound(store)


def test_a_corrected_name_is_corrected_on_the_branch(store: Store, home: int) -> None:
    row = make.member(store, "单晓红", branch=home)
    edit(store, home, secretary="单晓红")
    records.save(store, RECORDS["member"], {"name": "单小红"}, row=row)
    assert (secretary(store, home), posts(store, home)) == ("单小红", [("单小红", row, None, None)])
    assert sound(store)


def test_a_cadre_holds_a_post_in_a_unit_and_loses_it_with_his_office(store: Store) -> None:
    office, row = make.unit(store, "后垟村"), make.cadre(store, "查远")
    post.appoint(store, ("unit", office), "村（居）委会主任", ("cadre", row), on="2026-01-05", reason="选举")
    assert cadre.leave(store, row, on="2026-08-01", reason="调离") == (0, 1)
    assert make.value(store, "cadre", row, "left_on") == "2026-08-01"
    with store.read() as reader:
        assert [(span.what, span.until) for span in past.spans(reader, "post", "cadre", row)] == [
            ("村（居）委会主任　后垟村", "2026-08-01")
        ]
    cadre.come_back(store, row)
    assert make.count(store, "SELECT count(*) FROM post WHERE until IS NULL") == 0
    assert sound(store)


def test_merging_branches_ends_posts_and_term_of_the_one_that_goes(store: Store) -> None:
    gone = make.branch(store, "甲支部", secretary="解明", elected_on="2024-05-18")
    into = make.branch(store, "乙支部", secretary="仇远")
    place.merge(store, "branch", gone, into, on="2026-03-01", reason="撤并")
    assert posts(store, gone) == [("解明", None, None, "2026-03-01")]
    assert posts(store, into) == [("仇远", None, None, None)]
    assert make.count(store, "SELECT count(*) FROM term WHERE until = '2026-03-01'") == 1
    assert sound(store)


def test_ledgers_of_a_day_name_who_led_then(store: Store, home: int) -> None:
    for name, on in (("单小红", "2025-01-05"), ("仇远", "2026-06-01")):
        post.appoint(store, ("branch", home), "书记", name, on=on, reason="任命", consent=frozenset({"replace"}))
    days = ("2025-01-04", "2026-05-31", "2026-06-01", None)
    with store.read() as reader:
        led = [table(reader, ledger_named("branches"), as_of=day).rows[0][6] for day in days]
        named = [[row[3] for row in table(reader, ledger_named("officers"), as_of=day).rows] for day in days]
    assert led == [None, "单小红", "仇远", "仇远"]
    assert named == [[], ["单小红"], ["仇远"], ["仇远"]]


def test_posts_stand_in_their_official_order_those_held_now_first(store: Store) -> None:
    home = make.branch(store, secretary="解明")
    post.appoint(store, ("branch", home), "宣传委员", "甲一", on="2026-01-05", reason="选举")
    edit(store, home, deputy="乙二", secretary="仇远")
    with store.read() as reader:
        found = [(span.what, bool(span.until)) for span in past.spans(reader, "post", "branch", home)]
    assert found == [("书记　仇远", False), ("副书记　乙二", False), ("宣传委员　甲一", False), ("书记　解明", True)]


def test_who_left_takes_no_post_and_a_closed_branch_has_none(store: Store, home: int) -> None:
    gone, row = make.branch(store, "甲支部"), make.member(store, "单小红", branch=home)
    place.merge(store, "branch", gone, home, on="2026-03-01", reason="撤并")
    with pytest.raises(UserError, match="党组织“甲支部”已不在册"):
        post.appoint(store, ("branch", gone), "书记", ("member", row), on="2026-04-05", reason="任命")
    edit(store, gone, secretary="仇远")
    assert posts(store, gone) == []
    member.die(store, row, on="2026-04-05")
    with pytest.raises(UserError, match="党员“单小红”已不在册"):
        post.appoint(store, ("branch", home), "书记", ("member", row), on="2026-04-06", reason="任命")
    with pytest.raises(UserError, match="已不在册"):
        member.move(store, [row], home, on="2026-04-06", reason="调整")
    assert sound(store)
