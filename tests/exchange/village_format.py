"""In which file formats and charsets does a roster arrive? The same truth written each way."""

from collections.abc import Callable, Sequence
from email.message import EmailMessage
from html import escape
from pathlib import Path

from openpyxl import Workbook

from tests.exchange.hostile import biff_hidden_row, biff_label, biff_merge, biff_number, xls_of, zip_of
from tests.exchange.village import (
    COLUMNS,
    EITHER,
    OUT,
    Line,
    Sheet,
    Village,
    comma_text,
    head,
    line,
    note,
    person,
    roster,
    text_of,
)

Write = Callable[[Path, Sequence[Sheet]], Path]
PLAIN = (note("石坪村党员花名册"), head(), line(11), line(12), line(13), note(), note("填报人：单小红"))
BASE = (Sheet("花名册", PLAIN),)
RARE = (Sheet("花名册", (head(), line(11, name="䶮小宝"), line(12, name="𠮷小梅"), line(13, name="㛃儿"))),)
_NAMES = "urn:oasis:names:tc:opendocument:xmlns"
OFFICE = " ".join(f'xmlns:{name}="{_NAMES}:{name}:1.0"' for name in ("office", "table", "text"))
HIDDEN = ' ss:Hidden="1"'
SHEET_2003 = "urn:schemas-microsoft-com:office:spreadsheet"


def _bytes(made: Callable[[Sequence[Sheet]], bytes]) -> Write:
    def write(path: Path, sheets: Sequence[Sheet]) -> Path:
        path.write_bytes(made(sheets))
        return path

    return write


def _html(sheet: Sheet, *, page: bool = True, charset: str = "utf-8") -> str:
    rows = []
    for row in sheet.lines:
        style = ' style="display:none"' if row.hidden else ""
        rows.append(
            f"<tr{style}>"
            + "".join(f"<td>{escape('' if cell is None else str(cell))}</td>" for cell in row.cells)
            + "</tr>"
        )
    table = f"<table border=1>{''.join(rows)}</table>"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">'
    return (
        f'<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>{meta}</head><body>{table}</body></html>'
        if page
        else table
    )


def _xml(sheets: Sequence[Sheet]) -> bytes:
    rows = []
    for row in sheets[0].lines:
        cells = "".join(_xml_cell(n, cell) for n, cell in enumerate(row.cells, 1) if cell not in (None, ""))
        rows.append(f"<Row{HIDDEN if row.hidden else ''}>{cells}</Row>")
    table = f'<Worksheet ss:Name="{sheets[0].name}"><Table>{"".join(rows)}</Table></Worksheet>'
    opening = '<?xml version="1.0" encoding="UTF-8"?><?mso-application progid="Excel.Sheet"?>'
    return f'{opening}<Workbook xmlns="{SHEET_2003}" xmlns:ss="{SHEET_2003}">{table}</Workbook>'.encode()


def _xml_cell(n: int, cell: object) -> str:
    kind = "Number" if isinstance(cell, int | float) else "String"
    return f'<Cell ss:Index="{n}"><Data ss:Type="{kind}">{escape(str(cell))}</Data></Cell>'


def _mhtml(sheets: Sequence[Sheet]) -> bytes:
    whole = EmailMessage()
    whole["MIME-Version"] = "1.0"
    whole["X-Document-Type"] = "Workbook"
    whole.make_related()
    page = EmailMessage()
    page.set_content(_html(sheets[0]), subtype="html", charset="utf-8", cte="quoted-printable")
    page["Content-Location"] = "file:///C:/book.htm"
    whole.attach(page)
    return whole.as_bytes()


def _ods(sheets: Sequence[Sheet]) -> bytes:
    tables = []
    for sheet in sheets:
        rows = []
        for row in sheet.lines:
            hidden = ' table:visibility="collapse"' if row.hidden else ""
            cells = "".join(_ods_cell(cell) for cell in row.cells) or "<table:table-cell/>"
            rows.append(f"<table:table-row{hidden}>{cells}</table:table-row>")
        tables.append(f'<table:table table:name="{sheet.name}">{"".join(rows)}</table:table>')
    body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
    content = f"<office:document-content {OFFICE}>{body}</office:document-content>"
    opening = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"></manifest:manifest>'
    )
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    return zip_of({"mimetype": kind, "META-INF/manifest.xml": opening.encode(), "content.xml": content.encode()})


