"""对账: a returned sheet cell by cell – sent, returned, on the books – what is taken over, what goes back to the village."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.db.queries import batch as batches
from app.db.queries import standing
from app.db.queries.batch import BatchFacts, HandoutFacts, ReceiptFacts
from app.db.store import Changes
from app.errors import UserError
from app.exchange.comparing import compare
from app.exchange.comparing_apply import Choice, apply, mark_checked
from app.exchange.comparing_plan import Comparison
from app.exchange.comparing_return import return_compared, returnable
from app.models.catalogue import shown_records
from app.ui import dialogs, jobs, sparing
from app.ui.handed import Parts
from app.ui.screens import comparing_line
from app.ui.screens.comparing_line import Line
from app.ui.screens.comparing_source import Source, collected, following, kept, unchecked, whose
from app.ui.screens.comparing_view import Differences
from app.ui.screens.file_screen import FileScreen
from app.ui.screens.welcome import welcome
from app.ui.style import button, label

BOOKS, OWN = -1, 0  # beside the rows of batches: compared with the books alone; the file finds its own batch
LARGE = 50_000_000  # bytes from which a file is asked about
INVITATION = (
    "表属于哪一批、哪个村会自己认出来；没有下发过的表与库里现有的比。"
    "逐格列出发出时、交回、库里现在各是什么，采纳之前不改动任何数据，采纳之后可以整体撤销。"
)


class CompareScreen(FileScreen):
    title, choosing = "对账", "选择交回的表"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.source: Source | None = None
        self.comparison: Comparison | None = None
        self.asks = Choice()  # the cells that were changed on both sides
        self.returns = 0  # rows that must go back
        self._asked = 0
        self.heading(*self._acts())
        first = button("选择文件…", look="primary")
        first.clicked.connect(self.choose)
        self.stack = QStackedWidget()
        self.stack.addWidget(welcome("把交回的表拖到这里，或点下面的按钮选择", INVITATION, first))
        self.stack.addWidget(self._page())
        self.column.addWidget(self.stack, 1)
        self._count()

    def _acts(self) -> tuple[QWidget, ...]:
        self.other, self.back, self.none = button("换一个文件…"), button("退回有问题的行…"), button("只记已核")
        self.next, self.go = button("下一份 ›"), button("采纳", look="primary")
        self.none.setToolTip("内容不采纳，只把这份表记为已核")
        self.next.setToolTip("打开这一批里下一份已交、还没有核的表")
        made = (self.other, self.back, self.none, self.next, self.go)
        acts = (self.choose, self.send_back, self.mark, self.open_next, self.apply)
        for one, act in zip(made, acts, strict=True):
            one.clicked.connect(act)
        return made

    def _page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self._against())
        self.notes = label("", "warning")
        self.notes.setWordWrap(True)
        column.addWidget(self.notes)
        self.found = Differences()
        self.found.changed.connect(self._count)
        self.found.opened.connect(self._open)
        column.addWidget(self.found, 1)
        return page

    def _against(self) -> QHBoxLayout:
        """What the file is compared with; the program's own guess can be corrected."""
        line = QHBoxLayout()
        self.batch, self.record = QComboBox(), QComboBox()
        self.record.addItem("自动识别", "")
        for record in shown_records():
            self.record.addItem(record.title, record.code())
        for caption, widget in (("与哪一批比", self.batch), ("登记的是", self.record)):
            widget.activated.connect(lambda _i: self._again())
            line.addWidget(label(caption, "field"))
            line.addWidget(widget)
        self.sum = label("", "hint")
        line.addSpacing(12)
        line.addWidget(self.sum, 1)
        return line

    def open_file(self, path: Path) -> None:
        """A file from the disk: it finds its batch by itself."""
        self._open_source(Source(path))

    def open_sheet(self, batch: BatchFacts, sheet: HandoutFacts) -> None:
        """The latest return of one place, as it was collected."""
        try:
            self._open_source(collected(self.store, batch, sheet))
        except UserError as error:
            dialogs.show_error(self, error)

    def open_receipt(self, receipt: ReceiptFacts) -> None:
        """A file that was collected and is nobody's."""
        try:
            self._open_source(kept(self.store, receipt))
        except UserError as error:
            dialogs.show_error(self, error)

    def _open_source(self, source: Source) -> None:
        self.comparison = None
        self.record.setCurrentIndex(0)
        self._offer(source.batch.id if source.batch else OWN)
        self._read(source)

    def _offer(self, batch: int) -> None:
        """The batches to choose from, `batch` chosen."""
        with self.store.read() as reader:
            known = batches.batches(reader)
        self.batch.clear()
        self.batch.addItem("自动认批次", OWN)
        self.batch.addItem("只与库里比", BOOKS)
        for one in known:
            self.batch.addItem(f"{one.name}（{one.sent_on} 下发）", one.id)
        self.batch.setCurrentIndex(max(self.batch.findData(batch), 0))

    def _again(self) -> None:
        """The clerk says with what it is compared, or what it holds."""
        source, asked = self.source, self.batch.currentData()
        if source is None:
            return
        with self.store.read() as reader:
            batch = batches.batch(reader, asked) if asked > 0 else None
        handouts = source.handouts if batch and source.batch and batch.id == source.batch.id else ()
        record = self.record.currentData() or None
        self.comparison = None
        self._read(Source(source.path, batch, handouts, source.content, asked == BOOKS, record))

    def _read(self, source: Source) -> None:
        """Compares off the window's thread; nothing is changed. The newest question wins."""
        large = source.content is None and source.path.exists() and source.path.stat().st_size > LARGE
        if large and not dialogs.ask(self, "文件较大", "这个文件超过 50 MB，对账需要一些时间。要继续吗？", yes="继续"):
            return
        self.source = source
        self._asked += 1
        mine = self._asked

        def work(progress: Any) -> tuple[Comparison, tuple[Line, ...], int]:
            made = compare(
                self.store, source.path, batch=source.batch, handouts=source.handouts, alone=source.alone,
                record=source.record, content=source.content, large=large, progress=progress,
            )  # fmt: skip
            return made, comparing_line.lines(made), len(returnable(made))

        jobs.run(self, work, done=lambda told: self._show(*told) if mine == self._asked else None, title="正在对账")

    def _show(self, comparison: Comparison, lines: tuple[Line, ...], back: int) -> None:
        again, self.comparison = self.comparison is not None, comparison
        self.asks = comparing_line.questions(comparison)
        self.returns = back
        self.stack.setCurrentIndex(1)
        self.found.put(comparison, lines, again=again)
        self.notes.setText(comparing_line.notes(comparison, lines))
        self.notes.setVisible(bool(self.notes.text()))
        self._count()

    def _count(self) -> None:
        """The captions, which follow each decision."""
        now = self.comparison if self.comparison is not None and self.comparison.status == "ok" else None
        decided = self.found.decided if now else comparing_line.Decisions()
        chosen = bool(decided.taken or decided.against)
        waits = now is not None and unchecked(self.store, now)
        self.go.setText("记为已核" if waits and not chosen else comparing_line.caption(decided))
        self.go.setEnabled(chosen or waits)
        self.other.setVisible(self.comparison is not None)
        self.back.setVisible(now is not None and self.returns > 0)
        self.none.setVisible(waits and chosen)
        self.next.setVisible(now is not None and following(self.store, now) is not None)
        self.go.setVisible(now is not None)
        self.subtitle.setText(self._whose())
        self.sum.setText(comparing_line.summary(now, decided.undecided(self.asks)) if now else "")
        self.window_.show_chosen()

    def _whose(self) -> str:
        if self.comparison is None:
            return ""
        title, told = whose(self.store, self.comparison)
        more = f" 等 {len(told)} 个" if len(told) > 3 else ""
        batch = f"　《{title}》" if title else ""
        return f"{self.comparison.path.name}{batch}　{'、'.join(told[:3])}{more}"

    def _open(self, row: int) -> None:
        if self.comparison is not None:
            self.window_.show_record(self.comparison.record, row)

    def apply(self) -> None:
        now, decided = self.comparison, self.found.decided
        if now is None:
            return
        if not (decided.taken or decided.against):
            self.mark()
            return
        open_ = decided.undecided(self.asks)
        words = f"还有 {open_:,} 处两边都改了没有定，这次不动，下次对账还会列出。要先采纳其余的吗？"
        if open_ and not dialogs.ask(self, "还有没定的", words, yes="采纳其余的"):
            return
        jobs.run(
            self,
            sparing.first(
                self.window_, lambda progress: apply(self.store, now, decided.taken, progress, against=decided.against)
            ),
            done=lambda _changes: self.window_.notice(f"{comparing_line.done(decided)}按 Ctrl+Z 可以整体撤销。"),
            title="正在采纳",
        )  # fmt: skip

    def mark(self) -> None:
        now = self.comparison
        if now is not None:
            jobs.run(
                self, lambda _progress: mark_checked(self.store, now),
                done=lambda _none: self.window_.notice("已记为已核，内容没有改动。"), title="正在记录",
            )  # fmt: skip

    def send_back(self) -> None:
        now = self.comparison
        if now is None:
            return
        proposed = f"{now.path.stem}-请核对.xlsx"
        name, _ = QFileDialog.getSaveFileName(self, "退回有问题的行", proposed, "Excel 工作簿 (*.xlsx)")
        if name:
            jobs.run(
                self, lambda _progress: return_compared(self.store, now, Path(name)),
                done=lambda n: self.window_.notice(f"已写出 {n:,} 行，每处都写明原因。"), title="正在写出",
            )  # fmt: skip

    def open_next(self) -> None:
        found = following(self.store, self.comparison) if self.comparison is not None else None
        if found:
            self.open_sheet(*found)

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - what was compared is compared anew
        """A comparison is good for one state of the database: after each work (its own too, and undo) it is made again."""
        if self.source is None or self.comparison is None or self.comparison.status != "ok":
            return
        with self.store.read() as reader:
            counter = standing.counter(reader)
        if counter != self.comparison.counter:
            self._read(self.source)

    def status(self) -> str:
        return "采纳前不改动任何数据"
