"""Is a heading understood in whatever words an office uses, and does a column for what nobody keeps stay empty?"""

from collections.abc import Iterator

import pytest

from app.exchange import proposing_column as columns
from app.exchange import word
from app.exchange.template import Blank
from app.ledgers import offer as offers
from tests.exchange.wording import FOREIGN, HELD

_NAMED = {"resident", "member"}  # whose rows are told by a column of names beside


def _filled(origin: str, heading: str) -> str:
    """What a column so headed is filled from unasked; "-" for nothing."""
    own = Blank(5, 1, (word.unwrapped(word.squeezed(heading)),))
    beside = [Blank(5, 2, ("姓名",))] if origin in _NAMED and "名" not in heading else []
    found = columns.propose([own, *beside], offers.origin(origin))[0]
    return found.field if found.likely else "-"


def _headings(said: str) -> Iterator[tuple[str, set[str]]]:
    for each in said.split():
        heading, *besides = each.replace("\\n", "\n").replace("_", " ").split("|")
        yield heading, set(besides)


@pytest.mark.parametrize(("origin", "field"), [(origin, field) for origin, fields in HELD.items() for field in fields])
def test_a_value_is_found_by_every_word_that_offices_have_for_it(origin: str, field: str) -> None:
    wrong = {
        heading: found
        for heading, besides in _headings(HELD[origin][field])
        if (found := _filled(origin, heading)) not in besides | set(field.split("|"))
    }
    assert not wrong


@pytest.mark.parametrize("origin", FOREIGN)
def test_what_is_of_somebody_else_or_not_kept_is_never_filled(origin: str) -> None:
    wrong = {
        heading: found for heading, _none in _headings(FOREIGN[origin]) if (found := _filled(origin, heading)) != "-"
    }
    assert not wrong
