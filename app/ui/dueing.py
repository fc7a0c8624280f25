"""党费 as the clerk does it: a part paid, a quarter prepaid, a new base, letting somebody off; the forms of the month grid."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QWidget

from app import clock, codes
from app.db.queries import due as queries
from app.db.store import Store
from app.errors import NeedsConsent, UserError
from app.kinds.date import Date
from app.kinds.kind import Unreadable
from app.kinds.money import Money
from app.operations import due
from app.operations.due import Paid
from app.operations.due_assessing import Assessed
from app.ui import dialogs
from app.ui.asking import Question, ask

TOLD = 12  # people named in a message


def with_consent(parent: QWidget, run: Callable[[frozenset[str]], Paid]) -> Paid | None:
    """What was done, asking for what the core must ask; None when the clerk said no."""
    consent: frozenset[str] = frozenset()
    while True:
        try:
            return run(consent)
        except NeedsConsent as asked:
            if not dialogs.ask(parent, "请确认", asked.text, yes="是，登记"):
                return None
            consent |= {asked.code}


def part(screen: Any, one: int, whom: str, *, on: str, receipt: str) -> Paid | None:
    """A single due that is paid in part, or with more."""
    told = ask(screen, "按金额缴纳", f"{whom}，不足的部分以后可以再登记。", (Question("amount", "缴纳金额（元）"),))
    if not told:
        return None
    amount = _money(told["amount"])
    return with_consent(
        screen,
        lambda consent: due.pay(screen.store, [one], on=on, receipt=receipt, amount=amount, consent=consent),
    )


def quarter(screen: Any, members: list[int], *, on: str, receipt: str) -> Paid | None:
    """The quarter after this one is offered first."""
    today = clock.today()
    first = (today.year * 4 + (today.month - 1) // 3) + 1
    names = tuple(f"{n // 4}-Q{n % 4 + 1}" for n in range(first, first - 4, -1))
    told = ask(
        screen,
        "按季预交",
        f"{len(members)} 名党员一个季度的党费按应缴登记为已缴。",
        (Question("quarter", "季度", "choice", names),),
    )
    if not told:
        return None
    return with_consent(
        screen,
        lambda consent: due.prepay(screen.store, members, told["quarter"], on=on, receipt=receipt, consent=consent),
    )


def settle(screen: Any, member: int, name: str, payer: str) -> Assessed | None:
    """Payer kind and base from a month on."""
    kinds = tuple(code.name for code in codes.codes("payer_kind"))
    told = ask(
        screen, "党费核定", f"{name}。从执行月份起按新的核定计算，已缴的月份不变。",
        (Question("since", "执行月份", text=f"{clock.today():%Y-%m}"), Question("payer", "缴纳类别", "choice", kinds, text=payer),
         Question("base", "计算基数（元）", needed=False), Question("fixed", "每月定额（元）", needed=False)),
    )  # fmt: skip
    if not told:
        return None
    base, fixed = (_money(told[name]) if told[name] else None for name in ("base", "fixed"))
    return due.settle(screen.store, member, month(told["since"]), payer=told["payer"], base=base, fixed=fixed)


def waive(screen: Any, member: int, name: str) -> Assessed | None:
    """少交 or 免交 with who approved."""
    kinds = tuple(code.name for code in codes.codes("waiver_kind"))
    told = ask(
        screen, "党费减免", f"{name}。按规定须经支部研究、上一级党委批准；已缴的月份不变。",
        (Question("kind", "减免方式", "choice", kinds), Question("since", "起始月份", text=f"{clock.today():%Y-%m}"),
         Question("until", "终止月份", text=f"{clock.today():%Y}-12"),
         Question("amount", "减免后每月应缴（元）", needed=False), Question("reason", "减免原因"),
         Question("studied_on", "支部研究日期", "date", needed=False), Question("approved_by", "批准党组织"),
         Question("approved_on", "批准日期", "date", needed=False)),
    )  # fmt: skip
    if not told:
        return None
    values: dict[str, Any] = {name: text for name, text in told.items() if text}
    values |= {name: month(told[name]) for name in ("since", "until")}
    if "amount" in values:
        values["amount"] = _money(told["amount"])
    return due.waive(screen.store, member, values)


def settle_him(screen: Any, rows: list[int]) -> None:
    """党费核定 of the member who is chosen in a list."""
    name, payer = _of(screen, rows[0])
    told = settle(screen, rows[0], name, payer)
    if told:
        screen.window_.notice(f"{name}的党费核定已登记：{in_words(told)}")


def waive_him(screen: Any, rows: list[int]) -> None:
    """党费减免 of the member who is chosen in a list."""
    name, _payer = _of(screen, rows[0])
    told = waive(screen, rows[0], name)
    if told:
        screen.window_.notice(f"{name}的党费减免已登记：{in_words(told)}")


def _of(screen: Any, member: int) -> tuple[str, str]:
    """His name, and the kind of payer that holds now."""
    with screen.store.read() as reader:
        told = queries.bases(reader, [member]).get(member, [])
        return queries.payers(reader, [member])[0].name, told[0][1] if told else ""


def pay_rows(screen: Any, rows: list[int]) -> None:
    """The dues that are chosen in a list, as due, on one day."""
    questions = (
        Question("on", "缴纳日期", "date", text=clock.today().isoformat()),
        Question("receipt", "收据号", needed=False),
    )
    told = ask(screen, "登记缴纳", f"选中的 {len(rows)} 条按应缴登记，已缴清的不动。", questions)
    if told:
        paid = due.pay(screen.store, rows, on=told["on"], receipt=told["receipt"])
        screen.window_.notice(paid_words(paid))
        if paid.large:
            dialogs.tell(screen, "请核实", "\n".join(paid.large))


def reckon(parent: QWidget, store: Store, period: str, branch: int) -> str:
    """核算, and what came of it in words; who could not be reckoned is told by name."""
    told = due.assess(store, period, branch=branch)
    if told.skipped:
        named = [f"{one.name}：{one.reason}" for one in told.skipped[:TOLD]]
        more = f"\n……共 {len(told.skipped)} 人" if len(told.skipped) > TOLD else ""
        dialogs.tell(parent, f"{len(told.skipped)} 人没有核算", "\n".join(named) + more)
    return in_words(told)


def in_words(told: Assessed) -> str:
    parts = (
        (told.added, "新增 {} 条"), (told.changed, "按新的核定改了 {} 条"), (told.dropped, "去掉不应缴的 {} 条"),
        (told.kept, "已缴的 {} 条与现在的核算不同，没有改动"), (len(told.skipped), "{} 人没有核算"),
    )  # fmt: skip
    said = "，".join(words.format(count) for count, words in parts if count)
    return f"{said or '核算没有变化'}。"


def paid_words(told: Paid) -> str:
    return f"已登记 {told.count} 条，共 {Money().text(told.money)} 元。"


def month(text: str) -> str:
    """A month as typed. UserError when it is none."""
    try:
        found = Date(month=True).parse(text)
    except Unreadable as error:
        raise UserError(error.text) from error
    if found is None:
        raise UserError("请填写月份。", "例如 2026-11。")
    return str(found)


def _money(text: str) -> int:
    try:
        found = Money().parse(text)
    except Unreadable as error:
        raise UserError(error.text) from error
    if found is None:
        raise UserError("请填写金额。", "以元为单位，例如 12.50。")
    return found
