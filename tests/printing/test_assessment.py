"""An assessment on paper: every point, every finding, the sums; long lists of findings go on over the page."""

from pathlib import Path

import pypdfium2
import pytest

from app.db.store import Store
from app.models import RECORDS
from app.models.checklist import SELF, TOWN
from app.operations import assessment, checklist
from app.operations import record as records
from app.operations.checklist_layout import Column, Line, Published, Row
from app.operations.checklist_published import Asked, take_over
from app.printing.assessment import print_assessment
from tests import make


def pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as found:
        return [page.get_textpage().get_text_bounded().replace("\r\n", "").replace("\n", "") for page in found]


@pytest.fixture
def begun(store: Store) -> int:
    row = checklist.ready(store, "农村")
    return assessment.begin(store, row, ("branch", make.branch(store)), year=2026)


def line(store: Store, code: str) -> int:
    return make.count(store, f"SELECT id FROM item WHERE code_no = '{code}'")


def test_points_sums_and_findings_stand_in_the_form(store: Store, begun: int, tmp_path: Path) -> None:
    assessment.give(store, begun, line(store, "101"), SELF, points=210)
    assessment.give(store, begun, line(store, "101"), TOWN, points=170)
    assessment.find(store, begun, {"content": "缺成立批复", "item": line(store, "101"), "owner_name": "解明"})
    out = tmp_path / "a.pdf"
    with store.read() as reader:
        assert print_assessment(reader, begun, out) == ()
    told = pages(out)
    assert "2026年农村基层党建规范化建设清单" in told[0]
    assert "中共石坪村支部委员会" in told[0]
    assert all(text in told[0] for text in ("2.1", "1.7", "缺成立批复"))
    assert "缺成立批复" in told[-1]
    assert "解明" in told[-1]
    assert "检查人（签字）" in told[-1]


def test_many_findings_go_on_over_the_page_under_a_heading_of_their_own(
    store: Store, begun: int, tmp_path: Path
) -> None:
    for n in range(40):
        assessment.find(store, begun, {"content": f"第{n + 1}个问题", "item": line(store, "101")})
    out = tmp_path / "a.pdf"
    with store.read() as reader:
        print_assessment(reader, begun, out)
    told = pages(out)
    tail = [text for text in told if "整改措施" in text]
    assert len(tail) >= 2
    assert all(any(f"第{n + 1}个问题" in text for text in told) for n in range(40))
    assert "检查人（签字）" in told[-1]


def test_a_superior_units_list_prints_in_its_own_form_with_the_points(store: Store, tmp_path: Path) -> None:
    form = Published(
        title="党建考评表",
        columns=(Column("内容", "content"), Column("分值", "points"), Column("自评", "self"), Column("得分", "score")),
        head=(Row(("内容", "分值", "自评", "得分")),),
        lines=(Line((), "有计划", 500, "评分", rows=(Row(("有计划", "5", "", "")),)),),
        total=500,
    )
    row = take_over(store, form, Asked("考评表", "农村", "", 2026, ""))
    made = assessment.begin(store, row, ("branch", make.branch(store)), year=2026)
    assessment.give(store, made, make.count(store, "SELECT max(id) FROM item"), SELF, points=350)
    out = tmp_path / "a.pdf"
    with store.read() as reader:
        print_assessment(reader, made, out)
    (told,) = pages(out)
    assert told.count("3.5") == 2
    assert "党建考评表" in told


def test_a_list_without_lines_is_refused_with_a_sentence(store: Store) -> None:
    made = records.save(store, RECORDS["checklist"], {"name": "空清单"})
    with store.read() as reader:
        assert checklist.faults(reader, made) == ("清单“空清单”还没有条目。",)
