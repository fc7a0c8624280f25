"""Makes the files nobody should send, and old formats no library writes any more: bytes only, nothing is opened."""

import struct
import zipfile
from io import BytesIO

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_FREE, _LAST, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def zip_of(parts: dict[str, bytes], level: int = 6) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook_parts(*sheets: bytes, styles: str = "", shared: str = "") -> dict[str, bytes]:
    """The parts of a plain .xlsx whose sheets are given as XML. `sheets` are named 表1, 表2 …"""
    numbers = range(1, len(sheets) + 1)
    listed = "".join(f'<sheet name="表{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELATION}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{_RELATION}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
    }
    if styles:
        parts["xl/styles.xml"] = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    if shared:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{shared}</sst>'
    encoded = {name: text.encode() for name, text in parts.items()}
    return encoded | {f"xl/worksheets/sheet{n}.xml": sheets[n - 1] for n in numbers}


def sheet_of(rows: str, before: str = "", after: str = "") -> bytes:
    return f'{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'.encode()


def text_cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def xlsx_of(rows: str, after: str = "") -> bytes:
    return zip_of(workbook_parts(sheet_of(rows, after=after)))


def zip_bomb(megabytes: int = 64) -> bytes:
    return zip_of(workbook_parts(sheet_of(" " * (megabytes * 1024 * 1024))), level=9)


def lying_zip(megabytes: int = 64) -> bytes:
    """A bomb whose directory says that the sheet has 1,000 bytes."""
    data = bytearray(zip_bomb(megabytes))
    with zipfile.ZipFile(BytesIO(bytes(data))) as archive:
        real = struct.pack("<I", archive.getinfo("xl/worksheets/sheet1.xml").file_size)
    while (at := data.find(real)) >= 0:
        data[at : at + 4] = struct.pack("<I", 1000)
    return bytes(data)


def billion_laughs(encoding: str = "utf-8") -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a0 "哈">{entities}]>'
    text = sheet_of(f'<row r="1">{text_cell("A1", "&a9;")}</row>', before=head).decode()
    return zip_of(workbook_parts(text.encode(encoding)))


def outside_entity(target: str) -> bytes:
    head = f'<!DOCTYPE x [<!ENTITY out SYSTEM "{target}">]>'
    return zip_of(workbook_parts(sheet_of(f'<row r="1">{text_cell("A1", "&out;")}</row>', before=head)))


def many_parts(count: int = 10_001) -> bytes:
    return zip_of(workbook_parts(sheet_of("")) | {f"x/{n}": b"" for n in range(count)})


def with_name(name: str) -> bytes:
    return zip_of(workbook_parts(sheet_of(f'<row r="1">{text_cell("A1", "x")}</row>')) | {name: b"x"})


def with_double_part() -> bytes:
    """Two parts of which one would be checked and the other read."""
    data = with_name("xl/worksheets/sheetX.xml")
    return data.replace(b"xl/worksheets/sheetX.xml", b"xl/worksheets/sheet1.xml")


def compound_of(streams: dict[str, bytes]) -> bytes:
    """An OLE file with these streams, each padded to the least size of a stream of its own."""
    padded = {name: content + bytes(max(0, 4096 - len(content))) for name, content in streams.items()}
    chain: list[int] = []
    starts: dict[str, int] = {}
    body = b""
    for name, content in padded.items():
        starts[name] = len(chain)
        count = -(-len(content) // 512)
        chain += [*range(len(chain) + 1, len(chain) + count), _LAST]
        body += content + bytes(count * 512 - len(content))
    directory = len(chain)
    entries = [_entry("Root Entry", 5, _LAST, 0, child=1)]
    names = list(padded)
    for at, name in enumerate(names):
        following = at + 2 if at + 1 < len(names) else _FREE
        entries.append(_entry(name, 2, starts[name], len(padded[name]), following=following))
    listing = b"".join(entries)
    listing += bytes(-len(listing) % 512)
    sectors = len(listing) // 512
    chain += [*range(directory + 1, directory + sectors), _LAST]
    tables = -(-(len(chain) + 1) // 127)
    first_table = len(chain)
    chain += [_TABLE] * tables
    chain += [_FREE] * (tables * 128 - len(chain))
    numbers = [*range(first_table, first_table + tables)]
    numbers += [_FREE] * (109 - len(numbers))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    head += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, tables, directory, 0, 4096, _LAST, 0, _LAST, 0)
    return head + struct.pack("<109I", *numbers) + body + listing + struct.pack(f"<{len(chain)}I", *chain)


def _entry(name: str, kind: int, start: int, size: int, *, child: int = _FREE, following: int = _FREE) -> bytes:
    encoded = name.encode("utf-16-le") + b"\x00\x00"
    head = encoded + bytes(64 - len(encoded)) + struct.pack("<HBBIII", len(encoded), kind, 1, _FREE, following, child)
    return head + bytes(36) + struct.pack("<III", start, size, 0)


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def biff_label(row: int, column: int, text: str, style: int = 0) -> bytes:
    return record(
        0x204,
        struct.pack("<HHHHB", row, column, style, len(text.encode("utf-16-le")) // 2, 1) + text.encode("utf-16-le"),
    )


def biff_number(row: int, column: int, value: float, style: int = 0) -> bytes:
    return record(0x203, struct.pack("<HHHd", row, column, style, value))


def biff_error(row: int, column: int, code: int) -> bytes:
    return record(0x205, struct.pack("<HHHBB", row, column, 0, code, 1))


def biff_formula(row: int, column: int, value: float) -> bytes:
    token = struct.pack("<BH", 0x1E, 1)
    return record(0x06, struct.pack("<HHHdHIH", row, column, 0, value, 0, 0, len(token)) + token)


def biff_hidden_row(row: int) -> bytes:
    return record(0x208, struct.pack("<HHHHHHHH", row, 0, 1, 255, 0, 0, 0x20, 0))


def biff_merge(first: int, last: int, left: int, right: int) -> bytes:
    return record(0xE5, struct.pack("<HHHHH", 1, first, last, left, right))


def xls_of(cells: bytes, *, locked: bool = False, struck_style: bool = True) -> bytes:
    """A BIFF8 workbook with one sheet 名册. Style 1 is struck out, style 2 shows year and month of a date."""
    name = "名册".encode("utf-16-le")
    begin = struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 6)
    font = struct.pack("<HHHHHBBBBBB", 200, 0, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + "A".encode("utf-16-le")
    struck = struct.pack("<HHHHHBBBBBB", 200, 8, 0x7FFF, 400, 0, 0, 0, 0, 0, 1, 0) + "A".encode("utf-16-le")
    head = record(0x809, begin) + (record(0x2F, bytes(6)) if locked else b"") + record(0x42, struct.pack("<H", 1200))
    head += record(0x31, font) * 4 + record(0x31, struck if struck_style else font)
    month = 'yyyy"年"m"月"'
    head += record(0x41E, struct.pack("<HHB", 164, len(month), 1) + month.encode("utf-16-le"))
    head += b"".join(record(0xE0, struct.pack("<HHH14x", *style, 0)) for style in ((0, 0), (5, 0), (0, 164)))
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 6)) + cells + record(0x0A)
    at = len(head) + 4 + 8 + len(name) + 4
    return compound_of(
        {"Workbook": head + record(0x85, struct.pack("<IBBBB", at, 0, 0, 2, 1) + name) + record(0x0A) + sheet}
    )
