"""The form that is being typed, kept beside the database in FILE.draft so that a crash takes seconds of it, not minutes.

Nothing in the file can be read without the data key; it goes when the form is saved or given up.
"""

import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from app import clock
from app.db import failure
from app.db.durable import put
from app.db.queries import everything, standing
from app.db.slot import name_mark
from app.db.store import Store
from app.files import discard
from app.loading import late
from app.models import RECORDS
from app.models.record import field_map


@dataclass(frozen=True)
class Draft:
    """`uid` of the record that is corrected, "" for a new one; `texts` as they stand in the form, by field; `before` and
    `seen` the texts and values of the record when the form was opened; `at` when it was kept, by the clock of the PC.
    """

    record: str
    texts: Mapping[str, str]
    uid: str = ""
    before: Mapping[str, str] = field(default_factory=dict)
    seen: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""


def draft_path(store: Store) -> Path:
    """Each of several clerks has her own; the name of the file tells nobody's."""
    return _path(store.path, store.who, store.key)


def _path(db: Path, who: str, data_key: bytes) -> Path:
    mark = f"-{name_mark(who, data_key.hex())}" if who else ""
    return db.with_name(f"{db.name}.draft{mark}")


def exists(store: Store) -> bool:
    return draft_path(store).exists()


def uid_of(store: Store, record: str, row: int) -> str:
    with store.read() as reader:
        return everything.uids(reader, record, [row])[row]


def row_of(store: Store, draft: Draft) -> int | None:
    """The row that the draft corrects; None for a new one, and where the row has gone."""
    if not draft.uid:
        return None
    with store.read() as reader:
        return standing.by_uid(reader, draft.record, [draft.uid]).get(draft.uid)


def keep(store: Store, draft: Draft) -> None:
    """On the disk when this returns; one draft at a time. UserError: the former one is as it was."""
    told = json.dumps({**asdict(draft), "at": clock.stamp()}, ensure_ascii=False).encode()
    sealed = late("app.db.draft:seal")(store.key, told)
    try:
        put(draft_path(store), sealed)
    except OSError as error:
        raise failure.translate(error, store.path) or error from error


def find(store: Store) -> Draft | None:
    """What the last window did not save; None without one, or where it is damaged or of another database."""
    try:
        sealed = draft_path(store).read_bytes()
    except OSError:
        return None
    plain = late("app.db.draft:unseal")(store.key, sealed)
    found = None if plain is None else _read(plain)
    if found is None or found.record not in RECORDS:
        return None
    known = field_map(RECORDS[found.record])
    texts = {name: text for name, text in found.texts.items() if name in known}
    return replace(found, texts=texts)


def forget(store: Store) -> None:
    """It was saved, or given up."""
    discard(draft_path(store))


def reseal(db: Path, who: Iterable[str], old: bytes, new: bytes) -> None:
    """The database has got another data key: the drafts of these clerks under it. The others go with the old key."""
    kept = {}
    for name in who:
        former = _path(db, name, old)
        plain = late("app.db.draft:unseal")(old, former.read_bytes()) if former.exists() else None
        if plain is not None:
            kept[_path(db, name, new)] = late("app.db.draft:seal")(new, plain)
    for path in db.parent.glob(f"{db.name}.draft*"):
        discard(path)
    for path, sealed in kept.items():
        with suppress(OSError):  # the key has changed already, and nobody waits for a draft
            put(path, sealed)


def _read(plain: bytes) -> Draft | None:
    try:
        return Draft(**json.loads(plain))
    except (ValueError, TypeError):
        return None
