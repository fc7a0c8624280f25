"""What does a scorer mean by what he typed: points, so many cases, a grade, yes or no, or that a line does not apply?"""

import re

from app.kinds.points import Points
from app.models.assessment import ABSENT, FAILED, HIT, PASSED
from app.models.checklist import ALL, BONUS, DEDUCT, GRADED, NONE, VETO
from app.operations.scoring import Given, Scale

_CASES = re.compile(r"(\d+)\s*(?:处|次|人次|人|项|件|户|个|条|例)")
_WORDS = {
    PASSED: ("达标", "是", "有", "y", "yes", "√", "✓", "满分", "没有问题", "未触发"),
    FAILED: ("不达标", "否", "没有", "无", "n", "no", "×", "x"),
    ABSENT: ("不涉及", "-", "－", "—", "/"),
    HIT: ("触发", "否决"),
}
_MEANT = {word: mark for mark, words in _WORDS.items() for word in words}


def given(scale: Scale, typed: str) -> Given:
    """`2.5` are points, `3处` are cases, else a grade or one of the words. Unreadable for anything else."""
    text = typed.strip()
    if cases := _CASES.fullmatch(text):
        return Given(None, cases[1])
    if text in dict(scale.steps()):
        return Given(None, text)
    if mark := _MEANT.get(text.lower()):
        if scale.scoring == VETO and mark in (PASSED, FAILED):
            return Given(None, HIT if text in ("是", "有", "y", "yes") else PASSED)
        return Given(None, mark)
    return Given(Points().parse(text))


def hint(scale: Scale) -> str:
    """What can be typed for a line, in one sentence."""
    text = Points().text
    each = f"（每处{'加' if scale.scoring == BONUS else '扣'} {text(scale.each)} 分）" if scale.each else ""
    grades = "、".join(f"{name}（{text(points)}）" for name, points in scale.steps())
    told = {
        DEDUCT: f"填得分，或填几处，如 2处{each}",
        BONUS: f"填加分，最多 {text(scale.most)} 分" + (f"，或填几处{each}" if each else ""),
        GRADED: f"填哪一档：{grades}" if grades else f"填得分，最多 {text(scale.most)} 分",
        ALL: f"达标填 是（{text(scale.points)} 分），否则填 否",
        VETO: "触发否决填 是，没有触发填 否",
        NONE: "这一条不计分",
    }
    return told.get(scale.scoring, f"填得分，最多 {text(scale.most)} 分") + (
        "" if scale.scoring == NONE else "；不涉及填 -"
    )


def shown(scale: Scale, one: Given | None) -> str:
    """What was given, as it stands in a table: the points, with the word where that says more."""
    if one is None:
        return ""
    if one.mark in (ABSENT, HIT):
        return one.mark
    if scale.scoring == VETO:
        return "未触发"
    return "" if one.points is None else Points().text(one.points)
