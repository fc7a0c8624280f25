"""What the rules behind the seven lists find in the sample township, against a count that knows nothing of their SQL."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

import pytest

from app import clock, rules
from app.db.store import Store
from app.operations import checklist_form
from app.rules import RULES
from app.rules.rule import Alert
from tests.operations import recount, recount_branch, recount_service

_FILLED_BY = (recount_branch, recount_service)  # each adds its counts to the one table
RECOUNTS = recount.RECOUNTS
# Silent in November by their own words: a year is judged from December on.
LATER = {"transfer_no_receipt", "request_unanswered"}  # nothing is late yet in November
OF_THE_YEAR = {
    "hours_short", "needy_unvisited", "household_unvisited", "secretary_lesson", "meeting_missing_life",
    "meeting_missing_review", "meeting_missing_talk",
}  # fmt: skip


def test_the_rules_of_the_lists_find_what_a_count_over_plain_rows_finds(township: Store) -> None:
    with township.read() as reader:
        books = recount.Books(reader)
        found = dict(rules.each(reader, only=RULES))
    named = _named()
    assert named - RECOUNTS.keys() == OF_THE_YEAR
    for code in sorted(named & RECOUNTS.keys()):
        told = Counter(_rows(found[code]))
        counted = RECOUNTS[code](books)
        differing = [key for key in {*told, *counted} if told[key] != counted[key]]
        assert not differing, f"{code}: {len(told)} found, {len(counted)} counted, {sorted(differing)[:5]} differ"
        assert told or code in LATER, f"{code} finds nothing in the sample: 0 equals 0 shows nothing"
        assert len(told) < len(books.now[RULES[code].record]), f"{code} is silent of nobody"
    assert not any(found[code] for code in OF_THE_YEAR)


def test_in_december_the_rules_of_a_whole_year_find_what_a_count_finds(
    township: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 20, 9, 0).astimezone())
    with township.read() as reader:
        books = recount.Books(reader)
        found = {code: Counter(_rows(told)) for code, told in rules.each(reader, only=OF_THE_YEAR | LATER)}
    branches = [row for row in books.rows("branch") if row["kind"] in recount.BRANCHES]
    for kind, code in (("组织生活会", "life"), ("民主评议党员", "review"), ("谈心谈话", "talk")):
        held = {row["branch"] for row in books.rows("meeting") if kind in row["kinds"].split("、")}
        bare = {("branch", row["id"]) for row in branches if row["id"] not in held}
        assert set(found[f"meeting_missing_{code}"]) == bare
    lessons = {(row["branch"], row["speaker"]) for row in books.rows("meeting") if "党课" in row["kinds"]}
    silent = {
        ("branch", row["id"]) for row in branches if row["secretary"] and (row["id"], row["secretary"]) not in lessons
    }
    assert set(found["secretary_lesson"]) == silent
    seen = {row["helped_member"] for row in books.rows("visit")}
    needy = {("member", row["id"]) for row in books.rows("member") if row["difficulty"] and row["id"] not in seen}
    assert set(found["needy_unvisited"]) == needy
    doors = {row["helped_household"] for row in books.rows("visit") if row["day"] >= "2026"}
    left = {
        (row["helper_member"], row["helped_household"])
        for row in books.rows("pairing")
        if row["helper_member"] in books.now["member"] and row["helped_household"] and row["since"] < "2026-07"
        and row["helped_household"] not in doors
    }  # fmt: skip
    assert found["household_unvisited"] == Counter(("member", helper) for helper, _door in left)
    assert set(found["hours_short"]) == _short_of_hours(books)
    assert {code for code, told in found.items() if not told} == set()


def _short_of_hours(books: recount.Books) -> set[tuple[str, int]]:
    """Those of a branch that entered hours who were not at 32 of them, walked meeting by meeting."""
    found = set()
    away = {(row["member"], row["meeting"]) for row in books.rows("attendance") if row["sign"] != "参加"}
    came = {(row["member"], row["meeting"]) for row in books.rows("attendance") if row["sign"] == "参加"}
    for member in books.rows("member"):
        held = [row for row in books.rows("meeting") if row["hours"] and row["day"] >= "2026"]
        own = [row for row in held if row["branch"] == member["branch"] and row["kinds"] != "支委会"]
        hours = sum(row["hours"] for row in own if (member["id"], row["id"]) not in away)
        hours += sum(row["hours"] for row in held if row not in own and (member["id"], row["id"]) in came)
        if own and hours < 32 and (member["join_date"] or "") < "2026":
            found.add(("member", member["id"]))
    return found


def _named() -> set[str]:
    """The rules that a line of the seven lists names."""
    lists = [checklist_form.load(key) for key in checklist_form.domains()]
    return {code for told in lists for line in told.items() for code in line.rules}


def _rows(alerts: Iterable[Alert]) -> Iterator[tuple[str, int]]:
    for alert in alerts:
        yield from [(alert.record, alert.row)] * alert.cases
