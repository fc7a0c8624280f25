"""The two tables of the review board: who would hold how many, and who is proposed for whom and why; dragging between them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.operations.suggestion_place import Proposal
from app.operations.suggestion_review import Review
from app.operations.suggestion_score import FIVE
from app.table import Column
from app.ui.table import AMBER, GREEN, GREY, RED, RowsModel, TableView

Index = QModelIndex | QPersistentModelIndex
MIME = "application/x-township-suggestion"
TAKEN, AGREED, OPEN, KEPT, LEFT = "✓ 采纳", "✓ 约定", "待定", "保留", "未安排"
COLOURS = {TAKEN: GREEN, AGREED: GREEN, OPEN: AMBER, LEFT: RED, KEPT: GREY}
LETTERS = dict(zip("地人风产趣", FIVE, strict=True))
ON, OFF = QColor("#f6e5e1"), QColor("#f4f3f1")
INK, FAINT = QColor("#8c1c24"), QColor("#a6aab2")
GROUND, FINE, FULL = QColor("#e9e7e4"), QColor("#2b6b4a"), QColor("#a84a05")
BY_VILLAGE = (
    Column("name", "村、单位", width=14), Column("all", "对象", "number", 6), Column("fresh", "推荐", "number", 6),
    Column("left", "未安排", "number", 7), Column("taken", "已定", "number", 6),
)  # fmt: skip
BY_HELPER = (
    Column("name", "联系人", width=12), Column("place", "所在", width=12), Column("now", "现有", "number", 6),
    Column("burden", "推荐后", width=12),
)  # fmt: skip
PROPOSED = (
    Column("decision", "决定", width=8), Column("who", "联系对象", width=12), Column("place", "村、组", width=12),
    Column("helper", "联系人", width=10), Column("why", "为什么", width=26), Column("five", "五相", width=15),
    Column("score", "分", "number", 5), Column("next", "次优", width=20),
)  # fmt: skip


@dataclass(frozen=True)
class Group:
    """One line of the left table: `key` the unit or the helper, `rows` of those to be helped that belong to it."""

    key: int | None
    cells: tuple[Any, ...]
    rows: tuple[int, ...]


def by_village(review: Review) -> list[Group]:
    """In the order of the run."""
    rows: dict[int | None, list[int]] = {}
    for row in (*review.pairs, *review.left):
        rows.setdefault(_gathered(review, _side(review, row).unit), []).append(row)
    bounds, done = review.found.bounds, review.taken | {told.helped for told in review.verdicts}
    return [
        Group(
            unit,
            (
                bounds.name(unit), len(held), sum(row in review.pairs and not review.pairs[row].kept for row in held),
                sum(row in review.left for row in held), sum(row in done for row in held),
            ),
            tuple(held),
        )
        for unit, held in rows.items()
    ]  # fmt: skip


def by_helper(review: Review) -> list[Group]:
    rows: dict[int, list[int]] = {}
    for row, pair in review.pairs.items():
        rows.setdefault(pair.helper.row, []).append(row)
    found = []
    for burden in review.found.burdens:
        one, held = burden.helper, review.load[burden.helper.row]
        place = review.found.bounds.name(one.unit) if one.unit is not None else ""
        cells = (one.name, f"{place}{one.group}", burden.now, f"{held} / {burden.most}")
        found.append(Group(one.row, cells, tuple(rows.get(one.row, ()))))
    return found


def line(review: Review, row: int, sure: frozenset[int]) -> tuple[Any, ...]:
    """One proposal in words; `sure` are those agreed."""
    one, pair = _side(review, row), review.pairs.get(row)
    place = f"{review.found.bounds.name(_gathered(review, one.unit))}{one.group}"
    if pair is None:
        return LEFT, one.name, place, "", review.left[row].why, None, "", ""
    beside = _beside(review, pair)
    five = "".join(letter for letter, word in LETTERS.items() if word in pair.reasons)
    return decision(review, row, sure), one.name, place, pair.helper.name, pair.why, five, pair.score, beside


def _beside(review: Review, pair: Proposal) -> str:
    """The next best, who may have more points than the one proposed: then he is 已满, which is why he was not."""
    if pair.next_best is None:
        return "没有别人"
    row = pair.next_best.row
    full = "，已满" if review.load[row] >= review.most.get(row, review.load[row] + 1) else ""
    return f"{pair.next_best.name}（{pair.next_score} 分{full}）"


def decision(review: Review, row: int, sure: frozenset[int]) -> str:
    if row in review.left:
        return LEFT
    if row in sure:
        return AGREED
    if review.pairs[row].kept:
        return KEPT
    return TAKEN if row in review.taken else OPEN


def _gathered(review: Review, unit: int | None) -> int | None:
    """The village of people; the township of villages, firms and branches."""
    within = "town" if review.found.way.helped in ("unit", "branch") else "village"
    return review.found.bounds.place(unit, within)


def _side(review: Review, row: int) -> Any:
    return review.pairs[row].helped if row in review.pairs else review.left[row].helped


class BoardModel(RowsModel):
    """Rows that can be dragged from the right to a helper at the left; `dropped(i)` says on which line."""

    dropped = Signal(int)

    def __init__(self, columns: Sequence[Column], parent: QWidget, *, takes: bool = False) -> None:
        super().__init__(columns, parent)
        self.takes = takes
        self.colour = lambda column, value: COLOURS.get(value) if column.name == "decision" else None

    def show(self, columns: Sequence[Column], total: int, row: Callable[[int], tuple[Any, ...]]) -> None:
        """`row(i)` gives the cells of a line when it is seen."""
        self.reset(columns, total, lambda start, limit: [(i, *row(i)) for i in range(start, min(start + limit, total))])

    def flags(self, index: Index) -> Qt.ItemFlag:
        extra = Qt.ItemFlag.ItemIsDropEnabled if self.takes else Qt.ItemFlag.ItemIsDragEnabled
        return super().flags(index) | extra

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Any) -> QMimeData:
        made = QMimeData()
        made.setData(MIME, ",".join(str(row) for row in sorted({index.row() for index in indexes})).encode())
        return made

    def dropMimeData(self, data: QMimeData, _action: Any, _row: int, _column: int, parent: Index) -> bool:
        if not (self.takes and data.hasFormat(MIME) and parent.isValid()):
            return False
        self.dropped.emit(parent.row())
        return True


class Drawn(QStyledItemDelegate):
    """Draws the ground of a cell as the table does, and leaves its text to the drawing that follows."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        option.text = ""  # type: ignore[attr-defined]


