"""Code lists: complete, without two meanings for one word, and open to change."""

from collections.abc import Iterator

import pytest

from app import codes
from app.codes import LISTS, Code


@pytest.fixture
def own_lists() -> Iterator[None]:
    yield
    codes.reset()


@pytest.mark.parametrize("name", sorted(LISTS))
def test_one_word_means_one_entry(name: str) -> None:
    meanings: dict[str, set[str]] = {}
    for entry in codes.codes(name):
        for word in (entry.name, entry.code, *entry.aliases):
            if word:
                meanings.setdefault("".join(word.split()).casefold(), set()).add(entry.name)
    assert {word: names for word, names in meanings.items() if len(names) > 1} == {}
    assert len(codes.codes(name)) == len({entry.name for entry in codes.codes(name)}) > 1


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_word_of_an_entry_finds_it(name: str) -> None:
    for entry in codes.codes(name):
        assert {codes.find(name, word) for word in (entry.name, entry.code, *entry.aliases) if word} == {entry.name}


def test_there_are_fifty_six_peoples_with_their_numbers_and_letters() -> None:
    peoples = [entry for entry in codes.codes("ethnic") if entry.code < "57"]
    assert [entry.code for entry in peoples] == [f"{n:02d}" for n in range(1, 57)]
    assert all(entry.name.endswith("族") for entry in peoples)
    assert len({entry.aliases[1] for entry in peoples}) == 56


def test_difficulty_is_only_a_kind_of_need() -> None:
    names = [entry.name for entry in codes.codes("need")]
    assert names == ["低保", "特困", "残疾", "空巢", "留守儿童", "优抚", "困难党员", "其他"]


def test_education_is_named_as_the_rosters_name_it() -> None:
    named = {
        word: codes.find("education", word) for word in ("大学", "本科", "中等专科", "普通高中", "大专", "初中", "小学")
    }
    assert list(named.values()) == ["大学本科", "大学本科", "中专", "高中", "大专", "初中", "小学"]


def test_a_code_that_lost_its_zero_in_a_spreadsheet_is_found() -> None:
    assert codes.find("ethnic", "2") == codes.find("ethnic", "02") == "蒙古族"


def test_width_blanks_and_case_do_not_matter() -> None:
    assert codes.find("education", " 省(区、市) 委党校大学 ") == "省（区、市）委党校大学"
    assert codes.find("sex", "ｍ") == "男"
    assert codes.find("sex", "") is None


def test_a_list_can_be_replaced_and_read_again_from_its_file(own_lists: None) -> None:  # noqa: ARG001 - undoes it
    assert codes.find("need", "新困难") is None
    codes.install("need", [Code("新类", aliases=("新困难",))])
    assert codes.find("need", "新困难") == "新类"
    assert codes.find("need", "低保") is None
    codes.reset()
    assert codes.find("need", "低保") == "低保"


def test_a_list_that_does_not_exist_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        codes.codes("nothing")
