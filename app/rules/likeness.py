"""Are two rows the same person? Points for what agrees, fewer for what does not, and the reasons in words."""

from dataclasses import dataclass

from rapidfuzz import fuzz

from app.db.queries.duplicate import Person
from app.kinds.kind import Unreadable
from app.kinds.resident_id import upgrade

LIKELY, POSSIBLE, LEAST = 90, 70, 55
ALIKE = 85  # percent, of the syllables of two names
PLACES = {"member": "同一党支部", "cadre": "同一单位", "household": "同一村", "resident": "同一户"}


@dataclass(frozen=True)
class Likeness:
    """`score` 0 to 100; `reasons` say what agrees, `against` what does not."""

    score: int
    reasons: tuple[str, ...]
    against: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        return "很可能" if self.score >= LIKELY else "可能" if self.score >= POSSIBLE else "待核"

    @property
    def text(self) -> str:
        told = "、".join(self.reasons)
        return f"{told}；但{'、'.join(self.against)}" if self.against else told


Point = tuple[int, str]


def likeness(record: str, one: Person, other: Person) -> Likeness:
    """Twins have one birth date, one home and names that differ: a name that is only alike counts little in one home."""
    name = _name(one, other)
    same = name[0] >= _SAME_SOUND
    number = _number(one.number, other.number, same=same)
    slip = number[0] > 0
    points = [name, number, _birth(one.birth, other.birth, slip=slip), _sex(one, other), _phone(one, other)]
    if one.place is not None and one.place == other.place and (same or record != "resident"):
        points.append((20 if same else 10, PLACES[record]))
    score = max(0, min(100, sum(point for point, _word in points)))
    reasons = tuple(word for point, word in points if point > 0)
    return Likeness(score, reasons, tuple(word for point, word in points if point < 0))


_SAME_SOUND = 30


def _name(one: Person, other: Person) -> Point:
    if one.name == other.name:
        return 35, "姓名相同"
    if one.sound and one.sound == other.sound:
        return _SAME_SOUND, "姓名同音"
    if fuzz.ratio(one.sound, other.sound, score_cutoff=ALIKE):
        return 20, "姓名相近"
    return 0, ""


def _number(one: str, other: str, *, same: bool) -> Point:
    if not one or not other:
        return 0, ""
    if one == other:
        return 60, "证号相同"
    if _raised(one) == _raised(other):
        return 55, "15 位和 18 位证号对应"
    told = slip(one, other) if same else ""
    return (45, told) if told else (-40, "证号不同")


def _raised(number: str) -> str:
    try:
        return upgrade(number) if len(number) == 15 else number
    except Unreadable:
        return number


def slip(one: str, other: str) -> str:
    """How a number may have become the other by a slip of the hand, "" when it may not.

    The 18th character follows from the others (GB 11643), so it is not looked at.
    """
    if len(one) != 18 or len(other) != 18:
        return ""
    places = [i for i in range(17) if one[i] != other[i]]
    if len(places) == 1:
        return "证号只差一位"
    if len(places) == 2 and places[1] == places[0] + 1 and one[places[0]] == other[places[1]]:
        return "证号有两位颠倒" if one[places[1]] == other[places[0]] else ""
    return ""


def _birth(one: str, other: str, *, slip: bool) -> Point:
    if not one or not other:
        return 0, ""
    if one == other and len(one) == 10:
        return 30, "出生日期相同"
    if one.startswith(other) or other.startswith(one):
        return 15, "出生年月相合"
    return (0, "") if slip else (-25, "出生日期不同")


def _sex(one: Person, other: Person) -> Point:
    return (-20, "性别不同") if one.sex and other.sex and one.sex != other.sex else (0, "")


def _phone(one: Person, other: Person) -> Point:
    return (20, "电话相同") if one.phone and one.phone == other.phone else (0, "")
