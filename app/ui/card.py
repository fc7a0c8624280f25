"""The card of the selected record, beside the list: what is known, what is missing, its links and its history."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from app.db.queries import card as facts
from app.db.queries import completeness, listing
from app.db.queries.derived import DERIVED
from app.db.store import Store
from app.kinds.mask import mask
from app.kinds.money import grouped
from app.models.fields import Field
from app.models.record import Record, field_map, fields_of
from app.operations import outgoing
from app.ui import dialogs, history
from app.ui.card_page import FACTS, HISTORY, Line, Section, pages_of
from app.ui.style import button, label

CHIPS = ("member_kind", "kind", "duty", "relation", "need", "difficulty", "floating", "lost", "leave_reason")
FLAGS = {"floating": "流动", "lost": "失联"}


class Card(QFrame):
    """`show_row(record, row)`; asks its owner to edit by `edit_asked`, to go up or down by `step_asked`, for what can be
    done with the row by `verbs_asked` (where the menu opens on the screen).

    A tab is filled when it is looked at, and stays the one that is open when another row is shown.
    """

    edit_asked = Signal(int)
    step_asked = Signal(int)
    verbs_asked = Signal(QPoint)

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.setProperty("card", True)
        self.setMinimumWidth(320)
        self.shown: tuple[type[Record], int] | None = None
        self.revealed = False
        self._pages: list[tuple[str, Callable[[type[Record], int], QWidget]]] = []
        self._build()
        self.clear()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 10, 10)
        column.setSpacing(6)
        self.name, self.place = label("", "title"), label("", "caption")
        self.name.setWordWrap(True)
        line = QHBoxLayout()
        line.addWidget(self.name, 1)
        self.arrows = []
        for text, tip, step in (("‹", "上一条", -1), ("›", "下一条", 1)):
            arrow = button(text, look="link", tip=tip)
            self.arrows.append(arrow)
            arrow.clicked.connect(lambda _=False, by=step: self.step_asked.emit(by))
            line.addWidget(arrow)
            if step < 0:
                line.addWidget(self.place)
        column.addLayout(line)
        self.acts = QHBoxLayout()
        self.chips = label("", "caption")
        self.chips.setWordWrap(True)
        self.reveal_button, self.edit_button = button("显示号码", look="link"), button("编辑 Enter")
        self.reveal_button.clicked.connect(self.reveal)
        self.edit_button.clicked.connect(lambda: self.edit_asked.emit(self.shown[1] if self.shown else 0))
        column.addWidget(self.chips)
        self.acts.addStretch()
        self.acts.addWidget(self.reveal_button)
        self.acts.addSpacing(8)
        self.acts.addWidget(self.edit_button)
        self.verbs_button = button("办理", look="menu", tip="转支部、离开、撤并等，和列表里的右键菜单一样")
        self.verbs_button.clicked.connect(self._ask_verbs)
        self.acts.addWidget(self.verbs_button)
        column.addLayout(self.acts)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.currentChanged.connect(lambda _i: self._fill())
        column.addWidget(self.tabs, 1)

    def clear(self) -> None:
        self.shown = None
        self._pages = []
        self.name.setText("")
        self.place.setText("")
        self.chips.setText("从左边选一条，这里显示它的全部信息")
        self.chips.show()
        self._usable(False)
        self._lay(())

    def _ask_verbs(self) -> None:
        self.verbs_asked.emit(self.verbs_button.mapToGlobal(QPoint(0, self.verbs_button.height() + 2)))

    def _usable(self, on: bool) -> None:
        for widget in (self.reveal_button, self.edit_button, self.verbs_button, *self.arrows):
            widget.setVisible(on)

    def show_row(self, record: type[Record], row: int) -> None:
        if self.shown != (record, row):
            self.revealed = False
        self.shown = (record, row)
        values = self._values(record, row)
        with self.store.read() as reader:
            self.name.setText(facts.caption(reader, record.code(), row) or record.title)
            veiled = listing.is_secret(reader, record.code(), row)
        self.chips.setText("　".join(_chips(record, values)))
        self.chips.setVisible(bool(self.chips.text()))
        self._usable(True)
        captions = ("显示内容", "隐藏内容") if veiled else ("显示号码", "隐藏号码")
        self.reveal_button.setText(captions[self.revealed])
        hidden = (field for field in fields_of(record) if field.sensitive or (veiled and field.name in record.veiled))
        self.reveal_button.setVisible(any(values.get(field.name) is not None for field in hidden))
        self._pages = [(FACTS, lambda _record, _row: self._facts(record, values))]
        self._pages += [(title, partial(self._told, sections)) for title, sections in pages_of(record.code())]
        self._pages.append((HISTORY, self._history))
        self._lay(tuple(title for title, _page in self._pages))

    def show_place(self, place: int, total: int) -> None:
        """Where the shown row stands in the list: `5 / 18`; 0 in all while it is being counted."""
        self.place.setText(f"{place:,} / {total:,}" if total else f"{place:,}")

    def reveal(self) -> None:
        if not self.revealed and not dialogs.tried(self, lambda: outgoing.reveal(self.store)):
            return
        self.revealed = not self.revealed
        if self.shown:
            self.show_row(*self.shown)

    def _lay(self, titles: tuple[str, ...]) -> None:
        """As many empty tabs as there are pages, on the one whose title was open before; then that one is filled."""
        open_one = self.tabs.tabText(self.tabs.currentIndex())
        self.tabs.blockSignals(True)
        while self.tabs.count() > len(titles):
            gone = self.tabs.widget(self.tabs.count() - 1)
            self.tabs.removeTab(self.tabs.count() - 1)
            gone.deleteLater()
        for i, title in enumerate(titles):
            if i >= self.tabs.count():
                self.tabs.addTab(_area(), title)
            self.tabs.setTabText(i, title)
            self._put(i, QWidget())
        self.tabs.setCurrentIndex(titles.index(open_one) if open_one in titles else 0)
        self.tabs.blockSignals(False)
        self._fill()

    def _fill(self) -> None:
        i = self.tabs.currentIndex()
        if self.shown and 0 <= i < len(self._pages):
            self._put(i, self._pages[i][1](*self.shown))

    def _put(self, i: int, inside: QWidget) -> None:
        area = self.tabs.widget(i)
        assert isinstance(area, QScrollArea)
        former = area.takeWidget()  # a click inside it may be what brought us here: it must live a little longer
        if former is not None:
            former.deleteLater()
        area.setWidget(inside)

    # The pages

    def _values(self, record: type[Record], row: int) -> dict[str, Any]:
        more = DERIVED.get(record.code(), ())
        names = tuple(field.name for field in fields_of(record)) + tuple(found.name for found in more)
        with self.store.read() as reader:
            asked = listing.Query(record.code(), names, state="all", veiled=not self.revealed)
            found = listing.rows(reader, asked, [row])
        return dict(zip(names, found[0][1:], strict=True)) if found else {}

    def _facts(self, record: type[Record], values: dict[str, Any]) -> QWidget:
        inside = QFrame()
        inside.setObjectName("scrolled")
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 4, 4, 4)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(7)
        grid.setColumnStretch(1, 1)
        for group in dict.fromkeys(field.group for field in fields_of(record)):
            found = (self._line(record, field, values) for field in fields_of(record) if field.group == group)
            _section(grid, group, [line for line in found if line])
        more = DERIVED.get(record.code(), ())
        _section(
            grid, "统计", [(d.label, str(values[d.name]), "value") for d in more if values.get(d.name) is not None]
        )
        grid.setRowStretch(grid.rowCount(), 1)
        return inside

    def _line(self, record: type[Record], field: Field, values: dict[str, Any]) -> tuple[str, str, str] | None:
        value = values.get(field.name)
        if value is None:
            missing = completeness.asked_of(record.code(), field.name, values)
            return (field.label, "缺　上级采集表要求", "warning") if missing else None
        text = str(value) if field.to else field.kind.text(value)
        profile = "none" if self.revealed or not field.sensitive else "middle"
        shown = mask(field.kind.name, text, profile)
        return (field.label, grouped(shown) if field.kind.name == "money" else shown, "value")

    def _told(self, sections: tuple[Section, ...], record: type[Record], row: int) -> QWidget:
        with self.store.read() as reader:
            found = [(section, section.lines(reader, record.code(), row)) for section in sections]
        return _listed(found)

    def _history(self, record: type[Record], row: int) -> QWidget:
        return history.page(self.store, record, row, revealed=self.revealed, owner=self)


def _chips(record: type[Record], values: dict[str, Any]) -> list[str]:
    """The few words that say at once what somebody is."""
    known = field_map(record)
    words = []
    for name in CHIPS:
        value = values.get(name)
        if name in known and value is not None and not known[name].to:
            words.append((FLAGS[name] if value == "是" else "") if name in FLAGS else str(value))
    return [word for word in words if word]


def _section(grid: QGridLayout, title: str, lines: list[tuple[str, str, str]]) -> None:
    if not lines:
        return
    row = grid.rowCount()
    grid.addWidget(label(title, "heading"), row, 0, 1, 2)
    for i, (caption, text, role) in enumerate(lines, row + 1):
        value = label(text, role)
        value.setWordWrap(True)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(label(caption, "field"), i, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value, i, 1)


def _area() -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area


def _listed(found: list[tuple[Section, list[Line]]]) -> QWidget:
    """Under the heading of each section its lines, two each; what has ended is quiet. What is empty is said at the end."""
    inside = QFrame()
    inside.setObjectName("scrolled")
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 6, 4, 4)
    column.setSpacing(2)
    for section, lines in found:
        if lines and len(found) > 1:
            column.addWidget(label(section.title, "heading"))
            column.addSpacing(2)
        for first, second, holds in lines:
            for text, role in ((first, "value" if holds else "field"), (second, "caption")):
                if text:
                    told = label(text, role)
                    told.setWordWrap(True)
                    column.addWidget(told)
            column.addSpacing(6)
        if lines and len(found) > 1:
            column.addSpacing(6)
    for section, lines in found:
        if not lines:
            column.addWidget(label(section.empty, "hint"))
    column.addStretch()
    return inside
