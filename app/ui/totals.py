"""What the status bar says of the chosen rows: the sums of their figures, averages of ages and years."""

from PySide6.QtCore import QObject, QTimer, Signal

from app.db.queries import facet
from app.db.queries.listing import Query
from app.db.store import Store
from app.kinds import SCALED
from app.kinds.money import grouped
from app.models import RECORDS
from app.models.fields import Field
from app.models.record import field_map
from app.table import Column
from app.ui.fetching import Fetcher

PAUSE_MS = 150  # the clerk has stopped choosing
AVERAGED = ("age", "party_years")
SHOWN = 4  # figures that have room beside each other at 1366 pixels


class Totals(QObject):
    """`start` after each choice; a little later `text` holds the figures and `ready` says so."""

    ready = Signal()

    def __init__(self, fetcher: Fetcher, parent: QObject) -> None:
        super().__init__(parent)
        self.fetcher, self.text = fetcher, ""
        self._asked: tuple[Query, tuple[Column, ...], list[int]] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._pause.timeout.connect(self._ask)

    def start(self, query: Query, columns: tuple[Column, ...], rows: list[int]) -> None:
        self.text = ""
        self._asked = (query, columns, rows)
        if len(rows) > 1:
            self._pause.start()
        else:
            self._pause.stop()

    def _ask(self) -> None:
        asked = self._asked
        if asked is not None:
            self.fetcher.bring(lambda: told(self.fetcher.store, *asked), self._show)

    def _show(self, text: str) -> None:
        self.text = text
        self.ready.emit()


def figures(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """The columns shown that can be added up; a year or a place in an order cannot."""
    return tuple(c for c in columns if c.kind in ("number", *SCALED) and c.name not in ("order_no", "year"))[:SHOWN]


def told(store: Store, query: Query, columns: tuple[Column, ...], rows: list[int]) -> str:
    """`合计　人口 12　收入 3,000.00` over the rows with these ids, "" when there is nothing to add."""
    asked = figures(columns)
    if len(rows) < 2 or not asked:
        return ""
    with store.read() as reader:
        found = facet.sums(reader, query, [column.name for column in asked], rows)
    known = field_map(RECORDS[query.record])
    words = [_word(column, known.get(column.name), *found[column.name]) for column in asked]
    return "　".join(word for word in words if word)


def _word(column: Column, field: Field | None, total: int, filled: int) -> str:
    if not filled:
        return ""
    if column.name in AVERAGED:
        return f"平均{column.label} {total / filled:.1f}"
    return f"{column.label}合计 {grouped(field.kind.text(total)) if column.kind in SCALED and field else f'{total:,}'}"
