"""Where in a sheet are its tables? Heading rows of one to four rows, what stands above them, and the rows below."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from app.exchange import word
from app.exchange.grid import Grid, Value
from app.kinds import normal

Known = Callable[[str], bool]
_DEPTH = 4
_NAMES = ("姓名", "党员姓名", "户主姓名", "户主", "人员姓名")
_SEARCHED = 200  # rows with content looked at for the first heading


@dataclass(frozen=True)
class Block:
    """One table: heading rows and data rows (0-based in the grid), its columns and their headings as paths of words."""

    first_header: int
    last_header: int
    rows: range
    columns: tuple[int, ...]
    paths: tuple[tuple[str, ...], ...]

    def labels(self) -> tuple[str, ...]:
        return tuple("_".join(path) for path in self.paths)


def texts(row: list[Value]) -> list[str]:
    """The cells of a row as squeezed words, "" for empty ones."""
    return [word.squeezed(cell) if cell not in ("", None) else "" for cell in row]


def blocks(grid: Grid) -> tuple[Block, ...]:
    """Every table of the sheet from top to bottom; side-by-side tables come one after the other."""
    starts = _headers(grid)
    found: list[Block] = []
    for n, (first, last) in enumerate(starts):
        stop = starts[n + 1][0] if n + 1 < len(starts) else len(grid.rows)
        columns, paths = column_paths(grid, first, last)
        found += _split(Block(first, last, range(last + 1, stop), columns, paths))
    return tuple(found)


def block(grid: Grid, first: int, last: int) -> Block:
    """The table under heading rows that somebody named (0-based, inclusive)."""
    columns, paths = column_paths(grid, first, last)
    return Block(first, last, range(last + 1, len(grid.rows)), columns, paths)


def is_heading(cells: list[str], known: Known = word.is_known) -> bool:
    """True for a row of which at least two cells, and a good part of all, are known headings."""
    filled = [cell for cell in cells if cell]
    hits = sum(1 for cell in filled if known(cell))
    if sum(cell.endswith(":") for cell in filled) * 2 >= len(filled):  # 填报单位：　负责人：　联系电话：
        return False
    return hits >= 2 and hits * 10 >= len(filled) * 3 and not any(_is_data(cell) or cell.isdecimal() for cell in filled)


def looks_like_form(grid: Grid) -> bool:
    """One person on a page: headings and values beside each other in several rows."""
    return sum(1 for row in grid.rows[:60] if alternates(texts(row))) >= 3


def alternates(cells: list[str]) -> bool:
    """Heading, value, heading, value …: a line of a form."""
    filled = [cell for cell in cells if cell]
    hits = [word.is_known(cell) for cell in filled]
    return len(filled) >= 2 and hits[0] and not all(hits) and sum(hits) * 2 <= len(hits) + 1


def _is_data(cell: str) -> bool:
    """Digits of a number; those in brackets are only an example: 出生年月(如1987.06.15)."""
    return len(cell) >= 8 and sum(c.isdigit() for c in cell) >= 6 and sum(c.isdigit() for c in word.bare(cell)) >= 6


def _headers(grid: Grid) -> list[tuple[int, int]]:
    """First and last row of each heading that begins a table of its own; mere repetitions are left to the rows."""
    first = first_heading(grid)
    if first is None:
        return []
    start, last = _depth(grid, first)
    found = [(start, last)]
    labels = _signature(grid, start, last)
    anchor = next((n for n, cell in enumerate(labels) if cell and cell not in word.SEQUENCE), 0)
    plain = word.every_word()
    for index, row in enumerate(grid.rows[last + 1 :], last + 1):
        cell = row[anchor] if anchor < len(row) else ""
        if not isinstance(cell, str) or not cell or len(cell) > 30:
            continue
        if cell not in plain if cell.isalpha() else not _may_head(cell):
            continue
        cells = texts(row)
        if index > found[-1][1] and is_heading(cells) and not _repeats(cells, labels) and sum(map(bool, cells)) >= 3:
            start, last = _depth(grid, index)
            if start <= found[-1][1]:
                continue
            found.append((start, last))
            labels = _signature(grid, start, last)
    return found


_seen: dict[str, bool] = {}


def _may_head(cell: str) -> bool:
    """Quick: is this cell, which is more than a plain word, a known heading? Each is looked at once."""
    known = _seen.get(cell)
    if known is None:
        if len(_seen) > 50_000:
            _seen.clear()
        known = _seen[cell] = word.is_known(word.squeezed(cell))
    return known


def _repeats(cells: list[str], labels: list[str]) -> bool:
    same = sum(1 for a, b in zip(cells, labels, strict=False) if a and a == b)
    return same * 2 >= sum(map(bool, cells))


def _signature(grid: Grid, first: int, last: int) -> list[str]:
    """The lowest words of a heading; a row that is only reached by cells merged downwards has none."""
    spoken = (texts(grid.rows[row]) for row in range(min(last, len(grid.rows) - 1), first - 1, -1))
    return next((cells for cells in spoken if any(cells)), [])


def first_heading(grid: Grid, known: Known = word.is_known) -> int | None:
    """The first row that is a heading by the words of `known`, else the first that names a person."""
    looked = 0
    lonely = None
    for index, row in enumerate(grid.rows):
        cells = texts(row)
        filled = [cell for cell in cells if cell]
        if not filled:
            continue
        if is_heading(cells, known):
            return index
        if lonely is None and _names_a_person(filled):
            lonely = index
        looked += 1
        if looked > _SEARCHED:
            break
    return lonely


def _names_a_person(filled: list[str]) -> bool:
    """A heading of which only the name is known."""
    names = {"姓名", "党员姓名", "户主姓名", "户主", "单位名称", "党组织名称"}
    return any(word.bare(cell) in names for cell in filled) and not any(_is_data(cell) for cell in filled)


def _depth(grid: Grid, index: int) -> tuple[int, int]:
    """The heading grown upwards over group words and downwards over second rows."""
    first = last = index
    while first > 0 and last - first + 1 < _DEPTH and _groups(grid, first - 1):
        first -= 1
    while last + 1 < len(grid.rows) and last - first + 1 < _DEPTH and _continues(grid, last):
        last += 1
    last = max(last, _reached(grid, first, last))
    if last + 1 < len(grid.rows) and is_numbering(grid.rows[last + 1]):
        last += 1
    return first, last


def _reached(grid: Grid, first: int, last: int) -> int:
    """How far down most of the headings are merged: rows without a word of their own belong to the heading too."""
    ends = [r1 for r0, _c0, r1, _c1 in grid.merges if first <= r0 <= last < r1 < first + _DEPTH]
    words = sum(map(bool, texts(grid.rows[last])))
    return max(ends) if len(ends) >= 2 and len(ends) * 2 >= words else last


def _groups(grid: Grid, index: int) -> bool:
    """A row of words over groups of columns: merged across, but not one title over everything."""
    filled = [cell for cell in texts(grid.rows[index]) if cell]
    if len(filled) < 2 or any(
        ":" in cell or "填报" in cell or "时间:" in cell or len(cell) > 12 or _is_data(cell) for cell in filled
    ):
        return False
    return any(r0 == r1 == index and c1 > c0 for r0, c0, r1, c1 in grid.merges)


def _continues(grid: Grid, index: int) -> bool:
    """Whether the row below belongs to the heading: itself headings, or reached by cells merged downwards."""
    below = texts(grid.rows[index + 1])
    filled = [cell for cell in below if cell]
    if any(_is_data(cell) or cell.isdecimal() for cell in filled):
        return False
    hits = sum(1 for cell in filled if word.is_known(cell))
    if hits >= 2 and hits * 10 >= len(filled) * 3:
        return not _repeats(below, texts(grid.rows[index]))
    reached = sum(1 for r0, _c0, r1, _c1 in grid.merges if r0 <= index < r1)
    return reached >= 1 and reached + len(filled) >= 3


def is_numbering(row: list[Value]) -> bool:
    """A row that only counts the columns: 1 2 3 4 …"""
    numbers = [normal.key(normal.plain(cell)).strip("()") for cell in row if cell not in ("", None)]
    digits = [int(number) for number in numbers if number.isdecimal() and len(number) <= 3]
    return len(digits) >= 3 and len(digits) >= len(numbers) - 2 and all(b - a == 1 for a, b in pairwise(digits))


def column_paths(grid: Grid, first: int, last: int) -> tuple[tuple[int, ...], tuple[tuple[str, ...], ...]]:
    """Columns that have a heading or anything below it, with the words above each other (父, 子)."""
    reached = range(
        first, min(last + 1, len(grid.rows))
    )  # cells merged downwards may reach below the last that is kept
    depth = [row for row in reached if not is_numbering(grid.rows[row])] or [first]
    width = max(len(grid.rows[row]) for row in depth)
    layers = [_spread(grid, row, width) for row in depth]
    for upper, lower in pairwise(layers):
        _fill(upper, lower)
    paths = []
    for column in range(width):
        parts = [word.unwrapped(layer[column]) for layer in layers if layer[column]]
        paths.append(tuple(dict.fromkeys(parts)))
    while paths and not paths[-1]:
        paths.pop()
    return tuple(range(len(paths))), tuple(paths)


def _spread(grid: Grid, row: int, width: int) -> list[str]:
    """A heading row with words merged across repeated in each of their columns."""
    cells = texts(grid.rows[row]) + [""] * (width - len(grid.rows[row]))
    for r0, c0, r1, c1 in grid.merges:
        if r0 <= row <= r1 and r0 == row and c1 > c0 and c0 < width:
            for column in range(c0 + 1, min(c1 + 1, width)):
                cells[column] = cells[column] or cells[c0]
    return cells


def _fill(upper: list[str], lower: list[str]) -> None:
    """Without merges a group word stands over its first column only: it reaches as far as the words below go on."""
    for column in range(1, len(upper)):
        if not upper[column] and lower[column] and upper[column - 1] and lower[column - 1]:
            upper[column] = upper[column - 1]


def _split(block: Block) -> list[Block]:
    """Two tables side by side have the same headings twice."""
    labels = block.labels()
    for start, label in enumerate(labels):
        if not label or labels.count(label) < 2:
            continue
        period = labels.index(label, start + 1) - start
        if period < 2 or not _periodic(labels[start:], period):
            return [block]
        count = -(-(len(labels) - start) // period)
        parts = []
        for n in range(count):
            low, high = start + n * period, min(start + (n + 1) * period, len(labels))
            parts.append(
                Block(block.first_header, block.last_header, block.rows, block.columns[low:high], block.paths[low:high])
            )
        return parts
    return [block]


def _periodic(labels: tuple[str, ...], period: int) -> bool:
    """Each half says the same, blanks between them aside; and it names people."""
    named = [label for label in labels[:period] if label]
    if min(len(named), sum(map(bool, labels[period:]))) < 2:
        return False  # one column that stands twice is no second table
    if not any(word.bare(label) in _NAMES for label in named):
        return False
    return all(labels[n] == labels[n % period] or not labels[n] for n in range(period, len(labels))) and all(
        labels[n + period] for n in range(period) if n + period < len(labels) and labels[n]
    )
