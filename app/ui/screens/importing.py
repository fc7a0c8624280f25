"""导入: a file, its sheets and columns, then a plan in which every row has a fate – and only then the import itself."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.db.queries import resolve
from app.db.store import Store
from app.exchange import apply as applying
from app.exchange import importing, returning
from app.exchange.plan import Plan
from app.models import RECORDS
from app.ui import dialogs, editors, jobs, sparing
from app.ui.handed import Parts
from app.ui.mapping import ColumnMap
from app.ui.planned import PlanTable
from app.ui.screens.file_screen import FileScreen
from app.ui.screens.welcome import welcome
from app.ui.style import button, label

NOBODY = "每一行都有问题，还不能导入。可以在下面改正，也可以退回给报送的单位。"
MOST = 25  # lines of a list in a dialog
WHY = {
    "header": "表头",
    "title": "表格上方的文字",
    "total": "合计",
    "footer": "填表人等落款",
    "note": "说明",
    "section": "小标题",
    "empty": "空行",
}
RECORD_NAMES = ("member", "household", "pairing", "cadre", "branch", "unit")

INVITATION = (
    "Excel、WPS、CSV 和网页系统导出的表都可以；表头不必整理。"
    "导入前会逐行列出处理结果，确认后才写入，写入后可以整体撤销。"
)


class ImportScreen(FileScreen):
    title, choosing = "导入", "选择名册文件"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.path: Path | None = None
        self.plan: Plan | None = None
        self.mapping: dict[tuple[str, int], str] = {}
        self.other = button("换一个文件…")
        self.other.clicked.connect(self.choose)
        self.back = button("退回有问题的行…")
        self.back.clicked.connect(self.send_back)
        self.go = button("导入", look="primary")
        self.go.clicked.connect(self.apply)
        self.heading(self.other, self.back, self.go)
        self.stack = QStackedWidget()
        self.welcome = button("选择文件…", look="primary")
        self.welcome.clicked.connect(self.choose)
        self.stack.addWidget(welcome("把名册文件拖到这里，或点下面的按钮选择", INVITATION, self.welcome))
        self.stack.addWidget(self._plan_page())
        self.column.addWidget(self.stack, 1)
        self._show_plan(None)

    def _plan_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        self.table = PlanTable()
        self.table.corrected.connect(self._correct)
        self.view = self.table.view
        column.addLayout(self._choices())
        self.notes = label("", "warning")
        self.notes.setWordWrap(True)
        column.addWidget(self.notes)
        links = QHBoxLayout()
        links.setSpacing(18)
        self.alike, self.made, self.skipped = (button("", look="link") for _ in range(3))
        self.alike.clicked.connect(self.same_names)
        self.made.clicked.connect(lambda: dialogs.tell(self, "将一并新建", _made(self.plan)))
        self.skipped.clicked.connect(lambda: dialogs.tell(self, "略过的行", _skipped(self.plan)))
        for link in (self.alike, self.made, self.skipped):
            links.addWidget(link)
        links.addStretch()
        column.addLayout(links)
        self.columns = ColumnMap()
        self.columns.remapped.connect(self._remap)
        column.addWidget(self.columns)
        column.addWidget(self.table, 1)
        return page

    def _choices(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.record = QComboBox()
        self.record.addItem("自动识别", "")
        for name in RECORD_NAMES:
            self.record.addItem(RECORDS[name].title, name)
        self.record.activated.connect(lambda _i: self.read())
        line.addWidget(label("这是", "field"))
        line.addWidget(self.record)
        line.addLayout(self.table.chips)
        line.addStretch()
        self.branch_caption = label("没有支部一栏，都放入", "field")
        self.branch = editors.Picker([])
        self.branch.setMinimumWidth(240)
        for chosen in (self.branch.activated, self.branch.line().editingFinished):
            chosen.connect(self._place)
        line.addWidget(self.branch_caption)
        line.addWidget(self.branch)
        return line

    def open_file(self, path: Path) -> None:
        self.path, self.mapping, self.plan, self.table.only = path, {}, None, ""
        self.record.setCurrentIndex(0)
        with self.store.read() as reader:
            self.branch.offer(resolve.names(reader, "branch"))
        self.read()

    def read(self) -> None:
        """Reads the file and judges every row; nothing is changed."""
        path, record, mapping = self.path, self.record.currentData() or None, dict(self.mapping)
        branch, old = editors.text_of(self.branch) or None, self.plan
        if path is None:
            return
        large = path.stat().st_size > 50_000_000
        if large and not dialogs.ask(self, "文件较大", "这个文件超过 50 MB，读取需要一些时间。要继续吗？", yes="继续"):
            return

        def planned(progress: Any) -> Plan:
            made = importing.plan_import(
                self.store, path, record=record, branch=branch, mapping=mapping, large=large, progress=progress
            )
            return _again(self.store, made, old, progress)

        jobs.run(self, planned, done=self._show_plan, title="正在读取和核对")

    def _show_plan(self, plan: Plan | None) -> None:
        self.plan = plan
        good = plan is not None and plan.status == "ok"
        counts = plan.counts() if plan is not None else {}
        writes = counts.get("new", 0) + counts.get("changed", 0)
        self.stack.setCurrentIndex(1 if plan is not None else 0)
        self.go.setEnabled(good and bool(writes or (plan and plan.makings)))
        self.go.setText(f"导入 {writes:,} 行" if writes else "导入")
        self.back.setEnabled(counts.get("refused", 0) > 0)
        for widget in (self.other, self.back, self.go):
            widget.setVisible(plan is not None)
        if plan is None:
            self.subtitle.setText("")
            self.welcome.setFocus()
            return
        self.subtitle.setText(f"{plan.path.name}　{RECORDS[plan.record].title if plan.record in RECORDS else ''}")
        self._show_sentences(plan)
        self.columns.show_plan(plan)
        self.table.show_plan(plan)
        self.view.setFocus()

    def _show_sentences(self, plan: Plan) -> None:
        """What concerns the whole file; each number leads to what it counts."""
        blocked = plan.message or (NOBODY if plan.rows else "这个文件不能导入。")
        self.notes.setText("" if plan.status == "ok" else blocked)
        self.notes.setVisible(bool(self.notes.text()))
        for link, found, text in (
            (self.alike, plan.similar, "有 {} 个新名称与已登记的相近，点这里核对是否同一个 ›"),
            (self.made, plan.created, _MADE_ALIKE if plan.alike else "将一并新建 {} 个单位或党组织，请核对名称 ›"),
            (self.skipped, plan.skipped, "略过 {} 行（标题、表头、合计等）›"),
        ):
            link.setText(text.format(len(found)))
            link.setVisible(bool(found))
        asked = plan.record == "member" and bool(plan.layouts) and "member.branch" not in _mapped(plan)
        self.branch.setVisible(asked)
        self.branch_caption.setVisible(asked)

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

    def _place(self, *_: object) -> None:
        """The branch for a sheet that names none was chosen."""
        if self.plan is not None and editors.text_of(self.branch) != (self.plan.options.branch or ""):
            self.read()

    def _remap(self, sheet: str, column: int, target: str) -> None:
        self.mapping[sheet, column] = target
        self.read()

    def _correct(self, cells: dict[tuple[str, int, str], str]) -> None:
        plan = self.plan
        if plan is not None:
            jobs.run(
                self,
                lambda progress: importing.correct(self.store, plan, cells, progress=progress),
                done=self._show_plan,
                title="正在重新核对",
            )

    def apply(self) -> None:
        plan = self.plan
        if plan is not None:
            jobs.run(
                self,
                sparing.first(self.window_, lambda progress: applying.apply(plan, self.store, progress)),
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
                lambda _progress: returning.return_sheet(self.store, plan, Path(name)),
                done=lambda n: self.window_.notice(f"已写出 {n:,} 行。"),
                title="正在写出",
            )

    def status(self) -> str:
        return "导入前不写入任何数据"


def _again(store: Store, made: Plan, old: Plan | None, progress: Any) -> Plan:
    """What the clerk corrected and confirmed before another column or branch was chosen still holds."""
    if old is not None and old.options.cells and made.status == "ok":
        made = importing.correct(store, made, dict(old.options.cells), progress=progress)
    if old is not None and old.options.aliases and made.status == "ok":
        made = importing.same_as(store, made, dict(old.options.aliases), progress=progress)
    return made


def _mapped(plan: Plan) -> set[str]:
    """Targets that at least one column goes to."""
    return {column.target for layout in plan.layouts for column in layout.columns}


def _made(plan: Plan | None) -> str:
    """Those that may be one another mistyped come first."""
    if plan is None:
        return ""
    told = [
        f"{RECORDS[record].title}　{name}　与“{other}”读音相同，可能是同一个，请改正表里写错的一个"
        for record, name, other in plan.alike
    ]
    rest = [f"{RECORDS[record].title}　{name}" for record, name in plan.created]
    return "\n".join([*told, *([""] if told else []), *rest])


_MADE_ALIKE = "将一并新建 {} 个单位或党组织，其中有读音相同的，请核对名称 ›"


def _skipped(plan: Plan | None) -> str:
    if plan is None:
        return ""
    lines = [f"{found.sheet}　第 {found.row} 行　{WHY.get(found.code, '不是数据')}" for found in plan.skipped]
    return "\n".join([*lines[:MOST], f"……共 {len(lines):,} 行。"] if len(lines) > MOST else lines)


def _confirmed(screen: QWidget, plan: Plan) -> dict[tuple[str, str], int]:
    """The names of the sheet that the clerk says are others' names: (record, name) → row on the books."""
    told = {}
    for record, name, row, known in plan.similar:
        words = f"表里的{RECORDS[record].title}“{name}”就是已登记的“{known}”吗？\n确认后记为别名，以后的表里也认得。"
        if dialogs.ask(screen, "是否同一个", words, yes="是同一个"):
            told[record, name] = row
    return told
