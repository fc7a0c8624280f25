"""The form that is being typed is kept every two seconds, so that the end of the program takes no more than that of it."""

from typing import Any

from PySide6.QtCore import QObject, QTimer

from app.errors import UserError
from app.operations import draft as drafts
from app.operations.draft import Draft

KEPT_MS = 2000  # the promise is five seconds


class Drafting(QObject):
    """Watches one record form from its opening to `stop()`; what stands there as it was opened is no draft."""

    def __init__(self, form: Any) -> None:
        super().__init__(form)
        self.form = form
        self.uid = drafts.uid_of(form.store, form.record.code(), form.row) if form.row else ""
        self.kept: dict[str, str] | None = None
        self.hint = form.hint.text()
        self.timer = QTimer(self)
        self.timer.setInterval(KEPT_MS)
        self.timer.timeout.connect(self.look)
        self.timer.start()

    def look(self) -> None:
        """Keeps what has changed since it was last kept."""
        form, texts = self.form, self.form.texts()
        if texts == (form.first if self.kept is None else self.kept):
            return
        draft = Draft(form.record.code(), texts, uid=self.uid, before=form.before, seen=form.seen)
        try:
            drafts.keep(form.store, draft)
        except UserError as error:
            form.hint.setText(f"草稿没有存下，请尽快保存。{error.text}")
            return
        if self.kept is None:
            form.hint.setText(self.hint)
        self.kept = texts

    def over(self) -> None:
        """Saved or given up: nothing is left of it."""
        if self.kept is not None:
            drafts.forget(self.form.store)
        self.kept = None

    def stop(self) -> None:
        """The form closes."""
        self.timer.stop()
        self.over()
