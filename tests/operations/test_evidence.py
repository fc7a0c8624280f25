"""Evidence: files sealed beside the database and kept once, papers and registers, and the stage that is empty."""

import os
import shutil
from pathlib import Path

import pytest

from app.db import sealed
from app.db.queries import evidence as queries
from app.db.store import Store
from app.db.undo import redo, undo
from app.errors import Rejected, UserError
from app.models.assessment import STAGES
from app.operations import assessment, checklist, evidence
from app.operations.evidence import About, attach, content, safe_name
from tests import make

SAID = "学习记录：单小红 990101198706150017 到会。".encode()


@pytest.fixture
def about(store: Store) -> About:
    version = checklist.ready(store, "rural")
    made = assessment.begin(store, version, ("branch", make.branch(store)), year=2026)
    with store.read() as reader:
        line = assessment.sheet(reader, made).lines[0].id
    return About(made, line, "有落实")


def file(folder: Path, name: str = "学习记录.txt", said: bytes = SAID) -> Path:
    path = folder / name
    path.write_bytes(said)
    return path


def sealed_files(store: Store) -> list[Path]:
    folder = sealed.folder_of(store.path)
    return sorted(folder.iterdir()) if folder.exists() else []


def test_a_file_is_kept_and_given_back_as_it_was(store: Store, about: About, tmp_path: Path) -> None:
    (row,) = attach(store, about, [file(tmp_path)])
    (tmp_path / "学习记录.txt").unlink()
    assert content(store, row) == ("学习记录.txt", SAID)
    with store.read() as reader:
        (told,) = queries.proofs(reader, about.assessment)
    assert (told.name, told.stage, told.kind, told.size) == ("学习记录", "有落实", "文件", len(SAID))


def test_nothing_of_a_kept_file_is_readable_beside_the_database(store: Store, about: About, tmp_path: Path) -> None:
    attach(store, about, [file(tmp_path)])
    (kept,) = sealed_files(store)
    raw = kept.read_bytes()
    assert b"990101198706150017" not in raw
    assert "学习记录".encode() not in raw
    assert not raw.startswith(b"SQLite format 3")
    assert kept.name == sealed.digest_of(kept)
    if os.name == "posix":
        assert kept.stat().st_mode & 0o077 == 0


def test_a_large_file_goes_in_pieces_and_comes_back_whole(store: Store, about: About, tmp_path: Path) -> None:
    said = bytes(range(256)) * 12_000
    (row,) = attach(store, about, [file(tmp_path, "照片.jpg", said)])
    assert content(store, row)[1] == said


def test_the_same_content_is_kept_once_under_whatever_name(store: Store, about: About, tmp_path: Path) -> None:
    rows = attach(store, about, [file(tmp_path), file(tmp_path, "副本.txt")])
    rows += attach(store, about, [file(tmp_path)])
    assert len(sealed_files(store)) == 1
    with store.read() as reader:
        assert queries.names(reader, about.assessment) == {"学习记录", "副本", "学习记录（2）"}
    assert {content(store, row)[1] for row in rows} == {SAID}


def test_adding_is_undone_and_redone_as_one_work(store: Store, about: About, tmp_path: Path) -> None:
    (row,) = attach(store, about, [file(tmp_path)])
    undo(store)
    with store.read() as reader:
        assert queries.proofs(reader, about.assessment) == ()
    redo(store)
    assert content(store, row)[1] == SAID


def test_a_file_that_was_lost_or_changed_is_told_and_never_given_out(
    store: Store, about: About, tmp_path: Path
) -> None:
    (row,) = attach(store, about, [file(tmp_path)])
    (kept,) = sealed_files(store)
    with store.read() as reader:
        assert sealed.faults(reader, store.path) == ()
    raw = bytearray(kept.read_bytes())
    raw[5000] ^= 1
    kept.write_bytes(raw)
    with pytest.raises(UserError, match="已损坏"):
        content(store, row)
    with store.read() as reader:
        assert sealed.faults(reader, store.path) == ("佐证材料“学习记录”的文件已损坏。",)
    kept.unlink()
    with pytest.raises(UserError, match="不在数据库的文件夹里"):
        content(store, row)
    with store.read() as reader:
        assert sealed.faults(reader, store.path) == ("佐证材料“学习记录”的文件不见了。",)


def test_adding_a_lost_file_again_mends_every_record_of_it(store: Store, about: About, tmp_path: Path) -> None:
    (row,) = attach(store, about, [file(tmp_path)])
    sealed_files(store)[0].unlink()
    attach(store, about, [file(tmp_path)])
    assert content(store, row)[1] == SAID


def test_without_its_row_a_file_is_gone_for_good(store: Store, about: About, tmp_path: Path) -> None:
    (row,) = attach(store, about, [file(tmp_path)])
    with store.read() as reader:
        digest = queries.proof(reader, row).digest
    with store.write() as writer:
        sealed.forget(writer, store.path, digest)
    assert sealed_files(store) == []
    with pytest.raises(UserError, match="重新添加文件"):
        content(store, row)


