"""佐证材料 of one line of an assessment: what is there in which stage, what is missing; files in and out, papers, registers."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog, QHBoxLayout, QVBoxLayout

from app.db.queries import evidence as queries
from app.db.queries.checklist import Line
from app.db.queries.evidence import Proof
from app.db.store import Store
from app.errors import UserError
from app.ledgers import LEDGERS
from app.models.assessment import FILE, PAPER, STAGES, Evidence
from app.operations import evidence, record
from app.operations.evidence import ENDINGS, About
from app.table import Column, Table
from app.ui import dialogs, jobs, viewing
from app.ui.asking import Question, ask
from app.ui.shortcut import OPENING, keyed
from app.ui.style import button, label
from app.ui.table import TableView, framed, of_table

COLUMNS = (
    Column("stage", "环节", width=10), Column("name", "材料名称", width=34), Column("kind", "形式", width=8),
    Column("made_on", "形成日期", "date", 12), Column("where", "文件或存放位置", width=34),
    Column("size", "大小", width=10, align="right"),
)  # fmt: skip
NOTHING = "这一条还没有佐证材料。选好环节，添加文件，或登记纸质材料的存放位置。"
_KINDS = f"文档、图片、录音录像 ({' '.join(f'*.{ending}' for ending in sorted(ENDINGS))});;全部文件 (*)"


def prove(screen: Any) -> None:
    """The evidence of the line that is chosen on the screen of an assessment."""
    line = screen.sheet.line()
    if line is None:
        dialogs.tell(screen, "请先选一条", "请先在表里选中一条，再添加它的佐证材料。")
        return
    dialog = Proofs(screen, int(screen.chosen()), line)
    dialog.exec()
    dialog.deleteLater()


class Proofs(QDialog):
    """Every act is one work; the dialog stays open and shows what is there now."""

    def __init__(self, screen: Any, assessment: int, line: Line) -> None:
        super().__init__(screen)
        self.host, self.assessment, self.line = screen, assessment, line
        self.store: Store = screen.store
        self.rows: tuple[Proof, ...] = ()
        self.setWindowTitle(f"佐证材料　第 {line.code_no} 条")
        self.resize(940, 560)
        column = QVBoxLayout(self)
        asked = label(line.content, "field")
        asked.setWordWrap(True)
        column.addWidget(asked)
        if line.evidence:
            column.addWidget(label(f"要求：{'、'.join(line.evidence)}", "hint"))
        self.empty = label("", "hint")
        self.empty.setWordWrap(True)
        column.addWidget(self.empty)
        column.addLayout(self._adding())
        self.view = TableView()
        self.view.say_when_empty(NOTHING)
        self.view.horizontalHeader().setStretchLastSection(True)
        self.view.doubleClicked.connect(lambda _index: self.look())
        keyed(self.view, OPENING, self.look)
        keyed(self.view, ("Delete",), self.remove)
        column.addWidget(framed(self.view), 1)
        column.addLayout(self._acts())
        self.load()

    def _adding(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.stage = QComboBox()
        self.stage.setAccessibleName("环节")
        self.stage.addItems((*STAGES, "不分环节"))
        line.addWidget(label("放入环节", "field"))
        line.addWidget(self.stage)
        for text, act, look in (
            ("添加文件…", self.attach, "primary"), ("登记纸质材料…", self.paper, ""), ("引用本程序台账…", self.point, ""),
        ):  # fmt: skip
            made = button(text, look=look)
            made.setAutoDefault(False)
            made.clicked.connect(act)
            line.addWidget(made)
        line.addStretch()
        return line

    def _acts(self) -> QHBoxLayout:
        line = QHBoxLayout()
        for text, act in (("查看 Enter", self.look), ("另存为…", self.save), ("移去… Delete", self.remove)):
            made = button(text)
            made.setAutoDefault(False)
            made.clicked.connect(act)
            line.addWidget(made)
        line.addStretch()
        close = button("关闭 Esc")
        close.setAutoDefault(False)
        close.clicked.connect(self.accept)
        line.addWidget(close)
        return line

    def load(self) -> None:
        with self.store.read() as reader:
            found = queries.proofs(reader, self.assessment)
            missing = evidence.missing(reader, self.assessment, [self.line.id])[self.line.id]
        self.rows = tuple(each for each in found if each.item == self.line.id)
        told = [
            (each.stage, each.name, each.kind, each.made_on, each.file_name or each.place, _size(each.size))
            for each in self.rows
        ]
        model = of_table(Table("", COLUMNS, told), self)
        self.view.setModel(model)
        self.view.fit(COLUMNS, model)
        if told:
            self.view.selectRow(0)
        words = f"还没有材料的环节：{'、'.join(missing)}" if missing else "✓ 五个环节都有材料"
        self.empty.setText(words)
        first = next((n for n, stage in enumerate(STAGES) if stage in missing), 0)
        self.stage.setCurrentIndex(first)

    def about(self) -> About:
        stage = self.stage.currentText()
        return About(self.assessment, self.line.id, stage if stage in STAGES else "")

    def attach(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, "添加佐证文件", "", _KINDS)
        if names:
            self.attach_files([Path(name) for name in names])

    def attach_files(self, paths: list[Path]) -> None:
        about = self.about()
        jobs.run(
            self, lambda progress: evidence.attach(self.store, about, paths, progress),
            done=lambda rows: self._done(f"已存入 {len(rows)} 份，可以撤销。"), title="正在存入佐证材料",
        )  # fmt: skip

    def paper(self) -> None:
        questions = (Question("name", "材料名称"), Question("place", "存放位置（柜、盒、份）"))
        told = ask(self, "登记纸质材料", "", questions, self._placed)
        if told is not None:
            self._done("已登记，可以撤销。")

    def _placed(self, told: dict[str, str]) -> None:
        evidence.place_paper(self.store, self.about(), told["name"], told["place"])

    def point(self) -> None:
        titles = tuple(ledger.title for ledger in LEDGERS.values())
        told = ask(
            self, "引用台账", "检查时按当时的登记打印，不必另存文件。", (Question("title", "台账", "choice", titles),), self._pointed
        )  # fmt: skip
        if told is not None:
            self._done("已引用，可以撤销。")

    def _pointed(self, told: dict[str, str]) -> None:
        name = next((ledger.name for ledger in LEDGERS.values() if ledger.title == told["title"]), "")
        if not name:
            raise UserError(f"没有名为“{told['title']}”的台账。", "请从列表里选择。")
        evidence.point_at(self.store, self.about(), told["title"], target=name)

    def chosen(self) -> Proof | None:
        rows = self.view.selected_rows() if self.view.model() is not None else []
        return self.rows[rows[0]] if rows and rows[0] < len(self.rows) else None

    def look(self) -> None:
        """A file is shown here; of paper and registers is said where they are."""
        proof = self.chosen()
        if proof is not None:
            dialogs.tried(self, lambda: viewing.view(self, *evidence.content(self.store, proof.id)).exec())

    def save(self) -> None:
        proof = self.chosen()
        if proof is None:
            return
        if proof.kind != FILE:
            where = f"存放位置：{proof.place}" if proof.kind == PAPER and proof.place else "请在台账里导出或打印。"
            dialogs.tell(self, "没有文件", f"“{proof.name}”不是文件。{where}")
            return
        name, _ = QFileDialog.getSaveFileName(self, "另存为", proof.file_name)
        if name:
            dialogs.tried(self, lambda: evidence.save_copy(self.store, proof.id, Path(name)))

    def remove(self) -> None:
        proof = self.chosen()
        if proof is None:
            return
        told = ask(
            self, "移去佐证材料", f"“{proof.name}”不再作为这一条的佐证；可以撤销。", (Question("reason", "原因"),),
            lambda said: record.void(self.store, Evidence, proof.id, reason=said["reason"]),
        )  # fmt: skip
        if told is not None:
            self._done("已移去，可以撤销。")

    def _done(self, told: str) -> None:
        self.load()
        self.host.window_.notice(told)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)


def _size(size: int | None) -> str:
    if size is None:
        return ""
    return f"{size / (1 << 20):.1f} MB" if size >= 1 << 20 else f"{max(1, size >> 10)} KB"
