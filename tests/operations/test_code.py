"""Code lists are edited in the database and followed at once, undo included."""

import ast
import re
from collections.abc import Iterator

import pytest

from app import codes, paths
from app.codes import Code
from app.db import undo
from app.db.queries import view as views
from app.db.queries.listing import Condition, Query
from app.db.store import Store
from app.errors import Rejected
from app.operations import code, view
from tests import architecture, make


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


def test_a_renamed_entry_takes_its_rows_its_place_and_its_old_name_along_and_one_undo_brings_all_back(
    store: Store,
) -> None:
    home = make.household(store, "仇根水", need="空巢")
    view.save(store, "空巢名单", Query("household", ("head_name",), (Condition("need", "in", ("空巢", None)),)))
    before = [entry.name for entry in codes.codes("need")]
    assert code.change(store, "need", "空巢", Code("空巢老人户")) == 1
    assert make.value(store, "household", home, "need") == "空巢老人户"
    assert codes.find("need", "空巢") == "空巢老人户"
    after = [entry.name for entry in codes.codes("need")]
    assert after == ["空巢老人户" if name == "空巢" else name for name in before]
    with store.read() as reader:
        assert views.views(reader, "household")[0].query.conditions[0].value == ("空巢老人户", None)
    undo.undo(store)
    assert make.value(store, "household", home, "need") == "空巢"
    assert [entry.name for entry in codes.codes("need")] == before


def test_a_list_is_told_with_what_is_used_retired_and_fixed(store: Store) -> None:
    make.household(store, "仇根水", need="空巢")
    code.put(store, "need", Code("其他"), retired=True)
    with store.read() as reader:
        found = {entry.code.name: entry for entry in code.overview(reader, "need")}
        kinds = {entry.code.name: entry for entry in code.overview(reader, "unit_kind")}
    assert found["空巢"].used == 1
    assert found["其他"].retired
    assert not found["空巢"].fixed
    assert kinds["村"].fixed


def test_an_entry_that_figures_ask_for_keeps_its_name_and_takes_an_alias(store: Store) -> None:
    with pytest.raises(Rejected, match="名称不能改"):
        code.change(store, "unit_kind", "村", Code("行政村"))
    with pytest.raises(Rejected, match="不能停用"):
        code.put(store, "unit_kind", Code("村"), retired=True)
    code.change(store, "unit_kind", "村", Code("村", aliases=("屯",)))
    assert codes.find("unit_kind", "屯") == "村"


def test_a_name_of_another_entry_is_refused(store: Store) -> None:
    with pytest.raises(Rejected, match="已经在这张表里"):
        code.change(store, "need", "空巢", Code("其他"))


def test_every_entry_that_the_program_asks_for_by_name_is_fixed() -> None:
    lists: dict[str, list[str]] = {}
    for list_name in codes.LISTS:
        for entry in codes.codes(list_name):
            lists.setdefault(entry.name, []).append(list_name)
    loose = set()
    for module in architecture.read(paths.root()):
        if ".sample" in module.name or not module.name.startswith(
            ("app.db", "app.rules", "app.ledgers", "app.operations")
        ):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named = {node.value, *re.findall(r"'([^']+)'", node.value)} & set(lists)
                loose |= {
                    (module.name, name) for name in named if not any(code.is_fixed(each, name) for each in lists[name])
                }
    assert loose == set()
