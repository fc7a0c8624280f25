"""Teams: people posted and called back, logs within the posting, days on site, plans from the year down to the month."""

from datetime import datetime

import pytest

from app import clock
from app.db import undo
from app.db.dump import dump
from app.db.queries import team as queries
from app.db.store import Store
from app.errors import Rejected, UserError
from app.models import RECORDS
from app.operations import record as records
from app.operations import team
from tests import make


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 9, 0).astimezone())


def squad(store: Store, name: str = "驻村工作队", **values: object) -> int:
    return records.save(store, RECORDS["team"], {"name": name, **values})


def test_a_cadre_is_posted_once_in_a_team_with_what_the_books_know(store: Store) -> None:
    village = make.unit(store)
    at = squad(store, unit=village)
    cadre = make.cadre(store, "解明", phone="19900000017", unit=make.unit(store, "县农业局", kind="机关"))
    made = team.send(store, at, ("cadre", cadre), on="2026-02-20", role="队长")
    names = ("name", "phone", "work_unit", "unit", "role")
    told = ["解明", "19900000017", "县农业局", village, "队长"]
    assert [make.value(store, "posting", made, name) for name in names] == told
    with pytest.raises(UserError, match="已在这支队组里"):
        team.send(store, at, ("cadre", cadre), on="2026-03-20")
    team.call_back(store, [made], on="2026-03-01", reason="轮换")
    team.send(store, at, ("cadre", cadre), on="2026-03-20")
    with store.read() as reader:
        assert len(queries.of(reader, "cadre", cadre)) == 2


def test_who_is_called_back_before_he_came_or_twice_is_refused(store: Store) -> None:
    made = team.send(store, squad(store), "仇远", on="2026-02-20")
    with pytest.raises(Rejected, match="早于仇远的派驻日期"):
        team.call_back(store, [made], on="2026-02-01", reason="轮换")
    team.call_back(store, [made], on="2026-03-01", reason="轮换")
    with pytest.raises(UserError, match="已不在册"):
        team.call_back(store, [made], on="2026-03-02", reason="轮换")


def test_a_team_that_is_dissolved_takes_its_groups_and_people_along_and_one_undo_brings_them_back(store: Store) -> None:
    above = squad(store)
    groups = [squad(store, f"第{i}工作组", parent=above) for i in (1, 2)]
    for i, group in enumerate(groups):
        team.send(store, group, f"仇{'甲乙'[i]}", on="2026-02-20")
    with store.read() as reader:
        before = dump(reader)
        assert [row[2] for row in queries.teams(reader)] == [0, 1, 1]
    assert team.disband(store, above, on="2026-06-01", reason="期满") == (3, 2)
    assert make.count(store, "SELECT count(*) FROM posting WHERE until IS NULL") == 0
    undo.undo(store)
    with store.read() as reader:
        assert dump(reader) == before


def test_a_log_lies_within_the_posting_and_never_in_the_future(store: Store) -> None:
    made = team.send(store, squad(store), "仇远", on="2026-02-20")
    team.log(store, made, "2026-03-02", "走访农户", kind="调查研究", spent="全天", details={"place": "村内"})
    for day, words in (("2026-02-01", "早于派驻日期"), ("2026-11-23", "还没有到"), ("", "请填写日期")):
        with pytest.raises(Rejected, match=words):
            team.log(store, made, day, "走访")
    team.call_back(store, [made], on="2026-04-01", reason="轮换")
    with pytest.raises(Rejected, match="派驻已于 2026-04-01 结束"):
        team.log(store, made, "2026-04-02", "走访")
    with pytest.raises(Rejected, match="请填写工作内容"):
        team.log(store, made, "2026-03-03", " ", spent="全天")
    team.log(store, made, "2026-03-03", "", spent="请假")


