"""Reporting in, service posts taken and given up, activities with who took part, and the word of the community."""

import pytest

from app.db import undo
from app.db.dump import dump
from app.db.queries import report_in as queries
from app.db.store import Store
from app.errors import NeedsConsent, Rejected, UserError
from app.models import RECORDS
from app.operations import record as records
from app.operations import report_in
from tests import make


@pytest.fixture
def community(store: Store) -> int:
    return make.unit(store, "云溪社区", kind="社区")


def duty(store: Store, community: int, name: str = "环境巡查员", **values: object) -> int:
    return records.save(store, RECORDS["duty"], {"name": name, "community": community, **values})


def open_claims(store: Store) -> int:
    return make.count(store, "SELECT count(*) FROM duty_claim WHERE until IS NULL AND void_reason IS NULL")


def test_a_member_reports_with_what_the_books_know_of_him(store: Store, community: int) -> None:
    member = make.member(store, "解明", work_unit="县农业局", phone="19900000017", duty="科员")
    made = report_in.report(store, ("member", member), community, on="2026-03-01", details={"skills": "法律"})
    names = ("name", "work_unit", "phone", "duty", "kind", "skills")
    told = ["解明", "县农业局", "19900000017", "科员", "党员", "法律"]
    assert [make.value(store, "report_in", made, name) for name in names] == told
    with pytest.raises(UserError, match="已在这里报到"):
        report_in.report(store, ("member", member), community, on="2026-03-02")
    report_in.report(store, ("member", member), make.unit(store, "东街社区", kind="社区"), on="2026-03-02")


def test_an_organisation_and_somebody_of_another_office_report_too(store: Store, community: int) -> None:
    branch = make.branch(store, "中共县农业局支部委员会", unit=make.unit(store, "县农业局", kind="机关"))
    made = report_in.report(store, ("branch", branch), community, on="2026-03-01")
    assert make.value(store, "report_in", made, "kind") == "党组织"
    report_in.report(store, "仇远", community, on="2026-03-01", details={"work_unit": "县医院"})
    with store.read() as reader:
        assert [row[1:3] for row in queries.reported(reader, community)] == [
            ("仇远", "县医院"), ("中共县农业局支部委员会", "县农业局"),
        ]  # fmt: skip


def test_a_post_is_taken_by_those_who_reported_there_once_each(store: Store, community: int) -> None:
    post = duty(store, community, places=1)
    first = report_in.report(store, "解明", community, on="2026-03-01")
    second = report_in.report(store, "仇远", community, on="2026-03-01")
    other = report_in.report(store, "查先", make.unit(store, "东街社区", kind="社区"), on="2026-03-01")
    report_in.take(store, [first], post, on="2026-03-05")
    with pytest.raises(UserError, match="已认领"):
        report_in.take(store, [first], post, on="2026-03-06")
    with pytest.raises(UserError, match="没有在设岗的社区报到"):
        report_in.take(store, [other], post, on="2026-03-06")
    with pytest.raises(Rejected, match="早于报到时间"):
        report_in.take(store, [second], post, on="2026-02-06")
    with pytest.raises(NeedsConsent, match="需要 1 人，认领后有 2 人"):
        report_in.take(store, [second], post, on="2026-03-06")
    report_in.take(store, [second], post, on="2026-03-06", consent=frozenset({"full"}))
    assert open_claims(store) == 2


def test_who_leaves_or_a_post_that_goes_ends_the_claims_in_one_undoable_step(store: Store, community: int) -> None:
    posts = [duty(store, community), duty(store, community, "书屋管理员")]
    who = report_in.report(store, "解明", community, on="2026-03-01")
    for post in posts:
        report_in.take(store, [who], post, on="2026-03-05")
    with store.read() as reader:
        before = dump(reader)
    assert report_in.close_duty(store, posts[0], on="2026-04-01", reason="并岗") == 1
    assert report_in.leave(store, who, on="2026-05-01", reason="调离") == 1
    assert open_claims(store) == 0
    undo.undo(store)
    undo.undo(store)
    with store.read() as reader:
        assert dump(reader) == before
    claim = next(iter(queries_held(store, who)))
    report_in.give_up(store, claim, on="2026-03-20", reason="时间冲突")
    assert open_claims(store) == 1


def queries_held(store: Store, who: int) -> list[int]:
    with store.read() as reader:
        return queries.held(reader, who)


def test_an_activity_is_kept_with_who_took_part_and_corrected_later(store: Store, community: int) -> None:
    people = [report_in.report(store, name, community, on="2026-03-01") for name in ("解明", "仇远", "查先")]
    made = report_in.hold(store, community, "清洁家园", on="2026-04-01", minutes=90, people=people[:2])
    assert make.count(store, "SELECT sum(minutes) FROM participation") == 180
    report_in.attend(store, made, {people[1]: 60, people[2]: 60})
    with store.read() as reader:
        assert set(queries.attending(reader, made)) == set(people[1:])
        assert [done.told for done in queries.parts(reader, "activity", made)] == ["60 分钟", "60 分钟"]
    undo.undo(store)
    with store.read() as reader:
        assert set(queries.attending(reader, made)) == set(people[:2])
    with pytest.raises(Rejected, match="请填写活动日期"):
        report_in.hold(store, community, "清洁家园", on="")


def test_the_community_says_its_word_of_many_at_once_never_before_they_reported(store: Store, community: int) -> None:
    people = [report_in.report(store, name, community, on="2026-03-01") for name in ("解明", "仇远")]
    report_in.review(store, people, "表现好", on="2026-12-01", by="朴玉兰")
    assert make.count(store, "SELECT count(*) FROM report_in WHERE review = '表现好'") == 2
    with pytest.raises(Rejected, match="早于解明的报到时间"):
        report_in.review(store, people, "表现好", on="2026-02-01")


def test_the_card_of_a_member_shows_where_he_reported_and_what_he_took(store: Store, community: int) -> None:
    member = make.member(store, "解明")
    who = report_in.report(store, ("member", member), community, on="2026-03-01")
    report_in.take(store, [who], duty(store, community), on="2026-03-05")
    with store.read() as reader:
        (done,) = queries.of(reader, "member", member)
    assert (done.what, done.told) == ("云溪社区　2026-03-01", "岗位：环境巡查员　参加活动 0 次")
