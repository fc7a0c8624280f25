"""Whose rows does a template ask for: members, households, pairings, or what was done: visits, meetings, postings, dues?

To add what a title says of such rows: a line in `_SPEAKS`.
"""

import re
from collections.abc import Iterable, Sequence

from app.exchange import proposing_column as columns
from app.exchange import proposing_list as lists
from app.exchange.proposing_column import Mapped
from app.exchange.proposing_word import PIECES
from app.exchange.template import Layout
from app.ledgers import offer as offers

_BOUND = re.compile(r"帮扶|结对|联系|包联|挂钩|联户|双联|责任")  # titles that speak of pairings
_HOMES = re.compile(r"低保|特困|农户|住户|家庭|脱贫户|监测户|户情|户籍")
_HELPERS = re.compile(r"帮扶责任人|帮扶联系人|帮扶干部|结对")
_WHAT_HELPS = re.compile(r"帮扶(?:措施|成效|时间|起止)|结对(?:时间|日期|成效)")  # what only a pairing tells
_LEADS = re.compile(r"(?:领导|干部|责任人)(?:姓名)?(?: .*)?所?(?:包|联).{0,3}(?:村|社区)")
_RESIDENTS = re.compile(
    r"老人|老年人|高龄|留守|儿童|妇女|残疾人|学生|居民(?!代表)|村民(?!代表|小组)|常住人口|重病|家庭成员|优抚|低收入人口"
)
_STAFF = re.compile(r"工作者|网格员|工作人员|公务员|事业人员|干部|第一书记|工作队员|选调生|班子成员")
_LED = re.compile(r"包村|包联|挂钩|包干|联系领导|驻村领导")
DONE = ("visit", "deed", "request", "wish", "report_in")  # rows that the importer knows by what only they say
_BINDS = re.compile(r"(?:党员|干部).{0,4}(?:联系|结对|帮扶|包)|双联|联户|包户")  # who helps whom
_BOTH = re.compile(r"党员|责任人|干部|帮扶人")
_HELD = re.compile(r"户主|群众|对象|农户")
_HELPS = re.compile(r"责任人|干部|帮扶人|联系人|结对|帮扶单位|联系党员|帮扶党员")
_DUES = re.compile(r"党费|缴费|缴纳")
# Words of a title that speak of such rows.
_SPEAKS = {
    "meeting": re.compile(
        r"三会一课|主题党日|党日活动|会议|党课|组织生活|党员大会|支委会|学习|培训|冬训|谈心谈话|主持人|参会|列席"
    ),
    "posting": re.compile(r"工作队|驻村|队员|派驻|选派|第一书记"),
    "work_log": re.compile(r"日志|纪实|民情日记|工作记录|每日工作|工作日期|工作内容|工作登记"),
    "activity": re.compile(r"志愿|服务活动|活动记录|活动登记|活动台账|活动统计"),
    "plan_item": re.compile(r"计划|任务|工作安排"),
    "service_duty": re.compile(r"岗位"),
    "team": re.compile(r"工作队|工作组"),
    "visit": re.compile(r"走访|入户|民情日记|慰问"),
    "deed": re.compile(r"实事|好事"),
    "request": re.compile(r"诉求|民意|意见|信访|来访|反映"),
    "wish": re.compile(r"心愿"),
    "report_in": re.compile(r"报到"),
}
# Words without which such rows are hardly meant; with them it is still a matter of what the columns say.
_HARDLY = {
    "transfer": re.compile(r"转接|转入|转出|转移|介绍信|组织关系"),
    "applicant": re.compile(r"积极分子|发展对象|发展党员|党员发展|申请入党|入党申请|新发展"),
    "election": re.compile(r"选举|换届"),
    "review": re.compile(r"评议"),
    "honour": re.compile(r"表彰|荣誉|奖励|先进|优秀|两优一先"),
}
_WORTH = 1.4  # how much more a row is worth of which the title speaks
_UNSPOKEN = 0.7  # … and where neither title nor headings do
_AHEAD = 1.3  # how much more what was done must explain than the people who did it

Tried = tuple[str, tuple[Mapped, ...]]


