"""What is a line of a checklist worth after what was found, and what do all lines make together?

Pure functions on whole hundredths of a point; the ways of scoring are those of real assessment tables.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.kinds.points import Points
from app.models.assessment import ABSENT, FAILED, HIT, PASSED
from app.models.checklist import ALL, BONUS, DEDUCT, FREE, GRADED, NONE, VETO, bands, grades

STEP = 10  # 0.1 points
WHOLE = 10_000  # 100 %, in hundredths of a percent
COUNTED = (DEDUCT, GRADED, ALL, FREE)  # whose standard points make the total


@dataclass(frozen=True)
class Scale:
    """How one line is scored: the columns of `Item`. `points` is the standard, `each` what one case takes or adds."""

    scoring: str
    points: int = 0
    each: int | None = None
    cap: int | None = None
    grades: str = ""
    step: int = STEP

    @property
    def most(self) -> int:
        """The most one can get."""
        return (self.cap or 0) if self.scoring == BONUS else self.points if self.scoring in COUNTED else 0

    def steps(self) -> tuple[tuple[str, int], ...]:
        """Its grades, the best first."""
        return tuple(sorted(grades(self.grades), key=lambda grade: -grade[1]))


@dataclass(frozen=True)
class Given:
    """What one scorer gave for one line: `points` None = nothing yet, `mark` on what (cases, grade, PASSED, HIT, ABSENT)."""

    points: int | None = None
    mark: str = ""


def deducted(points: int, each: int, cases: int, cap: int | None = None) -> int:
    """每…扣…分，扣完为止: never below 0; `cap` is the most that is taken, where the line says one."""
    lost = each * cases if cap is None else min(each * cases, cap)
    return max(0, points - lost)


def added(each: int, cases: int, cap: int) -> int:
    """每…加…分，最多加…分."""
    return min(each * cases, cap)


def marked(scale: Scale, mark: str) -> int | None:
    """The points that a mark gives by itself; None where a person has to say. ValueError tells why a mark means nothing."""
    if mark == ABSENT:
        return 0
    if scale.scoring == VETO:
        if mark not in (HIT, PASSED):
            raise ValueError(f"否决项请选“{HIT}”或“{PASSED}”。")
        return 0
    if mark in (PASSED, FAILED):
        return _passed(scale, mark == PASSED)
    if scale.scoring == GRADED:
        found = dict(scale.steps())
        if found and mark not in found:
            raise ValueError(f"没有“{mark}”这一档，可选：{'、'.join(found)}。")
        return found.get(mark)
    if scale.scoring in (DEDUCT, BONUS):
        if not mark.isdecimal():
            raise ValueError(f"“{mark}”不是处数，请填 0、1、2 这样的数。")
        if scale.each is None:
            return scale.points if scale.scoring == DEDUCT and int(mark) == 0 else None
        return (
            deducted(scale.points, scale.each, int(mark), scale.cap)
            if scale.scoring == DEDUCT
            else added(scale.each, int(mark), scale.most)
        )
    raise ValueError(f"“{mark}”读不懂，请直接填分数。")


def _passed(scale: Scale, passed: bool) -> int | None:
    """Everything in order earns the whole; what is not earns nothing only where nothing is between."""
    if passed:
        return 0 if scale.scoring == BONUS else scale.most
    return 0 if scale.scoring in (ALL, BONUS, NONE) else None


def fault(scale: Scale, points: int) -> str:
    """Why these points cannot be given for the line, "" when they can."""
    text = Points().text
    if points < 0:
        return "得分不能小于 0，扣分扣完为止。"
    if points > scale.most:
        return f"得分 {text(points)} 超过这一条最高的 {text(scale.most)} 分。"
    if points % scale.step and points not in (scale.most, *(each for _name, each in scale.steps())):
        return f"得分以 {text(scale.step)} 分为单位，请改为 {text(scale.step)} 的倍数。"
    if scale.scoring == ALL and points not in (0, scale.points):
        return f"这一条只能得 {text(scale.points)} 分或 0 分。"
    if scale.scoring == GRADED and scale.steps() and points not in [each for _name, each in scale.steps()]:
        told = "、".join(f"{name}{text(each)}" for name, each in scale.steps())
        return f"这一条分档计分：{told}。"
    return ""


@dataclass(frozen=True)
class Sum:
    """All lines of one scorer. `standard` is what the counted lines are worth, `absent` what of it does not apply here;
    `points` includes `bonus`. `share` is the hundredths of a percent of what could be reached, rounded half up.
    """

    points: int
    bonus: int
    standard: int
    absent: int
    scored: int
    lines: int
    vetoes: int

    @property
    def reachable(self) -> int:
        return self.standard - self.absent

    @property
    def share(self) -> int | None:
        return (2 * self.points * WHOLE + self.reachable) // (2 * self.reachable) if self.reachable else None

    @property
    def whole(self) -> bool:
        """Has every line been scored?"""
        return self.scored == self.lines


def total(lines: Iterable[tuple[Scale, Given]]) -> Sum:
    """What the lines make together; lines without points (不计分) count for nothing."""
    points = bonus = standard = absent = scored = count = vetoes = 0
    for scale, given in lines:
        if scale.scoring == NONE:
            continue
        count += 1
        scored += given.points is not None or bool(given.mark)
        points += given.points or 0
        bonus += (given.points or 0) if scale.scoring == BONUS else 0
        standard += scale.points if scale.scoring in COUNTED else 0
        absent += scale.points if scale.scoring in COUNTED and given.mark == ABSENT else 0
        vetoes += scale.scoring == VETO and given.mark == HIT
    return Sum(points, bonus, standard, absent, scored, count, vetoes)


def latest(given: Sequence[Given | None]) -> Given:
    """Of one line, what the last of the scorers gave: `given` stands in the order 自评, 乡镇, 县."""
    return next((each for each in reversed(given) if each is not None), Given())


@dataclass(frozen=True)
class Grading:
    """`grade` "" while nothing can be told; `by_points` is the band of the points alone; `barred` why it is not that one."""

    grade: str
    by_points: str
    barred: tuple[str, ...] = ()


def graded(found: Sum, told: str, satisfaction: int | None, least: int) -> Grading:
    """分类定级 by bands (`90以上好、…`) on the exact share of what could be reached (中组厅字〔2012〕6号: ≥90 好, 80 较好, 60 一般).

    A veto, or a 满意率 below `least` (hundredths of a percent), bars the two best bands.
    """
    steps = bands(told)
    if not steps or not found.reachable:
        return Grading("", "")
    place = next(
        (i for i, (low, _name) in enumerate(steps) if found.points * WHOLE >= low * found.reachable), len(steps) - 1
    )
    barred = []
    if found.vetoes:
        barred.append(f"有 {found.vetoes} 项一票否决")
    if satisfaction is not None and satisfaction < least:
        barred.append(f"群众满意率 {Points().text(satisfaction)}%，低于 {Points().text(least)}%")
    lowest = min(2, len(steps) - 1) if barred else 0
    return Grading(steps[max(place, lowest)][1], steps[place][1], tuple(barred))
