"""All figures over all units: the columns add up to the whole, and each cell equals the rows it opens."""

import pytest

from app.db.queries import figure as queries
from app.db.queries.figure import Count
from app.db.store import Store
from app.ledgers import figure as figures
from app.ledgers import figure_sheet, figure_spread
from tests import make
from tests.ledgers.small import build


@pytest.fixture
def town(store: Store) -> Store:
    build(store)
    make.member(store, "查无村")  # of no unit
    return store


@pytest.mark.parametrize("text", ["2026", "2026-03"])
def test_the_columns_of_all_units_add_up_to_the_whole(town: Store, text: str) -> None:
    with town.read() as reader:
        found = figure_spread.table(reader, text)
        sheet = figure_sheet.sheet(reader, text)
        counted = [isinstance(line, Count) for line in figures.lines(reader)]
    assert [row[:3] for row in found.rows] == [row[:3] for row in sheet.rows]
    assert found.columns[-1].label == figure_spread.ELSEWHERE
    for row, adds in zip(found.rows, counted, strict=True):
        if adds and isinstance(row[2], int):
            assert row[2] == sum(cell for cell in row[3:] if isinstance(cell, int)), row[0]


def test_each_cell_is_what_the_unit_itself_counts_and_its_rows(town: Store) -> None:
    with town.read() as reader:
        found = figure_spread.table(reader, "2026")
        below = figure_spread.places(reader)
        assert [column.label for column in found.columns[3 : 3 + len(below)]] == [name for _row, name in below]
        for i, (unit, _name) in enumerate(below):
            own = {figure.label: figure for figure in figures.figures(reader, "2026", unit=unit)}
            for line, row in zip(figures.lines(reader), found.rows, strict=True):
                told = row[3 + i]
                assert told == own[line.label].value or (told in (None, "—") and own[line.label].value == "—"), (
                    line.label
                )
                if isinstance(line, Count) and not line.summed:
                    assert len(queries.rows(reader, line, "2026", unit=unit)) == told


def test_below_a_village_without_anything_below_there_is_the_whole_alone(town: Store) -> None:
    with town.read() as reader:
        unit = figure_spread.places(reader)[0][0]
        inner = figure_spread.places(reader, unit)
        found = figure_spread.table(reader, "2026", unit=inner[0][0] if inner else unit)
    assert found.columns[2].label == figure_spread.ALL
