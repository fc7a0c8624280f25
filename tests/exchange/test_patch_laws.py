"""What holds for every sheet and every number of records, whatever stands in it?"""

from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from app.exchange.patch import Block, Fill, Filled, patch
from app.exchange.patch_move import Move, filling, moved_formula, shifted_formula
from tests.exchange import template_xml as raw

_COLUMNS, _HEIGHT = 5, 12
_TEXTS = some.sampled_from(["甲", "<乙>&", " 空 ", "=1", "%s", "A1", "_x0041_"])
_CELLS = some.dictionaries(
    some.tuples(some.integers(1, _HEIGHT), some.integers(1, _COLUMNS)), some.one_of(some.none(), _TEXTS), max_size=30
)
_VALUES = some.one_of(some.none(), _TEXTS, some.integers(-9, 99))
_REFERENCES = some.builds(
    lambda column, row, mark: f"{mark}{column}{mark}{row}", some.sampled_from("ABZ"), some.integers(1, 60), some.sampled_from(["", "$"])
)  # fmt: skip
_FORMULAS = some.lists(_REFERENCES, min_size=1, max_size=4).map(lambda found: "+".join(found))


def _template(path: Path, cells: dict[tuple[int, int], str | None]) -> None:
    rows = []
    for row in range(1, _HEIGHT + 1):
        found = {column: text for (line, column), text in cells.items() if line == row}
        made = []
        for column in sorted(found):
            place = f'r="{chr(64 + column)}{row}" s="{column % 2 * 3}"'
            text = found[column]
            escaped = (text or "").replace("&", "&amp;").replace("<", "&lt;")
            inner = f' t="inlineStr"><is><t xml:space="preserve">{escaped}</t></is></c>'
            made.append(f"<c {place}/>" if text is None else f"<c {place}{inner}")
        if made:
            rows.append(f'<row r="{row}">{"".join(made)}</row>')
    raw.write(path, {"名册": f"<sheetData>{''.join(rows)}</sheetData>"})


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    cells=_CELLS,
    first=some.integers(2, 6),
    ready=some.integers(0, 4),
    records=some.lists(some.tuples(_VALUES, _VALUES), max_size=9),
)
def test_records_stand_in_the_block_and_everything_else_stays_or_moves_as_one(
    tmp_path: Path,
    cells: dict[tuple[int, int], str | None],
    first: int,
    ready: int,
    records: list[tuple[Filled, Filled]],
) -> None:
    template, out = tmp_path / "t.xlsx", tmp_path / "o.xlsx"
    _template(template, cells)
    last = first + ready - 1
    patch(template, out, [Fill("名册", {}, Block(first, last, (2, 4), iter(records), len(records)))])
    before, after = openpyxl.load_workbook(template)["名册"], openpyxl.load_workbook(out)["名册"]
    more = max(0, len(records) - ready)
    for row in range(1, _HEIGHT + 1):
        for column in range(1, _COLUMNS + 1):
            old = before.cell(row, column)
            new = after.cell(row + more if row > last else row, column)
            record = records[row - first] if first <= row <= last and row - first < len(records) else None
            told = None if record is None or column not in (2, 4) else record[column // 2 - 1]
            assert _read(new.value) == (_read(old.value) if told is None else told)
            assert new.number_format == old.number_format
    for at in range(ready, len(records)):
        for column, value in zip((2, 4), records[at], strict=True):
            assert _read(after.cell(first + at, column).value) == value


def _read(value: object) -> object:
    """openpyxl leaves _x005F_ as it stands in the file."""
    return openpyxl.utils.escape.unescape(value) if isinstance(value, str) else value


@given(
    formula=_FORMULAS,
    first=some.integers(1, 9),
    ready=some.integers(1, 9),
    more=some.integers(1, 9),
    later=some.integers(1, 9),
)
def test_adding_rows_twice_is_adding_them_at_once(formula: str, first: int, ready: int, more: int, later: int) -> None:
    last = first + ready - 1
    once = moved_formula(formula, "名册", Move("名册", first, last, more + later))
    twice = moved_formula(formula, "名册", Move("名册", first, last, more))
    assert moved_formula(twice, "名册", Move("名册", first, last + more, later)) == once


@given(formula=_FORMULAS, down=some.integers(0, 50))
def test_filling_down_is_sharing_with_a_lower_cell(formula: str, down: int) -> None:
    assert filling(formula).down(down) == shifted_formula(formula, rows=down, columns=0)
