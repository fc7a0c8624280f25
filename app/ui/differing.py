"""A record that was changed elsewhere while its form was open: both values side by side, and the clerk chooses each."""

from collections.abc import Mapping, Sequence
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
    fields = [field for field in form.fields if field.name in found.fields]
    asking = Differing(form, fields, before=before, theirs=now, mine=mine)
    if not asking.exec():
        return False
    for name, widget in form.widgets.items():
        untouched = mine[name] == before.get(name, "")
        if (untouched and now[name] != mine[name]) or asking.takes_theirs(name):
            editors.put_text(widget, now[name])
    form.before, form.seen = now, seen
    asking.deleteLater()
    return True


class Differing(QDialog):
    """One line for each field: what was there, what the other one made of it, what stands in the form."""

    def __init__(
        self, parent: QWidget, fields: Sequence[Field], *, before: Mapping[str, str], theirs: Mapping[str, str],
        mine: Mapping[str, str],
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setWindowTitle("别处改过同一条")
        self.setMinimumWidth(640)
        self.groups: dict[str, QButtonGroup] = {}
        column = QVBoxLayout(self)
        column.addWidget(label("您填写期间，这条记录在别处改过。请逐项选定用哪一个，再保存。", "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(8)
        for i, title in enumerate(("项目", "原来", "别处改成", "您填的")):
            grid.addWidget(label(title, "hint"), 0, i)
        for i, field in enumerate(fields, 1):
            self._line(grid, i, field, (before, theirs, mine))
        column.addLayout(grid)
        column.addStretch()
        column.addLayout(self._buttons())
        self._look()

    def _line(self, grid: QGridLayout, row: int, field: Field, texts: Sequence[Mapping[str, str]]) -> None:
        was, theirs, mine = (each.get(field.name, "") or _EMPTY for each in texts)
        group = QButtonGroup(self)
        grid.addWidget(label(field.label, "field"), row, 0)
        grid.addWidget(label(_short(was), "hint"), row, 1)
        for i, (whose, text) in enumerate((("别处改成", theirs), ("您填的", mine))):
            choice = QRadioButton(plain_caption(_short(text)))
            choice.setToolTip(plain_tip(text) if text != _short(text) else "")
            choice.setAccessibleName(f"{field.label}：{whose} {text}")
            group.addButton(choice, i)
            grid.addWidget(choice, row, 2 + i)
        group.idToggled.connect(self._look)
        self.groups[field.name] = group

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        for text, which in (("都用别处的", 0), ("都用我填的", 1)):
            every = button(text, look="link")
            every.clicked.connect(lambda _=False, which=which: self.choose(which))
            line.addWidget(every)
        line.addStretch()
        back = button("回到表单")
        self.save = button("按选定的保存", look="primary")
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
