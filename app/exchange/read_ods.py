"""What stands in an .ods? Values by calamine; hidden rows, formulas and merges by a pass of our own."""

from lxml import etree
from python_calamine import SheetVisibleEnum

from app.exchange import date_format
from app.exchange.container import ROW_LIMIT, Package
from app.exchange.grid import Area, Grid, Value, refused, scattered
from app.exchange.read_xlsx import grid_of, opened
from app.exchange.read_xlsx_facts import Facts, elements
from app.progress import Progress

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CELLS = 4_000_000


class _Sheet:
    """Where the pass stands in one table."""

    def __init__(self) -> None:
        self.facts = Facts()
        self.merges: list[Area] = []
        self.row = 0
        self.height = 0
        self.width = 0


def read_ods(package: Package, progress: Progress) -> tuple[Grid, ...]:
    """All sheets. Raises FileRefused; `too_large` when repeated rows would fill millions of cells."""
    if b"encryption-data" in package.read("META-INF/manifest.xml"):
        raise refused("encrypted")
    surveyed = _survey(package)
    grids = []
    with opened(package.data) as book:
        for at, meta in enumerate(book.sheets_metadata):
            progress(at, len(surveyed), f"读取 {meta.name}")
            sheet = surveyed.get(meta.name, _Sheet())
            source = book.get_sheet_by_name(meta.name)
            rows: list[list[Value]] = source.to_python(skip_empty_area=False)  # type: ignore[assignment]
            hidden = meta.visible != SheetVisibleEnum.Visible
            grids.append(grid_of(meta.name, rows, tuple(sheet.merges), found=sheet.facts, hidden=hidden))
    return tuple(grids)


def _survey(package: Package) -> dict[str, _Sheet]:
    sheets: dict[str, _Sheet] = {}
    sheet = _Sheet()
    for element in elements(package.chunks("content.xml"), "table-row", "table"):
        if etree.QName(element).localname == "table":
            sheets[element.get(f"{_TABLE}name", "")] = sheet
            sheet = _Sheet()
            continue
        _row(element, sheet)
        if sheet.height * sheet.width > _CELLS:
            raise scattered()
    return sheets


def _row(element: etree._Element, sheet: _Sheet) -> None:
    repeat = _count(element, "number-rows-repeated")
    filled = False
    column = 0
    for cell in element:
        times = _count(cell, "number-columns-repeated")
        across, down = _count(cell, "number-columns-spanned"), _count(cell, "number-rows-spanned")
        if across > 1 or down > 1:
            sheet.merges.append((sheet.row, column, sheet.row + down - 1, column + across - 1))
        has_value = cell.get(f"{_OFFICE}value-type") is not None or len(cell) > 0
        if cell.get(f"{_TABLE}formula") is not None:
            _note_formula(cell, (sheet.row, column), sheet.facts)
        if cell.get(f"{_OFFICE}date-value") is not None:
            _note_date(cell, (sheet.row, column), (repeat, times), sheet.facts)
        column += times
        if has_value:
            filled = True
            sheet.width = max(sheet.width, column)
    if element.get(f"{_TABLE}visibility") in ("collapse", "filter"):
        sheet.facts.hidden_rows.update(range(sheet.row, min(sheet.row + repeat, ROW_LIMIT)))
    sheet.row += repeat
    if filled:
        sheet.height = sheet.row


def _note_date(cell: etree._Element, place: tuple[int, int], times: tuple[int, int], facts: Facts) -> None:
    """`times`: over how many rows and columns the cell is repeated."""
    day = cell.get(f"{_OFFICE}date-value", "")
    length = date_format.exactness_of_text("".join(map(str, cell.itertext())), day)
    if times[0] * times[1] > _CELLS:
        raise scattered()
    if length:
        facts.loose.update(
            ((place[0] + down, place[1] + across), length) for down in range(times[0]) for across in range(times[1])
        )


def _note_formula(cell: etree._Element, place: tuple[int, int], facts: Facts) -> None:
    facts.formulas.add(place)
    text = "".join(map(str, cell.itertext()))
    if not text and cell.get(f"{_OFFICE}value-type") is None:
        facts.formula_no_value.add(place)
    if text.startswith(("#", "Err:")) and cell.get(f"{_OFFICE}value-type") in ("string", None):
        facts.errors[place] = text


def _count(element: etree._Element, name: str) -> int:
    text = element.get(f"{_TABLE}{name}", "")
    return int(text) if text.isdecimal() else 1