def chosen(layout: Layout, names: Sequence[str]) -> Tried:
    """The rows whose values explain the columns best, with the columns; only `names` where somebody said so."""
    told = tuple(names) or _likely(layout)
    if not names and "member" in told and layout.shape == "table" and _DUES.search(layout.title + _said(layout)):
        told = ("dues", *told)
    tried = [(name, lists.proposed(layout.blanks, name)) for name in told]
    if not names:
        tried = [found for found in tried if _named(found)] or tried
        served = _served(layout, told) if layout.shape == "table" else None
        if served is not None and _worth(layout, served) > max(map(_likely_ones, tried)) * _ahead(layout, served):
            return served
    return max(tried, key=lambda found: (_likely_ones(found), -told.index(found[0]), _explained(found[1])))


def understood(layout: Layout) -> bool:
    """Whether a heading in words that no roster uses is one all the same: most of what it asks for is known."""
    found = chosen(layout, ())
    return _filled(found) * (3 if _titled(layout, found) else 2) > len(layout.blanks) > 3


def _said(layout: Layout) -> str:
    return " ".join(blank.header for blank in layout.blanks)


def _done_of(record: str | None) -> str:
    """The origin of rows that tell what was done, by their record."""
    return next((name for name in offers.done() if offers.origin(name).record == record != "member"), "")


def _served(layout: Layout, told: Sequence[str]) -> Tried | None:
    """What was done, where such rows explain four columns and half of all that are asked for; three where the title says so."""
    tried = [(name, lists.proposed(layout.blanks, name)) for name in offers.done() if name not in told]
    best = max(tried, key=lambda found: _worth(layout, found))
    least = len(layout.blanks) // (3 if _titled(layout, best) else 2)
    return best if _worth(layout, best) >= max(4, least) else None


def _worth(layout: Layout, found: Tried) -> float:
    """How many columns such rows explain; they count more where the title speaks of them, less where nothing does."""
    speaks = _SPEAKS.get(found[0]) or _HARDLY.get(found[0])
    factor = 1.0 if speaks is None or speaks.search(_said(layout) + layout.title) else _UNSPOKEN
    return _filled(found) * _WORTH if _titled(layout, found) else _likely_ones(found) * factor


def _titled(layout: Layout, found: Tried) -> bool:
    return (speaks := _SPEAKS.get(found[0])) is not None and speaks.search(layout.title) is not None


def _ahead(layout: Layout, found: Tried) -> float:
    return 1.0 if _titled(layout, found) else _AHEAD


def _likely_ones(found: Tried) -> int:
    return sum(1 for column in found[1] if column.likely and column.sure > PIECES and column.field != columns.ROW_NO)


def _filled(found: Tried) -> int:
    """How many columns such rows fill, those that are told by pieces of words with them."""
    return sum(1 for column in found[1] if column.likely and column.field != columns.ROW_NO)


def _named(found: Tried) -> bool:
    """Members of a household are listed only where their names are asked for; 户主 alone stands for the household."""
    name, told = found
    return name != "resident" or any(column.field == "resident.name" and "户主" not in column.header for column in told)


def _sides(layout: Layout) -> tuple[str, ...]:
    """Groups of columns about who helps beside groups about whom: a row per pairing."""
    above = {part for blank in layout.blanks for part in blank.path[:-1]}
    if not any(re.search(r"户|对象|群众", part) for part in above):
        return ()
    helpers = " ".join(part for part in above if not re.search(r"户|对象|群众", part))
    return ("contact",) if "党员" in helpers else ("support",) if re.search(r"责任人|干部|帮扶人", helpers) else ()


def _explained(found: Iterable[Mapped]) -> float:
    return sum(column.sure for column in found if column.field and column.field != columns.ROW_NO)


