"""Which other sheets show results that are no longer true once a sheet was filled?

LibreOffice keeps the results a file brings along when Excel wrote it, whatever the workbook asks for. So results that
read a filled sheet, directly or through another one, are taken out.
"""

import html
import re
from collections.abc import Iterable

from app.exchange.patch_book import Book, SheetPart

_FORMULA = re.compile(r"<(?:[\w.\-]+:)?f\b[^>]*>([^<]+)</")
_RESULT = re.compile(
    r"</(?:[\w.\-]+:)?f>\s*<(?:[\w.\-]+:)?v[^>/]*>[^<]|<(?:[\w.\-]+:)?f\b[^>]*/>\s*<(?:[\w.\-]+:)?v>[^<]"
)
_ANYWHERE = re.compile(r"\bINDIRECT\(|[^\s!'(,;]:[^\s!'(,;$]+'?!")


def stale_sheets(book: Book, filled: Iterable[str]) -> frozenset[str]:
    """The parts of sheets, beside those named in `filled`, whose formulas bring results that depend on them."""
    names = set(filled)
    texts = {sheet: book.package.read(sheet.part).decode("utf-8", "replace") for sheet in book.sheets}
    formulas = {sheet: html.unescape("\n".join(_FORMULA.findall(text))) for sheet, text in texts.items()}
    found: set[SheetPart] = set()
    while True:
        words = _words(book, names)
        more = {
            sheet for sheet, text in formulas.items() if sheet.name not in names and text and _reads(text, names, words)
        }
        if not more:
            return frozenset(sheet.part for sheet in found if _RESULT.search(texts[sheet]))
        found |= more
        names |= {sheet.name for sheet in more}


def _reads(formulas: str, names: Iterable[str], words: Iterable[str]) -> bool:
    quoted = (name.replace("'", "''") for name in names)
    return (
        _ANYWHERE.search(formulas) is not None
        or any(f"{name}!" in formulas or f"{name}'!" in formulas for name in quoted)
        or any(re.search(rf"(?<![\w.]){re.escape(word)}(?![\w.])", formulas) for word in words)
    )


def _words(book: Book, names: Iterable[str]) -> set[str]:
    """Names and tables of the workbook that lie in these sheets."""
    found = set()
    quoted = [name.replace("'", "''") for name in names]
    for each in book.workbook.iterfind("{*}definedNames/{*}definedName"):
        text = each.text or ""
        if any(f"{name}!" in text or f"{name}'!" in text for name in quoted):
            found.add(each.get("name", ""))
    for sheet in book.sheets:
        if sheet.name in names:
            tables = (relation.part for relation in book.relations(sheet.part) if relation.kind == "table")
            found |= {book.tree(part).get("displayName", "") for part in tables if book.package.has(part)}
    return found - {""}
