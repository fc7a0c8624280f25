"""`dues assess` and `dues pay`: what is due for a month, quarter or year, and that it came in."""

from argparse import Namespace
from collections.abc import Callable

from app import clock
from app.commands import asking, speech
from app.commands.opening import opened
from app.db.queries import due as queries
from app.db.queries import resolve
from app.db.store import Reader, Store
from app.errors import UserError
from app.kinds.kind import Unreadable
from app.kinds.money import Money
from app.operations import due


def dues(args: Namespace) -> int:
    """The act that is named, for the period."""
    with opened(args) as parts:
        return ACTS[args.act](parts.store, args)


def assess(store: Store, args: Namespace) -> int:
    """Answers `{"period", "added", "changed", "dropped", "kept", "skipped": [{"member", "name", "reason"}]}`."""
    with store.read() as reader:
        branch = asking.place(reader, "branch", args.branch)
    told = due.assess(store, args.period, branch=branch)
    with store.read() as reader:
        uids = queries.uids(reader, [one.member for one in told.skipped])
    if args.json:
        skipped = [{"member": uids[one.member], "name": one.name, "reason": one.reason} for one in told.skipped]
        counts = {name: getattr(told, name) for name in ("added", "changed", "dropped", "kept")}
        speech.answer({"period": args.period, **counts, "skipped": skipped})
        return 0
    for one in told.skipped:
        speech.line(f"没有核算\t{one.name}\t{one.reason}")
    speech.line(
        f"新增 {told.added} 条，改 {told.changed} 条，去掉 {told.dropped} 条，已缴不改 {told.kept} 条，"
        f"没有核算 {len(told.skipped)} 人。"
    )
    return 0


def pay(store: Store, args: Namespace) -> int:
    """Enters as paid what is open for the period, of a branch or of one member. Answers `{"period", "paid", "money", "large"}`.

    `--amount` (yuan) is for one member and one month. Nothing is prepaid here: only what was assessed.
    """
    with store.read() as reader:
        chosen = _open(reader, args)
    told = due.pay(
        store, chosen, on=due.paid_day(args.on or clock.today().isoformat()), receipt=args.receipt or "",
        amount=_money(args.amount), consent=frozenset({"more"}) if args.yes else frozenset(),
    )  # fmt: skip
    if args.json:
        money = Money().text(told.money)
        speech.answer({"period": args.period, "paid": told.count, "money": money, "large": list(told.large)})
        return 0
    for text in told.large:
        speech.line(text)
    speech.line(f"已登记 {told.count} 条，共 {Money().text(told.money)} 元。")
    return 0


def _open(reader: Reader, args: Namespace) -> list[int]:
    """What is still to be paid. UserError when neither a branch nor a member is named."""
    branch = asking.place(reader, "branch", args.branch)
    if branch is None and not args.member:
        raise UserError("没有写明是哪个党支部或哪名党员的党费。", "请加 --branch 或 --member。")
    months = due.months_of(args.period)
    inside = None if branch is None else queries.branches(reader, branch)
    members = None if not args.member else [_member(reader, args.member)]
    return queries.open_within(reader, months, members=members, branches=inside)


def _member(reader: Reader, name: str) -> int:
    found = resolve.one(reader, "member", name) or tuple(queries.by_uid(reader, name))
    if len(found) != 1:
        told = f"有 {len(found)} 名党员叫“{name}”。" if found else f"没有叫“{name}”的党员。"
        raise UserError(told, "请写公民身份号码。")
    return found[0]


def _money(text: str | None) -> int | None:
    try:
        return Money().parse(text) if text else None
    except Unreadable as error:
        raise UserError(error.text, "以元为单位，例如 12.50。") from error


ACTS: dict[str, Callable[[Store, Namespace], int]] = {"assess": assess, "pay": pay}