def _likely(layout: Layout) -> tuple[str, ...]:
    """Origins worth trying, the likeliest first. People are never taken for others: what heading and title say holds."""
    said = " ".join(blank.header for blank in layout.blanks)
    if told := _by_title(layout, said):
        return told
    if layout.shape == "table" and (sides := _sides(layout)):
        return sides
    if layout.shape == "form" and layout.record not in ("pairing", None):
        return (layout.record, *(("resident",) if layout.record == "household" else ()))
    if told := _bound(layout, said):
        return told
    if (
        layout.shape == "table"
        and layout.record in ("household", "unit")
        and "户主" in said
        and _WHAT_HELPS.search(said)
    ):
        return ("household", *_pairings(layout))
    if layout.shape == "table" and layout.record is None and _BINDS.search(layout.title) and _HELD.search(said):
        return (*_pairings(layout), "household", "member")
    if done := _done_of(layout.record):
        return (done,) if done in DONE and done != "report_in" else (done, "member")
    if layout.record in ("cadre", "resident") or (layout.record == "member" and "党员" in layout.title + said):
        return (layout.record,)
    villages = any(word in "".join(blank.header for blank in layout.blanks[:3]) for word in ("村", "社区"))
    first = {
        "unit": ("village", "unit") if villages else ("unit", "village"),
        "household": ("household", "resident"),
    }.get(layout.record or "", (layout.record,) if layout.record else ())
    others = tuple(name for name in ("member", "household", "branch", "unit", "cadre") if name not in first)
    return tuple(name for name in (*first, *others) if name in offers.names())


def _bound(layout: Layout, said: str) -> tuple[str, ...]:
    """Who helps whom: by the importer's word, or by the title beside the headings."""
    record, binds = layout.record, _BINDS.search(layout.title)
    if ("干部姓名" in said or "联系干部" in said) and "党员姓名" in said:
        return ("member_help",)
    if record == "unit" and _LED.search(layout.title + said):
        return ("duty",) if _LED.search(layout.title) else ("duty", "village")
    if record == "household" and (_HELPERS.search(layout.title) or (binds and _BOTH.search(said))):
        return ("household", *_pairings(layout))
    if record == "member" and binds and _HELD.search(said):
        return ("contact", "member")
    return _paired(layout, said) if record == "pairing" else ()


def _paired(layout: Layout, said: str) -> tuple[str, ...]:
    """Rows per pairing; a form that names no helper may be one of the person who is helped."""
    if layout.shape == "form":
        return (
            ("member", "household", *_pairings(layout))
            if not _HELPS.search(said)
            else (*_cards(said), *_pairings(layout))
        )
    apart = layout.shape == "table" and _BOUND.search(layout.title)  # a card of a household stays one, whoever helps
    homes = ("household",) if "户" in said and not apart else ()
    helping = sum(1 for blank in layout.blanks if _HELPS.search(blank.header))
    return (*_pairings(layout), *homes) if helping * 2 > len(layout.blanks) else (*homes, *_pairings(layout))


def _cards(said: str) -> tuple[str, ...]:
    """A card that names a helper may still be the one of a household or of a member."""
    return ("household",) if "户主" in said else ("member",) if re.search(r"入党|党龄|党支部", said) else ()


def _by_title(layout: Layout, said: str) -> tuple[str, ...]:
    """What the title alone says: homes, whoever looks after a village, people who are no members."""
    if "党员" in layout.title:
        return ()
    if "户主" in said and _HOMES.search(layout.title) and not _BOUND.search(layout.title):
        return ("household", "resident")
    if layout.record not in ("member", "branch", *DONE) and _LED.search(layout.title) and _LEADS.search(said):
        return ("duty", "support") if "户" in said else ("duty",)
    return _others(layout, said)


def _others(layout: Layout, said: str) -> tuple[str, ...]:
    """People who are no members: old people and children of households, staff of whom only some are in the party."""
    if layout.record in ("pairing", "branch", *DONE):
        return ()
    if _RESIDENTS.search(layout.title):
        homes = ("household",) if layout.record == "household" else ()
        return ("resident", *homes)
    if _BINDS.search(layout.title) and _HELD.search(said):
        return _pairings(layout)
    staff = _STAFF.search(layout.title) or ("政治面貌" in said and re.search(r"职务|岗位|职级", said))
    known = layout.record not in (None, "member") or re.search(r"入党|党龄|转正|支部", said)
    return ("cadre",) if staff and not known else ()


def _pairings(layout: Layout) -> tuple[str, ...]:
    said = " ".join(blank.header for blank in layout.blanks)
    households = any(word in said for word in ("户", "对象", "群众"))
    if not households and any(word in said for word in ("村", "企业", "乡镇", "联系单位")):
        return ("duty",)
    if not households and "党员" in said:
        return ("member_help",)
    return (
        ("contact",)
        if "联系党员" in said or ("党员" in said and "责任人" not in said and "干部" not in said)
        else ("support",)
    )
