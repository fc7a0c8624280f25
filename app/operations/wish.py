"""微心愿 step by step: collected, published, claimed, fulfilled, fed back. Each step has its day and its person, and one undo."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.db.queries import wish as queries
from app.db.store import Store
from app.db.work import Work
from app.errors import Problem, Rejected, UserError
from app.models.wish import CLAIMANTS, CLAIMED, WHOSE, Wish
from app.operations import dated
from app.operations import record as records

Side = tuple[str, int]  # (record name, row id)

# The steps in their order, each with the day that says it was done. Publishing may be left out: not every wish is posted.
STEPS = ("collected_on", "published_on", "claimed_on", "fulfilled_on", "feedback_on")
_LATER = {step: STEPS[i + 1 :] for i, step in enumerate(STEPS)}


def collect(
    store: Store, name: str, content: str, *, on: str, by: str = "", whose: Side | None = None,
    details: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """征集. `whose` is a household, resident or member on the books; village, need and phone come from there unless given.

    `details`: kind, need, phone, village, cost (分), remark. Rejected beside the fields.
    """
    values: dict[str, Any] = {
        "name": name.strip() or None, "content": content.strip() or None, "collected_on": on, "collector": by or None,
        **{key: value for key, value in (details or {}).items() if value not in (None, "")},
    }  # fmt: skip
    dated.require(("collected_on", "征集时间", on))
    if whose is not None:
        if whose[0] not in WHOSE:
            raise UserError("心愿人须是农户、家庭成员或党员。")
        with store.read() as reader:
            known = queries.whose(reader, *whose)
        values = {**known, **values, whose[0]: whose[1], "name": values["name"] or known.get("name")}
    return records.save(store, Wish, values, label=f"征集微心愿：{values['name'] or ''}")


def belong(store: Store, wish: int, whose: Side | None) -> None:
    """Says who on the books the wish is of (None: nobody of them); phone, village and need come along where they are empty."""
    with store.work("微心愿对应登记的人") as work:
        present = work.row("wish", wish)
        known = queries.whose(work.connection, *whose) if whose is not None else {}
        filled = {name: value for name, value in known.items() if name != "name" and present[name] is None}
        links = dict.fromkeys(WHOSE) | ({whose[0]: whose[1]} if whose is not None else {})
        work.change(Wish, wish, {**filled, **links})


def publish(store: Store, wishes: Sequence[int], *, on: str, by: str = "") -> int:
    """公示 of many at once. Returns how many; UserError when one was published or claimed before."""
    dated.require(("on", "公示时间", on))
    with store.work(f"公示微心愿 {len(wishes)} 个") as work:
        for row in wishes:
            _step(work, row, "published_on", on, {"publisher": by or None})
    return len(wishes)


def claim(
    store: Store, wishes: Sequence[int], who: Side | str, *, on: str, due: str | None = None, unit: str = "",
    phone: str = "",
) -> int:  # fmt: skip
    """认领 by a member, cadre, branch or unit on the books, or by somebody who is named. Returns how many.

    `due` is the day by which it is promised. Rejected when that lies before the claim.
    """
    dated.require(("who", "认领人", who), ("on", "认领时间", on))
    if due and dated.before(due, on):
        raise Rejected([Problem("due", "完成时限早于认领时间，请核对。", "date_order")])
    with store.work(f"认领微心愿 {len(wishes)} 个") as work:
        values = {**_claimant(work, who, unit), "due": due or None}
        if phone:
            values["claimer_phone"] = phone
        for row in wishes:
            if any(work.row("wish", row)[name] for name in CLAIMED):
                raise UserError(f"{_named(work, row)}已有人认领。", "要换人，请先取消认领。")
            _step(work, row, "claimed_on", on, values)
    return len(wishes)


def _claimant(work: Work, who: Side | str, unit: str) -> dict[str, Any]:
    if isinstance(who, str):
        return {"claimer": who.strip(), "claimer_unit": unit or None}
    record, row = who
    if f"claim_{record}" not in CLAIMANTS:
        raise UserError("认领的须是党员、干部、党组织或单位。")
    known = queries.claimant(work.connection, record, row)
    return {**known, f"claim_{record}": row, **({"claimer_unit": unit} if unit else {})}


def release(store: Store, wish: int, *, on: str, reason: str) -> None:
    """取消认领: the wish stands open again; who had claimed it and why it came back stays in the remark and the history."""
    dated.require(("on", "日期", on), ("reason", "原因", reason))
    with store.work("取消认领微心愿") as work:
        present = work.row("wish", wish)
        if not any(present[name] for name in CLAIMED):
            raise UserError(f"{_named(work, wish)}还没有人认领。")
        if present["fulfilled_on"]:
            raise UserError(f"{_named(work, wish)}已登记完成，不能取消认领。", "登记错了请用撤销。")
        dated.refuse_before(present["claimed_on"], on, "认领时间")
        who = present["claimer"] or present["claimer_unit"]
        told = f"{on} 取消认领（原认领：{who}）：{reason}"
        remark = f"{present['remark']}\n{told}" if present["remark"] else told
        empty = dict.fromkeys((*CLAIMED, "claimer_phone", "claimed_on", "due"))
        work.change(Wish, wish, {**empty, "remark": remark})


def fulfil(store: Store, wish: int, *, on: str, result: str, by: str = "") -> None:
    """实现. UserError while nobody has claimed it."""
    dated.require(("on", "完成时间", on), ("result", "落实情况", result))
    with store.work("微心愿完成") as work:
        if not any(work.row("wish", wish)[name] for name in CLAIMED):
            raise UserError(f"{_named(work, wish)}还没有人认领。", "请先登记认领，再登记完成。")
        work.rename(f"微心愿完成：{work.row('wish', wish)['name']}")
        _step(work, wish, "fulfilled_on", on, {"result": result, "confirmer": by or None})


def feed_back(store: Store, wish: int, *, on: str, words: str, by: str = "") -> None:
    """反馈: what the one who wished says of it. UserError before it is fulfilled."""
    dated.require(("on", "反馈时间", on), ("words", "反馈", words))
    with store.work("微心愿反馈") as work:
        if not work.row("wish", wish)["fulfilled_on"]:
            raise UserError(f"{_named(work, wish)}还没有登记完成。", "请先登记完成，再登记反馈。")
        work.rename(f"微心愿反馈：{work.row('wish', wish)['name']}")
        _step(work, wish, "feedback_on", on, {"feedback": words, "feedback_by": by or None})


def _step(work: Work, row: int, step: str, on: str, values: Mapping[str, Any]) -> None:
    """One step forward: never twice, never behind a later one, never before an earlier one's day."""
    present = work.row("wish", row)
    if present["void_reason"]:
        raise UserError(f"{_named(work, row)}已作废。", "请先恢复，再办理。")
    if present[step] or any(present[later] for later in _LATER[step]):
        raise UserError(f"{_named(work, row)}这一步已经办过了。", "登记错了请用撤销，或在编辑里更正日期。")
    for earlier in STEPS[: STEPS.index(step)]:
        label = "上一步的日期" if earlier != "collected_on" else "征集时间"
        dated.refuse_before(present[earlier], on, label)
    work.change(Wish, row, {step: on, **values})


def _named(work: Work, row: int) -> str:
    present = work.row("wish", row)
    return f"{present['name']}的心愿“{str(present['content'])[:12]}”"
