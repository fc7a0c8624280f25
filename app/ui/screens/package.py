"""报送包: some of the records sealed into one file for another PC; those that came, looked at and merged as one work."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from app.db.queries import standing
from app.db.store import Changes
from app.errors import Locked, WrongWords
from app.exchange import package_plan as p
from app.exchange import package_show as show
from app.exchange.package_make import make, mark
from app.exchange.package_merge import apply, plan_merge
from app.exchange.package_plan import Plan
from app.exchange.package_show import Line
from app.operations import receiver
from app.table import Table
from app.ui import dialogs, jobs, sparing
from app.ui.handed import Parts
from app.ui.screens.file_screen import FileScreen
from app.ui.screens.package_conflicts import Conflicts
from app.ui.screens.package_making import KIND, Making
from app.ui.style import button, label
from app.ui.table import TableView, framed, of_table

CARDS = (
    (
        "合并别处发来的",
        "可以一次选多份，或把文件拖到这里。先看新增多少、更新多少、哪些两边都改过，合并之前不改动任何数据，合并之后可以整体撤销。",
        "选择报送包…", "choose", "primary",
    ),
    (
        "做一份报送包",
        "把一个村、一个乡镇、一个专项或全部的记录封成一个加密文件，发给别的电脑合并。对方原有的记录不会被悄悄改掉。",
        "做一份…", "make", "",
    ),
)  # fmt: skip
FORKED = "这些包和以前从同一个数据库收到的对不上，可能恢复过旧备份，或有两份在同时使用：{}。不同的地方都要逐处定。"
NAMED = 3


class PackageScreen(FileScreen):
    title, choosing, kinds = "报送包", "选择报送包", f"{KIND};;所有文件 (*)"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.plan: Plan | None = None
        self.paths: tuple[Path, ...] = ()
        self.passwords: tuple[str, ...] = ()
        self._merging = False
        self.other, self.go = button("换一批…"), button("合并", look="primary")
        self.other.clicked.connect(self.back)
        self.go.clicked.connect(self.merge)
        self.heading(self.other, self.go)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._first())
        self.stack.addWidget(self._page())
        self.column.addWidget(self.stack, 1)
        self._look()

    def _first(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for heading, text, caption, method, look in CARDS:
            act = button(caption, look=look)
            act.clicked.connect(getattr(self, method))
            column.addWidget(_card(heading, label(text, "hint"), act))
        self.code = label("别人用它给本库封包，只有本库打得开，不用另外告诉密码。可以公开发送。", "hint")
        copy, keep = button("复制接收码"), button("存成文件…")
        copy.clicked.connect(self.copy_code)
        keep.clicked.connect(self.save_code)
        column.addWidget(_card("本库的接收码", self.code, copy, keep))
        self.told = label("", "ok")
        self.told.setWordWrap(True)
        self.told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column.addWidget(self.told)
        column.addStretch()
        return page

    def _page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        self.about, self.warning = label("", "hint"), label("", "warning")
        for each in (self.about, self.warning):
            each.setWordWrap(True)
            column.addWidget(each)
        self.tabs = QTabWidget()
        self.counts, self.changes, self.doubts, self.conflicts = TableView(), TableView(), TableView(), Conflicts()
        self.changes.say_when_empty("没有要更新的记录")
        self.doubts.say_when_empty("没有要说明的记录")
        self.conflicts.changed.connect(self._look)
        for widget in (framed(self.counts), self.conflicts, framed(self.changes), framed(self.doubts)):
            self.tabs.addTab(widget, "")
        column.addWidget(self.tabs, 1)
        return page

    def choose(self) -> None:
        names, _ = QFileDialog.getOpenFileNames(self, self.choosing, "", self.kinds)
        if names:
            self.take_in([Path(name) for name in names])

    def open_file(self, path: Path) -> None:
        self.take_in([path])

    def take_in(self, paths: Sequence[Path]) -> None:
        """All of them together; a folder stands for the packages in it."""
        found = [one for path in paths for one in (sorted(path.glob("*.package")) if path.is_dir() else [path])]
        if found:
            self.paths = tuple(found)
            self._read()

    def _read(self) -> None:
        """Judges them off the window's thread; nothing is changed."""
        paths, passwords = self.paths, self.passwords

        def work(progress: Any) -> tuple[Plan, list[Line], Table]:
            plan = plan_merge(self.store, paths, receiver.keys(self.store, *passwords), progress)
            with self.store.read() as reader:
                return plan, show.conflicts(reader, plan), show.changes(reader, plan)

        jobs.run(
            self, work, done=lambda found: self._show(*found) if paths == self.paths else None, failed=self._refused,
            title="正在读取报送包",
        )  # fmt: skip

    def _refused(self, error: BaseException) -> None:
        asks = isinstance(error, Locked) or (isinstance(error, WrongWords) and "密码" in error.text)
        if not isinstance(error, Locked | WrongWords) or not asks:
            dialogs.show_error(self, error)
            self.back()
            return
        typed = dialogs.ask_text(self, "报送包的密码", f"{error.text}请输入对方告知的密码：", secret=True)
        if typed:
            self.passwords = (*self.passwords, typed)
            self._read()

    def _show(self, plan: Plan, lines: list[Line], changes: Table) -> None:
        self.plan = plan
        self.stack.setCurrentIndex(1)
        named = "；".join(f"{one.told}　核对码 {one.mark}" for one in plan.packages[:NAMED])
        more = f"；等 {len(plan.packages)} 份" if len(plan.packages) > NAMED else ""
        self.about.setText(f"{named}{more}")
        forked = [one.title for one in plan.packages if one.forked]
        self.warning.setText(FORKED.format("、".join(forked)))
        self.warning.setVisible(bool(forked))
        left_out = show.left_out(plan)
        for view, table in ((self.counts, plan.table()), (self.changes, changes), (self.doubts, left_out)):
            model = of_table(table, self)
            view.setModel(model)
            view.fit(table.columns, model)
        self.conflicts.put(plan, lines)
        if lines:
            self.tabs.setCurrentIndex(1)
        self._look()

    def _look(self) -> None:
        """Captions that follow plan and decisions."""
        plan, merging = self.plan, self.stack.currentIndex() == 1
        self.other.setVisible(merging)
        self.go.setVisible(merging)
        if plan is None or not merging:
            self.subtitle.setText("")
            return
        rows = plan.rows(p.NEW) + plan.rows(p.CHANGED)
        self.subtitle.setText(
            f"新增 {plan.rows(p.NEW):,}　更新 {plan.rows(p.CHANGED):,}　本库较新 {plan.rows(p.HERE):,}"
        )
        left = f"，还有 {self.conflicts.undecided:,} 处没有定" if self.conflicts.undecided else ""
        captions = (
            "各类记录", f"两边都改过 {len(self.conflicts.lines):,} 处{left}", f"更新 {plan.rows(p.CHANGED):,} 条",
            f"没有合并 {len(plan.doubts):,} 条",
        )  # fmt: skip
        for place, caption in enumerate(captions):
            self.tabs.setTabText(place, caption)
        self.go.setText(f"合并 {rows:,} 条" if rows else "合并")
        self.go.setEnabled(bool(rows or self.conflicts.taken or plan.joins))

    def merge(self) -> None:
        plan = self.plan
        if plan is None:
            return
        words = f"还有 {self.conflicts.undecided:,} 处两边都改过没有定，这些记录先不动，下次合并还会列出。要先合并其余的吗？"
        if self.conflicts.undecided and not dialogs.ask(self, "还有没定的", words, yes="合并其余的"):
            return
        choice = self.conflicts.choice()
        self._merging = True
        jobs.run(
            self, sparing.first(self.window_, lambda progress: apply(self.store, plan, choice, progress)),
            done=self._done, failed=self._failed, title="正在合并",
        )  # fmt: skip

    def _done(self, changes: Changes | None) -> None:
        count = changes.count if changes is not None else 0
        self.back()
        words = f"已合并 {count:,} 条，按 Ctrl+Z 可以整体撤销。" if count else "没有要改动的，数据没有变。"
        self.told.setText(words)
        self.window_.notice(words)

    def _failed(self, error: BaseException) -> None:
        self._merging = False
        dialogs.show_error(self, error)
        self.refresh()

    def back(self) -> None:
        """To the first page; nothing stays open."""
        self._merging, self.plan, self.paths = False, None, ()
        self.told.setText("")
        self.stack.setCurrentIndex(0)
        self._look()

    def make(self) -> None:
        asked = Making(self, self.store)
        asked.exec()
        wanted = asked.wanted
        asked.deleteLater()
        if wanted is not None:
            jobs.run(
                self, lambda progress: make(self.store, wanted.out, wanted.scope, wanted.lock, progress),
                done=lambda manifest: self._made(wanted.out, manifest), title="正在做报送包",
            )  # fmt: skip

    def _made(self, out: Path, manifest: Any) -> None:
        rows = sum(count for _record, count in manifest.rows)
        self.told.setText(
            f"已做好并核对：{out}，共 {rows:,} 条。核对码 {mark(manifest)}，对方打开时看到同样的核对码，就是这一份。"
        )

    def copy_code(self) -> None:
        QGuiApplication.clipboard().setText(receiver.code(self.store))
        self.told.setText("接收码已复制，可以粘贴发给对方。")

    def save_code(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "接收码存成文件", "接收码.txt", "文本文件 (*.txt)")
        if name and dialogs.tried(self, lambda: receiver.save(self.store, Path(name))):
            self.told.setText(f"接收码已存成 {Path(name).name}，可以发给对方。")

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - what was looked at is looked at anew
        """A plan is good for one state of the database."""
        if self.plan is None or self._merging:
            return
        with self.store.read() as reader:
            counter = standing.counter(reader)
        if counter != self.plan.counter:
            self._read()

    def status(self) -> str:
        return "合并前不改动任何数据"


def _card(heading: str, words: Any, *acts: QWidget) -> QFrame:
    card = QFrame()
    card.setProperty("card", True)
    line = QHBoxLayout(card)
    texts = QVBoxLayout()
    texts.addWidget(label(heading, "heading"))
    words.setWordWrap(True)
    texts.addWidget(words)
    line.addLayout(texts, 1)
    for act in acts:
        line.addWidget(act)
    return card
