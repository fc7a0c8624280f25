"""Are the built-in checklists complete and honest, and does every word of them reach the paper?"""

import re
from collections import Counter
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from app.errors import UserError
from app.operations import checklist_form
from app.operations.checklist_form import ChecklistForm, Group, Item
from app.printing import checklist
from app.rules import RULES

DOMAINS = ("农村", "社区", "机关", "国有企业", "学校", "公立医院", "非公企业和社会组织")
MADE = """
domain = "农村"
title = "试用清单"
version = "1"
source = "试用"
[[group]]
name = "组织设置"
[[group.item]]
code = "101"
content = "有批复"
points = {points}
scoring = "{scoring}"
how = "没有的不得分"
method = "查阅资料"
source = "试用"
"""


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


def words(path: Path) -> str:
    return squeezed("".join(pages(path)))


@pytest.fixture(params=checklist_form.domains())
def form(request: pytest.FixtureRequest) -> ChecklistForm:
    return checklist_form.load(request.param)


def made(path: Path, *, points: str = "2", scoring: str = "all", text: str = MADE) -> Path:
    file = path / "made.toml"
    file.write_text(text.format(points=points, scoring=scoring), encoding="utf-8")
    return file


def one_group(*contents: str, name: str = "组织设置", scoring: str = "all") -> ChecklistForm:
    items = tuple(
        Item(f"1{n:02d}", content, Decimal(1), scoring, "没有的不得分", ("党员花名册",), "查阅资料", "试用")  # type: ignore[arg-type]
        for n, content in enumerate(contents)
    )
    return ChecklistForm("made", "农村", "试用清单", "1", "试用", (Group(name, items),))


def test_the_seven_domains_are_there_in_their_order() -> None:
    assert tuple(checklist_form.load(key).domain for key in checklist_form.domains()) == DOMAINS


def test_a_checklist_is_found_by_key_and_by_the_name_of_its_domain() -> None:
    assert checklist_form.load("农村") is checklist_form.load("rural")


def test_an_unknown_domain_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(UserError, match="没有名为“铁路”的清单") as caught:
        checklist_form.load("铁路")
    assert all(domain in caught.value.hint for domain in DOMAINS)


def test_the_points_of_every_checklist_sum_to_a_hundred(form: ChecklistForm) -> None:
    assert form.points == sum(item.points for item in form.items()) == 100


def test_every_checklist_has_between_25_and_40_lines_with_their_own_codes(form: ChecklistForm) -> None:
    items = form.items()
    assert 25 <= len(items) <= 40
    assert len({item.code for item in items}) == len(items)


def test_every_line_says_what_how_by_which_evidence_and_after_which_source(form: ChecklistForm) -> None:
    for item in form.items():
        assert all((item.content, item.how, item.evidence, item.method)), item.code
        assert "《" in item.source or "可按当地要求调整" in item.source, item.code
        assert not set("！!") & set(item.content + item.how)


def test_a_line_names_only_rules_that_are_known(form: ChecklistForm) -> None:
    assert {rule for item in form.items() for rule in item.rules} <= RULES.keys()


def test_only_bonus_and_veto_lines_stand_outside_the_hundred(form: ChecklistForm) -> None:
    for item in form.items():
        assert (item.points == 0) == (item.scoring in ("bonus", "veto")), item.code
        assert (item.cap > 0) == (item.scoring == "bonus"), item.code


def test_a_deduction_never_goes_below_zero(form: ChecklistForm) -> None:
    assert all(item.how.endswith("扣完为止") for item in form.items() if item.scoring == "deduct")


def test_the_best_grade_gives_the_points_of_the_line(form: ChecklistForm) -> None:
    for item in form.items():
        if item.scoring == "graded":
            best = re.search(r"(?:好|以上)([\d.]+)分", item.how)
            assert best is not None
            assert Decimal(best[1]) == item.points, item.code


def test_every_line_of_every_checklist_is_on_paper_word_for_word(form: ChecklistForm, tmp_path: Path) -> None:
    out = tmp_path / "list.pdf"
    assert checklist.print_checklist(form, out, year=2026) == ()
    found = words(out)
    assert f"2026年{form.title}" in found
    told = "".join(item.content + item.how + item.method + "".join(item.evidence) for item in form.items())
    assert not Counter(squeezed(told)) - Counter(found)
    for item in form.items():
        assert squeezed(item.content)[:12] in found, item.code
    for group in form.groups:
        assert not group.points or f"{group.name}小计{group.points}" in found


