"""备份与搬家: one file that holds everything, opened and checked; back from it, or over to a new PC with it."""

from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout

from app import clock
from app.db.slot import Words
from app.errors import Locked, WrongWords
from app.models import RECORDS
from app.operations import access, keeping
from app.ui import dialogs, jobs
from app.ui.handed import Parts
from app.ui.screens.screen import Screen
from app.ui.style import button, label

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
        self.column.addStretch()

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
        size = path.stat().st_size / 1e6
        self.told.setText(
            f"已备份并核验：{path.name}，{size:.1f} MB，{sum(count for _table, count in manifest.rows):,} 行。"
        )

    def restore(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "从备份恢复", "", f"{KIND};;所有文件 (*)")
        if name:
            jobs.run(
                self,
                lambda progress: keeping.look(Path(name), progress, self.store.key),
                done=lambda found: self._sure(Path(name), found, self.store.key),
                failed=lambda error: self._ask_words(Path(name), error),
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
        words = access.words(typed)
        jobs.run(
            self,
            lambda progress: keeping.look(path, progress, words),
            done=lambda found: self._sure(path, found, words),
            failed=lambda again: self._ask_words(path, again),
            title="正在核验备份",
        )

    def _sure(self, path: Path, manifest: Any, given: Words | bytes) -> None:
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
