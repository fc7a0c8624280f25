"""Filters under a column heading: what stands in the cells decides what can be asked."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from app import codes
from app.db.queries.listing import Condition
from app.kinds.choice import Choice
from app.models.fields import Field
from app.ui import dialogs

Chosen = Callable[[Condition], None]


def menu(field: Field | None, name: str, label: str, parent: QWidget, chosen: Chosen) -> QMenu:
    """The filter menu of one column."""
    found = QMenu(parent)
    if field is not None and isinstance(field.kind, Choice):
        for code in codes.codes(field.kind.codes)[:40]:
            found.addAction(code.name, lambda value=code.name: chosen(Condition(name, "is", value)))
        found.addSeparator()
    elif field is not None and field.kind.name == "flag":
        for word in ("是", "否"):
            found.addAction(word, lambda value=word: chosen(Condition(name, "is", value)))
        found.addSeparator()
    elif field is None or field.kind.name in ("number", "money"):
        for sign, words in (("is", "等于…"), ("gt", "大于…"), ("lt", "小于…")):
            found.addAction(words, lambda op=sign, said=words: _number(parent, name, label, op, said, chosen))
    else:
        found.addAction("包含…", lambda: _text(parent, name, label, "has", "包含", chosen))
        found.addAction("等于…", lambda: _text(parent, name, label, "is", "等于", chosen))
        if field.kind.name == "date":
            found.addAction("不早于…", lambda: _text(parent, name, label, "ge", "不早于（如 2020-01）", chosen))
            found.addAction("不晚于…", lambda: _text(parent, name, label, "le", "不晚于（如 2020-12）", chosen))
    if field is not None:
        found.addAction("空着的", lambda: chosen(Condition(name, "empty")))
        found.addAction("有内容的", lambda: chosen(Condition(name, "filled")))
    return found


def _text(parent: QWidget, name: str, label: str, op: str, words: str, chosen: Chosen) -> None:
    text = dialogs.ask_text(parent, "筛选", f"{label}{words}")
    if text:
        chosen(Condition(name, op, text))


def _number(parent: QWidget, name: str, label: str, op: str, words: str, chosen: Chosen) -> None:
    text = dialogs.ask_text(parent, "筛选", f"{label}{words.rstrip('…')}")
    if text and text.lstrip("-").isdigit():
        chosen(Condition(name, op, int(text)))
    elif text:
        dialogs.tell(parent, "筛选", f"“{text}”不是数字，请只写数字。")


SAID = {
    "is": "",
    "not": "不是 ",
    "has": "含 ",
    "lacks": "不含 ",
    "gt": "> ",
    "lt": "< ",
    "ge": "≥ ",
    "le": "≤ ",
    "starts": "开头 ",
}


def told(condition: Condition, label: str) -> str:
    """A condition as a chip says it."""
    if condition.op == "empty":
        return f"{label}：空"
    if condition.op == "filled":
        return f"{label}：有"
    return f"{label}：{SAID.get(condition.op, '')}{condition.value}"
