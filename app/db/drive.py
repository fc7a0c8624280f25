"""On what does a database lie? A network share, a folder that a cloud program copies, a stick, or a disk of this PC.

On a share SQLite's log and its locks do not hold (sqlite.org/wal.html, sqlite.org/lockingv3.html): nothing is opened there.
"""

import os
import re
import sys
from functools import cache
from pathlib import Path

from app.errors import UserError

NETWORK, SYNC, REMOVABLE, FIXED = "network", "sync", "removable", ""
KINDS = (NETWORK, SYNC, REMOVABLE)
# Beginnings of the names of folders, in small letters, and what the clerk knows the program as.
_CLOUDS = (
    ("onedrive", "OneDrive"), ("wps云盘", "WPS 云盘"), ("wps网盘", "WPS 云盘"), ("wpsdrive", "WPS 云盘"),
    ("wps cloud files", "WPS 云盘"), ("坚果云", "坚果云"), ("我的坚果云", "坚果云"), ("nutstore", "坚果云"), ("百度网盘", "百度网盘"),
    ("百度云", "百度网盘"), ("baidunetdisk", "百度网盘"), ("baidusyncdisk", "百度网盘"), ("baiduyun", "百度网盘"),
    ("阿里云盘", "阿里云盘"), ("adrive", "阿里云盘"), ("腾讯微云", "腾讯微云"), ("weiyun", "腾讯微云"), ("天翼云盘", "天翼云盘"),
    ("夸克网盘", "夸克网盘"), ("dropbox", "Dropbox"), ("icloud", "iCloud"), ("google drive", "Google Drive"),
)  # fmt: skip
_SHARES = frozenset({
    "nfs", "nfs4", "cifs", "smb2", "smb3", "smbfs", "ncpfs", "afs", "ceph", "lustre", "glusterfs", "9p", "davfs", "vboxsf",
    "prl_fs", "fuse.sshfs", "fuse.davfs", "fuse.davfs2", "fuse.rclone", "fuse.glusterfs", "fuse.gvfsd-fuse",
    "fuse.vmhgfs-fuse", "fuse.smbnetfs", "webdav",
})  # fmt: skip
_REMOTE, _STICK = 4, 2  # of GetDriveType
_PRETENDED: list[str] = []


def pretend(kind: str) -> None:
    """For trials: every database lies on such a drive from now on; "" asks the system again."""
    _PRETENDED[:] = [kind] if kind else []


def kind(db: Path) -> str:
    """One of KINDS, or FIXED: also where the system does not say."""
    if _PRETENDED:
        return _PRETENDED[0]
    return _kind(db.parent)


def cloud(db: Path) -> str:
    """The cloud program that copies the folder, by the names on the way to it; "" for none."""
    for part in db.absolute().parent.parts:
        for beginning, name in _CLOUDS:
            if part.casefold().startswith(beginning):
                return name
    return ""


def refuse_share(db: Path) -> None:
    """UserError for a database on a network share; before it is called nothing was written there."""
    if kind(db) == NETWORK:
        raise UserError(
            "数据库放在网络共享上，没有打开：网络一断，数据就可能损坏。",
            "请把数据库和旁边的密钥文件一起复制到这台电脑的硬盘上再打开；共享文件夹适合存放备份。",
        )


def warning(db: Path) -> tuple[str, str]:
    """(a few words for the status bar, the sentences for the clerk) on a place that is risky; two empty texts elsewhere."""
    found = kind(db)
    if found == SYNC:
        name = cloud(db) or "同步盘"
        return f"在{name}里", (
            f"数据库放在{name}的文件夹里。同步程序可能在写到一半时复制它，把内容弄坏，或者换回旧的内容。\n"
            "请关闭程序，把数据库和旁边的密钥文件一起移到普通文件夹；同步盘里适合存放备份。"
        )
    if found == REMOVABLE:
        return "在 U 盘上", (
            "数据库放在 U 盘上。拔出之前请先关闭程序，否则最后的内容可能丢失。\n"
            "U 盘容易坏、容易丢，请经常备份到这台电脑的硬盘上。"
        )
    return "", ""


def writable(db: Path) -> bool:
    """Can the file and its folder be written? What may not be written is opened for reading."""
    return os.access(db, os.W_OK) and os.access(db.parent, os.W_OK)


@cache
def _kind(folder: Path) -> str:
    found = _of_windows(folder) if sys.platform == "win32" else _of_mounts(folder)
    if found == NETWORK:
        return NETWORK
    return SYNC if cloud(folder / "x") or _in_onedrive(folder) else found


def _in_onedrive(folder: Path) -> bool:
    """Windows tells programs where it is, whatever the folder is called."""
    named = (os.environ.get(name) for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer"))
    return any(folder.absolute().is_relative_to(path) for path in named if path)


def _of_mounts(folder: Path) -> str:
    try:
        told = Path("/proc/mounts").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return FIXED
    return of_mount(told, folder.resolve())


def of_mount(told: str, folder: Path) -> str:
    """`told`: the lines of /proc/mounts. The last of the longest mounts above `folder` counts."""
    best = ("", "", "")
    for line in told.splitlines():
        device, place, system = (*(_plain(word) for word in line.split(" ")[:3]), "", "", "")[:3]
        if place and folder.is_relative_to(place) and len(place) >= len(best[1]):
            best = (device, place, system)
    if best[2] in _SHARES:
        return NETWORK
    return REMOVABLE if best[0].startswith("/dev/") and _is_stick(best[0]) else FIXED


def _plain(word: str) -> str:
    """Blanks are written as \\040 there."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), word)


def _is_stick(device: str) -> bool:
    """By what the kernel says: on the USB, or with a medium that can be taken out."""
    try:
        block = Path("/sys/class/block", Path(device).resolve().name).resolve()
        if "/usb" in str(block):
            return True
        flags = [path for path in (block / "removable", block.parent / "removable") if path.exists()]
        return any(path.read_text().strip() == "1" for path in flags)
    except OSError:
        return False


if sys.platform == "win32":
    import ctypes

    def _of_windows(folder: Path) -> str:
        root = folder.absolute().anchor
        if root.startswith("\\\\"):
            return NETWORK
        found = ctypes.windll.kernel32.GetDriveTypeW(root)
        return {_REMOTE: NETWORK, _STICK: REMOVABLE}.get(found, FIXED)
else:

    def _of_windows(folder: Path) -> str:
        raise NotImplementedError(str(folder))
