"""Does the importer tell the truth about every row of every habit of village files? Nothing lost, invented or taken over in silence."""

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from app.db.dump import dump
from app.db.store import Store
from app.db.undo import undo
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.exchange.plan import Plan
from app.exchange.report import report
from app.parts import build
from tests.exchange import (
    village_above,
    village_cell,
    village_date,
    village_format,
    village_header,
    village_mix,
    village_number,
    village_record,
    village_row,
)
from tests.exchange.village import FREE, IN, OUT, SKIP, Line, Sheet, Village, xlsx

KINDS = (
    village_above,
    village_number,
    village_cell,
    village_date,
    village_row,
    village_header,
    village_format,
    village_record,
    village_mix,
)
VILLAGES = tuple(village for kinds in KINDS for village in kinds.KINDS)
MADE = {"branch_unknown", "unit_unknown", "helper_missing"}


def _suffix(village: Village) -> str:
    return getattr(village.write, "suffix", ".xlsx") if village.write else ".xlsx"


def _told(store: Store, path: Path, **options: Any) -> tuple[dict[str, Any], Any]:
    plan = plan_import(store, path, **options)
    return report(plan, path.name), plan


def _file(village: Village, sheets: tuple[Sheet, ...], folder: Path) -> Path:
    path = folder / f"村{_suffix(village)}"
    return (village.write or xlsx)(path, sheets)


def _agrees(found: Any, truth: Any) -> bool:
    return found in truth if isinstance(truth, tuple) else found == truth


def _row_faults(row: Line, entry: Mapping[str, Any]) -> Iterator[str]:
    """What is wrong with an accepted row."""
    codes = set(entry["warnings"]) - MADE - set(row.calm)
    for name, truth in row.values.items():
        if not _agrees(entry["values"].get(name), truth):
            yield f"{name}: {entry['values'].get(name)!r}, truth {truth!r}"
    wanted = set(row.codes)
    if row.fate == IN and not wanted and codes:
        yield f"needless {codes}"
    if wanted and "" not in wanted and not wanted & set(entry["warnings"]):
        yield f"taken over in silence: {entry['warnings']}, wanted one of {row.codes}"


Entries = list[Mapping[str, Any]]


def _line_faults(row: Line, accepted: Entries, refused: Entries, skipped: int) -> Iterator[str]:
    """What is wrong with what became of one row."""
    if row.fate == FREE:
        return
    if row.fate == SKIP:
        if accepted or refused:
            told = [entry["values"].get("name") for entry in accepted], [entry["codes"] for entry in refused]
            yield f"nobody stands here, yet {told}"
    elif len(accepted) + len(refused) + skipped != 1:
        yield f"in several lists or in none: {len(accepted)} {len(refused)} {skipped}"
    elif accepted:
        yield from _accepted_faults(row, accepted[0])
    elif refused:
        yield from _refused_faults(row, refused[0])
    else:
        yield "lost among the skipped rows"


def _accepted_faults(row: Line, entry: Mapping[str, Any]) -> Iterator[str]:
    if row.fate == OUT:
        yield f"accepted {entry['values']} {entry['warnings']}, wanted refusal {row.codes}"
    else:
        yield from _row_faults(row, entry)


def _refused_faults(row: Line, entry: Mapping[str, Any]) -> Iterator[str]:
    message = entry["message"].replace("#REF!", "")
    if row.fate == IN:
        yield f"good row refused {entry['codes']}"
    elif not set(row.codes) & set(entry["codes"]):
        yield f"refused for {entry['codes']}, wanted {row.codes}"
    if len(message) < 6 or any(sign in message for sign in ("!", "！", "无效")):
        yield f"message {message!r}"


def faults(village: Village, said: Mapping[str, Any]) -> list[str]:
    """Everything in the report that is not the truth."""
    if said["status"] == "refused":
        return (
            []
            if set(said["codes"]) & set(village.codes)
            else [f"file refused for {said['codes']}: {said.get('message')}"]
        )
    if village.must:
        return [f"file accepted, wanted {village.codes}: {[a['values'].get('name') for a in said['accepted']]}"]
    found = [] if said["record"] == village.record else [f"taken for {said['record']}"]
    lists = {
        name: Counter((entry["sheet"], entry["row"]) for entry in said[name])
        for name in ("accepted", "refused", "skipped")
    }
    places = set()
    for sheet in village.sheets:
        for n, row in enumerate(sheet.lines, 1):
            key = (said["accepted"][0]["sheet"] if len(village.sheets) == 1 and said["accepted"] else sheet.name, n)
            places.add(key)
            accepted = [entry for entry in said["accepted"] if (entry["sheet"], entry["row"]) == key]
            refused = [entry for entry in said["refused"] if (entry["sheet"], entry["row"]) == key]
            wrong = _line_faults(row, accepted, refused, lists["skipped"][key])
            found += [f"{key[0]} row {n}: {fault}" for fault in wrong]
    invented = {key for name in ("accepted", "refused") for key in lists[name]} - places
    found += [f"rows that are not in the file: {sorted(invented)}"] if invented else []
    missing = [label for label in village.unknown if label not in said["unknown_columns"]]
    return found + ([f"unknown columns not named: {missing}"] if missing else [])


@pytest.fixture(scope="module")
def town(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One database for all files: each import is undone, and what is left must be what was there."""
    folder = tmp_path_factory.mktemp("villages")
    (folder / "ledger.db").write_bytes((blank / "ledger.db").read_bytes())
    (folder / "ledger.db.key").write_bytes((blank / "ledger.db.key").read_bytes())
    parts = build(folder / "ledger.db")
    yield parts.store
    parts.close()


def _dump(store: Store) -> str:
    with store.read() as reader:
        return dump(reader)


def _taken_in_and_undone(store: Store, plan: Plan, path: Path, village: Village) -> list[str]:
    """Applies the plan, imports the file again, undoes; what was not as it should be."""
    before = _dump(store)
    applied = apply(plan, store) is not None
    again, second = _told(store, path, **village.options)
    repeated = apply(second, store) is not None
    for _ in range(applied + repeated):
        undo(store)
    changed = again["counts"]["new"] or again["counts"]["changed"]
    wrong = [f"the second import changed something: {again['counts']}"] if repeated or changed else []
    return wrong + (["undo did not restore the database"] if _dump(store) != before else [])


@pytest.mark.parametrize("village", VILLAGES, ids=lambda village: village.kind)
def test_every_row_of_the_file_has_its_true_fate(village: Village, town: Store, tmp_path: Path) -> None:
    known = bool(village.before) and apply(_told(town, _file(village, village.before, tmp_path))[1], town) is not None
    path = _file(village, village.sheets, tmp_path)
    said, plan = _told(town, path, **village.options)
    wrong = faults(village, said)
    if not village.dry:
        wrong += _taken_in_and_undone(town, plan, path, village)
    if known:
        undo(town)
    assert not wrong, "\n".join(wrong)
