"""25 villages: sent, filled in with planted changes of each kind, returned in one heap: exactly those are found."""

import random
from dataclasses import dataclass, field
from pathlib import Path

from app.db.dump import dump
from app.db.queries import batch as queries
from app.db.store import Store
from app.db.undo import undo
from app.exchange.comparing import compare
from app.exchange.comparing_apply import apply, everything
from app.exchange.comparing_plan import Comparison
from app.exchange.returned import Collected, collect
from app.models import RECORDS
from app.operations import record as records
from tests import make
from tests.exchange import sheets as s

VILLAGES, EACH, OF_EACH_KIND = 25, 8, 2
KINDS = ("changed", "cleared", "empty_kept", "damaged", "conflict", "stored_changed", "both_same", "missing", "new")


@dataclass
class Planted:
    """What was done: (name, state of the cell or the row)."""

    cells: set[tuple[str, str]] = field(default_factory=set)
    rows: set[tuple[str, str]] = field(default_factory=set)


def plant(store: Store, pages: list[s.Page], chance: random.Random) -> Planted:
    """Changes of each kind, spread over the villages, never two in one row."""
    planted = Planted()
    people = [(page, name) for page in pages for name in page.names()]
    picked = iter(chance.sample(people, OF_EACH_KIND * (len(KINDS) - 1)))
    for kind in KINDS[:-1]:
        for _ in range(OF_EACH_KIND):
            page, name = next(picked)
            _do(store, page, name, kind)
            (planted.rows if kind == "missing" else planted.cells).add((name, kind))
    for n, page in enumerate(chance.sample(pages, OF_EACH_KIND)):
        page.add(姓名=f"解新{'甲乙'[n]}", 公民身份号码=make.number(450 + n), 学历="大专")
        planted.rows.add((f"解新{'甲乙'[n]}", "new"))
    return planted


def _do(store: Store, page: s.Page, name: str, kind: str) -> None:
    if kind in ("conflict", "stored_changed", "both_same"):
        row = make.count(store, f"SELECT id FROM member WHERE name = '{name}'")
        records.save(store, RECORDS["member"], {"address": "镇里改"}, row=row, consent=frozenset({"birth_id_mismatch"}))
    told = {"changed": "村里改", "cleared": "清空", "empty_kept": "—", "conflict": "村里改", "both_same": "镇里改"}
    if kind in told:
        page.put(name, "家庭住址", told[kind])
    elif kind == "damaged":
        page.put(name, "公民身份号码", "990101198706150018")
    elif kind == "missing":
        page.drop(name)


def come_back(pages: list[s.Page], folder: Path) -> None:
    """In one heap: in every format, without marks, without keys, two villages in one file, one late again."""
    for n, page in enumerate(pages[:20]):
        form = s.FORMATS[n % len(s.FORMATS)]
        lost = (page, s.Page(page.rows[3:], 0), page.without("系统标识"), page.bare())[n % 4]
        s.save(folder / f"{n}_交来", lost, form=form)
    s.save(folder / "两村合一", pages[20], pages[21])
    s.save(
        folder / "子夹" / "并成一张", s.Page([*pages[22].rows, *pages[23].rows[pages[23].head + 1 :]], pages[22].head)
    )
    s.save(folder / "最后", pages[24])


def told(found: list[Comparison]) -> Planted:
    seen = Planted()
    for row in (row for one in found for row in one.rows):
        if row.state in ("missing", "new", "several"):
            seen.rows.add((row.name, row.state))
        else:
            seen.cells |= {(row.name, cell.state) for cell in row.cells if cell.state != "same"}
    return seen


def test_exactly_what_was_planted_is_found_taken_over_and_undone(store: Store, tmp_path: Path) -> None:
    s.villages(store, VILLAGES, EACH)
    done = s.sent(store, tmp_path / "out")
    pages = [s.page(path) for path in done.files]
    planted = plant(store, pages, random.Random(7))
    come_back(pages, tmp_path / "heap")
    heap = collect(store, [tmp_path / "heap"])
    assert {one.state for one in heap} == {"new"}
    with store.read() as reader:
        sheets = queries.handouts(reader, done.batch)
        before = dump(reader)
    assert [sheet.returns for sheet in sheets] == [1] * VILLAGES
    found = [compare(store, one.path) for one in heap]
    assert told(found) == planted
    assert sum(one.counts()["same"] for one in found) == VILLAGES * EACH - OF_EACH_KIND * 5
    taken = take_all(store, heap)
    assert taken == {"cells": OF_EACH_KIND * 3, "new": OF_EACH_KIND}
    again = told([compare(store, one.path) for one in heap])
    assert {state for _name, state in again.rows | again.cells} <= {
        "missing",
        "damaged",
        "stored_changed",
        "both_same",
        "empty_kept",
    }
    for _one in heap:
        undo(store)
    with store.read() as reader:
        assert dump(reader) == before


def take_all(store: Store, heap: tuple[Collected, ...]) -> dict[str, int]:
    taken = {"cells": 0, "new": 0}
    for one in heap:
        comparison = compare(store, one.path)
        choice = everything(comparison)
        assert apply(store, comparison, choice) is not None
        taken["cells"] += len(choice.cells)
        taken["new"] += len(choice.new)
    return taken
