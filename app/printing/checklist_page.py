"""How a checklist lies on A4 landscape: merged groups, repeated header, subtotals, 问题清单 and signatures.

Heights are measured first, then lines are put on pages, then drawn; a subtotal never begins a page alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.printing import fonts, wrapping
from app.printing.checklist_tail import Tail
from app.printing.page import MM, Align, Sheet

SIZE = 9.0
LEADING = 12.2
PAD = 3.6
_HEAD = 36.0
_SUM = 19.0
_TITLE = 62.0
_GREY = 0.945
_LONGEST = 26


class Line(NamedTuple):
    """One item as text: 序号, 内容及标准, 标准分, 评分办法, 佐证材料; on a filled form what the three gave and 存在问题."""

    number: str
    content: str
    standard: str
    how: str
    evidence: str
    scores: tuple[str, ...] = ("", "", "")
    problem: str = ""


@dataclass(frozen=True)
class Section:
    """A group of lines with its subtotal; an empty `points` prints no subtotal."""

    name: str
    lines: tuple[Line, ...]
    points: str


@dataclass(frozen=True)
class Heading:
    """What stands above the table, and the note below it."""

    title: str
    unit: str
    domain: str
    version: str
    date: str
    note: str


@dataclass(frozen=True)
class _Column:
    label: str
    width: float
    align: Align = "left"


@dataclass(frozen=True)
class _Row:
    """A measured row: lines of text per column, or a sum with its caption in `total`."""

    group: str
    cells: tuple[tuple[str, ...], ...]
    height: float
    total: str = ""


_COLUMNS = (
    _Column("序号", 9 * MM, "center"),
    _Column("项目", 18 * MM, "center"),
    _Column("内容及标准", 76 * MM),
    _Column("标准分", 12.5 * MM, "center"),
    _Column("评分办法", 44 * MM),
    _Column("佐证材料", 42 * MM),
    _Column("自评", 11 * MM, "center"),
    _Column("乡镇", 11 * MM, "center"),
    _Column("县", 11 * MM, "center"),
    _Column("存在问题", 34.5 * MM),
)
_GROUP = 1
_STANDARD = 3
_SCORES = range(6, 9)


def draw(
    sheet: Sheet, heading: Heading, sections: tuple[Section, ...], *, total: str,
    sums: tuple[str, ...] = ("", "", ""), findings: Sequence[tuple[str, ...]] = (),
) -> None:  # fmt: skip
    """All pages of one checklist; the caller opens and finishes the sheet. `sums` are what the three gave in all,
    `findings` the rows of 问题清单: line, what, how to mend, by when, who, what came of it.
    """
    room = sheet.paper.height - sheet.paper.top - sheet.paper.bottom
    pages = _paged(_blocks(sections, total, sums), room - _HEAD, first=room - _HEAD - _TITLE)
    top = _title(sheet, heading)
    for n, rows in enumerate(pages):
        if n:
            top = _turn(sheet, heading)
        top = _table(sheet, top, rows, continued=n > 0 and rows[0].group == pages[n - 1][-1].group)
    note = wrapping.lines(fonts.shown(f"说明：{heading.note}"), sheet.paper.inner, 8)
    tail = Tail(sheet, lambda: _turn(sheet, heading))
    tail.draw(top, note, findings)
    sheet.foot(note=_mark(heading))


def _mark(heading: Heading) -> str:
    return f"{heading.domain}　版本 {heading.version}"


def _turn(sheet: Sheet, heading: Heading) -> float:
    sheet.foot(note=_mark(heading))
    sheet.next_page()
    return sheet.paper.height - sheet.paper.top


# Measuring


def _blocks(sections: tuple[Section, ...], total: str, sums: tuple[str, ...]) -> list[tuple[_Row, ...]]:
    """Rows that must stay together: the last item of a group with its subtotal, the last of all with the total."""
    blocks: list[tuple[_Row, ...]] = []
    for section in sections:
        rows = [row for line in section.lines for row in _item(section.name, line)]
        blocks += [(row,) for row in rows]
        if section.points:
            blocks[-1] = (*blocks[-1], _sum(section.name, "小计", section.points, ("", "", "")))
    apart = any(not section.points for section in sections)
    blocks[-1] = (*blocks[-1], _sum("", "总分（加分和否决另计）" if apart else "总分", total, sums))
    return blocks


def _item(group: str, line: Line) -> list[_Row]:
    """The row of an item; one too long for a page goes on in further rows, so that no word is lost."""
    texts = (line.number, "", line.content, line.standard, line.how, line.evidence, *line.scores, line.problem)
    cells = tuple(
        wrapping.lines(fonts.shown(text), column.width - 2 * PAD, SIZE) if text else ()
        for text, column in zip(texts, _COLUMNS, strict=True)
    )
    longest = max(len(cell) for cell in cells)
    parts = [tuple(cell[n : n + _LONGEST] for cell in cells) for n in range(0, longest, _LONGEST)]
    return [_Row(group, part, _height(group, part)) for part in parts]


def _height(group: str, cells: tuple[tuple[str, ...], ...]) -> float:
    return max(len(_group_lines(group)), *(len(cell) for cell in cells)) * LEADING + 2 * PAD


def _group_lines(name: str) -> tuple[str, ...]:
    return wrapping.lines(fonts.shown(name, "strong"), _COLUMNS[_GROUP].width - 2 * PAD, SIZE + 0.5, role="strong")


def _sum(group: str, caption: str, points: str, sums: tuple[str, ...]) -> _Row:
    cells: list[tuple[str, ...]] = [()] * len(_COLUMNS)
    cells[_STANDARD] = (points,)
    for place, told in zip(_SCORES, sums, strict=True):
        cells[place] = (told,) if told else ()
    return _Row(group, tuple(cells), _SUM, total=caption)


def _paged(blocks: list[tuple[_Row, ...]], room: float, *, first: float) -> list[list[_Row]]:
    pages: list[list[_Row]] = [[]]
    left = first
    for block in blocks:
        height = sum(row.height for row in block)
        if height > left and pages[-1]:
            pages.append([])
            left = room
        pages[-1] += block
        left -= height
    return pages


# The table


def _title(sheet: Sheet, heading: Heading) -> float:
    """Title and the line of facts. Returns the height at which the table begins."""
    paper = sheet.paper
    y = paper.height - paper.top
    title = fonts.shown(heading.title, "title")
    size = min(20.0, 20.0 * paper.inner / max(fonts.width(title, 20, "title"), 1))
    sheet.write(paper.width / 2, y - 24, title, size=size, role="title", align="center")
    line = y - _TITLE + 8
    end = paper.left + paper.inner
    date = fonts.shown(heading.date) or "　　　　年　　月　　日"
    facts = f"领域：{fonts.shown(heading.domain)}　　版本：{fonts.shown(heading.version)}　　检查日期：{date}"
    sheet.write(end, line, facts, size=10.5, align="right")
    _unit(sheet, heading.unit, (paper.left, line), end - fonts.width(facts, 10.5) - 24)
    return y - _TITLE


def _unit(sheet: Sheet, unit: str, place: tuple[float, float], end: float) -> None:
    """被检查单位 with the name, smaller when long, in two lines when longer; or a line to write on."""
    x, y = place
    caption = "被检查单位："
    sheet.write(x, y, caption, size=10.5)
    x += fonts.width(caption, 10.5)
    if not unit:
        sheet.line((x, y - 2), (min(end, x + 90 * MM), y - 2), width=0.6)
        return
    text = fonts.shown(unit)
    size = min(10.5, max(8.0, 10.5 * (end - x) / fonts.width(text, 10.5)))
    found = wrapping.lines(text, end - x + 0.5, size)
    for n, piece in enumerate(reversed(found)):
        sheet.write(x, y + n * (size + 1.5), piece, size=size)


def _table(sheet: Sheet, top: float, rows: list[_Row], *, continued: bool) -> float:
    """Header and rows of one page. Returns the lower edge."""
    y = _header(sheet, top)
    start = 0
    for n, row in enumerate(rows):
        if row.total:
            _draw_sum(sheet, y, row)
        else:
            _draw_item(sheet, y, row)
        y -= row.height
        ends = n + 1 == len(rows) or rows[n + 1].group != row.group or bool(rows[n + 1].total)
        if not row.total and ends:
            height = sum(one.height for one in rows[start : n + 1])
            name = f"{row.group}（续）" if continued and start == 0 else row.group
            _draw_group(sheet, (y, height), name)
        if row.total or ends:
            start = n + 1
    _frame(sheet, (top, y))
    return y


def _left(sheet: Sheet, n: int) -> float:
    return sheet.paper.left + sum(column.width for column in _COLUMNS[:n])


def _header(sheet: Sheet, top: float) -> float:
    """Two rows: 得分 stands over 自评, 乡镇, 县."""
    bottom, middle = top - _HEAD, top - _HEAD / 2
    sheet.box((sheet.paper.left, bottom), (sheet.paper.inner, _HEAD), width=0, fill=_GREY)
    for n, column in enumerate(_COLUMNS):
        base = bottom if n in _SCORES else top - _HEAD
        height = _HEAD / 2 if n in _SCORES else _HEAD
        x = _left(sheet, n)
        sheet.box((x, base), (column.width, height))
        _heading(sheet, (x + column.width / 2, base + height / 2), column.label)
    scores = sum(_COLUMNS[n].width for n in _SCORES)
    x = _left(sheet, _SCORES[0])
    sheet.box((x, middle), (scores, _HEAD / 2))
    _heading(sheet, (x + scores / 2, middle + _HEAD / 4), "得分")
    return bottom


def _heading(sheet: Sheet, centre: tuple[float, float], text: str) -> None:
    sheet.write(centre[0], centre[1] - 3.4, text, size=SIZE + 0.5, role="strong", align="center")


def _draw_item(sheet: Sheet, top: float, row: _Row) -> None:
    x = sheet.paper.left
    for n, (column, cell) in enumerate(zip(_COLUMNS, row.cells, strict=True)):
        if n != _GROUP:
            sheet.box((x, top - row.height), (column.width, row.height), width=0.4)
            _lines(sheet, (x, top, column.width, row.height), cell, align=column.align)
        x += column.width


def _draw_sum(sheet: Sheet, top: float, row: _Row) -> None:
    """A sum: its caption spans 序号, 项目 and 内容."""
    bottom = top - row.height
    sheet.box((sheet.paper.left, bottom), (sheet.paper.inner, row.height), width=0, fill=_GREY)
    span = _left(sheet, _STANDARD) - sheet.paper.left
    sheet.box((sheet.paper.left, bottom), (span, row.height), width=0.4)
    caption = fonts.shown(f"{row.group}　{row.total}" if row.group else row.total, "strong")
    if fonts.width(caption, SIZE + 0.5, "strong") > span - 2 * PAD:
        caption = row.total
    _heading(sheet, (sheet.paper.left + span / 2, bottom + row.height / 2), caption)
    for n, column in enumerate(_COLUMNS[_STANDARD:], start=_STANDARD):
        x = _left(sheet, n)
        sheet.box((x, bottom), (column.width, row.height), width=0.4)
        for text in row.cells[n]:
            _heading(sheet, (x + column.width / 2, bottom + row.height / 2), text)


def _draw_group(sheet: Sheet, span: tuple[float, float], name: str) -> None:
    """The merged cell of a group, `span` its lower edge and height; a name too long for one short row gets smaller."""
    bottom, height = span
    column = _COLUMNS[_GROUP]
    x = _left(sheet, _GROUP)
    sheet.box((x, bottom), (column.width, height), width=0.4)
    found = _group_lines(name)
    leading = min(LEADING, (height - 2) / len(found))
    size = min(SIZE + 0.5, leading * 0.85)
    y = bottom + height / 2 + len(found) * leading / 2 - leading * 0.76
    for n, text in enumerate(found):
        sheet.write(x + column.width / 2, y - n * leading, text, size=size, role="strong", align="center")


def _lines(sheet: Sheet, area: tuple[float, float, float, float], texts: tuple[str, ...], *, align: Align) -> None:
    """Lines of a cell, in the middle of its height. `area` is left, top, width, height."""
    left, top, width, height = area
    x = left + width / 2 if align == "center" else left + PAD
    y = top - (height - len(texts) * LEADING) / 2 - LEADING * 0.76
    for n, text in enumerate(texts):
        sheet.write(x, y - n * LEADING, text, size=SIZE, align=align)


def _frame(sheet: Sheet, edges: tuple[float, float]) -> None:
    top, bottom = edges
    sheet.box((sheet.paper.left, bottom), (sheet.paper.inner, top - bottom), width=1)
