"""Templates that ask for what was done – meetings, dues – and columns that belong to somebody who helps."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from app import clock
from app.commands import asking
from app.db.store import Store
from app.errors import UserError
from app.exchange import filling
from app.exchange.proposing_rows import narrowed
from app.models import RECORDS
from app.operations import due
from app.operations import record as records
from tests import make
from tests.exchange.blank_table import draw, values


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 5, 22, 9, 0).astimezone())


def test_dues_of_the_year_stand_beside_the_member_by_month(store: Store, tmp_path: Path) -> None:
    home = make.branch(store)
    row = make.member(store, "单小红", branch=home)
    make.member(store, "解明", branch=home)
    due.settle(store, row, "2026-01", payer="按月领取工资的党员", base=450_000)
    due.assess(store, "2026", branch=home)
    with store.read() as reader:
        paid = [r[0] for r in reader.exec_driver_sql("SELECT id FROM due WHERE month = '2026-02'")]
    due.pay(store, paid, on="2026-02-10")
    heads = [["党费收缴明细表"], ["姓名", "月应缴（元）", "1月", "2月", "全年应缴", "全年实缴"]]
    template = draw(tmp_path / "党费.xlsx", heads, box="A2:F4")
    filling.fill(store, filling.propose(store, template), tmp_path / "好.xlsx", filling.asking())
    rows = {line[0]: line[1:] for line in values(tmp_path / "好.xlsx")[2:]}
    assert rows["单小红"] == (45, None, 45, 540, 45)
    assert rows["解明"] == (None, None, None, None, None)


def test_a_table_of_party_days_asks_for_party_days_only(store: Store, tmp_path: Path) -> None:
    home = make.branch(store)
    for day, kinds in (("2026-03-05", "主题党日"), ("2026-03-06", "支委会")):
        values = {"name": f"{kinds}一", "branch": home, "kinds": kinds, "day": day, "attended": 9}
        records.save(store, RECORDS["meeting"], values)
    heads = [["主题党日活动台账"], ["序号", "活动时间", "活动主题", "开展地点", "所属支部", "参加人数"]]
    proposal = filling.propose(store, draw(tmp_path / "t.xlsx", heads, box="A2:F4"))
    assert proposal.origin == "meeting"
    assert [column.told for column in proposal.columns][1:] == ["day", "name", "place", "branch", "attended"]
    assert narrowed(proposal) == "会议类型:主题党日"
    query = asking.query("meeting", narrowed(proposal))
    done = filling.fill(store, proposal, tmp_path / "好.xlsx", filling.asking(query=query))
    assert done.rows == 1


@pytest.mark.parametrize(
    ("heads", "told"),
    [
        (["户主姓名", "家庭人口", "帮扶责任人", "手机号码"], ["head_name", "size", "cadre", "cadre_phone"]),
        (["户主姓名", "联系电话", "联系党员", "联系方式"], ["head_name", "phone", "helper", "helper_phone"]),
        (["户主姓名", "手机号码", "家庭人口", "困难类型"], ["head_name", "phone", "size", "need"]),
    ],
)
def test_a_telephone_belongs_to_the_person_at_its_left(
    heads: list[str], told: list[str], store: Store, tmp_path: Path
) -> None:
    template = draw(tmp_path / "t.xlsx", [["农户信息台账"], ["序号", *heads]], box="A2:E4")
    proposal = filling.propose(store, template)
    assert [column.told if column.likely else "" for column in proposal.columns][1:] == told


def _carrying(path: Path) -> Path:
    """A roster that somebody filled before: last year's people lie in a hidden sheet, a telephone in the properties."""
    book = load_workbook(draw(path, [["党员名单"], ["序号", "姓名", "性别", "所在支部"]], box="A2:D4"))
    book.create_sheet("去年").append(["张伟", "990101198706150017"])
    book["去年"].sheet_state = "hidden"
    book.properties.description = "联系电话 13900000001"
    book.save(path)
    return path


def test_a_list_for_the_wall_is_not_filled_into_a_template_that_carries_numbers(store: Store, tmp_path: Path) -> None:
    make.member(store, "解明", branch=make.branch(store))
    proposal = filling.propose(store, _carrying(tmp_path / "t.xlsx"))
    with pytest.raises(UserError, match="文件属性"):
        filling.fill(store, proposal, tmp_path / "张贴.xlsx", replace(filling.asking(), mask="name"))
    assert not (tmp_path / "张贴.xlsx").exists()
    done = filling.fill(store, proposal, tmp_path / "上报.xlsx", replace(filling.asking(), mask="middle"))
    assert any("没有脱敏" in note and "隐藏的工作表" in note for note in done.notes)
    assert filling.fill(store, proposal, tmp_path / "完整.xlsx", filling.asking()).rows == 1
