"""Which value does each column of a template want? Labels and aliases first, then what stands there, then likeness; with how sure it is."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from app import codes
from app.exchange import match, synonym, word
from app.exchange.filling_value import meant
from app.exchange.heading import Block
from app.exchange.template import BOXES, Blank
from app.kinds import KINDS
from app.kinds.choice import Choice
from app.kinds.kind import Kind, Unreadable
from app.ledgers import offer as offers
from app.ledgers.offer import Origin
from app.ledgers.offered import AND, Offer

ROW_NO = "row_no"
LIKELY = 0.6  # the least at which a column is filled unasked
_LABEL, _ALIAS, _EXTRA, _BARE, _GROUPED, _TOGETHER, _SAME, _NEAR = 0.98, 0.95, 0.93, 0.9, 0.85, 0.82, 0.8, 0.5
_OTHERS = re.compile(
    r"配偶|父|母|子女|介绍人|紧急|培养|曾用|监护|代理|家属|亲属|推荐|担保|领导|签|章|照片|是否|原(?!因)|拟|如|其他|其它"
)


_OWN = re.compile(r"^(?:党员|本人|个人)")
_FULL = re.compile(r"(?<=..)(?:名称|全称)$")
_MARKS = re.compile(r"[<>()\[\]【】〔〕《》\"“”*]")


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
    return tuple(_mapped(blank, origin, *found.get(n, (0.0, "", ""))) for n, blank in enumerate(blanks))


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
    return by_report or _index(origin.name).get(word.squeezed(said), ("", 0.0))[0]


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
        for name, sure in _labelled(blank, origin):
            yield place, _weighed(blank, origin.offers[name], sure), name, ""
        if ticked := _ticked(blank, origin):
            yield place, 0.94, *ticked
        for name, sure in (*_together(blank, blanks, origin), *_alike(blank, origin), *_near(blank, origin)):
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
    if origin.name in ("visit", "deed"):
        target = f"{origin.record}.{_VISITED.get(target, target.partition('.')[2])}"
    role, _, field = target.partition(".")
    plain = origin.record != "pairing" and origin.name != "resident"  # their offers are called by the field alone
    name = field if role == origin.record and plain else target
    return name if name in origin.offers else ""


_VISITED = {"visitor.name": "who", "visited.name": "whom"}


@cache
def _index(name: str) -> dict[str, tuple[str, float]]:
    """Squeezed word → (offer, how sure): labels before aliases, own fields before those of others."""
    origin = offers.origin(name)
    found: dict[str, tuple[str, float]] = {}
    for offer in origin.offers.values():
        found.setdefault(word.squeezed(offer.label), (_linked(offer.name, origin), _LABEL))
    for record in _extra_records(origin):
        for field, extra in word.EXTRA.get(record, {}).items():
            own = field if field in origin.offers else f"{record}.{field}"
            if own in origin.offers:
                for said in extra:
                    found.setdefault(word.squeezed(said), (own, _EXTRA))
    for offer in origin.offers.values():
        for alias in offer.aliases:
            found.setdefault(word.squeezed(alias), (_linked(offer.name, origin), _ALIAS))
    return found


def _linked(name: str, origin: Origin) -> str:
    """The name of what a row points to is what the link itself shows: 村名称 is 所在村."""
    link = name.removesuffix(".name")
    return link if "." not in link and link in origin.offers else name


def _extra_records(origin: Origin) -> tuple[str, ...]:
    return ("resident", "household") if origin.name == "resident" else (origin.record,)


def _labelled(blank: Blank, origin: Origin) -> Iterable[tuple[str, float]]:
    """By the whole path, the two lowest words, the lowest one."""
    index = _index(origin.name)
    path = blank.path
    if origin.record == "pairing" and len(path) > 1:
        yield from ((index[said][0], _GROUPED) for said in _of_role(path) if said in index)
    for rank, said in enumerate(("".join(path), "".join(path[-2:]), path[-1])):
        for bare, spelling in enumerate(
            (*word.spellings(said), _MARKS.sub("", said), _own(said, origin), _FULL.sub("", word.bare(said)))
        ):
            if spelling in index and not (rank == 2 and len(path) > 1 and _OTHERS.search("".join(path[:-1]))):
                name, sure = index[spelling]
                yield name, min(sure, _BARE if bare else 1.0, _GROUPED + 0.08 if rank == 2 and len(path) > 1 else 1.0)
                return


def _own(said: str, origin: Origin) -> str:
    """Without the word that it is of the rows' own: 党员民族 where the rows are members."""
    bare = word.bare(said)
    return _OWN.sub("", bare) if origin.record in ("member", "pairing") else bare


