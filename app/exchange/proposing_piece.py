"""Which value is meant by a heading that no list of words holds, by the pieces of words that it shares with one value alone?

监测类别, 主要致困因素, 跟进措施: every piece of two characters weighs more the fewer values have it in their words. What a
heading asks for at its end (a day, a number, a person) must be what the value is.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from app.exchange import synonym, word
from app.exchange.proposing_word import PIECES, elsewhere, extra_records, index
from app.exchange.template import Blank
from app.ledgers import offer as offers
from app.ledgers.offer import Origin, is_done
from app.ledgers.offered import Offer

_LEAST = 0.5  # how much of the weight of a heading the value must share
_AHEAD = 0.2  # by how much it must lead the next
_UNKNOWN = 0.8  # what a piece weighs that nothing has, against one that a single value has
_LIGHT = re.compile(r"情况|信息|(?:项目|内容|方面|事项|住址|地址|地点|日期|时间)$|的|主要|具体|是否|所在|所属|工作")
# What the end of a heading asks for, and the kinds of value that can be that.
_ASKS = (
    ("day", re.compile(r"(?:日期|时间|年月|年份|时限|期限|[月日])$"), {"date"}),
    ("phone", re.compile(r"(?:电话|手机|号码|联系方式|手机号)$"), {"phone"}),
    ("number", re.compile(r"(?:证号|编号|编码|代码|文号|号)$"), {"text", "id", "credit"}),
    (
        "count",
        re.compile(r"(?:数|人次|金额|标准|面积|票|分值|得分|年限|基数|比例|额|学时|天数|时长)$"),
        {"number", "money", "text"},
    ),
    ("person", re.compile(r"(?:人|人员|姓名|者|书记|干部|领导|党员)$"), {"person"}),
    ("unit", re.compile(r"(?:单位|部门|机关|组织|支部|党委|村|社区|企业|乡镇)$"), {"text"}),
    ("cause", re.compile(r"(?:原因|因素|理由|缘由)$"), {"choice", "text"}),
    ("class", re.compile(r"(?:等级|等次|级别|类别|类型|种类|形式|性质)$"), {"choice", "text"}),
)
_WHOSE = {
    "person",
    "unit",
}  # whose they are is told by pieces of what was done only: 领学人员, but not 填表人, 转出党支部
_MARKED = {"phone", "id", "date", "number", "money", "credit", "person", "link"}  # kinds that a heading always names
_OF_PART = re.compile(r"_(?:phone|unit)$")  # of somebody, whom a heading names
_TERM = re.compile(r"期满|满\w?年")  # what is reckoned from a day is not that day
_SAME_START = 3  # characters at the beginning that decide where two share as much
_ROLES = ("household", "resident", "pairing", "helper", "helped")


def shared(blank: Blank, origin: Origin) -> Iterable[tuple[str, float]]:
    """The one value of the rows' own whose words hold half of what the heading says, well ahead of every other."""
    if elsewhere("".join(blank.path).replace("是否", ""), origin) or _TERM.search(blank.path[-1]):
        return
    for said in dict.fromkeys((_told(blank, origin), word.bare(blank.path[-1]))):
        name, second, share = _best(origin, said)
        if share >= _LEAST and share - second >= _AHEAD:
            yield name, PIECES
            return


def _told(blank: Blank, origin: Origin) -> str:
    return re.sub(r"[()]", "", synonym.plain(blank.path[-1], origin.record))


def _best(origin: Origin, said: str) -> tuple[str, float, float]:
    """The value that shares most with a heading, the share of the next one, and its own."""
    pieces = _pieces(_LIGHT.sub("", said))
    if len(pieces) < 2:
        return "", 0.0, 0.0
    asked = _asked(said)
    weights = _weights(origin.name)
    most = math.log(1 + len(_words(origin.name)))
    weighed = {piece: weights.get(piece, most * _UNKNOWN) for piece in pieces}
    whole = sum(weighed.values()) or 1.0
    shares = sorted(
        (sum(weighed[piece] for piece in pieces & held) / whole + _started(origin, name, said), name)
        for name, held in _held(origin.name).items()
        if _answers(origin.offers[name], said, origin) and (asked or _headed(said, held))
    )
    if not shares:
        return "", 0.0, 0.0
    return shares[-1][1], shares[-2][0] if len(shares) > 1 else 0.0, shares[-1][0]


def _started(origin: Origin, name: str, said: str) -> float:
    """What says the same at its beginning leads: 支部大会通过 is 支部大会接收日期 rather than 转正支部大会日期."""
    return _AHEAD * 1.1 if any(own.startswith(said[:_SAME_START]) for own in _words(origin.name)[name]) else 0.0


def _pieces(said: str) -> frozenset[str]:
    return frozenset(said[at : at + 2] for at in range(len(said) - 1))


def _asked(said: str) -> str:
    return next((what for what, end, _kinds in _ASKS if end.search(said)), "")


def _headed(said: str, held: frozenset[str]) -> bool:
    """The last word says what is asked for: 党支部意见 is an opinion, no branch; what is asked yes or no has none."""
    return "是否" in said or _LIGHT.sub("", said)[-2:] in held


def _answers(offer: Offer, said: str, origin: Origin) -> bool:
    """Whether a value can be what a heading asks for; a text is a day, a number, a unit only where its words say so."""
    asked = _asked(said)
    if not asked:
        return offer.kind not in _MARKED
    if (asked == "phone" or (asked in _WHOSE and not is_done(origin.name))) or _OF_PART.search(offer.name):
        return False
    if asked == "count" and not _counts(said, _words(origin.name)[offer.name]):
        return False
    if offer.kind not in next(kinds for what, _end, kinds in _ASKS if what == asked):
        return False
    return (offer.kind != "text" and asked != "cause") or _ends_alike(offer, said, asked, origin)


def _counts(said: str, words: Iterable[str]) -> bool:
    """Whether the same is counted: 联系党员人数 is not every 党员人数, and 家庭成员人数 none of it."""
    return any(own.startswith(said[:2]) for own in words)


def _ends_alike(offer: Offer, said: str, asked: str, origin: Origin) -> bool:
    end = said[-1:] if asked == "number" else said[-2:]
    return any(own.endswith(end) for own in _words(origin.name)[offer.name])


@cache
def _words(name: str) -> Mapping[str, frozenset[str]]:
    """What the rows' own values are called, by the value."""
    found: dict[str, set[str]] = {}
    for said, (offer, _sure) in index(name).items():
        if "." not in offer or (offer.partition(".")[0] in _ROLES and offer.count(".") == 1):
            found.setdefault(offer, {word.squeezed(offers.origin(name).offers[offer].label)}).add(said)
    return {offer: frozenset(words) for offer, words in found.items()}


@cache
def _held(name: str) -> Mapping[str, frozenset[str]]:
    """The pieces of the words of each value."""
    records = extra_records(offers.origin(name))
    told = {
        offer: {word.bare(said) for said in words} | {synonym.plain(said, records[0]) for said in words}
        for offer, words in _words(name).items()
    }
    return {offer: frozenset(piece for said in words for piece in _pieces(said)) for offer, words in told.items()}


@cache
def _weights(name: str) -> Mapping[str, float]:
    """What a piece weighs: more, the fewer values have it."""
    held = _held(name)
    having = Counter(piece for pieces in held.values() for piece in pieces)
    return {piece: math.log(1 + len(held) / count) for piece, count in having.items()}
