"""How a page is made: paper, margins, text that is never markup, lines, and 第 x 页 共 y 页 at the foot.

A `Sheet` writes drawing operators straight into the canvas, because a county roster has a million cells.
"""

import errno
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream
from reportlab.pdfgen.canvas import Canvas

from app.files import replace_file
from app.printing import fonts

# Pages are files, not mail: packed bytes as they are, a fifth smaller and much faster than printable ones.
rl_config.useA85 = 0

MM = 72 / 25.4
Align = Literal["left", "center", "right"]
_TOTAL = "total-pages"


@dataclass(frozen=True)
class Paper:
    """A size with margins, in points."""

    width: float
    height: float
    left: float = 14 * MM
    right: float = 14 * MM
    top: float = 13 * MM
    bottom: float = 15 * MM

    @property
    def inner(self) -> float:
        """Width between the margins."""
        return self.width - self.left - self.right


A4 = Paper(210 * MM, 297 * MM)
A4_LANDSCAPE = Paper(297 * MM, 210 * MM)
A3_LANDSCAPE = Paper(420 * MM, 297 * MM)


def number(value: float) -> str:
    """A coordinate as PDF wants it, to a hundredth of a point."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


class Sheet:
    """One PDF being drawn, page by page; coordinates in points from the lower left corner."""

    def __init__(self, path: Path, paper: Paper, title: str) -> None:
        self.paper = paper
        self.page = 1
        self._canvas = Canvas(str(path), pagesize=(paper.width, paper.height), pageCompression=1)
        self._document = self._canvas._doc  # noqa: SLF001 - fonts number their subsets per document
        self._canvas.setTitle(title)
        self._canvas.setAuthor("")
        self._canvas.setCreator("乡镇党建台账")
        self._canvas.setProducer("乡镇党建台账")
        self._literals: list[str] = []

    def encoded(self, text: str, size: float, role: str = "body") -> str:
        """Operators that show one line of text at the current point, without the place. Data stays data."""
        parts = []
        for name, piece in fonts.runs(text.replace("\n", " "), role):
            font = fonts.face(name)
            for subset, codes in font.splitString(piece, self._document):
                internal = font.getSubsetInternalName(subset, self._document)
                parts.append(f"{internal} {number(size)} Tf <{codes.hex()}> Tj")
        return " ".join(parts)

    def raw(self, code: str) -> None:
        """PDF operators as they are: only ever made by this program, never out of data."""
        self._literals.append(code)

    def write(
        self, x: float, y: float, text: str, *, size: float, role: str = "body", align: Align = "left", grey: float = 0
    ) -> None:
        """One line with its baseline at `y`; `x` is its left end, middle or right end."""
        if align != "left":
            x -= fonts.width(text, size, role) * (0.5 if align == "center" else 1)
        colour = f"{grey:g} g " if grey else ""
        reset = " 0 g" if grey else ""
        self.raw(f"{colour}BT 1 0 0 1 {number(x)} {number(y)} Tm {self.encoded(text, size, role)} ET{reset}")

    def line(self, start: tuple[float, float], end: tuple[float, float], *, width: float = 0.5) -> None:
        ends = f"{number(start[0])} {number(start[1])} m {number(end[0])} {number(end[1])} l"
        self.raw(f"{number(width)} w {ends} S")

    def box(
        self, corner: tuple[float, float], size: tuple[float, float], *, width: float = 0.5, fill: float | None = None
    ) -> None:
        """A rectangle from its lower left corner; `fill` is a grey (0 black, 1 white), `width` 0 draws no line."""
        area = f"{number(corner[0])} {number(corner[1])} {number(size[0])} {number(size[1])} re"
        if fill is not None:
            self.raw(f"q {fill:g} g {area} f Q")
        if width:
            self.raw(f"{number(width)} w {area} S")

    def foot(self, *, note: str = "") -> None:
        """第 x 页 共 y 页 in the middle of the foot; the y is known when the file is finished. `note` stands left."""
        middle, y = self.paper.width / 2, self.paper.bottom - 7 * MM
        self.write(middle - 3, y, f"第 {self.page} 页", size=8.5, align="right")
        self.raw(f"q 1 0 0 1 {number(middle + 3)} {number(y)} cm")
        self._flush()
        self._canvas.doForm(_TOTAL)
        self.raw("Q")
        if note:
            self.write(self.paper.left, y, note, size=7.5, grey=0.35)

    def resize(self, paper: Paper) -> None:
        """The page that is being drawn gets this size; those before it keep theirs."""
        self.paper = paper
        self._canvas.setPageSize((paper.width, paper.height))

    def next_page(self) -> None:
        """Ends the page that was drawn; the next drawing begins a new one."""
        self._end_page()
        self.page += 1

    def finish(self) -> int:
        """Ends the last page and writes the file. Returns the number of pages."""
        self._end_page()
        self._canvas.beginForm(_TOTAL, -2, -4, 200, 20)
        self.write(0, 0, f"共 {self.page} 页", size=8.5)
        self._flush()
        self._canvas.endForm()
        self._canvas.save()
        return self.page

    def _end_page(self) -> None:
        """The page is packed at once: left to the end, two thousand pages of a county would lie in memory as plain text."""
        self._flush()
        self._canvas.showPage()
        drawn = self._document.Pages.pages[-1]
        packed = zlib.compress(drawn.stream.encode())
        drawn.Contents = PDFStream(PDFDictionary({"Filter": PDFArray([PDFName("FlateDecode")])}), packed)
        drawn.stream = None

    def _flush(self) -> None:
        if self._literals:
            self._canvas.addLiteral("\n".join(self._literals))
            self._literals.clear()


@contextmanager
def paper_file(path: Path, paper: Paper, title: str, *, expected: int = 0) -> Iterator[Sheet]:
    """A sheet that becomes `path` when the block ends well; all pages but the last end with `next_page`.

    `expected` is the probable size in bytes, for the message on a full disk.
    """
    with replace_file(path, _whole, expected=expected) as temporary:
        sheet = Sheet(temporary, paper, title)
        yield sheet
        sheet.finish()


def _whole(path: Path) -> None:
    """A PDF that was cut short has no end mark."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 64))
        if b"%%EOF" not in file.read():
            raise OSError(errno.ENOSPC, "the end is missing")
