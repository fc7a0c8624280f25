"""收表: who has returned the sheet and who has not, as tables, and the reminder that is sent to them."""

from collections.abc import Sequence
from datetime import date

from app import clock
from app.db.queries import batch as queries
from app.db.queries import ledger
from app.db.queries.batch import CHECKED, OVERDUE, RETURNED, WAITING, BatchFacts, HandoutFacts
from app.db.store import Reader
from app.ledgers.ledger import in_words
from app.table import Column, Table

STATES = {WAITING: "未交", OVERDUE: "逾期未交", RETURNED: "已交", CHECKED: "已核"}
ABSENT = (WAITING, OVERDUE)


def today() -> str:
    return clock.today().isoformat()


def counts(reader: Reader, batch: BatchFacts) -> dict[str, int]:
    """How many places stand in each state, `total` beside them."""
    sheets = queries.handouts(reader, batch.id)
    told = dict.fromkeys(STATES, 0)
    for sheet in sheets:
        told[sheet.state(batch.due, today())] += 1
    return {"total": len(sheets), **told}


def overview(reader: Reader, *, closed: bool = False) -> Table:
    """One line per batch, newest first; the row of the batch is not shown, `queries.batches` has the same order."""
    columns = (
        Column("name", "标题", width=24), Column("mark", "批次", width=12), Column("sent_on", "下发日期", "date", width=11),
        Column("due", "交回期限", "date", width=11), Column("total", "份数", "number", width=6),
        Column("returned", "已交", "number", width=6), Column("checked", "已核", "number", width=6),
        Column("waiting", "未交", "number", width=6), Column("overdue", "逾期", "number", width=6),
    )  # fmt: skip
    rows = []
    for batch in queries.batches(reader, closed=closed):
        told = counts(reader, batch)
        rows.append(
            (
                batch.name, batch.mark, batch.sent_on, batch.due or None, told["total"], told[RETURNED] + told[CHECKED],
                told[CHECKED], told[WAITING] + told[OVERDUE], told[OVERDUE],
            )
        )  # fmt: skip
    return Table("收表", columns, rows, signatures=())


def board(reader: Reader, batch: BatchFacts) -> Table:
    """One line per place of a batch, in the order of `queries.handouts`."""
    columns = (
        Column("number", "序号", "number", width=6), Column("place", _place(batch), width=24),
        Column("rows", "下发行数", "number", width=8), Column("state", "状态", width=10),
        Column("returned_on", "交回日期", "date", width=11), Column("late", "是否迟交", "flag", width=8),
        Column("returns", "交回次数", "number", width=8), Column("changed", "有改动行数", "number", width=10),
        Column("checked_on", "对账日期", "date", width=11), Column("person", "联系人", width=10),
        Column("phone", "联系电话", "phone", width=14),
    )  # fmt: skip
    rows = [_line(batch, sheet) for sheet in queries.handouts(reader, batch.id)]
    return Table(
        f"{batch.name}收表情况",
        columns,
        rows,
        unit=ledger.setting(reader, "unit_name"),
        date=in_words(None),
        note=_note(batch),
    )


def _place(batch: BatchFacts) -> str:
    return "党组织" if batch.place == "branch" else "村（社区）"


def _line(batch: BatchFacts, sheet: HandoutFacts) -> tuple[str | int | None, ...]:
    return (
        sheet.number, sheet.place, sheet.rows, STATES[sheet.state(batch.due, today())], sheet.returned_on or None,
        "是" if sheet.late(batch.due) else None, sheet.returns or None, sheet.changed, sheet.checked_on or None,
        sheet.person or None, sheet.phone or None,
    )  # fmt: skip


def _note(batch: BatchFacts) -> str:
    due = f"交回期限 {in_words(batch.due)}" if batch.due else "未定交回期限"
    return f"批次 {batch.mark}，{in_words(batch.sent_on)}下发，{due}。"


def absent(reader: Reader, batch: BatchFacts) -> list[HandoutFacts]:
    """The places that have not returned anything."""
    return [sheet for sheet in queries.handouts(reader, batch.id) if sheet.state(batch.due, today()) in ABSENT]


def missing(reader: Reader, batches: Sequence[BatchFacts]) -> Table:
    """Who has not returned which sheet, with whom to call."""
    columns = (
        Column("place", "单位", width=24), Column("name", "表名", width=28), Column("due", "交回期限", "date", width=11),
        Column("state", "状态", width=10), Column("days", "逾期天数", "number", width=8),
        Column("person", "联系人", width=10), Column("phone", "联系电话", "phone", width=14),
    )  # fmt: skip
    rows = [
        (
            sheet.place, batch.name, batch.due or None, STATES[sheet.state(batch.due, today())], _days(batch.due),
            sheet.person or None, sheet.phone or None,
        )
        for batch in batches for sheet in absent(reader, batch)
    ]  # fmt: skip
    totals = ("合计", f"{len(rows)} 份", None, None, None, None, None)
    unit = ledger.setting(reader, "unit_name")
    return Table("未交表单位名单", columns, rows, totals=totals, unit=unit, date=in_words(None))


def _days(due: str) -> int | None:
    """Whole days past the due date."""
    late = (clock.today() - date.fromisoformat(due)).days if due else 0
    return late if late > 0 else None


def reminder(reader: Reader, batch: BatchFacts) -> str:
    """A text to paste into a message: what is due when, and who is still missing. "" when nobody is."""
    late = absent(reader, batch)
    if not late:
        return ""
    places = "、".join(sheet.place for sheet in late)
    due = _due(batch)
    head = (
        f"【收表提醒】《{batch.name}》（{in_words(batch.sent_on)}下发）{due}，还有 {len(late)} 个单位没有交：{places}。"
    )
    return head + "请尽快核对，填在原表上发回，不要另做新表。"


def _due(batch: BatchFacts) -> str:
    if not batch.due:
        return "尚未收齐"
    return f"应于{in_words(batch.due)}前交回" + ("，已经过期" if batch.due < today() else "")
