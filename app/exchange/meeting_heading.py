"""Which columns of a sheet of meetings name who was away, and which kinds of meeting does a cell mean?"""

import re

from app import codes
from app.exchange import word
from app.exchange.heading import Block
from app.models.meeting import KIND, THREE_AND_ONE

AWAY, LEAVE = "away.names", "leave.names"  # who was not there; who had asked off
_PEOPLE = {
    **dict.fromkeys(
        ("缺席人员", "缺席人员及原因", "缺席人员名单", "缺席人员姓名", "缺席党员", "缺席情况", "缺席", "未到人员", "未参加人员",
         "未到会人员", "缺勤人员", "缺席人", "未参会人员"), AWAY,
    ),
    **dict.fromkeys(("请假人员", "请假人员及原因", "请假党员", "请假情况", "请假", "请假人"), LEAVE),
}  # fmt: skip
_PARTS = re.compile(r"[、，,;；/+＋\n]|以及|[和与及暨]")
_ALL = re.compile(r"三会一课[（(〔\[](?P<which>.+)[)）〕\]]")
EVERYTHING = "三会一课"


def wishes(block: Block, plain: dict[int, tuple[str, int]]) -> dict[int, tuple[str, int]]:
    """The columns of `plain`, and those that name people."""
    for n, path in enumerate(block.paths):
        for spelling in word.spellings(path[-1]) if path else ():
            if spelling in _PEOPLE:
                plain[n] = (_PEOPLE[spelling], 0)
    return plain


def kinds(told: str) -> tuple[str, str]:
    """(the kinds by their names, parted by 、, why they cannot be told). A name of the list may hold a 和 of its own."""
    whole = codes.find(KIND, told)
    if whole is not None:
        return whole, ""
    inside = _ALL.fullmatch(told.strip())
    parts = [part.strip() for part in _PARTS.split(inside["which"] if inside else told) if part.strip()]
    names = [codes.find(KIND, part) or part for part in parts]
    if EVERYTHING in names:
        return told, f"“{EVERYTHING}”没有写明是哪一种（{'、'.join(THREE_AND_ONE)}），请写明后再导入。"
    return "、".join(dict.fromkeys(names)), ""
