"""On what the database lies: shares are refused before anything is written there, synced folders and sticks are told."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.db import backup, drive, lock
from app.db.check import check
from app.db.store import Store, open_store
from app.errors import UserError
from app.operations import keeping

MOUNTS = r"""
/dev/sda2 / ext4 rw 0 0
//server/office /mnt/office cifs rw 0 0
server:/home /home/shared nfs4 rw 0 0
/dev/sda3 /mnt/office/local ext4 rw 0 0
admin@host: /home/li/my\040share fuse.sshfs rw 0 0
tmpfs /tmp tmpfs rw 0 0
"""


@pytest.fixture
def pretended() -> Iterator[None]:
    """Nothing is pretended after the test."""
    yield
    drive.pretend("")


@pytest.mark.parametrize(
    ("folder", "found"),
    [
        ("/mnt/office", drive.NETWORK), ("/mnt/office/a/b", drive.NETWORK), ("/mnt/office/local/a", drive.FIXED),
        ("/home/shared/x", drive.NETWORK), ("/home/li/my share/x", drive.NETWORK), ("/home/li", drive.FIXED),
        ("/mnt/officers", drive.FIXED), ("/tmp/x", drive.FIXED),
    ],
)  # fmt: skip
def test_the_longest_mount_above_the_folder_says_what_it_is(folder: str, found: str) -> None:
    assert drive.of_mount(MOUNTS, Path(folder)) == found


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("OneDrive - 青禾镇", "OneDrive"), ("WPS云盘", "WPS 云盘"), ("WPSDrive", "WPS 云盘"), ("我的坚果云", "坚果云"),
        ("Nutstore Files", "坚果云"), ("BaiduSyncdisk", "百度网盘"), ("百度网盘同步空间", "百度网盘"), ("iCloudDrive", "iCloud"),
    ],
)  # fmt: skip
def test_folders_that_cloud_programs_copy_are_known_by_name(tmp_path: Path, folder: str, name: str) -> None:
    db = tmp_path / folder / "党建" / "ledger.db"
    assert drive.cloud(db) == name
    assert drive.kind(db) == drive.SYNC
    assert name in drive.warning(db)[0]


def test_an_ordinary_disk_is_not_worth_a_word(store: Store) -> None:
    assert drive.kind(store.path) == drive.FIXED
    assert keeping.place(store.path) == ("", "")


def test_where_windows_says_onedrive_is_any_folder_below_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path / "cloud"))
    assert drive.kind(tmp_path / "cloud" / "desk" / "x.db") == drive.SYNC


@pytest.mark.usefixtures("pretended")
def test_on_a_share_nothing_is_opened_and_nothing_is_written(tmp_path: Path) -> None:
    drive.pretend(drive.NETWORK)
    db = tmp_path / "share" / "ledger.db"
    for act in (open_store, lock.acquire, check):
        with pytest.raises(UserError, match="网络共享"):
            act(db)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("pretended")
def test_a_database_that_was_carried_to_a_share_stays_as_it_is(store: Store, tmp_path: Path) -> None:
    path = store.path
    store.close()
    before = {found.name: found.read_bytes() for found in path.parent.iterdir()}
    drive.pretend(drive.NETWORK)
    for act in (open_store, lock.acquire, check, lambda db: backup.backup(db, tmp_path / "out.backup")):
        with pytest.raises(UserError, match="网络共享"):
            act(path)
    assert {found.name: found.read_bytes() for found in path.parent.iterdir()} == before
    assert not any(name.endswith("-wal") for name in before)


@pytest.mark.usefixtures("pretended")
@pytest.mark.parametrize("kind", [drive.SYNC, drive.REMOVABLE])
def test_a_synced_folder_and_a_stick_are_opened_with_a_warning(store: Store, kind: str) -> None:
    store.close()
    drive.pretend(kind)
    open_store(store.path).close()
    short, long = keeping.place(store.path)
    assert short
    assert "备份" in long


def test_what_may_not_be_written_is_said(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.access", lambda *_args: False)
    short, long = keeping.place(store.path)
    assert short == "只读，不能保存"
    assert "复制到可以写入的文件夹" in long
