"""The right end of the status bar: which database this is, when it was last backed up, who works."""

from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app import clock
from app.operations import keeping
from app.ui.style import button, label, plain_tip, restyle

_LOCKED = "数据库整库加密，打开要密码。Ctrl+L 锁定。"
_OPEN = "数据库整库加密，但还没有设密码：能用这台电脑的人都能打开。离开时请锁屏，电脑和备份请妥善保管。"


class Standing(QWidget):
    """`show_state` after each work; the word on backups leads to the screen that makes one (`backup_button`)."""

    def __init__(self, memory: QSettings, database: Path) -> None:
        super().__init__()
        self.memory, self.database = memory, database
        self.told = ""  # why the last backup by itself was not made
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        name = label(database.stem, "hint")
        name.setToolTip(plain_tip(str(database)))
        short, long = keeping.place(database)
        self.place = label(f"　{short}　" if short else "", "warning")
        self.place.setToolTip(plain_tip(long))
        self.backup_button, self.words = button("", look="link"), label("", "hint")
        self.backup_button.setObjectName("standing")
        self.backup_button.setFocusPolicy(
            Qt.FocusPolicy.ClickFocus
        )  # between search and page it would only be in the way
        for widget in (name, self.place, self.backup_button, self.words):
            line.addWidget(widget)

    def backed_up(self) -> None:
        """A verified backup was made now; the PC remembers when, for this database."""
        self.memory.setValue(self._key(), clock.stamp())

    def second_done(self, *, chosen: bool = True) -> None:
        """The second place has a copy of everything now, or was just chosen; `chosen` False: there is none any more."""
        self.memory.setValue(self._key("second_at"), clock.stamp() if chosen else "")

    def show_state(self, operator: str) -> None:
        at = keeping.last_backup(self.database, str(self.memory.value(self._key()) or ""))
        text, late = keeping.backup_words(at)
        second = "" if late else keeping.second_words(str(self.memory.value(self._key("second_at")) or ""))
        late = late or bool(self.told or second)
        self.backup_button.setText("自动备份没有做成" if self.told else second or text)
        self.backup_button.setToolTip(plain_tip(self.told) if self.told else "点这里备份")
        if self.backup_button.property("late") != late:
            self.backup_button.setProperty("late", late)
            restyle(self.backup_button)
        locked = keeping.is_locked(self.database)
        self.words.setToolTip(plain_tip(_LOCKED if locked else _OPEN))
        said = ("" if locked else "未设密码", "未联网", operator)
        self.words.setText("　·　".join(part for part in said if part))

    def _key(self, what: str = "backup") -> str:
        return f"{what}/{self.database.name}"
