"""What the rules behind the seven lists find in the sample township, against a count that knows nothing of their SQL."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

import pytest

from app import clock, rules
from app.db.store import Store
from app.operations import checklist_form, sample
from app.rules.rule import Alert
from tests.ledgers.small import stop_clock
from tests.operations import recount, recount_service

RECOUNTS = recount_service.RECOUNTS  # of both files
# Silent in November by their own words: a year is judged from December on.
OF_THE_YEAR = {
    "hours_short", "needy_unvisited", "household_unvisited", "secretary_lesson", "meeting_missing_life",
    "meeting_missing_review", "meeting_missing_talk",
}  # fmt: skip


def test_the_rules_of_the_lists_find_what_a_count_over_plain_rows_finds(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    sample.fill(store, scale="township", seed=1)
    named = {
        code for key in checklist_form.domains() for line in checklist_form.load(key).items() for code in line.rules
    }
    with store.read() as reader:
        books = recount.Books(reader)
        found = dict(rules.each(reader))
    speaking = 0
    for code in sorted(named & set(RECOUNTS)):
        told: Counter[tuple[str, int]] = Counter()
        for alert in found[code]:
            told[alert.record, alert.row] += alert.cases
        counted = RECOUNTS[code](books)
        differing = [key for key in {*told, *counted} if told[key] != counted[key]]
        assert not differing, f"{code}: {len(told)} found, {len(counted)} counted, {sorted(differing)[:5]} differ"
        speaking += bool(told)
    assert len(named & set(RECOUNTS)) >= 70
    assert speaking >= 35
    assert not any(found[code] for code in OF_THE_YEAR)


def test_in_december_the_rules_of_a_whole_year_find_what_a_count_finds(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop_clock(monkeypatch)
    sample.fill(store, scale="township", seed=1)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 20, 9, 0).astimezone())
    with store.read() as reader:
        books = recount.Books(reader)
        found = {code: Counter(_rows(rules.run(reader, only=[code]))) for code in OF_THE_YEAR}
    branches = [row for row in books.rows("branch") if row["kind"] == "党支部"]
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
    assert found["needy_unvisited"] or found["household_unvisited"]


def _rows(alerts: Iterable[Alert]) -> Iterator[tuple[str, int]]:
    for alert in alerts:
        yield from [(alert.record, alert.row)] * alert.cases
