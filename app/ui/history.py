"""修改记录 of one record: who changed what and when, from which value to which, and one field brought back."""

from typing import Any

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from app.db.queries import card, history, listing
from app.db.queries.history import Trace
from app.db.store import Store
from app.kinds.mask import mask
from app.models.record import Record, field_map
from app.ui import cell, dialogs
from app.ui.style import button, label

MOST = 200
EMPTY = "空"


def page(store: Store, record: type[Record], row: int, *, revealed: bool, owner: QWidget) -> QFrame:
    """A page of traces, newest first; a field that is brought back refreshes the screen like any work."""
    inside = QFrame()
    inside.setObjectName("scrolled")
    column = QVBoxLayout(inside)
    column.setSpacing(2)
    with store.read() as reader:
        found = history.traces(reader, record.code(), row)[:MOST]
        secret = () if revealed or not listing.is_secret(reader, record.code(), row) else record.veiled
        told = [_told(reader, record, trace, revealed=revealed, secret=secret) for trace in found]
    for trace, text in zip(found, told, strict=True):
        line = QHBoxLayout()
        words = label(text, "value")
        words.setWordWrap(True)
        line.addWidget(words, 1)
        if trace.field in field_map(record) and field_map(record)[trace.field].asked:
            back = button("恢复旧值", look="link", tip="把这一项改回修改前的内容")
            back.clicked.connect(lambda _=False, of=trace: _bring_back(owner, store, record, row, of))
            line.addWidget(back)
        column.addLayout(line)
        column.addWidget(label(f"{trace.act.label}　{_when(trace)}", "caption"))
        column.addSpacing(6)
    if not found:
        column.addWidget(label("还没有修改过", "hint"))
    column.addStretch()
    return inside


def _when(trace: Trace) -> str:
    return f"{trace.act.at[:16].replace('T', ' ')} {trace.act.by}".strip()


def _told(reader: Any, record: type[Record], trace: Trace, *, revealed: bool, secret: tuple[str, ...] = ()) -> str:
    if not trace.field:
        return "登记"
    field = field_map(record).get(trace.field)
    if field is None:
        return "调整了排序或状态"
    if field.name in secret:
        return f"{field.label}有改动，内容已隐去"
    old, new = (_shown(reader, field, value, revealed=revealed) for value in (trace.old, trace.new))
    return f"{field.label}：{old} → {new}"


def _shown(reader: Any, field: Any, value: Any, *, revealed: bool) -> str:
    if value is None:
        return EMPTY
    if field.to:
        return card.caption(reader, field.to, value) or EMPTY
    text = field.kind.text(value)
    return mask(field.kind.name, text, "middle") if field.sensitive and not revealed else str(text)


def _bring_back(owner: QWidget, store: Store, record: type[Record], row: int, trace: Trace) -> None:
    field = field_map(record)[trace.field]
    with store.read() as reader:
        old = _shown(reader, field, trace.old, revealed=True)
    if dialogs.ask(owner, "恢复旧值", f"把“{field.label}”改回“{old}”？这一步可以撤销。", yes="恢复"):
        cell.settle(owner, store, record, row, {field.name: trace.old})
