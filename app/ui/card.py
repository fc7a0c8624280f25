"""The card of the selected record, beside the list: what is known, what is missing, its links and its history."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from app.db.queries import history, listing
from app.db.queries.derived import DERIVED
from app.db.queries.person import SIDES
from app.db.store import Store
from app.kinds.mask import mask
from app.models import RECORDS
from app.models.record import Record, field_map, fields_of
from app.ui.style import button, label

NEVER = ("sort_key", "search_key")


class Card(QFrame):
    """`show_row(record, row)`; asks its owner to edit by `edit_asked`, to go up or down by `step_asked`."""

    edit_asked = Signal(int)
    step_asked = Signal(int)
    open_asked = Signal(str, int)

    def __init__(self, store: Store, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.store = store
        self.setProperty("card", True)
        self.setMinimumWidth(300)
        self.shown: tuple[type[Record], int] | None = None
        self.revealed = False
        self._layout = QVBoxLayout(self)
        self._body: QWidget | None = None
        self._place: QLabel | None = None
        self.clear()

    def clear(self) -> None:
        self.shown = None
        self._put(label("从左边选一条，这里显示它的全部信息", "hint"))

    def show_row(self, record: type[Record], row: int) -> None:
        if self.shown != (record, row):
            self.revealed = False
        self.shown = (record, row)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(4, 4, 4, 4)
        column.addLayout(self._head(record, row))
        tabs = QTabWidget()
        tabs.setDocumentMode(True)
        tabs.addTab(self._facts(record, row), "基本")
        if record.code() in SIDES:
            tabs.addTab(self._pairings(record, row), "结对")
        if record.code() == "member":
            tabs.addTab(self._memberships(row), "党籍")
        tabs.addTab(self._history(record, row), "修改记录")
        column.addWidget(tabs, 1)
        self._put(body)

    def show_place(self, place: int, total: int) -> None:
        """Where the shown row stands in the list: `5 / 18`; 0 in all while it is being counted."""
        if self._place is not None:
            self._place.setText(f"{place:,} / {total:,}" if total else f"{place:,}")

    def reveal(self) -> None:
        self.revealed = True
        if self.shown:
            self.show_row(*self.shown)

    def _put(self, widget: QWidget) -> None:
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = widget
        self._layout.addWidget(widget)

    def _head(self, record: type[Record], row: int) -> QHBoxLayout:
        line = QHBoxLayout()
        with self.store.read() as reader:
            named = reader.exec_driver_sql(f"SELECT {listing.caption_sql(record.code(), '?')}", (row,)).scalar()
        line.addWidget(label(str(named or record.title), "title"))
        line.addStretch()
        for text, step in (("‹", -1), ("›", 1)):
            arrow = button(text, look="link")
            arrow.setToolTip("上一条" if step < 0 else "下一条")
            arrow.clicked.connect(lambda _=False, by=step: self.step_asked.emit(by))
            line.addWidget(arrow)
        reveal, edit = button("显示号码", look="link"), button("编辑 Enter")
        reveal.clicked.connect(self.reveal)
        edit.clicked.connect(lambda: self.edit_asked.emit(row))
        line.addWidget(reveal)
        line.addWidget(edit)
        return line

    def _facts(self, record: type[Record], row: int) -> QWidget:
        more = DERIVED.get(record.code(), ())
        names = tuple(field.name for field in fields_of(record)) + tuple(found.name for found in more)
        with self.store.read() as reader:
            found = listing.rows(reader, listing.Query(record.code(), names, state="all"), [row])
        values = dict(zip(names, found[0][1:], strict=True)) if found else {}
        inside = QFrame()
        inside.setObjectName("scrolled")
        grid = QGridLayout(inside)
        grid.setColumnStretch(1, 1)
        line = 0
        for group in dict.fromkeys(field.group for field in fields_of(record)):
            lines = [pair for field in fields_of(record) if field.group == group for pair in self._line(field, values)]
            if lines:
                grid.addWidget(label(group, "heading"), line, 0, 1, 2)
                line += 1
            for caption, text, role in lines:
                value = label(text, role)
                value.setWordWrap(True)
                grid.addWidget(label(caption, "field"), line, 0)
                grid.addWidget(value, line, 1)
                line += 1
        for extra in more:
            grid.addWidget(label(extra.label, "field"), line, 0)
            grid.addWidget(label("—" if values.get(extra.name) is None else str(values[extra.name]), "value"), line, 1)
            line += 1
        grid.setRowStretch(line, 1)
        return _scrolled(inside)

    def _line(self, field: Any, values: dict[str, Any]) -> list[tuple[str, str, str]]:
        value = values.get(field.name)
        if value is None:
            return [(field.label, "缺　上级采集表要求", "warning")] if field.wanted else []
        text = str(value) if field.to else field.kind.text(value)
        profile = "none" if self.revealed or not field.sensitive else "middle"
        return [(field.label, mask(field.kind.name, text, profile), "value")]

    def _pairings(self, record: type[Record], row: int) -> QWidget:
        sides = " OR ".join(f"{side} = ?" for side in SIDES[record.code()])
        sql = f"SELECT id FROM pairing WHERE void_reason IS NULL AND ({sides}) ORDER BY until IS NOT NULL, since DESC LIMIT 300"
        columns = ("kind", "helper_member", "helper_cadre", "helper_unit", "helper_branch",
                   "helped_household", "helped_member", "helped_unit", "helped_branch", "helped_resident", "since", "until")  # fmt: skip
        with self.store.read() as reader:
            ids = [found[0] for found in reader.exec_driver_sql(sql, (row,) * len(SIDES[record.code()]))]
            rows = listing.rows(reader, listing.Query("pairing", columns, state="all"), ids)
        lines = []
        for found in rows:
            helper = next((str(v) for v in found[2:6] if v), "")
            helped = next((str(v) for v in found[6:11] if v), "")
            lines.append(
                (
                    f"{helper} → {helped}",
                    f"{found[1]}　{found[11] or ''} 起" + (f"，{found[12]} 止" if found[12] else ""),
                )
            )
        return _listed(lines, "还没有结对")

    def _memberships(self, row: int) -> QWidget:
        sql = (
            "SELECT b.name, m.since, m.until, m.reason_in, m.reason_out FROM membership m "
            "JOIN branch b ON b.id = m.branch WHERE m.member = ? AND m.void_reason IS NULL ORDER BY m.id DESC"
        )
        with self.store.read() as reader:
            found = [tuple(each) for each in reader.exec_driver_sql(sql, (row,))]
        lines = [
            (name, f"{since or '日期不详'} 起（{why or ''}）" + (f"，{until} 止（{gone or ''}）" if until else ""))
            for name, since, until, why, gone in found
        ]
        return _listed(lines, "还没有登记党支部")

    def _history(self, record: type[Record], row: int) -> QWidget:
        known = field_map(record)
        with self.store.read() as reader:
            found = history.traces(reader, record.code(), row)[:200]
            links = {
                (t.field, v): _named(reader, known[t.field].to, v)
                for t in found
                if t.field in known and known[t.field].to
                for v in (t.old, t.new)
            }
        lines = []
        for trace in found:
            when = f"{trace.act.at[:16].replace('T', ' ')} {trace.act.by}".strip()
            if not trace.field:
                lines.append((trace.act.label, when))
                continue
            field = known.get(trace.field)
            told = [links.get((trace.field, v), "空" if v is None else str(v)) for v in (trace.old, trace.new)]
            if field is not None and field.sensitive and not self.revealed:
                told = [mask(field.kind.name, text, "middle") for text in told]
            lines.append(
                (f"{field.label if field else trace.field}：{told[0]} → {told[1]}", f"{trace.act.label}　{when}")
            )
        return _listed(lines, "还没有修改过")


def _named(reader: Any, record: str, value: Any) -> str:
    if value is None:
        return "空"
    return str(
        reader.exec_driver_sql(f"SELECT {listing.caption_sql(record, '?')}", (value,)).scalar() or RECORDS[record].title
    )


def _scrolled(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(inside)
    return area


def _listed(lines: list[tuple[str, str]], empty: str) -> QWidget:
    inside = QFrame()
    inside.setObjectName("scrolled")
    column = QVBoxLayout(inside)
    for first, second in lines:
        top = label(first, "value")
        top.setWordWrap(True)
        column.addWidget(top)
        column.addWidget(label(second, "hint"))
    if not lines:
        column.addWidget(label(empty, "hint"))
    column.addStretch()
    return _scrolled(inside)
