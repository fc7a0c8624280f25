"""Rules on wishes, reporting in and teams: each speaks where it must and is silent where it must be."""

from datetime import datetime

import pytest

from app import clock, rules
from app.db.store import Store
from app.ledgers import ledger_named, table
from app.models import RECORDS
from app.operations import member as members
from app.operations import record as records
from app.operations import report_in, setting, team, wish
from tests import make


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 9, 0).astimezone())


def texts(store: Store, code: str) -> list[str]:
    with store.read() as reader:
        return [alert.text for alert in rules.run(reader, only=[code])]


def test_a_wish_nobody_claims_speaks_after_the_days_of_the_setting(store: Store) -> None:
    old = wish.collect(store, "朴春生", "收音机", on="2026-10-01")
    wish.collect(store, "仇远", "棉衣", on="2026-11-20")
    wish.collect(store, "查先", "书", on="2026-10")
    assert texts(store, "wish_unclaimed") == ["朴春生的心愿“收音机”2026-10-01 起超过 30 天没有人认领，请联系认领。"]
    wish.claim(store, [old], "解明", on="2026-11-01")
    assert texts(store, "wish_unclaimed") == []
    setting.put(store, "wish_claim_days", "1")
    assert len(texts(store, "wish_unclaimed")) == 2


def test_a_wish_promised_by_a_day_that_is_over_is_late_until_it_comes_true(store: Store) -> None:
    made = wish.collect(store, "朴春生", "收音机", on="2026-10-01")
    wish.claim(store, [made], "解明", on="2026-10-05", due="2026-11-22")
    assert texts(store, "wish_late") == []
    records.save(store, RECORDS["wish"], {"due": "2026-11-21"}, row=made)
    assert texts(store, "wish_late") == ["朴春生的心愿“收音机”应于 2026-11-21 前完成（认领：解明），还没有登记完成。"]
    wish.fulfil(store, made, on="2026-11-22", result="已送到")
    assert texts(store, "wish_late") == []


def test_a_wish_that_came_true_waits_for_the_word_back(store: Store) -> None:
    made = wish.collect(store, "朴春生", "收音机", on="2026-10-01")
    wish.claim(store, [made], "解明", on="2026-10-05")
    wish.fulfil(store, made, on="2026-10-20", result="已送到")
    assert len(texts(store, "wish_without_feedback")) == 1
    wish.feed_back(store, made, on="2026-10-25", words="满意")
    assert texts(store, "wish_without_feedback") == []


def test_who_must_report_is_said_by_the_setting_alone(store: Store) -> None:
    office = make.branch(store, "中共机关支部委员会", domain="机关")
    rural = make.branch(store, "中共石坪村支部委员会", domain="农村")
    missing = make.member(store, "解明", branch=office)
    make.member(store, "仇远", branch=office, occupation="退休人员")
    make.member(store, "查先", branch=rural)
    assert texts(store, "not_reported") == []
    setting.put(store, "report_in_domains", "机关、学校")
    assert texts(store, "not_reported") == ["解明（中共机关支部委员会）还没有到社区报到，请督促报到或补登。"]
    with store.read() as reader:
        assert [row[1] for row in table(reader, ledger_named("not_reported")).rows] == ["解明"]
    community = make.unit(store, "云溪社区", kind="社区")
    report_in.report(store, ("member", missing), community, on="2026-03-01")
    assert texts(store, "not_reported") == []
    with store.read() as reader:
        assert table(reader, ledger_named("not_reported")).rows == []


def test_a_post_that_nobody_holds_speaks_until_it_is_taken_or_given_up_again(store: Store) -> None:
    community = make.unit(store, "云溪社区", kind="社区")
    post = records.save(store, RECORDS["duty"], {"name": "环境巡查员", "community": community})
    assert texts(store, "duty_untaken") == ["云溪社区的服务岗位“环境巡查员”还没有人认领，请安排认领。"]
    who = report_in.report(store, "解明", community, on="2026-03-01")
    (claim,) = report_in.take(store, [who], post, on="2026-03-05")
    assert texts(store, "duty_untaken") == []
    report_in.give_up(store, claim, on="2026-04-05", reason="调离")
    assert len(texts(store, "duty_untaken")) == 1


def test_an_activity_without_one_of_its_stages_speaks_after_some_days(store: Store) -> None:
    community = make.unit(store, "云溪社区", kind="社区")
    made = report_in.hold(
        store, community, "清洁家园", on="2026-11-01", details={"organised": "支部", "recorded": "有照片"}
    )
    report_in.hold(store, community, "昨天的活动", on="2026-11-21")
    assert texts(store, "activity_incomplete") == ["2026-11-01 的服务活动“清洁家园”缺总结、反馈，请补登。"]
    records.save(store, RECORDS["activity"], {"summary": "好", "feedback": "好"}, row=made)
    assert texts(store, "activity_incomplete") == []


