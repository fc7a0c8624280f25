"""Which files in keeping may still name a person: sheets that were sent out or came back, evidence? People decide on these.

They stay what others sent and what was sent to others; pictures, scans and packed PDF text cannot be searched.
"""

import io
import zipfile
from collections.abc import Collection, Iterator

from app.db.queries import batch, evidence
from app.db.store import Reader, Store
from app.errors import UserError
from app.operations.evidence import content

_CODES = ("utf-8", "gb18030", "utf-16-le")
_MOST = 256 << 20  # bytes that one packed file may unpack to


def files_holding(store: Store, words: Collection[str]) -> tuple[str, ...]:
    """Names of those with one of the words in them, sheets first."""
    needles = frozenset(word.encode(code) for word in words for code in _CODES)
    with store.read() as reader:
        found = [name for name, digest in _sheets(reader) if _says(batch.content(reader, digest) or b"", needles)]
        proofs = evidence.with_files(reader)
    for row, name in proofs:
        try:
            _name, data = content(store, row)
        except UserError:  # lost or damaged: `check` tells of it
            continue
        if _says(data, needles):
            found.append(f"佐证材料“{name}”")
    return tuple(dict.fromkeys(found))


def _sheets(reader: Reader) -> Iterator[tuple[str, str]]:
    """(what it is called, digest)."""
    for table, word in (("handout", "下发的"), ("receipt", "收回的")):
        sql = f"SELECT coalesce(file_name, ''), digest FROM {table} WHERE digest IS NOT NULL ORDER BY id"
        yield from ((f"{word}“{name}”", digest) for name, digest in reader.exec_driver_sql(sql).all())


def _says(data: bytes, needles: Collection[bytes]) -> bool:
    return any(needle in text for text in _texts(data) for needle in needles)


def _texts(data: bytes) -> Iterator[bytes]:
    """The bytes as they are, and what a workbook or document packs."""
    yield data
    left = _MOST
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            for part in packed.infolist():
                left -= part.file_size
                if left < 0:
                    return
                yield packed.read(part)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return
