"""Letters out and in: who leaves when, who enters when, which letters are refused, and that each is one work."""

from typing import Any

import pytest

from app.db import undo
from app.db.dump import dump
from app.db.queries import place
from app.db.queries import transfer as queries
from app.db.store import Store
from app.errors import Rejected, UserError
from app.models import RECORDS
from app.operations import member, setting, transfer
from tests import make

TOLD = {"to_org": "中共远山镇委员会", "dues_until": "2026-10", "issued_on": "2026-11-02", "kind": "省内"}


def person(store: Store, **values: Any) -> int:
    branch = make.branch(store)
    told = {
        "branch": branch,
        "member_kind": "正式党员",
        "join_date": "2001-07-01",
        "id_number": make.number(7),
        **values,
    }
    return make.member(store, **told)


def value(store: Store, row: int, name: str) -> Any:
    return make.value(store, "transfer", row, name)


def test_a_letter_gets_a_number_its_validity_and_what_is_known_of_the_member(store: Store) -> None:
    row = transfer.issue(store, person(store), TOLD)
    assert value(store, row, "letter_no") == "2026-0001"
    assert value(store, row, "valid_days") == 10
    assert value(store, row, "from_org") == "中共石坪村支部委员会"
    assert value(store, row, "id_number") == make.number(7)
    other = make.member(store, "屈长水", branch=make.count(store, "SELECT id FROM branch"))
    assert value(store, transfer.issue(store, other, TOLD), "letter_no") == "2026-0002"


def test_the_member_stays_until_the_receipt_and_then_leaves_in_one_work(store: Store) -> None:
    who = person(store)
    row = transfer.issue(store, who, TOLD)
    assert make.value(store, "member", who, "left_on") is None
    with store.read() as reader:
        before = dump(reader)
    transfer.receipt(store, row, on="2026-11-09", by="中共远山镇委员会")
    assert make.value(store, "member", who, "left_on") == "2026-11-09"
    assert make.value(store, "member", who, "leave_reason") == "转出组织关系"
    assert value(store, row, "ended_on") == "2026-11-09"
    undo.undo(store)
    with store.read() as reader:
        assert dump(reader) == before


def test_a_whole_organisation_leaves_as_such(store: Store) -> None:
    who = person(store)
    transfer.receipt(store, transfer.issue(store, who, {**TOLD, "whole": "是"}), on="2026-11-09")
    assert make.value(store, "member", who, "leave_reason") == "整建制转出"


def test_between_our_own_branches_the_member_moves_and_never_leaves(store: Store) -> None:
    who, other = person(store), make.branch(store, "中共青溪村支部委员会")
    row = transfer.issue(store, who, {"to_branch": other, "dues_until": "2026-10", "issued_on": "2026-11-02"})
    assert value(store, row, "to_org") == "中共青溪村支部委员会"
    transfer.receipt(store, row, on="2026-11-09")
    assert make.value(store, "member", who, "branch") == other
    assert make.value(store, "member", who, "left_on") is None


def test_nobody_has_two_open_letters_and_no_two_letters_one_number(store: Store) -> None:
    who = person(store)
    first = transfer.issue(store, who, TOLD)
    with pytest.raises(UserError, match="还有一封没有回执的介绍信"):
        transfer.issue(store, who, TOLD)
    transfer.cancel(store, first, on="2026-11-03", reason="单位名称写错")
    with pytest.raises(Rejected, match="2026-0001 已用在"):
        transfer.issue(store, who, {**TOLD, "letter_no": "2026-0001"})
    assert value(store, transfer.issue(store, who, TOLD), "letter_no") == "2026-0002"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"dues_until": ""}, "党费交至年月"),
        ({"to_org": ""}, "转入党组织"),
        ({"valid_days": 91}, "最长三个月"),
        ({"issued_on": "2027-01-01"}, "还没有到"),
    ],
)
def test_a_letter_that_lacks_something_is_not_issued(store: Store, more: dict[str, Any], words: str) -> None:
    with pytest.raises(Rejected, match=words):
        transfer.issue(store, person(store), {**TOLD, **more})


def test_no_receipt_comes_before_the_letter_or_tomorrow(store: Store) -> None:
    row = transfer.issue(store, person(store), TOLD)
    for day, words in (("2026-11-01", "早于"), ("2027-01-01", "还没有到"), ("2026-11", "没有写到日")):
        with pytest.raises(Rejected, match=words):
            transfer.receipt(store, row, on=day)


