"""What does a sheet of an .xlsx tell beside its values: hidden rows, struck-out cells, formulas, errors, loose dates?"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from lxml import etree

from app.exchange import date_format
from app.exchange.container import Package
from app.exchange.grid import Place, refused
from app.exchange.read_xlsx_survey import blocks, column_index

_PLACE = re.compile(rb'\br="([A-Za-z]{1,3})([0-9]{1,7})"')
_HIDDEN_ROW = re.compile(rb'<row\s[^>]*?\bhidden="(?:1|true)"[^>]*>')
_FORMULA = re.compile(rb"<c\s([^>/]*)>\s*<f\b(.*?)</c>", re.DOTALL)
_ERROR = re.compile(rb'<c\s([^>]*\bt="e"[^>]*)(?<!/)>(.*?)</c>', re.DOTALL)
_INLINE_STRIKE = re.compile(rb'<strike(?! val="(?:0|false)")')
_ROW_NUMBER = re.compile(rb'\br="([0-9]{1,7})"')
_VALUE = re.compile(rb"<v[^>]*[^/>]?>([^<]+)</v>")


@dataclass
class Facts:
    """All places 0-based from A1. `errors` holds the error's text, `struck` what is struck out in whole or in part,
    `loose` how many characters of its ISO date a cell shows that shows no day.
    """

    hidden_rows: set[int] = field(default_factory=set)
    formulas: set[Place] = field(default_factory=set)
    formula_no_value: set[Place] = field(default_factory=set)
    errors: dict[Place, str] = field(default_factory=dict)
    struck: set[Place] = field(default_factory=set)
    loose: dict[Place, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Looks:
    """What the way a cell looks says: which styles and shared strings are struck out, which styles show no day."""

    struck_styles: frozenset[int]
    struck_strings: frozenset[int]
    loose: Mapping[int, int]

    def __bool__(self) -> bool:
        return bool(self.struck_styles or self.struck_strings or self.loose)


def looks(package: Package) -> Looks:
    """Reads shared strings only when they mention a strike at all."""
    styles = package.read("xl/styles.xml")
    if not styles:
        return Looks(frozenset(), _struck_strings(package), {})
    return Looks(_struck_styles(styles), _struck_strings(package), _loose_styles(styles))


def elements(chunks: Iterator[bytes], *tags: str) -> Iterator[etree._Element]:
    """The elements of these local names, each emptied once it was used; nothing outside the text is fetched."""
    parser = etree.XMLPullParser(
        events=("end",), tag=[f"{{*}}{tag}" for tag in tags], resolve_entities=False, no_network=True, huge_tree=True
    )
    try:
        for chunk in chunks:
            parser.feed(chunk)
            for _, element in parser.read_events():
                if isinstance(element, etree._Element):  # noqa: SLF001 - lxml's only name for it
                    yield element
                    _forget(element)
        parser.close()
    except etree.XMLSyntaxError as broken:
        raise refused("truncated") from broken


def facts(package: Package, part: str, *, marked: bool, seen: Looks) -> Facts:
    """The facts of a sheet written in the usual way."""
    found = Facts()
    if not marked and not seen:
        return found
    struck_cell = _struck_pattern(seen)
    loose_cell = _styled(seen.loose) if seen.loose else None
    for block in blocks(package, part, b"</row>"):
        if marked:
            _marked_facts(block, found)
        if struck_cell:
            found.struck.update(_place(match[0]) for match in struck_cell.finditer(block))
        if loose_cell:
            found.loose.update((_place(match[0]), seen.loose[int(match[1])]) for match in loose_cell.finditer(block))
    return found


def _marked_facts(block: bytes, found: Facts) -> None:
    if b"hidden=" in block:
        numbers = (_ROW_NUMBER.search(match[0]) for match in _HIDDEN_ROW.finditer(block))
        found.hidden_rows.update(int(number[1]) - 1 for number in numbers if number)
    if b"<f" in block:
        for match in _FORMULA.finditer(block):
            place = _place(match[1])
            found.formulas.add(place)
            if b't="str"' not in match[1] and not _VALUE.search(match[2]):
                found.formula_no_value.add(place)
    if b't="e"' in block:
        for match in _ERROR.finditer(block):
            value = _VALUE.search(match[2])
            found.errors[_place(match[1])] = value[1].decode("utf-8", "replace") if value else "#N/A"

    if b"<strike" in block:
        for match in _INLINE_STRIKE.finditer(block):
            found.struck.add(_place(block[block.rfind(b"<c ", 0, match.start()) : match.start()]))


def _place(attributes: bytes) -> Place:
    match = _PLACE.search(attributes)
    if match is None:
        raise refused("truncated")
    return int(match[2]) - 1, column_index(match[1])


def _struck_pattern(seen: Looks) -> re.Pattern[bytes] | None:
    ways = []
    if seen.struck_styles:
        ways.append(_styled(seen.struck_styles).pattern)
    if seen.struck_strings:
        ways.append(rb'<c\s[^>]*?\bt="s"[^>]*>\s*<v>(?:%s)</v>' % _alternatives(seen.struck_strings))
    return re.compile(b"|".join(ways)) if ways else None


def _styled(styles: Iterable[int]) -> re.Pattern[bytes]:
    return re.compile(rb'<c\s[^>]*?\bs="(%s)"[^>]*>' % _alternatives(styles))


def _alternatives(numbers: Iterable[int]) -> bytes:
    return b"|".join(str(number).encode() for number in sorted(numbers))


def _loose_styles(text: bytes) -> dict[int, int]:
    """Styles whose number format shows a date without its day: style → characters shown."""
    codes = dict.fromkeys(map(str, date_format.BUILT_IN), date_format.MONTH)
    for code in elements(iter((text,)), "numFmt"):
        codes[code.get("numFmtId", "")] = date_format.exactness(code.get("formatCode", ""))
    styles = [xf.get("numFmtId", "0") for xf in elements(iter((text,)), "xf") if _parent(xf) == "cellXfs"]
    return {index: codes[number] for index, number in enumerate(styles) if codes.get(number)}


def _struck_styles(text: bytes) -> frozenset[int]:
    if b"strike" not in text:
        return frozenset()
    fonts = [_is_struck(font) for font in elements(iter((text,)), "font") if _parent(font) == "fonts"]
    styles = (xf.get("fontId", "0") for xf in elements(iter((text,)), "xf") if _parent(xf) == "cellXfs")
    return frozenset(index for index, font in enumerate(styles) if int(font) < len(fonts) and fonts[int(font)])


def _struck_strings(package: Package) -> frozenset[int]:
    part = "xl/sharedStrings.xml"
    if not package.has(part) or not any(b"strike" in chunk for chunk in package.chunks(part)):
        return frozenset()
    strings = elements(package.chunks(part), "si")
    return frozenset(index for index, string in enumerate(strings) if is_struck_text(string))


def is_struck_text(element: etree._Element) -> bool:
    """Whether any run of a rich text is struck out."""
    return any(_is_struck(run) for run in element.iter("{*}rPr"))


def _is_struck(font: etree._Element) -> bool:
    return any(strike.get("val", "1") not in ("0", "false") for strike in font.iterchildren("{*}strike"))


def _parent(element: etree._Element) -> str:
    parent = element.getparent()
    return "" if parent is None else etree.QName(parent).localname


def _forget(element: etree._Element) -> None:
    parent = element.getparent()
    element.clear()
    while parent is not None and element.getprevious() is not None:
        del parent[0]
