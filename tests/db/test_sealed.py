"""Files beside the database: a backup holds them, a restore brings them, and a kill leaves nothing half."""

import signal
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from app.db import archive, backup, sealed
from app.db.restore import restore
from app.db.store import Store, open_store
from app.errors import UserError

SAID = b"\x89PNG" + bytes(range(256)) * 40
_KILLED = """
import os, signal, sys
from pathlib import Path
from app.db import sealed

left = int(sys.argv[2])


def hook(event, args):
    global left
    if event in ("os.rename", "os.remove", "os.mkdir", "open"):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)


sys.addaudithook(hook)
sealed.seal(Path(sys.argv[1]), [b"abc" * 1000, b"def" * 1000])
print("whole")
"""


def keep(store: Store, said: bytes = SAID) -> sealed.Sealed:
    file = sealed.seal(store.path, [said])
    with store.write() as writer:
        sealed.note(writer, file)
    return file


def test_a_backup_holds_the_files_and_a_restore_elsewhere_brings_them(store: Store, tmp_path: Path) -> None:
    file = keep(store)
    manifest = backup.backup(store.path, tmp_path / "备份.backup")
    assert f"{archive.FILES}{file.place}" in [part.name for part in manifest.parts]
    assert backup.verify(tmp_path / "备份.backup") == manifest
    (tmp_path / "另一台").mkdir()
    restore(tmp_path / "备份.backup", tmp_path / "另一台" / "台账.db")
    with open_store(tmp_path / "另一台" / "台账.db") as other, other.read() as reader:
        known = sealed.known(reader, file.digest)
        assert known == file
        assert sealed.content(other.path, known) == SAID


def test_only_files_that_the_database_tells_of_go_into_a_backup(store: Store, tmp_path: Path) -> None:
    sealed.seal(store.path, [b"never noted"])
    manifest = backup.backup(store.path, tmp_path / "备份.backup")
    assert [part.name for part in manifest.parts] == [archive.DATABASE, archive.KEY]


def test_a_copy_that_lies_beside_the_files_may_leave_them_out(store: Store, tmp_path: Path) -> None:
    file = keep(store)
    manifest = backup.backup(store.path, tmp_path / "备份.backup", files=False)
    assert [part.name for part in manifest.parts] == [archive.DATABASE, archive.KEY]
    assert manifest.format == archive.FORMAT
    path = store.path
    store.close()
    restore(tmp_path / "备份.backup", path)
    with open_store(path) as again, again.read() as reader:
        assert sealed.known(reader, file.digest) == file
        assert sealed.content(path, file) == SAID


def test_a_restore_mends_a_file_that_was_damaged(store: Store, tmp_path: Path) -> None:
    file = keep(store)
    backup.backup(store.path, tmp_path / "备份.backup")
    sealed.path_of(store.path, file.place).write_bytes(b"broken")
    path = store.path
    store.close()
    aside = restore(tmp_path / "备份.backup", path)
    assert sealed.content(path, file) == SAID
    assert aside is not None
    assert sealed.folder_of(aside) == sealed.folder_of(path)


@pytest.mark.parametrize("name", ["files/../../x", "files/" + "g" * 64, "../" + "a" * 64, "files/sub/" + "a" * 64])
def test_a_backup_with_a_strange_part_is_not_unpacked(store: Store, tmp_path: Path, name: str) -> None:
    made = tmp_path / "备份.backup"
    backup.backup(store.path, made)
    with zipfile.ZipFile(made, "a", zipfile.ZIP_STORED) as found:
        found.writestr(name, b"x")
    (tmp_path / "新").mkdir()
    with pytest.raises(UserError, match="不完整或已损坏"):
        restore(made, tmp_path / "新" / "台账.db")
    assert not (tmp_path / "x").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
@pytest.mark.parametrize("call", range(1, 12))
def test_killed_at_any_moment_nothing_half_carries_the_name_of_a_file(tmp_path: Path, call: int) -> None:
    db = tmp_path / "台账.db"
    done = subprocess.run([sys.executable, "-c", _KILLED, str(db), str(call)], capture_output=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL)
    for name, path in sealed.files(db).items():
        assert sealed.digest_of(path) == name
    kept = sealed.seal(db, [b"after"])
    assert sealed.content(db, kept) == b"after"
    left = [path for path in sealed.folder_of(db).iterdir() if path.name not in sealed.files(db)]
    assert left == []
