"""挂图: a village on the wall, A3 – by group, each member in bold with the households that he holds, then those without one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.printing import fonts, wrapping
from app.printing.page import A3_LANDSCAPE, MM, Sheet, paper_file
from app.progress import Progress, silent

COLUMNS = 4
GUTTER = 7 * MM
HEAD, BAND = 22 * MM, 7.5 * MM
SIZE, LEADING = 11.5, 15.5
NOBODY = "还没有联系党员"


@dataclass(frozen=True)
class Line:
    """One member (`name`, and what stands behind it) and the households he holds; an empty name: those without a member."""

    name: str
    behind: str
    heads: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """A group with its lines; `told` stands at the right of its band."""

    title: str
    told: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Poster:
    """One village. `note` stands small at the foot."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    note: str = ""

    def texts(self) -> Iterator[str]:
        yield from (self.title, self.subtitle, self.note)
        for section in self.sections:
            yield from (section.title, section.told)
            for line in section.lines:
                yield from (line.name, line.behind, *line.heads)


@dataclass(frozen=True)
class _Piece:
    """What is never parted: a band, or one line of text."""

    kind: str
    text: str
    behind: str = ""


def print_posters(posters: Sequence[Poster], path: Path, progress: Progress = silent) -> tuple[str, ...]:
    """Writes the posters as a PDF, A3 across, each on pages of its own. Returns warnings about characters no font holds.

    Raises UserError, Cancelled.
    """
    with paper_file(path, A3_LANDSCAPE, "党员联系户挂图") as sheet:
        for i, poster in enumerate(posters):
            progress(i, len(posters), "正在排版")
            if i:
                sheet.next_page()
            _Poster(sheet, poster).draw()
    missing = fonts.uncovered(text for poster in posters for text in poster.texts())
    return (fonts.warning(missing),) if missing else ()


class _Poster:
    """Lets the pieces of one poster flow down the columns and over the pages."""

    def __init__(self, sheet: Sheet, poster: Poster) -> None:
        self.sheet, self.poster = sheet, poster
        self.paper = sheet.paper
        self.width = (self.paper.inner - GUTTER * (COLUMNS - 1)) / COLUMNS
        self.column, self.y = 0, 0.0
        self.floor = self.paper.bottom + 6 * MM

    def draw(self) -> None:
        self._head()
        for section in self.poster.sections:
            self._section(section)
        self.sheet.foot(note=self.poster.note)

    def _head(self) -> None:
        top = self.paper.height - self.paper.top
        middle = self.paper.width / 2
        title = fonts.shown(self.poster.title, "title")
        self.sheet.write(middle, top - 11 * MM, title, size=30, role="title", align="center")
        self.sheet.write(middle, top - 18 * MM, fonts.shown(self.poster.subtitle), size=12, align="center", grey=0.2)
        self.column, self.y = 0, top - HEAD

    def _section(self, section: Section) -> None:
        """A band never stands alone at the foot of a column."""
        pieces = [piece for line in section.lines for piece in self._pieces(line)]
        self._room(BAND + 2 * LEADING)
        self._band(section.title, section.told)
        for piece in pieces:
            if self.y - LEADING < self.floor:
                self._turn()
                self._band(f"{section.title}（续）", "")
            self._write(piece)
        self.y -= 3 * MM

    def _pieces(self, line: Line) -> Iterator[_Piece]:
        yield _Piece("name" if line.name else "nobody", line.name or NOBODY, line.behind)
        text = "、".join(fonts.shown(head) for head in line.heads)
        for part in wrapping.lines(text, self.width - 6 * MM, SIZE):
            yield _Piece("heads", part)

    def _room(self, height: float) -> None:
        if self.y - height < self.floor:
            self._turn()

    def _turn(self) -> None:
        self.column += 1
        self.y = self.paper.height - self.paper.top - HEAD
        if self.column == COLUMNS:
            self.sheet.foot(note=self.poster.note)
            self.sheet.next_page()
            self._head()

    @property
    def left(self) -> float:
        return self.paper.left + self.column * (self.width + GUTTER)

    def _band(self, title: str, told: str) -> None:
        self.sheet.box((self.left, self.y - BAND), (self.width, BAND), width=0, fill=0.88)
        base = self.y - BAND + 2.3 * MM
        self.sheet.write(self.left + 2 * MM, base, fonts.shown(title, "strong"), size=13, role="strong")
        self.sheet.write(self.left + self.width - 2 * MM, base, fonts.shown(told), size=9.5, align="right", grey=0.25)
        self.y -= BAND + 1.2 * MM

    def _write(self, piece: _Piece) -> None:
        self.y -= LEADING
        if piece.kind == "heads":
            self.sheet.write(self.left + 5 * MM, self.y + 4, piece.text, size=SIZE)
            return
        strong = piece.kind == "name"
        text = fonts.shown(piece.text, "strong")
        self.sheet.write(self.left + 2 * MM, self.y + 4, text, size=12.5, role="strong", grey=0 if strong else 0.35)
        if piece.behind:
            right = self.left + self.width - 2 * MM
            self.sheet.write(right, self.y + 4, fonts.shown(piece.behind), size=10, align="right", grey=0.25)
