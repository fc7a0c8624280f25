"""The one window: navigation at the left, search and undo above, the screen that is open, the status below."""

from typing import Any

from PySide6.QtCore import QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QMainWindow,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.db import clerk
from app.db.store import Changes
from app.loading import late
from app.operations import history, setting
from app.ui import dialogs, jobs, limiting, menus, turning
from app.ui.handed import Parts
from app.ui.navigation import RECORD, places
from app.ui.sidebar import Sidebar
from app.ui.standing import Standing
from app.ui.style import button, label, plain_caption, plain_tip

NOTICE_MS = 6000
TYPING_MS = 120


class Window(QMainWindow):
    """`open_place(code)` opens a screen; every work anywhere refreshes the one that is shown."""

    changed = Signal(object)
    restore_asked = Signal(str, object)  # the file, and what opens it
    again_asked = Signal(object)  # what to do while the window is closed (`app.main.Session.again`)

    def __init__(self, parts: Parts) -> None:
        super().__init__()
        self.parts = parts
        self.store = parts.store
        self.memory = QSettings(str(parts.folder / "window.ini"), QSettings.Format.IniFormat)
        self.screens: dict[str, Any] = {}
        self.current = ""
        self.manual: Any = None
        self.guard: Any = None  # of `app.ui.locking`, once there is a password
        self.turning = False
        self.setWindowTitle("乡镇党建台账")
        self.resize(1280, 760)
        self._build()
        self.changed.connect(self._after)
        self._listener = self.changed.emit
        self.store.listeners.append(self._listener)
        menus.shortcuts(self)
        self._restore()

    def _build(self) -> None:
        whole = QFrame()
        line = QHBoxLayout(whole)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        self.sidebar = Sidebar(self.memory, self.open_place, menus.KEYS_OF_PLACES)
        line.addWidget(self.sidebar)
        page = QFrame()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._topbar())
        self.stack = QStackedWidget()
        column.addWidget(self.stack, 1)
        line.addWidget(page, 1)
        self.setCentralWidget(whole)
        self.left = label("", "hint")
        self.standing = Standing(self.memory, self.store.path)
        self.standing.backup_button.clicked.connect(lambda: self.open_place("backup"))
        self.statusBar().addWidget(self.left, 1)
        self.statusBar().addPermanentWidget(self.standing)
        menus.menus(self)

    def _topbar(self) -> QWidget:
        bar = QFrame()
        bar.setObjectName("topbar")
        line = QHBoxLayout(bar)
        line.setContentsMargins(20, 12, 20, 6)
        self.box = QLineEdit()
        self.box.setObjectName("search")
        self.box.setPlaceholderText("姓名、拼音首字母、证号尾号、电话，或 支部:红旗 党龄>50　Ctrl+K")
        self.box.setClearButtonEnabled(True)
        self.box.setMinimumWidth(460)
        self.typing = QTimer(self)
        self.typing.setSingleShot(True)
        self.typing.setInterval(TYPING_MS)
        self.typing.timeout.connect(self._search)
        self.box.textEdited.connect(lambda _text: self.typing.start())
        self.box.returnPressed.connect(self._search)
        self.undo_button, self.redo_button = button("撤销"), button("重做", look="link")
        self.undo_button.clicked.connect(self.undo)
        self.redo_button.clicked.connect(self.redo)
        line.addWidget(self.box)
        line.addStretch()
        line.addWidget(self.redo_button)
        line.addWidget(self.undo_button)
        return bar

    def open_place(self, code: str) -> Any:
        """Opens (makes when first asked) a screen and returns it."""
        if code not in self.screens:
            place = places()[code]
            maker = late(place.screen)
            made = maker(self.parts, self, place.record) if place.screen == RECORD else maker(self.parts, self)
            self.screens[code] = made
            self.stack.addWidget(_scrolled(made))
        if code != self.current:
            self.box.clear()  # what was looked for elsewhere is not looked for here
        self.current = code
        screen = self.screens[code]
        self.stack.setCurrentIndex(list(self.screens).index(code))
        self.sidebar.mark(code)
        self.box.setEnabled(True)
        screen.refresh(None)
        screen.focus()
        self.show_status()
        return screen

    def show_record(self, record: str, row: int) -> None:
        """Opens the list of a record on one row: where every link leads."""
        if record in places():
            self.open_place(record).show_row(row)

    def show_uids(self, record: str, uids: tuple[str, ...]) -> None:
        """Opens the list of a record on just these rows."""
        self.open_place(record).show_uids(uids)

    def _search(self) -> None:
        self.typing.stop()
        if not places()[self.current].record:
            text = self.box.text()
            if not text.strip():
                return
            self.open_place("member")
            self.box.setText(text)
            self.box.setFocus()
        self.screens[self.current].search(self.box.text())

    def focus_search(self) -> None:
        self.box.setFocus()
        self.box.selectAll()

    def help(self, chapter: int = 0) -> None:
        """The manual, at the chapter of the screen that is open unless another is named."""
        if self.manual is None:
            self.manual = late("app.ui.manual:Manual")(self)
        self.manual.show_chapter(chapter or places()[self.current].chapter)

    def undo(self) -> None:
        turning.turn(self, back=True)

    def redo(self) -> None:
        turning.turn(self, back=False)

    def _after(self, changes: Changes) -> None:
        if self.current:
            self.screens[self.current].refresh(changes)
        self.show_status()

    def show_chosen(self) -> None:
        """Only the words at the left of the status bar."""
        screen = self.screens.get(self.current)
        self.left.setText(screen.status() if screen else "")

    def show_status(self) -> None:
        self.show_chosen()
        with self.store.read() as reader:
            last, gone = history.standing(reader)
            self.sidebar.unit.setText(setting.value(reader, "unit_name") or "未填单位名称")
            operator = setting.value(reader, "operator")
            one = clerk.present(reader, self.store.who)
        if self.current:
            limiting.limit(self.screens[self.current], self.current, one)
        self.undo_button.setText(plain_caption(f"撤销“{_short(last)}”") if last else "撤销")
        self.undo_button.setEnabled(bool(last) and one.role != clerk.READER)
        self.undo_button.setToolTip(plain_tip(f"{last}　Ctrl+Z") if last else "")
        self.redo_button.setVisible(bool(gone))
        self.redo_button.setText(plain_caption(f"重做“{_short(gone)}”") if gone else "重做")
        self.standing.show_state(f"{one.name}（{one.role}）" if one.name else operator)

    def notice(self, text: str) -> None:
        """A sentence that goes by itself."""
        self.statusBar().showMessage(text, NOTICE_MS)

    def clipboard(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.notice("已复制。")

    def _restore(self) -> None:
        geometry = self.memory.value("geometry")
        if geometry is not None:
            self.restoreGeometry(geometry)

    def closeEvent(self, event: Any) -> None:
        self.memory.setValue("geometry", self.saveGeometry())
        self.memory.sync()
        if self._listener in self.store.listeners:
            self.store.listeners.remove(self._listener)
        jobs.finish()
        for screen in self.screens.values():
            screen.leave()
        super().closeEvent(event)

    def failed(self, error: BaseException) -> None:
        dialogs.show_error(self, error)


def _scrolled(screen: QWidget) -> QScrollArea:
    """A screen that scrolls when the window is smaller than it can be: 200 % on an office PC."""
    area = QScrollArea()
    area.setObjectName("page")
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(screen)
    return area


def _short(text: str) -> str:
    return text if len(text) <= 16 else f"{text[:15]}…"
