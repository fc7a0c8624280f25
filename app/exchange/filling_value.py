"""How does a stored value stand in a cell of a template: as text, number or date, from its drop-down list, masked, as a tick?"""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Any

from app import codes
from app.exchange.filling_date import Shape
from app.exchange.patch import Filled
from app.exchange.template import Blank
from app.kinds import normal
from app.kinds.flag import Flag
from app.kinds.kind import Unreadable
from app.kinds.mask import MASKED, kind_of, mask, withheld
from app.ledgers.measure import educations
from app.ledgers.offered import APART, Offer

TICK = "√"
_PARTS = re.compile(r"[/、,，或和及()（）]|以及")
_TEN_THOUSANDS = re.compile(r"万元")


class Writer(dict[Any, Filled]):
    """Stored value → what is written, worked out once per different value.

    `when` makes a tick where the value is that entry (or of that group of the code list). `off_list` collects values
    that the cell's drop-down list does not know: their cells stay empty.
    """

    def __init__(
        self, offer: Offer, blank: Blank, *, shape: Shape | None = None, profile: str = "none", when: str = ""
    ) -> None:
        super().__init__({None: ""})
        self.offer, self.blank, self.shape, self.profile, self.when = offer, blank, shape or Shape(), profile, when
        self.entries = entries(offer, blank.choices) if blank.choices and not when else {}
        self.off_list: set[Any] = set()
        plain = replace(blank, choices=())
        self.parts = tuple(Writer(part, plain, shape=shape, profile=profile) for part in offer.parts)

    def __missing__(self, value: Any) -> Filled:
        made = self[value] = self._ticked(value) if self.when else self._made(value)
        return made

    def column(self, values: Sequence[Any]) -> list[Filled]:
        if self.withheld():
            return [""] * len(values)
        hidden = self.profile != "none" and self.offer.kind in MASKED
        if self.when or self.parts or self.blank.choices or hidden or self.offer.kind in ("date", "money"):
            return list(map(self.__getitem__, values))
        return ["" if value is None else value for value in values]

    def withheld(self) -> bool:
        """Whether such a value does not leave at all."""
        return withheld(self.offer.kind, self.offer.name.rpartition(".")[2], self.profile)

    def _joined(self, value: Any) -> str:
        """Each part as it would stand alone."""
        told = zip(self.parts, str(value).split(APART), strict=True)
        said = [str(part[stored]) for part, stored in told if stored and not part.withheld()]
        return self.offer.glue.join(text for text in said if text)

    def _ticked(self, value: Any) -> str:
        return TICK if value in meant(self.offer, self.when) else ""

    def _made(self, value: Any) -> Filled:
        kind = self.offer.kind
        if self.parts:
            return self._joined(value)
        if self.blank.choices:
            return self._listed(value)
        if kind == "date":
            own = kind_of(kind, self.offer.name.rpartition(".")[2])
            return self.shape.told(mask(own, str(value), self.profile))
        if kind == "money":
            return Decimal(value) / (
                1_000_000 if _TEN_THOUSANDS.search("".join((*self.blank.path, self.blank.hint))) else 100
            )
        if isinstance(value, int | float):
            return value
        text = str(value)
        return mask(kind, text, self.profile) if kind in MASKED else text

    def _listed(self, value: Any) -> Filled:
        found = self.entries.get(str(value)) or self._spelled(str(value))
        if found is not None:
            return found
        self.off_list.add(value)
        return ""

    def _spelled(self, text: str) -> str | None:
        """Without a code list the entry must be the same word; numbers and dates in their own shape."""
        shown = str(self.shape.told(text)) if self.offer.kind == "date" else text
        same = [entry for entry in self.blank.choices if normal.key(entry) in (normal.key(shown), normal.key(text))]
        return same[0] if len(same) == 1 else None


def entries(offer: Offer, choices: Sequence[str]) -> dict[str, str]:
    """Value → entry of the list, for the values whose entry is beyond doubt; the narrower entry wins over the wider."""
    found: dict[str, list[tuple[int, str]]] = {}
    for entry in choices:
        for value in (values := meant(offer, entry)):
            found.setdefault(value, []).append((len(values), entry))
    settled: dict[str, str] = {}
    for value, several in found.items():
        least = min(several)[0]
        narrow = {entry for width, entry in several if width == least}
        if len(narrow) == 1:
            settled[value] = narrow.pop()
    return settled


def meant(offer: Offer, entry: str) -> frozenset[str]:
    """The values that an entry of a foreign list stands for: 高中/中专, 大专及以上, 汉, 有 …"""
    if offer.kind == "flag":
        try:
            said = Flag().parse(entry)
        except Unreadable:
            said = None
        return frozenset({said} if said else ())
    if not offer.codes:
        return frozenset()
    own = codes.find(offer.codes, entry)
    if own is not None:
        return frozenset({own})
    grouped = {code.name for code in codes.codes(offer.codes) if code.group and code.group == entry.strip()}
    if grouped:
        return frozenset(grouped)
    if offer.codes == "education" and (levels := educations(entry.strip())):
        return levels
    parts = [part for part in _PARTS.split(entry) if part]
    several = [codes.find(offer.codes, part) for part in parts]
    return frozenset(name for name in several if name) if len(parts) > 1 and all(several) else frozenset()


def percentage(part: int, whole: int, *, places: int = 1, truncated: bool = False) -> Decimal:
    """A share in percent, rounded half up or cut off, as the report asks."""
    if not whole:
        return Decimal(0)
    step = Decimal(1).scaleb(-places)
    return (Decimal(part) * 100 / whole).quantize(step, ROUND_DOWN if truncated else ROUND_HALF_UP)
