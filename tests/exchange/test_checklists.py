"""Checklists as superior units publish them: whatever the columns and the file, lines, groups, points and form are kept."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from app.errors import UserError
from app.exchange.checklist import read_published
from app.kinds.points import Points
from app.operations.checklist_layout import Published, Row, areas
from tests.exchange import published
from tests.exchange.published import FORMS, Form

WRITERS: dict[str, Callable[[Form, Path], Path]] = {
    "xlsx": published.xlsx,
    "xls": published.xls,
    "docx": published.docx,
}
NAMES = [form.name for form in FORMS]


@pytest.fixture(params=WRITERS)
def writer(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def read(form: Form, writer: str, folder: Path) -> Published:
    (found,) = read_published(WRITERS[writer](form, folder / f"{form.name}.{writer}"))
    return found


def cells(rows: tuple[Row, ...]) -> list[tuple[int, int, int, int, str]]:
    return [(area.top, area.left, area.bottom, area.right, area.text) for area in areas(rows)]


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_the_form_is_kept_cell_by_cell_with_what_each_reaches_over(form: Form, writer: str, tmp_path: Path) -> None:
    found = read(form, writer, tmp_path)
    assert cells(found.head) == published.shaped(form.head)
    assert cells(found.rows()) == published.shaped(form.body)
    title = next(line for line in form.above if line != "附件2")
    assert (found.title, set(found.facts), found.notes) == (title, set(form.above) - {title}, form.below)


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_lines_points_groups_and_ways_are_those_that_were_meant(form: Form, writer: str, tmp_path: Path) -> None:
    found = read(form, writer, tmp_path)
    assert len(found.lines) == form.lines
    assert Points().text(found.points) == form.points
    assert tuple(dict.fromkeys(line.groups for line in found.lines)) == form.groups
    assert Counter(line.scoring for line in found.lines) == Counter(form.ways)


def test_a_checklist_without_headings_is_refused_with_a_sentence(tmp_path: Path) -> None:
    form = Form("通知", ("关于开展检查的通知",), (("请各村", "做好准备"),), (("一", "二"),), (), "0", 0, {}, ())
    with pytest.raises(UserError, match="没有找到考核清单的表头"):
        read_published(published.xlsx(form, tmp_path / "通知.xlsx"))
