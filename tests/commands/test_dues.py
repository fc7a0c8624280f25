"""`dues` on a made-up township: what is assessed and paid adds up, is undone in one step, and refuses in one sentence."""

import json
from pathlib import Path
from typing import Any

from tests.commands.conftest import Call


def assess(call: Call, town: Path, period: str, *more: object) -> dict[str, Any]:
    answer = call("dues", "assess", period, "--db", town, "--json", *more)
    assert answer.code == 0, answer.err
    told: dict[str, Any] = json.loads(answer.out)
    return told


def test_assessing_adds_what_is_missing_once_and_names_who_cannot_be_reckoned(call: Call, town: Path) -> None:
    before = call("dump", "--db", town).out
    told = assess(call, town, "2027-Q1")
    assert told["added"] > 0
    assert (told["changed"], told["dropped"], told["kept"]) == (0, 0, 0)
    assert all(len(one["member"]) == 36 and one["reason"] for one in told["skipped"])
    again = assess(call, town, "2027-Q1")
    assert (again["added"], again["changed"]) == (0, 0)
    assert call("undo", "--db", town).code == 0
    assert call("dump", "--db", town).out == before


def test_paying_needs_a_branch_or_a_member_and_enters_what_is_open(call: Call, town: Path) -> None:
    refused = call("dues", "pay", "2026-11", "--db", town)
    assert (refused.code, "--branch" in refused.err) == (3, True)
    sheet = town.parent / "dues.csv"
    assert call("export", "due", sheet, "--db", town, "--where", "党费月份=2026-11").code == 0
    heading, first = sheet.read_text("utf-8-sig").splitlines()[:2]
    place = heading.split(",").index("收缴党支部")
    called = first.split(",")[place]
    told = json.loads(
        call("dues", "pay", "2026-11", "--db", town, "--branch", called, "--receipt", "0001", "--json").out
    )
    assert told["paid"] > 0
    assert float(told["money"].replace(",", "")) > 0
    nothing = call("dues", "pay", "2026-11", "--db", town, "--branch", called)
    assert (nothing.code, "已缴清" in nothing.err) == (3, True)


def test_a_period_or_a_member_that_is_not_there_is_told(call: Call, town: Path) -> None:
    assert "看不懂时段" in call("dues", "assess", "今年", "--db", town).err
    assert "没有叫" in call("dues", "pay", "2026-11", "--db", town, "--member", "没有的人").err
