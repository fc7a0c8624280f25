"""Who brings the rows of a list: the first page at once, the count and the order after it, the newest question wins."""

from array import array
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.db.queries import listing
from app.db.queries.listing import Query
from app.db.store import Store
from app.ui import jobs
from app.ui.table import PAGE, Rows

LARGE = 20_000  # rows from which a search is asked off the window's thread
First = Callable[[Query, Rows], None]
Whole = Callable[["array[int]"], None]


class Fetcher(QObject):
    """`ask` shows a page by `first` and later all row ids by `whole`; answers to older questions are dropped."""

    def __init__(self, store: Store, parent: QWidget) -> None:
        super().__init__(parent)
        self.store, self.owner = store, parent
        self.size = 0  # how many rows there may be at most, filtered or not
        self._asked = 0
        self._wanted = 0

    def ask(self, query: Query, first: First, whole: Whole) -> None:
        self._asked += 1
        mine = self._asked
        if not self.size:  # a filter remembered from the last time must not hide how long the list is
            with self.store.read() as reader:
                self.size = listing.newest(reader, query.record)
        if not (self.size > LARGE and (query.words or query.conditions or query.marks or query.sort)):
            self._came(mine, query, self.page(query, 0, PAGE), first, whole)
            return
        self._later(mine, lambda: self.page(query, 0, PAGE), lambda rows: self._came(mine, query, rows, first, whole))

    def _came(self, mine: int, query: Query, rows: Rows, first: First, whole: Whole) -> None:
        first(query, rows)
        if len(rows) < PAGE:
            self._all(array("q", [row[0] for row in rows]), whole)
            return
        self._later(mine, lambda: self._ids(query), lambda found: self._all(found, whole))

    def _all(self, found: "array[int]", whole: Whole) -> None:
        self.size = max(self.size, len(found))
        whole(found)

    def _ids(self, query: Query) -> "array[int]":
        with self.store.read() as reader:
            return array("q", listing.ids(reader, query))

    def _later(self, mine: int, work: Callable[[], Any], done: Callable[[Any], None]) -> None:
        def still(found: Any) -> None:
            if mine == self._asked:
                done(found)

        jobs.run(self.owner, lambda _progress: work(), done=still, quiet=True)

    def bring(self, work: Callable[[], Any], show: Callable[[Any], None]) -> None:
        """Something about a list: at once for a short one, off the window's thread for a long one; the newest wins."""
        if self.size <= LARGE:
            show(work())
            return
        self._wanted += 1
        mine = self._wanted
        jobs.run(
            self.owner,
            lambda _progress: work(),
            done=lambda found: show(found) if mine == self._wanted else None,
            quiet=True,
        )

    def page(self, query: Query, offset: int, limit: int) -> Rows:
        with self.store.read() as reader:
            return listing.window(reader, query, offset=offset, limit=limit)

    def rows(self, query: Query, wanted: list[int]) -> Rows:
        """These rows in this order; one that went meanwhile leaves an empty row."""
        with self.store.read() as reader:
            found = {row[0]: row for row in listing.rows(reader, replace(query, sort=()), wanted)}
        return [found.get(row, ()) for row in wanted]
