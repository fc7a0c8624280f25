"""Short words with the clerk: tell, ask, what was refused, and a fault with a report that holds no personal data."""

import logging
import platform
import re
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QInputDialog, QLineEdit, QMessageBox, QWidget

from app import __version__, clock
from app.errors import NeedsConsent, Rejected, UserError

NUMBERS = re.compile(r"\d{15,18}[\dXx]?|1[3-9]\d{9}")


def tell(parent: QWidget | None, title: str, text: str) -> None:
    box = plain_box(parent, title, text, QMessageBox.Icon.Information)
    box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
    box.exec()


def ask(parent: QWidget | None, title: str, text: str, *, yes: str = "确定", danger: bool = False) -> bool:
    """A question; the safe answer is the default one."""
    box = plain_box(parent, title, text, QMessageBox.Icon.Question)
    accept = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
    accept.setProperty("danger" if danger else "primary", True)
    box.setDefaultButton(box.addButton("取消", QMessageBox.ButtonRole.RejectRole))
    box.exec()
    return box.clickedButton() is accept


def ask_text(parent: QWidget | None, title: str, label: str, text: str = "", *, secret: bool = False) -> str | None:
    """One line from the clerk, None when cancelled; shown as dots when it is secret."""
    dialog = QInputDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setLabelText(label)
    dialog.setTextValue(text)
    if secret:
        dialog.setTextEchoMode(QLineEdit.EchoMode.Password)
    dialog.setOkButtonText("确定")
    dialog.setCancelButtonText("取消")
    dialog.resize(420, dialog.sizeHint().height())
    return dialog.textValue().strip() if dialog.exec() else None


def show_error(parent: QWidget | None, error: BaseException) -> None:
    """What happened and what to do; anything that is not the clerk's doing becomes a report."""
    if isinstance(error, Rejected):
        tell(parent, "请先核对", "\n".join(problem.text for problem in error.problems))
    elif isinstance(error, UserError):
        tell(parent, "没有完成", "\n".join(part for part in (error.text, error.hint) if part))
    elif isinstance(error, NeedsConsent):
        tell(parent, "请确认", error.text)
    else:
        fault(parent, error)


def tried(parent: QWidget | None, act: Callable[[], Any]) -> bool:
    """True when the act was done; what stood in its way is shown to the clerk."""
    try:
        act()
    except (UserError, Rejected) as error:
        show_error(parent, error)
        return False
    return True


def fault(parent: QWidget | None, error: BaseException) -> None:
    logging.getLogger("app").error("%s", scrubbed(error))
    box = plain_box(
        parent,
        "程序出错了",
        "程序遇到了意外的问题，刚才这一步没有保存，已有的数据没有受影响。",
        QMessageBox.Icon.Warning,
    )
    save = box.addButton("保存问题报告…", QMessageBox.ButtonRole.ActionRole)
    box.addButton("关闭", QMessageBox.ButtonRole.RejectRole)
    box.exec()
    if box.clickedButton() is save:
        name, _ = QFileDialog.getSaveFileName(parent, "保存问题报告", "问题报告.txt", "文本文件 (*.txt)")
        if name:
            Path(name).write_text(report(error), encoding="utf-8")


def report(error: BaseException) -> str:
    """Where it happened and in which version; never a value."""
    return f"township-ledger {__version__}\n{clock.stamp()}\n{platform.platform()}\n\n{scrubbed(error)}\n"


def scrubbed(error: BaseException) -> str:
    """The places of a traceback without the message, which may hold a value."""
    frames = traceback.extract_tb(error.__traceback__)
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return NUMBERS.sub("#", "\n".join([type(error).__name__, *places]))


def plain_box(parent: QWidget | None, title: str, text: str, icon: QMessageBox.Icon) -> QMessageBox:
    """A question or a notice without buttons yet; what it says is never read as markup."""
    box = QMessageBox(icon, title, text, QMessageBox.StandardButton.NoButton, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    return box
