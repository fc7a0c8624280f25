"""What stands in an .xlsx, sheet by sheet? Values by calamine, the facts it drops by a pass of our own."""

import posixpath
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from lxml import etree
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from app.exchange import date_format
from app.exchange.container import Package, markup
from app.exchange.grid import Area, Grid, Value, limit_rows, refused
from app.exchange.read_xlsx_facts import Facts, elements, facts, looks
from app.exchange.read_xlsx_pack import pack, rebuild, unpack
from app.exchange.read_xlsx_survey import survey
from app.progress import Progress

_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


def read_xlsx(package: Package, progress: Progress) -> tuple[Grid, ...]:
    """All worksheets in the workbook's order. Raises FileRefused."""
    parts = _sheet_parts(package)
    for name in markup(package):
        if name not in parts:
            _measure(package, name)
    seen = looks(package)
    surveys = {part: survey(package, part) for part in parts if part}
    packed = {part: pack(package, part, seen) for part, found in surveys.items() if found.odd or found.far}
    limit_rows(max(small.rows, default=0) for small in packed.values())
    data = rebuild(package, packed) if packed else package.data
    grids = []
    with opened(data) as book:
        if len(book.sheets_metadata) != len(parts):
            raise refused("truncated")
        for at, (meta, part) in enumerate(zip(book.sheets_metadata, parts, strict=True)):
            if not part:
                continue
            progress(at, len(parts), f"读取 {meta.name}")
            sheet = book.get_sheet_by_name(meta.name)
            rows: list[list[Value]] = sheet.to_python(skip_empty_area=False)  # type: ignore[assignment]
            hidden = meta.visible != SheetVisibleEnum.Visible
            small = packed.get(part)
            if small is None:
                found = facts(package, part, marked=surveys[part].marked, seen=seen)
                grids.append(grid_of(meta.name, rows, merges_of(sheet), found=found, hidden=hidden))
            else:
                whole = unpack(small, rows)
                grids.append(grid_of(meta.name, whole, tuple(small.merges), found=small.facts, hidden=hidden))
    return tuple(grids)


@contextmanager
def opened(data: bytes) -> Iterator[CalamineWorkbook]:
    """The workbook as calamine sees it; what calamine cannot read is refused as `truncated`."""
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as book:
            yield book
    except PasswordError as locked:
        raise refused("encrypted") from locked
    except CalamineError as broken:
        raise refused("truncated") from broken
    except BaseException as panic:
        # Rust's panic is no Exception and its type cannot be imported.
        if type(panic).__name__ != "PanicException":
            raise
        raise refused("truncated") from panic


def merges_of(sheet: CalamineSheet) -> tuple[Area, ...]:
    return tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())


def grid_of(name: str, rows: list[list[Value]], merges: tuple[Area, ...], *, found: Facts, hidden: bool) -> Grid:
    """Puts error texts and dates as they are shown into the values, and rows that hold nothing but uncalculated formulas
    behind the last one.
    """
    last = max((row for row, _ in found.formula_no_value), default=-1)
    if last >= len(rows):
        blank: list[Value] = [""] * (len(rows[0]) if rows else 1)
        rows = rows + [blank] * (last + 1 - len(rows))
    for (row, column), text in found.errors.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = text
    for (row, column), length in found.loose.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = date_format.as_shown(rows[row][column], length)
    return Grid(
        name,
        rows,
        merges=merges,
        hidden_rows=frozenset(found.hidden_rows),
        struck=frozenset(found.struck),
        hidden=hidden,
        formulas=frozenset(found.formulas),
        formula_no_value=frozenset(found.formula_no_value),
        errors=frozenset(found.errors),
    )


def _sheet_parts(package: Package) -> tuple[str, ...]:
    """The part of each sheet in the workbook's order, in lower case; "" for a sheet that is no worksheet."""
    targets = {
        relation.get("Id", ""): relation.get("Target", "")
        for relation in elements(iter((package.read("xl/_rels/workbook.xml.rels"),)), "Relationship")
        if relation.get("Type", "").endswith("/worksheet")
    }
    parts = []
    for sheet in elements(iter((package.read("xl/workbook.xml"),)), "sheet"):
        target = targets.get(_relation(sheet), "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if target and not package.has(part):
            raise refused("truncated")
        parts.append(part.lower() if target else "")
    return tuple(parts)


def _relation(sheet: etree._Element) -> str:
    return sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or ""


def _measure(package: Package, name: str) -> None:
    """Inflates a part once, so that one longer than announced is found before calamine unpacks it."""
    for _ in package.chunks(name):
        pass
