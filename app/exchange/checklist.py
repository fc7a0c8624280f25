"""What does a checklist say that a superior unit published as .xlsx, .xls or .docx? Its form and its lines.

Nothing is guessed: what the words do not tell (a line without points, a way of scoring) is among the doubts.
"""

from collections.abc import Sequence
from pathlib import Path

from app.errors import UserError
from app.exchange import read
from app.exchange.checklist_body import body, told
from app.exchange.checklist_head import Head, Page, heads, page, rows_of, text_of
from app.exchange.checklist_word import stated_total
from app.exchange.document import is_document, read_document
from app.exchange.grid import FileRefused, Grid
from app.models.checklist import FREE
from app.operations.checklist_layout import Published, Row, is_sum

_SIGNED = ("签字", "签名", "盖章", "年　", "年 ")


def read_published(path: Path) -> tuple[Published, ...]:
    """Every checklist of a file in its order, one for each sheet or table of its own. UserError when there is none;
    FileRefused when the file as a whole cannot be taken.
    """
    if is_document(path):
        grids: tuple[Grid, ...] = (read_document(path, lines=True).grid,)
    else:
        grids = _sheets(path)
    found = tuple(form for grid in grids if not grid.hidden for form in published(grid, path.stem))
    if not found:
        raise UserError(
            f"“{path.name}”里没有找到考核清单的表头。",
            "表头要有“项目、内容、分值”这样的列名，请确认选对了文件，或在表里补上列名后再导入。",
        )
    return found


def _sheets(path: Path) -> tuple[Grid, ...]:
    try:
        return read.read(path).grids
    except FileRefused as refused:
        if refused.codes != ("not_a_workbook",):
            raise
        raise UserError(
            f"“{path.name}”不是能读的清单。",
            "可以读 Excel、WPS 表格，和 .docx 文档里的表；旧的 .doc、.wps 文档请先另存为 .docx。",
        ) from refused


def published(grid: Grid, name: str) -> tuple[Published, ...]:
    """The checklists of one sheet; `name` is the title where nothing stands above the table."""
    found: list[Published] = []
    sheet = page(grid)
    starts = heads(sheet)
    begin = 0
    n = 0
    while n < len(starts):
        same = n + 1
        while same < len(starts) and starts[same].labels() == starts[n].labels():
            same += 1
        stop = starts[same].first if same < len(starts) else len(sheet.cells)
        end, begin_next = _cut(sheet, starts[same - 1].last + 1, stop, last=same == len(starts))
        form = _published(sheet, starts[n:same], (begin, end), name)
        if form is not None:
            found.append(form)
        begin = begin_next
        n = same
    return tuple(found)


def _cut(sheet: Page, first: int, stop: int, *, last: bool) -> tuple[int, int]:
    """Where a table ends and what belongs to the next begins: the single texts above the next heading are its own."""
    if last:
        return stop, stop
    cut = stop
    while cut > first and sum(bool(cell) for cell in sheet.cells[cut - 1]) <= 1:
        cut -= 1
    return cut, cut


def _published(sheet: Page, starts: tuple[Head, ...], bounds: tuple[int, int], name: str) -> Published | None:
    head, (begin, end) = starts[0], bounds
    again = {row for other in starts[1:] for row in range(other.first, other.last + 1)}
    rows = [row for at, row in _rows(sheet, head, end) if at not in again]
    rows, notes = _without_notes(rows)
    read_rows = body(head.columns, rows)
    if not read_rows.lines:
        return None
    above = [line for at in range(begin, head.first) if (line := _joined(sheet.cells[at]))]
    title, facts = _title(above, sheet.name if len(sheet.name) > 6 else name)
    lines = read_rows.lines
    total = read_rows.total or next((found for column in head.columns if (found := stated_total(column.label))), None)
    sums = sum(line.points or 0 for line in lines)
    doubts = list(read_rows.doubts)
    if total is not None and sums and total != sums:
        doubts.append(f"表上写的总分是 {told(total)} 分，各条相加是 {told(sums)} 分。")
    if hidden := sum(head.last < at < end for at in sheet.hidden):
        doubts.append(f"表里有 {hidden} 行是隐藏的，也读了进来。")
    if unknown := [column.label or "（无列名）" for column in head.columns if column.role == "other"]:
        doubts.append(f"{'、'.join(unknown)}：没有认出这一列是做什么的，原样保留。")
    if sums and (silent := sum(line.scoring == FREE for line in lines)):
        doubts.append(f"有 {silent} 条没有写明怎样计分，按“评分”（在分值内打分）处理，可以在编辑里改。")
    return Published(
        title=title,
        columns=head.columns,
        head=rows_of(sheet, head.first, head.last + 1, head.places),
        lines=lines,
        facts=facts,
        after=read_rows.after,
        notes=notes,
        total=total,
        doubts=tuple(doubts),
    )


def _rows(sheet: Page, head: Head, end: int) -> list[tuple[int, Row]]:
    first = head.last + 1
    made = rows_of(sheet, first, end, head.places)
    return [(first + n, row) for n, row in enumerate(made)]


def _without_notes(rows: list[Row]) -> tuple[list[Row], tuple[str, ...]]:
    """Takes the words below the table away: trailing rows with a single text, and rows of signatures."""
    notes: list[str] = []
    while rows and _is_note(rows[-1]):
        if text := _joined([cell or "" for cell in rows[-1].cells]):
            notes.insert(0, text)
        rows = rows[:-1]
    return rows, tuple(notes)


def _is_note(row: Row) -> bool:
    filled = [cell for cell in row.cells if cell]
    if any(cell is None for cell in row.cells) or (filled and is_sum(filled[0])):
        return False
    return len(filled) <= 1 or any(mark in cell for cell in filled for mark in _SIGNED)


def _title(above: list[str], usual: str) -> tuple[str, tuple[str, ...]]:
    """The title is the first line that is no 附件 and asks for nothing; the others are facts."""
    at = next((n for n, line in enumerate(above) if not line.startswith("附件") and "：" not in line), None)
    if at is None:
        return usual, tuple(above)
    return above[at].replace("\n", ""), tuple(line for n, line in enumerate(above) if n != at)


def _joined(cells: Sequence[str]) -> str:
    return "　　".join(text_of(cell) for cell in cells if cell)
