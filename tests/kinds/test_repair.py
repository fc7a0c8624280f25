"""What is damaged in names and numbers is named; a proposal stands only where a rule leaves one answer."""

import pytest

from app.kinds.repair import LOOKING, STANDARD, name_fault, number_faults

MAN, WOMAN = "990101198706150017", "990101198706150025"


@pytest.mark.parametrize(
    ("name", "code", "proposal"),
    [
        ("张 伟", "name_form", "张伟"),
        ("张\u3000伟", "name_form", "张伟"),
        ("⻢伟", "name_form", "马伟"),
        ("张ニ", "name_lookalike", "张二"),
        ("王ロエ", "name_lookalike", "王口工"),
        ("李\ue81e", "name_pua", "李\u9fb4"),
        ("李\ue123", "name_pua", ""),
        ("张Wei", "name_letter", ""),
        ("张?", "name_pua", ""),
        ("张伟(已故)", "name_annotation", ""),
        ("阿依古丽.买买提", "name_form", "阿依古丽·买买提"),
    ],
)
def test_a_damaged_name_is_named_with_what_it_must_have_been(name: str, code: str, proposal: str) -> None:
    fault = name_fault(name)
    assert fault is not None
    assert (fault.code, fault.proposal) == (code, proposal)


@pytest.mark.parametrize("name", ["张伟", "㛃", "李𠮷", "阿依古丽·买买提", "Maria Silva", "龴丁", "𪚥明", "欧阳娜娜"])
def test_rare_and_foreign_names_are_no_fault(name: str) -> None:
    assert name_fault(name) is None or len(name) == 1


def test_self_made_characters_follow_the_table_of_the_standard() -> None:
    """GB 18030-2000 placed them at FE50 and after; the 2022 edition names the standard character at the same place."""
    trails = [*range(0x50, 0x7F), *range(0x80, 0xA1)]
    for private in STANDARD:
        encoded = bytes((0xFE, trails[ord(private) - 0xE815]))
        assert encoded.decode("gb18030") in (private, STANDARD[private])
    assert not set(STANDARD) & set(LOOKING)


@pytest.mark.parametrize(
    ("number", "code", "proposal"),
    [
        (f" {MAN}", "id_format", MAN),
        ("９９０１０１１９８７０６１５００１７", "id_format", MAN),
        ("99010119870615005x", "id_format", "99010119870615005X"),
        ("99O1O119870615OO17", "id_letter", MAN),
        ("99010l198706150025", "id_letter", WOMAN),
        ("990101870615001", "id_15", "990101198706150017"),
        ("990101198706150000", "id_precision_lost", ""),
        ("9.90101E+17", "id_precision_lost", ""),
        ("990101********0017", "id_masked", ""),
        ("99010119870615001", "id_length", ""),
    ],
)
def test_a_damaged_number_is_named_with_what_it_must_have_been(number: str, code: str, proposal: str) -> None:
    (fault,) = number_faults(number)
    assert (fault.code, fault.proposal) == (code, proposal)


def test_two_digits_that_changed_places_are_a_possibility_when_only_one_swap_fits() -> None:
    (fault,) = number_faults("990101198706510017", birth="1987-06-15", sex="男")
    assert fault.proposal == MAN
    assert "第 13、14 位对调" in fault.text


def test_where_several_swaps_fit_nothing_is_proposed() -> None:
    found = [
        number
        for last in range(10)
        for number in (f"99010119870615{last}017"[:18], f"9901011987{last}6150017"[:18])
        if any(fault.code == "id_checksum" for fault in number_faults(number))
    ]
    assert found
    for number in found:
        for fault in number_faults(number):
            assert fault.proposal == "" or sorted(fault.proposal) == sorted(number)


def test_a_sex_that_differs_is_proposed_by_the_number_and_a_birth_date_never() -> None:
    birth, sex = number_faults(MAN, birth="1987-06-16", sex="女")
    assert (birth.about, birth.proposal) == ("birth_date", "")
    assert (sex.about, sex.proposal) == ("sex", "男")
    assert number_faults(MAN, birth="1987", sex="男") == ()
