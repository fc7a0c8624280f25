"""Rows that a template keeps for its villages or branches by name: each gets who belongs there, when there is room for all."""

from collections.abc import Callable, Sequence

from app.db.store import Reader
from app.exchange import filling_named
from app.exchange.filling_report import Asked, Count, Written
from app.exchange.filling_table import Column, keyed, shown_table
from app.exchange.linking import core
from app.exchange.patch import Block, Fill, Filled
from app.exchange.proposing import Proposal
from app.exchange.proposing_column import ROW_NO
from app.exchange.template import told
from app.kinds import normal

Looking = Callable[[Reader, Proposal, Asked], Written]


def looking(proposal: Proposal) -> Looking | None:
    """How the rows that stand in a table already are filled: by who they name, by where they are; None when none stand."""
    if proposal.layout.shape != "table":
        return None
    return filling_named.rows if filling_named.named(proposal) else rows if placed(proposal) else None


def placed(proposal: Proposal) -> bool:
    """Whether the prepared rows say where, and nothing else."""
    return _place(proposal) is not None


def _place(proposal: Proposal) -> int | None:
    """Which column says where."""
    standing, offers = proposal.layout.standing, proposal.rows_of.offers
    filled = [(place, column) for place, column in proposal.filled() if column.field != ROW_NO]
    if len(standing) < 2 or proposal.layout.beside:
        return None
    where = [
        place
        for place, column in filled
        if offers[column.field].kind == "link" and all(row[place] for _n, row in standing)
    ]
    empty = all(row[place] in ("", None) for place, _column in filled if place not in where for _n, row in standing)
    return where[0] if len(where) == 1 and len(filled) > 1 and empty else None


def rows(reader: Reader, proposal: Proposal, asked: Asked) -> Written:
    """Fills beside the names of places. Where more belong than rows stand there, nobody is chosen: it is told."""
    place = _place(proposal)
    assert place is not None
    columns, keys = keyed(reader, proposal, asked)
    own = next(column for column in columns if column.blank is proposal.layout.blanks[place])
    others = [column for column in columns if column is not own and not column.numbers]
    groups: dict[str, list[int]] = {}
    for at, name in enumerate(own.values):
        groups.setdefault(core(str(name)), []).append(at)
    cells: dict[tuple[int, int], Filled] = dict(asked.line_cells(proposal.layout))
    notes: list[str] = []
    used: list[int] = []
    spaces = _spaces(proposal, place)
    only = groups.get(core(next(iter(spaces))), []) if len(spaces) == 1 else []
    if len(only) > sum(map(len, spaces.values())):
        return _added(proposal, columns, only, keys, asked)
    for name, free in spaces.items():
        there = groups.pop(core(name), [])
        if len(there) > len(free):
            notes.append(
                f"“{name}”有 {len(there)} {proposal.rows_of.counter}，模板只留了 {len(free)} 行，没有填，请用“只填”选定。"
            )
            continue
        notes += [f"“{name}”没有符合条件的记录，空着。"] if not there else []
        for row, at in zip(free, there, strict=False):
            cells.update({(row, column.blank.column): column.values[at] for column in others})
        used += there
    if left := sum(map(len, groups.values())):
        notes.append(f"还有 {left} {proposal.rows_of.counter}不属于模板里写着的地方，没有填。")
    counts = tuple(Count(column.count.column, sum(column.values[at] == "" for at in used)) for column in others)
    table = shown_table([_only(column, used) for column in columns], [keys[at] for at in used])
    return Written((Fill(proposal.layout.sheet, cells),), len(used), counts, tuple(notes), shown=table)


def _added(
    proposal: Proposal, columns: Sequence[Column], used: Sequence[int], keys: Sequence[str], asked: Asked
) -> Written:
    """All rows are of one place: what does not fit is added, as in any table."""
    layout, there = proposal.layout, [_only(column, used) for column in columns]
    values = [range(1, len(used) + 1) if column.numbers else column.values for column in there]
    block = Block(
        layout.first_row, layout.last_row, tuple(column.blank.column for column in there), zip(*values, strict=True), len(used)
    )  # fmt: skip
    counts = tuple(Count(column.count.column, sum(value == "" for value in column.values)) for column in there)
    told = shown_table(there, [keys[at] for at in used])
    return Written((Fill(layout.sheet, asked.line_cells(layout), block),), len(used), counts, shown=told)


def _only(column: Column, used: Sequence[int]) -> Column:
    return Column(
        column.blank, [column.values[at] for at in used], column.count, numbers=column.numbers, shape=column.shape
    )


def _spaces(proposal: Proposal, place: int) -> dict[str, list[int]]:
    """Name of a place → its rows; a name merged over several rows has them all."""
    column = proposal.layout.blanks[place].column
    down = {
        top + 1: bottom + 1
        for top, left, bottom, right in (proposal.grid.merges if proposal.grid else ())
        if left <= column - 1 <= right
    }
    found: dict[str, list[int]] = {}
    for row, values in proposal.layout.standing:
        name = normal.squeeze(told(values[place]))
        found.setdefault(name, []).extend(range(row, max(down.get(row, row), row) + 1))
    return found