def test_who_comes_in_becomes_a_member_of_the_branch_by_one_work(store: Store) -> None:
    home = make.branch(store)
    told = {"name": "湛小满", "id_number": make.number(8), "issued_on": "2026-11-02", "from_org": "中共远山镇委员会",
            "letter_no": "0031", "member_kind": "正式党员", "join_date": "2010-07-01", "full_date": "2011-07-01"}  # fmt: skip
    row = transfer.receive(store, told)
    assert value(store, row, "sex") == "女"
    with pytest.raises(Rejected, match="请选接收的党支部"):
        transfer.accept(store, row, on="2026-11-05")
    with pytest.raises(UserError, match="还没有接收"):
        transfer.reply(store, row, on="2026-11-06")
    with store.read() as reader:
        before = dump(reader)
    who = transfer.accept(store, row, on="2026-11-05", branch=home)
    assert make.value(store, "member", who, "branch") == home
    assert make.value(store, "member", who, "join_kind") == "转入组织关系"
    sql = (
        f"SELECT count(*) FROM membership WHERE member = {who} AND since = '2026-11-05' AND reason_in = '转入组织关系'"
    )
    assert make.count(store, sql) == 1
    undo.undo(store)
    with store.read() as reader:
        assert dump(reader) == before
    transfer.accept(store, row, on="2026-11-05", branch=home)
    transfer.reply(store, row, on="2026-11-06")
    assert value(store, row, "ended_on") == "2026-11-06"


def test_who_was_here_before_comes_back_as_the_same_member(store: Store) -> None:
    who = person(store)
    member.leave(store, who, on="2020-03-01", reason="转出组织关系")
    home = make.count(store, "SELECT id FROM branch")
    row = transfer.receive(
        store, {"name": "单小红", "id_number": make.number(7), "issued_on": "2026-11-02", "branch": home}
    )
    assert transfer.accept(store, row, on="2026-11-05") == who
    assert make.value(store, "member", who, "left_on") is None


def test_who_is_on_the_books_cannot_come_in_again(store: Store) -> None:
    person(store)
    home = make.count(store, "SELECT id FROM branch")
    row = transfer.receive(
        store, {"name": "单小红", "id_number": make.number(7), "issued_on": "2026-11-02", "branch": home}
    )
    with pytest.raises(UserError, match="现在在册"):
        transfer.accept(store, row, on="2026-11-05")


def test_the_board_counts_states_and_letters_past_their_day(store: Store) -> None:
    who = person(store)
    transfer.issue(store, who, {**TOLD, "issued_on": "2026-11-11"})
    transfer.receive(store, {"name": "湛小满", "issued_on": "2026-11-02", "valid_days": 90})
    with store.read() as reader:
        assert queries.standing(reader, "2026-11-21").expired == 0
        found = queries.standing(reader, "2026-11-22")
        assert found.expired == 1
        assert {word: count for word, count in found.states.items() if count} == {"已开出": 1, "待接收": 1}
        assert [line.told for line in queries.of(reader, "member", who)] == [
            "第 2026-0001 号　到 中共远山镇委员会　已开出"
        ]


def test_the_last_paid_month_is_offered_for_the_letter(store: Store) -> None:
    who = person(store)
    with store.work("缴纳") as work:
        work.add(RECORDS["due"], {"member": who, "month": "2026-09", "amount": 100, "paid": 100})
        work.add(RECORDS["due"], {"member": who, "month": "2026-10", "amount": 100})
    with store.read() as reader:
        assert queries.paid_until(reader, who) == "2026-09"


def test_the_validity_of_the_setting_stands_on_new_letters(store: Store) -> None:
    setting.put(store, "transfer_valid_days", "30")
    assert value(store, transfer.issue(store, person(store), TOLD), "valid_days") == 30


def test_letters_and_applicants_belong_to_the_unit_of_their_branch(store: Store) -> None:
    village, elsewhere = make.unit(store), make.unit(store, "青溪村")
    home = make.branch(store, unit=village)
    letter = transfer.issue(store, make.member(store, branch=home), TOLD)
    applicant = make.applicant(store, home)
    with store.read() as reader:
        assert place.inside(reader, RECORDS["transfer"], unit=village) == (letter,)
        assert place.inside(reader, RECORDS["applicant"], unit=village) == (applicant,)
        assert place.inside(reader, RECORDS["transfer"], unit=elsewhere) == ()
