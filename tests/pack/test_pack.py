"""The pack of a branch with 60 lines and 40 files, opened page by page: gaps on page 1, every page numbered, text to be read."""

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from app import clock
from app.db import sealed
from app.db.queries import outgoing
from app.db.store import Store
from app.errors import UserError
from app.models import RECORDS
from app.operations import assessment, checklist, evidence, setting
from app.operations import record as records
from app.operations.evidence import About
from app.pack import folder
from app.pack.content import Wish, gather
from tests import make

LINES, FILES = 60, 40
STAGES = ("有谋划", "有安排", "有落实", "有考核", "有应用")


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 9, 0).astimezone())


def _picture(n: int) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (60 + n, 40), (200, n, 90)).save(buffer, "JPEG")
    return buffer.getvalue()


def _document(n: int, *, turned: bool = False) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(842, 595) if turned else (595, 842))
    canvas.drawString(100, 300, f"resolution {n}")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _files(place: Path) -> Iterator[Path]:
    place.mkdir()
    for n in range(FILES - 2):
        kind, content = (("jpg", _picture(n)), ("pdf", _document(n, turned=n % 4 == 0)))[n % 2]
        path = place / f"材料{n:02d}.{kind}"
        path.write_bytes(content)
        yield path
    for name, content in (("名单.txt", "名单".encode()), ("坏的.pdf", b"no pdf at all")):
        (place / name).write_bytes(content)
        yield place / name


@pytest.fixture
def branch(store: Store, tmp_path: Path) -> int:
    """A branch that was assessed: line 1 has all stages, lines 2-10 one stage each, line 11 lost points, 12 is not scored."""
    setting.put(store, "unit_name", "中共青禾镇委员会")
    made = make.branch(store, "中共石坪村支部委员会")
    make.member(store, "单小红", branch=made, id_number="990101198706150025")
    make.member(store, "𠮷㛃", branch=made)
    checklist = records.save(store, RECORDS["checklist"], {"name": "示范清单", "domain": "农村", "total": 60000})
    items = [
        records.save(
            store, RECORDS["item"],
            {"checklist": checklist, "order_no": n, "code_no": str(n), "group1": f"第{(n - 1) // 10 + 1}项",
             "content": f"第 {n} 条的内容", "scoring": "评分", "points": 1000, "evidence": "会议记录、照片"},
        )
        for n in range(1, LINES + 1)
    ]  # fmt: skip
    row = assessment.begin(store, checklist, ("branch", made), year=2026)
    for n, item in enumerate(items, 1):
        if n != 12:
            assessment.give(store, row, item, "自评", points=800 if n == 11 else 1000)
    files = list(_files(tmp_path / "files"))
    for n, stage in enumerate(STAGES):
        evidence.attach(store, About(row, items[0], stage), files[n * 4 : n * 4 + 4])
    evidence.attach(store, About(row, items[1], "有落实"), files[20:])
    evidence.place_paper(store, About(row, items[2], "有落实"), "批复文件", "档案柜 3 号盒")
    return made


def _packed(store: Store, branch: int | None, target: Path) -> folder.Packed:
    return folder.pack(store, Wish(branch=branch), target)


def _texts(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as opened:
        return [page.get_textpage().get_text_range() for page in opened]


def test_page_1_says_of_whom_it_is_and_what_is_missing(store: Store, branch: int, tmp_path: Path) -> None:
    made = _packed(store, branch, tmp_path / "pack")
    pages = _texts(tmp_path / "pack" / folder.BOOK)
    first = "".join(pages[0].split())
    assert "中共石坪村支部委员会" in first
    assert "中共青禾镇委员会" in first
    assert f"缺项（{made.gaps}处）" in first
    assert "2第2条的内容：缺有谋划、有安排、有考核、有应用的材料" in first
    assert "4第4条的内容：没有佐证材料（应有会议记录、照片）" in first
    assert "1第1条的内容" not in first
    assert made.gaps == LINES - 1


def test_every_gap_stands_in_the_list_behind_the_contents(store: Store, branch: int) -> None:
    with store.read() as reader:
        content = gather(reader, Wish(branch=branch))
    gaps = {gap.code_no: gap.what for gap in content.gaps}
    assert "失 2 分" in gaps["11"]
    assert "没有评分" in gaps["12"]
    assert set(gaps) == {str(n) for n in range(2, LINES + 1)}
    assert len(content.gap_table().rows) == LINES - 1


def test_each_page_has_unit_version_date_and_its_number(store: Store, branch: int, tmp_path: Path) -> None:
    made = _packed(store, branch, tmp_path / "pack")
    pages = _texts(tmp_path / "pack" / folder.BOOK)
    assert len(pages) == made.pages > FILES
    for n, text in enumerate(pages, 1):
        told = "".join(text.split())
        assert f"全册第{n}页共{made.pages}页" in told
        assert "中共青禾镇委员会" in told
        assert "程序" in told
        assert "2026年11月22日" in told


def test_contents_and_bookmarks_lead_to_the_right_pages(store: Store, branch: int, tmp_path: Path) -> None:
    _packed(store, branch, tmp_path / "pack")
    path = tmp_path / "pack" / folder.BOOK
    pages = ["".join(text.split()) for text in _texts(path)]
    with pypdfium2.PdfDocument(path) as opened:
        marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in opened.get_toc()]
    places = dict(marks)
    assert places["封面"] == 0
    assert "缺项清单" in pages[places["缺项清单"]]
    assert "佐证材料目录" in pages[places["佐证材料目录"]]
    assert "党员花名册" in pages[places["党员花名册"]]
    listed = pages[1] + pages[2]
    for title in ("缺项清单", "党员花名册", "佐证材料目录"):
        assert f"{title}{places[title] + 1}" in listed
    assert sum(title[:3].isdigit() for title, _place in marks) == FILES + 1


