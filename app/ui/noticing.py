"""可能是同一人: who of those on the books looks like the one that is being typed; shown beside the form, never in the way."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QFrame, QLineEdit, QVBoxLayout, QWidget

from app.db.queries import listing
from app.db.store import Store
from app.loading import late
from app.models.record import Record
from app.operations import record as records
from app.ui import editors, jobs
from app.ui.fetching import LARGE
from app.ui.style import label

PAUSE_MS = 250  # the clerk has stopped typing
WATCHED = (
    "name",
    "head_name",
    "id_number",
    "head_id",
    "phone",
    "birth_date",
    "sex",
    "branch",
    "unit",
    "village",
    "household",
)
Seen = tuple[tuple[tuple[Any, Any], ...], int]


class Notice(QFrame):
    """Hidden while nobody is like it. `row` is the row that is corrected, 0 for a new one."""

    def __init__(self, store: Store, record: type[Record], row: int, owner: QWidget | None) -> None:
        super().__init__()
        self.store, self.record, self.row, self.owner = store, record, row, owner
        self.widgets: dict[str, QWidget] = {}
        self._asked = 0
        self.setProperty("banner", "warning")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(2)
        self.heading, self.lines = label("", "warning"), label("")
        self.lines.setWordWrap(True)
        column.addWidget(self.heading)
        column.addWidget(self.lines)
        self.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self.ask)

    def watch(self, widgets: Mapping[str, QWidget]) -> None:
        """Looks again after each change of what says who somebody is; only records that can be looked through."""
        if self.record.code() not in listing.MERGED_INTO:
            return
        self.widgets = {name: widget for name, widget in widgets.items() if name in WATCHED}
        for widget in self.widgets.values():
            if isinstance(widget, QLineEdit):
                widget.textEdited.connect(self.start)
            elif isinstance(widget, QComboBox):
                widget.activated.connect(self.start)

    def start(self, _text: object = None) -> None:
        self._pause.start()

    def stop(self) -> None:
        """The form closes: answers that are still under way are dropped."""
        self._pause.stop()
        self._asked += 1

    def ask(self) -> None:
        self._asked += 1
        mine, texts = self._asked, {name: editors.text_of(widget) for name, widget in self.widgets.items()}

        def came(found: Seen) -> None:
            if mine == self._asked:
                self._show(*found)

        if self.owner is None or not self._is_long():
            came(self._look(texts))
        else:
            jobs.run(self.owner, lambda _progress: self._look(texts), done=came, quiet=True, failed=lambda _error: None)

    def _is_long(self) -> bool:
        with self.store.read() as reader:
            return listing.newest(reader, self.record.code()) > LARGE

    def _look(self, texts: Mapping[str, str]) -> Seen:
        with self.store.read() as reader:
            values = records.read_values(reader, self.record, texts).values
            found: Seen = late("app.operations.duplicate:noticed")(reader, self.record.code(), values, row=self.row)
        return found

    def _show(self, shown: tuple[tuple[Any, Any], ...], count: int) -> None:
        self.setVisible(bool(shown))
        what = "同一户" if self.record.code() == "household" else "同一人"
        more = f"（共 {count:,} 条相近，列出前 {len(shown)} 条）" if count > len(shown) else ""
        self.heading.setText(f"可能是{what}，请核对，不要重复登记{more}")
        self.lines.setText("\n".join(_told(person, like) for person, like in shown))


def _told(person: Any, like: Any) -> str:
    """`张伟　石坪村支部　1987-06-15　尾号 0017（姓名相同、出生日期相同）`."""
    number = f"证号尾号 {person.number[-4:]}" if person.number else "没有证号"
    ended = "已不在册" if person.ended else ""
    facts = "　".join(part for part in (person.name, person.where, person.birth, number, ended) if part)
    return f"{facts}（{like.text}）"
