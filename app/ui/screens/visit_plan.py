"""走访计划: the slips of every month with what is done and late, arranging the visits of a month, printing the slips."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QWidget

from app import clock, passing
from app.db.queries import listing
from app.errors import Rejected, UserError
from app.operations import visit_plan
from app.operations.outgoing import Leaving
from app.printing.slip import print_slips, slips_of
from app.ui import dialogs, jobs
from app.ui.asking import Question, ask
from app.ui.handed import Parts
from app.ui.leaving import ask_terms
from app.ui.naming import named, names
from app.ui.screens.preview import preview
from app.ui.screens.record import RecordScreen
from app.ui.style import button

TITLE = "走访记录单"
MOST = 3_000  # slips of one print: a thousand pages


class PlanScreen(RecordScreen):
    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window, "visit_plan")
        self.folder = passing.folder()
        self.view.say_when_empty("还没有走访计划。按“安排走访…”，程序按走访间隔把一个月的走访排到各个工作日。")

    def _acts(self) -> list[QWidget]:
        acts: list[QWidget] = [made for made in super()._acts() if "新增" not in made.text()]  # type: ignore[attr-defined]
        for text, look, act in (
            ("打印走访单…", "", self.paper), ("登记走访", "", lambda: self.window_.open_place("visiting")),
            ("安排走访…", "primary", self.arrange),
        ):  # fmt: skip
            made = button(text, look=look)
            made.clicked.connect(act)
            acts.append(made)
        return acts

    def arrange(self) -> None:
        """Month and unit are asked; what would be planned is told before it is kept."""
        told = ask(
            self, "安排走访", "按“结对种类”里的走访间隔，把这个月该走访的均匀排到工作日，每对一次，已排过、已走访的不重复。",
            (Question("month", "月份（如 2026-11）", text=f"{clock.today():%Y-%m}"),
             Question("unit", "只排这个单位", "choice", names(self.store, "unit"), needed=False, free=True)),
        )  # fmt: skip
        if not told:
            return
        try:
            unit = named(self.store, "unit", told["unit"]) if told["unit"] else None
            with self.store.read() as reader:
                planned = visit_plan.propose(reader, told["month"].strip(), unit=unit)
            if self._agreed(planned, told["month"]):
                visit_plan.keep(self.store, told["month"].strip(), planned)
                self.window_.notice(f"已安排 {len(planned):,} 次走访，可以打印走访单。")
        except (UserError, Rejected) as error:
            dialogs.show_error(self, error)

    def _agreed(self, planned: list[visit_plan.Planned], month: str) -> bool:
        if not planned:
            return True  # keeping nothing is refused with the reason
        people = len({one.helper for one in planned})
        days = sorted(one.day for one in planned)
        text = (
            f"{month} 将安排 {people:,} 人走访 {len(planned):,} 次，从 {days[0]} 到 {days[-1]}，"
            f"平均每人 {len(planned) / people:.1f} 次。要安排吗？"
        )
        return dialogs.ask(self, "安排走访", text, yes="安排")

    def paper(self) -> None:
        """Slips of the chosen rows, else of all that the list shows and nobody filled in yet."""
        rows = self.chosen()
        with self.store.read() as reader:
            if len(rows) < 2:
                rows = listing.ids(reader, replace(self.query, marks=("未走访",)))
        if not rows or len(rows) > MOST:
            told = (
                f"列出的有 {len(rows):,} 张，一次最多打印 {MOST:,} 张，请先筛选。" if rows else "没有要打印的走访单。"
            )
            self.window_.notice(told)
            return
        terms = ask_terms(self, f"打印{TITLE}")
        if terms is None:
            return
        with self.store.read() as reader:
            table, slips = slips_of(reader, rows, terms.mask)
        left = Leaving("print", TITLE, "visit_plan", terms, "；".join(self.chips.texts()), table=table)
        pdf = Path(self.folder.name) / "slips.pdf"
        jobs.run(
            self, lambda progress: print_slips(slips, pdf, progress),
            done=lambda told: preview(self, pdf, told, store=self.store, left=left), title="正在排版",
        )  # fmt: skip

    def leave(self) -> None:
        self.folder.cleanup()
        super().leave()
