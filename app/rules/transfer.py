"""Is a letter past its day, is a receipt outstanding, does a letter lack what it must show?"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from app.models.transfer import IN, OUT, SOURCE
from app.rules.rule import Facts, Found, Rule

LONGEST = 90
LETTERS = "介绍信开具的通行规定"


def expired(facts: Facts) -> Iterator[Found]:
    """Past the last valid day, and neither a receipt nor an acceptance."""
    names = ("issued_on", "valid_days", "receipt_on", "accepted_on", "to_org")
    for row, uid, direction, name, issued, days, back, entered, to_org in _open(facts, *names):
        if not days or (back if direction == OUT else entered):
            continue
        until = date.fromisoformat(issued) + timedelta(days=days)
        if until >= facts.today:
            continue
        if direction == OUT:
            told = f"{name}转往{to_org or '外地'}的介绍信已在 {until} 过期，没有收到回执，请联系对方；没有转成的，作废后重开。"
        else:
            told = f"{name}转入的介绍信已在 {until} 过期，还没有接收，请接收或退回。"
        yield Found("transfer", row, uid, told)


def no_receipt(facts: Facts) -> Iterator[Found]:
    """No receipt within the days of the setting; until it comes the sender remains responsible."""
    most = facts.number("transfer_receipt_days")
    for row, uid, direction, name, issued, back in _open(facts, "issued_on", "receipt_on"):
        gone = (facts.today - date.fromisoformat(issued)).days
        if direction == OUT and not back and gone > most:
            told = f"{name}的介绍信 {issued} 开出，已 {gone} 天没有回执，回执到以前仍由本支部管理，请催要。"
            yield Found("transfer", row, uid, told)


def no_reply(facts: Facts) -> Iterator[Found]:
    """Accepted, and our receipt did not go back within the days of the setting."""
    most = facts.number("transfer_reply_days")
    for row, uid, direction, name, entered, back in _open(facts, "accepted_on", "receipt_on"):
        if direction == IN and entered and not back and (facts.today - date.fromisoformat(entered)).days > most:
            yield Found("transfer", row, uid, f"{name}已在 {entered} 接收，回执还没有寄出，请寄回对方并登记。")


def too_long(facts: Facts) -> Iterator[Found]:
    """Valid for more than three months."""
    for row, uid, _direction, name, days in _open(facts, "valid_days"):
        if days and days > LONGEST:
            yield Found("transfer", row, uid, f"{name}的介绍信有效期写的是 {days} 天，最长三个月，请核对。")


def dues_unsaid(facts: Facts) -> Iterator[Found]:
    """A letter out must say until which month dues were paid."""
    for row, uid, direction, name, until in _open(facts, "dues_until"):
        if direction == OUT and not until:
            yield Found("transfer", row, uid, f"{name}的介绍信没有写党费交至年月，请补填。")


def gone_already(facts: Facts) -> Iterator[Found]:
    """A letter is open for a member who left the books another way."""
    gone = {row: left for row, left in facts.rows("member", "id", "left_on", ended=True) if left}
    for row, uid, direction, name, member in _open(facts, "member"):
        if direction == OUT and member in gone:
            told = f"{name}已在 {gone[member]} 离开名册，介绍信还没有办结，请登记回执或作废。"
            yield Found("transfer", row, uid, told)


def _open(facts: Facts, *names: str) -> Iterator[tuple[Any, ...]]:
    yield from facts.rows("transfer", "id", "uid", "direction", "name", *names)


_ONLY = {"transfer": "ended_on IS NULL"}
EXPIRED = Rule(
    "transfer_expired", "介绍信过期没有办结", "late", "transfer",
    {"transfer": ("direction", "name", "issued_on", "valid_days", "receipt_on", "accepted_on", "to_org")}, expired, LETTERS, _ONLY,
)  # fmt: skip
NO_RECEIPT = Rule(
    "transfer_no_receipt", "转出没有回执", "week", "transfer",
    {"transfer": ("direction", "name", "issued_on", "receipt_on")}, no_receipt, SOURCE, _ONLY,
)  # fmt: skip
NO_REPLY = Rule(
    "transfer_no_reply", "转入没有寄出回执", "week", "transfer",
    {"transfer": ("direction", "name", "accepted_on", "receipt_on")}, no_reply, "", _ONLY,
)  # fmt: skip
TOO_LONG = Rule(
    "transfer_too_long", "介绍信有效期过长", "note", "transfer", {"transfer": ("direction", "name", "valid_days")}, too_long,
    LETTERS, _ONLY,
)  # fmt: skip
DUES_UNSAID = Rule(
    "transfer_dues", "介绍信没有写党费交至年月", "week", "transfer", {"transfer": ("direction", "name", "dues_until")},
    dues_unsaid, LETTERS, _ONLY,
)  # fmt: skip
GONE_ALREADY = Rule(
    "transfer_gone", "已离开的党员介绍信没有办结", "note", "transfer",
    {"transfer": ("direction", "name", "member"), "member": ("left_on",)}, gone_already, "",
    {**_ONLY, "member": "left_on IS NOT NULL"},
)  # fmt: skip
