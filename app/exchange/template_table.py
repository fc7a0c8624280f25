"""Where in a template is a table with a row per record: its columns, its prepared rows, the rows that come after?"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from app.exchange import heading, match, rowkind, word
from app.exchange.grid import Value
from app.exchange.heading import Block
from app.exchange.template import Blank, Layout, Line, Sheet, titled, told, written
from app.kinds import normal

_SAMPLES = 5
_COMPARED = 50  # prepared cells whose formats are compared
_LOOKED = 3000  # prepared rows looked at
# How a column is to be filled, where a template says it in a row of its own: YYYY.MM, 男/女, 如：汉族.
_SHOWS = re.compile(
    r"[yx×年]{4}[./年-]?[mx×月]{1,2}.{0,4}|[^/\d]{1,6}(?:/[^/\d]{1,6})+|(?:如|例如|格式|填写?|按).{1,20}", re.IGNORECASE
)
_BRACKETED = re.compile(r"[(（\[【](.*?)[)）\]】]", re.DOTALL)
_EXAMPLE = re.compile(r"(?:示|样|范|举)?例(?:行|如)?[:：]?|样表|如[:：]")
_UNIT = re.compile(
    r"(?:填报|填表|报送|上报|制表|编制)?(?:单位|村|社区|党组织|党委|党支部|支部)(?:名称)?(?:\([^)]*\))?:.*"
)
_DATE = re.compile(
    r"(?:填报|填表|报送|上报|制表|统计|截至|截止)?(?:日期|时间):?.*|.*(?:年\s*月\s*日|\d{4}年\d{1,2}月\d{1,2}日)"
)
_SIGNED = re.compile(r".*(?:填报人|填表人|审核人|负责人|书记|联系人|联系电话|签字|签名|经办人)(?:\([^)]*\))?:.*")


def table(sheet: Sheet, header: tuple[int, int] | None = None) -> Layout | None:
    """The table of the sheet with the most columns that are understood; None when there is none.

    `header`: the first and the last row of the heading (1-based), when somebody names them."""
    told = heading.blocks(sheet.grid) if header is None else (heading.block(sheet.grid, header[0] - 1, header[1] - 1),)
    found = [(block, layout) for block in told if (layout := _layout(sheet, block)) is not None]
    if not found:
        return None
    best, layout = max(found, key=lambda pair: pair[1].score)
    same = (block for block in told if (block.first_header, block.paths) == (best.first_header, best.paths))
    return replace(layout, beside=tuple(block.columns[0] - best.columns[0] for block in same if block is not best))


def _layout(sheet: Sheet, block: Block) -> Layout | None:
    title = titled(sheet.grid.rows[: block.first_header], sheet.grid.name)
    record = match.recognise((replace(block, paths=tuple(map(_first, block.paths))),), title)
    first, hints = _first_row(sheet, block)
    stop = _stop(sheet, block, first)
    last = _last_row(sheet, block, first, stop)
    blanks = tuple(_blanks(sheet, block, first, last, hints))
    known = sum(1 for blank in blanks if any(word.is_known(part) for part in (*blank.path, "".join(blank.path))))
    if not blanks:
        return None
    return Layout(
        sheet.grid.name, "table", title, blanks, first, last, record, known * 2 + (record is not None) * 2,
        tuple(lines(sheet, (*range(1, block.first_header + 1), *range(last + 1, len(sheet.grid.rows) + 1)))),
        tuple(row for row in range(stop, min(stop + 3, len(sheet.grid.rows) + 1)) if _judged(sheet, block, row) == "total"),
        standing=tuple(_standing(sheet, blanks, first, last)),
        fingerprint=fingerprint("table", (blank.header for blank in blanks)),
        header=(block.first_header + 1, block.last_header + 1),
    )  # fmt: skip


def _first(path: tuple[str, ...]) -> tuple[str, ...]:
    """The words over a column with the first of several things asked for in one cell: 帮扶责任人及电话 names a helper."""
    parts = word.together(path[-1]) if path else ()
    whole = path and not word.every_word().isdisjoint(word.spellings(path[-1]))
    return (*path[:-1], parts[0]) if len(parts) > 1 and not whole else path


def _standing(
    sheet: Sheet, blanks: tuple[Blank, ...], first: int, last: int
) -> Iterator[tuple[int, tuple[Value, ...]]]:
    for row in range(first, last + 1):
        values = tuple(sheet.value(row, blank.column) for blank in blanks)
        if any(
            value not in ("", None) and blank.path[-1] not in word.SEQUENCE
            for value, blank in zip(values, blanks, strict=True)
        ):
            yield row, values


def fingerprint(shape: str, headers: Iterable[str]) -> str:
    """The same shape with the same headings gives the same mark, whatever the sheet is called."""
    return "fill-" + hashlib.sha256("\n".join((shape, *headers)).encode()).hexdigest()[:32]


def _cells(sheet: Sheet, block: Block, row: int) -> list[str]:
    cells = [sheet.value(row, column + 1) for column in block.columns]
    return [normal.key(told(cell)) if cell not in ("", None) else "" for cell in cells]


def _first_row(sheet: Sheet, block: Block) -> tuple[int, dict[int, str]]:
    """The first data row, and what rows of hints between it and the heading say by column."""
    row = block.last_header + 2
    hints: dict[int, str] = {}
    while row <= len(sheet.grid.rows):
        filled = [cell for cell in _cells(sheet, block, row) if cell]
        said = sum(1 for cell in filled if rowkind.is_hint(cell) or _SHOWS.fullmatch(cell))
        if len(filled) < 2 or said * 2 <= len(filled):
            break
        hints.update({column: told(sheet.value(row, column + 1)) for column in block.columns})
        row += 1
    while _judged(sheet, block, row) == "total" and _awaits(sheet, block, row + 1):
        row += 1  # sums above the rows they count
    return row, hints


def _awaits(sheet: Sheet, block: Block, row: int) -> bool:
    """A row that was drawn and in which nothing stands yet."""
    places = [column + 1 for column in block.columns]
    return all(sheet.empty(row, place) for place in places) and any(sheet.drawn(row, place) for place in places)


def _judged(sheet: Sheet, block: Block, row: int) -> str:
    """`total`, `footer`, `note` for a row below the data; "" for a prepared one."""
    cells = _cells(sheet, block, row)
    labels = [path[-1] if path else "" for path in block.paths]
    texts = [
        cell
        for cell, label in zip(cells, labels, strict=True)
        if cell and not (label in word.SEQUENCE and cell.isdecimal())
    ]
    if not texts:
        return ""
    if _EXAMPLE.match(texts[0]):
        return ""
    if any(shape.fullmatch(texts[0]) for shape in (_SIGNED, _UNIT)):
        return "footer"
    code = rowkind.by_words(texts, "")
    if code == "section" and len(texts) == 1:
        _r0, c0, _r1, c1 = sheet.merge(row, _place(sheet, block, row))
        return "section" if (c1 - c0 + 1) * 2 > len(block.columns) else ""
    return "" if code == "section" else code


def _place(sheet: Sheet, block: Block, row: int) -> int:
    return next((column + 1 for column in block.columns if sheet.value(row, column + 1) not in ("", None)), 1)


def _stop(sheet: Sheet, block: Block, first: int) -> int:
    """The first row that belongs to what comes after the data; one beyond the sheet when nothing does."""
    end = min(block.rows.stop, first + _LOOKED)
    return next(
        (row for row in range(first, end + 1) if _judged(sheet, block, row)), max(end, len(sheet.grid.rows)) + 1
    )


def _last_row(sheet: Sheet, block: Block, first: int, stop: int) -> int:
    """The last prepared row: drawn like the first one, or, where nothing is drawn, down to what comes after the data."""
    drawn = any(sheet.drawn(first, column + 1) for column in block.columns)
    empty = all(
        sheet.empty(row, column + 1) for row in range(first, min(stop, first + _LOOKED)) for column in block.columns
    )
    if not drawn and empty and stop <= len(sheet.grid.rows):
        return stop - 1
    row = first
    while row < (stop if stop <= len(sheet.grid.rows) else first + _LOOKED) and _like(
        sheet, block, row, first, drawn=drawn
    ):
        row += 1
    return first if row == first and stop > first and first <= len(sheet.grid.rows) else row - 1


def _like(sheet: Sheet, block: Block, row: int, first: int, *, drawn: bool) -> bool:
    """A row as the first one: drawn where that is drawn, computed only where that is computed."""
    places = [column + 1 for column in block.columns]
    if drawn and not any(sheet.drawn(row, place) for place in places):
        return False
    if _spoken(sheet, places, row) and not _spoken(sheet, places, first):
        return False  # rows that wait for names, then a row that says something
    computed = {column for at, column in sheet.grid.formulas if at == row - 1}
    if any(not sheet.formula(first, column + 1) for column in computed):
        return False
    return prepared(sheet, block, row)


def _spoken(sheet: Sheet, places: list[int], row: int) -> bool:
    return any(
        isinstance(value := sheet.value(row, place), str) and not normal.key(value).isdecimal() and value.strip()
        for place in places
    )


def footed(sheet: Sheet, block: Block, row: int) -> bool:
    """A row of signatures or notes."""
    return _judged(sheet, block, row) in ("footer", "note")


def prepared(sheet: Sheet, block: Block, row: int) -> bool:
    """A row that somebody drew or wrote in."""
    return any(sheet.drawn(row, column + 1) or not sheet.empty(row, column + 1) for column in block.columns)


def _blanks(sheet: Sheet, block: Block, first: int, last: int, hints: dict[int, str]) -> Iterator[Blank]:
    headed = range(block.first_header + 1, block.last_header + 2)
    for column, path in zip(block.columns, block.paths, strict=True):
        if not path or _covered(sheet, block, column):
            continue
        rows = range(first, last + 1)
        samples = [sheet.value(row, column + 1) for row in rows if not sheet.empty(row, column + 1)]
        formulas = bool(rows) and sheet.formula(first, column + 1)
        said = path[-1] in word.SEQUENCE
        yield Blank(
            first, column + 1, path, hint=_hint(sheet, block, column, first, hints), format=_format(sheet, rows, column + 1),
            samples=() if formulas or said else tuple(samples[:_SAMPLES]), choices=sheet.choices(first, column + 1), formulas=formulas,
            numbered=_numbered(samples) if said and not formulas else 0,
            said=written(sheet, path, headed),
        )  # fmt: skip


def _format(sheet: Sheet, rows: range, column: int) -> str:
    """The number format that all prepared cells share."""
    found = {sheet.format(row, column) for row in rows[:_COMPARED]}
    return found.pop() if len(found) == 1 else "General"


def _covered(sheet: Sheet, block: Block, column: int) -> bool:
    """The right part of a heading cell that is merged over several columns down to the data."""
    _r0, c0, r1, _c1 = sheet.merge(block.last_header + 1, column + 1)
    return c0 <= column and r1 >= block.last_header + 1 and c0 != column + 1


def _numbered(samples: list[Value]) -> int:
    """How many rows count themselves: 1, 2, 3 …"""
    counted = 0
    for n, value in enumerate(samples, 1):
        if normal.key(told(value)) not in (str(n), f"{n}.0"):
            break
        counted = n
    return counted


def _hint(sheet: Sheet, block: Block, column: int, first: int, hints: dict[int, str]) -> str:
    """What the heading, the rows of hints and the first cell's number format say of the shape."""
    said = [told(sheet.value(row + 1, column + 1)) for row in range(block.first_header, block.last_header + 1)]
    inside = [found for text in said for found in _BRACKETED.findall(text)]
    code = sheet.format(first, column + 1)
    return " ".join((*inside, hints.get(column, ""), "" if code == "General" else code)).strip()


def lines(sheet: Sheet, rows: Iterable[int]) -> Iterator[Line]:
    """The lines around a table: who reports, when, who signs."""
    for row in rows:
        cells = sheet.grid.rows[row - 1] if row <= len(sheet.grid.rows) else []
        for column, cell in enumerate(cells, 1):
            if not isinstance(cell, str) or not cell.strip() or len(cell) > 60:
                continue
            text = normal.fold(cell).strip()
            for kind, shape in (("unit", _UNIT), ("date", _DATE), ("signature", _SIGNED)):
                if shape.fullmatch(text):
                    yield Line(kind, row, column, cell)
                    break
