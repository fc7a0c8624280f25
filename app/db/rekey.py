"""How does a database get another data key, so that who knew the old one reads nothing that is written from now on?

A verified copy under the new key, in which a work tells why, takes the place of the database by one rename. The words of
the clerks who stay are known to nobody but them: each slot has a public key, to which the new data key is sealed.
Backups and copies made before stay under the old key, and so do the files sealed beside the database: whoever could read
those could have copied them.
"""

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import replace

from app.db import archive, clerk, connection, failure, key, swap
from app.db.backup import rows_and_tip, verify_database, working_folder
from app.db.slot import Slot
from app.db.store import Store
from app.db.work import Work
from app.errors import UserError
from app.loading import late
from app.progress import Progress, silent


def rekey(
    store: Store, label: str, tell: Callable[[Work], None], keep: Callable[[Slot], bool], progress: Progress = silent
) -> bytes:
    """The new data key. `store` is closed by it, and everybody else must have the database closed; `tell` notes in a work of
    the kind `PEOPLE` named `label` what changes; the slots that `keep` picks open the new key too.

    Killed at any moment it leaves the database with its old key and its old clerks, or with the new ones. UserError: the old.
    """
    db, old = store.path, store.key
    slots = [slot for slot in key.only(key.read_key(db), old).slots if keep(slot)]
    fresh = secrets.token_bytes(32)
    sealed_to = late("app.db.secret:sealed_to")
    made = tuple(sealed_to(slot, fresh) for slot in slots)
    store.close()
    with working_folder(db.parent, 2 * db.stat().st_size) as folder, swap.alone(db, old) as held:
        copy = folder / archive.DATABASE
        if held is None:
            raise failure.damaged(db)
        held.execute("COMMIT")  # nobody copies out of a writing transaction; the lock stays, this connection is single
        rows, tip = rows_and_tip(held)
        progress(0, 3, "换密钥：重写数据库")
        with failure.spoken(db), contextlib.closing(connection.empty(copy, fresh)) as target:
            held.backup(target)
        progress(1, 3, "换密钥：核对")
        verify_database(copy, fresh, rows, tip)
        with Store(copy, fresh, who=store.who) as other, other.work(label, kind=clerk.PEOPLE) as work:
            tell(work)
        progress(2, 3, "换密钥：换上新的")
        key.change(db, lambda now: replace(now, slots=(*key.only(now, old).slots, *made)))
        with swap.beside(db, copy) as incoming:
            swap.take_place(db, incoming, held)
    with contextlib.suppress(UserError):  # it has happened: what cannot be written now is settled at the next opening
        key.change(db, lambda now: key.only(now, fresh))
    return fresh
