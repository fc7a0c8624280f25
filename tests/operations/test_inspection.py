"""A sample is drawn with a stated seed and kept; the same seed and rows give it again; what call-backs find becomes a request."""

from datetime import date

import pytest

from app import clock, rules
from app.db.store import Store
from app.errors import Rejected, UserError
from app.ledgers import figure as figures
from app.ledgers import ledger_named, table
from app.operations import household, inspection, request
from app.operations.inspection import Draw
from tests import make


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 11, 20))


@pytest.fixture
def homes(store: Store) -> Store:
    village = make.unit(store)
    for i in range(10):
        make.household(store, f"仇{'甲乙丙丁戊己庚辛壬癸'[i]}水", village=village, phone=f"1990000{i:04d}")
    return store


def sample(store: Store, row: int) -> list[int]:
    with store.read() as reader:
        sql = "SELECT household FROM callback WHERE inspection = ? ORDER BY place_no"
        return [int(found[0]) for found in reader.exec_driver_sql(sql, (row,))]


def asked(**told: object) -> Draw:
    return Draw(**{"name": "十一月抽查", "subject": "农户", "seed": "20261120", "percent": 30, **told})  # type: ignore[arg-type]


def test_the_same_seed_gives_the_same_sample_and_another_seed_another(homes: Store) -> None:
    first = inspection.draw(homes, asked())
    again = inspection.draw(homes, asked(name="再抽一次"))
    other = inspection.draw(homes, asked(name="另抽", seed="8"))
    assert len(sample(homes, first)) == 3
    assert sample(homes, first) == sample(homes, again)
    assert sample(homes, first) != sample(homes, other)
    assert make.value(homes, "inspection", first, "population") == 10


def test_it_is_told_when_the_list_is_no_longer_the_same(homes: Store) -> None:
    row = inspection.draw(homes, asked())
    with homes.read() as reader:
        assert inspection.unchanged(reader, row)
    household.move_out(homes, 1, on="2026-11-20", reason="外迁")
    with homes.read() as reader:
        assert not inspection.unchanged(reader, row)


def test_a_share_is_rounded_up_and_more_than_there_are_is_refused(homes: Store) -> None:
    assert len(sample(homes, inspection.draw(homes, asked(percent=11)))) == 2
    with pytest.raises(Rejected, match="一共只有 10 个，不能抽 11 个"):
        inspection.draw(homes, asked(percent=0, size=11))
    with pytest.raises(Rejected, match="两个只填一个"):
        inspection.draw(homes, asked(size=3))
    with pytest.raises(UserError, match="没有可以抽的诉求"):
        inspection.draw(homes, asked(subject="诉求"))
    with pytest.raises(Rejected, match="请填写随机种子"):
        inspection.draw(homes, asked(seed=""))


def test_requests_are_drawn_within_their_days_and_unit(homes: Store) -> None:
    for day in ("2026-09-30", "2026-10-08", "2026-11-02"):
        request.receive(homes, {"received_on": day, "content": f"{day} 的事", "household": 1})
    row = inspection.draw(homes, asked(subject="诉求", percent=100, since="2026-10-01", until="2026-10-31", unit=1))
    assert make.value(homes, "inspection", row, "population") == 1
    shown = table_rows(homes)
    assert shown[0][4:7] == ("2026-0002　2026-10-08 的事", "仇甲水", "19900000000")


def table_rows(store: Store) -> list[tuple[object, ...]]:
    with store.read() as reader:
        return [tuple(row) for row in table(reader, ledger_named("callbacks")).rows]


def test_who_was_not_reached_said_nothing(homes: Store) -> None:
    inspection.draw(homes, asked())
    inspection.answer(homes, 1, {"reached": "否", "truthful": "是", "satisfaction": "满意"})
    assert make.value(homes, "callback", 1, "satisfaction") is None
    with pytest.raises(Rejected, match="请先选是否联系上"):
        inspection.answer(homes, 2, {"truthful": "是"})


def test_what_a_call_back_finds_becomes_a_request_once(homes: Store) -> None:
    inspection.draw(homes, asked())
    inspection.answer(homes, 1, {"reached": "是", "truthful": "是", "satisfaction": "不满意"})
    made = inspection.finding(homes, 1, "自来水时断时续")
    assert make.value(homes, "request", made, "source") == "督查回访"
    assert make.value(homes, "request", made, "household") == sample(homes, 1)[0]
    assert make.value(homes, "callback", 1, "finding") == made
    with pytest.raises(UserError, match="已经转为诉求"):
        inspection.finding(homes, 1, "又一件")


def test_shares_count_what_was_asked_and_nothing_else(homes: Store) -> None:
    inspection.draw(homes, asked(percent=0, size=4))
    inspection.answer(homes, 1, {"reached": "是", "truthful": "是", "satisfaction": "满意"})
    inspection.answer(homes, 2, {"reached": "是", "truthful": "否", "satisfaction": "不满意"})
    inspection.answer(homes, 3, {"reached": "否"})
    with homes.read() as reader:
        found = {each.code: each.value for each in figures.figures(reader, "2026-11")}
    assert (found["callbacks_drawn"], found["callbacks_done"], found["callbacks_reached"]) == (4, 3, 2)
    assert found["callbacks_checked_share"] == "75.0%"
    assert found["callbacks_reached_share"] == "66.7%"
    assert found["callbacks_true_share"] == "50.0%"
    assert found["callbacks_satisfied_share"] == "50.0%"


def test_a_sample_that_lies_is_remembered_until_it_is_asked(homes: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    inspection.draw(homes, asked(percent=0, size=1))
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 4))
    with homes.read() as reader:
        assert rules.run(reader, only=["callback_unasked"]) == []
    monkeypatch.setattr(clock, "today", lambda: date(2026, 12, 7))
    with homes.read() as reader:
        (alert,) = rules.run(reader, only=["callback_unasked"])
    assert alert.text == "十一月抽查（2026-11-20 抽取）还有 1 件没有回访，已过 11 个工作日，请抓紧回访。"
    inspection.answer(homes, 1, {"reached": "否"})
    with homes.read() as reader:
        assert rules.run(reader, only=["callback_unasked"]) == []
