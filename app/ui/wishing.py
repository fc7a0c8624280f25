"""微心愿 as the clerk does it from a list or the board: publishing, claiming, fulfilling, feeding back, giving back."""

from typing import Any

from app.db.queries import wish as queries
from app.errors import UserError
from app.operations import wish
from app.operations.wish import Side
from app.ui.asking import Question, ask
from app.ui.naming import DATED

KINDS = {"党员": "member", "干部": "cadre", "党组织": "branch", "单位": "unit", "其他": ""}
WHEN, BY = Question("on", "日期", "date"), Question("by", "经办人", needed=False)


def publish(screen: Any, rows: list[int]) -> None:
    told = ask(
        screen,
        "公示微心愿",
        f"{len(rows)} 个心愿记为已公示；公示表在“台账导出”的“微心愿公示”，只公开姓氏。",
        (WHEN, BY),
    )
    if told:
        wish.publish(screen.store, rows, on=told["on"], by=told["by"])


def claim(screen: Any, rows: list[int]) -> None:
    """Who is on the books is found by his name; anybody else is written down."""
    questions = (
        Question("kind", "谁来认领", "choice", tuple(KINDS), text="党员"),
        Question("who", "认领人姓名或单位名称"),
        Question("unit", "认领单位", needed=False),
        Question("phone", "认领人电话", needed=False),
        WHEN,
        Question("due", "完成时限", "date", needed=False),
    )
    words = "本库登记的党员、干部、党组织、单位写名称即可；不在本库的选“其他”，照写姓名。"
    told = ask(screen, "认领微心愿", f"将认领 {len(rows)} 个心愿。{words}", questions)
    if told:
        who = _found(screen, KINDS[told["kind"]], told["who"])
        wish.claim(
            screen.store, rows, who, on=told["on"], due=told["due"] or None, unit=told["unit"], phone=told["phone"]
        )
        screen.window_.notice(f"已登记认领 {len(rows)} 个心愿。")


def _found(screen: Any, record: str, name: str) -> Side | str:
    if not record:
        return name
    with screen.store.read() as reader:
        rows = queries.called(reader, record, name)
    if len(rows) != 1:
        told = f"有 {len(rows)} 个叫“{name}”的" if rows else f"没有登记“{name}”"
        raise UserError(f"{told}。", "请写全称或证号、电话，不在本库的选“其他”。")
    return record, rows[0]


def fulfil(screen: Any, rows: list[int]) -> None:
    told = ask(screen, "微心愿完成", "", (WHEN, Question("result", "落实情况"), Question("by", "核实人", needed=False)))
    if told:
        wish.fulfil(screen.store, rows[0], on=told["on"], result=told["result"], by=told["by"])


def feed_back(screen: Any, rows: list[int]) -> None:
    words = (WHEN, Question("words", "心愿人的反馈"), Question("by", "反馈人", needed=False))
    told = ask(screen, "微心愿反馈", "", words)
    if told:
        wish.feed_back(screen.store, rows[0], on=told["on"], words=told["words"], by=told["by"])


def release(screen: Any, rows: list[int]) -> None:
    told = ask(screen, "取消认领", "心愿重新等待认领，原认领人和原因记在备注和修改记录里。", DATED)
    if told:
        wish.release(screen.store, rows[0], on=told["on"], reason=told["reason"])


def belong(screen: Any, rows: list[int]) -> None:
    """Which of those on the books with this name it is: after an import nobody has said so."""
    with screen.store.read() as reader:
        name, found = queries.candidates(reader, rows[0])
    if not found:
        raise UserError(f"没有登记叫“{name}”的农户、家庭成员或党员。", "请先登记，再来对应。")
    names = {f"{each.title}　{each.caption}": (each.record, each.row) for each in found}
    told = ask(
        screen, "对应登记的人", f"{name}是下面的哪一位？", (Question("who", "登记的人", "choice", tuple(names)),)
    )
    if told:
        wish.belong(screen.store, rows[0], names[told["who"]])


ACTS = (
    ("公示…", True, publish), ("认领…", True, claim), ("完成…", False, fulfil), ("反馈…", False, feed_back),
    ("取消认领…", False, release), ("对应…", False, belong),
)  # fmt: skip
