"""模板填报: a superior unit's template, what was recognised in it, how it will look – and only then the filled file."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QFrame, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.db.store import Changes
from app.errors import UserError
from app.exchange import filling, proposing
from app.exchange.filling import Done, Proposal
from app.exchange.filling_picture import Picture
from app.exchange.proposing_rows import narrowed
from app.ui import jobs
from app.ui.handed import Parts
from app.ui.screens.file_screen import FileScreen
from app.ui.screens.filling_columns import ColumnTable
from app.ui.screens.filling_done import DonePage
from app.ui.screens.filling_options import Options
from app.ui.screens.filling_preview import PreviewCard, carded, samples
from app.ui.screens.filling_reading import Reading, Told
from app.ui.screens.filling_welcome import Welcome
from app.ui.style import button, label

KEPT = {
    ".xlsm": "启用宏的工作簿 (*.xlsm)",
    ".docx": "文档 (*.docx)",
}  # what stays of its own kind; all else becomes .xlsx
LARGE = 50_000_000
WELCOME, WORK, DONE = range(3)


class FillScreen(FileScreen):
    title, choosing, kinds = "模板填报", "选择模板", "模板 (*.xlsx *.xlsm *.xls *.et *.docx);;所有文件 (*)"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.path: Path | None = None
        self.proposal: Proposal | None = None
        self.told = Told()
        self.chosen: dict[str, str] = {}  # cell → what the clerk said fills it
        self.other, self.go = button("换一份模板…"), button("填写到…", look="primary")
        self.other.clicked.connect(self.choose)
        self.go.clicked.connect(self.fill)
        self.heading(self.other, self.go)
        self.stack = QStackedWidget()
        self.welcome = Welcome(self.store)
        self.welcome.asked.connect(self.choose)
        self.welcome.picked.connect(self.open_file)
        self.stack.addWidget(self.welcome)
        self.stack.addWidget(self._work())
        self.done = DonePage()
        self.done.again.connect(lambda: self._page(WORK))
        self.done.other.connect(self.choose)
        self.stack.addWidget(self.done)
        self.column.addWidget(self.stack, 1)
        self._page(WELCOME)

    # The pages

    def _work(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.reading, self.options = Reading(), Options(self.store)
        self.reading.told.connect(self._overrule)
        self.options.changed.connect(self._look)
        column.addWidget(self.reading)
        column.addWidget(self.options)
        self.note = label("", "warning")
        self.note.setWordWrap(True)
        column.addWidget(self.note)
        split = QSplitter()
        split.setChildrenCollapsible(False)
        self.columns, self.preview, self.counted = ColumnTable(), PreviewCard(self.store), label("", "heading")
        self.columns.chosen.connect(self._correct)
        self.columns.looked.connect(self.preview.mark)
        self.preview.drawn.connect(self._drawn)
        self.preview.failed.connect(self._unseen)
        split.addWidget(carded(QFrame(), self.columns, self.counted))
        split.addWidget(self.preview)
        split.setSizes([600, 550])
        column.addWidget(split, 1)
        return page

    def _page(self, page: int) -> None:
        self.stack.setCurrentIndex(page)
        self.go.setVisible(page == WORK)
        self.other.setVisible(page != WELCOME)
        if page == WELCOME:
            self.welcome.refresh()

    # A template

    def open_file(self, path: Path) -> None:
        """Reads a template and proposes how to fill it; nothing is written."""
        self.options.clear()
        self.options.refresh()
        self._read(path, Told(), {})

    def _read(self, path: Path, told: Told, chosen: dict[str, str]) -> None:
        large = path.is_file() and path.stat().st_size > LARGE

        def work(progress: Any) -> Proposal:
            found = filling.propose(
                self.store,
                path,
                record=told.origin,
                sheet=told.sheet,
                shape=told.shape,
                header=told.header,
                guess=True,
                large=large,
                progress=progress,
            )
            return _again(found, chosen)

        jobs.run(
            self, work, done=lambda found: self._show(found, told, chosen), title="正在看模板", failed=self._refused,
        )  # fmt: skip

    def _refused(self, error: BaseException) -> None:
        """What was overruled stays as it was when it cannot be."""
        self.window_.failed(error)
        if self.proposal is not None:
            self.reading.show_proposal(self.proposal, self.told)

    def _show(self, proposal: Proposal, told: Told, chosen: dict[str, str]) -> None:
        known = {blank.cell for blank in proposal.layout.blanks}
        self.path, self.proposal, self.told = proposal.path, proposal, told
        self.chosen = {cell: field for cell, field in chosen.items() if cell in known}
        self.subtitle.setText(proposal.path.name)
        self._page(WORK)
        self.options.narrow(narrowed(proposal))
        self.reading.show_proposal(proposal, told)
        self.columns.show_proposal(proposal, self.chosen)
        self._settled()
        (self.columns.first_doubt() or self.go).setFocus()

    def _settled(self) -> None:
        """After anything about the columns changed."""
        assert self.proposal is not None
        counts = self.columns.counts()
        asked, unknown = counts["！"], counts["？"]
        rest = [f"{asked} 栏请核对" if asked else "", f"{unknown} 栏没认出" if unknown else ""]
        self.counted.setText(
            "，".join([f"{len(self.columns.rows)} 栏", *filter(None, rest)]) + ("" if any(rest) else "，都有着落")
        )
        self.go.setEnabled(bool(self.proposal.filled()))
        self.options.suit(self.proposal)
        self._look()

    def _overrule(self, told: Told) -> None:
        assert self.path is not None
        self._read(
            self.path, told, {} if told.sheet != self.told.sheet or told.shape != self.told.shape else self.chosen
        )

    def _correct(self, cell: str, field: str) -> None:
        assert self.proposal is not None
        try:
            self.proposal = filling.correct(self.proposal, cell, field)
        except UserError as error:
            self.window_.notice(f"{error.text}{error.hint}")
            column = next(column for column in self.proposal.columns if column.cell == cell)
            self.columns.take_back(cell, column)
            return
        self.chosen[cell] = field
        self.columns.update_proposal(self.proposal, self.chosen)
        self._settled()

    # How it will look

    def _look(self) -> None:
        if self.proposal is None:
            return
        try:
            asked = self.options.asked(self.proposal)
        except UserError as error:
            self._unseen(error)
            return
        self.preview.look(self.proposal, asked)

    def _drawn(self, made: Picture) -> None:
        assert self.proposal is not None
        self.columns.show_samples(samples(self.proposal, made))
        self._note(_notes(self.proposal, made, self.options.narrowed if self.options.narrowing() else ""))
        self.go.setEnabled(self.go.isEnabled() and made.records > 0)

    def _unseen(self, error: BaseException) -> None:
        if isinstance(error, UserError):
            self._note(f"{error.text}{error.hint}", danger=True)
        else:
            self.window_.failed(error)

    def _note(self, text: str, *, danger: bool = False) -> None:
        self.note.setText(text)
        self.note.setVisible(bool(text))
        self.go.setEnabled(not danger and self.proposal is not None and bool(self.proposal.filled()))

    # Filling

    def fill(self) -> None:
        proposal = self.proposal
        if proposal is None:
            return
        try:
            asked, terms = self.options.asked(proposal), self.options.terms()
        except UserError as error:
            self._note(f"{error.text}{error.hint}", danger=True)
            return
        suffix = proposal.path.suffix.lower()
        suffix = suffix if suffix in KEPT else ".xlsx"
        wish = proposal.path.with_name(f"{proposal.path.stem}-已填{suffix}")
        kind = KEPT.get(suffix, "Excel 工作簿 (*.xlsx)")
        name, _ = QFileDialog.getSaveFileName(self, "填写到", str(wish), kind)
        if name:
            jobs.run(
                self,
                lambda progress: filling.fill(self.store, proposal, Path(name), asked, terms=terms, progress=progress),
                done=lambda done: self._filled(proposal, done), title="正在填写",
            )  # fmt: skip

    def _filled(self, proposal: Proposal, done: Done) -> None:
        filling.remember(self.store, proposal)
        self.done.show_done(done)
        self._page(DONE)
        self.window_.notice(self.done.title.text() + "。")

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - the picture is drawn anew
        if self.stack.currentIndex() == WELCOME:
            self.welcome.refresh()
        elif self.stack.currentIndex() == WORK:
            self.options.refresh()
            self._look()

    def status(self) -> str:
        return "模板本身不会改动，填好后另存为新文件"


def _again(proposal: Proposal, chosen: dict[str, str]) -> Proposal:
    """What the clerk said already, said again of a proposal that was made anew."""
    for cell, field in chosen.items():
        if proposal.layout.blank(cell) is not None:
            try:
                proposal = proposing.correct(proposal, cell, field)
            except UserError:  # the rows of another sort do not offer it
                continue
    return replace(proposal, corrected=bool(chosen))


def _notes(proposal: Proposal, made: Picture, narrowed: str) -> str:
    """What there is to say before filling; the rest comes with the filled file."""
    if not proposal.filled():
        return "还没有一栏有着落，请在“取自”里选择。表头认得不对的，先改上面“表头”的行号。"
    told = [f"按标题只填“{narrowed}”的；要全部都填，请清空“只填”。"] if narrowed else []
    told += made.notes[:3]
    if len(made.notes) > 3:
        told.append(f"还有 {len(made.notes) - 3} 条说明，填好后列出。")
    return "\n".join(told)
