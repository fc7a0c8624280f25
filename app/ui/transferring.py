"""Transfers as the clerk handles them: a letter for a member, one that somebody brought, receipts, acceptance, and the print."""

from functools import partial
from pathlib import Path
from typing import Any

from app import clock, codes, passing
from app.db.queries import transfer as queries
from app.errors import Rejected, UserError
from app.models.record import fields_of
from app.models.transfer import Transfer
from app.operations import record as records
from app.operations import setting, transfer
from app.operations.outgoing import Leaving
from app.printing.letter import letters_of, print_letters
from app.progress import Progress
from app.ui import dialogs, jobs
from app.ui.asking import Question, ask
from app.ui.leaving import ask_terms
from app.ui.naming import named, names
from app.ui.screens.preview import preview

WHEN = Question("on", "日期", "date")
CHOICES = {"kind": "transfer_kind", "way": "transfer_way", "member_kind": "member_kind", "sex": "sex"}
DAYS = ("issued_on", "birth_date", "join_date", "full_date")
OUT_WORDS = "党员仍在名册里，登记回执时才离开。在本级党组织之间转接的，选“转往本级党支部”，登记回执时转支部。"
IN_WORDS = "先登记对方的介绍信，接收时列入党员名册。以前在本级、证号相同的，接收时恢复为原来的那一名。"
MOST = 500  # letters of one print


def issue(screen: Any, rows: list[int]) -> None:
    """开介绍信 for the member who is chosen in the list of members."""
    row = rows[0]
    with screen.store.read() as reader:
        paid = queries.paid_until(reader, row)
        days = setting.value(reader, "transfer_valid_days")
    today = clock.today()
    kept = {
        "letter_no": transfer.next_number(screen.store, today.year), "issued_on": today.isoformat(), "valid_days": days,
        "dues_until": paid or "", "way": "线下介绍信",
    }  # fmt: skip
    asked = (
        "to_org",
        "heading",
        "to_branch",
        "dues_until",
        "letter_no",
        "issued_on",
        "valid_days",
        "kind",
        "way",
        "reason",
    )
    made: list[int] = []

    def attempt(told: dict[str, str]) -> None:
        made.append(transfer.issue(screen.store, row, _values(screen, told)))

    if ask(
        screen, "开组织关系介绍信", OUT_WORDS, _questions(screen, asked, kept, ("dues_until", "issued_on")), attempt
    ):
        screen.window_.notice("已登记，可以在“组织关系转接”里打印介绍信。")


def receive(screen: Any) -> int | None:
    """登记转入: one that somebody brought. The row made."""
    asked = (
        "name", "id_number", "member_kind", "join_date", "full_date", "phone", "from_org", "branch", "letter_no", "issued_on",
        "valid_days", "dues_until", "kind",
    )  # fmt: skip
    made: list[int] = []

    def attempt(told: dict[str, str]) -> None:
        made.append(transfer.receive(screen.store, _values(screen, told)))

    kept = {"issued_on": clock.today().isoformat(), "member_kind": "正式党员"}
    ask(screen, "登记转入", IN_WORDS, _questions(screen, asked, kept, ("name", "issued_on")), attempt)
    return made[0] if made else None


def receipt(screen: Any, row: int) -> None:
    """回执 came: the member leaves, or moves."""
    values = present(screen, row)
    moved = values["to_branch"] is not None
    words = "确定后转到新的党支部。" if moved else "确定后党员离开名册，原因是转出组织关系，名下的结对同时结束。"
    questions = (WHEN, Question("by", "回执党组织", needed=False, text=str(values["to_org"] or "")))

    def attempt(told: dict[str, str]) -> None:
        transfer.receipt(screen.store, row, on=told["on"], by=told["by"])

    if ask(screen, f"登记回执　{values['name']}", words, questions, attempt):
        screen.window_.notice(f"已登记{values['name']}的回执。")


