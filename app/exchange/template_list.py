"""Where in a form is a small list: 家庭成员, 联系户, 班子成员 – a row of headings with empty rows below, inside the form?"""

from collections.abc import Iterable, Iterator

from app.exchange import word
from app.exchange.template import Blank, Sheet, told

_LONGEST = 24
_FEWEST, _LINES = 3, 2  # headings side by side, and empty rows below them where no word stands over the whole list
_NAMES = frozenset({"姓名", "成员姓名", "家庭成员姓名", "户主姓名", "户主", "党员姓名"})


def listed(sheet: Sheet, rows: Iterable[int], known: frozenset[str]) -> tuple[Blank, ...]:
    """The first blank of each column of each list; `lines` says how many rows it has. `known` are words for values."""
    found: list[Blank] = []
    below = 0
    for row in rows:
        if row > below and (blanks := tuple(_list(sheet, row, known))):
            found += blanks
            below = row + blanks[0].lines
    return tuple(found)


def _list(sheet: Sheet, row: int, known: frozenset[str]) -> Iterator[Blank]:
    cells = _cells(sheet, row)
    group = next((text for _column, text, last in cells[:1] if last > row), "")
    heads = [(column, text) for column, text, last in cells if last == row]
    spoken = [text for _column, text in heads if not known.isdisjoint(word.spellings(word.squeezed(text)))]
    named = any(word.bare(word.squeezed(text)) in _NAMES for _column, text in heads)
    if len(heads) < _FEWEST or len(spoken) * 2 < len(heads) or not named:
        return
    lines = _lines(sheet, row, [column for column, _text in heads])
    if lines < (1 if group else _LINES):
        return
    for column, text in heads:
        said = (group, text) if group else (text,)
        yield Blank(
            row + 1, column, (word.squeezed(text),), format=sheet.format(row + 1, column), choices=sheet.choices(row + 1, column),
            said=tuple("".join(part.split()) for part in said), lines=lines,
        )  # fmt: skip


def _cells(sheet: Sheet, row: int) -> list[tuple[int, str, int]]:
    """(column, words, last row it covers) of the longest row of cells side by side in which something short is written."""
    runs: list[list[tuple[int, str, int]]] = [[]]
    column = 1
    while column <= len(sheet.grid.rows[row - 1]):
        top, left, bottom, right = sheet.merge(row, column)
        text = told(sheet.value(top, left)).strip()
        if text and len(text) <= _LONGEST and top == row:
            runs[-1].append((left, text, bottom))
        elif runs[-1]:
            runs.append([])
        column = right + 1
    return max(runs, key=len)


def _lines(sheet: Sheet, head: int, columns: list[int]) -> int:
    """How many rows below the headings are empty in all their columns, drawn, and cut as the headings are."""
    cut = [sheet.merge(head, column)[3] for column in columns]
    row = head + 1
    while all(_waits(sheet, row, column, right) for column, right in zip(columns, cut, strict=True)):
        row += 1
    return row - head - 1


def _waits(sheet: Sheet, row: int, column: int, right: int) -> bool:
    return (
        sheet.empty(row, column) and sheet.drawn(row, column) and sheet.merge(row, column) == (row, column, row, right)
    )
