"""What the role of the clerk does not allow is greyed, with the sentence why. The refusal itself is `app.db.right`'s."""

from typing import Any

from PySide6.QtWidgets import QPushButton

from app.db.clerk import CHIEF, READER, ROLES, Clerk

_RESERVED = ("settings", "code")  # places whose acts are a 主任's
_FREE = ("打印", "预览", "查")  # what the one who looks may still press


def limit(screen: Any, code: str, one: Clerk) -> None:
    """Again each time the screen is shown: its acts come and go with what is chosen."""
    if one.role == CHIEF or (one.role != READER and code not in _RESERVED):
        return
    for found in screen.findChildren(QPushButton):
        acts = found.property("primary") or found.property("danger")
        if acts and not any(word in found.text() for word in _FREE):
            found.setEnabled(False)
            found.setToolTip(f"您的角色是{one.role}：{ROLES[one.role]}")
