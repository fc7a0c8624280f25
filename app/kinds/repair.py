"""What is damaged in a name or an identity number, and what it must have been, where a rule leaves one answer only?"""

import re
from dataclasses import dataclass

from app.kinds import normal
from app.kinds.kind import Unreadable
from app.kinds.person_name import HAN, PersonName
from app.kinds.resident_id import ResidentId, sex_of, upgrade

# Self-made characters of GB 18030-2000 that GB 18030-2022 gives a standard code; the old codes lie in the private use area.
STANDARD = dict(
    zip(
        "\ue816\ue817\ue818\ue81e\ue826\ue82b\ue82c\ue831\ue832\ue83b\ue843\ue854\ue855\ue864",
        "\U00020087\U00020089\U000200cc\u9fb4\u9fb5\u9fb6\u9fb7\U000215d7\u9fb8\U0002298f\u9fb9\u9fba\U000241fe\u9fbb",
        strict=True,
    )
)
# Kana, strokes and phonetic signs that stand where a Chinese character was meant.
LOOKING = dict(zip("ニハエカトタロー㇐ㄚㄧㄠ", "二八工力卜夕口一一丫一幺", strict=True))
_AMONG_HAN = re.compile(rf"[{HAN}]")
_LETTER = re.compile(r"[A-Za-z\u0370-\u052f]")
_MEANT = str.maketrans("OoQDlI|", "0000111")


@dataclass(frozen=True)
class Fault:
    """What is wrong in words; `proposal` what by rule it must have been, "" where only people can say.

    `about`: "" the value itself, "birth_date" or "sex" what stands beside a good number and differs from it.
    """

    code: str
    text: str
    proposal: str = ""
    about: str = ""


def name_fault(name: str) -> Fault | None:
    """None for a name as it should be. Proposals change only what a rule names; rare characters are no fault."""
    mended, told = _replaced(name)
    try:
        read = PersonName().parse(mended)
    except Unreadable as error:
        return Fault(error.code, error.text)
    if read is None:
        return Fault("name_missing", f"姓名处是“{name}”，没有姓名，请补填。")
    if read != mended:
        told.append(("name_form", "有空格、全角字母或兼容字形"))
    if normal.is_private(read):
        signs = "、".join(_shown(char) for char in read if normal.is_private(char))
        told.append(("name_pua", f"自造字 {signs} 在别的电脑上显示不出，请对照证件改成标准汉字"))
    elif _AMONG_HAN.search(read) and _LETTER.search(read):
        told.append(("name_letter", "姓名里夹有字母，请对照证件改正"))
    if not told:
        return None
    return Fault(told[0][0], "；".join(text for _code, text in told) + "。", read if read != name else "")


def _replaced(name: str) -> tuple[str, list[tuple[str, str]]]:
    """The name with what has one answer by a rule, and (code, words) of each replacement."""
    told = []
    for char in dict.fromkeys(name):
        if char in STANDARD:
            told.append(("name_pua", f"自造字 {_shown(char)} 按 GB 18030 已有标准字“{STANDARD[char]}”"))
            name = name.replace(char, STANDARD[char])
        elif char in LOOKING and _AMONG_HAN.search(name):
            told.append(("name_lookalike", f"“{char}”不是汉字，形状像“{LOOKING[char]}”"))
            name = name.replace(char, LOOKING[char])
    return name, told


def _shown(char: str) -> str:
    return f"U+{ord(char):04X}" if normal.is_private(char) else char


def number_faults(number: str, *, birth: str = "", sex: str = "") -> tuple[Fault, ...]:
    """`birth` and `sex` as they stand beside the number; they narrow what a damaged number may have been."""
    try:
        read = ResidentId().parse(number)
    except Unreadable as error:
        return (_damaged(number, error, birth, sex),)
    if read is None:
        return ()
    form = (Fault("id_format", "证号前后或中间有空格、全角数字或小写字母。", read),) if read != number else ()
    doubts = tuple(Fault(doubt.code, doubt.text) for doubt in ResidentId().check(read))
    return (*form, *doubts, *_beside(read, birth, sex))


def _beside(number: str, birth: str, sex: str) -> tuple[Fault, ...]:
    """GB 11643 ties the sex to the 17th digit; of the birth date the personnel file (档案) is the judge, so none is proposed."""
    found = []
    born = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    if birth and not born.startswith(birth):
        told = f"与证号里的 {born} 不一致，请对照档案核对；以档案为准时可不改。"
        found.append(Fault("birth_id_mismatch", told, "", "birth_date"))
    if sex in ("男", "女") and sex != sex_of(number):
        found.append(
            Fault("sex_id_mismatch", "与证号第 17 位不一致，请核对是性别还是证号写错。", sex_of(number), "sex")
        )
    return tuple(found)


def _damaged(number: str, error: Unreadable, birth: str, sex: str) -> Fault:
    compact = normal.squeeze(number)
    if error.code == "id_15":
        return Fault(error.code, error.text, upgrade(compact))
    lettered = compact[:-1].translate(_MEANT) + compact[-1:].translate(_MEANT)
    if lettered != compact and _is_good(lettered, birth, sex):
        return Fault("id_letter", "数字 0、1 写成了字母。", lettered)
    cut = error.code == "id_precision_lost" or (error.code == "id_checksum" and compact.endswith("000"))
    possible = _swapped(compact, birth, sex) if error.code in ("id_checksum", "id_birth_invalid") and not cut else []
    if len(possible) == 1:
        place, told = possible[0]
        return Fault(error.code, f"校验不符，只有把第 {place}、{place + 1} 位对调后成立，请对照证件核对。", told)
    return Fault("id_precision_lost" if cut else error.code, error.text)


def _swapped(number: str, birth: str, sex: str) -> list[tuple[int, str]]:
    """(place, number) of every swap of two neighbours that makes a good number which agrees with what stands beside it."""
    found = []
    for i in range(len(number) - 1):
        told = number[:i] + number[i + 1] + number[i] + number[i + 2 :]
        if told != number and _is_good(told, birth, sex):
            found.append((i + 1, told))
    return found


def _is_good(number: str, birth: str, sex: str) -> bool:
    try:
        read = ResidentId().parse(number)
    except Unreadable:
        return False
    if read is None or ResidentId().check(read):
        return False
    return not _beside(read, birth, sex)
