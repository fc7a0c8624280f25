"""How does a cell of an .xls look, said in the words of an .xlsx? Numbers of [MS-XLS] 2.5.282 become names."""

from typing import Any

import xlrd
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side

_LINES: tuple[Any, ...] = (
    None, "thin", "medium", "dashed", "dotted", "thick", "double", "hair", "mediumDashed", "dashDot", "mediumDashDot",
    "dashDotDot", "mediumDashDotDot", "slantDashDot",
)  # fmt: skip
_ACROSS = ("general", "left", "center", "right", "fill", "justify", "centerContinuous", "distributed")
_DOWN = ("top", "center", "bottom", "justify", "distributed")
_PATTERNS: tuple[Any, ...] = (
    None, "solid", "mediumGray", "darkGray", "lightGray", "darkHorizontal", "darkVertical", "darkDown", "darkUp", "darkGrid",
    "darkTrellis", "lightHorizontal", "lightVertical", "lightDown", "lightUp", "lightGrid", "lightTrellis", "gray125", "gray0625",
)  # fmt: skip
_UNDERLINES: dict[int, Any] = {1: "single", 2: "double", 33: "singleAccounting", 34: "doubleAccounting"}
_BOLD = 600


class Looks:
    """The looks of one workbook, made once per number."""

    def __init__(self, source: xlrd.book.Book) -> None:
        self.source = source
        self.made: dict[int, tuple[Font, Border, PatternFill, Alignment, Protection, str]] = {}

    def put_on(self, cell: Cell | MergedCell, number: int | None) -> None:
        """Gives the cell the look of this number."""
        if number is None:
            return
        if number not in self.made:
            self.made[number] = self._look(self.source.xf_list[number])
        cell.font, cell.border, cell.fill, cell.alignment, cell.protection, cell.number_format = self.made[number]

    def _look(self, look: xlrd.formatting.XF) -> tuple[Font, Border, PatternFill, Alignment, Protection, str]:
        known = self.source.format_map.get(look.format_key)
        return (
            self._font(self.source.font_list[look.font_index]),
            self._border(look.border),
            self._fill(look.background),
            self._alignment(look.alignment),
            Protection(locked=bool(look.protection.cell_locked), hidden=bool(look.protection.formula_hidden)),
            known.format_str if known is not None else "General",
        )

    def _font(self, font: xlrd.formatting.Font) -> Font:
        return Font(
            name=font.name,
            sz=font.height / 20,
            b=bool(font.bold) or font.weight >= _BOLD,
            i=bool(font.italic),
            u=_UNDERLINES.get(font.underline_type),
            strike=bool(font.struck_out),
            color=self._colour(font.colour_index),
        )

    def _border(self, border: xlrd.formatting.XFBorder) -> Border:
        def side(name: str) -> Side:
            line = getattr(border, f"{name}_line_style")
            style: Any = _LINES[line] if line < len(_LINES) else "thin"
            return Side(style, color=self._colour(getattr(border, f"{name}_colour_index")) if style else None)

        return Border(left=side("left"), right=side("right"), top=side("top"), bottom=side("bottom"))

    def _fill(self, ground: xlrd.formatting.XFBackground) -> PatternFill:
        pattern = _PATTERNS[ground.fill_pattern] if ground.fill_pattern < len(_PATTERNS) else None
        if pattern is None:
            return PatternFill()
        front, back = self._colour(ground.pattern_colour_index), self._colour(ground.background_colour_index)
        return PatternFill(pattern, fgColor=front or "FFFFFFFF", bgColor=back or "FF000000")

    def _alignment(self, alignment: xlrd.formatting.XFAlignment) -> Alignment:
        return Alignment(
            horizontal=_ACROSS[alignment.hor_align] if alignment.hor_align < len(_ACROSS) else None,
            vertical=_DOWN[alignment.vert_align] if alignment.vert_align < len(_DOWN) else None,
            wrap_text=bool(alignment.text_wrapped),
            shrink_to_fit=bool(alignment.shrink_to_fit),
            indent=alignment.indent_level,
            textRotation=alignment.rotation if alignment.rotation <= 180 or alignment.rotation == 255 else 0,
        )

    def _colour(self, index: int) -> str | None:
        """As ARGB; None for the usual colour of the system."""
        found = self.source.colour_map.get(index)
        return None if found is None else "FF" + "".join(f"{part:02X}" for part in found)
