"""Where in a template is a statistics table: figures in columns, branches, units or fixed words at the left of the rows?"""

from collections.abc import Iterator

from app.exchange import heading, word
from app.exchange.grid import Grid
from app.exchange.heading import Block
from app.exchange.template import Blank, Layout, Sheet, titled, told, written
from app.exchange.template_table import fingerprint, footed, lines, prepared
from app.kinds import normal
from app.ledgers.measure import Measure, measured, term

_NAMES = ("单位", "支部", "党组织", "村", "社区", "乡镇", "名称", "项目", "指标", "类别", "内容", "分类")
_PEOPLE = ("姓名", "党员姓名", "户主", "户主姓名", "身份证号", "公民身份号码", "帮扶责任人", "联系电话", "人员姓名")
TOTAL = ("合计", "总计", "共计", "小计", "全镇合计", "总数", "本页合计", "全镇", "全村", "全乡", "全县")
_DEPTH = 4
_LOOKED = 400


def _of_people(said: str) -> bool:
    """A heading that no statistics have: whose row it is, or how to reach somebody."""
    return said in _PEOPLE or said.endswith(("电话", "联系方式", "手机", "手机号", "手机号码"))


def stat(sheet: Sheet, header: tuple[int, int] | None = None) -> Layout | None:
    """The statistics table of the sheet; None when there is none, or when its rows are people.

    `header`: the first and the last row of the heading (1-based), when somebody names them."""
    block = _block(sheet.grid) if header is None else heading.block(sheet.grid, header[0] - 1, header[1] - 1)
    if block is None or any(_of_people(word.bare(part)) for path in block.paths for part in path):
        return None
    naming = next((n for n, path in enumerate(block.paths) if path and path[-1] not in word.SEQUENCE), 0)
    figures = [n for n, path in enumerate(block.paths) if n != naming and measured(path) is not None and _counts(path)]
    if not figures:
        return None
    first = block.last_header + 2
    left = [column for column in block.columns if column < block.columns[min(figures)]]
    last = _last_row(sheet, block, first)
    labels = tuple(_labels(sheet, left, first, last))
    known = sum(1 for _row, words in labels if any(term(word.squeezed(part)) is not None for part in words))
    if len(figures) < 2 and known < 3:
        return None
    totals = [row for row, words in labels if is_total(words)]
    while first in totals and first < last:  # 合计 stands above the rows
        first += 1
    while last in totals and last > first:
        last -= 1
    blanks = tuple(_blanks(sheet, block, left, first, last))
    title = titled(sheet.grid.rows[: block.first_header], sheet.grid.name)
    return Layout(
        sheet.grid.name, "stat", title, blanks, first, last, None, len(figures) * 3 + min(known, 5),
        tuple(lines(sheet, (*range(1, block.first_header + 1), *range(last + 1, len(sheet.grid.rows) + 1)))),
        tuple(totals), labels,
        fingerprint=fingerprint("stat", (*(blank.header for blank in blanks), *("_".join(words) for _row, words in labels))),
        header=(block.first_header + 1, block.last_header + 1),
    )  # fmt: skip


def is_total(words: tuple[str, ...]) -> bool:
    return bool(words) and any(normal.key(part).strip("　 ") in TOTAL for part in words)


def _counts(path: tuple[str, ...]) -> bool:
    """Words that only name (项目, 单位) count nothing."""
    found = measured(path)
    assert found is not None
    silent = (
        found == Measure("count")
        and term(path[-1]) == Measure()
        and not any(path[-1].endswith(unit) for unit in ("数", "计", "量"))
    )
    return not silent


def _known(cell: str) -> bool:
    return term(cell) is not None or word.is_known(cell) or any(cell.endswith(name) for name in _NAMES)


def _block(grid: Grid) -> Block | None:
    """The heading: its first row by the words of figures, grown by what is merged across and down."""
    first = heading.first_heading(grid, _known)
    if first is None:
        return None
    last = first
    while last + 1 < len(grid.rows) and last - first + 1 < _DEPTH:
        down = max((r1 for r0, _c0, r1, _c1 in grid.merges if first <= r0 <= last), default=last)
        across = any(r0 == r1 == last and c1 > c0 and _filled(grid, last + 1, c0, c1) for r0, c0, r1, c1 in grid.merges)
        grown = max(last, min(down, first + _DEPTH - 1), last + 1 if across else last)
        if grown == last:
            break
        last = grown
    columns, paths = heading.column_paths(grid, first, last)
    if last + 1 < len(grid.rows) and heading.is_numbering(grid.rows[last + 1]):
        last += 1
    return Block(first, last, range(last + 1, len(grid.rows)), columns, paths)


def _filled(grid: Grid, row: int, low: int, high: int) -> bool:
    cells = heading.texts(grid.rows[row])[low : high + 1]
    return sum(map(bool, cells)) >= 2 and not any(cell.isdecimal() for cell in cells)


def _last_row(sheet: Sheet, block: Block, first: int) -> int:
    """The last row of figures: prepared, with a label or not, down to the footer. Totals belong to it."""
    row = first
    while row - first < _LOOKED and prepared(sheet, block, row) and not footed(sheet, block, row):
        row += 1
    return max(row - 1, first)


def _labels(sheet: Sheet, left: list[int], first: int, last: int) -> Iterator[tuple[int, tuple[str, ...]]]:
    """(row, words at its left, the widest first); a word merged over several rows counts for each of them."""
    for row in range(first, last + 1):
        words = []
        for column in left:
            r0, c0, _r1, _c1 = sheet.merge(row, column + 1)
            text = told(sheet.value(r0, c0)).strip()
            if text and not _counting(text) and text not in words:
                words.append(text)
        yield row, tuple(words)


def _counting(text: str) -> bool:
    return normal.key(text).removesuffix(".0").strip("().、").isdecimal()


def _blanks(sheet: Sheet, block: Block, left: list[int], first: int, last: int) -> Iterator[Blank]:
    for column, path in zip(block.columns, block.paths, strict=True):
        if not path:
            continue
        names = [sheet.value(row, column + 1) for row in range(first, last + 1)] if column in left else []
        said = tuple(name for name in names if isinstance(name, str) and name.strip() and name.strip() not in TOTAL)
        formulas = sheet.formula(first, column + 1)
        spoken = written(sheet, path, range(block.first_header + 1, block.last_header + 2))
        yield Blank(
            first,
            column + 1,
            path,
            format=sheet.format(first, column + 1),
            formulas=formulas,
            samples=said[:5],
            said=spoken,
        )