def _ods_cell(cell: object) -> str:
    if cell in (None, ""):
        return "<table:table-cell/>"
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    return f'<table:table-cell office:value-type="string"><text:p>{escape(str(cell))}</text:p></table:table-cell>'


def _xls(sheets: Sequence[Sheet]) -> bytes:
    cells = b""
    for r, row in enumerate(sheets[0].lines):
        cells += biff_hidden_row(r) if row.hidden else b""
        for c, cell in enumerate(row.cells):
            if isinstance(cell, int | float):
                cells += biff_number(r, c, cell)
            elif cell not in (None, ""):
                cells += biff_label(r, c, str(cell))
    return xls_of(cells + biff_merge(0, 0, 0, len(COLUMNS) - 1))


def _openpyxl(path: Path, sheets: Sequence[Sheet]) -> Path:
    book = Workbook()
    for n, given in enumerate(sheets):
        sheet = book.active if n == 0 else book.create_sheet()
        assert sheet is not None
        sheet.title = given.name
        for row in given.lines:
            sheet.append(list(row.cells))
    book.save(path)
    return path


def named(write: Write, suffix: str) -> Write:
    def written(path: Path, sheets: Sequence[Sheet]) -> Path:
        return write(path, sheets)

    written.suffix = suffix  # type: ignore[attr-defined]
    return written


PAGES: tuple[Write, ...] = (
    named(_bytes(lambda sheets: _html(sheets[0]).encode()), ".xls"),
    named(_bytes(_xml), ".xls"),
    named(_bytes(_ods), ".ods"),
    _openpyxl,
)


def texts() -> tuple[Village, ...]:
    charsets: tuple[tuple[str, str, bytes], ...] = (
        ("utf-8", ",", b""),
        ("utf-8-sig", ",", b""),
        ("gb18030", ",", b""),
        ("utf-16", ",", b""),
        ("utf-16-le", "\t", b"\xff\xfe"),
        ("utf-16-be", "\t", b"\xfe\xff"),
        ("utf-8", "\t", b""),
        ("gb18030", "\t", b""),
        ("utf-8", ";", b""),
        ("gb18030", ";", b""),
        ("utf-8-sig", "|", b""),
    )
    made = []
    for charset, comma, mark in charsets:
        for suffix in (".csv", ".txt") if comma in (",", "\t") else (".csv",):
            write = named(comma_text(charset, comma, mark), suffix)
            made.append(Village(f"{suffix} in {charset} by {comma!r}", BASE, write))
            made.append(Village(f"{suffix} in {charset} by {comma!r}, rare names", RARE, write))
    return tuple(made)


def _changed(change: Callable[[str], str], charset: str = "utf-8-sig") -> Write:
    return named(_bytes(lambda sheets: change(text_of(sheets[0])).encode(charset)), ".csv")


TOLD = [person(n)["id_number"] for n in (11, 12, 13)]


def wrapped(text: str) -> str:
    for number in TOLD:
        text = text.replace(number, f'"=""{number}"""')
    return text


def tabbed(text: str) -> str:
    for number in TOLD:
        text = text.replace(number, f"{number}\t")
    return text


def broken_name(text: str) -> str:
    return (
        text.replace("姓名", '"姓\n名"').replace("身份", '"身份', 1).replace("号码", '号码"', 1)
        if '"身份' in text
        else text.replace("姓名", '"姓\n名"')
    )


def oddities() -> tuple[Village, ...]:
    cut = "9.90101E+17"

    cut_rows = (
        head(),
        line(11),
        line(12, raw={"id_number": cut}, id_number=None, fate=OUT, codes=("id_precision_lost", "id_format")),
        line(13),
    )
    tuple(
        Line(row.cells[:8], row.fate, {k: v for k, v in row.values.items() if k in COLUMNS[:8]}, row.codes)
        for row in PLAIN[2:5]
    )
    return (
        Village("csv with wrapped numbers", BASE, _changed(wrapped)),
        Village("csv with numbers before a tab", BASE, _changed(tabbed)),
        Village("csv with a heading over two lines", BASE, _changed(broken_name)),
        Village("csv with a cut number", (Sheet("花名册", cut_rows),), named(comma_text("gb18030"), ".csv")),
    )