def accept(screen: Any, row: int) -> None:
    """接收: the member enters the branch."""
    values = present(screen, row)
    branch = Question(
        "branch", "接收的党支部", "choice", names(screen.store, "branch"), text=_branch(screen, values), free=True
    )

    def attempt(told: dict[str, str]) -> None:
        transfer.accept(screen.store, row, on=told["on"], branch=named(screen.store, "branch", told["branch"]))

    if ask(screen, f"接收　{values['name']}", "确定后列入党员名册。", (WHEN, branch), attempt):
        screen.window_.notice(f"{values['name']}已列入党员名册，请寄回执。")


def reply(screen: Any, row: int) -> None:
    """Our receipt went back."""
    values = present(screen, row)

    def attempt(told: dict[str, str]) -> None:
        transfer.reply(screen.store, row, on=told["on"])

    ask(screen, f"寄出回执　{values['name']}", "登记后这一件办结。", (WHEN,), attempt)


def cancel(screen: Any, rows: list[int]) -> None:
    """作废 or 退回 of a letter."""
    values = present(screen, rows[0])
    questions = (WHEN, Question("reason", "原因", text=""))

    def attempt(told: dict[str, str]) -> None:
        transfer.cancel(screen.store, rows[0], on=told["on"], reason=told["reason"])

    ask(screen, f"介绍信作废　{values['name']}", "党员仍在原来的党支部；要再转的，重新开介绍信。", questions, attempt)


def go_on(screen: Any, rows: list[int]) -> None:
    """What comes next with the one that is chosen."""
    values = present(screen, rows[0])
    if values["ended_on"]:
        raise UserError("这一件已经办结。")
    if values["direction"] == "转出":
        receipt(screen, rows[0])
    elif values["accepted_on"]:
        reply(screen, rows[0])
    else:
        accept(screen, rows[0])


def letters(screen: Any, rows: list[int]) -> None:
    """The letters of those chosen, looked at as they will be printed."""
    terms = ask_terms(screen, "打印介绍信")
    if terms is None:
        return
    with screen.store.read() as reader:
        table, found = letters_of(reader, rows, terms.mask)
    if not found:
        raise UserError("所选的没有要打印的介绍信。", "转入的和已作废的不打印；请选转出的。")
    if len(found) > MOST:
        raise UserError(f"所选的有 {len(found)} 封，一次最多打印 {MOST} 封。", "请先筛选，分几次打印。")
    left = Leaving("print", "组织关系介绍信", "transfer", terms, "；".join(screen.chips.texts()), table=table)
    folder = passing.folder()
    pdf = Path(folder.name) / "letters.pdf"

    def work(progress: Progress) -> Any:
        try:
            return print_letters(found, pdf, progress)
        except BaseException:
            folder.cleanup()
            raise

    def done(told: Any) -> None:
        preview(screen, pdf, told, store=screen.store, left=left)
        folder.cleanup()

    jobs.run(screen, work, done=done, failed=partial(dialogs.show_error, screen), title="正在排版")


def present(screen: Any, row: int) -> dict[str, Any]:
    with screen.store.read() as reader:
        return records.present(reader, Transfer, row)


def _branch(screen: Any, values: dict[str, Any]) -> str:
    if values["branch"] is None:
        return ""
    with screen.store.read() as reader:
        return queries.branch_name(reader, values["branch"])


def _questions(screen: Any, asked: tuple[str, ...], kept: dict[str, str], needed: tuple[str, ...]) -> list[Question]:
    fields = {field.name: field for field in fields_of(Transfer)}
    found = []
    for name in asked:
        options: dict[str, Any] = {}
        if fields[name].to:
            options = {"kind": "choice", "names": names(screen.store, fields[name].to), "free": True}
        elif name in CHOICES:
            options = {"kind": "choice", "names": tuple(code.name for code in codes.codes(CHOICES[name]))}
        elif name in DAYS:
            options = {"kind": "date"}
        found.append(Question(name, fields[name].label, needed=name in needed, text=kept.get(name, ""), **options))
    return found


def _values(screen: Any, told: dict[str, str]) -> dict[str, Any]:
    """The answers as values; what cannot be read is refused beside its field."""
    with screen.store.read() as reader:
        reading = records.read_values(reader, Transfer, told)
    if hard := [problem for problem in reading.problems if problem.hard]:
        raise Rejected(hard)
    return {name: value for name, value in reading.values.items() if value is not None}