@pytest.mark.parametrize(
    ("name", "why"), [("工具.exe", "不能作佐证"), ("照片.jpg.bat", "不能作佐证"), ("没有后缀", "不能作佐证")]
)
def test_only_documents_pictures_and_recordings_are_taken(
    store: Store, about: About, tmp_path: Path, *, name: str, why: str
) -> None:
    with pytest.raises(UserError, match=why):
        attach(store, about, [file(tmp_path), file(tmp_path, name)])
    with store.read() as reader:
        assert queries.proofs(reader, about.assessment) == ()
    assert sealed_files(store) == []


def test_empty_too_large_and_missing_files_and_folders_are_refused_with_a_sentence(
    store: Store, about: About, tmp_path: Path
) -> None:
    large = tmp_path / "录像.mp4"
    with large.open("wb") as made:
        made.truncate(evidence.LIMIT + 1)
    (tmp_path / "夹.pdf").mkdir()
    for path, why in (
        (file(tmp_path, "空.pdf", b""), "空文件"),
        (large, "上限"),
        (tmp_path / "没有.pdf", "没有找到"),
        (tmp_path / "夹.pdf", "不是文件"),
    ):
        with pytest.raises(UserError, match=why):
            attach(store, about, [path])


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("..\\..\\启动.pdf", "启动.pdf"),
        ("/etc/passwd", "passwd"),
        ("C:记录.pdf", "C_记录.pdf"),
        ("a/../../x.pdf", "x.pdf"),
        ("照片\u202egpj.exe", "照片gpj.exe"),
        ("记录.pdf:stream", "记录.pdf_stream"),
        ("CON", "材料CON"),
        ("nul.txt", "材料nul.txt"),
        ("  ..  ", "材料"),
        ("换\n行\x00.pdf", "换行.pdf"),
        ("长" * 300 + ".pdf", "长" * 66 + ".pdf"),
        ("问?*<>|.pdf", "问_____.pdf"),
    ],
)
def test_a_name_never_becomes_a_path(given: str, meant: str) -> None:
    assert safe_name(given) == meant


def test_a_place_that_is_no_name_of_ours_is_never_opened(store: Store, about: About, tmp_path: Path) -> None:
    (row,) = attach(store, about, [file(tmp_path)])
    with store.write() as writer:
        writer.exec_driver_sql("UPDATE sealed_file SET place = '../ledger.db'")
    with pytest.raises(UserError, match="位置不对"):
        content(store, row)


def test_the_stage_that_nothing_stands_for_is_named(store: Store, about: About, tmp_path: Path) -> None:
    attach(store, about, [file(tmp_path)])
    assert about.item is not None
    evidence.place_paper(store, About(about.assessment, about.item, "有谋划"), "年度计划", "三号柜第二盒", pages=4)
    evidence.point_at(store, About(about.assessment, about.item, "有考核"), "党员花名册", target="members")
    with store.read() as reader:
        assert evidence.missing(reader, about.assessment, [about.item, 999]) == {
            about.item: ("有安排", "有应用"),
            999: STAGES,
        }
        assert [each.name for each in queries.proofs(reader, about.assessment)] == [
            "年度计划",
            "学习记录",
            "党员花名册",
        ]


def test_a_paper_without_a_name_is_refused(store: Store, about: About) -> None:
    with pytest.raises(Rejected):
        evidence.place_paper(store, about, " ", "三号柜")


def test_paper_and_registers_say_where_they_are_instead_of_a_file(store: Store, about: About) -> None:
    paper = evidence.place_paper(store, about, "年度计划", "三号柜第二盒")
    with pytest.raises(UserError, match="纸质材料") as told:
        content(store, paper)
    assert "三号柜第二盒" in told.value.hint


def test_a_copy_that_leaves_is_noted(store: Store, about: About, tmp_path: Path) -> None:
    (row,) = attach(store, about, [file(tmp_path)])
    evidence.save_copy(store, row, tmp_path / "给检查组.txt")
    assert (tmp_path / "给检查组.txt").read_bytes() == SAID
    assert make.count(store, "SELECT count(*) FROM outgoing WHERE name = 'evidence'") == 1


def test_files_of_an_export_come_home_by_their_content_alone(store: Store, about: About, tmp_path: Path) -> None:
    (row,) = attach(store, about, [file(tmp_path)])
    folder = tmp_path / "附件"
    (told,) = evidence.let_out(store, folder)
    assert told.name == "0001_学习记录.txt"
    shutil.rmtree(sealed.folder_of(store.path))
    with store.write() as writer:
        writer.exec_driver_sql("DELETE FROM sealed_file")
    file(folder, "别的.txt", b"unasked")
    told.rename(folder / "改了名.txt")
    assert evidence.take_in(store, folder) == 1
    assert content(store, row)[1] == SAID
    assert len(sealed_files(store)) == 1
