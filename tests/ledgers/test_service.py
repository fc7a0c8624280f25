"""The books of wishes, reports, posts and teams have the columns in practice and tell what was registered."""

from datetime import datetime

import pytest

from app import clock
from app.db.store import Store
from app.ledgers import figure as figures
from app.ledgers import ledger_named, table
from app.models import RECORDS
from app.operations import record as records
from app.operations import report_in, team, wish
from app.table import Table
from tests import make


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 9, 0).astimezone())


def book(store: Store, name: str, **options: str) -> Table:
    with store.read() as reader:
        return table(reader, ledger_named(name), **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "headings"),
    [
        (
            "微心愿认领台账",
            "序号 征集时间 心愿人 类别 联系电话 微心愿内容 认领单位 认领人 认领时间 完成时限 完成时间 落实情况 反馈",
        ),
        (
            "双报到台账",
            "序号 党员姓名 工作单位 职务 联系电话 住址 报到社区 报到时间 特长 认领岗位 参加活动次数 服务分钟 评价",
        ),
        ("驻村工作日志", "序号 日期 驻村人员 天气/地点 工作内容 类别 存在问题 解决情况 群众诉求 明日计划"),
    ],
)
def test_the_columns_are_those_in_practice(store: Store, name: str, headings: str) -> None:
    assert book(store, name).labels() == tuple(headings.split())


def test_the_roster_of_volunteers_has_who_is_registered_and_who_served(store: Store) -> None:
    place = make.unit(store, kind="社区")
    people = [
        records.save(store, RECORDS["report_in"], {"name": name, "community": place, **more})
        for name, more in (("仇远", {"volunteer_on": "2026-01"}), ("解明", {}), ("朴玉兰", {}))
    ]
    for kind, who in (("志愿服务", people[1]), ("建言献策", people[2])):
        report_in.hold(store, place, "清扫村道", on="2026-03-01", minutes=90, people=[who], details={"kind": kind})
    found = book(store, "志愿者名册")
    kept = {str(row[found.labels().index("姓名")]): row for row in found.rows}
    assert set(kept) == {"仇远", "解明"}
    assert kept["解明"][found.labels().index("服务时长（小时）")] == "1.5"
    assert kept["仇远"][found.labels().index("服务时长（小时）")] is None


def test_what_was_explained_to_how_many_is_a_ledger_and_a_figure(store: Store) -> None:
    squad = records.save(store, RECORDS["team"], {"name": "驻村工作队", "unit": make.unit(store)})
    who = records.save(store, RECORDS["posting"], {"name": "仇远", "team": squad})
    for day, kind, heard in (
        ("2026-03-01", "宣讲政策", 30),
        ("2026-03-02", "宣讲政策", None),
        ("2026-03-03", "调查研究", 9),
    ):
        log = {"day": day, "posting": who, "kind": kind, "audience": heard}
        records.save(store, RECORDS["work_log"], log)
    found = book(store, "政策宣讲台账")
    assert [row[found.labels().index("宣讲人数")] for row in found.rows] == [30, None]
    with store.read() as reader:
        told = {each.code: (each.value, each.rows) for each in figures.figures(reader, "2026-03")}
    assert told["talks"] == (2, 2)
    assert told["talks_heard"] == (30, 1)


def test_the_posted_sheet_of_wishes_tells_surnames_and_neither_phone_nor_need_nor_what_came_true(store: Store) -> None:
    home = make.household(store, "朴春生", phone="19900000017", need="残疾", village=make.unit(store))
    wish.collect(store, "", "收音机", on="2026-03-01", whose=("household", home))
    done = wish.collect(store, "仇远", "棉衣", on="2026-03-01")
    wish.claim(store, [done], "解明", on="2026-03-02")
    wish.fulfil(store, done, on="2026-03-05", result="已送到")
    found = book(store, "微心愿公示")
    assert found.mask == "name"
    assert [tuple(row[1:]) for row in found.rows] == [("石坪村", "朴*生", None, "收音机", "待公示")]


def test_the_book_of_a_day_leaves_out_wishes_that_came_later(store: Store) -> None:
    wish.collect(store, "朴春生", "收音机", on="2026-03-01")
    wish.collect(store, "仇远", "棉衣", on="2026-06-01")
    assert [row[2] for row in book(store, "wishes", as_of="2026-05-01").rows] == ["朴春生"]
    assert len(book(store, "wishes").rows) == 2


def test_posts_tell_how_many_they_need_and_who_holds_them_on_the_day(store: Store) -> None:
    community = make.unit(store, "云溪社区", kind="社区")
    post = records.save(store, RECORDS["duty"], {"name": "环境巡查员", "community": community, "places": 3})
    who = report_in.report(store, "解明", community, on="2026-03-01")
    (claim,) = report_in.take(store, [who], post, on="2026-03-05")
    report_in.give_up(store, claim, on="2026-05-01", reason="调离")
    (row,) = book(store, "服务岗位认领表", as_of="2026-04-01").rows
    assert (row[5], row[6], row[7]) == (3, 1, "解明")
    (row,) = book(store, "服务岗位认领表").rows
    assert (row[6], row[7]) == (0, None)


def test_an_activity_names_the_stages_it_lacks(store: Store) -> None:
    community = make.unit(store, "云溪社区", kind="社区")
    who = report_in.report(store, "解明", community, on="2026-03-01")
    details = {"organised": "支部", "recorded": "有照片"}
    report_in.hold(store, community, "清洁家园", on="2026-04-01", minutes=90, people=[who], details=details)
    (row,) = book(store, "服务活动记录").rows
    assert tuple(row[6:]) == (1, 90, "有照片", "总结 反馈")
    (row,) = book(store, "双报到台账").rows
    assert tuple(row[10:12]) == (1, 90)


def test_days_on_site_stand_under_their_months_with_halves_and_a_sum(store: Store) -> None:
    squad = records.save(store, RECORDS["team"], {"name": "驻村工作队", "days": 15})
    who = team.send(store, squad, "解明", on="2026-02-20")
    for day, spent in (("2026-03-02", "全天"), ("2026-03-03", "半天"), ("2026-04-01", None), ("2026-04-02", "请假")):
        team.log(store, who, day, "走访", spent=spent)
    team.log(store, who, "2026-04-01", "又一篇", spent="半天")
    (row,) = book(store, "驻村天数统计").rows
    assert row[4] == 15
    assert (row[7], row[8], row[9], row[17]) == ("1.5", "1", None, "2.5")


def test_the_roster_tells_team_group_and_where_each_is_posted(store: Store) -> None:
    squad = records.save(store, RECORDS["team"], {"name": "驻村工作队"})
    group = records.save(store, RECORDS["team"], {"name": "第一工作组", "parent": squad})
    team.send(store, squad, "解明", on="2026-02-20", role="队长")
    team.send(store, group, "仇远", on="2026-02-20", role="组长", unit=make.unit(store))
    assert [(*row[1:5], row[6]) for row in book(store, "工作队花名册").rows] == [
        ("驻村工作队", None, "解明", "队长", None), ("驻村工作队", "第一工作组", "仇远", "组长", "石坪村"),
    ]  # fmt: skip


def test_a_plan_tells_what_is_done_and_what_is_late(store: Store) -> None:
    squad = records.save(store, RECORDS["team"], {"name": "驻村工作队"})
    for name, period in (("走访", "2026-Q1"), ("打开销路", "2026-Q3"), ("总结", "2026-Q4")):
        team.plan(store, squad, name, period)
    team.finish(store, [1], on="2026-03-20")
    assert [row[7] for row in book(store, "工作队计划表").rows] == ["完成", "逾期", "未完成"]
