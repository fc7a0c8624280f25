"""What the last window did not save is offered when the next one opens: go on with it, or give it up."""

from typing import Any

from PySide6.QtWidgets import QMessageBox

from app.models import RECORDS
from app.models.record import field_map
from app.operations import draft as drafts
from app.operations.draft import Draft
from app.ui import dialogs
from app.ui.form import RecordForm
from app.ui.navigation import places

ON, AWAY = "继续填", "不要了"


def offer(window: Any) -> None:
    """Nothing happens without a draft that this database can read."""
    found = drafts.find(window.store)
    if found is None:
        return
    if not _wanted(window, found):
        drafts.forget(window.store)
        return
    row = drafts.row_of(window.store, found)
    form = RecordForm(window.store, RECORDS[found.record], row, parent=window)
    form.resume(found)
    form.draft.kept = {}  # the file is this form's own from now on
    if found.uid and row is None:
        form.hint.setText("原来的那条记录已经不在了，保存时按新增登记。")
    form.exec()
    if form.saved is not None and found.record in places():
        window.show_record(found.record, form.saved)
    form.deleteLater()


def _wanted(window: Any, found: Draft) -> bool:
    """Esc goes on: only the button gives anything up."""
    box = dialogs.plain_box(window, "上次没有保存的内容", said(found), QMessageBox.Icon.Question)
    on = box.addButton(ON, QMessageBox.ButtonRole.AcceptRole)
    on.setProperty("primary", True)
    away = box.addButton(AWAY, QMessageBox.ButtonRole.DestructiveRole)
    box.setDefaultButton(on)
    box.setEscapeButton(on)
    box.exec()
    return box.clickedButton() is not away


def said(found: Draft) -> str:
    """Which form it was, whose, since when, how much."""
    record = RECORDS[found.record]
    named = next((found.texts[name] for name in record.caption if found.texts.get(name)), "")
    whose = f"“{named}”" if named and not field_map(record)[record.caption[0]].to else ""
    filled = sum(found.texts.get(name, "") != found.before.get(name, "") for name in found.texts)
    when = found.at[:16].replace("T", " ")
    doing = "修改" if found.uid else "新增"
    return f"上次{doing}{record.title}{whose}时程序没有正常结束，{when} 填到一半的 {filled} 项还在。"