def _of_role(path: Sequence[str]) -> Iterable[str]:
    """Below 党员信息 stands what is of the member, below 联系户信息 what is of the household."""
    group = "".join(path[:-1])
    for words, title in ((r"户|对象|群众", "农户"), (r"党员", "党员"), (r"责任人|干部|帮扶人", "责任人")):
        if re.search(words, group):
            yield title + word.bare(path[-1])
            return


def _sure(blank: Blank, origin: Origin, name: str) -> float:
    """How sure a recognised column is: its own word is the label, an alias, or only near it."""
    offer = origin.offers[name]
    said = {spelling for part in (blank.path[-1], "".join(blank.path)) for spelling in word.spellings(part)}
    exact = {blank.path[-1], "".join(blank.path)}
    labels = {word.squeezed(offer.label), *(word.squeezed(field) for field in (offer.name.rpartition(".")[2],))}
    if exact & labels:
        return _LABEL
    aliases = {word.squeezed(alias) for alias in offer.aliases}
    return _ALIAS if exact & aliases else _EXTRA if said & (labels | aliases) else _GROUPED + 0.05


def _ticked(blank: Blank, origin: Origin) -> tuple[str, str] | None:
    """A column for one entry of a choice: 性别_男, 是否流动_是."""
    if len(blank.path) < 2:
        return None
    above = [word.bare(part) for part in blank.path[:-1]]
    index = _index(origin.name)
    for said in reversed(above):
        name = index.get(said, ("", 0.0))[0]
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


@cache
def _plain(name: str) -> dict[tuple[str, str], str]:
    """(whose, heading once words of one meaning are one) → the offer, where only one says it (`synonym`).

    Own values go before those of what the rows point to, labels before other words.
    """
    origin = offers.origin(name)
    ranked: tuple[dict[tuple[str, str], set[str]], ...] = ({}, {}, {}, {})
    for label, whose, offer in _sayings(origin):
        pointed = "." in offer and whose == origin.record
        rank = pointed * 2 + (label != word.squeezed(origin.offers[offer].label))
        ranked[rank].setdefault((whose, synonym.plain(label, whose)), set()).add(offer)
    found: dict[tuple[str, str], str] = {}
    for said in reversed(ranked):
        found = {key: offer for key, offer in found.items() if key not in said}
        found.update({key: min(names) for key, names in said.items() if len(names) == 1})
    return found


def _grouped(path: Sequence[str]) -> Iterable[str]:
    """What a word below a group is of: 姓名 below 户主情况, 总数 below 党员人数, 其中：女 below 党员数."""
    if len(path) < 2:
        return
    own = re.sub(r"^其中[:,]?(?=.)", "", path[-1])
    if (whose := _ABOUT.sub("", path[-2])) != path[-2]:
        yield whose + path[-1]
    if own in _TOTALS:
        yield path[-2]
    elif "党员" in path[-2] and len(own) <= 4:
        yield own if own.endswith("党员") else f"{own}党员"


_ABOUT = re.compile(r"(?<=.)(?:基本)?(?:情况|信息)$")
_TOTALS = frozenset({"总数", "合计", "小计", "总计", "数量", "人数", "总人数", "计"})


@cache
def _asked(name: str) -> dict[str, str]:
    """What is asked yes or no about → the offer."""
    flags = [offer for offer in offers.origin(name).offers.values() if offer.kind == "flag" and "." not in offer.name]
    return {synonym.whether(said): offer.name for offer in flags for said in (offer.label, *offer.aliases)}