def oddities_further() -> tuple[Village, ...]:
    cut = "9.90101E+17"

    (
        head(),
        line(11),
        line(12, raw={"id_number": cut}, id_number=None, fate=OUT, codes=("id_precision_lost", "id_format")),
        line(13),
    )
    short = tuple(
        Line(row.cells[:8], row.fate, {k: v for k, v in row.values.items() if k in COLUMNS[:8]}, row.codes)
        for row in PLAIN[2:5]
    )
    return (
        Village("csv with short rows", (Sheet("花名册", (head(), *short)),), named(comma_text("utf-8"), ".csv")),
        Village("csv with unix lines", BASE, _changed(lambda text: text.replace("\r\n", "\n"))),
        Village("csv with old mac lines", BASE, _changed(lambda text: text.replace("\r\n", "\r"))),
        Village(
            "csv with every cell quoted",
            BASE,
            _changed(
                lambda text: "\r\n".join(",".join(f'"{c}"' for c in row.split(",")) for row in text.split("\r\n"))
            ),
        ),
        Village("csv with empty lines at the end", BASE, _changed(lambda text: text + "\r\n" * 40)),
        Village("csv with commas at the end", BASE, _changed(lambda text: text.replace("\r\n", ",,,\r\n"))),
        Village(
            "csv that is no text",
            BASE,
            named(_bytes(lambda _: bytes(range(256)) * 40), ".csv"),
            codes=("not_a_workbook", "unsupported_format", "truncated", "no_header", "wrong_table"),
            must=True,
        ),
        Village(
            "csv with a very long name",
            (
                Sheet(
                    "花名册",
                    (head(), line(11), line(12, name="单" * 33_000, fate=OUT, codes=("cell_too_long",)), line(13)),
                ),
            ),
            named(comma_text("utf-8"), ".csv"),
        ),
    )


def pages() -> tuple[Village, ...]:
    gb = named(_bytes(lambda sheets: _html(sheets[0], charset="gb2312").encode("gb18030")), ".xls")
    utf = named(_bytes(lambda sheets: _html(sheets[0]).encode()), ".xls")
    bare = named(_bytes(lambda sheets: _html(sheets[0], page=False).encode("utf-8-sig")), ".xls")
    hidden = (Sheet("花名册", (head(), line(11), line(12, hidden=True, fate=EITHER, codes=("hidden_row",)), line(13))),)
    writers = {
        "html": utf,
        "html in GB": gb,
        "bare table": bare,
        "xml 2003": named(_bytes(_xml), ".xls"),
        "mhtml": named(_bytes(_mhtml), ".xls"),
        "ods": named(_bytes(_ods), ".ods"),
        "xls": named(_bytes(_xls), ".xls"),
        "et": named(_bytes(_xls), ".et"),
        "xls named xlsx": named(_bytes(_xls), ".xlsx"),
        "openpyxl": _openpyxl,
    }
    made = [Village(f"{name}", BASE, write) for name, write in writers.items()]
    made += [
        Village(f"{name}, hidden row", hidden, write)
        for name, write in writers.items()
        if name in ("html", "xml 2003", "ods", "xls")
    ]
    made += [Village(f"{name}, rare names", RARE, write) for name, write in writers.items() if name != "xls"]
    number = int(person(12)["id_number"].replace("X", "0"))
    lost = line(12, raw={"id_number": number}, id_number=None, fate=OUT, codes=("id_precision_lost",))
    numbers = (Sheet("花名册", (head(), line(11, raw={"phone": 19900000011}), lost, line(13))),)
    made += [
        Village(f"{name}, number as number", numbers, write)
        for name, write in writers.items()
        if name in ("xml 2003", "ods", "xls", "et", "openpyxl")
    ]
    return tuple(made)


def broken() -> tuple[Village, ...]:
    whole = _ods(BASE)
    gone = {
        "empty": (b"", ("empty_file",)),
        "pdf": (b"%PDF-1.7\n" + b"x" * 500, ("not_a_workbook",)),
        "picture": (b"\x89PNG\r\n\x1a\n" + bytes(500), ("not_a_workbook",)),
        "cut": (whole[: len(whole) // 2], ("truncated",)),
        "rar": (b"Rar!\x1a\x07\x00" + bytes(500), ("unsupported_format", "not_a_workbook")),
        "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(500), ("unsupported_format", "not_a_workbook")),
    }
    return tuple(
        Village(f"broken: {name}", (roster(line(11)),), _bytes(lambda _, held=data: held), codes=codes, must=True)
        for name, (data, codes) in gone.items()
    )


KINDS = (*texts(), *oddities(), *oddities_further(), *pages(), *broken())