def test_evidence_stands_in_order_and_what_cannot_be_bound_has_a_page_that_says_where(
    store: Store, branch: int, tmp_path: Path
) -> None:
    _packed(store, branch, tmp_path / "pack")
    pages = _texts(tmp_path / "pack" / folder.BOOK)
    whole = "".join("".join(pages).split())
    assert "resolution1" in whole
    assert "不能装订在这里" in whole
    assert "打不开（可能有密码或已损坏）" in whole
    assert "档案柜3号盒" in whole
    names = sorted(path.name for path in (tmp_path / "pack" / folder.FILES).iterdir())
    assert len(names) == FILES
    assert [name[:3] for name in names] == [f"{n:03d}" for n in range(1, FILES + 1)]
    for name, rows in ((folder.GAPS, LINES - 1), (folder.INDEX, FILES + 1)):
        sheet = openpyxl.load_workbook(tmp_path / "pack" / name).active
        assert sheet.max_row >= rows + 2
    order = openpyxl.load_workbook(tmp_path / "pack" / folder.ORDER).active
    told = [str(cell.value) for row in order.iter_rows() for cell in row if cell.value is not None]
    assert folder.BOOK in told
    assert any(text.endswith("名单.txt") for text in told)


def test_papers_may_stand_in_the_index_only(store: Store, branch: int, tmp_path: Path) -> None:
    folder.pack(store, Wish(branch=branch, papers=False), tmp_path / "pack")
    pages = ["".join(text.split()) for text in _texts(tmp_path / "pack" / folder.BOOK)]
    (index,) = (text for text in pages if "档案柜3号盒" in text)
    with pypdfium2.PdfDocument(tmp_path / "pack" / folder.BOOK) as opened:
        marks = {mark.get_title(): mark.get_dest().get_index() for mark in opened.get_toc()}
    assert "佐证材料目录" in index
    assert sum(title[:3].isdigit() for title in marks) == FILES


def test_each_list_lies_in_the_folder_as_a_workbook_with_its_points(store: Store, branch: int, tmp_path: Path) -> None:
    _packed(store, branch, tmp_path / "pack")
    (path,) = (tmp_path / "pack" / folder.LISTS).iterdir()
    assert path.name == "01-中共石坪村支部委员会-示范清单.xlsx"
    rows = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.iter_rows()]
    lines = {str(row[0]): row for row in rows if str(row[0]).isdigit()}
    assert len(lines) == LINES
    assert [lines[code][6] for code in ("1", "11", "12")] == ["10", "8", None]
    (total,) = (row for row in rows if row[0] == "合计")
    assert (total[3], total[6]) == ("600", "588")


def test_no_character_is_without_a_glyph_and_numbers_are_masked(store: Store, branch: int, tmp_path: Path) -> None:
    _packed(store, branch, tmp_path / "pack")
    whole = "".join(_texts(tmp_path / "pack" / folder.BOOK))
    assert "𠮷㛃" in whole
    assert "U+" not in whole
    assert "\ufffd" not in whole
    assert "990101198706150025" not in whole


