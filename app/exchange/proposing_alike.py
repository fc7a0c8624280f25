"""Which value is meant by a heading in other words than ours: words of one meaning, words left out, several values in one cell?"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cache

from app.exchange import synonym, word
from app.exchange.filling_value import meant
from app.exchange.proposing_word import (
    ALIAS,
    BESIDE,
    CORE,
    ENDED,
    EXTRA,
    NEAR,
    OTHERS,
    SAME,
    TOGETHER,
    elsewhere,
    extra_records,
    index,
    labelled,
)
from app.exchange.template import Blank
from app.ledgers import offer as offers
from app.ledgers.offer import Origin
from app.ledgers.offered import AND

LIKELY = 0.6  # the least at which a column is filled unasked


@cache
def _plain(name: str, told: Callable[[str, str], str] = synonym.plain) -> dict[tuple[str, str], str]:
    """(whose, heading once words of one meaning are one) → the offer, where only one says it (`synonym`).

    Own values go before those of what the rows point to, labels before other words.
    """
    origin = offers.origin(name)
    ranked: tuple[dict[tuple[str, str], set[str]], ...] = ({}, {}, {}, {})
    for label, whose, offer in _sayings(origin):
        pointed = "." in offer and whose == origin.record
        rank = pointed * 2 + (label != word.squeezed(origin.offers[offer].label))
        ranked[rank].setdefault((whose, told(label, whose)), set()).add(offer)
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
    for label, (offer, _sure) in index(origin.name).items():
        role = offer.partition(".")[0]
        roled = origin.record == "pairing" or origin.name == "resident"
        yield label, _WHOSE.get(role, origin.record) if roled else origin.record, offer
    for role in ("household", "pairing") if origin.record == "pairing" else ():
        for label, field in word.words(role).items():
            if f"{role}.{field}" in origin.offers:
                yield label, role, f"{role}.{field}"


_WHOSE = {"household": "household", "resident": "resident", "pairing": "pairing"}


def alike(blank: Blank, origin: Origin) -> Iterable[tuple[str, float]]:
    """The same in other words: 上届换届时间, 村主要负责人, 困难类别. Of somebody else, or of a plan, it is not the same."""
    known = _plain(origin.name)
    records = (origin.record, "household") if origin.record == "pairing" else extra_records(origin)
    for said in dict.fromkeys(("".join(blank.path[-2:]), *_grouped(blank.path), blank.path[-1])):
        if len(blank.path) > 1 and elsewhere("".join(blank.path[:-1]), origin):
            continue
        for record in records:
            if (name := known.get((record, synonym.plain(said, record)))) is not None:
                yield name, SAME - 0.02 if _BEFORE.search(said) else SAME
                return
    dated = known.get((records[0], synonym.plain(f"{blank.path[-1]}日期", records[0])))  # 最近一次换届, 转正
    if dated is not None and origin.offers[dated].kind == "date" and len(word.bare(blank.path[-1])) > 2:
        yield dated, SAME
        return
    for said in (*_LISTED.findall(blank.path[-1]), _TRIMMED.sub("", word.bare(blank.path[-1]))):
        name = known.get((records[0], synonym.plain(said, records[0]))) if len(said) > 1 else None
        if name is not None and said != word.bare(blank.path[-1]):
            yield name, CORE
            return
    told = _asked(origin.name).get(synonym.whether(blank.path[-1])) or _of_entries(blank.path[-1], origin)
    if told:
        yield told, SAME


def cored(blank: Blank, origin: Origin) -> Iterable[tuple[str, float]]:
    """The same but for words that say little: 当日工作内容 is 工作内容. Of somebody else it is not the same."""
    if elsewhere("".join(blank.path), origin):
        return
    known = _plain(origin.name, synonym.core)
    for record in (origin.record, "household") if origin.record == "pairing" else extra_records(origin):
        left = synonym.core(blank.path[-1], record)
        if left and (name := known.get((record, left))) is not None and "." not in name.removeprefix(f"{record}."):
            yield name, CORE
            return


def ended(blank: Blank, origin: Origin) -> Iterable[tuple[str, float]]:
    """Of what was done: a heading that ends with a word of ours asks for the same, unless it speaks of somebody else."""
    own = word.bare(blank.path[-1])
    if elsewhere("".join(blank.path), origin) or not offers.is_done(origin.name):
        return
    known = index(origin.name)
    tail = next((own[at:] for at in range(1, len(own) - 1) if own[at:] in known), "")
    if tail and len(tail) * 2 >= len(own):
        name = known[tail][0]
        if "." not in name and origin.offers[name].kind not in _NOBODYS:
            yield name, ENDED


_NOBODYS = ("phone", "person", "id", "link")  # of whom they are is what the words before them say


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


_BEFORE = re.compile(r"上[届次期]|上一[届次]")  # what was before stands for the present where nothing else asks for it
_TRIMMED = re.compile(r"(?<=..)(?:类别|类型|说明|结果|地|人员|力|亩数)$")  # what offices add at the end
_LISTED = re.compile(r"\(([^()]+)\)")
_ROLES = {"helper": "责任人", "helper_member": "党员", "helped_member": "党员", "household": "农户"}


def together(blank: Blank, blanks: Sequence[Blank], origin: Origin) -> Iterable[tuple[str, float]]:
    """Several values asked for in one cell: 所在党组织及职务, 姓名及电话; 村组 where no other column asks for the village."""
    own = word.bare(blank.path[-1])
    parts = list(word.together(own))
    others = (other for other in blanks if other is not blank and "村" in other.path[-1])
    if synonym.plain(own, origin.record) == "村(社区)组" and not any(_alone(other, "村", origin) for other in others):
        parts = ["村", "村民小组"]
    if not 2 <= len(parts) <= 3 or elsewhere("".join(blank.path), origin):
        return
    told = [_alone(blank, parts[0], origin)]
    ahead = (parts[0].removesuffix("姓名"), _ROLES.get(told[0].partition(".")[0], ""), "")
    told += [next(filter(None, (_alone(blank, whose + part, origin) for whose in ahead)), "") for part in parts[1:]]
    if all(told) and len(set(told)) == len(told):
        yield AND.join(told), TOGETHER if parts[0] != "村" else EXTRA + 0.01


def _alone(blank: Blank, said: str, origin: Origin) -> str:
    """What a column of this word alone, below the same words, would be filled with."""
    one = replace(blank, path=(*blank.path[:-1], said), samples=(), choices=())
    found = max((*labelled(one, origin), *alike(one, origin)), key=lambda wish: wish[1], default=("", 0.0))
    return found[0] if found[1] >= LIKELY else ""


def near(blank: Blank, origin: Origin) -> Iterable[tuple[str, float]]:
    """A heading that holds the whole of a longer label, and nothing that speaks of somebody else."""
    said = "".join(blank.path)
    own = word.bare(blank.path[-1])
    if elsewhere(said, origin) or (word.is_known(own) and len(blank.path) == 1):
        return
    known = index(origin.name)
    inside = [(len(label), label) for label in known if len(label) >= 4 and label in own]
    if inside:
        yield known[max(inside)[1]][0], NEAR


def of_person(blank: Blank, origin: Origin) -> Iterable[tuple[str, float]]:
    """What a heading asks of somebody whom it names: 认领党员电话 is the telephone of the 认领人."""
    own = word.bare(blank.path[-1])
    for what, tail in _SAID_OF:
        if (found := tail.fullmatch(own)) is not None:
            whose = _whose(replace(blank, path=(*blank.path[:-1], found[1])), origin)
            if whose and (name := f"{whose}_{what}") in origin.offers:
                yield name, ALIAS
            elif (
                what == "phone"
                and _CALLED.search(own)
                and not _SOMEBODY.search(re.sub("本人|个人", "", "".join(blank.path)))
                and "phone" in origin.offers
            ):
                yield "phone", CORE  # 常用手机, 外出期间联系电话
            return


def beside(place: int, blanks: Sequence[Blank], origin: Origin) -> Iterable[tuple[str, float]]:
    """A telephone, unit or post by itself belongs to the person whose name stands nearest at its left: 帮扶责任人, 手机号码."""
    what = _OF_PERSON.get(synonym.plain(blanks[place].path[-1], origin.record))
    if what is None:
        return
    for other in reversed(blanks[:place]):
        whose = _whose(other, origin)
        side = whose.partition(".")[0].removesuffix("_member")  # whoever helps, cadre or member
        role = whose.partition(".")[0]
        asked = (f"{side}.{what}", f"{role}.{what}") if origin.record == "pairing" else (f"{whose}_{what}",)
        own = next((name for name in asked if whose and name in origin.offers), "")
        if own:
            yield own, BESIDE
        if whose or not _PERSONAL.search(other.path[-1]):
            return


def _whose(blank: Blank, origin: Origin) -> str:
    """The offer of a column with somebody's name; "" for one with something else."""
    found = max((*labelled(blank, origin), *alike(blank, origin)), key=lambda wish: wish[1], default=("", 0.0))
    if found[1] < LIKELY:
        return ""
    return found[0] if origin.offers[found[0]].kind == "person" else ""


_SAID_OF = (
    ("phone", re.compile(r"(.+?)(?:的)?(?:联系|手机|移动|办公)?(?:电话|手机|号码|方式|手机号|电话号码|手机号码)+")),
    ("unit", re.compile(r"(.+?)(?:的|所在|工作)*(?:单位|部门)(?:名称)?")),
)
_SOMEBODY = re.compile(r"[人员者]|干部|书记|主任|社区|领导|支部|单位|组织|部门|户主|群众|党|家|" + OTHERS.pattern)
_CALLED = re.compile(r"电话|手机|联系方式")
_PERSONAL = re.compile(r"性别|年龄|出生|民族|学历|文化|职务|职级|级别|身份|政治面貌|单位|部门|电话|手机")
_OF_PERSON = {"联系电话": "phone", "电话": "phone", "工作单位": "unit", "党组织": "branch"}
