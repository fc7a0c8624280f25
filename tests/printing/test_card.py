"""Whether contact cards and member forms hold what was given, literally, and blanks where nothing was."""

from pathlib import Path

import pypdfium2

from app.printing.card import SIX_MATTERS, ContactCard, print_contact_cards
from app.printing.form import MemberForm, print_member_forms


def texts(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def card(head: str, **changes: str) -> ContactCard:
    values = {
        "address": "石坪村三组28号",
        "member": "李秀英",
        "branch": "石坪村支部",
        "phone": "13800000000",
        **changes,
    }
    return ContactCard(head, **values)


def test_nine_cards_take_two_pages_and_each_names_its_household_member_and_matters(tmp_path):
    print_contact_cards([card(f"户主{n}") for n in range(9)], tmp_path / "a.pdf")
    pages = texts(tmp_path / "a.pdf")
    assert len(pages) == 2
    assert [f"户主{n}" in "".join(pages) for n in range(9)] == [True] * 9
    assert all(matter in pages[1] for matter in SIX_MATTERS)
    assert "李秀英" in pages[1]


def test_a_card_prints_markup_as_text_and_a_long_address_whole(tmp_path):
    address = "某某街道某某社区三十二号楼" * 6
    print_contact_cards([card("<b>甲</b>", address=address)], tmp_path / "a.pdf")
    (page,) = texts(tmp_path / "a.pdf")
    assert "<b>甲</b>" in page
    assert address in page


def test_characters_no_font_holds_are_reported_for_cards_and_forms(tmp_path):
    (warning,) = print_contact_cards([card("某𪚥")], tmp_path / "a.pdf")
    assert "U+2A6A5" in warning
    (warning,) = print_member_forms([MemberForm(name="某𪚥")], tmp_path / "b.pdf")
    assert "U+2A6A5" in warning


def test_a_form_has_one_page_for_each_member_with_all_items_and_signatures(tmp_path):
    filled = MemberForm(
        name="张伟", sex="男", ethnic="汉族", id_number="990101198706150017", education="大学本科", education_code="21",
        category="正式党员", branch="石坪村支部", mobile="13800000000", address="石坪村三组28号", status="正常",
        lost="否", floating="是", floating_to="某省某市某县",
    )  # fmt: skip
    print_member_forms([filled, MemberForm()], tmp_path / "a.pdf")
    first, second = texts(tmp_path / "a.pdf")
    for value in ("张伟", "汉族", "990101198706150017", "大学本科", "石坪村三组28号", "某省某市某县", "13800000000"):
        assert value in first
    for page in (first, second):
        for label in ("姓名", "人员类别", "党籍状态", "是否流动党员", "党员签名", "信息采集员签名", "基层党委（盖章）"):
            assert label in page
    assert "张伟" not in second


def test_a_value_outside_the_choices_and_a_code_too_long_for_its_boxes_are_still_printed(tmp_path):
    print_member_forms([MemberForm(status="已出党", education_code="2100", id_number="A" * 20)], tmp_path / "a.pdf")
    (page,) = texts(tmp_path / "a.pdf")
    assert "已出党" in page
    assert "2100" in page
    assert "A" * 20 in page
