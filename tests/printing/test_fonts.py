"""Whether the shipped fonts draw what they should, and what they lack is named."""

import pytest

from app.printing import fonts, wrapping


def test_faces_have_different_postscript_names():
    files = {path for role in fonts.CHAINS for path in fonts.files(role)}
    for role in fonts.CHAINS:
        fonts.uncovered("字𪚥", role)
    names = [fonts.face(path.stem).face.name for path in files]
    assert len(set(names)) == len(files)


@pytest.mark.parametrize("role", fonts.CHAINS)
def test_rare_characters_of_names_are_covered_in_every_role(role):
    assert fonts.uncovered("䶮㛃𠮷〇·①㎡□√", role) == ()
    assert "".join(piece for _, piece in fonts.runs("王䶮㛃𠮷", role)) == "王䶮㛃𠮷"


def test_what_no_font_holds_is_named_once_and_shown_as_its_number():
    assert fonts.uncovered(["𪚥\n\x07", "𪚥"]) == ("𪚥", "\x07")
    assert fonts.shown("a𪚥\t\x07") == "a〔U+2A6A5〕 〔U+0007〕"
    assert fonts.width("𪚥", 10) == fonts.width("〔U+2A6A5〕", 10)


def test_the_map_back_to_text_uses_pairs_beyond_the_first_plane():
    text = fonts.to_unicode_map("F1", [0x20BB7, *range(0x4E00, 0x4E80)])
    assert "<00> <D842DFB7>" in text
    assert "100 beginbfchar" in text
    assert "29 beginbfchar" in text


def test_lines_lose_nothing_and_no_line_begins_with_a_stop():
    text = "第一句话说完了，第二句话也说完了。（括号里的话）Word-123 与 990101198706150017。" * 3
    for width in range(20, 200, 7):
        lines = wrapping.lines(text, width, 9)
        assert "".join(lines) == text
        if width > 40:
            assert not [line for line in lines if line[0] in "，。）" or line[-1] == "（"]


def test_no_line_is_wider_than_its_space():
    for line in wrapping.lines("居住在青禾镇石坪村三组28号，电话13800000000" * 4, 70, 9):
        assert fonts.width(line, 9) <= 70
