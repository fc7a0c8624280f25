"""What stands in this file, cell by cell, whatever it is? Content decides, never the extension; nothing is fetched.

To read one more format: a `read_*.py` that returns grids, and a branch in `_read`.
"""

from pathlib import Path

from app.collecting import paused
from app.exchange.container import Package, check_markup, content_of, open_package, refuse_entities, refuse_foreign
from app.exchange.grid import FileRefused, Grid, Workbook, refused
from app.exchange.read_html import html_charset, read_html, read_mhtml
from app.exchange.read_ods import read_ods
from app.exchange.read_text import charset_of, read_text
from app.exchange.read_xls import is_ole, open_ole, read_xls
from app.exchange.read_xlsx import read_xlsx
from app.exchange.read_xml import is_spreadsheet_xml, read_xml
from app.progress import Progress, silent

__all__ = ("FileRefused", "Grid", "Workbook", "read", "read_data")

_HEAD = 4096
_PAGE_MARKS = ("<html", "<table", "<!doctype html", "<head", "<body", "<meta")


def read(path: Path, *, large: bool = False, progress: Progress = silent) -> Workbook:
    """Everything in the file. Raises FileRefused (with file codes) when the file as a whole cannot be taken.

    `large` is the consent to more than 50 MB packed or 500 MB unpacked.
    """
    return read_data(content_of(path, large=large), path, large=large, progress=progress)


def read_data(data: bytes, path: Path, *, large: bool = False, progress: Progress = silent) -> Workbook:
    """As `read`, of a file whose bytes are kept elsewhere; of `path` only the name counts."""
    if not data.strip(b"\x00 \t\r\n"):
        raise refused("empty_file")
    try:
        with paused():
            book = _read(data, path, large=large, progress=progress)
    except (ValueError, OverflowError) as broken:
        # Numbers of a thousand digits, impossible dates: what a sound file never holds.
        raise refused("truncated") from broken
    if not any(_holds_something(grid) for grid in book.grids):
        raise refused("empty_file")
    return book


def _read(data: bytes, path: Path, *, large: bool, progress: Progress) -> Workbook:
    name = path.name
    if data.startswith(b"PK"):
        return _package(open_package(data, large=large), name, progress)
    if is_ole(data):
        grids = read_xls(data, open_ole(data), progress)
        return Workbook(name, "et" if path.suffix.lower() in (".et", ".ett") else "xls", None, grids)
    refuse_foreign(data[:_HEAD])
    if data[:2] == b"\x09\x08":
        raise refused("unsupported_format")
    return _text(data, path, progress)


def _holds_something(grid: Grid) -> bool:
    return bool(grid.formulas) or any(value not in ("", None) for row in grid.rows for value in row)


def _package(package: Package, name: str, progress: Progress) -> Workbook:
    check_markup(package)
    if package.has("xl/workbook.xml"):
        return Workbook(name, "xlsx", None, read_xlsx(package, progress))
    if package.has("content.xml") and b"spreadsheet" in package.head("mimetype"):
        return Workbook(name, "ods", None, read_ods(package, progress))
    if package.has("xl/workbook.bin"):
        raise refused("unsupported_format")
    if package.has("word/document.xml") or package.has("ppt/presentation.xml") or package.has("content.xml"):
        raise refused("not_a_workbook", "这是文字或演示文件，不是表格。")
    raise refused("unsupported_format", "这是压缩包，不是表格文件。", "请先解压，再选里面的表格文件。")


def _text(data: bytes, path: Path, progress: Progress) -> Workbook:
    head = data[:_HEAD].replace(b"\x00", b"").decode("latin-1").lower()
    opening = head.lstrip("\xef\xbb\xbf\xff\xfe \t\r\n")
    if is_spreadsheet_xml(head):
        return Workbook(path.name, "xml2003", None, read_xml(data))
    if opening.startswith(("mime-version:", "from:", "content-type: multipart")):
        charset, grids = read_mhtml(data)
        return Workbook(path.name, "mhtml", charset, grids)
    if opening.startswith("<"):
        if any(mark in head for mark in _PAGE_MARKS):
            charset = html_charset(data)
            return Workbook(path.name, "html", charset, read_html(data, charset))
        refuse_entities(data)
        raise refused("not_a_workbook")
    charset = charset_of(data)
    grids = read_text(data, charset, name=path.stem, progress=progress)
    return Workbook(path.name, "csv", charset, grids)
