"""The small lists inside forms: to each form the rows of its own record; where they do not fit, rows are added to the form."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.db.queries import ledger as queries
from app.db.queries.ledger import Part
from app.db.store import Reader
from app.exchange.filling_date import of_blanks
from app.exchange.filling_report import Asked, Count
from app.exchange.filling_value import Writer
from app.exchange.patch import Block, Filled
from app.exchange.proposing import Proposal
from app.exchange.proposing_column import ROW_NO, Mapped
from app.exchange.proposing_list import groups, rows_of
from app.exchange.template import Blank
from app.ledgers import offer as offers
from app.ledgers.offer import Origin

Cells = dict[tuple[int, int], Filled]
_FEW = 200  # forms for which only the rows of their own records are read
_HEAD = "户主"
# A household's people but the member himself; with the member his relation to the head, which theirs is told against.
_BESIDE = (
    "FROM resident o JOIN member m ON m.id = o.member WHERE o.household = resident.household AND o.id <> resident.id "
    "AND {there resident o}"
)
_FAMILY = f"(SELECT group_concat(m.uid || '=' || coalesce(o.relation, '')) {_BESIDE})"
# (rows of the form, rows of the list) → SQL for the uids of the records to whose forms a row belongs.
_KEYS = {
    ("household", "resident"): "household.uid",
    ("member", "resident"): _FAMILY,
    ("member", "contact"): "m.uid",
    ("branch", "member"): "(SELECT b.uid FROM branch b WHERE b.id = {home})",
    ("unit", "cadre"): "(SELECT u.uid FROM unit u WHERE u.id = cadre.unit)",
}


@dataclass
class Listed:
    """What the lists add to each form: `cells`, `blocks` that need more rows (the lowest first), and `rows` for the note of
    what left: (uid, value by cell of the template).
    """

    cells: list[Cells]
    blocks: list[list[Block]]
    rows: list[tuple[str, dict[str, Filled]]] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)


def lists(reader: Reader, proposal: Proposal, asked: Asked, keys: Sequence[str]) -> Listed:
    """For each form (by its record's uid) what belongs into its lists."""
    made = Listed([{} for _key in keys], [[] for _key in keys])
    mapped = {column.cell: column for column in proposal.columns}
    for group in reversed(groups(proposal.layout.blanks)):
        name = rows_of(group, proposal.origin)
        wanted = [(blank, mapped[blank.cell]) for blank in group if mapped[blank.cell].likely]
        if not name or not wanted:
            continue
        found = _found(reader, proposal.origin, offers.origin(name), wanted, asked, keys)
        made.counts += [Count(column, sum(1 for key in keys if not found.get(key))) for _blank, column in wanted]
        for at, key in enumerate(keys):
            _fit(made, at, wanted, found.get(key, []))
    return made


def _fit(
    made: Listed, at: int, wanted: Sequence[tuple[Blank, Mapped]], rows: Sequence[tuple[str, tuple[Filled, ...]]]
) -> None:
    """The rows in the lines that the form has ready, or as a block that adds lines."""
    first = wanted[0][0]
    numbered = [
        tuple(n if column.field == ROW_NO else value for (_blank, column), value in zip(wanted, told, strict=True))
        for n, (_uid, told) in enumerate(rows, 1)
    ]
    if len(rows) > first.lines:
        columns = tuple(blank.column for blank, _column in wanted)
        made.blocks[at].append(Block(first.row, first.row + first.lines - 1, columns, numbered, len(rows)))
    else:
        made.cells[at].update(_placed(wanted, numbered))
    made.rows += [
        (uid, {blank.cell: value for (blank, column), value in zip(wanted, told, strict=True) if column.field != ROW_NO})
        for uid, told in rows
    ]  # fmt: skip


def _placed(
    wanted: Sequence[tuple[Blank, Mapped]], rows: Sequence[Sequence[Filled]]
) -> Iterator[tuple[tuple[int, int], Filled]]:
    for n, row in enumerate(rows):
        for (blank, _column), value in zip(wanted, row, strict=True):
            yield (blank.row + n, blank.column), value


def _found(
    reader: Reader, form: str, origin: Origin, wanted: Sequence[tuple[Blank, Mapped]], asked: Asked, keys: Sequence[str]
) -> dict[str, list[tuple[str, tuple[Filled, ...]]]]:  # fmt: skip
    """uid of the form's record → its rows: (uid, values as they are written)."""
    key = _KEYS[form, origin.name]
    sql = [origin.offers[column.field].sql if column.field != ROW_NO else "NULL" for _blank, column in wanted]
    source = _narrowed(origin, form, keys)
    rows = queries.rows(reader, source, [key, *sql, source.uid], Part(day=asked.part.day))
    shapes = of_blanks(
        [blank for blank, column in wanted if column.field != ROW_NO and origin.offers[column.field].kind == "date"]
    )
    written: list[list[Filled]] = []
    for place, (blank, column) in enumerate(wanted, 1):
        if column.field == ROW_NO:
            written.append([None] * len(rows))
            continue
        shape = asked.dates or shapes.get(blank.cell)
        writer = Writer(origin.offers[column.field], blank, shape=shape, profile=asked.mask, when=column.when)
        written.append(list(writer.column([row[place] for row in rows])))
    related = next((n for n, (_blank, column) in enumerate(wanted) if column.field == "resident.relation"), -1)
    found: dict[str, list[tuple[str, tuple[Filled, ...]]]] = {}
    for row, told in zip(rows, zip(*written, strict=True), strict=True):
        for each in filter(None, str(row[0] or "").split(",")):
            uid, mark, relation = each.partition("=")
            # 与户主关系 is also what they are to the member only where he is the head himself.
            hidden = related if mark and relation != _HEAD else -1
            shown = tuple("" if n == hidden else value for n, value in enumerate(told))
            found.setdefault(uid, []).append((row[-1] or "", shown))
    return found


def _narrowed(origin: Origin, form: str, keys: Sequence[str]) -> Any:
    """Only the rows that belong to these forms, where they are few."""
    if len(keys) > _FEW:
        return origin.source
    told = ", ".join("'" + key.replace("'", "''") + "'" for key in keys)
    key = _KEYS[form, origin.name]
    only = f"{key} IN ({told})"
    if key == _FAMILY:
        only = f"EXISTS (SELECT 1 {_BESIDE} AND m.uid IN ({told}))"
    return replace(origin.source, where=f"({origin.source.where or '1'}) AND {only}")
