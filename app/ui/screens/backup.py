"""备份与搬家: one file that holds everything, opened and checked; back from it, or over to a new PC with it."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout

from app import clock
from app.db.store import Changes
from app.errors import Locked, UserError, WrongWords
from app.models import RECORDS
from app.operations import access, keeping, spare
from app.table import Column, Table
from app.ui import dialogs, jobs, sparing
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.shortcut import OPENING, keyed
from app.ui.style import button, label
from app.ui.table import TableView, of_table

SPARE = (Column("number", "序号", "number"), Column("at", "备份时间", width=20), Column("size", "大小", width=12))
KIND = "备份文件 (*.backup)"
TEXTS = (
    (
        "备份到文件",
        "全部数据存成一个文件，写完会打开核验。建议每天下班前备份到另一块盘或U盘。",
        "备份到文件…",
        "backup",
    ),
    ("从备份恢复", "用一份备份换下现在的数据。现在的数据不会丢，会另存在原来的文件夹里。", "从备份恢复…", "restore"),
    (
        "搬家到新电脑",
        "在这台电脑备份，把备份文件和安装程序拷到新电脑，在新电脑上打开程序，选“从备份恢复”。",
        "为搬家做一份备份…",
        "carry",
    ),
)


class BackupScreen(Screen):
    title = "备份与搬家"

    def __init__(self, parts: Parts, window: Any) -> None:
        super().__init__(parts, window)
        self.heading()
        self.told = label("", "ok")
        self.spares: tuple[spare.Spare, ...] = ()
        for heading, text, act, method in TEXTS:
            card = QFrame()
            card.setProperty("card", True)
            line = QHBoxLayout(card)
            words = QVBoxLayout()
            words.addWidget(label(heading, "heading"))
            explained = label(text, "hint")
            explained.setWordWrap(True)
            words.addWidget(explained)
            line.addLayout(words, 1)
            made = button(act, look="primary" if method == "backup" else "")
            made.clicked.connect(getattr(self, method))
            line.addWidget(made)
            self.column.addWidget(card)
        self.column.addWidget(
            label("没有设密码时做的备份，拿到文件的人就能看到里面的全部信息，请妥善保管。", "warning")
        )
        self.column.addWidget(self.told)
        self.column.addWidget(self._second())
        line = QHBoxLayout()
        line.addWidget(label("自动备份", "heading"))
        line.addWidget(label("有改动时每半小时、关闭程序时、导入和对账之前各做一份，都打开核验过", "hint"))
        line.addStretch()
        self.back_button = button("恢复到选中的一份…")
        self.back_button.clicked.connect(self.back)
        line.addWidget(self.back_button)
        self.column.addLayout(line)
        self.list = TableView()
        self.column.addWidget(self.list, 1)
        keyed(self.list, OPENING, self.back)

    def _second(self) -> QFrame:
        """Another disk or a stick, remembered by this PC."""
        card = QFrame()
        card.setProperty("card", True)
        line = QHBoxLayout(card)
        words = QVBoxLayout()
        words.addWidget(label("第二处备份", "heading"))
        self.second = label("", "hint")
        self.second.setWordWrap(True)
        words.addWidget(self.second)
        line.addLayout(words, 1)
        choose, self.second_button, self.drop_button = (
            button("选文件夹…"),
            button("现在备份过去"),
            button("不用了", look="link"),
        )
        choose.clicked.connect(self.choose_second)
        self.second_button.clicked.connect(self.backup_second)
        self.drop_button.clicked.connect(lambda: self._use_second(None))
        for made in (self.drop_button, choose, self.second_button):
            line.addWidget(made)
        return card

    def refresh(self, changes: Changes | None = None) -> None:  # noqa: ARG002 - all of it is shown anew
        self.spares = tuple(reversed(spare.spares(spare.folder(self.store.path))))
        rows = [(one.number, one.at, f"{one.path.stat().st_size / 1e6:.1f} MB") for one in self.spares]
        model = of_table(Table("自动备份", SPARE, rows), self)
        self.list.setModel(model)
        self.list.fit(SPARE, model)
        self.back_button.setEnabled(bool(rows))
        place = sparing.second_place(self.window_)
        self.second.setText(_second_words(self.store.path, place))
        self.second_button.setEnabled(place is not None and place.is_dir())
        self.drop_button.setVisible(place is not None)

    def focus(self) -> None:
        self.list.setFocus()

    def back(self) -> None:
        """Restores the chosen one of those that the program made."""
        chosen = self.list.currentIndex().row()
        if 0 <= chosen < len(self.spares):
            self._look(self.spares[chosen].path)

    def choose_second(self) -> None:
        name = QFileDialog.getExistingDirectory(self, "第二处备份放在哪里")
        if not name:
            return
        try:
            spare.refuse_place(self.store.path, Path(name))
        except UserError as error:
            dialogs.show_error(self, error)
            return
        self._use_second(Path(name))

    def _use_second(self, place: Path | None) -> None:
        sparing.set_second_place(self.window_, place)
        self.refresh()

    def backup_second(self) -> None:
        place = sparing.second_place(self.window_)

        def said(path: Path | None) -> None:
            self.window_.standing.second_done()
            self.told.setText(f"已备份到第二处并核验：{path.name}" if path else "第二处已有最新的备份，没有改动。")
            self.window_.show_status()
            self.refresh()

        jobs.run(
            self,
            lambda progress: spare.make(self.store, progress, place=place),
            done=said,
            title="正在备份到第二处",
        )

    def backup(self) -> None:
        self._backup("备份")

    def carry(self) -> None:
        self._backup("搬家")

    def _backup(self, word: str) -> None:
        first = f"党建台账{word}-{clock.today():%Y%m%d}.backup"
        name, _ = QFileDialog.getSaveFileName(self, f"{word}到文件", first, KIND)
        if not name:
            return
        path = Path(name) if name.endswith(".backup") else Path(f"{name}.backup")
        jobs.run(
            self,
            lambda progress: keeping.backup(self.store, path, progress),
            done=lambda found: self._said(path, found),
            title="正在备份并核验",
        )

    def _said(self, path: Path, manifest: Any) -> None:
        self.window_.standing.backed_up()
        self.window_.show_status()
        self.refresh()
        size = path.stat().st_size / 1e6
        self.told.setText(
            f"已备份并核验：{path.name}，{size:.1f} MB，{sum(count for _table, count in manifest.rows):,} 行。"
        )

    def restore(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "从备份恢复", "", f"{KIND};;所有文件 (*)")
        if name:
            self._look(Path(name))

    def _look(self, path: Path) -> None:
        jobs.run(
            self,
            lambda progress: keeping.look(path, progress, self.store.key),
            done=lambda found: self._sure(path, found, self.store.key),
            failed=lambda error: self._ask_words(path, error),
            title="正在核验备份",
        )

    def _ask_words(self, path: Path, error: BaseException) -> None:
        """A backup of another database has a password of its own."""
        if not isinstance(error, Locked | WrongWords):
            dialogs.show_error(self, error)
            return
        typed = dialogs.ask_text(self, "从备份恢复", f"{error.text}请输入做备份时的密码，或当时的恢复码：", secret=True)
        if not typed:
            return
        words = access.words(typed, self.store.who)
        jobs.run(
            self,
            lambda progress: keeping.look(path, progress, words),
            done=lambda found: self._sure(path, found, words),
            failed=lambda again: self._ask_words(path, again),
            title="正在核验备份",
        )

    def _sure(self, path: Path, manifest: Any, given: keeping.Given) -> None:
        counts = dict(manifest.rows)
        holds = "，".join(
            f"{RECORDS[r].title} {counts.get(r, 0):,} {RECORDS[r].counter}" for r in ("member", "household")
        )
        words = (
            f"备份时间 {manifest.created[:16].replace('T', ' ')}，里面有{holds}。\n"
            "恢复后程序会重新打开；现在的数据另存为一个文件，随时可以换回来。"
        )
        if dialogs.ask(self, "从备份恢复", words, yes="恢复", danger=True):
            self.window_.restore_asked.emit(str(path), given)


def _second_words(db: Path, place: Path | None) -> str:
    if place is None:
        return "还没有选。选一块移动硬盘或 U 盘上的文件夹，关闭程序时会多备份一份到那里；电脑坏了也不怕。"
    if not place.is_dir():
        return f"{place}：现在找不到。请插上 U 盘或移动硬盘。"
    made = spare.spares(place)
    last = f"最近一份 {made[-1].at}" if made else "还没有备份过去"
    near = "　这个文件夹和数据库在同一块盘上，盘坏了会一起丢。" if spare.same_disk(db, place) else ""
    return f"{place}：{last}。{near}"
