"""Names as they stand in rosters: which are kept, which are not one whole name."""

import pytest

from app.kinds.kind import Unreadable
from app.kinds.person_name import PersonName

NAME = PersonName()


@pytest.mark.parametrize(("raw", "name"), [
    ("张三", "张三"), ("张 三", "张三"), ("张\u3000三", "张三"), ("张\xa0三\u200b", "张三"), ("诸葛 亮", "诸葛亮"),
    ("欧阳 修文", "欧阳修文"), ("张 三 丰", "张三丰"), ("王䶮", "王䶮"), ("陈𠮷", "陈𠮷"), ("李㛃", "李㛃"),
    ("⻢云", "马云"), ("\u2f63三", "生三"), ("\uf9f4木", "林木"), ("阿依古丽•买买提", "阿依古丽·买买提"),
    ("阿依古丽.买买提", "阿依古丽·买买提"), ("阿依古丽 ・ 买买提", "阿依古丽·买买提"), ("阿依古丽·买买提·艾力", "阿依古丽·买买提·艾力"),
    ("John  Smith", "John Smith"), ("'张三", "张三"), ("王〇", "王〇"), ("李一家", "李一家"),
])  # fmt: skip
def test_a_name_is_kept_whole_and_written_one_way(raw: str, name: str) -> None:
    assert NAME.parse(raw) == name
    assert NAME.check(name) == ()


@pytest.mark.parametrize(("raw", "code"), [
    ("张三(已故)", "name_annotation"), ("张三（女）", "name_annotation"), ("张三已故", "name_annotation"),
    ("张三1", "name_annotation"), ("王同志", "name_annotation"), ("*张三", "name_annotation"), ("张三:", "name_annotation"),
    ("张三、李四", "multiple_people"), ("张三 李四", "multiple_people"), ("张三/李四", "multiple_people"),
    ("张三\n李四", "multiple_people"), ("张三夫妇", "multiple_people"), ("张三等3人", "multiple_people"),
    ("某某", "name_placeholder"), ("张某", "name_placeholder"), ("李某某", "name_placeholder"), ("XXX", "name_placeholder"),
    ("×××", "name_placeholder"), ("张*", "name_placeholder"), ("张*三", "name_placeholder"), ("测试", "name_placeholder"),
    ("不详", "name_placeholder"), ("合计", "name_placeholder"), ("——", "name_placeholder"), ("李?", "name_pua"), ("李\ufffd", "name_pua"),
    (12, "name_missing"), (12.0, "name_missing"), ("12", "name_missing"), ("１２", "name_missing"), ("3.5", "name_missing"),
    ("3.3E+17", "name_missing"), ("王" * 51, "cell_too_long"),
])  # fmt: skip
def test_what_is_not_one_whole_name_is_told_apart(raw: object, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        NAME.parse(raw)
    assert refusal.value.code == code


def test_a_private_character_is_kept_and_doubted() -> None:
    assert NAME.parse("王\ue863") == "王\ue863"
    assert [doubt.code for doubt in NAME.check("王\ue863")] == ["name_pua"]


def test_a_name_of_fifty_characters_is_not_too_long() -> None:
    name = "阿" * 24 + "·" + "买" * 25
    assert NAME.parse(name) == name
