"""What does a recovery code look like, and which group was mistyped?

Seven groups of five characters, of an alphabet without 0 O 1 I: 28 characters carry 140 random bits, the last of each
group checks it. A check over GF(32) with different weights notices every single wrong character and every swapped pair.
"""

import secrets
import unicodedata

from app.errors import UserError

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
GROUPS, SIZE = 7, 5
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_HINTS = {"0": "没有数字 0", "O": "没有字母 O", "1": "没有数字 1", "I": "没有字母 I"}


def fresh() -> str:
    """A new code, groups joined by hyphens: `ABCDE-FGHJK-…`."""
    return "-".join(_checked("".join(secrets.choice(ALPHABET) for _ in range(SIZE - 1)), i) for i in range(GROUPS))


def read(typed: str) -> str:
    """The code in its one form. UserError names the group that cannot be right; spaces, hyphens and case do not matter."""
    letters = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c.isalnum())
    for i in range(0, len(letters), SIZE):
        _refuse_strange(letters[i : i + SIZE], i // SIZE)
    if len(letters) != GROUPS * SIZE:
        raise UserError(
            f"恢复码应有 {GROUPS} 组、每组 {SIZE} 个字符，现在一共是 {len(letters)} 个字符。",
            "请对照打印的恢复码补全。",
        )
    groups = [letters[i : i + SIZE] for i in range(0, len(letters), SIZE)]
    wrong = [i for i, group in enumerate(groups) if _checked(group[:-1], i) != group]
    if wrong:
        named = "、".join(f"第 {i + 1} 组（{groups[i]}）" for i in wrong)
        raise UserError(f"恢复码的{named}有字符不对。", "请对照打印的恢复码逐个核对这一组。")
    return "-".join(groups)


def _refuse_strange(group: str, place: int) -> None:
    for letter in group:
        if letter not in _VALUE:
            why = _HINTS.get(letter, f"没有“{letter}”")
            raise UserError(
                f"恢复码第 {place + 1} 组（{group}）里有不会出现的字符：恢复码里{why}。", "请对照打印的恢复码核对。"
            )


def _checked(group: str, place: int) -> str:
    """The group with its check character; the place goes in, so that two groups do not change places unnoticed."""
    total = place
    for i, letter in enumerate(group):
        total ^= _times(_VALUE[letter], 2 << i)
    return group + ALPHABET[total]


def _times(a: int, b: int) -> int:
    """Product in GF(32), modulo x^5 + x^2 + 1."""
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a, b = a << 1, b >> 1
        a ^= 37 if a & 32 else 0
    return product
