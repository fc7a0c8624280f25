"""What SQL says of an applicant is what Python says of him, whichever steps have a date and however exact it is."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import clock
from app.db.queries import applicant, listing
from app.db.queries.applicant_word import FIRST_NOTICE
from app.db.store import Store
from app.models import RECORDS
from app.models import applicant_step as steps
from app.operations import setting
from tests import make

START = date(2021, 1, 29)
DATES = st.integers(0, 1_500).map(lambda days: (START + timedelta(days=days)).isoformat())
ROUGH = st.tuples(DATES, st.sampled_from((4, 7, 10, 10))).map(lambda pair: pair[0][: pair[1]])
FILLED = st.fixed_dictionaries(
    {"applied_on": ROUGH},
    optional=dict.fromkeys(
        (*steps.DATES[1:], *(f"{notice}_until" for notice in steps.NOTICES), "probation_until"), ROUGH
    ),
)


def told(values: dict[str, Any], today: str, *, noticed: bool) -> tuple[Any, ...]:
    """Stage, next step, from when, until when, and whether it is ready and late, by the Python side."""
    step = steps.next_step(values)
    if step is None:
        return (steps.stage(values), None, None, None, False, _review_late(values, today))
    lacks = noticed and step.notice and not values.get(f"{step.notice}_until")
    first = steps.earliest(values, step, noticed=noticed)
    since = None if lacks or first == date.min else first.isoformat()
    due = steps.latest(values, step)
    late = bool(due and due.isoformat() < today) or _review_late(values, today)
    ready = since is not None and since <= today
    word = step.word + (FIRST_NOTICE if lacks else "")
    return (steps.stage(values), word, since, due.isoformat() if due else None, ready, late)


def _review_late(values: dict[str, Any], today: str) -> bool:
    due = steps.latest(values, steps.BY_NUMBER[steps.REVIEW])
    waiting = values.get("contacts_on") and not values.get("target_on")
    return bool(waiting and due and due.isoformat() < today)


@pytest.fixture
def row(store: Store) -> int:
    return make.applicant(store, make.branch(store))


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(filled=FILLED, noticed=st.booleans())
def test_lists_and_rules_agree_on_where_an_applicant_stands(
    store: Store, row: int, filled: dict[str, Any], *, noticed: bool
) -> None:
    blank = dict.fromkeys((*steps.DATES[1:], *(f"{notice}_until" for notice in steps.NOTICES), "probation_until"))
    with store.work("改") as work:
        work.change(RECORDS["applicant"], row, {**blank, **filled})
    setting.put(store, "applicant_notice_days", "5" if noticed else "0")
    names = ("stage", "next_word", "next_since", "next_due")
    today = clock.today().isoformat()
    with store.read() as reader:
        found = listing.rows(reader, listing.Query("applicant", names, state="all"), [row])[0][1:]
        standing = applicant.standing(reader, today)
    expected = told({**blank, **filled}, today, noticed=noticed)
    assert found == expected[:4]
    assert standing.stages[expected[0]] == 1
    assert (standing.ready, standing.late) == (int(expected[4]), int(expected[5]))
