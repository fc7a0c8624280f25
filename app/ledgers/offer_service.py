"""With what can a row of a foreign table be filled that asks for what was done: visits, requests, meetings, postings, dues …?

The columns of their ledgers are offered before their own fields; a record without a ledger here offers its fields. To add a
word: a line in WORDS.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from app.db.queries.ledger import Source
from app.db.queries.meeting import held
from app.ledgers import due, meeting, report_in, request, team, visit, wish
from app.ledgers.ledger import Ledger
from app.ledgers.offered import Offer, Offers, own
from app.models import RECORDS
from app.models.record import field_map, fields_of

# A meeting of any kind: which kinds are asked for is said by a condition.
_MEETINGS = replace(
    meeting.MEETINGS,
    title="会议活动",
    source=replace(meeting.MEETINGS.source, where=f"{held('meeting')} AND meeting.day <= {{day}}"),
)
LEDGERS: dict[str, Ledger] = {
    "visit": visit.VISITS,
    "deed": visit.DEEDS,
    "request": request.REQUESTS,
    "wish": wish.WISHES,
    "report_in": report_in.REPORT_INS,
    "meeting": _MEETINGS,
    "posting": team.POSTINGS,
    "work_log": team.LOGS,
    "plan_item": team.PLANS,
    "duty": report_in.DUTIES,
    "activity": report_in.ACTIVITIES,
    "due": due.DUES_MONTH,
}
_ELSEWHERE = (
    "member",
    "cadre",
    "household",
    "resident",
    "branch",
    "unit",
    "pairing",
)  # `app.ledgers.offer` offers more
_PHONES = {
    "who_phone": ("走访人电话", "coalesce(vm.phone, vc.phone)"),
    "whom_phone": ("走访对象电话", "coalesce(vr.phone, vh.phone, vw.phone, vu.phone)"),
}
_WHO = ("走访人员", "走访人姓名", "走访党员", "走访干部", "走访责任人", "党员姓名", "联系党员", "责任人", "帮扶责任人", "帮扶干部",
        "办理人", "办理人员", "经办人", "责任党员", "走访人员姓名", "走访党员姓名", "走访干部姓名", "办理党员")  # fmt: skip
_WHOM = ("走访户", "走访户主", "走访群众", "被走访人", "被走访户", "走访对象姓名", "走访户主姓名", "户主", "户主姓名", "群众姓名", "受益户",
         "受益群众", "受益人", "服务对象", "走访农户", "走访群众姓名", "受访对象", "受访人", "受访户", "被走访户户主")  # fmt: skip
_PLACE = ("村", "村(社区)", "所在村", "行政村", "村名", "所属村", "村(居)")
WORDS: dict[str, dict[str, tuple[str, ...]]] = {
    "visit": {
        "who": _WHO, "whom": _WHOM, "village": _PLACE, "group_name": ("组", "村民小组", "小组", "网格"),
        "day": ("日期", "时间", "走访日期", "走访时间"), "content": ("主要内容", "走访主要内容", "情况记录"),
        "heard": ("收集问题", "群众反映问题", "意见和建议", "群众意见建议", "收集意见建议", "诉求问题", "群众意见"),
        "difficulty": ("困难情况", "存在的困难问题", "存在困难问题", "困难和问题", "存在的困难", "存在问题"),
        "whom_phone": ("联系电话", "户主电话", "电话"), "address": ("家庭住址", "地址"),
    },
    "deed": {
        "who": _WHO, "whom": (*_WHOM, "受益对象", "帮扶对象"), "village": _PLACE, "day": ("日期", "时间", "办结时间", "办理日期"),
        "what": ("内容", "实事名称", "事项", "为民办实事", "办理实事", "办实事情况"), "money": ("折合金额(元)", "投入金额", "资金(元)"),
    },
    "request": {
        "village": _PLACE, "content": ("反映问题", "问题内容", "诉求", "反映的问题", "反映情况", "群众诉求"),
        "informant": ("来访人", "诉求人姓名", "群众姓名"), "receiver": ("接待人", "受理人员"), "due": ("办理期限", "承诺办结时间"),
        "kind": ("诉求类型", "问题类别", "问题类型", "事项类型"), "result": ("办理进展", "处理情况", "解决情况", "办理结果情况"),
        "satisfaction": ("群众满意度", "是否满意", "群众是否满意"),
    },
    "wish": {
        "name": ("许愿人姓名", "心愿对象", "困难群众姓名", "姓名"), "content": ("心愿", "心愿事项", "心愿具体内容"), "village": _PLACE,
        "claimer_phone": ("认领人联系电话", "认领人联系方式"), "result": ("办理情况", "实现情况", "完成情况", "落实情况"),
        "need": ("心愿人类型", "人员类别"), "claimer": ("认领党员", "认领党员姓名"),
    },
    "report_in": {
        "posts": ("认领服务岗位", "服务岗位", "认领的岗位"), "times": ("活动次数", "参加服务次数"), "community": ("报到社区名称",),
        "reported_on": ("到社区报到时间",), "duty": ("单位及职务",), "interest": ("意向认领岗位",),
    },
}  # fmt: skip


def served() -> Iterator[tuple[str, str, Source, Offers, str]]:
    """(record, title, source, offers, counter) of every record that a clerk keeps, but those that offer more elsewhere."""
    for record, model in RECORDS.items():
        if record in LEDGERS:
            ledger = LEDGERS[record]
            yield record, ledger.title, ledger.source, service(record), ledger.counter
        elif not model.hidden and record not in _ELSEWHERE:
            source = Source(record=record, order=f"{record}.sort_key, {record}.id")
            yield record, model.title, source, Offers(_fields(record, ())), model.counter


def service(record: str) -> Offers:
    """The columns of the ledger as it shows them (of sensitive requests nothing), then the fields that are no links."""
    found: dict[str, Offer] = {}
    for offer in (*_columns(record), *_phones(record)):
        found[offer.name] = offer
    more = WORDS.get(record, {})
    return Offers(
        (name, Offer(**{**vars(offer), "aliases": (*offer.aliases, *more.get(name, ()))}))
        for name, offer in {**found, **dict(_fields(record, found))}.items()
    )


def _fields(record: str, found: Collection[str]) -> Iterator[tuple[str, Offer]]:
    """Its own fields but those that only say which row another one means."""
    for field in fields_of(RECORDS[record]):
        apart = record in LEDGERS and field.to.startswith(("member", "household", "resident", "cadre"))
        if field.name not in found and not apart:
            yield field.name, own(record, field)


def _columns(record: str) -> Iterator[Offer]:
    known = field_map(RECORDS[record])
    for line in LEDGERS[record].columns:
        if line.name not in known:
            yield Offer(line.name, line.label, line.sql, line.kind or "text")
            continue
        field = own(record, known[line.name])
        aliases = (*field.aliases, *((line.label,) if line.label else ()))
        yield Offer(**{**vars(field), "aliases": aliases, "sql": line.sql or field.sql})


def _phones(record: str) -> Iterator[Offer]:
    if record == "visit":
        for name, (label, sql) in _PHONES.items():
            yield Offer(name, label, sql, "phone")