def test_header_and_page_numbers_stand_on_every_page_and_signatures_on_the_last(tmp_path: Path) -> None:
    out = tmp_path / "list.pdf"
    checklist.print_checklist(
        checklist_form.load("农村"), out, unit="中共青禾镇柳湾村支部委员会", date="2026-11-22", year=2026
    )
    found = [squeezed(page) for page in pages(out)]
    assert "被检查单位：中共青禾镇柳湾村支部委员会" in found[0]
    assert "检查日期：2026-11-22" in found[0]
    for n, page in enumerate(found, start=1):
        assert f"第{n}页共{len(found)}页" in page
        assert "评分办法" in page or "问题清单" in page
    for caption in ("问题清单", "整改时限", "责任人", "被检查单位负责人（签字）", "盖章"):
        assert caption in found[-1]
    assert found[-1].count("检查人（签字）") == 2


def test_a_group_that_goes_over_the_page_is_named_again(tmp_path: Path) -> None:
    out = tmp_path / "list.pdf"
    checklist.print_checklist(one_group(*(f"第{n}条要求" for n in range(40))), out, year=2026)
    found = [squeezed(page) for page in pages(out)]
    assert len(found) >= 3
    assert "（续）" not in found[0]
    assert "组织设置（续）" in found[1]


def test_a_year_left_out_is_this_year(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.clock.now", lambda: datetime.fromisoformat("2031-01-02T08:00:00+08:00"))
    out = tmp_path / "list.pdf"
    checklist.print_checklist(one_group("有批复"), out)
    assert "2031年试用清单" in words(out)


@pytest.mark.parametrize("hostile", ["<b>粗</b>", "<img src=/etc/hostname>", r"(\) Tj", "A & B %d {0}"])
def test_data_is_never_markup_on_a_checklist(hostile: str, tmp_path: Path) -> None:
    out = tmp_path / "list.pdf"
    checklist.print_checklist(one_group(hostile), out, unit=hostile, year=2026)
    assert words(out).count(squeezed(hostile)) == 2


def test_a_very_long_unit_name_is_printed_whole(tmp_path: Path) -> None:
    unit = "中共青禾镇柳湾村陈家湾石坪上溪云峰联合支部委员会" * 3
    out = tmp_path / "list.pdf"
    checklist.print_checklist(one_group("有批复"), out, unit=unit, year=2026)
    found = words(out)
    assert all(found.count(char) >= unit.count(char) for char in set(unit))


def test_a_line_longer_than_a_page_goes_on_over_the_next(tmp_path: Path) -> None:
    out = tmp_path / "list.pdf"
    content = "".join(f"第{n}款应当落实。" for n in range(400))
    checklist.print_checklist(one_group(content), out, year=2026)
    assert not Counter(content) - Counter(words(out))


def test_a_character_no_font_holds_is_named_and_printed_as_its_number(tmp_path: Path) -> None:
    out = tmp_path / "list.pdf"
    (told,) = checklist.print_checklist(one_group("负责人𪚥"), out, year=2026)
    assert "U+2A6A5" in told
    assert "〔U+2A6A5〕" in words(out)


def test_half_points_are_read_and_shown_without_idle_zeros(tmp_path: Path) -> None:
    (item,) = checklist_form.read(made(tmp_path, points="0.50")).items()
    assert (item.points, item.standard) == (Decimal("0.5"), "0.5")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"points": '"两分"'}, "points 不是分数"),
        ({"points": "-1"}, "points 不是分数"),
        ({"scoring": "随意"}, "计分方式“随意”不认识"),
        ({"text": MADE.replace('method = "查阅资料"\n', "")}, "缺少 method"),
        ({"text": MADE + MADE[MADE.index("[[group.item]]") :]}, "编号 101 出现了两次"),
        ({"text": MADE[: MADE.index("[[group]]")]}, "没有条目"),
        ({"text": "domain = 农村"}, "格式读不懂"),
    ],
)
def test_a_checklist_file_with_a_mistake_is_refused_with_a_sentence(
    change: dict[str, str], sentence: str, tmp_path: Path
) -> None:
    with pytest.raises(UserError, match=sentence):
        checklist_form.read(made(tmp_path, **change))
