"""走访登记: visits entered one after another by keyboard, by name or by the number of a slip; what was entered stands beside it."""

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from app.db.queries import visit as queries
from app.db.queries.visit import Person
from app.db.store import Changes
from app.errors import NeedsConsent, Rejected, UserError
from app.operations import visit
from app.table import Column, Table
from app.ui import dialogs
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.screens.visit_field import Seeker
from app.ui.screens.visit_form import VisitForm
from app.ui.style import button, label
from app.ui.table import TableView, framed, of_table

OFFERS = (Column("caption", "名称", width=18), Column("about", "说明", width=30))
DONE = (
    Column("day", "日期"), Column("who", "走访人"), Column("whom", "走访对象"), Column("kind", "类别"),
    Column("deed", "实事"), Column("heard", "诉求"),
)  # fmt: skip


class VisitScreen(Screen):
    title = "走访登记"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        plan = button("走访计划", tip="安排本月走访，打印走访单")
        plan.clicked.connect(lambda: window.open_place("visit_plan"))
        self.heading(plan)
        self.made: list[int] = []
        self.standing = 0  # of these, what was not undone
        self.form = VisitForm(self.store)
        self.form.setMinimumWidth(430)
        self.form.save_asked.connect(self.save)
        self.form.listed.connect(self._list)
        for widget in self.form.fields.values():
            if isinstance(widget, Seeker):
                widget.proposed.connect(self._list)
        self.offers, self.done = TableView(), TableView()
        line = QHBoxLayout()
        line.setSpacing(14)
        line.addWidget(self.form, 5)
        line.addLayout(self._beside(), 7)
        self.column.addLayout(line, 1)

    def _beside(self) -> QVBoxLayout:
        column = QVBoxLayout()
        self.offered = label("可以选的", "heading")
        column.addWidget(self.offered)
        self.offers.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offers.clicked.connect(lambda index: self._take(index.row()))
        column.addWidget(framed(self.offers), 3)
        self.entered = label("", "heading")
        column.addWidget(self.entered)
        self.done.say_when_empty("这里列出这次登记的走访。登记错了按 Ctrl+Z，一次撤销一条。")
        column.addWidget(framed(self.done), 2)
        return column

    def focus(self) -> None:
        self.form.who.setFocus()
        self.form.who.selectAll()

    def begin(self, who: Person | None, whom: Person | None, number: str = "") -> None:
        """A visit of just these, from elsewhere in the window; the number of a slip fills both."""
        form = self.form
        form.renew()
        form.who.put(who)
        form.whom.put(whom)
        if number:
            form.who.setText(number)
            form.onward("who")
        elif who is not None:
            form.fields["day" if whom is not None else "whom"].setFocus()

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - little is shown
        with self.store.read() as reader:
            rows = queries.entered(reader, self.made) if self.made else []
        model = of_table(Table("", DONE, rows), self)
        self.done.setModel(model)
        self.done.fit(DONE, model)
        self.entered.setText(f"刚才登记的　{len(rows)} 次" if rows else "刚才登记的")
        self.standing = len(rows)
        self.window_.show_chosen()
        self._list()

    def _list(self) -> None:
        """What the field with the keyboard may mean; Enter takes the marked line."""
        seeker = self.form.seeker
        found = seeker.offers if seeker is not None else ()
        model = of_table(Table("", OFFERS, [(each.caption, each.about) for each in found]), self)
        self.offers.setModel(model)
        self.offers.fit(OFFERS, model)
        self.offers.horizontalHeader().setStretchLastSection(True)
        self.offered.setText(f"{seeker.accessibleName()}可以选" if seeker is not None else "可以选的")
        self.offers.say_when_empty(self._nobody(seeker))
        if found and seeker is not None:
            self.offers.selectRow(seeker.at)

    def _nobody(self, seeker: Seeker | None) -> str:
        if seeker is None:
            return "这一项直接填写。"
        if seeker.text().strip() and seeker.chosen is None:
            return f"没有找到“{seeker.text().strip()}”。"
        if seeker is self.form.whom:
            return "他还没有联系对象，输入户主、党员或村名来找。"
        return "输入姓名或拼音首字母来找。"

    def _take(self, row: int) -> None:
        """A click on a proposal is as good as Enter."""
        seeker = self.form.seeker
        if seeker is not None and row < len(seeker.offers):
            seeker.put(seeker.offers[row])
            seeker.setFocus()
            seeker.propose()

    def save(self, consent: frozenset[str] = frozenset()) -> None:
        entry = self.form.entry()
        if entry is None:
            return
        try:
            made = visit.enter(self.store, entry, consent=consent)
        except Rejected as refused:
            self.form.tell(refused)
            return
        except NeedsConsent as asked:
            if dialogs.ask(self, "同一天的走访", asked.text, yes="再登记一次"):
                self.save(consent | {asked.code})
            return
        except UserError as error:
            dialogs.show_error(self, error)
            return
        self.made += made
        self.form.renew()
        self.refresh()

    def status(self) -> str:
        return f"本次已登记 {self.standing} 次走访" if self.standing else "按走访人、走访对象依次填写，Enter 下一项"
