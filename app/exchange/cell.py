"""What does each cell of a block say? Whole columns at once, every distinct value read once."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.exchange import target as t
from app.exchange.grid import Grid, Value
from app.exchange.heading import Block
from app.exchange.plan import Note
from app.kinds import normal
from app.kinds.kind import Kind, Unreadable

_DITTO = re.compile(r"[〃〞〝\"“”々仝]{1,4}|[′']{2,4}|[同仝][上前左]|ditto")
# A sign that folds into the first of one of these; a cell without any is no ditto, and need not be folded to know.
_SIGNS = re.compile("[\"'Dd“”′″‴〃々〝〞仝同＂＇Ｄｄ]")
_OWN = (
    "id_number",
    "head_id",
    "member.name",
    "cadre.name",
    "resident.name",
    "person.name",
)  # who it is was never said by the row above
CLEAR_WORD = "清空"
_EMPTIED = frozenset({"date_future"})  # doubts whose value is left out

_AHEAD = frozenset({"term_until", "probation_until", "until", "deadline", "since"})  # dates that may well lie ahead


class Clear:
    """The clerk asked to erase what stands in the field."""

    def __repr__(self) -> str:
        return CLEAR_WORD


CLEAR = Clear()


@dataclass
class Read:
    """One block as values: `columns` by target, notes by position in `rows` (grid row numbers, 0-based)."""

    grid: Grid
    block: Block
    every_target: tuple[str, ...]  # by column of the block, "" for columns that mean nothing
    rows: list[int]
    columns: dict[str, list[Any]] = field(default_factory=dict)
    refused: dict[int, list[Note]] = field(default_factory=dict)
    warned: dict[int, list[Note]] = field(default_factory=dict)
    clears: bool = False

    def refuse(self, place: int, code: str, text: str, target: str = "") -> None:
        self.refused.setdefault(place, []).append(Note(code, text, target))

    def warn(self, place: int, code: str, text: str, target: str = "") -> None:
        self.warned.setdefault(place, []).append(Note(code, text, target))


def read_block(grid: Grid, block: Block, targets: Sequence[str], corrections: dict[tuple[int, str], str]) -> Read:
    """All mapped columns of a block; `corrections` are texts by (row as shown, target)."""
    rows = _filled_rows(grid, block)
    read = Read(grid, block, tuple(targets), rows)
    held = {row: place for place, row in enumerate(rows)}
    across = _transposed(grid, rows)
    for column, target in zip(block.columns, targets, strict=True):
        if not target:
            continue
        cells = list(across[column]) if column < len(across) else _column(grid, rows, column)
        distinct = set(cells)
        _spread_merges(read, cells, column, target, held)
        _spread_dittos(read, cells, target, distinct)
        distinct |= _correct(read, cells, target, corrections, held)
        _odd_cells(read, cells, column, target, held)
        read.columns[target] = _values(read, cells, distinct, target)
    return read


def _filled_rows(grid: Grid, block: Block) -> list[int]:
    rows = grid.rows
    if block.columns == tuple(range(len(rows[block.last_header]))) or block.columns[0] == 0:
        return [n for n in block.rows if any(rows[n])]
    low, high = block.columns[0], block.columns[-1] + 1
    return [n for n in block.rows if any(rows[n][low:high])]


def _transposed(grid: Grid, rows: list[int]) -> list[tuple[Value, ...]]:
    """All columns in one go where every row is equally long (nearly always); else nothing."""
    whole = [grid.rows[n] for n in rows]
    widths = set(map(len, whole))
    return list(zip(*whole, strict=True)) if len(widths) == 1 else []


def _column(grid: Grid, rows: list[int], column: int) -> list[Value]:
    whole = grid.rows
    try:
        return [whole[n][column] for n in rows]
    except IndexError:
        return [whole[n][column] if column < len(whole[n]) else "" for n in rows]


def _spread_merges(read: Read, cells: list[Value], column: int, target: str, held: dict[int, int]) -> None:
    """Cells merged downwards: each row has the value, and says that it came from above."""
    for r0, c0, r1, c1 in read.grid.merges:
        if not c0 <= column <= c1 or r1 == r0 or c0 != column or r0 not in read.block.rows:
            continue
        source = read.grid.rows[r0][c0] if c0 < len(read.grid.rows[r0]) else ""
        if source in ("", None):
            continue
        for row in range(r0 + 1, r1 + 1):
            place = held.get(row)
            if place is not None and cells[place] in ("", None):
                cells[place] = source
                read.warn(place, "ditto", f"{t.label_of(target)}是合并单元格，已取上方的值。", target)


def is_ditto(cell: str) -> bool:
    """〃, 同上 and their like."""
    return len(cell) <= 6 and _SIGNS.search(cell) is not None and _DITTO.fullmatch(normal.key(cell)) is not None


def _spread_dittos(read: Read, cells: list[Value], target: str, distinct: set[Value]) -> None:
    marks = {cell for cell in distinct if isinstance(cell, str) and is_ditto(cell)}
    if not marks or target.endswith(_OWN):
        return
    for place, cell in enumerate(cells):
        if cell not in marks:
            continue
        cells[place] = cells[place - 1] if place else ""
        taken = "已取上一行的值" if cells[place] not in ("", None) else "上一行没有值，已留空"
        read.warn(place, "ditto", f"{t.label_of(target)}写的是“同上”，{taken}。", target)


def _correct(
    read: Read, cells: list[Value], target: str, corrections: dict[tuple[int, str], str], held: dict[int, int]
) -> set[Value]:
    """What the clerk corrected, and the texts that came with it."""
    texts: set[Value] = set()
    for (shown, of), text in corrections.items():
        place = held.get(shown - read.grid.first_row)
        if of == target and place is not None:
            cells[place] = text
            texts.add(text)
    return texts


def _odd_cells(read: Read, cells: list[Value], column: int, target: str, held: dict[int, int]) -> None:
    """Errors, formulas and struck-out cells, which values alone do not tell."""
    grid, label = read.grid, t.label_of(target)
    identity = t.is_identity(target)
    for _row, place in _here(grid.errors, column, held):
        cells[place] = ""
        note = read.refuse if identity else read.warn
        note(place, "error_value", f"{label}处是公式错误（如 #REF!），没有取到值，请改正后再导入。", target)
    for _row, place in _here(grid.formula_no_value, column, held):
        note = read.refuse if identity else read.warn
        note(place, "formula_no_value", f"{label}处是没有算出结果的公式，请用表格程序打开、保存一次后再导入。", target)
    if identity:
        for row, place in _here(grid.formulas, column, held):
            if (row, column) not in grid.formula_no_value and (row, column) not in grid.errors:
                read.warn(place, "formula_cell", f"{label}是公式算出来的，请核对。", target)
    for _row, place in _here(grid.struck, column, held):
        read.warn(place, "strikethrough", f"{label}带删除线，已照原样读取，请核对是否作废。", target)


def _here(places: frozenset[tuple[int, int]], column: int, held: dict[int, int]) -> list[tuple[int, int]]:
    if not places:
        return []
    return [(row, held[row]) for row, other in sorted(places) if other == column and row in held]


def _values(read: Read, cells: list[Value], distinct: set[Value], target: str) -> list[Any]:
    """Each cell as its value; `distinct` holds every cell, and may hold some that are no longer there."""
    known: dict[Value, Any] = {"": None, None: None}
    fresh = distinct - known.keys()
    if not fresh:
        return [None] * len(cells)
    odd = _learn(known, fresh, target)
    if any(value is CLEAR for value in known.values()):
        read.clears = True
    if odd:
        for place, cell in enumerate(cells):
            if cell in odd:
                notes, stops = odd[cell]
                held = read.refused if stops else read.warned
                held.setdefault(place, []).extend(notes)
    return list(map(known.__getitem__, cells))


def _learn(known: dict[Value, Any], fresh: set[Value], target: str) -> dict[Value, tuple[tuple[Note, ...], bool]]:
    """Reads every distinct cell into `known`. Returns those of which something is to be said, and whether it stops the row."""
    kind = t.kind_of(target)
    parse, check, around = kind.parse, kind.check, kind.around
    bare = _BARE.get(kind.name)
    odd: dict[Value, tuple[tuple[Note, ...], bool]] = {}
    for cell in fresh:
        try:
            value = parse(cell)
        except Unreadable:
            plain = False
        else:
            plain = value is None or not (check(value) or around(cell, value))
        if not plain or (isinstance(cell, str) and CLEAR_WORD in cell):
            known[cell], notes, stops = _judged(kind, cell, target)
            if notes:
                odd[cell] = (notes, stops)
        else:
            known[cell] = value if bare is None or value is None else bare(value)
    return odd


def _judged(kind: Kind, cell: Value, target: str) -> tuple[Any, tuple[Note, ...], bool]:
    """(value, what is to be said, whether the row must stay out)."""
    if isinstance(cell, str) and cell.strip() == CLEAR_WORD:
        return CLEAR, (), False
    try:
        value = kind.parse(cell)
    except Unreadable as problem:
        return None, (Note(problem.code, f"{t.label_of(target)}：{problem.text}", target),), t.is_identity(target)
    doubts = kind.check(value) + kind.around(cell, value) if value is not None else ()
    if doubts and t.field_name(target) in _AHEAD:
        doubts = tuple(doubt for doubt in doubts if doubt.code not in _EMPTIED)
    notes = tuple(Note(doubt.code, f"{t.label_of(target)}：{doubt.text}", target) for doubt in doubts)
    if value is None or any(doubt.code in _EMPTIED for doubt in doubts):
        return None, notes, False
    return _BARE.get(kind.name, _itself)(value), notes, False


def _itself(value: Any) -> Any:
    return value


# Values of these kinds are more than texts, which the driver and every comparison would pay for.
_BARE: dict[str, Callable[[Any], Any]] = {"date": str, "link": str}
