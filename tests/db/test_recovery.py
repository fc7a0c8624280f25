"""A recovery code is long enough, in letters that cannot be mixed up, and names the group that was mistyped."""

import math
import random

import pytest

from app.db import recovery
from app.errors import UserError


def test_a_code_carries_more_than_128_bits_and_no_letter_that_looks_like_another() -> None:
    assert (recovery.SIZE - 1) * recovery.GROUPS * math.log2(len(recovery.ALPHABET)) >= 128
    assert len(set(recovery.ALPHABET)) == 32
    assert not set(recovery.ALPHABET) & set("0O1I")
    assert recovery.fresh() != recovery.fresh()


def test_case_spaces_and_full_width_letters_do_not_matter() -> None:
    code = recovery.fresh()
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalnum() else "　" for c in code)
    for typed in (code, code.lower(), code.replace("-", " "), code.replace("-", ""), wide):
        assert recovery.read(typed) == code


def test_of_200_codes_with_one_wrong_character_each_is_refused_at_the_group_that_was_typed() -> None:
    chance = random.Random(5)
    for _ in range(200):
        code = recovery.fresh()
        at = chance.choice([i for i, c in enumerate(code) if c != "-"])
        wrong = chance.choice([c for c in recovery.ALPHABET if c != code[at]])
        with pytest.raises(UserError, match=f"第 {at // (recovery.SIZE + 1) + 1} 组"):
            recovery.read(code[:at] + wrong + code[at + 1 :])


def test_two_characters_of_a_group_that_changed_places_are_noticed() -> None:
    noticed = tried = 0
    for _ in range(50):
        code = recovery.fresh()
        for at in range(recovery.SIZE - 1):
            swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
            if swapped == code:
                continue
            tried += 1
            try:
                recovery.read(swapped)
            except UserError:
                noticed += 1
    assert noticed == tried > 100


def test_two_groups_that_changed_places_are_noticed() -> None:
    groups = recovery.fresh().split("-")
    with pytest.raises(UserError, match=r"第 1 组.*第 2 组"):
        recovery.read("-".join([groups[1], groups[0], *groups[2:]]))


@pytest.mark.parametrize("letter", ["0", "O", "1", "I", "中"])
def test_a_letter_that_no_code_has_is_named_with_its_group(letter: str) -> None:
    code = recovery.fresh()
    with pytest.raises(UserError, match=r"第 2 组.*没有"):
        recovery.read(code[:8] + letter + code[9:])


def test_a_code_that_is_too_short_or_too_long_says_how_many_characters_there_are() -> None:
    code = recovery.fresh()
    with pytest.raises(UserError, match=r"是 30 个"):
        recovery.read(code[:-6])
    with pytest.raises(UserError, match=r"是 40 个"):
        recovery.read(code + "-22222")
