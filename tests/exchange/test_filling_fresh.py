"""How much of a template that nobody here has seen before is understood at first sight?

Each lot was written down with its truth before it was tried, scored once, and is kept since with all of it understood.
"""

from pathlib import Path
from types import ModuleType

import pytest

from app.db.store import Store
from app.exchange import filling
from tests.exchange import (
    template_eighteenth,
    template_eighth,
    template_eleventh,
    template_fifteenth,
    template_fifth,
    template_fourteenth,
    template_fourth,
    template_fresh,
    template_nineteenth,
    template_ninth,
    template_second,
    template_seventeenth,
    template_seventh,
    template_sixteenth,
    template_sixth,
    template_tenth,
    template_third,
    template_thirteenth,
    template_twelfth,
)
from tests.exchange.template_fresh import Fresh

LOTS = (
    template_fresh,
    template_second,
    template_third,
    template_fourth,
    template_fifth,
    template_sixth,
    template_seventh,
    template_eighth,
    template_ninth,
    template_tenth,
    template_eleventh,
    template_twelfth,
    template_thirteenth,
    template_fourteenth,
    template_fifteenth,
    template_sixteenth,
    template_seventeenth,
    template_eighteenth,
    template_nineteenth,
)
_ANY = "."


def _wrong(store: Store, sample: Fresh, path: Path) -> dict[str, str]:
    """Cell → what was understood, for what was not understood rightly; the shape and the record as two cells more."""
    sample.make(path)
    found = filling.propose(store, path)
    told = {column.cell: column.told if column.likely else "-" for column in found.columns}
    told |= {"shape": found.layout.shape, "record": found.rows_of.record}
    wanted = {"shape": sample.shape, "record": sample.record, **dict(sample.fields)}
    pairs = ((cell, right.split("|")) for cell, right in wanted.items())
    return {
        cell: told.get(cell, "-") for cell, right in pairs if _ANY not in right and told.get(cell, "-") not in right
    }


@pytest.mark.parametrize("lot", LOTS, ids=lambda lot: lot.__name__.rpartition("_")[2])
def test_a_lot_of_templates_as_offices_make_them_is_understood_at_first_sight(
    lot: ModuleType, store: Store, tmp_path: Path
) -> None:
    wrong = {sample.title: _wrong(store, sample, tmp_path / "模板.xlsx") for sample in lot.SAMPLES}
    assert not {title: cells for title, cells in wrong.items() if cells}


def test_the_templates_are_many_and_unlike_each_other() -> None:
    heads = [sample.heads for lot in LOTS for sample in lot.SAMPLES]
    assert len(heads) >= 25
    assert len(set(heads)) == len(heads)
