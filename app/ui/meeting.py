"""会议活动 as the clerk plans and prints it: a year at one go, calling off what was planned, 签到表 and 会议记录."""

from pathlib import Path
from typing import Any

from app import clock, codes
from app.errors import Rejected, UserError
from app.ledgers.meeting_sheet import minutes, sign_in
from app.models.meeting import KIND, PARTY_DAY
from app.operations import meeting
from app.operations.outgoing import Leaving, terms
from app.printing.ledger import print_ledger
from app.ui import dialogs, jobs
from app.ui.asking import Question, ask
from app.ui.screens.preview import preview

ONE = "左边选中的一个"
SHEETS = {"签到表": sign_in, "会议记录": minutes}


def plan(screen: Any, chosen: int | None, listed: list[int]) -> None:
    """The months of a year for the organisation chosen, or for all that are listed."""
    every = f"列出的全部 {len(listed)} 个"
    questions = (
        Question("whom", "党组织", "choice", (ONE, every), text=ONE),
        Question("kind", "会议类型", "choice", tuple(code.name for code in codes.codes(KIND)), text=PARTY_DAY),
        Question("name", "会议主题", text=PARTY_DAY), Question("year", "年份", text=str(clock.today().year)),
        Question("day", "每月几日", text="15"), Question("start", "开始时间", needed=False),
        Question("place", "会议地点", needed=False),
    )  # fmt: skip
    explanation = "每月一次，先记为计划；已有同类会议的月份不动。召开后从左下打开，登记出席。"
    told = ask(screen, "安排全年", explanation, questions)
    if not told:
        return
    branches = listed if told["whom"] == every else [chosen] if chosen else []
    details = {name: told[name] for name in ("start", "place") if told[name]}
    try:
        year, day = _number(told["year"], "年份"), _number(told["day"], "每月几日")
        made = meeting.series(
            screen.store, branches, [told["kind"]], told["name"], year=year, day=day, details=details
        )  # fmt: skip
    except (UserError, Rejected) as error:
        dialogs.show_error(screen, error)
        return
    screen.window_.notice(f"已安排 {len(made)} 次。")


def call_off(screen: Any, rows: list[int]) -> None:
    told = ask(screen, "取消计划", f"取消 {len(rows)} 次计划的会议。", (Question("reason", "原因"),))
    if told:
        meeting.call_off(screen.store, rows, reason=told["reason"])


def paper(screen: Any, row: int, pdf: Path) -> None:
    """签到表 to be taken along, or 会议记录 to be filed, of one meeting."""
    told = ask(screen, "打印", "", (Question("what", "打印什么", "choice", tuple(SHEETS), text=next(iter(SHEETS))),))
    if not told:
        return
    with screen.store.read() as reader:
        table = SHEETS[told["what"]](reader, row)
    what = Leaving("print", table.title, "meeting", terms(), table.unit)
    jobs.run(
        screen, lambda progress: print_ledger(table, pdf, progress),
        done=lambda warned: preview(screen, pdf, warned, store=screen.store, left=what), title="正在排版",
    )  # fmt: skip


def _number(text: str, what: str) -> int:
    if not text.isdigit() or not 0 < int(text) < 9999:
        raise UserError(f"{what}请写数字。")
    return int(text)
