"""What the role of the clerk does not allow is greyed, with the sentence why. The refusal itself is `app.db.right`'s."""

from typing import Any

from PySide6.QtWidgets import QPushButton

from app.db.clerk import CHIEF, READER, ROLES, Clerk

# Where everything that changes is a 主任's, and where only what bears this word.
_RESERVED = {"settings": "", "code": "", "backup": "恢复"}
_ACTS = ("导入", "导出", "新增", "登记", "修改", "作废", "删除", "保存", "发表", "恢复")


def limit(screen: Any, code: str, one: Clerk) -> None:
    """Again each time the screen is shown: its acts come and go with what is chosen."""
    if one.role == CHIEF:
        return
    for found in screen.findChildren(QPushButton):
        if _barred(found, code, one):
            found.setEnabled(False)
            found.setToolTip(f"您的角色是{one.role}，可以{ROLES[one.role]}")


def _barred(found: QPushButton, code: str, one: Clerk) -> bool:
    text, strong = found.text(), bool(found.property("primary") or found.property("danger"))
    if code in _RESERVED and (_RESERVED[code] in text if _RESERVED[code] else strong):
        return True
    if one.role != READER or "打印" in text or code == "access":
        return False
    return strong or any(word in text for word in _ACTS)
