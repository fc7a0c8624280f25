"""How do the parts become one PDF: drawn one by one, bound with bookmarks, each page with unit, version, date and number."""

import io
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

from app import __version__
from app.db.store import Reader, Store
from app.errors import UserError
from app.files import replace_file
from app.operations import evidence
from app.pack.content import Content, Exhibit
from app.printing.assessment import print_assessment
from app.printing.ledger import print_ledger
from app.printing.pack import Cover, print_cover, print_divider, print_picture, print_stamps
from app.progress import Progress, silent
from app.table import Column, Table

CONTENTS = (Column("name", "内容", width=70), Column("page", "页码", "number", 8))
# Files of evidence may be anything; what is wrong with them is said on their page, in Chinese.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
PICTURES = frozenset({"jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff", "webp"})


@dataclass
class Part:
    """One document of the pack. `level` 0 is a chapter, 1 stands below it; `label` goes into the head of its pages."""

    title: str
    path: Path
    level: int = 0
    label: str = ""
    pages: int = field(default=0)


def bind(
    store: Store, reader: Reader, content: Content, out: Path, folder: Path, progress: Progress = silent
) -> list[Part]:
    """Writes the book to `out`, drawing in `folder` (a working folder of ours); its parts in order, with their pages.

    UserError, Cancelled leave nothing at `out`.
    """
    parts = list(_drawn(store, reader, content, folder, progress))
    for part in parts:
        part.pages = _count(part.path)
    opening = _opening(content, parts, folder)
    parts = [*opening, *parts]
    _write(parts, content, out, folder, progress)
    return parts


def _drawn(store: Store, reader: Reader, content: Content, folder: Path, progress: Progress) -> Iterator[Part]:
    """Everything behind the contents: gaps first."""
    steps = len(content.sheets) + len(content.tables) + len(content.bound())
    done = 0

    def place(name: str) -> Path:
        return folder / f"{name}.pdf"

    if content.gaps:
        yield Part("缺项清单", _ledger(content.gap_table(), place("gaps")))
    for n, sheet in enumerate(content.sheets):
        progress(done, steps, f"排版 {sheet.version.name}")
        done += 1
        path = place(f"sheet-{n}")
        print_assessment(reader, sheet.facts.id, path)
        if n == 0:
            yield _chapter("一　规范化清单", f"{len(content.sheets)} 份", place("chapter-1"))
        yield Part(f"{sheet.facts.organisation}　{sheet.version.name}", path, 1, sheet.version.name)
    for n, table in enumerate(content.tables):
        progress(done, steps, f"排版 {table.title}")
        done += 1
        if n == 0:
            told = f"{len(content.tables)} 本" + (
                f"；没有内容的：{'、'.join(content.left_out)}" if content.left_out else ""
            )
            yield _chapter("二　台账", told, place("chapter-2"))
        yield Part(table.title, _ledger(table, place(f"ledger-{n}")), 1)
    if content.exhibits:
        yield _chapter("三　佐证材料", f"{len(content.exhibits)} 份", place("chapter-3"))
        yield Part("佐证材料目录", _ledger(content.index(), place("index")), 1)
    for exhibit in content.bound():
        progress(done, steps, f"排版 {exhibit.proof.name}")
        done += 1
        path = _exhibit(store, exhibit, place(f"exhibit-{exhibit.number}"))
        label = f"佐证 {exhibit.number:03d}　{exhibit.belongs()}"
        yield Part(f"{exhibit.number:03d}　{exhibit.proof.name}", path, 1, label)


def _chapter(title: str, told: str, path: Path) -> Part:
    print_divider(title, (told,), path)
    return Part(title, path)


def _ledger(table: Table, path: Path) -> Path:
    print_ledger(table, path)
    return path


def _exhibit(store: Store, exhibit: Exhibit, path: Path) -> Path:
    """A PDF as it is, a picture on a page; for anything else a page that says where it is to be found."""
    proof = exhibit.proof
    title = f"佐证 {exhibit.number:03d}　{proof.name}"
    if not proof.digest:
        where = f"存放位置：{proof.place}" if proof.place else "见本册台账" if proof.about else "没有登记存放位置"
        print_divider(title, (exhibit.belongs(), f"{proof.kind}材料", where), path)
        return path
    try:
        name, content = evidence.content(store, proof.id)
        ending = name.rpartition(".")[2].lower()
        if ending == "pdf":
            _usable(content)
            path.write_bytes(content)
            return path
        if ending in PICTURES:
            print_picture(title, content, path)
            return path
        told = "这种文件不能装订在这里，请从文件夹“佐证材料”里打开打印。"
    except UserError as error:
        told = str(error)
    print_divider(title, (exhibit.belongs(), told, file_name(exhibit)), path)
    return path


