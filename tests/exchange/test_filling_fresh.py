"""How much of a template that nobody here has seen before is understood at first sight?"""

from pathlib import Path

import pytest

from app.db.store import Store
from app.exchange import filling
from tests.exchange import (
    template_eighth,
    template_eleventh,
    template_fifteenth,
    template_fifth,
    template_fourteenth,
    template_fourth,
    template_fresh,
    template_ninth,
    template_second,
    template_seventh,
    template_sixteenth,
    template_sixth,
    template_tenth,
    template_third,
    template_thirteenth,
    template_twelfth,
)
from tests.exchange.template_fresh import Fresh

SAMPLES = (
    *template_fresh.SAMPLES,
    *template_second.SAMPLES,
    *template_third.SAMPLES,
    *template_fourth.SAMPLES,
    *template_fifth.SAMPLES,
    *template_sixth.SAMPLES,
    *template_seventh.SAMPLES,
    *template_eighth.SAMPLES,
    *template_ninth.SAMPLES,
    *template_tenth.SAMPLES,
    *template_eleventh.SAMPLES,
    *template_twelfth.SAMPLES,
    *template_thirteenth.SAMPLES,
    *template_fourteenth.SAMPLES,
    *template_fifteenth.SAMPLES,
    *template_sixteenth.SAMPLES,
)
_ANY = "."


def _told(store: Store, sample: Fresh, path: Path) -> tuple[str, str, dict[str, str]]:
    sample.make(path)
    found = filling.propose(store, path)
    told = {column.cell: column.told if column.likely else "-" for column in found.columns}
    return found.layout.shape, found.rows_of.record, told


@pytest.mark.parametrize("sample", SAMPLES, ids=str)
def test_a_template_as_offices_make_them_is_understood_at_first_sight(
    sample: Fresh, store: Store, tmp_path: Path
) -> None:
    shape, record, told = _told(store, sample, tmp_path / "模板.xlsx")
    assert shape in sample.shape.split("|")
    assert record == sample.record
    wrong = {
        cell: told.get(cell, "-")
        for cell, right in sample.fields
        if _ANY not in (known := right.split("|")) and told.get(cell, "-") not in known
    }
    assert not wrong


def test_the_templates_are_many_and_unlike_each_other() -> None:
    assert len(SAMPLES) >= 25
    assert len({sample.heads for sample in SAMPLES}) == len(SAMPLES)
