"""A statistics table: what each row and each column means together, counted by one statement per subject."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice

from app.db.queries import ledger as queries
from app.db.queries import resolve
from app.db.queries.ledger import Part
from app.db.store import Reader
from app.exchange import proposing_stat as stats
from app.exchange.filling_report import Asked, Count, Written
from app.exchange.filling_table import shown
from app.exchange.filling_value import Writer, percentage
from app.exchange.patch import Block, Fill, Filled
from app.exchange.proposing import Proposal
from app.exchange.proposing_column import ROW_NO, Mapped
from app.exchange.template import Blank
from app.exchange.template_stat import is_total
from app.ledgers.measure import Counted, Measure, counted, crossed
from app.table import Cell

_LEAF = "branch.kind IS NULL OR branch.kind NOT IN ('党委', '党工委', '党组')"


class _Scope:
    """Which branches and units a row counts; None: everything asked for."""

    def __init__(
        self,
        *,
        branches: frozenset[int] | None = None,
        units: frozenset[int] | None = None,
        measure: Measure | None = None,
    ) -> None:
        self.branches, self.units, self.measure = branches, units, measure


class _Figures:
    """All figures that the table asks for, each counted once."""

    def __init__(self, reader: Reader, part: Part, wanted: Sequence[Measure]) -> None:
        self.places: dict[tuple[str, Measure], int] = {}
        self.found: dict[str, Counted] = {}
        subjects: dict[str, list[Measure]] = {}
        for measure in wanted:
            plain, whole = replace(measure, share=False), Measure("", measure.subject, (), measure.summed)
            for one in (plain, whole) if measure.share else (plain,):
                several = subjects.setdefault(one.subject, [])
                if (one.subject, one) not in self.places:
                    self.places[one.subject, one] = len(several)
                    several.append(one)
        for subject, several in subjects.items():
            self.found[subject] = counted(reader, subject, several, part)

    def value(self, measure: Measure, scope: _Scope) -> tuple[int, int]:
        """(figure, figure of everything of the subject) in the scope."""
        plain, whole = replace(measure, share=False), Measure("", measure.subject, (), measure.summed)
        return self._of(plain, scope), self._of(whole, scope) if measure.share else 0

    def _of(self, measure: Measure, scope: _Scope) -> int:
        known = self.found[measure.subject]
        at = self.places[measure.subject, measure]
        units = scope.units
        if scope.branches is not None and measure.subject in ("member", "branch"):
            return known.of(at, branches=scope.branches)
        return known.of(at, units=units) if units is not None else known.of(at) if scope.branches is None else 0


def stat(reader: Reader, proposal: Proposal, asked: Asked) -> Written:
    """Rows with names or words of their own are filled where they stand; a table of blank rows gets a row per branch or unit."""
    columns = [(proposal.layout.blanks[place], column) for place, column in proposal.filled()]
    if _open(proposal):
        return _listed(reader, proposal, asked, columns)
    scopes, notes = _scopes(reader, proposal)
    cells: dict[tuple[int, int], Filled] = dict(asked.line_cells(proposal.layout))
    measures = {column.cell: measure for _blank, column in columns if (measure := stats.measure_of(column)) is not None}
    pairs = {
        (row, cell): one
        for row, scope in scopes.items()
        for cell, measure in measures.items()
        if (one := _both(scope, measure))
    }
    figures = _Figures(reader, asked.part, list(dict.fromkeys(pairs.values())))
    for blank, column in columns:
        for row, scope in scopes.items():
            measure = pairs.get((row, column.cell))
            if measure is not None and (row, blank.column) not in proposal.computed:
                cells[row, blank.column] = _told(blank, measure, *figures.value(measure, scope), asked)
    missing = tuple(words for row, words in proposal.layout.labels if words and row not in scopes)
    told = tuple(
        f"第 {row} 行“{words[-1]}”没有认出来，空着。" for row, words in proposal.layout.labels if words in missing
    )
    counts = tuple(Count(column, sum(1 for row, words in proposal.layout.labels if words and (row, blank.column) not in cells))
                   for blank, column in columns if column.cell in measures)  # fmt: skip
    return Written((Fill(proposal.layout.sheet, cells),), len(scopes), counts, (*notes, *told))


def _both(scope: _Scope, measure: Measure) -> Measure | None:
    """The figure of a column, crossed with that of the row; a sum of the row's own words stays what it is."""
    both = crossed([one for one in (scope.measure, measure) if one is not None])
    return both if both is not None and both.subject else None


def _open(proposal: Proposal) -> bool:
    """Whether the rows wait for names."""
    return all(not words or is_total(words) for _row, words in proposal.layout.labels)


def _scopes(reader: Reader, proposal: Proposal) -> tuple[dict[int, _Scope], list[str]]:
    """Row → what it counts; and a note for each name that was taken for another."""
    record = "branch" if proposal.origin == "branch" else "unit"
    named = {row: stats.name(words) for row, words in proposal.layout.labels if words}
    known = stats.places(reader, record, list(named.values()))
    scopes: dict[int, _Scope] = {}
    notes, totals = [], []
    for row, words in proposal.layout.labels:
        figure = stats.figure_of(words)
        if words and named[row] in known:
            at, stored = known[named[row]]
            scopes[row] = _place(reader, record, at)
            if stored != words[-1]:
                notes.append(f"“{words[-1]}”按“{stored}”统计。")
        elif is_total(words):
            totals.append(row)
        elif figure is not None:
            scopes[row] = _Scope(measure=figure)
    return {**scopes, **dict.fromkeys(totals, _together(list(scopes.values())))}, notes


