"""Which words mean which value of a row: the labels and aliases of what is offered, and a heading that is one of them."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from app.exchange import word
from app.exchange.template import Blank
from app.ledgers import offer as offers
from app.ledgers.offer import Origin

LABEL, ALIAS, EXTRA, BARE, GROUPED, TOGETHER, SAME, CORE, NEAR = 0.98, 0.95, 0.93, 0.9, 0.85, 0.82, 0.8, 0.7, 0.5
ENDED = 0.65
PIECES = 0.61
BESIDE = 0.985  # surer than the plain word, which would be the row's own
OTHERS = re.compile(
    r"配偶|父|母|子女|介绍人|紧急|培养|曾用|监护|代理|家属|亲属|推荐|担保|领导|签|章|照片|是否|原(?!因)|拟|如|其他|其它"
)


_OWN = re.compile(r"^(?:党员|本人|个人)")
_FULL = re.compile(r"(?<=..)(?:名称|全称)$")
_MARKS = re.compile(r"[<>()\[\]【】〔〕《》\"“”*]")


@cache
def index(name: str) -> dict[str, tuple[str, float]]:
    """Squeezed word → (offer, how sure): labels before aliases, own fields before those of others."""
    origin = offers.origin(name)
    found: dict[str, tuple[str, float]] = {}
    for offer in origin.offers.values():
        found.setdefault(word.squeezed(offer.label), (_linked(offer.name, origin), LABEL))
    for record in extra_records(origin):
        for field, extra in word.EXTRA.get(record, {}).items():
            own = field if field in origin.offers else f"{record}.{field}"
            if own in origin.offers:
                for said in extra:
                    found.setdefault(word.squeezed(said), (own, EXTRA))
    for offer in origin.offers.values():
        for alias in offer.aliases:
            found.setdefault(word.squeezed(alias), (_linked(offer.name, origin), ALIAS))
    return found


def _linked(name: str, origin: Origin) -> str:
    """The name of what a row points to is what the link itself shows: 村名称 is 所在村."""
    link = name.removesuffix(".name")
    return link if "." not in link and link in origin.offers else name


def extra_records(origin: Origin) -> tuple[str, ...]:
    return ("resident", "household") if origin.name == "resident" else (origin.record,)


def labelled(blank: Blank, origin: Origin) -> Iterable[tuple[str, float]]:
    """By the whole path, the two lowest words, the lowest one."""
    known = index(origin.name)
    path = blank.path
    if origin.record == "pairing" and len(path) > 1:
        yield from ((known[said][0], GROUPED) for said in _of_role(path) if said in known)
    for rank, said in enumerate(("".join(path), "".join(path[-2:]), path[-1])):
        for bare, spelling in enumerate(
            (*word.spellings(said), _MARKS.sub("", said), _own(said, origin), _FULL.sub("", word.bare(said)))
        ):
            if spelling in known and not (rank == 2 and len(path) > 1 and elsewhere("".join(path[:-1]), origin)):
                name, sure = known[spelling]
                yield name, min(sure, BARE if bare else 1.0, GROUPED + 0.08 if rank == 2 and len(path) > 1 else 1.0)
                return


def elsewhere(said: str, origin: Origin) -> bool:
    """Whether a heading speaks of somebody or something else than its rows; whom their own values name is nobody else."""
    known = _named(origin.name) + ("领导" if origin.record == "pairing" else "")
    return any(found not in known for found in OTHERS.findall(said))


@cache
def _named(name: str) -> str:
    return " ".join(offer.label for offer in offers.origin(name).offers.values() if offer.kind in ("person", "link"))


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
