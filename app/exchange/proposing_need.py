"""What must stand in such rows, though its heading is not known: whom they point to, the name of a person, the day of what was done?"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache

from app.exchange.proposing_word import CORE, PIECES, SAME, elsewhere, labelled
from app.exchange.template import Blank
from app.ledgers import offer as offers
from app.ledgers.offer import Origin
from app.models import RECORDS
from app.models.record import fields_of

_NAMED = re.compile(r"(?<!户主)(?:党员|人员|姓名|对象|队员|学生|老人|儿童|干部|同志|名字)$")
_DAYS = re.compile(r"(?:日期|时间|年月日)$")
_AHEAD = 4  # columns among which a name without a known heading stands
_NAMES = ("name", "resident.name", "household.head_name")
_PEOPLE = frozenset({"member", "cadre", "applicant", "resident", "transfer", "report_in", "posting"})
_BEFORE = re.compile(r"^原(?=所在|所属|党|支部)")  # where somebody is still on the books, who went elsewhere
_AWAY = re.compile(r"流动|流出|流入|外出|失联|失去联系")
_SAYS_NAME = ("member", "branch", "unit", "household", "cadre")


@cache
def _links(name: str) -> dict[str, str]:
    """Record pointed to → the one link of the rows to it."""
    model = RECORDS[offers.origin(name).record]
    found: dict[str, list[str]] = {}
    for field in fields_of(model):
        if field.to and field.name in offers.origin(name).offers:
            found.setdefault(field.to, []).append(field.name)
    return {to: names[0] for to, names in found.items() if len(names) == 1}


def linked(blank: Blank, origin: Origin) -> Iterable[tuple[str, float]]:
    """Of what was done: 党员姓名 is the one member to whom the row points, 所在支部 the one branch."""
    if not offers.is_done(origin.name) or elsewhere("".join(blank.path), origin):
        return
    for to, name in _links(origin.name).items():
        if to in _SAYS_NAME and _means(blank, to):
            yield name, CORE
            return


def _means(blank: Blank, record: str) -> bool:
    """Whether a heading names a row of the record, by its own words or by those of whoever belongs to it."""
    told = {offer for offer, _sure in labelled(blank, offers.origin(record))}
    of_member = {offer for offer, _sure in labelled(blank, offers.origin("member"))}
    return bool(told & {"name", "head_name"}) or (record in ("branch", "village") and record in of_member)


def needed(
    blanks: Sequence[Blank], origin: Origin, taken: Collection[str], free: Collection[int]
) -> Iterable[tuple[int, float, str]]:
    """(place, sure, offer) of what no heading asked for in known words though such rows have it.

    `taken` are the offers that some column holds, `free` the places that hold none, or only what is asked yes or no."""
    name = next((own for own in _NAMES if own in origin.offers and origin.offers[own].kind == "person"), "")
    if origin.name in _PEOPLE and name and name not in taken:
        for place in sorted(free):
            said = blanks[place].path[-1] if blanks[place].path else ""
            if place < _AHEAD and _NAMED.search(said) and not elsewhere(said, origin):
                yield place, SAME, name
                break
    if offers.is_done(origin.name) and (day := _day(origin)) and day not in taken:
        for place in sorted(free):
            said = blanks[place].path[-1] if blanks[place].path else ""
            if _DAYS.search(said) and not elsewhere(said, origin):
                yield place, PIECES, day
                break


def _day(origin: Origin) -> str:
    """The day of what was done: the first date of its record that is called so alone."""
    return next((name for name in ("day", "held_on") if name in origin.offers), "")


def before(blank: Blank, blanks: Sequence[Blank], origin: Origin) -> Iterable[tuple[str, float]]:
    """原所在支部 of somebody who went elsewhere is where he is on the books, unless another column asks for that."""
    said = blank.path[-1]
    if origin.name != "member" or not _BEFORE.search(said):
        return
    if any(_AWAY.search("".join(other.path)) for other in blanks):
        own = replace(blank, path=(*blank.path[:-1], _BEFORE.sub("", said)))
        yield from ((name, CORE) for name, _sure in labelled(own, origin) if name == "branch")