class Five(Drawn):
    """地人风产趣: those that speak for the pair stand out."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        model = index.model()
        said = model.cell(index.row(), index.column()) if isinstance(model, RowsModel) else None
        if said is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        for i, letter in enumerate(LETTERS):
            box = QRect(rect.left() + 6 + i * 24, rect.center().y() - 10, 20, 20)
            on = letter in said
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ON if on else OFF)
            painter.drawRoundedRect(box, 6, 6)
            painter.setPen(INK if on else FAINT)
            painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), letter)
        painter.restore()


class Burdened(Drawn):
    """How full a helper would be: a bar, and the two numbers beside it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        held, _, most = str(index.data() or "0 / 1").partition(" / ")
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect  # type: ignore[attr-defined]
        bar = QRect(rect.left() + 6, rect.center().y() - 4, max(rect.width() - 64, 20), 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(GROUND)
        painter.drawRoundedRect(bar, 4, 4)
        share = min(int(held) / max(int(most), 1), 1.0)
        painter.setBrush(FULL if int(held) >= int(most) else FINE)
        painter.drawRoundedRect(QRect(bar.left(), bar.top(), int(bar.width() * share), 8), 4, 4)
        painter.setPen(FULL if int(held) > int(most) else GREY)
        text = QRect(bar.right() + 6, rect.top(), 52, rect.height())
        painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter), f"{held}/{most}")
        painter.restore()


def table(*, takes: bool) -> TableView:
    """A board table; the left one `takes` what is dragged to it."""
    made = TableView()
    made.setProperty("plain", True)
    made.horizontalHeader().setStretchLastSection(True)
    made.horizontalHeader().setSectionsMovable(False)
    made.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly if takes else QAbstractItemView.DragDropMode.DragOnly)
    made.setDragEnabled(not takes)
    made.setAcceptDrops(takes)
    made.setDropIndicatorShown(takes)
    if takes:
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    return made
