"""`do`: what forms and lists do is done by words too, with the same refusals, one work and one undo each."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.commands.conftest import Answer, Call

BRANCH = "中共石坪村支部委员会"
WOMAN, MAN = "990101198706150025", "990101198706150017"


@pytest.fixture
def do(call: Call, empty: Path) -> Any:
    """A branch with two full members; what is done to it by words."""

    def run(*words: object, **said: str) -> Answer:
        told = ("--set", *(f"{label}={text}" for label, text in said.items())) if said else ()
        return call("do", *words, "--db", empty, *told)

    run("党组织", "登记", 党组织名称=BRANCH, 组织类别="党支部")
    for name, number in (("单小红", WOMAN), ("解明", MAN)):
        run("党员", "登记", 姓名=name, 公民身份号码=number, 所在党支部=BRANCH, 人员类别="正式党员")
    return run


def test_an_applicant_goes_step_by_step_and_none_before_its_day(call: Call, empty: Path, do: Any) -> None:
    assert do("发展党员", "递交入党申请书", 姓名="沐青山", 接受申请党组织=BRANCH, 申请入党日期="2023-01-10").code == 0
    early = do("发展党员", "推荐和确定积极分子", "--name", "沐青山", 日期="2023-05-01")
    assert (early.code, "党组织派人谈话" in early.err) == (3, True)
    assert do("发展党员", "党组织派人谈话", "--name", "沐青山", 日期="2023-02-01").code == 0
    assert do("发展党员", "推荐和确定积极分子", "--name", "沐青山", 日期="2023-05-01").code == 0
    named = do("发展党员", "指定培养联系人", "--name", "沐青山", 日期="2023-06-01", 培养联系人="单小红、解明")
    assert named.out == "已办理：沐青山指定培养联系人。\n"
    works = json.loads(call("history", "--db", empty, "--limit", 1, "--json").out)["works"]
    assert works[0]["label"] == "沐青山指定培养联系人"
    assert call("undo", "--db", empty).code == 0
    assert do("发展党员", "指定培养联系人", "--name", "沐青山", 日期="2023-06-01", 培养联系人="解明").code == 0


def test_a_letter_goes_out_and_the_member_leaves_with_its_receipt(call: Call, empty: Path, do: Any) -> None:
    sent = do("党员", "开介绍信", "--name", "解明", "--json", 转入党组织="中共远山镇委员会", 党费交至年月="2026-01")
    told = json.loads(sent.out)
    assert (told["record"], told["deed"]) == ("transfer", "开介绍信")
    assert MAN in call("list", "--db", empty).out
    assert do("组织关系转接", "登记回执", "--uid", told["uid"], 日期="2099-01-01").code == 3
    made = call("export", "transfers_open", empty.parent / "open.csv", "--db", empty)
    assert (made.code, "解明" in (empty.parent / "open.csv").read_text("utf-8-sig")) == (0, True)


def test_a_branch_meets_elects_and_judges_by_words(call: Call, empty: Path, do: Any) -> None:
    held = {
        "会议类型": "支部党员大会、主题党日",
        "会议日期": "2026-03-05",
        "会议主题": "三月大会",
        "病假": "解明(住院)",
    }
    assert do("党组织", "登记会议", "--name", BRANCH, **held).code == 0
    again = do("党组织", "登记会议", "--name", BRANCH, **held)
    assert (again.code, "--yes" in again.err) == (3, True)
    assert do("党组织", "换届", "--name", BRANCH, 日期="2026-03-06", 班子="书记:单小红、委员:解明").code == 0
    assert do("党组织", "民主评议", "--name", BRANCH, 年度="2025", 优秀="单小红", 合格="解明").code == 0
    assert do("党员", "核定党费", "--name", "解明", 执行月份="2026-01", 缴纳类别="农民党员", 每月定额="0.5").code == 0
    out = empty.parent / "year.csv"
    assert call("export", "attendance", out, "--db", empty).code == 0
    assert "解明,1,0,1,0,0,0.0%" in out.read_text("utf-8-sig")


def test_what_is_unclear_is_told_and_nothing_is_done(call: Call, empty: Path, do: Any) -> None:
    before = call("dump", "--db", empty).out
    for words, said, told in (
        (("党员", "开除"), {}, "可用：登记、修改"),
        (("党员", "离开", "--name", "解明"), {"日期": "2026-01-01"}, "还要写明：原因"),
        (("党员", "离开"), {"日期": "2026-01-01", "原因": "死亡"}, "请加 --name"),
        (("党员", "离开", "--name", "无此人"), {"日期": "2026-01-01", "原因": "死亡"}, "没有叫“无此人”的党员"),
        (("党员", "去世", "--name", "解明"), {"日期": "某天"}, "日期："),
        (("党员", "去世", "--name", "解明"), {"原由": "病"}, "没有“原由”这一项"),
    ):
        answer = do(*words, **said)
        assert (answer.code, told in answer.err) == (3, True), answer.err
    assert call("dump", "--db", empty).out == before


def test_the_list_of_deeds_names_what_each_asks_for(call: Call) -> None:
    shown = call("do", "发展党员", "--list").lines
    assert "发展党员\t公示\t公示开始 公示截止 [经办人]" in shown
    told = json.loads(call("do", "--list", "--json").out)["deeds"]
    assert {"record": "member", "deed": "去世", "needed": ["日期"], "more": [], "fields": False} in told
