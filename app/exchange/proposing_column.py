"""Which value does each column of a template want? Labels and aliases first, then what stands there, then likeness; with how sure it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app import codes
from app.exchange import match, word
from app.exchange.filling_value import meant
from app.exchange.heading import Block
from app.exchange.proposing_alike import LIKELY, alike, beside, cored, ended, near, of_person, together
from app.exchange.proposing_need import before, linked, needed
from app.exchange.proposing_piece import shared
from app.exchange.proposing_word import ALIAS, EXTRA, GROUPED, LABEL, index, labelled
from app.exchange.template import BOXES, Blank
from app.kinds import KINDS
from app.kinds.choice import Choice
from app.kinds.kind import Kind, Unreadable
from app.ledgers.offer import Origin
from app.ledgers.offered import AND, Offer

ROW_NO = "row_no"


@dataclass(frozen=True)
class Mapped:
    """A column and what fills it. `field` is the name of an offer, `row_no`, or "" for nothing.

    `when`: a tick where the value is this entry. `told` is the field's name in reports, `label` its word for the clerk.
    """

    cell: str
    header: str
    field: str = ""
    sure: float = 0.0
    when: str = ""
    told: str = ""
    label: str = ""

    @property
    def likely(self) -> bool:
        """Sure enough to be filled unasked; less is a suggestion."""
        return bool(self.field) and self.sure >= LIKELY


def propose(blanks: Sequence[Blank], origin: Origin) -> tuple[Mapped, ...]:
    """One proposal per column; each value at most once, surer ones first. Columns that the template computes stay empty-handed."""
    found: dict[int, tuple[float, str, str]] = {}
    wishes = sorted(_wishes(blanks, origin), key=lambda wish: (-wish[1], wish[0]))
    taken: set[tuple[str, str]] = set()
    for place, sure, name, when in wishes:
        if place in found or (name, when) in taken or blanks[place].formulas:
            continue
        found[place] = (sure, name, when)
        taken.add((name, when))
    free = [
        place
        for place, blank in enumerate(blanks)
        if not blank.formulas and not blank.part and (place not in found or _yes_or_no(origin, *found[place]))
    ]
    for place, sure, name in needed(blanks, origin, {name for name, _when in taken}, free):
        found[place] = (sure, name, "")
    return tuple(_mapped(blank, origin, *found.get(n, (0.0, "", ""))) for n, blank in enumerate(blanks))


def _yes_or_no(origin: Origin, sure: float, name: str, _when: str) -> bool:
    """What is hardly known, or only asked yes or no about, gives way to what such rows must have."""
    return sure < LIKELY or origin.offers[name].kind == "flag"


def mapped(blank: Blank, origin: Origin, said: str, sure: float = 1.0) -> Mapped | None:
    """A column sent to what somebody calls `said`: a name, label or alias, with `=entry` for a tick; "" = nothing; None = unknown."""
    name, _, when = said.partition("=")
    if name in ("", "空", "无", "不填"):
        return _mapped(blank, origin, sure, "", "")
    if name in (ROW_NO, *word.SEQUENCE):
        return _mapped(blank, origin, sure, ROW_NO, "")
    names = [_named(origin, part) for part in name.split(AND)]
    return _mapped(blank, origin, sure, AND.join(names), when) if all(names) else None


def _named(origin: Origin, said: str) -> str:
    """The offer that somebody names by its name, as reports do, or by a label; "" for none."""
    known = origin.offers
    if said in known:
        return said
    by_report = next((offer.name for offer in known.values() if offer.told == said), "")
    return by_report or index(origin.name).get(word.squeezed(said), ("", 0.0))[0]


def _mapped(blank: Blank, origin: Origin, sure: float, name: str, when: str) -> Mapped:
    if name == ROW_NO or (blank.path and blank.path[-1] in word.SEQUENCE and not name and not sure):
        return Mapped(blank.cell, blank.header, ROW_NO, 1.0, "", ROW_NO, "序号")
    if not name:
        return Mapped(blank.cell, blank.header, "", sure)
    offer = origin.offers[name]
    told, label = (f"{offer.told}={when}", f"{offer.label}为{when}") if when else (offer.told, offer.label)
    return Mapped(blank.cell, blank.header, name, round(sure, 2), when, told, label)


def _wishes(blanks: Sequence[Blank], origin: Origin) -> Iterable[tuple[int, float, str, str]]:
    """(place, sure, offer, when): every reading of every column."""
    for place, name in _recognised(blanks, origin):
        yield place, _weighed(blanks[place], origin.offers[name], _sure(blanks[place], origin, name)), name, ""
    for place, blank in enumerate(blanks):
        for name, sure in labelled(blank, origin):
            yield place, _weighed(blank, origin.offers[name], sure), name, ""
        if ticked := _ticked(blank, origin):
            yield place, 0.94, *ticked
        for name, sure in (
            *together(blank, blanks, origin), *alike(blank, origin), *cored(blank, origin), *near(blank, origin),
            *ended(blank, origin), *beside(place, blanks, origin), *of_person(blank, origin), *shared(blank, origin),
            *linked(blank, origin), *before(blank, blanks, origin),
        ):  # fmt: skip
            yield place, _weighed(blank, origin.offers[name], sure), name, ""


def _recognised(blanks: Sequence[Blank], origin: Origin) -> Iterable[tuple[int, str]]:
    """What an import would read from such columns: the same words mean the same both ways."""
    block = Block(0, 0, range(0), tuple(range(len(blanks))), tuple(blank.path for blank in blanks))
    record = "household" if origin.name == "resident" else origin.record
    matched = match.by_values(match.columns(block, record), block, [blank.samples for blank in blanks])
    for place, target in enumerate(matched.targets):
        name = _offered(target, blanks[place], origin) if target else ""
        if name:
            yield place, name


def _offered(target: str, blank: Blank, origin: Origin) -> str:
    """The offer for a target of the importer."""
    own = "".join(blank.path)
    if origin.record == "pairing" and target in ("household.head_name", "household.head_id") and "户主" not in own:
        target = "helped.name" if target.endswith("head_name") else "helped.id_number"
    if origin.name == "duty" and target == "household.village":
        target = "helped.unit"
    if origin.name == "member_help":
        target = {"helper.branch": "helped_member.branch"}.get(
            target, target.replace("helper_member.", "helped_member.")
        )
    if origin.name == "resident" and target in _OF_HEAD and "户主" not in own:
        target = _OF_HEAD[target]
    if origin.name in ("visit", "deed"):
        target = f"{origin.record}.{_VISITED.get(target, target.partition('.')[2])}"
    role, _, field = target.partition(".")
    plain = origin.record != "pairing" and origin.name != "resident"  # their offers are called by the field alone
    name = field if role == origin.record and plain else target
    return name if name in origin.offers else ""


_OF_HEAD = {"household.head_name": "resident.name", "household.head_id": "resident.id_number"}
_VISITED = {"visitor.name": "who", "visited.name": "whom"}


def _sure(blank: Blank, origin: Origin, name: str) -> float:
    """How sure a recognised column is: its own word is the label, an alias, or only near it."""
    offer = origin.offers[name]
    said = {spelling for part in (blank.path[-1], "".join(blank.path)) for spelling in word.spellings(part)}
    exact = {blank.path[-1], "".join(blank.path)}
    labels = {word.squeezed(offer.label), *(word.squeezed(field) for field in (offer.name.rpartition(".")[2],))}
    if exact & labels:
        return LABEL
    aliases = {word.squeezed(alias) for alias in offer.aliases}
    return ALIAS if exact & aliases else EXTRA if said & (labels | aliases) else GROUPED + 0.05


def _ticked(blank: Blank, origin: Origin) -> tuple[str, str] | None:
    """A column for one entry of a choice: 性别_男, 是否流动_是."""
    if len(blank.path) < 2:
        return None
    above = [word.bare(part) for part in blank.path[:-1]]
    known = index(origin.name)
    for said in reversed(above):
        name = known.get(said, ("", 0.0))[0]
        offer = origin.offers.get(name)
        if offer is not None and meant(offer, blank.path[-1]):
            return name, blank.path[-1]
    return None


def ticks(blank: Blank, origin: Origin) -> Iterable[tuple[Offer, str]]:
    """What the lowest word of a heading may be an entry of: (性别, 男), (政治面貌, 群众) …"""
    entry = blank.path[-1] if blank.path else ""
    for offer in origin.offers.values():
        if (offer.codes or offer.kind == "flag") and meant(offer, entry):
            yield offer, entry


def _weighed(blank: Blank, offer: Offer, sure: float) -> float:
    """What stands there already speaks for or against it; so does a drop-down list, and another measure."""
    if "小时" in "".join(blank.path) and "分钟" in offer.label:
        return 0.0
    if blank.choices:
        known = sum(1 for entry in blank.choices if meant(offer, entry))
        if offer.codes or offer.kind == "flag":
            sure = min(0.99, sure + 0.01) if known * 2 >= len(blank.choices) else sure * 0.6
    if blank.part:  # what stands there is the label itself
        return sure
    kind = _kind(offer)
    samples = [sample for sample in blank.samples if sample not in ("", None) and not BOXES.search(str(sample))]
    if kind is None or not samples:
        return sure
    read = sum(1 for sample in samples if _readable(kind, sample))
    return min(0.99, sure + 0.01) if read * 2 >= len(samples) else sure * 0.7


def _kind(offer: Offer) -> Kind | None:
    """The kind by which a sample is judged; texts and names judge nothing."""
    if offer.codes:
        return Choice(offer.codes) if offer.codes in codes.LISTS else None
    return _JUDGES.get(offer.kind)


_JUDGES: dict[str, Kind] = {
    name: kind() for name, kind in KINDS.items() if name in ("date", "id", "phone", "number", "money", "flag", "credit")
}


def _readable(kind: Kind, sample: object) -> bool:
    try:
        return kind.parse(sample) is not None
    except Unreadable:
        return False
