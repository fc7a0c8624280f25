"""Forms made with a word processor are filled like sheets: tables, blanks behind labels, boxes; where not, a clear word."""

from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from app.db.store import Store
from app.errors import UserError
from app.exchange import filling
from app.exchange.document import read_document
from app.exchange.filling_picture import picture
from app.exchange.grid import FileRefused
from tests import make
from tests.exchange.document import NOTE, paragraph, run, write

FORM = [
    ["姓名", "", "性别", ""], ["出生年月", "", "民族", ""], ["身份证号", ("", 3)], ["党员类别", ("正式党员□　预备党员□", 3)],
]  # fmt: skip


def _people(store: Store) -> None:
    branch = make.branch(store)
    make.member(
        store, "单小红", sex="女", id_number="990101198706150025", birth_date="1987-06-15", ethnic="汉族", branch=branch,
        member_kind="正式党员", phone="19900000001", join_date="2010-07",
    )  # fmt: skip
    make.member(store, "解明", sex="男", branch=branch, member_kind="预备党员")


def _fill(store: Store, template: Path, **asked: Any) -> filling.Done:
    proposal = filling.propose(store, template)
    return filling.fill(store, proposal, template.with_name("填好.docx"), filling.asking(**asked))


def _texts(path: Path) -> list[list[str]]:
    return [[str(cell) for cell in row if cell] for row in read_document(path).grid.rows]


def test_a_form_in_a_table_is_filled_for_each_record(store: Store, tmp_path: Path) -> None:
    _people(store)
    done = _fill(store, write(tmp_path / "登记表.docx", "党员登记表", FORM))
    assert {path.name for path in done.files} == {"单小红.docx", "解明.docx"}
    told = _texts(next(path for path in done.files if path.stem == "单小红"))
    assert told == [
        ["党员登记表"], ["姓名", "单小红", "性别", "女"], ["出生年月", "1987.06", "民族", "汉族"], ["身份证号", "990101198706150025"],
        ["党员类别", "正式党员☑　预备党员□"],
    ]  # fmt: skip


def test_blanks_behind_labels_are_filled_and_what_stands_behind_keeps_its_place(store: Store, tmp_path: Path) -> None:
    _people(store)
    template = write(
        tmp_path / "介绍.docx", "党员情况介绍", "姓名：________　性别：____　民族：____", "入党时间：    年   月", "身份证号：",
    )  # fmt: skip
    proposal = filling.propose(store, template)
    assert [column.cell for column in proposal.columns] == ["A2.1", "A2.2", "A2.3", "A3.1", "A4.1"]
    done = _fill(store, template)
    told = _texts(next(path for path in done.files if path.stem == "单小红"))
    assert [" ".join(row[0].split()) for row in told[1:]] == [
        "姓名：单小红 性别：女 民族：汉族", "入党时间：2010年7月", "身份证号：990101198706150025",
    ]  # fmt: skip


def test_a_value_takes_the_look_of_its_blank_and_a_label_keeps_its_own(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红", sex="女", ethnic="汉族", phone="19900000001")
    bold, line = "<w:b/>", '<w:u w:val="single"/>'
    runs = run("姓名：", bold) + run("        ", line) + run("性别：", bold) + run("    ", line)
    template = write(
        tmp_path / "表.docx",
        paragraph(runs),
        paragraph(run("民族：", bold) + run("    ", line) + run("联系电话：", bold)),
    )
    done = _fill(store, template)
    text = ZipFile(done.files[0]).read("word/document.xml").decode()
    assert f'<w:rPr>{line}</w:rPr><w:t xml:space="preserve">单小红' in text
    assert f'<w:rPr>{bold}</w:rPr><w:t xml:space="preserve">性别：</w:t>' in text


def test_a_list_in_a_document_gets_a_row_for_each_record(store: Store, tmp_path: Path) -> None:
    _people(store)
    make.member(store, "仇海")
    listed = [["序号", "姓名", "性别", "联系电话"], ["", "", "", ""], ["", "", "", ""]]
    done = _fill(store, write(tmp_path / "名册.docx", "党员花名册", listed, "填表人："))
    told = _texts(done.files[0])
    assert [row[:2] for row in told[2:5]] == [["1", "仇海"], ["2", "单小红"], ["3", "解明"]]
    assert told[5] == ["填表人："]


def test_every_other_part_of_a_document_keeps_its_bytes(store: Store, tmp_path: Path) -> None:
    _people(store)
    template = write(tmp_path / "登记表.docx", "党员登记表", FORM)
    done = _fill(store, template)
    before, after = ZipFile(template), ZipFile(done.files[0])
    assert before.namelist() == after.namelist()
    assert after.read("customXml/item1.xml").decode() == NOTE
    assert all(before.read(name) == after.read(name) for name in before.namelist() if name != "word/document.xml")


def test_the_picture_shows_a_document_too(store: Store, tmp_path: Path) -> None:
    _people(store)
    proposal = filling.propose(store, write(tmp_path / "登记表.docx", "党员登记表", FORM))
    made = picture(store, proposal, filling.asking())
    assert made.rows[1][:2] == ("姓名", made.names[0])
    assert (3, 1, 3, 3) in made.merges


def test_a_document_with_changes_that_nobody_decided_is_told(store: Store, tmp_path: Path) -> None:
    changed = f'<w:p><w:ins w:id="1" w:author="某">{run("姓名")}</w:ins></w:p>'
    with pytest.raises(UserError, match="修订"):
        filling.propose(store, write(tmp_path / "表.docx", changed, FORM))


def test_an_old_document_is_told_how_it_can_be_filled(store: Store, tmp_path: Path) -> None:
    old = tmp_path / "表.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(FileRefused, match="填不了") as told:
        filling.propose(store, old)
    assert "docx" in told.value.hint


def test_a_document_without_anything_to_fill_is_told(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有看出"):
        filling.propose(store, write(tmp_path / "通知.docx", "关于报送材料的通知", "请于月底前报送。"))


def test_a_sentence_with_a_few_blanks_is_a_form(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红", sex="女", id_number=make.number(1, man=False))
    told = "党员姓名：______    性别：____    身份证号：__________"
    template = write(tmp_path / "证明.docx", "党员身份证明", told, "特此证明。")
    proposal = filling.propose(store, template)
    assert [column.told for column in proposal.columns] == ["name", "sex", "id_number"]
    (out,) = filling.fill(store, proposal, tmp_path / "o.docx", filling.asking()).files
    assert _texts(out)[1][0].split() == ["党员姓名：单小红", "性别：女", f"身份证号：{make.number(1, man=False)}"]


def test_a_line_needs_no_colon_before_it(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红", sex="女", ethnic="汉族")
    told = "兹证明党员姓名______，性别____，民族______，系我村党员。"
    template = write(tmp_path / "证明.docx", "证明", told)
    (out,) = filling.fill(store, filling.propose(store, template), tmp_path / "o.docx", filling.asking()).files
    assert "性别 女 ，民族 汉族 ，系我村党员。" in _texts(out)[1][0]


def test_what_is_refused_of_a_document_speaks_of_a_document(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError) as told:
        filling.propose(store, write(tmp_path / "通知.docx", "关于报送材料的通知", "请于月底前报送。"), shape="form")
    assert "文档" in told.value.text
    assert "段落" in told.value.hint
    assert "工作表" not in told.value.text + told.value.hint


def test_a_document_is_never_written_over_itself(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红")
    template = write(tmp_path / "登记表.docx", "党员登记表", FORM)
    with pytest.raises(UserError, match="模板自己"):
        filling.fill(store, filling.propose(store, template), template, filling.asking())