def test_days_on_site_are_short_only_where_days_are_demanded_and_the_month_was_whole(store: Store) -> None:
    squad = records.save(store, RECORDS["team"], {"name": "驻村工作队", "days": 2})
    group = records.save(store, RECORDS["team"], {"name": "第一组", "parent": squad})
    short = team.send(store, group, "解明", on="2026-02-20")
    enough = team.send(store, group, "仇远", on="2026-02-20")
    team.send(store, group, "新来的", on="2026-10-08")
    team.send(store, records.save(store, RECORDS["team"], {"name": "另一支队"}), "查先", on="2026-02-20")
    team.log(store, short, "2026-10-09", "走访", spent="全天")
    team.log(store, short, "2026-10-10", "走访", spent="半天")
    team.log(store, short, "2026-11-10", "走访", spent="全天")
    for day in ("2026-10-09", "2026-10-10"):
        team.log(store, enough, day, "走访")
    assert texts(store, "days_short") == ["解明2026-10 驻点 1.5 天，不足应驻的 2 天，请核实或补登工作日志。"]
    team.log(store, short, "2026-10-12", "走访", spent="半天")
    assert texts(store, "days_short") == []


def test_a_plan_is_late_after_its_day_until_it_is_done(store: Store) -> None:
    squad = records.save(store, RECORDS["team"], {"name": "驻村工作队"})
    made = team.plan(store, squad, "打开销路", "2026-Q3", details={"owner_name": "仇远"})
    team.plan(store, squad, "总结", "2026-Q4")
    told = ["驻村工作队的计划“打开销路”应于 2026-09-30 前完成，责任人 仇远，还没有完成。"]
    assert texts(store, "plan_item_late") == told
    team.finish(store, [made], on="2026-11-01")
    assert texts(store, "plan_item_late") == []


def test_who_left_and_is_still_posted_is_named_with_the_reason(store: Store) -> None:
    squad = records.save(store, RECORDS["team"], {"name": "驻村工作队"})
    member = make.member(store, "解明")
    made = team.send(store, squad, ("member", member), on="2026-02-20")
    assert texts(store, "posted_but_gone") == []
    members.leave(store, member, on="2026-05-01", reason="转出")
    assert texts(store, "posted_but_gone") == ["解明已离开，派驻还没有结束，请结束派驻。"]
    team.call_back(store, [made], on="2026-05-01", reason="转出")
    assert texts(store, "posted_but_gone") == []


def test_a_claimant_or_reporter_who_left_is_named_until_it_is_put_right(store: Store) -> None:
    member, cadre = make.member(store, "解明"), make.cadre(store, "仇远")
    made = wish.collect(store, "朴春生", "收音机", on="2026-11-01")
    other = wish.collect(store, "查先", "棉衣", on="2026-11-01")
    wish.claim(store, [made], ("member", member), on="2026-11-02")
    wish.claim(store, [other], ("cadre", cadre), on="2026-11-02")
    who = report_in.report(store, ("member", member), make.unit(store, "云溪社区", kind="社区"), on="2026-03-01")
    assert texts(store, "wish_claimant_gone") + texts(store, "reported_but_gone") == []
    members.leave(store, member, on="2026-11-10", reason="转出")
    assert texts(store, "wish_claimant_gone") == [
        "朴春生的心愿“收音机”由解明认领，他已不在册，请取消认领后另请人认领。"
    ]
    assert texts(store, "reported_but_gone") == ["解明已不在册，双报到还没有结束，请结束报到。"]
    wish.release(store, made, on="2026-11-10", reason="转出")
    report_in.leave(store, who, on="2026-11-10", reason="转出")
    assert texts(store, "wish_claimant_gone") + texts(store, "reported_but_gone") == []


def test_a_log_of_tomorrow_or_before_the_posting_is_named_where_it_came_in_by_a_sheet(store: Store) -> None:
    squad = records.save(store, RECORDS["team"], {"name": "驻村工作队"})
    made = team.send(store, squad, "解明", on="2026-02-20")
    for day in ("2026-11-23", "2026-02-19", "2026-02-20"):
        records.save(store, RECORDS["work_log"], {"posting": made, "day": day, "content": "走访"})
    assert texts(store, "log_unlikely") == [
        "解明的工作日志日期 2026-11-23 还没有到，请更正。",
        "解明的工作日志日期 2026-02-19 早于派驻日期 2026-02-20，请更正。",
    ]


def test_a_claimant_who_may_be_one_on_the_books_is_shown_until_it_is_said(store: Store) -> None:
    member = make.member(store, "解明", phone="13900000001")
    made = wish.collect(store, "朴春生", "收音机", on="2026-11-01")
    wish.claim(store, [made], "解明", on="2026-11-02")
    assert texts(store, "wish_claimant_unclear") == [
        "朴春生的心愿“收音机”由解明认领，在册的同名党员 1 名；是同一人的，请在编辑里选上对应的人。"
    ]
    other = wish.collect(store, "查先", "棉衣", on="2026-11-01")
    wish.claim(store, [other], "解明", on="2026-11-02", phone="13900000009")  # another telephone, another person
    assert len(texts(store, "wish_claimant_unclear")) == 1
    records.save(store, RECORDS["wish"], {"claim_member": member}, row=made)
    assert texts(store, "wish_claimant_unclear") == []
