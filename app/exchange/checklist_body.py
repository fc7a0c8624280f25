"""Which rows of a published checklist are scored as one line, in which groups, for how many points?

A points cell that reaches over several rows holds one line of several rows, unless every row says points of its own
and their sum is that of the cell. Rows with one text alone are names of sections, sums are what begins with 合计 or 小计.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.exchange import checklist_word as word
from app.kinds.points import Points
from app.models.checklist import BONUS, DEDUCT, GRADED, NONE, VETO
from app.operations.checklist_layout import Column, Line, Row, is_sum, is_total

_LEVELS = 4


@dataclass(frozen=True)
class Body:
    """Lines in their order, the rows below the last one, the stated total, and what could not be told."""

    lines: tuple[Line, ...]
    after: tuple[Row, ...]
    total: int | None
    doubts: tuple[str, ...]


@dataclass
class _Gathering:
    """What is known while the rows are read from top to bottom."""

    columns: tuple[Column, ...]
    section: tuple[str, ...] = ()
    groups: dict[int, str] = field(default_factory=dict)
    before: list[Row] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    total: int | None = None
    doubts: list[str] = field(default_factory=list)

    def places(self, role: str) -> list[int]:
        return [n for n, column in enumerate(self.columns) if column.role == role]

    def told(self, rows: Sequence[Row], role: str) -> str:
        """What the rows say in the columns of a role, each text once."""
        found = [row.text(n) for n in self.places(role) for row in rows]
        return "\n".join(dict.fromkeys(text for text in found if text))


def body(columns: tuple[Column, ...], rows: Sequence[Row]) -> Body:
    known = _Gathering(columns)
    for block in _blocks(known, rows):
        if len(block) == 1 and _plain_row(known, block[0]):
            known.before.append(block[0])
            continue
        _gather(known, block)
    return Body(tuple(known.lines), tuple(known.before), known.total, tuple(known.doubts))


def _blocks(known: _Gathering, rows: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    """Rows that one points cell holds together, or one row; a text of content that goes on below stays with its row."""
    joined = known.places("points") or known.places("content")
    more = [*known.places("content"), *known.places("points")]
    block: list[Row] = []
    for row in rows:
        if block and (any(row.cells[n] is None for n in joined) or _goes_on(known, row, more)):
            block.append(row)
            continue
        if block:
            yield tuple(block)
        block = [row]
    if block:
        yield tuple(block)


def _goes_on(known: _Gathering, row: Row, more: list[int]) -> bool:
    """Nothing but the covered content of the row above and what stands beside it."""
    content = known.places("content")
    return any(row.cells[n] is None for n in content) and not any(row.text(n) for n in more)


def _plain_row(known: _Gathering, row: Row) -> bool:
    """A section's name or a sum, noted; False for a row that is scored. An empty row is kept as it is."""
    filled = [(n, cell) for n, cell in enumerate(row.cells) if cell]
    if not filled:
        return all(cell is not None for cell in row.cells) or not any(cell for cell in row.cells)
    first = filled[0][1]
    if is_sum(first):
        _note_total(known, row, first)
        return True
    reaches = max((span for _, span in row.wide), default=1)
    alone = len(filled) == 1 and all(cell is not None for cell in row.cells)
    if alone and (reaches * 2 >= len(known.columns) or filled[0][0] not in known.places("content")):
        known.section = (first.replace("\n", ""),)
        known.groups.clear()
        return True
    return False


def _note_total(known: _Gathering, row: Row, first: str) -> None:
    if not is_total(first):
        return
    places = known.places("points")
    told = [word.points_of(row.text(n)) for n in places] or [word.points_of(first)]
    known.total = next((points for points in told if points is not None), known.total)


def _gather(known: _Gathering, block: tuple[Row, ...]) -> None:
    whole = word.points_of(known.told(block[:1], "points"))
    parts = _parts(known, block, whole)
    for rows in parts or (block,):
        _line(known, rows, None if parts else whole)


def _parts(known: _Gathering, block: tuple[Row, ...], whole: int | None) -> tuple[tuple[Row, ...], ...]:
    """The rows one by one when each says its own points; the sum must be that of the cell."""
    said = [word.points_within(known.told((row,), "content")) for row in block]
    own = [points for points in said if points is not None]
    if len(block) < 2 or len(own) < len(block):
        return ()
    if whole is not None and sum(own) != whole:
        known.doubts.append(
            f"“{_short(known.told(block[:1], 'content'))}”一组标的是 {told(whole)} 分，各行相加是 {told(sum(own))} 分。"
        )
    return tuple((row,) for row in block)


def _line(known: _Gathering, rows: tuple[Row, ...], whole: int | None) -> None:
    groups = _path(known, rows[0])
    for row in rows[1:]:
        _path(known, row)
    content, how = known.told(rows, "content"), known.told(rows, "how")
    said = known.told(rows[:1], "points")
    way = word.way_of(how, content, said, groups)
    points = _points(known, whole, content, way, said=said)
    if points is None and way not in (VETO, BONUS):
        way = NONE
    cap = whole or word.cap_of(how, content) if way == BONUS else None
    if way != VETO and word.bars(how, content):
        known.doubts.append(f"“{_short(content)}”有分值又写了否决的情形，按分值计；否决的情形请另列一条。")
    if way == BONUS and not cap:
        known.doubts.append(f"“{_short(content)}”是加分，没有写最多加几分，请在编辑里补上。")
    if not content:
        content = groups[-1] if groups else how
    known.lines.append(
        Line(
            groups=groups,
            content=content,
            points=points,
            scoring=way,
            how=how,
            evidence=known.told(rows, "evidence"),
            method=known.told(rows, "method"),
            number=known.told(rows[:1], "number"),
            cap=cap,
            each=word.each_of(how or content) if way in (DEDUCT, BONUS) else None,
            grades=word.grades_of(how or content) if way == GRADED else "",
            before=tuple(known.before),
            rows=rows,
        )
    )
    known.before.clear()


def _points(known: _Gathering, whole: int | None, content: str, way: str, *, said: str) -> int | None:
    """The standard of a line in hundredths; None for what adds or bars, and where the form has no points at all."""
    if way in (VETO, BONUS):
        return None
    points = whole if whole is not None else word.points_within(content)
    if points is None and known.places("points"):
        known.doubts.append(f"“{_short(content)}”没有分值。")
    if said.lstrip().startswith(("-", "－", "减", "扣")):
        known.doubts.append(f"“{_short(content)}”的分值是“{said}”，没有计入总分。")
        return 0
    return points


def _path(known: _Gathering, row: Row) -> tuple[str, ...]:
    """The groups of a row: an empty or covered cell belongs to the one above, until a group to its left begins anew."""
    for n in known.places("group"):
        if text := row.text(n).replace("\n", ""):
            for right in [at for at in known.groups if at > n]:
                del known.groups[right]
            known.groups[n] = text
    path = (*known.section, *(known.groups[n] for n in sorted(known.groups)))
    return path if len(path) <= _LEVELS else (*path[: _LEVELS - 1], "　".join(path[_LEVELS - 1 :]))


def _short(text: str) -> str:
    first = text.split("\n")[0]
    return first if len(first) <= 20 else f"{first[:20]}…"


def told(points: int) -> str:
    return Points().text(points)
