"""What can be done with the assessment shown: take over, hand in, give back, note a finding, settle the grade."""

from typing import Any

from app import codes
from app.errors import Problem, Rejected
from app.kinds.kind import Unreadable
from app.kinds.points import Points
from app.models.assessment import STARS
from app.operations import assessment, setting
from app.ui import dialogs
from app.ui.asking import PARTING, Question, ask


class Verbs:
    """The acts of the screen; each is one work with one undo."""

    def __init__(self, screen: Any) -> None:
        self.screen, self.store = screen, screen.store

    def _row(self) -> int:
        return int(self.screen.chosen())

    def _scorer(self) -> str:
        return str(self.screen.scorer.currentText())

    def take(self) -> None:
        made: list[int] = []
        if dialogs.tried(self.screen, lambda: made.append(assessment.take(self.store, self._row(), self._scorer()))):
            told = f"已采用 {made[0]} 条，可以撤销。" if made[0] else "没有可以采用的：有得分的不改，其余要由人评定。"
            self.screen.window_.notice(told)

    def hand_in(self) -> None:
        scorer = self._scorer()
        with self.store.read() as reader:
            by = setting.value(reader, "operator")
        questions = (Question("by", f"{scorer}评分人", needed=False, text=by), Question("on", "提交日期", "date"))
        told = f"提交以后，{scorer}的得分不能再改；后面的评分另起一列，不会覆盖。"
        if ask(self.screen, f"提交{scorer}", told, questions, self._handed) is not None:
            self.screen.window_.notice(f"{scorer}已提交，可以撤销。")

    def _handed(self, told: dict[str, str]) -> None:
        assessment.hand_in(self.store, self._row(), self._scorer(), by=told["by"], on=told["on"])

    def give_back(self) -> None:
        scorer = self._scorer()
        explained = "退回以后可以修改；后面的评分已经开始的，不能退回。"
        ask(self.screen, f"退回{scorer}", explained, (Question("reason", "退回原因"),), self._given_back)

    def _given_back(self, told: dict[str, str]) -> None:
        assessment.give_back(self.store, self._row(), self._scorer(), reason=told["reason"])

    def find(self) -> None:
        line = self.screen.sheet.line()
        alerts = self.screen.sheet.alerts
        questions = (
            Question("content", "存在问题", text=alerts[0].text if alerts else ""),
            Question("measure", "整改措施", needed=False),
            Question("owner_name", "整改责任人", needed=False),
            Question("deadline", "整改时限", "date", needed=False),
        )
        told = f"记在第 {line.code_no} 条名下。" if line is not None else ""
        if ask(self.screen, "登记考核问题", told, questions, self._found) is not None:
            self.screen.window_.notice("问题已登记，在“问题整改”里办理。")

    def _found(self, told: dict[str, str]) -> None:
        line = self.screen.sheet.line()
        values: dict[str, Any] = {name: value or None for name, value in told.items()}
        values |= {"item": line.id if line is not None else None, "scorer": self._scorer()}
        assessment.find(self.store, self._row(), values)

    def settle(self) -> None:
        with self.store.read() as reader:
            told = assessment.sheet(reader, self._row())
            found = assessment.grading(reader, told)
            least = setting.value(reader, "grade_satisfaction")
        if not told.sum().whole and not dialogs.ask(
            self.screen, "还有条目没有得分", "得分还不完整，现在定级只作参考。", yes="继续定级"
        ):
            return
        facts = told.facts
        questions = (
            Question("satisfaction", "群众满意率（%）", needed=False, text=Points().text(facts.satisfaction)),
            Question("grade", "等次", "choice", tuple(code.name for code in codes.codes("org_grade")), text=facts.grade or found.grade),
            Question("reason", "与分数对应的等次不同时的原因", needed=False, text=facts.grade_reason),
            Question("stars", "评定星级", "many", tuple(code.name for code in codes.codes(STARS)), needed=False,
                     text=facts.stars.replace("、", PARTING)),
            Question("by", "核准单位", needed=False),
        )  # fmt: skip
        explained = f"分数对应“{found.grade or '—'}”。有一票否决或者满意率低于 {least}% 的，不能评为好、较好。"
        if ask(self.screen, "定级", explained, questions, self._settled) is not None:
            self.screen.window_.notice("等次已登记，可以撤销。")

    def _settled(self, told: dict[str, str]) -> None:
        try:
            share = Points().parse(told["satisfaction"])
        except Unreadable as error:
            raise Rejected([Problem("satisfaction", error.text, error.code)]) from error
        assessment.settle(
            self.store, self._row(), told["grade"], satisfaction=share, reason=told["reason"],
            stars=told["stars"].replace(PARTING, "、"), by=told["by"],
        )  # fmt: skip
