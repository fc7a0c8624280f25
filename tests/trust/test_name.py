"""Forty names that would lead out of a folder, on evidence and in the archives of backups and packages: nothing lies outside."""

import zipfile
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest

from app.db import archive, backup
from app.db.store import Store
from app.errors import UserError
from app.operations import assessment, checklist, evidence
from app.operations.evidence import About, attach
from tests import make
from tests.trust import tally

UP, BACK = ("../", "..\\"), ("x", "a.exe", "台账.db")
HOSTILE = (
    *(f"{step * deep}{name}" for step in UP for deep in (1, 3) for name in BACK),  # 12
    "/etc/passwd", "\\\\server\\share\\x", "C:x", "C:\\x", "c:/x", "//server/x", "file:///x", "~/x",
    "a/../../x", "a\\..\\..\\x", "./../x", ".. /x", "..%2fx", "x:stream", "记录.pdf::$DATA",
    "CON", "nul.txt", "COM1.pdf", "LPT9", "aux.", "照片\u202egpj.exe", "x\u200b.pdf", "换\n行", "空\x00字",
    "尾 ", "点.", "  ..  ", "长" * 300,
)  # fmt: skip


def inside(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_evidence_by_any_name_is_written_into_its_folder_only(store: Store, tmp_path: Path) -> None:
    assert len(HOSTILE) == tally.note(40)
    checked = assessment.begin(store, checklist.ready(store, "rural"), ("branch", make.branch(store)), year=2026)
    source = tmp_path / "材料.txt"
    rows = []
    for n in range(len(HOSTILE)):
        source.write_bytes(b"%d" % n)
        rows += attach(store, About(checked), [source])
    with store.write() as writer:  # as a package or a foreign database could bring them
        for row, name in zip(rows, HOSTILE, strict=True):
            writer.exec_driver_sql("UPDATE evidence SET file_name = ? WHERE id = ?", (name, row))
    before = inside(tmp_path)
    out = tmp_path / "out"
    written = evidence.let_out(store, out)
    assert len(written) == len(HOSTILE)
    assert all(path.parent == out for path in written)
    assert [name for name in inside(tmp_path) if not name.startswith("out")] == before
    for path in written:
        name = path.name
        assert PureWindowsPath(name).name == PurePosixPath(name).name == name
        assert not PureWindowsPath(name).is_reserved()
        assert not set(name) & set('<>:"/\\|?*\0\n\u202e\u200b')
        assert not name.endswith((" ", "."))


@pytest.mark.parametrize("sort", [archive.BACKUP, archive.PACKAGE], ids=["backup", "package"])
def test_an_archive_with_such_a_part_is_refused_whole(sort: archive.Sort, store: Store, tmp_path: Path) -> None:
    tally.note(40)
    saved, crafted, place = tmp_path / "saved.backup", tmp_path / "crafted.backup", tmp_path / "place"
    backup.backup(store.path, saved, key=store.key)
    whole = saved.read_bytes()
    place.mkdir()
    before = inside(tmp_path)
    for name in HOSTILE:
        crafted.write_bytes(whole)
        with zipfile.ZipFile(crafted, "a") as target:
            part = zipfile.ZipInfo()
            part.filename = name
            target.writestr(part, b"evil")
        with pytest.raises(UserError):
            archive.unpack(crafted, place, lambda *_: None, sort)
        crafted.unlink()
        assert inside(tmp_path) == before, name
    assert not (tmp_path.parent / "x").exists()
