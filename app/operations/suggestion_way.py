"""Which kinds of pairing can be suggested: who may help whom, within which bounds, and what caps the number.

To add one: a line in WAYS. 机关→村居 干部→村 干部→党员 党员→户 are the tiers of 红色细胞工程, 党组织↔党组织 and 党员→困难群众 those of
双结对双提升.
"""

from collections.abc import Callable
from dataclasses import dataclass

from app.db.queries import suggestion as queries
from app.db.queries.suggestion import Side, Units
from app.db.store import Reader

VILLAGES = ("村", "社区")
SERVED = (*VILLAGES, "企业", "国有企业")
OFFICES = ("机关", "事业单位")
OFFICE_DOMAINS = ("机关", "国有企业", "学校", "公立医院")
SERVED_DOMAINS = ("农村", "社区", "非公企业和社会组织")
TOWNS = ("乡镇", "街道")
Read = Callable[[Reader, Units], list[Side]]


@dataclass(frozen=True)
class Way:
    """`within`: village, town (乡镇、街道) or county – where both sides must belong together (就近就便).

    `cap` is the setting that says how many one helper may hold; "" = the figure of the kind, else an even share.
    `asked` are the facts whose lack is said, by the name of `Side`.
    """

    kind: str
    helper: str
    helped: str
    within: str
    helpers: Read
    ones: Read
    noun: str
    cap: str = ""
    asked: tuple[tuple[str, str], ...] = ()


HOME = (("group", "组"), ("grid", "网格"), ("ethnic", "户主民族"), ("trades", "主要生产"), ("interests", "兴趣爱好"))
PERSON = (("group", "组"), ("ethnic", "民族"), ("interests", "兴趣爱好"))


def _any_member(reader: Reader, units: Units) -> list[Side]:
    return queries.members(reader, units, helping=False)


def _needy(reader: Reader, units: Units) -> list[Side]:
    """Households in difficulty: 结对帮扶 is for them."""
    return [one for one in queries.households(reader, units) if one.about]


def _villages(reader: Reader, units: Units) -> list[Side]:
    return queries.places(reader, VILLAGES, units)


def _served(reader: Reader, units: Units) -> list[Side]:
    return queries.places(reader, SERVED, units)


def _offices(reader: Reader, units: Units) -> list[Side]:
    return queries.places(reader, OFFICES, units)


def _office_branches(reader: Reader, units: Units) -> list[Side]:
    return queries.branches(reader, OFFICE_DOMAINS, units)


def _served_branches(reader: Reader, units: Units) -> list[Side]:
    return queries.branches(reader, SERVED_DOMAINS, units)


WAYS: dict[str, Way] = {
    way.kind: way
    for way in (
        Way("member_household", "member", "household", "village", queries.members, queries.households, "党员", "member_cap", HOME),
        Way("cadre_member", "cadre", "member", "town", queries.cadres, _any_member, "干部", "cadre_cap", PERSON),
        Way("cadre_village", "cadre", "unit", "town", queries.cadres, _villages, "干部"),
        Way("cadre_household", "cadre", "household", "town", queries.cadres, _needy, "干部", asked=HOME),
        Way("unit_unit", "unit", "unit", "county", _offices, _served, "机关、事业单位"),
        Way("branch_branch", "branch", "branch", "county", _office_branches, _served_branches, "机关、企事业单位党组织"),
        Way("member_resident", "member", "resident", "town", queries.members, queries.residents, "党员", asked=PERSON),
    )
}  # fmt: skip
BOUNDS = {"village": "本村", "town": "本乡镇", "county": "本县"}


class Bounds:
    """Where a unit belongs: itself, its 乡镇 (itself where there is none above), or the top of the tree."""

    def __init__(self, reader: Reader) -> None:
        self.tree = queries.unit_tree(reader)
        self._towns: dict[int, int] = {}

    def place(self, unit: int | None, within: str) -> int | None:
        if unit is None or within == "village":
            return unit
        if within == "county":
            return self._above(unit)[-1]
        if unit not in self._towns:
            above = self._above(unit)
            self._towns[unit] = next((row for row in above if self.tree[row][1] in TOWNS), above[-1])
        return self._towns[unit]

    def whole(self, units: Units, within: str) -> Units:
        """All units that belong together with one of these."""
        if units is None:
            return None
        places = {self.place(unit, within) for unit in units}
        return frozenset(row for row in self.tree if self.place(row, within) in places)

    def name(self, unit: int | None) -> str:
        return "没有登记所在村" if unit is None else self.tree[unit][2]

    def _above(self, unit: int) -> list[int]:
        """The unit and those above it; a ring in the tree ends where it began."""
        found: list[int] = []
        row: int | None = unit
        while row is not None and row in self.tree and row not in found:
            found.append(row)
            row = self.tree[row][0]
        return found or [unit]
