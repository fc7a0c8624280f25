"""Putting an alert aside with a reason, for good or until a day; taking it up again."""

from app.db.queries import alert as queries
from app.db.store import Store
from app.errors import Problem, Rejected, UserError
from app.kinds.date import Date
from app.kinds.kind import Unreadable
from app.models.keeping import Dismissal
from app.rules import RULES


def dismiss(store: Store, rule: str, uid: str, reason: str, *, until: str | None = None) -> None:
    """搁置: the alert of `rule` about the row `uid` stays away, or comes back on the day `until`. Rejected without a reason."""
    known = RULES.get(rule)
    if known is None:
        raise UserError(f"没有代号为“{rule}”的规则。")
    if not reason.strip():
        raise Rejected([Problem("reason", "请写明搁置的原因。", "required")])
    values = {"reason": reason.strip(), "until": _day(until)}
    with store.read() as reader:
        row = queries.dismissal(reader, rule, uid)
    with store.work(f"{'推迟' if until else '搁置'}提醒：{known.title}") as work:
        if row is None:
            work.add(Dismissal, {"rule": rule, "target": uid, **values})
        else:
            work.change(Dismissal, row, values)


def take_up(store: Store, rule: str, uid: str) -> bool:
    """Ends the putting aside; False when the alert was not put aside."""
    with store.read() as reader:
        row = queries.dismissal(reader, rule, uid)
    if row is None:
        return False
    with store.work("恢复提醒") as work:
        work.change(Dismissal, row, {"void_reason": "恢复提醒"})
    return True


def _day(until: str | None) -> str | None:
    """A whole day, so that the alert comes back on it."""
    try:
        day = Date().parse(until)
    except Unreadable as error:
        raise Rejected([Problem("until", error.text, error.code)]) from error
    if day is not None and day.precision != "day":
        raise Rejected([Problem("until", "请写出推迟到的年月日。", "date_invalid")])
    return None if day is None else str(day)
