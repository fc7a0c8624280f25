"""Which rows stand on a page, and which equal neighbours in merged columns become one high cell."""

from collections.abc import Iterable
from dataclasses import dataclass

from app.printing.grid import PADDING
from app.printing.laying import Laid, LaidRow


@dataclass(frozen=True)
class Span:
    """Rows `first` … `last` of a page share one cell in `column`."""

    column: int
    first: int
    last: int
    laid: Laid


@dataclass
class _Run:
    """A merged cell that may still grow downwards."""

    key: tuple[str, ...]
    first: int
    laid: Laid
    height: float

    @property
    def lacking(self) -> float:
        return max(0.0, self.laid.height + 2 * PADDING - self.height)


class PageRows:
    """The rows of one page, `available` points high."""

    def __init__(self, available: float, merged: tuple[int, ...]) -> None:
        self.rows: list[LaidRow] = []
        self.spans: tuple[Span, ...] = ()
        self._left = available
        self._merged = merged
        self._runs: dict[int, _Run] = {}
        self._found: list[Span] = []
        self._covered: frozenset[tuple[int, int]] = frozenset()

    def room(self, more: Iterable[LaidRow]) -> float:
        """Points left once the rows of `more` are added; counts the growth of merged cells generously."""
        rows = tuple(more)
        open_height = max((run.lacking for run in self._runs.values()), default=0.0)
        growth = sum(
            max((row.cells[column].height + 2 * PADDING - row.height for column in self._merged), default=0.0)
            for row in rows[-1:]
        )
        return self._left - sum(row.height for row in rows) - open_height - max(0.0, growth)

    def add(self, row: LaidRow) -> None:
        """Puts a row below the others; a merged cell that ends above it gets the height its text needs."""
        keys = self._keys(row)
        self._end({column for column, run in self._runs.items() if run.key != keys[column]})
        for column, key in keys.items():
            run = self._runs.setdefault(column, _Run(key, len(self.rows), row.cells[column], 0.0))
            run.height += row.height
        self.rows.append(row)
        self._left -= row.height

    def close(self) -> None:
        """No more rows: ends the merged cells."""
        self._end(set(self._runs))
        self.spans = tuple(span for span in self._found if span.last > span.first)
        self._covered = frozenset((s.column, row) for s in self.spans for row in range(s.first, s.last + 1))

    def covered(self, column: int, row: int) -> bool:
        """Whether the cell belongs to a span and is drawn with it."""
        return bool(self._covered) and (column, row) in self._covered

    def _keys(self, row: LaidRow) -> dict[int, tuple[str, ...]]:
        """A merged cell also ends where one to its left ends: an empty text never merges."""
        keys: dict[int, tuple[str, ...]] = {}
        before: tuple[str, ...] = ()
        for column in self._merged:
            text = row.cells[column].text
            before = (*before, text or f"row {len(self.rows)}")
            keys[column] = before
        return keys

    def _end(self, columns: set[int]) -> None:
        lacking = max((self._runs[column].lacking for column in columns), default=0.0)
        if lacking:
            self.rows[-1].height += lacking
            self._left -= lacking
            for run in self._runs.values():
                run.height += lacking
        for column in columns:
            run = self._runs.pop(column)
            self._found.append(Span(column, run.first, len(self.rows) - 1, run.laid))
