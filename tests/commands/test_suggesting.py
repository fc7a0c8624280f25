"""`suggest` on a made-up township: its answer adds up, caps hold, and nothing is saved unless asked."""

import json
from collections import Counter
from pathlib import Path

from tests.commands.conftest import Call


def test_the_answer_adds_up_keeps_the_cap_and_saves_nothing(call: Call, town: Path) -> None:
    before = call("dump", "--db", town).out
    answer = call("suggest", "--db", town, "--cap", 9, "--json")
    found = json.loads(answer.out)
    assert answer.code == 0
    assert found["objective"] == sum(pair["score"] for pair in found["pairs"])
    homes = [pair["household"] for pair in found["pairs"]]
    assert len(set(homes)) == len(homes)
    assert not set(homes) & set(found["unplaced"])
    assert max(Counter(pair["member"] for pair in found["pairs"]).values()) <= 12
    more = [pair for pair in found["pairs"] if pair["next"] and pair["next_score"] > pair["score"] and not pair["kept"]]
    assert all(pair["next_full"] for pair in more)
    assert {pair["next_full"] for pair in found["pairs"]} == {True, False}
    assert not any(pair["next_full"] for pair in found["pairs"] if pair["next"] is None)
    assert call("suggest", "--db", town, "--cap", 9, "--json").out == answer.out
    assert call("dump", "--db", town).out == before


def test_applied_it_is_one_step_that_undo_takes_back(call: Call, town: Path) -> None:
    before = call("dump", "--db", town).out
    answer = call("suggest", "--db", town, "--apply")
    assert answer.code == 0
    assert "已结对" in answer.lines[-1]
    assert "推荐 0 对" in call("suggest", "--db", town).out
    assert call("undo", "--db", town).code == 0
    assert call("dump", "--db", town).out == before


def test_another_kind_is_suggested_and_counts_under_a_campaign(call: Call, town: Path) -> None:
    found = json.loads(call("suggest", "--db", town, "--kind", "干部→党员", "--json").out)
    assert found["kind"] == "cadre_member"
    assert all(pair["member"] == pair["helped"] and pair["cadre"] == pair["helper"] for pair in found["pairs"])
    refused = call("suggest", "--db", town, "--kind", "没有的")
    assert (refused.code, "可以用的有" in refused.err) == (3, True)
    lost = call("suggest", "--db", town, "--kind", "cadre_member", "--apply", "--campaign", "没有的专项")
    assert (lost.code, "没有名为" in lost.err) == (3, True)


def test_the_ledgers_of_campaigns_stand_among_the_names_of_what_can_be_exported(call: Call, town: Path) -> None:
    plain = call("export", "--list", "--db", town.with_name("none.db")).lines
    more = [line for line in call("export", "--list", "--db", town).lines if line not in plain]
    assert more
    assert not town.with_name("none.db").exists()
    assert set(more) <= set(call("print", "--list", "--db", town).lines)
    assert call("export", "--db", town, more[0].split("\t")[0], town.with_name("campaign.xlsx")).code == 0
