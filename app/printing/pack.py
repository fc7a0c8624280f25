"""The pages of an inspection pack that no other print has: cover, dividers, pictures, and the line above every page."""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from app.errors import UserError
from app.printing import fonts, wrapping
from app.printing.page import A4, MM, Paper, Sheet, paper_file

_INNER = A4.width - 44 * MM
_LEFT = 22 * MM
_FOOT = 24 * MM
_SMALL = 10.0
_LEADING = 6.2 * MM
_STAMP, _NUMBERED = 7.5, 36 * MM  # size of the line at the head, and what the page number takes of it


@dataclass(frozen=True)
class Cover:
    """`facts` are pairs of words and value; `gaps` one sentence each, of `gap_count` in all (0: nothing is missing)."""

    title: str
    organisation: str
    facts: tuple[tuple[str, str], ...]
    gaps: tuple[str, ...]
    gap_count: int
    gap_page: int = 0

    def texts(self) -> tuple[str, ...]:
        return (self.title, self.organisation, *(value for _word, value in self.facts), *self.gaps)


def print_cover(cover: Cover, path: Path) -> None:
    """One page: what this is, of whom, and at once what is missing."""
    with paper_file(path, A4, cover.title) as sheet:
        y = A4.height - 40 * MM
        sheet.write(A4.width / 2, y, cover.title, size=26, role="title", align="center")
        y -= 14 * MM
        for line in wrapping.lines(fonts.shown(cover.organisation), _INNER, 17, role="strong"):
            sheet.write(A4.width / 2, y, line, size=17, role="strong", align="center")
            y -= 9 * MM
        y -= 5 * MM
        for word, value in cover.facts:
            sheet.write(_LEFT + 26 * MM, y, word, size=11, grey=0.35, align="right")
            for line in wrapping.lines(fonts.shown(value), _INNER - 32 * MM, 11) or ("",):
                sheet.write(_LEFT + 30 * MM, y, line, size=11)
                y -= _LEADING
            y -= 1 * MM
        _gaps(sheet, cover, y - 6 * MM)


def _gaps(sheet: Sheet, cover: Cover, top: float) -> None:
    heading = f"缺项（{cover.gap_count} 处）" if cover.gap_count else "没有发现缺项"
    sheet.write(_LEFT, top, heading, size=14, role="strong")
    sheet.line((_LEFT, top - 2.5 * MM), (A4.width - _LEFT, top - 2.5 * MM), width=0.9)
    y = top - 9 * MM
    if not cover.gap_count:
        sheet.write(_LEFT, y, "每一条都有佐证材料，没有失分，整改都已完成。", size=11)
        return
    for told, gap in enumerate(cover.gaps):
        lines = wrapping.lines(fonts.shown(f"· {gap}"), _INNER, _SMALL)
        last = told == cover.gap_count - 1
        if y - len(lines) * 5 * MM < _FOOT + (0 if last else _LEADING):
            rest = cover.gap_count - told
            sheet.write(_LEFT, y, f"……其余 {rest} 处见第 {cover.gap_page} 页缺项清单。", size=_SMALL, grey=0.3)
            return
        for line in lines:
            sheet.write(_LEFT, y, line, size=_SMALL)
            y -= 5 * MM
        y -= 1 * MM


def print_divider(title: str, lines: Sequence[str], path: Path) -> None:
    """One page before a part, or in the place of a file that is not printed here: a heading and what is to be said."""
    with paper_file(path, A4, title) as sheet:
        y = A4.height - 90 * MM
        for line in wrapping.lines(fonts.shown(title), _INNER, 20, role="title"):
            sheet.write(A4.width / 2, y, line, size=20, role="title", align="center")
            y -= 11 * MM
        y -= 8 * MM
        for text in lines:
            for line in wrapping.lines(fonts.shown(text), _INNER, 12):
                sheet.write(A4.width / 2, y, line, size=12, align="center")
                y -= 7.5 * MM


def print_picture(title: str, content: bytes, path: Path) -> None:
    """A picture as large as an A4 page takes it; the head of the page says what it is. UserError when nothing can read it."""
    try:
        picture = ImageReader(io.BytesIO(content))
        wide, high = picture.getSize()
    except (OSError, ValueError, SyntaxError) as error:
        raise UserError(f"“{title}”不是能打印的图片。", "请在文件夹里打开核对。") from error
    room_wide, room_high = A4.width - 36 * MM, A4.height - 60 * MM
    scale = min(room_wide / max(wide, 1), room_high / max(high, 1))
    size = (wide * scale, high * scale)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(A4.width, A4.height), pageCompression=1)
    canvas.drawImage(picture, (A4.width - size[0]) / 2, A4.height - 28 * MM - size[1], *size, mask="auto")
    canvas.save()
    path.write_bytes(buffer.getvalue())


def print_stamps(sizes: Sequence[tuple[float, float]], text: str, labels: Sequence[str], path: Path) -> None:
    """For each page (width, height in points) one that holds only its line at the head: `text`, a label of its own, 第x页共y页.

    They are laid over the pages of the pack.
    """
    first = _paper(sizes[0])
    with paper_file(path, first, "页眉") as sheet:
        for n, (size, own) in enumerate(zip(sizes, labels, strict=True), 1):
            sheet.resize(_paper(size))
            y = size[1] - 6.5 * MM
            told = "　".join(part for part in (fonts.shown(text), fonts.shown(own)) if part)
            room = size[0] - 24 * MM - _NUMBERED
            first_line, *more = wrapping.lines(told, room, _STAMP)
            sheet.write(12 * MM, y, f"{first_line[:-1]}…" if more else first_line, size=_STAMP, grey=0.3)
            sheet.write(size[0] - 12 * MM, y, f"全册第 {n} 页 共 {len(sizes)} 页", size=_STAMP, align="right", grey=0.3)
            if n < len(sizes):
                sheet.next_page()


def _paper(size: tuple[float, float]) -> Paper:
    return Paper(*size)
