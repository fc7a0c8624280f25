"""A checklist in the form of the superior unit: on paper and in a sheet with the same columns, groups and total."""

import re
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from app.exchange.checklist import read_published
from app.exchange.checklist_sheet import write_published
from app.operations.checklist_layout import Published, areas
from app.printing.checklist_own import print_published
from tests.exchange import published
from tests.exchange.published import DUTIES, FORMS, VILLAGE, Form


def read(form: Form, folder: Path) -> Published:
    (found,) = read_published(published.xlsx(form, folder / f"{form.name}.xlsx"))
    return found


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [re.sub(r"\s", "", page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def printed(form: Published, folder: Path) -> list[str]:
    path = folder / "清单.pdf"
    assert print_published(form, path, mark="山前村党支部") == ()
    return pages(path)


@pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
def test_a_sheet_written_again_is_read_as_the_same_checklist(form: Form, tmp_path: Path) -> None:
    found = read(form, tmp_path)
    write_published(found, tmp_path / "再存.xlsx")
    (again,) = read_published(tmp_path / "再存.xlsx")
    assert again == found


@pytest.mark.parametrize("form", FORMS, ids=[form.name for form in FORMS])
def test_every_cell_of_the_form_stands_on_paper(form: Form, tmp_path: Path) -> None:
    found = read(form, tmp_path)
    (told,) = printed(found, tmp_path)
    for area in (*areas(found.head), *areas(found.rows())):
        assert re.sub(r"\s", "", area.text) in told
    assert re.sub(r"\s", "", found.title) in told
    assert "第1页共1页" in told


def test_a_group_over_several_pages_is_named_on_each_and_the_heading_stands_on_each(tmp_path: Path) -> None:
    rows = [("责任机制" if n == 0 else "^", "1" if n == 0 else "^", "60" if n == 0 else "^") for n in range(60)]
    body = tuple((*row, f"要点{n}：资料齐全、签字完备（1分）", "查阅资料", "") for n, row in enumerate(rows))
    told = printed(read(replace(DUTIES, body=body), tmp_path), tmp_path)
    assert len(told) > 1
    assert all("责任机制" in page and "考核要点及分值分解" in page and "山前村党支部" in page for page in told)
    whole = "".join(told)
    assert [whole.count(f"要点{n}：") for n in range(60)] == [1] * 60


def test_a_text_longer_than_a_page_goes_on_without_losing_a_word(tmp_path: Path) -> None:
    text = "\n".join(f"〔{n}〕要有台账；" for n in range(600))
    body = (("村服务站", text, "扣完为止", "10", ""),)
    told = "".join(printed(read(replace(VILLAGE, body=body), tmp_path), tmp_path))
    assert all(f"〔{n}〕" in told for n in range(600))