def file_name(exhibit: Exhibit) -> str:
    """How the file is called in the folder of the pack."""
    return f"{exhibit.number:03d}-{evidence.safe_name(exhibit.proof.file_name or exhibit.proof.name)}"


def _usable(content: bytes) -> None:
    try:
        if not PdfReader(io.BytesIO(content)).pages:
            raise UserError("这个 PDF 没有页面。")
    except (PyPdfError, ValueError, KeyError, OSError, RecursionError) as error:
        raise UserError("这个 PDF 打不开（可能有密码或已损坏），没有装订进来。", "请从文件夹里打开打印。") from error


def _count(path: Path) -> int:
    return len(PdfReader(path).pages)


def _opening(content: Content, parts: list[Part], folder: Path) -> list[Part]:
    """Cover and contents; how many pages these take is known only when they are drawn once."""
    cover, contents = Part("封面", folder / "cover.pdf", pages=1), Part("目录", folder / "contents.pdf")
    _ledger(_contents(content, parts, 2), contents.path)
    contents.pages = _count(contents.path)
    first = 2 + contents.pages
    _ledger(_contents(content, parts, first), contents.path)
    print_cover(_cover(content, first), cover.path)
    return [cover, contents]


def _contents(content: Content, parts: list[Part], first: int) -> Table:
    rows, page = [], first
    for part in parts:
        rows.append(("　　" * part.level + part.title, page))
        page += part.pages
    return Table("目录", CONTENTS, rows, unit=content.organisation, date=content.day, signatures=(), landscape=False)


def _cover(content: Content, gap_page: int) -> Cover:
    lists = tuple(dict.fromkeys(sheet.version.name for sheet in content.sheets))
    facts = (
        ("编制单位", content.issuer or "（未填单位名称）"),
        ("年度", "、".join(dict.fromkeys(f"{sheet.facts.year} 年" for sheet in content.sheets))),
        ("清单", "；".join(lists)),
        ("内容", f"清单 {len(content.sheets)} 份，台账 {len(content.tables)} 本，佐证材料 {len(content.exhibits)} 份"),
        ("编制日期", content.day),
        ("版本", version(content)),
    )
    alone = len({sheet.facts.organisation for sheet in content.sheets}) == 1
    sentences = tuple(gap.sentence(alone=alone) for gap in content.gaps)
    return Cover("迎检材料", content.organisation, facts, sentences, len(content.gaps), gap_page)


def version(content: Content) -> str:
    """Which versions of the lists, and of this program."""
    told = dict.fromkeys(sheet.version.version for sheet in content.sheets if sheet.version.version)
    return "　".join((*(f"清单 {one}" for one in told), f"程序 {__version__}"))


def _write(parts: list[Part], content: Content, out: Path, folder: Path, progress: Progress) -> None:
    writer = PdfWriter()
    labels: list[str] = []
    chapter = None
    for part in parts:
        at = len(writer.pages)
        writer.append(str(part.path), import_outline=False)
        labels += [part.label] * part.pages
        marked = writer.add_outline_item(title=part.title, page_number=at, parent=chapter if part.level else None)
        chapter = marked if not part.level else chapter
    _stamp(writer, content, labels, folder, progress)
    writer.add_metadata({"/Title": f"迎检材料　{content.organisation}", "/Creator": "乡镇党建台账", "/Author": ""})
    with replace_file(out) as temporary, temporary.open("wb") as file:
        writer.write(file)


def _stamp(writer: PdfWriter, content: Content, labels: list[str], folder: Path, progress: Progress) -> None:
    """The line at the head of every page, whatever its size or turn."""
    for page in writer.pages:
        if page.rotation:
            page.transfer_rotation_to_content()
    sizes = [(float(page.mediabox.width), float(page.mediabox.height)) for page in writer.pages]
    told = f"{content.issuer or content.organisation}　迎检材料　{version(content)}　{content.day}"
    print_stamps(sizes, told, labels, folder / "stamps.pdf")
    stamps = PdfReader(folder / "stamps.pdf")
    for n, page in enumerate(writer.pages):
        progress(n, len(sizes), "编页码")
        page.merge_translated_page(stamps.pages[n], float(page.mediabox.left), float(page.mediabox.bottom))
