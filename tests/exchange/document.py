"""Small forms as a word processor keeps them: paragraphs, and tables whose cells may cover several columns."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

Cell = str | tuple[str, int]
Block = str | Sequence[Sequence[Cell]]
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NOTE = "<note>不许动</note>"


def run(text: str, look: str = "") -> str:
    said = f"<w:rPr>{look}</w:rPr>" if look else ""
    return f'<w:r>{said}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def _cell(cell: Cell) -> str:
    text, span = cell if isinstance(cell, tuple) else (cell, 1)
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f"<w:tc><w:tcPr>{wide}</w:tcPr>{paragraph(run(text) if text else '')}</w:tc>"


def _block(block: Block) -> str:
    if isinstance(block, str):
        return block if block.startswith("<w:") else paragraph(run(block))
    rows = ("".join(map(_cell, row)) for row in block)
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def write(path: Path, *blocks: Block) -> Path:
    """Texts that begin as markup are taken as they are."""
    body = "".join(map(_block, blocks))
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{body}<w:sectPr/></w:body></w:document>'
        )
        archive.writestr("customXml/item1.xml", NOTE)
    return path
