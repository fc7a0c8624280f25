"""导入: a file, its sheets and columns, then a plan in which every row has a fate – and only then the import itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.exchange import apply as applying
from app.exchange import importing, returning
from app.exchange.plan import FATES, Plan
from app.exchange.target import choices
from app.models import RECORDS
from app.table import Table
from app.ui import dialogs, jobs
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.style import button, label
from app.ui.table import AMBER, GREEN, GREY, RED, RowsModel, TableView, of_table

KINDS = "表格 (*.xlsx *.xls *.et *.ods *.csv *.txt *.htm *.html *.xml *.mht *.mhtml);;所有文件 (*)"
COLOURS = {"new": GREEN, "changed": AMBER, "same": GREY, "refused": RED}
RECORD_NAMES = ("member", "household", "pairing", "cadre", "branch", "unit")


class ImportScreen(Screen):
    title = "导入"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.path: Path | None = None
        self.plan: Plan | None = None
        self.mapping: dict[tuple[str, int], str] = {}
        self.only = ""
        self.setAcceptDrops(True)
        other = button("换一个文件…")
        other.clicked.connect(self.choose)
        self.back = button("退回有问题的行…")
        self.back.clicked.connect(self.send_back)
        self.go = button("导入", look="primary")
        self.go.clicked.connect(self.apply)
        self.heading(other, self.back, self.go)
        self.stack = QStackedWidget()
        self.stack.addWidget(_welcome(self.choose))
        self.stack.addWidget(self._plan_page())
        self.column.addWidget(self.stack, 1)
        self._show_plan(None)

    def _plan_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        top = QHBoxLayout()
        self.record = QComboBox()
        self.record.addItem("自动识别", "")
        for name in RECORD_NAMES:
            self.record.addItem(RECORDS[name].title, name)
        self.record.activated.connect(lambda _i: self.read())
        top.addWidget(label("这是", "field"))
        top.addWidget(self.record)
        self.fates: dict[str, Any] = {}
        for fate in ("", *FATES):
            made = button("")
            made.setObjectName("chip")
            made.clicked.connect(lambda _=False, each=fate: self._filter(each))
            top.addWidget(made)
            self.fates[fate] = made
        top.addStretch()
        self.notes = label("", "warning")
        self.notes.setWordWrap(True)
        column.addLayout(top)
        column.addWidget(self.notes)
        self.alike = button("", look="link")
        self.alike.clicked.connect(self.same_names)
        column.addWidget(self.alike)
        self.columns = QScrollArea()
        self.columns.setWidgetResizable(True)
        self.columns.setFixedHeight(96)
        column.addWidget(self.columns)
        card = QFrame()
        card.setProperty("card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        self.view = TableView()
        self.view.setProperty("plain", True)
        self.view.doubleClicked.connect(lambda index: self._correct(index.row(), index.column()))
        inside.addWidget(self.view)
        column.addWidget(card, 1)
        column.addWidget(label("双击任何一行里的单元格可以当场改正，改后重新核对。", "hint"))
        return page

    def dragEnterEvent(self, event: Any) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: Any) -> None:
        self.open_file(Path(event.mimeData().urls()[0].toLocalFile()))

    def choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "选择名册文件", "", KINDS)
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        self.path, self.mapping, self.only = path, {}, ""
        self.record.setCurrentIndex(0)
        self.read()

    def read(self) -> None:
        """Reads the file and judges every row; nothing is changed."""
        path, record, mapping = self.path, self.record.currentData() or None, dict(self.mapping)
        if path is None:
            return
        large = path.stat().st_size > 50_000_000
        if large and not dialogs.ask(self, "文件较大", "这个文件超过 50 MB，读取需要一些时间。要继续吗？", yes="继续"):
            return
        jobs.run(
            self, lambda progress: importing.plan_import(self.store, path, record=record, mapping=mapping, large=large, progress=progress),
            done=self._show_plan, title="正在读取和核对",
        )  # fmt: skip

    def _show_plan(self, plan: Plan | None) -> None:
        self.plan = plan
        good = plan is not None and plan.status == "ok"
        counts = plan.counts() if plan is not None else {}
        writes = counts.get("new", 0) + counts.get("changed", 0)
        self.stack.setCurrentIndex(1 if plan is not None else 0)
        self.go.setEnabled(good and bool(writes or (plan and plan.makings)))
        self.go.setText(f"导入 {writes:,} 行" if writes else "导入")
        self.back.setEnabled(good and counts.get("refused", 0) > 0)
        if plan is None:
            return
        self.subtitle.setText(f"{plan.path.name}　{RECORDS[plan.record].title if plan.record in RECORDS else ''}")
        self.fates[""].setText(f"全部 {len(plan.rows):,}")
        for fate, word in FATES.items():
            self.fates[fate].setText(f"{word} {counts[fate]:,}")
            self.fates[fate].setVisible(counts[fate] > 0)
        self.notes.setText(self._told(plan))
        self.notes.setVisible(bool(self.notes.text()))
        self.alike.setText(f"有 {len(plan.similar)} 个新名称与已登记的相近，点这里核对是否同一个 ›")
        self.alike.setVisible(bool(plan.similar))
        self._show_columns(plan)
        self._show_rows()

    def same_names(self) -> None:
        """Asks of each name that would be made new whether it is one on the books; the answer is kept as an alias."""
        plan = self.plan
        if plan is None:
            return
        told = _confirmed(self, plan)
        if told:
            jobs.run(
                self,
                lambda progress: importing.same_as(self.store, plan, told, progress=progress),
                done=self._show_plan,
                title="正在重新核对",
            )

    def _told(self, plan: Plan) -> str:
        if plan.status != "ok":
            return plan.message or "这个文件不能导入。"
        made = [f"{RECORDS[record].title}“{name}”" for record, name in plan.created]
        return (
            f"将一并新建 {len(made)} 个：{'、'.join(made[:6])}{' 等' if len(made) > 6 else ''}。请核对名称，避免重复建立。"
            if made
            else ""
        )

    def _show_columns(self, plan: Plan) -> None:
        """Each column of the sheet with the field it goes to; a wrong one is corrected here."""
        inside = QFrame()
        inside.setObjectName("scrolled")
        line = QHBoxLayout(inside)
        offered = choices(plan.record) if plan.record else []
        for layout in plan.layouts:
            if len(plan.layouts) > 1:
                line.addWidget(label(layout.sheet, "heading"))
            for column in layout.columns:
                pair = QVBoxLayout()
                box = QComboBox()
                box.addItem("不导入", "")
                for target, text in offered:
                    box.addItem(text, target)
                box.setCurrentIndex(max(box.findData(column.target), 0))
                box.activated.connect(
                    lambda _i, at=(layout.sheet, column.index), from_=box: self._remap(at, from_.currentData())
                )
                pair.addWidget(label(column.label or "（无列名）", "field"))
                pair.addWidget(box)
                line.addLayout(pair)
        line.addStretch()
        self.columns.setWidget(inside)
        self.columns.setVisible(bool(plan.layouts))

    def _remap(self, at: tuple[str, int], target: str) -> None:
        self.mapping[at] = target
        self.read()

    def _filter(self, fate: str) -> None:
        self.only = fate
        self._show_rows()

    def _show_rows(self) -> None:
        assert self.plan is not None
        table = self.plan.table()
        self.places = [i for i, row in enumerate(self.plan.rows) if self.only in ("", row.fate)]
        shown = Table(table.title, table.columns, [table.rows[i] for i in self.places])
        model: RowsModel = of_table(shown, self)
        colours = {FATES[fate]: colour for fate, colour in COLOURS.items()}
        model.colour = lambda column, value: colours.get(value) if column.name == "fate" else None
        self.view.setModel(model)
        self.view.fit(table.columns, model)

    def _correct(self, row: int, column: int) -> None:
        plan = self.plan
        if plan is None or column < 4:
            return
        found = plan.rows[self.places[row]]
        target = plan.targets[column - 4]
        text = dialogs.ask_text(
            self, "改正", f"第 {found.row} 行　{plan.label_of(target)}", str(found.values[column - 4] or "")
        )
        if text is None:
            return
        cell = {(plan.layouts[found.layout].sheet, found.row, target): text}
        jobs.run(
            self,
            lambda progress: importing.correct(self.store, plan, cell, progress=progress),
            done=self._show_plan,
            title="正在重新核对",
        )

    def apply(self) -> None:
        plan = self.plan
        if plan is not None:
            jobs.run(
                self,
                lambda progress: applying.apply(plan, self.store, progress),
                done=lambda _changes: self._done(plan),
                title="正在写入",
            )

    def _done(self, plan: Plan) -> None:
        counts = plan.counts()
        words = f"新增 {counts['new']:,} 行，修改 {counts['changed']:,} 行，相同 {counts['same']:,} 行，未导入 {counts['refused']:,} 行。"
        if counts["refused"]:
            words += "\n未导入的行可以退回给报送单位，每处都写明原因。"
            if dialogs.ask(self, "导入完成", words + "\n按 Ctrl+Z 可以撤销整次导入。", yes="退回有问题的行…"):
                self.send_back()
        else:
            dialogs.tell(self, "导入完成", words + "\n按 Ctrl+Z 可以撤销整次导入。")
        self._show_plan(None)

    def send_back(self) -> None:
        plan = self.plan
        if plan is None:
            return
        name, _ = QFileDialog.getSaveFileName(
            self, "退回有问题的行", f"{plan.path.stem}-请核对.xlsx", "Excel 工作簿 (*.xlsx)"
        )
        if name:
            jobs.run(
                self,
                lambda _progress: returning.return_sheet(plan, Path(name)),
                done=lambda n: self.window_.notice(f"已写出 {n:,} 行。"),
                title="正在写出",
            )

    def status(self) -> str:
        return "导入前不写入任何数据"


def _welcome(choose_file: Callable[[], None]) -> QWidget:
    """What to do first, when there is no file yet."""
    card = QFrame()
    card.setProperty("card", True)
    column = QVBoxLayout(card)
    column.addStretch()
    told = label("把名册文件拖到这里，或点下面的按钮选择", "heading")
    told.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column.addWidget(told)
    kinds = label(
        "Excel、WPS、CSV 和网页系统导出的表都可以；表头不必整理。导入前会逐行列出处理结果，确认后才写入，写入后可以整体撤销。",
        "hint",
    )
    kinds.setAlignment(Qt.AlignmentFlag.AlignCenter)
    kinds.setWordWrap(True)
    column.addWidget(kinds)
    line = QHBoxLayout()
    line.addStretch()
    choose = button("选择文件…", look="primary")
    choose.clicked.connect(choose_file)
    line.addWidget(choose)
    line.addStretch()
    column.addLayout(line)
    column.addStretch()
    return card


def _confirmed(screen: QWidget, plan: Plan) -> dict[tuple[str, str], int]:
    """The names of the sheet that the clerk says are others' names: (record, name) → row on the books."""
    told = {}
    for record, name, row, known in plan.similar:
        words = f"表里的{RECORDS[record].title}“{name}”就是已登记的“{known}”吗？\n确认后记为别名，以后的表里也认得。"
        if dialogs.ask(screen, "是否同一个", words, yes="是同一个"):
            told[record, name] = row
    return told
