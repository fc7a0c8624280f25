"""迎检: of whom and which lists; what is missing is seen at once; one button binds the book and fills the folder."""

import os
import sys
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.db.queries import assessment as assessments
from app.db.queries import resolve
from app.db.store import Changes
from app.errors import UserError
from app.operations.outgoing import Terms
from app.pack.content import Content, Wish, gather, versions
from app.pack.folder import BOOK, Packed, pack
from app.progress import Progress
from app.ui import dialogs, editors, jobs
from app.ui.flow import Flow
from app.ui.handed import Parts
from app.ui.leaving import FIRST, TermsEditor
from app.ui.naming import named
from app.ui.screens.screen import Screen
from app.ui.style import button, label
from app.ui.table import TableView, framed, of_table

EMPTY = "还没有考核。先在“考核”里给党组织自评，这里就能装订迎检材料。"


class PackScreen(Screen):
    title = "迎检"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self._asked, self._left = 0, False
        self.made: Packed | None = None
        self.open_button = button("打开上次装订的")
        self.open_button.clicked.connect(self.open_book)
        self.open_button.hide()
        self.go = button("迎检：装订成册…", look="primary")
        self.go.clicked.connect(self.bind)
        self.heading(self.open_button, self.go)
        self.column.addWidget(self._wishes())
        body = QHBoxLayout()
        self.lists = QListWidget()
        self.lists.setFixedWidth(270)
        self.lists.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lists.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.lists.itemChanged.connect(lambda _item: self.load())
        body.addWidget(self.lists)
        right = QVBoxLayout()
        self.about = label("", "heading")
        self.about.setWordWrap(True)
        right.addWidget(self.about)
        self.view = TableView()
        right.addWidget(framed(self.view), 1)
        body.addLayout(right, 1)
        self.column.addLayout(body, 1)

    def _wishes(self) -> QWidget:
        made = QWidget()
        flow = Flow(made)
        self.branch, self.unit, self.year = editors.Picker([]), editors.Picker([]), QComboBox()
        self.terms = TermsEditor(made, FIRST)
        for every in (self.branch, self.unit):
            every.line().setPlaceholderText("全部")
            every.line().editingFinished.connect(self.load)
            every.setFixedWidth(200)
        self.year.currentIndexChanged.connect(lambda _i: self.load())
        for caption, widget in (
            ("党组织", self.branch), ("单位", self.unit), ("年度", self.year), ("给谁", self.terms.whom),
            ("脱敏", self.terms.mask), ("用途", self.terms.purpose),
        ):  # fmt: skip
            pair = QWidget()
            line = QHBoxLayout(pair)
            line.setContentsMargins(0, 0, 6, 0)
            line.addWidget(label(caption, "field"))
            line.addWidget(widget)
            flow.addWidget(pair)
        self.index_only = QCheckBox("纸质材料只列入目录")
        self.index_only.setToolTip("纸质材料和引用的台账只写在佐证材料目录里，不另占一页")
        flow.addWidget(self.index_only)
        return made

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - all of it is shown anew
        with self.store.read() as reader:
            for widget, record in ((self.unit, "unit"), (self.branch, "branch")):
                kept = editors.text_of(widget)
                widget.offer(resolve.names(reader, record))
                editors.put_text(widget, kept)
            years, known = assessments.years(reader), versions(reader)
        self.terms.offer()
        self._offer(years, known)
        self.load()

    def _offer(self, years: tuple[int, ...], known: tuple[tuple[int, str], ...]) -> None:
        """Years and lists; what was chosen stays so."""
        year, off = self.year.currentData(), {row for row, ticked in self._ticks() if not ticked}
        self.year.blockSignals(True)
        self.lists.blockSignals(True)
        self.year.clear()
        for each in years:
            self.year.addItem(f"{each} 年", each)
        self.year.setCurrentIndex(max(0, self.year.findData(year)))
        self.lists.clear()
        for row, name in known:
            item = QListWidgetItem(name)
            item.setData(Qt.ItemDataRole.UserRole, row)
            item.setCheckState(Qt.CheckState.Unchecked if row in off else Qt.CheckState.Checked)
            item.setToolTip(name)
            self.lists.addItem(item)
        self.year.blockSignals(False)
        self.lists.blockSignals(False)

    def focus(self) -> None:
        self.branch.line().setFocus()

    def leave(self) -> None:
        self._left = True

    def _ticks(self) -> list[tuple[int, bool]]:
        items = (self.lists.item(i) for i in range(self.lists.count()))
        return [(item.data(Qt.ItemDataRole.UserRole), item.checkState() == Qt.CheckState.Checked) for item in items]

    def wish(self) -> Wish:
        """What the screen asks for. UserError when a name means nothing."""
        ticked = tuple(row for row, on in self._ticks() if on)
        if self.lists.count() and not ticked:
            raise UserError("没有勾选清单。", "请在左边至少勾选一个。")
        return Wish(
            self._row("branch", editors.text_of(self.branch)), self._row("unit", editors.text_of(self.unit)),
            self.year.currentData(), ticked if len(ticked) < self.lists.count() else (), self.terms.profile(),
            papers=not self.index_only.isChecked(),
        )  # fmt: skip

    def _row(self, record: str, name: str) -> int | None:
        return named(self.store, record, name) if name else None

    def load(self) -> None:
        """What is missing, as it stands now."""
        if self._left:  # a field that loses the keyboard because the window closes asks nothing more
            return
        self._asked += 1
        ticket = self._asked
        try:
            wish = self.wish()
        except UserError as error:
            self._nothing(f"{error.text}{error.hint}")
            return

        def work(_progress: Progress) -> Content:
            with self.store.read() as reader:
                return gather(reader, wish)

        jobs.run(self, work, done=lambda found: self._show(found, ticket), failed=self._refused, quiet=True)

    def _refused(self, error: BaseException) -> None:
        if not isinstance(error, UserError):
            dialogs.show_error(self, error)
            return
        self._nothing(f"{error.text}{error.hint}" if self.year.count() else EMPTY)

    def _nothing(self, why: str) -> None:
        self.about.setText(why)
        self.view.setModel(None)
        self.go.setEnabled(False)

    def _show(self, found: Content, ticket: int) -> None:
        if ticket != self._asked:
            return
        self.go.setEnabled(True)
        gaps = f"缺项 {len(found.gaps):,} 处" if found.gaps else "没有发现缺项"
        self.about.setText(
            f"{found.organisation}：{gaps}；清单 {len(found.sheets)} 份，台账 {len(found.tables)} 本，"
            f"佐证材料 {len(found.exhibits)} 份"
        )
        table = found.gap_table()
        model = of_table(table, self)
        self.view.setModel(model)
        self.view.fit(table.columns, model)

    def bind(self) -> None:
        try:
            wish, terms = self.wish(), self.terms.terms(self.terms.profile())
        except UserError as error:
            self.window_.notice(f"{error.text}{error.hint}")
            return
        name = QFileDialog.getExistingDirectory(self, "在哪个文件夹里建“迎检材料”")
        if name:
            whose = editors.text_of(self.branch) or editors.text_of(self.unit) or "全部"
            self.run(wish, Path(name) / f"迎检材料-{whose.replace('/', '-')}", terms)

    def run(self, wish: Wish, folder: Path, terms: Terms) -> None:
        jobs.run(
            self,
            lambda progress: pack(self.store, wish, folder, progress, terms=terms),
            done=self._bound,
            title="正在装订迎检材料",
        )

    def _bound(self, made: Packed) -> None:
        self.made = made
        self.open_button.show()
        lost = f"\n{len(made.lost)} 份佐证的文件不在数据库里：{'、'.join(made.lost[:5])}。" if made.lost else ""
        dialogs.tell(
            self,
            "装订完成",
            f"共 {made.pages:,} 页，缺项 {made.gaps:,} 处写在第 1 页。\n文件夹：{made.folder}{lost}",
        )

    def open_book(self) -> None:
        """In the program that the PC opens PDFs with."""
        if self.made is not None:
            opened = QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.made.folder / BOOK)))
            if not opened or (sys.platform == "linux" and not os.environ.get("DISPLAY")):
                self.window_.notice(f"请在文件夹里打开：{self.made.folder}")