def test_a_team_may_have_its_own_kinds_of_work_and_its_groups_have_them_too(store: Store) -> None:
    above = squad(store, log_kinds="服务企业、调查研究")
    made = team.send(store, squad(store, "第一工作组", parent=above), "仇远", on="2026-02-20")
    plain = team.send(store, squad(store, "另一支队"), "解明", on="2026-02-20")
    with store.read() as reader:
        assert team.kinds(reader, made) == ("服务企业", "调查研究")
        assert team.kinds(reader, plain)[0] == "宣讲政策"
        assert len(team.kinds(reader, plain)) == 6
    team.log(store, made, "2026-03-02", "走访农户", kind="服务企业")
    with pytest.raises(Rejected, match="不在这支工作队的日志类别里"):
        team.log(store, made, "2026-03-02", "走访农户", kind="宣讲政策")
    with pytest.raises(Rejected, match="先在代码表里加上"):
        squad(store, "第三支队", log_kinds="入户走访、服务企业")


def test_days_on_site_count_each_day_once_a_half_as_half_and_absence_not(store: Store) -> None:
    above = squad(store, days=15)
    made = team.send(store, squad(store, "第一工作组", parent=above), "仇远", on="2026-02-20")
    for day, spent in (("02", "全天"), ("02", "半天"), ("03", "半天"), ("04", "请假"), ("05", None), ("06", "公出")):
        team.log(store, made, f"2026-03-{day}", "走访", spent=spent)
    team.log(store, made, "2026-04-01", "走访", spent="全天")
    with store.read() as reader:
        assert queries.halves(reader, made, "2026-03") == 5
        assert queries.demanded(reader, made) == 15
    records.save(store, RECORDS["posting"], {"days": 20}, row=made)
    with store.read() as reader:
        assert queries.demanded(reader, made) == 20
        assert queries.demanded(reader, team.send(store, squad(store, "另一支队"), "解明", on="2026-02-20")) is None


def test_a_plan_goes_from_the_year_to_quarters_and_months_and_is_done(store: Store) -> None:
    at = squad(store)
    year = team.plan(store, at, "驻村帮扶", "2026")
    quarter = team.plan(store, at, "打开销路", "2026-Q3", parent=year, details={"owner_name": "仇远"})
    month = team.plan(store, at, "联系客商", "2026-08", parent=quarter)
    assert [make.value(store, "plan_item", row, "due") for row in (year, quarter, month)] == [
        "2026-12-31", "2026-09-30", "2026-08-31",
    ]  # fmt: skip
    with pytest.raises(Rejected, match="不在上级事项的时段 2026-Q3 之内"):
        team.plan(store, at, "联系客商", "2026-10", parent=quarter)
    with pytest.raises(Rejected, match="看不懂时段"):
        team.plan(store, at, "联系客商", "八月")
    team.finish(store, [quarter, month], on="2026-09-01", result="已完成")
    with pytest.raises(UserError, match="已于 2026-09-01 完成"):
        team.finish(store, [month], on="2026-09-02")
    with store.read() as reader:
        assert [row[6] for row in queries.plan(reader, at, "2026")] == [None, "2026-09-01", "2026-09-01"]


@pytest.mark.parametrize(
    ("period", "above", "lies"),
    [("2026-07", "2026-Q3", True), ("2026-07", "2026", True), ("2026-Q3", "2026", True), ("2026-06", "2026-Q3", False),
     ("2027-07", "2026-Q3", False), ("2026", "2026-Q3", False), ("2026", "2026", True), ("2026-07", "2026-08", False)],
)  # fmt: skip
def test_a_period_lies_in_another_or_not(period: str, above: str, *, lies: bool) -> None:
    assert team.inside(period, above) is lies


def test_a_year_has_four_quarters_a_quarter_three_months_a_month_nothing_below() -> None:
    assert team.parts("2026") == ("2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4")
    assert team.parts("2026-Q3") == ("2026-07", "2026-08", "2026-09")
    assert team.parts("2026-07") == ()