def test_a_second_pack_takes_the_place_of_the_first_and_no_other_folder_is_touched(
    store: Store, branch: int, tmp_path: Path
) -> None:
    _packed(store, branch, tmp_path / "pack")
    _packed(store, branch, tmp_path / "pack")
    other = tmp_path / "photos"
    other.mkdir()
    (other / "mine.txt").write_text("keep")
    with pytest.raises(UserError, match="别的东西"):
        _packed(store, branch, other)
    assert [path.name for path in other.iterdir()] == ["mine.txt"]
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".~")]


def test_a_pack_is_noted_as_having_left(store: Store, branch: int, tmp_path: Path) -> None:
    _packed(store, branch, tmp_path / "pack")
    with store.read() as reader:
        noted = outgoing.departures(reader)[0]
    assert "迎检材料" in noted.title
    assert any(name.endswith(folder.BOOK) for name, *_rest in noted.files)


def test_without_an_assessment_there_is_a_sentence_and_no_folder(store: Store, tmp_path: Path) -> None:
    alone = make.branch(store, "中共柳湾村支部委员会")
    with pytest.raises(UserError, match="没有考核"):
        _packed(store, alone, tmp_path / "pack")
    assert not (tmp_path / "pack").exists()


def test_a_file_that_is_lost_stands_on_page_1_and_the_rest_is_bound(store: Store, branch: int, tmp_path: Path) -> None:
    with store.read() as reader:
        exhibit = gather(reader, Wish(branch=branch)).exhibits[3]
        kept = sealed.known(reader, exhibit.proof.digest)
    assert kept is not None
    sealed.path_of(store.path, kept.place).unlink()
    made = _packed(store, branch, tmp_path / "pack")
    first, *rest = ("".join(text.split()) for text in _texts(tmp_path / "pack" / folder.BOOK))
    assert exhibit.proof.name in made.lost
    assert f"1{exhibit.proof.name}：佐证004的文件不在或已损坏" in first
    assert made.gaps == LINES
    assert any("佐证004" in text and "中共石坪村支部委员会第1条有谋划" in text for text in rest)
    assert len(list((tmp_path / "pack" / folder.FILES).iterdir())) == FILES - 1


def test_a_township_of_25_branches_is_one_book_with_a_page_number_on_each(store: Store, tmp_path: Path) -> None:
    town = make.unit(store, "青禾镇", kind="乡镇")
    checklist = records.save(store, RECORDS["checklist"], {"name": "示范清单", "domain": "农村", "total": 2000})
    items = [
        records.save(
            store, RECORDS["item"],
            {"checklist": checklist, "order_no": n, "code_no": str(n), "content": f"第 {n} 条的内容", "scoring": "评分",
             "points": 1000, "evidence": "会议记录"},
        )
        for n in (1, 2)
    ]  # fmt: skip
    names = [f"中共第{n}村支部委员会" for n in range(1, 26)]
    for name in names:
        made = make.branch(store, name, unit=make.unit(store, name[2:-5], parent=town))
        make.member(store, f"单{name[3:-6]}", branch=made)
        row = assessment.begin(store, checklist, ("branch", made), year=2026)
        assessment.give(store, row, items[0], "自评", points=1000)
        evidence.place_paper(store, About(row, items[0], ""), "会议记录", "档案柜 1 号盒")
    packed = _packed(store, None, tmp_path / "pack")
    pages = ["".join(text.split()) for text in _texts(tmp_path / "pack" / folder.BOOK)]
    assert (packed.lists, packed.exhibits, packed.gaps, packed.pages) == (25, 25, 25, len(pages))
    assert "青禾镇" in pages[0]
    assert "缺项（25处）" in pages[0]
    for n, text in enumerate(pages, 1):
        assert f"全册第{n}页共{len(pages)}页" in text
        assert "\ufffd" not in text
        assert "U+" not in text
    with pypdfium2.PdfDocument(tmp_path / "pack" / folder.BOOK) as opened:
        marks = {mark.get_title(): mark.get_dest().get_index() for mark in opened.get_toc()}
    for n, name in enumerate(sorted(names), 1):
        assert name in pages[marks[f"{name}　示范清单"]]
        paper = pages[marks[f"{n:03d}　会议记录"]]
        assert f"{name}第1条" in paper
        assert "档案柜1号盒" in paper


def test_what_the_lines_that_answer_themselves_rest_on_is_a_table_of_the_pack(store: Store) -> None:
    made = make.branch(store, "中共石坪村支部委员会", domain="农村")
    row = assessment.begin(store, checklist.ready(store, "农村"), ("branch", made), year=2026)
    assert row
    with store.read() as reader:
        (first, *_rest) = gather(reader, Wish(branch=made)).tables
    assert first.title == "自动核对依据"
    assert any(line[1] == "101" and "不足 3 名" in line[2] for line in first.rows)
