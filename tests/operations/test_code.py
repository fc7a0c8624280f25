"""Code lists are edited in the database and followed at once, undo included."""

from collections.abc import Iterator

import pytest

from app import codes
from app.codes import Code
from app.db import undo
from app.db.store import Store
from app.operations import code


@pytest.fixture(autouse=True)
def lists() -> Iterator[None]:
    yield
    codes.reset()


def test_an_added_entry_is_read_by_its_alias_until_it_is_undone(store: Store) -> None:
    assert codes.find("need", "因灾户") is None
    code.put(store, "need", Code("受灾", aliases=("因灾户",)))
    assert codes.find("need", "因灾户") == "受灾"
    undo.undo(store)
    assert codes.find("need", "因灾户") is None


def test_a_retired_entry_is_no_longer_offered(store: Store) -> None:
    code.put(store, "need", Code("其他"), retired=True)
    assert "其他" not in [entry.name for entry in codes.codes("need")]
