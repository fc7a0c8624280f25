"""Ledgers of transfers: letters out with their receipts, members who came in, and what is still open."""

from collections.abc import Iterator
from dataclasses import replace

from app.db.queries.figure import Count
from app.db.queries.ledger import Source
from app.db.queries.transfer_word import STATE, VALID_UNTIL
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line, field_line
from app.models.transfer import IN, OUT

YEAR = "substr({day}, 1, 4)"
PLACE = {"unit": "(SELECT b.unit FROM branch b WHERE b.id = item.branch)", "branch": "item.branch"}
ORDER = "item.issued_on, item.letter_no, item.id"
UNIT = "(SELECT b.unit FROM branch b WHERE b.id = transfer.branch)"
STILL_OPEN = "(x.ended_on IS NULL OR x.ended_on > {day})"


def _line(name: str, label: str = "", width: int = 0) -> Line:
    """A field of a transfer; settled ones are no longer current, so the rows come from a SELECT and not from the record."""
    line = field_line("transfer", name, Line(name, label, width=width))
    return replace(line, sql=line.sql.replace("transfer.", "item."))


_COLUMNS = (
    _line("name", "姓名"),
    _line("sex", width=6),
    _line("id_number"),
    _line("member_kind", width=10),
    _line("from_org", width=24),
    _line("to_org", width=24),
    _line("letter_no", width=12),
    _line("issued_on"),
    Line("valid_until", "有效期至", VALID_UNTIL.replace("{t}", "item"), "date"),
    _line("dues_until", width=10),
    _line("kind", width=10),
    _line("accepted_on"),
    _line("receipt_on"),
    Line("state", "状态", STATE.replace("{t}", "item"), "choice", 10),
    _line("remark", width=12),
)


def _book(name: str, title: str, where: str, columns: tuple[Line, ...], note: str) -> Ledger:
    table = f"SELECT * FROM transfer x WHERE x.void_reason IS NULL AND x.issued_on <= {{day}} AND {where}"
    return Ledger(
        name, title, Source(table=table, order=ORDER, key="item.uid", **PLACE), columns, counter="件", note=note
    )


TRANSFERS = _book(
    "transfers", "组织关系转接台账", f"(substr(x.issued_on, 1, 4) = {YEAR} OR {STILL_OPEN})", (_line("direction", width=8), *_COLUMNS),
    "列出本年开出、收到的，和以前没有办结的。",
)  # fmt: skip
OUTSTANDING = _book(
    "transfers_open", "组织关系介绍信未回执清单", f"x.direction = '{OUT}' AND {STILL_OPEN}", _COLUMNS,
    "回执到以前，党员仍由转出党支部管理。",
)  # fmt: skip


def figures(_reader: Reader) -> Iterator[Count]:
    """Letters out, receipts, members who came in, and what is open."""
    for code, label, direction, column in (
        ("transfers_issued", "本期开出介绍信", OUT, "issued_on"),
        ("transfers_receipts", "本期收到回执", OUT, "receipt_on"),
        ("transfers_accepted", "本期接收转入", IN, "accepted_on"),
    ):
        yield Count(
            code, label, "件", "transfer", f"transfer.direction = '{direction}'", f"transfer.{column}", unit=UNIT
        )
    waiting = f"transfer.direction = '{OUT}' AND transfer.issued_on <= {{day}}"
    yield Count("transfers_open", "未回执的介绍信", "件", "transfer", waiting, unit=UNIT)
