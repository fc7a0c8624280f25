"""`assess` on a made-up township: what the rules say by themselves, kept only when asked, one step that undo takes back."""

import json
from pathlib import Path

from tests.commands.conftest import Call


def test_each_organisation_of_the_domain_is_answered_and_nothing_is_kept(call: Call, town: Path) -> None:
    first = call("assess", "--db", town, "农村", "--json")
    before = call("dump", "--db", town).out
    found = json.loads(call("assess", "--db", town, "农村", "--json").out)
    assert first.code == 0
    assert call("dump", "--db", town).out == before
    assert found["checklist"].startswith("农村基层党建规范化建设清单")
    assert len(found["organisations"]) == 19
    for one in found["organisations"]:
        assert one["points"] == round(sum(answer["points"] or 0 for answer in one["answers"]), 2)
        for answer in one["answers"]:
            wrong = [each for each in answer["found"] if each["rule"] != "honour_won"]
            assert (answer["state"] == "有问题") == bool(wrong)


def test_applied_it_is_the_self_assessment_of_the_year(call: Call, town: Path) -> None:
    call("assess", "--db", town, "机关")
    before = call("dump", "--db", town).out
    applied = call("assess", "--db", town, "机关", "--year", "2030", "--apply")
    assert applied.code == 0
    assert "作为自评" in applied.lines[-1]
    assert call("dump", "--db", town).out != before
    assert "采用 0 条" in call("assess", "--db", town, "机关", "--year", "2030", "--apply").lines[-1]


def test_a_list_that_is_not_there_is_refused(call: Call, town: Path) -> None:
    refused = call("assess", "--db", town, "铁路")
    assert (refused.code, "没有名为“铁路”的清单" in refused.err) == (3, True)
