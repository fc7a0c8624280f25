"""The board itself: groups at the left, proposals at the right, and the decisions on them by keys and by dragging."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app.errors import NeedsConsent, Rejected, UserError
from app.operations import suggestion_review as reviewing
from app.operations.suggestion_review import Review
from app.ui import dialogs
from app.ui.asking import Question, ask
from app.ui.screens import suggestion_list as lists
from app.ui.shortcut import keyed
from app.ui.style import button, label

KEYS = "空格 采纳或取消　X 拒绝并说明　L 约定　G 换人，也可以拖到左边的联系人上　Ctrl+A 全选　Ctrl+回车 确认"
HELPER, FIVE = 3, 5  # columns of the right table


class Board(QSplitter):
    """`put(review)` shows one; `decided` is emitted after every decision, `told` with what cannot be done."""

    decided = Signal()
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.review: Review | None = None
        self.mode, self.changing = "village", True
        self.groups: list[lists.Group] = []
        self.rows: list[int] = []
        self.addWidget(self._left())
        self.addWidget(self._right())
        self.setSizes([374, 786])
        self.setChildrenCollapsible(False)

    def _left(self) -> QWidget:
        self.group_view = lists.table(takes=True)
        self.group_model = lists.BoardModel((), self, takes=True)
        self.group_model.dropped.connect(self._dropped)
        self.group_view.setModel(self.group_model)
        self.group_view.selectionModel().selectionChanged.connect(lambda *_: self.fill())
        self.burden = lists.Burdened(self)
        self.left = _card(self.group_view)
        return self.left

    def _right(self) -> QWidget:
        self.view = lists.table(takes=False)
        self.model = lists.BoardModel(lists.PROPOSED, self)
        self.view.setModel(self.model)
        self.view.setItemDelegateForColumn(FIVE, lists.Five(self.view))
        acts = (("Space", self.toggle), ("X", self.refuse), ("L", self.agree), ("G", self.give))
        for keys, act in acts:
            keyed(self.view, (keys,), act)
        self.view.doubleClicked.connect(lambda _index: self.give())
        self.everything = button("", look="link")
        self.everything.clicked.connect(self.take_group)
        return _card(self.view, self.everything, label(KEYS, "hint"))

    def put(self, review: Review | None) -> None:
        self.review = review
        self._show()

    def see(self, mode: str) -> None:
        """By `village`, by `helper`, or `one` by one without groups."""
        self.mode = mode
        self._show()

    def narrow(self, changing: bool) -> None:
        """Only what would change, or everything."""
        self.changing = changing
        self.fill()

    def _show(self) -> None:
        """Everything anew after a run or a decision; what was chosen stays chosen."""
        if self.review is None:
            return
        row, held = self._places(), self._group()
        helper = self.mode == "helper"
        self.groups = lists.by_helper(self.review) if helper else lists.by_village(self.review)
        columns = lists.BY_HELPER if helper else lists.BY_VILLAGE
        self.group_model.show(columns, len(self.groups), lambda i: self.groups[i].cells)
        self.group_view.setItemDelegateForColumn(3, self.burden if helper else None)  # type: ignore[arg-type]
        self.group_view.fit(columns, self.group_model)
        self.left.setVisible(self.mode != "one")
        keys = [group.key for group in self.groups]
        if self.groups and self.mode != "one":
            self.group_view.selectRow(keys.index(held.key) if held is not None and held.key in keys else 0)
        self.fill(row[0] if row else 0)
        self.decided.emit()

    def _group(self) -> lists.Group | None:
        rows = self.group_view.selected_rows()
        return self.groups[rows[0]] if self.mode != "one" and rows and rows[0] < len(self.groups) else None

    def fill(self, at: int = 0) -> None:
        """The right table: of the group chosen, or of everybody."""
        review, group = self.review, self._group()
        if review is None:
            return
        rows = group.rows if group is not None else (*review.left, *review.pairs)
        seen = review.left.keys() | set(review.fresh) | review.taken | {told.helped for told in review.verdicts}
        self.rows = [row for row in rows if not self.changing or row in seen]
        sure = reviewing.agreed(review)
        self.model.show(lists.PROPOSED, len(self.rows), lambda i: lists.line(review, self.rows[i], sure))
        self.view.fit(lists.PROPOSED, self.model)
        self.view.setColumnWidth(FIVE, 128)
        self.view.setColumnHidden(HELPER, self.mode == "helper")
        self.view.say_when_empty(_nothing(review, changing=self.changing))
        if self.rows:
            self.view.selectRow(min(at, len(self.rows) - 1))
        free = sum(row in review.pairs and row not in review.taken and not review.pairs[row].kept for row in self.rows)
        self.everything.setText(f"这 {free:,} 项全部采纳")
        self.everything.setVisible(bool(free))

    def _places(self) -> list[int]:
        return self.view.selected_rows()

    def chosen(self) -> list[int]:
        """The rows (of those to be helped) that are selected at the right."""
        return [self.rows[i] for i in self._places() if i < len(self.rows)]

    def _act(self, act: Callable[[Review], Review]) -> None:
        if self.review is None:
            return
        try:
            self.review = act(self.review)
        except (UserError, Rejected) as error:
            dialogs.show_error(self, error)
        self._show()

    def toggle(self) -> None:
        """采纳, or undecided again when all that is selected was accepted."""
        rows = self.chosen()
        if self.review is not None and rows:
            back = all(row in self.review.taken for row in rows)
            self._act(lambda review: (reviewing.put_back if back else reviewing.take)(review, rows))
            if len(rows) == 1 and not back:
                self.view.selectRow(min(self._places()[0] + 1, len(self.rows) - 1))

    def take_group(self) -> None:
        rows = [row for row in self.rows if self.review is not None and row in self.review.pairs]
        self._act(lambda review: reviewing.take(review, rows))

    def refuse(self) -> None:
        self._reasoned("拒绝", "以后不再推荐这一对，可以在“结对意愿”里取消。", reviewing.refuse)

    def agree(self) -> None:
        self._reasoned("约定", "采纳并记为约定，以后的推荐不更换。", reviewing.agree)

    def _reasoned(self, title: str, words: str, act: Callable[[Review, int, str], Review]) -> None:
        rows = self.chosen()[:1]
        told = ask(self, title, words, (Question("reason", "理由"),)) if rows else None
        if told:
            self._act(lambda review: act(review, rows[0], told["reason"]))

    def give(self) -> None:
        """换人: one of those who may, with what speaks for each."""
        rows = self.chosen()[:1]
        if self.review is None or not rows:
            return
        others = {
            f"{i}. {one.helper.name}　{one.score} 分　{one.why or '没有登记的共同点'}　将有 {one.held}/{one.most}": one.helper.row
            for i, one in enumerate(reviewing.candidates(self.review, rows[0]), 1)
        }
        if not others:
            self.told.emit("没有别人可以换。")
            return
        told = ask(self, "换人", "按得分从高到低排列。", (Question("who", "换给", "choice", tuple(others)),))
        if told:
            self._given(rows, others[told["who"]])

    def _dropped(self, place: int) -> None:
        group = self.groups[place]
        if self.mode == "helper" and group.key is not None:
            self._given(self.chosen(), group.key)

    def _given(self, rows: list[int], helper: int) -> None:
        review = self.review
        assert review is not None
        try:
            for row in rows:
                try:
                    review = reviewing.give(review, row, helper)
                except NeedsConsent as asked:
                    if not dialogs.ask(self, "请确认", asked.text, yes="换"):
                        break
                    review = reviewing.give(review, row, helper, consent=frozenset({asked.code}))
        except UserError as error:
            dialogs.show_error(self, error)
        self.review = review
        self._show()


def _card(view: QWidget, *below: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("card", True)
    column = QVBoxLayout(card)
    column.setContentsMargins(1, 1, 1, 6 if below else 1)
    column.addWidget(view, 1)
    for widget in below:
        line = QHBoxLayout()
        line.setContentsMargins(12, 0, 12, 0)
        line.addWidget(widget)
        line.addStretch()
        column.addLayout(line)
    return card


def _nothing(review: Review, *, changing: bool) -> str:
    if not review.pairs and not review.left:
        return "这里还没有登记可以结对的对象。请先登记，或者换一个单位。"
    return "都已经有人联系，没有要变动的。去掉上面的勾，可以看到保留的。" if changing else "这一项没有推荐。"
