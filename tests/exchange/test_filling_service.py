"""Tables that ask for visits, deeds, requests, wishes and reports in are filled from what was done, a row each."""

from pathlib import Path
from typing import Any

from app.db.store import Store
from app.exchange import filling
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.operations import report_in, request, wish
from tests import make
from tests.exchange import roster as r
from tests.exchange.blank_table import draw, values


def _filled(store: Store, path: Path, title: str, heads: str) -> tuple[str, list[tuple[Any, ...]]]:
    """The record whose rows were taken, and the rows."""
    words = heads.split()
    template = draw(path, [[title], words], box=f"A2:{chr(64 + len(words))}4")
    proposal = filling.propose(store, template)
    out = path.with_name("填好.xlsx")
    filling.fill(store, proposal, out, filling.asking())
    return proposal.rows_of.record, values(out)[2:]


def test_a_table_of_visits_tells_who_went_to_whom(store: Store, tmp_path: Path) -> None:
    home = make.unit(store, kind="村")
    make.member(store, "单小红", village=home)
    make.household(store, "仇根水", village=home, group_name="3组", phone="19900000001")
    heads = ["走访时间", "村", "走访人", "走访对象", "走访内容", "反映诉求"]
    sheet = r.xlsx(tmp_path / "走访.xlsx", [heads, ["2026-11-04", "石坪村", "单小红", "仇根水", "看望", "路灯坏了"]])
    apply(plan_import(store, sheet), store)
    asked = "序号 走访日期 走访干部 走访农户户主 户主电话 走访主要内容 群众意见建议 群众签字"
    record, rows = _filled(store, tmp_path / "表.xlsx", "干部走访群众记录表", asked)
    assert record == "visit"
    assert [str(cell or "") for cell in rows[0][2:]] == ["单小红", "仇根水", "19900000001", "看望", "路灯坏了", ""]


def test_a_table_of_requests_veils_what_is_sensitive(store: Store, tmp_path: Path) -> None:
    plain = {"received_on": "2026-11-01", "informant": "仇根水", "content": "路灯坏了"}
    request.receive(store, plain)
    request.receive(store, {**plain, "received_on": "2026-11-02", "sensitive": "是"})
    record, rows = _filled(
        store, tmp_path / "表.xlsx", "群众诉求办理台账", "序号 受理日期 反映人姓名 诉求内容 办结期限"
    )
    assert record == "request"
    assert [row[2:4] for row in rows[:2]] == [("仇根水", "路灯坏了"), ("（敏感）", "（敏感）")]


def test_a_table_of_wishes_tells_the_wish_and_who_wished(store: Store, tmp_path: Path) -> None:
    home = make.unit(store, kind="村")
    wish.collect(store, "仇根水", "一盏台灯", on="2026-11-01", details={"village": home})
    record, rows = _filled(
        store, tmp_path / "表.xlsx", "微心愿征集表", "序号 所在村 心愿人姓名 心愿具体内容 认领人联系方式"
    )
    assert record == "wish"
    assert rows[0][1:4] == ("石坪村", "仇根水", "一盏台灯")


def test_a_table_of_reports_in_tells_where_each_reported(store: Store, tmp_path: Path) -> None:
    community = make.unit(store, "柳湾社区", kind="社区")
    who = make.member(store, "单小红", phone="19900000001")
    report_in.report(store, ("member", who), community, on="2026-11-01")
    heads = "序号 党员姓名 联系方式 报到社区 报到日期 社区盖章"
    record, rows = _filled(store, tmp_path / "表.xlsx", "在职党员双报到登记表", heads)
    assert record == "report_in"
    assert rows[0][1] == "单小红"
    assert rows[0][3] == "柳湾社区"
