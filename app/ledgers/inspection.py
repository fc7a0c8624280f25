"""督查回访台账, and the figures of inspections: how many were checked, reached, true and satisfied.

Columns as practised (no official form): 回访记录 (方式, 时间, 对象, 是否满意, 问题).
"""

from collections.abc import Iterator

from app.db.queries.figure import Count, Share
from app.db.queries.inspection import ABOUT, JOINS, PHONE, PLACE, WHOM
from app.db.queries.ledger import Source
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line

CALLBACKS = Ledger(
    "callbacks",
    "督查回访台账",
    counter="件",
    columns=(
        Line("inspection", "督查名称", "i.name", "text", 18),
        Line("drawn_on", "抽取日期", "i.drawn_on", "date"),
        Line("method", "督查方式", "i.method", "choice", 10),
        Line("about", "抽查事项", ABOUT, "text", 28),
        Line("whom", "回访对象", WHOM, "person"),
        Line("phone", "联系电话", PHONE, "phone"),
        Line("done_on"),
        Line("person"),
        Line("reached", width=8),
        Line("truthful", width=8),
        Line("satisfaction", width=10),
        Line("told", width=20),
        Line("finding", "转为诉求", "f.request_no", "text", 11),
    ),
    source=Source(
        record="callback",
        joins=JOINS,
        where="i.drawn_on <= {day}",
        unit=PLACE,
        order="i.drawn_on, i.id, callback.place_no",
    ),
    note="样本按随机种子抽取并留存，种子和名单指纹在“督查回访”里。",
)


def figures(_reader: Reader) -> Iterator[Count | Share]:
    """Inspections drawn and call-backs made within the period; shares of those asked."""
    yield Count("inspections", "本期督查", "次", "inspection", dated="inspection.drawn_on", unit="inspection.unit")
    for code, label, where, dated in (
        ("callbacks_drawn", "本期抽查件数", "", "i.drawn_on"),
        ("callbacks_checked", "其中已回访", "callback.done_on <= {day}", "i.drawn_on"),
        ("callbacks_done", "本期回访件数", "", "callback.done_on"),
        ("callbacks_reached", "其中联系上的", "callback.reached = '是'", "callback.done_on"),
        ("callbacks_judged", "其中核实了是否属实的", "callback.truthful IS NOT NULL", "callback.done_on"),
        ("callbacks_true", "其中属实的", "callback.truthful = '是'", "callback.done_on"),
        ("callbacks_answered", "其中有评价的", "callback.satisfaction <> '未评价'", "callback.done_on"),
        (
            "callbacks_satisfied",
            "其中满意和基本满意的",
            "callback.satisfaction IN ('满意', '基本满意')",
            "callback.done_on",
        ),
        ("callbacks_findings", "其中转为诉求的", "callback.finding IS NOT NULL", "callback.done_on"),
    ):
        yield Count(code, label, "件", "callback", where, dated=dated, unit=PLACE, joins=JOINS)
    for code, label, part, whole in (
        ("callbacks_checked_share", "抽查回访率", "callbacks_checked", "callbacks_drawn"),
        ("callbacks_reached_share", "回访联系率", "callbacks_reached", "callbacks_done"),
        ("callbacks_true_share", "回访属实率", "callbacks_true", "callbacks_judged"),
        ("callbacks_satisfied_share", "回访满意率", "callbacks_satisfied", "callbacks_answered"),
    ):
        yield Share(code, label, part, whole)
