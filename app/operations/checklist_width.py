"""How wide is each column of a checklist in a superior unit's own form? The same shares on paper and in sheets.

Widths are in half-width characters: a Chinese character takes two.
"""

from collections.abc import Sequence

from app.operations.checklist_layout import SCORES, Area, Published, areas

_LEAST = {**dict.fromkeys(SCORES, 7.0), "subtotal": 7.0, "points": 6.0, "number": 5.0, "remark": 10.0, "owner": 10.0}
_USUAL_LEAST = 8.0
_MOST = 0.5  # of the whole


def widths(form: Published, whole: float) -> tuple[float, ...]:
    """One width for each column, together `whole`; long texts get the room, scores keep enough to write in."""
    count = len(form.columns)
    head, body = areas(form.head), areas(form.rows())
    least = [max(_least(form.columns[n].role), _heading(head, n)) for n in range(count)]
    if sum(least) >= whole:
        return tuple(each * whole / sum(least) for each in least)
    wanted = [max(least[n], min(whole * _MOST, _longest(body, n))) for n in range(count)]
    mass = [_mass(body, n) for n in range(count)]
    return tuple(_shared(least, wanted, mass, whole))


def units(text: str) -> int:
    """The widest line of a text."""
    return max((sum(2 if ord(char) > 0x2E7F else 1 for char in line) for line in text.split("\n")), default=0)


def _shared(least: list[float], wanted: list[float], mass: list[float], whole: float) -> list[float]:
    """What is left over the least goes to the columns by how much stands in them, none beyond what it wants; what
    nobody wants is shared by all alike.
    """
    found = list(least)
    for _ in range(len(found)):
        left = whole - sum(found)
        open_ = [n for n in range(len(found)) if found[n] < wanted[n] - 0.01 and mass[n]]
        if left < 0.01 or not open_:
            break
        together = sum(mass[n] for n in open_)
        for n in open_:
            found[n] = min(wanted[n], found[n] + left * mass[n] / together)
    rest = whole - sum(found)
    return [each + rest * each / sum(found) for each in found] if rest > 0.01 else found


def _least(role: str) -> float:
    return _LEAST.get(role, _USUAL_LEAST)


def _heading(head: Sequence[Area], column: int) -> float:
    """Four characters stand beside each other, a longer heading takes two lines."""
    own = [units(area.text) for area in head if area.left == area.right == column]
    return max((min(each, max(8, -(-each // 2))) + 2.5 for each in own), default=0.0)


def _longest(body: Sequence[Area], column: int) -> float:
    return max((units(area.text) + 2.0 for area in body if area.left == area.right == column), default=0.0)


def _mass(body: Sequence[Area], column: int) -> float:
    return float(sum(len(area.text) for area in body if area.left == area.right == column))
