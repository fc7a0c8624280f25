"""A record that says one thing here and another elsewhere: both values side by side, and the clerk chooses each field.

Elsewhere may be another window, while a form on the record was open, or another PC, from which a package came.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtWidgets import QButtonGroup, QDialog, QGridLayout, QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from app.db.queries import listing
from app.db.store import Store
from app.errors import UserError
from app.models.fields import Field
from app.models.record import Record
from app.operations import outdated
from app.operations.outdated import Outdated
from app.ui import editors
from app.ui.style import button, label, plain_caption, plain_tip

_EMPTY = "（空）"
_LONGEST = 30  # characters of a value


def stored(
    store: Store, record: type[Record], fields: Sequence[Field], row: int | None
) -> tuple[dict[str, str], dict[str, Any]]:
    """(texts for the form, values to compare when saving) of one state of the database; empty for a new record."""
    if row is None:
        return {}, {}
    query = listing.Query(record.code(), tuple(field.name for field in fields), state="all", veiled=False)
    with store.read() as reader:
        found = listing.rows(reader, query, [row])
        if not found:
            raise UserError(f"这条{record.title}已经不在了，可能刚被撤销。")
        seen = outdated.seen(reader, record, row)
    texts = {
        field.name: "" if value is None else str(value) if field.to else field.kind.text(value)
        for field, value in zip(fields, found[0][1:], strict=True)
    }
    return texts, seen


def settle(form: Any, found: Outdated) -> bool:
    """Asks field by field; True when the form holds what was chosen and can be saved again. What the clerk had not
    touched follows the other one's change.
    """
    before, mine = form.before, form.texts()
    now, seen = stored(form.store, form.record, form.fields, form.row)
    lines = [
        Line(field.name, field.label, tuple(texts.get(field.name, "") for texts in (before, now, mine)))
        for field in form.fields
        if field.name in found.fields
    ]
    asking = Differing(form, lines, WINDOW)
    if not asking.exec():
        return False
    for name, widget in form.widgets.items():
        untouched = mine[name] == before.get(name, "")
        if (untouched and now[name] != mine[name]) or asking.takes_theirs(name):
            editors.put_text(widget, now[name])
    form.before, form.seen = now, seen
    asking.deleteLater()
    return True


@dataclass(frozen=True)
class Line:
    """One field. The last two of `texts` are chosen from: theirs, then the clerk's own; what stood there before them."""

    name: str
    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """What the dialog says: `sides` head the texts of a line, `every` are the captions that choose a side for all fields."""

    title: str
    explanation: str
    sides: tuple[str, ...]
    every: tuple[str, str]
    back: str
    save: str


WINDOW = Words(
    "别处改过同一条", "您填写期间，这条记录在别处改过。请逐项选定用哪一个，再保存。", ("原来", "别处改成", "您填的"),
    ("都用别处的", "都用我填的"), "回到表单", "按选定的保存",
)  # fmt: skip


class Differing(QDialog):
    """One line for each field: what was there where that is known, what the other one made of it, what stands here."""

    def __init__(self, parent: QWidget, lines: Sequence[Line], words: Words) -> None:
        super().__init__(parent)
        self.words = words
        self.setWindowTitle(words.title)
        self.setMinimumWidth(640)
        self.groups: dict[str, QButtonGroup] = {}
        column = QVBoxLayout(self)
        told = label(words.explanation, "heading")
        told.setWordWrap(True)
        column.addWidget(told)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        for i, title in enumerate(("项目", *words.sides)):
            grid.addWidget(label(title, "hint"), 0, i)
        for i, line in enumerate(lines, 1):
            self._line(grid, i, line)
        column.addLayout(grid)
        column.addStretch()
        column.addLayout(self._buttons())
        self._look()

    def _line(self, grid: QGridLayout, row: int, line: Line) -> None:
        *before, theirs, mine = (text or _EMPTY for text in line.texts)
        group = QButtonGroup(self)
        grid.addWidget(label(line.label, "field"), row, 0)
        for i, text in enumerate(before, 1):
            grid.addWidget(label(_short(text), "hint"), row, i)
        for i, (whose, text) in enumerate(zip(self.words.sides[-2:], (theirs, mine), strict=True)):
            choice = QRadioButton(plain_caption(_short(text)))
            choice.setToolTip(plain_tip(text) if text != _short(text) else "")
            choice.setAccessibleName(f"{line.label}：{whose} {text}")
            group.addButton(choice, i)
            grid.addWidget(choice, row, 1 + len(before) + i)
        group.idToggled.connect(self._look)
        self.groups[line.name] = group

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        for which, text in enumerate(self.words.every):
            every = button(text, look="link")
            every.clicked.connect(lambda _=False, which=which: self.choose(which))
            line.addWidget(every)
        line.addStretch()
        back = button(self.words.back)
        self.save = button(self.words.save, look="primary")
        back.clicked.connect(self.reject)
        self.save.clicked.connect(self.accept)
        line.addWidget(back)
        line.addWidget(self.save)
        return line

    def choose(self, which: int) -> None:
        """0 the other one's for all fields, 1 the clerk's own."""
        for group in self.groups.values():
            group.button(which).setChecked(True)

    def takes_theirs(self, name: str) -> bool:
        return name in self.groups and self.groups[name].checkedId() == 0

    def _look(self, *_: object) -> None:
        self.save.setEnabled(all(group.checkedId() >= 0 for group in self.groups.values()))


def _short(text: str) -> str:
    """One line of what may be a whole page of remarks."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
