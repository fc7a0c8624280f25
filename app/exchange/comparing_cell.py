"""What is the state of one cell, and of the row it stands in, given what was sent, what came back and what is stored?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.db.queries import standing
from app.exchange import comparing_plan as c
from app.exchange import target as t
from app.exchange.cell import CLEAR, CLEAR_WORD, Read
from app.exchange.comparing_plan import ComparedCell
from app.exchange.plan import Layout, Note
from app.exchange.settle import differs
from app.exchange.whole import Whole
from app.kinds import normal
from app.models import RECORDS
from app.models.record import field_map

_BY_VERB = "{label}不能在表里改，请在程序里办理（离开、迁出、撤销等）。"

# What may be kept where nothing stood, but never takes the place of a value that was sound.
DOUBTFUL = frozenset(
    {"phone_format", "phone_lost", "name_placeholder", "name_annotation", "name_pua", "date_future", "id_area"}
)


@dataclass(frozen=True)
class Side:
    """What is compared: `fields` of the record; values by row on the books, links as row ids; words for linked rows.

    `written` says by field how values were sent that read otherwise than they are kept.
    """

    record: str
    fields: tuple[str, ...]
    stored: Mapping[int, tuple[Any, ...]]
    sent: Mapping[int, Mapping[str, Any]]
    words: Mapping[tuple[str, int], str]
    written: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def text(self, name: str, value: Any) -> str | None:
        """As the clerk reads it, None for empty."""
        if value is None:
            return None
        if value is CLEAR:
            return CLEAR_WORD
        to = t.link_of(f"{self.record}.{name}")
        if to:
            return self.words.get((to, value), str(value)) if isinstance(value, int) else str(value)
        return t.kind_of(f"{self.record}.{name}").text(value) or None


def state_of(record: str, name: str, sent: tuple[Any, ...], returned: Any, stored: Any) -> str:
    """`sent` is a tuple of the one value that was sent, or empty when nothing was sent.

    An empty cell never erases; a date that is only less exact says nothing against the stored one.
    """
    was = sent[0] if sent else stored
    moved = bool(sent) and was != stored
    if returned is None:
        if stored is None:
            return c.SAME
        return c.STORED_CHANGED if was is None and moved else c.EMPTY_KEPT
    if returned is CLEAR:
        if stored is None:
            return c.SAME
        return c.CONFLICT if moved else c.CLEARED
    if not differs(record, name, stored, returned):
        return c.BOTH_SAME if moved and returned == stored else c.SAME
    if moved and not differs(record, name, was, returned):
        return c.STORED_CHANGED
    return c.CONFLICT if moved else c.CHANGED


class Cells:
    """Makes the cells of one row at a time; keeps where each target stands in each block."""

    def __init__(
        self,
        whole: Whole,
        values: Mapping[str, list[Any]],
        side: Side,
        reads: Sequence[Read],
        layouts: Sequence[Layout],
    ) -> None:
        self.whole = whole
        self.values = values
        self.side = side
        self.reads = reads
        self.places = [{column.target: column.index for column in layout.columns} for layout in layouts]
        self.known = field_map(RECORDS[side.record])

    def raw(self, place: int, name: str) -> str:
        """The returned text as it was typed."""
        layout, shown = self.whole.origin[place]
        column = self.places[layout].get(f"{self.side.record}.{name}")
        grid = self.reads[layout].grid
        cells = grid.rows[shown - grid.first_row]
        return normal.plain(cells[column]).strip() if column is not None and column < len(cells) else ""

    def notes(self, place: int) -> dict[str, list[Note]]:
        """What was said of the row, by field; "" for the row as a whole."""
        told: dict[str, list[Note]] = {}
        for note in (*self.whole.refused.get(place, ()), *self.whole.warned.get(place, ())):
            told.setdefault(t.field_name(note.target) if note.target else "", []).append(note)
        return told

    def of(self, place: int, row: int) -> tuple[ComparedCell, ...]:
        """Every compared cell of a row that is on the books (`row`), or of a new one (0)."""
        told = self.notes(place)
        stored = self.side.stored.get(row) or (None,) * len(self.side.fields)
        sent = self.side.sent.get(row, {})
        return tuple(
            self._cell(place, name, told.get(name, []), (sent, held, bool(row)))
            for name, held in zip(self.side.fields, stored, strict=True)
        )

    def _as_sent(self, place: int, name: str, was: Any) -> bool:
        """Whether the cell still says what was written into it, though that reads otherwise."""
        words = self.side.written.get(name)
        return words is not None and str(was) in words and self.raw(place, name) == words[str(was)]

    def _cell(
        self, place: int, name: str, notes: list[Note], against: tuple[Mapping[str, Any], Any, bool]
    ) -> ComparedCell:
        sent, stored, known = against
        returned = self.values[name][place]
        raw = self.raw(place, name) if returned is None or notes else ""
        was = (sent[name],) if name in sent else ()
        if was and self._as_sent(place, name, was[0]):
            returned, raw, notes = was[0], "", []
        shown = self.side.text(name, returned)
        label = self.known[name].label
        if raw == CLEAR_WORD and returned is None:
            refused = Note(
                "clear_refused", f"{label}不能清空，没有改动；要改请写上新的内容。", f"{self.side.record}.{name}"
            )
            state, shown, notes = c.DAMAGED, raw, [refused]
        elif returned is None and raw and notes:
            state, shown = c.DAMAGED, raw
        elif not known:
            state = c.NEW if returned is not None and returned is not CLEAR else c.SAME
        else:
            state = state_of(self.side.record, name, was, returned, stored)
        if state in c.TAKEN and stored is not None and any(note.code in DOUBTFUL for note in notes):
            state, shown = c.DAMAGED, raw
        if state in c.TAKEN and not self.known[name].asked:
            state, notes = (
                c.DAMAGED,
                [*notes, Note("by_verb", _BY_VERB.format(label=label), f"{self.side.record}.{name}")],
            )
        if state not in (*c.TAKEN, c.DAMAGED, c.NEW):
            notes = []
        value = returned if state in (*c.TAKEN, c.NEW) else None
        before = self.side.text(name, was[0]) if was else None
        return ComparedCell(name, label, before, shown, self.side.text(name, stored), state, value, tuple(notes))


def damaged(cell: ComparedCell, note: Note) -> ComparedCell:
    """The cell may not be taken after all."""
    return replace(cell, state=c.DAMAGED, value=None, notes=(*cell.notes, note))


def words_for(
    reader: Any, record: str, fields: Sequence[str], columns: Sequence[Sequence[Any]]
) -> dict[tuple[str, int], str]:
    """(record, row) → the words that name it, for all links in these columns."""
    found: dict[tuple[str, int], str] = {}
    for name, column in zip(fields, columns, strict=True):
        to = t.link_of(f"{record}.{name}")
        if not to:
            continue
        rows = {value for value in column if isinstance(value, int) and value > 0}
        found.update(((to, row), word) for row, word in standing.names(reader, to, rows).items())
    return found
