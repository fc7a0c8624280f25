"""How are bytes put on disk so that a power cut leaves the old file or the new one, never half of either?"""

import os
import secrets
import sys
from pathlib import Path

from app.files import discard

PART = ".part"


def sync_file(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Make renames and deletions in `folder` last. Windows does it by itself and cannot open a folder."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def put(path: Path, data: bytes) -> None:
    """Replace `path` by `data` (mode 0600), on disk when this returns. OSError leaves the old file as it was.

    One writer of `path` at a time; parts that a killed one left are removed.
    """
    part = path.with_name(f"{path.name}.{secrets.token_hex(4)}{PART}")
    try:
        _sweep(path)
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if part.read_bytes() != data:
            raise OSError(5, "read back differs", str(part))
        part.replace(path)
        sync_folder(path.parent)
    except OSError:
        discard(part)
        raise


def _sweep(path: Path) -> None:
    for left in path.parent.iterdir():
        if left.name.startswith(path.name + ".") and left.name.endswith(PART):
            discard(left)
