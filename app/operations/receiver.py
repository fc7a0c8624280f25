"""接收码: the public half by which others seal packages for this database alone; the private half never leaves it."""

import base64
import hashlib
from pathlib import Path

from app.db import package as packages
from app.db.package import Keys
from app.db.store import Reader, Store
from app.errors import UserError
from app.files import replace_file
from app.loading import late

_PRIVATE, _PUBLIC = "receiver_private", "receiver_public"
_CHECK = 3  # bytes of a digest behind the public half: whoever mistypes is told
_GROUP = 8
SIZE = 32  # bytes of a public half
_LONGEST = 4096  # bytes of a file that could hold a code


def code(store: Store) -> str:
    """The code of this database, made when it is first asked for."""
    with store.read() as reader:
        found = _meta(reader, _PUBLIC)
    if not found:
        private, public = late("app.db.seal:pair")()
        with store.write() as writer:
            sql = "INSERT OR IGNORE INTO meta (name, value) VALUES (?, ?)"
            if not _meta(writer, _PUBLIC):
                writer.exec_driver_sql(sql, [(_PRIVATE, private.hex()), (_PUBLIC, public.hex())])
            found = _meta(writer, _PUBLIC)
    return text(bytes.fromhex(found))


def save(store: Store, path: Path) -> None:
    """The code as a small text file to send to others."""
    with replace_file(path) as temporary:
        temporary.write_text(f"{code(store)}\n", encoding="utf-8")


def keys(store: Store, *passwords: str) -> Keys:
    """What packages are tried with here."""
    with store.read() as reader:
        return packages.Keys(tuple(filter(None, passwords)), bytes.fromhex(_meta(reader, _PRIVATE)))


def text(public: bytes) -> str:
    """Groups of letters and digits, with a check."""
    told = base64.b32encode(public + hashlib.sha256(public).digest()[:_CHECK]).decode()
    return "-".join(told[i : i + _GROUP] for i in range(0, len(told), _GROUP))


def read(typed: str) -> bytes:
    """The public half. UserError when it is no code, or one with a slip in it."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum() and letter.isascii())
    try:
        raw = base64.b32decode(letters)
    except ValueError as error:
        raise _wrong() from error
    if len(raw) != SIZE + _CHECK or hashlib.sha256(raw[:SIZE]).digest()[:_CHECK] != raw[SIZE:]:
        raise _wrong()
    return raw[:SIZE]


def read_from(told: str) -> bytes:
    """A code, or the name of a file that holds one."""
    path = Path(told)
    try:
        if len(told) < _LONGEST and path.is_file() and path.stat().st_size < _LONGEST:
            return read(path.read_text(encoding="utf-8-sig", errors="replace"))
    except OSError:
        return read(told)
    return read(told)


def _wrong() -> UserError:
    return UserError("接收码不对，可能抄漏或抄错了。", "请让对方重新发来，或直接选用对方发来的接收码文件。")


def _meta(reader: Reader, name: str) -> str:
    return str(reader.exec_driver_sql("SELECT value FROM meta WHERE name = ?", (name,)).scalar() or "")
