"""A version of a checklist is put into another order, taken out of use, or used again."""

from app import clock
from app.db.queries import checklist as queries
from app.db.store import Reader, Store
from app.models.checklist import Checklist, Item
from app.operations import record


def shift(store: Store, line: int, by: int) -> bool:
    """A line changes its place with its neighbour above (-1) or below (1); False at either end. One work."""
    with store.work("调整清单条目次序") as work:
        checklist = int(work.row("item", line)["checklist"])
        lines = [each.id for each in queries.lines(work.connection, checklist)]
        at = lines.index(line)
        to = at + by
        if not 0 <= to < len(lines):
            return False
        lines[at], lines[to] = lines[to], lines[at]
        work.change_many(Item, [(row, {"order_no": n}) for n, row in enumerate(lines, 1)])
    return True


def retire(store: Store, checklist: int, *, back: bool = False) -> None:
    """Out of use from today (停用), or in use again: what was assessed by it stays."""
    record.save(
        store, Checklist, {"retired_on": None if back else clock.today().isoformat()}, row=checklist,
        label="重新启用清单" if back else "停用清单",
    )  # fmt: skip


def next_code(reader: Reader, checklist: int) -> str:
    """A number for one more line: one above the highest of those that are numbers. UserError when the version is gone."""
    queries.version(reader, checklist)
    numbers = [int(line.code_no) for line in queries.lines(reader, checklist) if line.code_no.isdecimal()]
    return str(max(numbers, default=0) + 1)