def _together(scopes: Sequence[_Scope]) -> _Scope:
    """A total counts what the rows named above it count, each thing once; everything where the rows are figures."""
    branches = [scope.branches for scope in scopes if scope.branches is not None]
    units = [scope.units for scope in scopes if scope.units is not None]
    return _Scope(
        branches=frozenset().union(*branches) if branches else None, units=frozenset().union(*units) if units else None
    )


def _place(reader: Reader, record: str, row: int) -> _Scope:
    """A branch or unit with everything below it; the units of branches count for households."""
    below = frozenset(resolve.below(reader, record, row))
    if record == "unit":
        return _Scope(units=below)
    return _Scope(branches=below, units=resolve.units_of(reader, below))


def _told(blank: Blank, measure: Measure, value: int, whole: int, asked: Asked) -> Filled:
    if not measure.share:
        return value
    if "%" in blank.format:
        return percentage(value, whole, places=4, truncated=asked.truncated) / Decimal(100)
    share = percentage(value, whole, truncated=asked.truncated)
    return share if "%" in "".join((*blank.path, blank.hint)) else f"{share}%"


def _listed(reader: Reader, proposal: Proposal, asked: Asked, columns: Sequence[tuple[Blank, Mapped]]) -> Written:
    """One row per branch or unit, with what the record itself offers and the figures of exactly this row."""
    layout, rows_of = proposal.layout, proposal.rows_of
    offers = [rows_of.offers[column.field] for _blank, column in columns if column.field in rows_of.offers]
    source = rows_of.source
    if rows_of.name == "branch" and not any("党委" in blank.header for blank, _column in columns):
        source = replace(source, where=f"({source.where}) AND ({_LEAF})")
    ids = f"{rows_of.record}.id"
    found = queries.rows(reader, source, [ids, *(offer.sql for offer in offers)], asked.part)
    measures = [
        measure for _blank, column in columns if (measure := stats.measure_of(column)) is not None and measure.subject
    ]
    figures = _Figures(reader, replace(asked.part, query=None), list(dict.fromkeys(measures)))
    scopes = [_own(reader, rows_of.record, row[0]) for row in found]
    across = dict(zip((offer.name for offer in offers), zip(*(row[1:] for row in found), strict=True), strict=False))
    written: list[list[Filled]] = []
    for blank, column in columns:
        measure = stats.measure_of(column)
        if column.field == ROW_NO:
            written.append(list(range(1, len(found) + 1)))
        elif measure is not None and measure.subject:
            written.append([_told(blank, measure, *figures.value(measure, scope), asked) for scope in scopes])
        else:
            values = across.get(column.field, (None,) * len(found))
            offer = rows_of.offers.get(column.field)
            written.append(
                Writer(offer, blank, profile=asked.mask).column(values) if offer is not None else [None] * len(found)
            )
    block = Block(
        layout.first_row,
        layout.last_row,
        tuple(blank.column for blank, _column in columns),
        zip(*written, strict=True),
        len(found),
    )
    cells = {**asked.line_cells(layout), **dict(_totals(proposal, columns, figures, asked))}
    counts = tuple(Count(column, values.count("")) for (_blank, column), values in zip(columns, written, strict=True))
    return Written((Fill(layout.sheet, cells, block if columns else None),), len(found), counts)


def _own(reader: Reader, record: str, row: int) -> _Scope:
    if record == "unit":
        return _Scope(units=frozenset(resolve.below(reader, "unit", row)))
    return _Scope(branches=frozenset({row}), units=resolve.units_of(reader, (row,)))


def _totals(
    proposal: Proposal, columns: Sequence[tuple[Blank, Mapped]], figures: _Figures, asked: Asked
) -> Iterator[tuple[tuple[int, int], Filled]]:
    """合计 rows that have no formulas of their own."""
    for row in proposal.layout.totals:
        for blank, column in columns:
            measure = stats.measure_of(column)
            if measure is not None and measure.subject and (row, blank.column) not in proposal.computed:
                yield (row, blank.column), _told(blank, measure, *figures.value(measure, _Scope()), asked)


def rows(proposal: Proposal, written: Written, limit: int) -> list[list[Cell]]:
    """The rows of the table as they will stand, the words of the template among them."""
    fill = written.fills[0]
    places = [blank.column for blank in proposal.layout.blanks]
    if fill.block is not None:
        at = {column: n for n, column in enumerate(fill.block.columns)}
        found = islice(fill.block.rows, limit)
        return [[shown(row[at[place]]) if place in at else None for place in places] for row in found]
    named = dict(proposal.layout.labels)
    first = [blank.column for blank in proposal.layout.blanks if blank.samples]
    told = []
    for row in list(named)[:limit]:
        words = iter(named[row])
        told.append([next(words, None) if place in first else shown(fill.cells.get((row, place))) for place in places])
    return told