def _sayings(origin: Origin) -> Iterable[tuple[str, str, str]]:
    """(heading, the record of which it speaks, offer)."""
    for label, (offer, _sure) in _index(origin.name).items():
        role = offer.partition(".")[0]
        roled = origin.record == "pairing" or origin.name == "resident"
        yield label, _WHOSE.get(role, origin.record) if roled else origin.record, offer
    for role in ("household", "pairing") if origin.record == "pairing" else ():
        for label, field in word.words(role).items():
            if f"{role}.{field}" in origin.offers:
                yield label, role, f"{role}.{field}"


_WHOSE = {"household": "household", "resident": "resident", "pairing": "pairing"}


def _alike(blank: Blank, origin: Origin) -> Iterable[tuple[str, float]]:
    """The same in other words: 上届换届时间, 村主要负责人, 困难类别. Of somebody else, or of a plan, it is not the same."""
    known = _plain(origin.name)
    records = (origin.record, "household") if origin.record == "pairing" else _extra_records(origin)
    for said in dict.fromkeys(("".join(blank.path[-2:]), *_grouped(blank.path), blank.path[-1])):
        if len(blank.path) > 1 and _OTHERS.search("".join(blank.path[:-1])):
            continue
        for record in records:
            if (name := known.get((record, synonym.plain(said, record)))) is not None:
                yield name, _SAME
                return
    told = _asked(origin.name).get(synonym.whether(blank.path[-1])) or _of_entries(blank.path[-1], origin)
    if told:
        yield told, _SAME


def _of_entries(said: str, origin: Origin) -> str:
    """The value whose entries a heading lists: 正式/预备, 身份（正式党员、预备党员）."""
    for listed in (word.bare(said), *_LISTED.findall(said)):
        entries = [entry for entry in re.split(r"[/、或]", listed) if entry]
        if len(entries) < 2:
            continue
        for offer in origin.offers.values():
            if offer.codes and "." not in offer.name and all(meant(offer, entry) for entry in entries):
                return offer.name
    return ""


_LISTED = re.compile(r"\(([^()]+)\)")
_ROLES = {"helper": "责任人", "helper_member": "党员", "helped_member": "党员", "household": "农户"}


def _together(blank: Blank, blanks: Sequence[Blank], origin: Origin) -> Iterable[tuple[str, float]]:
    """Several values asked for in one cell: 所在党组织及职务, 姓名及电话; 村组 where no other column asks for the village."""
    own = word.bare(blank.path[-1])
    parts = list(word.together(own))
    others = (other for other in blanks if other is not blank and "村" in other.path[-1])
    if synonym.plain(own, origin.record) == "村(社区)组" and not any(_alone(other, "村", origin) for other in others):
        parts = ["村", "村民小组"]
    if not 2 <= len(parts) <= 3 or _OTHERS.search("".join(blank.path)):
        return
    told = [_alone(blank, parts[0], origin)]
    ahead = (parts[0].removesuffix("姓名"), _ROLES.get(told[0].partition(".")[0], ""), "")
    told += [next(filter(None, (_alone(blank, whose + part, origin) for whose in ahead)), "") for part in parts[1:]]
    if all(told) and len(set(told)) == len(told):
        yield AND.join(told), _TOGETHER if parts[0] != "村" else _EXTRA + 0.01


def _alone(blank: Blank, said: str, origin: Origin) -> str:
    """What a column of this word alone, below the same words, would be filled with."""
    one = replace(blank, path=(*blank.path[:-1], said), samples=(), choices=())
    found = max((*_labelled(one, origin), *_alike(one, origin)), key=lambda wish: wish[1], default=("", 0.0))
    return found[0] if found[1] >= LIKELY else ""


def _near(blank: Blank, origin: Origin) -> Iterable[tuple[str, float]]:
    """A heading that holds the whole of a longer label, and nothing that speaks of somebody else."""
    said = "".join(blank.path)
    own = word.bare(blank.path[-1])
    if _OTHERS.search(said) or (word.is_known(own) and len(blank.path) == 1):
        return
    index = _index(origin.name)
    inside = [(len(label), label) for label in index if len(label) >= 4 and label in own]
    if inside:
        yield index[max(inside)[1]][0], _NEAR


def _weighed(blank: Blank, offer: Offer, sure: float) -> float:
    """What stands there already speaks for or against it; so does a drop-down list."""
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
