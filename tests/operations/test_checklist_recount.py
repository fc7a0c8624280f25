"""What the rules behind the seven lists find in the sample township, against a count that knows nothing of their SQL."""

from collections import Counter

import pytest

from app import rules
from app.db.store import Store
from app.operations import checklist_form, sample
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
