"""Ledgers of requests: the book of 社情民意, what was sent up and what came back; the figures of requests.

Columns as practised (no official form): 民情(社情民意)台账, 问题逐级上报台账. Sensitive matters are veiled in all but the one that says so.
"""

from collections.abc import Iterator

from app.db.queries.figure import Count, Share
from app.db.queries.ledger import Source
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line
from app.models.record import VEIL

SEEN = "request.received_on <= {day}"
ORDER = "request.received_on, request.request_no, request.id"
WHO = (
    "coalesce(request.informant, (SELECT u.name FROM unit u WHERE u.id = request.unit), "
    "CASE WHEN request.anonymous = '是' THEN '匿名' END)"
)
SECRET = "request.sensitive = '是'"


def _veiled(sql: str) -> str:
    return f"CASE WHEN {SECRET} AND {sql} IS NOT NULL THEN '{VEIL}' ELSE {sql} END"


def _book(name: str, title: str, note: str, *, whole: bool) -> Ledger:
    def line(column: str, width: int = 0, label: str = "", sql: str = "", kind: str = "") -> Line:
        told = sql or f"request.{column}"
        return Line(column, label, told if whole else _veiled(told), kind, width)

    return Ledger(
        name,
        title,
        counter="件",
        columns=(
            Line("received_on"),
            line("informant", label="反映人", sql=WHO, kind="person"),
            line("phone", label="联系电话", kind="phone"),
            line("content", 30, "反映事项", kind="text"),
            Line("kind"),
            Line("receiver"),
            Line("handler"),
            Line("due"),
            line("result", 24, "办理结果", kind="text"),
            line("explanation", 18, "解释说明", kind="text"),
            Line("closed_on"),
            Line("fed_on"),
            Line("satisfaction", width=10),
        ),
        source=Source(record="request", where=SEEN, unit="request.village", order=ORDER),
        note=note,
        sensitive=whole,
    )


REQUESTS = _book(
    "requests", "社情民意台账", "敏感的诉求已隐去反映人、事项和结果；完整的在“社情民意台账（含敏感）”。", whole=False
)
REQUESTS_WHOLE = _book("requests_whole", "社情民意台账（含敏感）", "含敏感事项，请妥善保管，不得张贴。", whole=True)


def _answer(column: str) -> str:
    """SQL for what came back from the level to which the step went: the first answer or return after it."""
    return (
        f"(SELECT a.{column} FROM referral a WHERE a.request = referral.request AND a.void_reason IS NULL "
        "AND a.step_no > referral.step_no AND a.step IN ('答复', '退回') AND a.from_level = referral.to_level "
        "AND a.done_on <= {day} ORDER BY a.step_no LIMIT 1)"
    )


SENT_UP = Ledger(
    "sent_up",
    "上报事项台账",
    counter="次",
    columns=(
        Line("request_no", "编号", "request.request_no", "text", 11),
        Line("content", "反映事项", _veiled("request.content"), "text", 28),
        Line("kind", "类别", "request.kind", "choice"),
        Line("done_on", "上报时间", group="上报"),
        Line("person", "上报人", group="上报"),
        Line("from_level", "原层级", width=9, group="上报"),
        Line("to_level", "上报到", width=9, group="上报"),
        Line("to_person", "接收人", group="上报"),
        Line("told", "上报原因", _veiled("referral.told"), "text", 20, "上报"),
        Line("answer", "答复或退回", _answer("step"), "text", 10, "答复"),
        Line("answered_on", "时间", _answer("done_on"), "date", group="答复"),
        Line("answer_told", "内容", _veiled(_answer("told")), "text", 20, "答复"),
        Line("result", "办理结果", _veiled("coalesce(request.result, request.explanation)"), "text", 20),
    ),
    source=Source(
        record="referral",
        joins="JOIN request ON request.id = referral.request AND request.void_reason IS NULL",
        where="referral.step = '上报' AND referral.done_on <= {day}",
        unit="request.village",
        order=f"referral.done_on, {ORDER}, referral.step_no",
    ),
)


def figures(_reader: Reader) -> Iterator[Count | Share]:
    """Requests received, solved, explained, late and how satisfied people are (收集问题数, 解决数, 解决率)."""
    place = "request.village"
    closed = "request.closed_on <= {day}"
    unsolvable = "coalesce(request.unsolvable, '否') = '是'"
    for code, label, column, where in (
        ("requests_received", "本期受理诉求", "received_on", ""),
        ("requests_closed", "本期办结诉求", "closed_on", ""),
        ("requests_solved", "本期解决诉求", "closed_on", f"NOT {unsolvable}"),
        ("requests_explained", "本期解释说明诉求", "closed_on", unsolvable),
        ("requests_fed", "本期反馈诉求", "fed_on", ""),
        ("requests_called", "本期回访诉求", "called_on", ""),
        ("requests_answered", "本期回访有评价的", "called_on", "request.satisfaction <> '未评价'"),
        ("requests_satisfied", "本期满意和基本满意的", "called_on", "request.satisfaction IN ('满意', '基本满意')"),
    ):
        yield Count(code, label, "件", "request", where, dated=f"request.{column}", unit=place)
    yield Count("requests", "诉求总数", "件", "request", SEEN, unit=place)
    yield Count("requests_done", "已办结诉求", "件", "request", f"{SEEN} AND {closed}", unit=place)
    solved = f"{SEEN} AND {closed} AND NOT {unsolvable}"
    yield Count("requests_settled", "已解决诉求", "件", "request", solved, unit=place)
    still = f"{SEEN} AND (request.closed_on IS NULL OR request.closed_on > {{day}})"
    yield Count("requests_open", "在办诉求", "件", "request", still, unit=place)
    yield Count("requests_overdue", "逾期诉求", "件", "request", f"{still} AND request.due < {{day}}", unit=place)
    yield Count("requests_up", "现在上报的诉求", "件", "request", "request.up_level IS NOT NULL", unit=place, now=True)
    yield Share("requests_done_share", "诉求办结率", "requests_done", "requests")
    yield Share("requests_solved_share", "诉求解决率", "requests_settled", "requests")
    yield Share("requests_satisfied_share", "诉求满意率", "requests_satisfied", "requests_answered")
