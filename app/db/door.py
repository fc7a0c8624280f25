"""How long does somebody wait at the door who gave wrong words before? Longer each time, to half a minute, never for ever.

The count lies in FILE.door and not in a time: setting the clock changes nothing, nor does starting again. Whoever can
delete the file has the database too and guesses elsewhere: what one guess costs there is the slot's affair.
"""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app.db.durable import put
from app.db.lock import guard
from app.files import discard

T = TypeVar("T")
LONGEST = 30.0
_FREE = 3  # tries without a wait: fingers slip


def door_path(db: Path) -> Path:
    return db.with_name(db.name + ".door")


def wait_after(wrong: int) -> float:
    """Seconds before the next try after `wrong` wrong ones: 0 0 0 1 2 4 8 16 30 30 …"""
    return 0.0 if wrong < _FREE else min(LONGEST, 2.0 ** (wrong - _FREE))


def wrong_so_far(db: Path) -> int:
    try:
        return int(json.loads(door_path(db).read_bytes())["wrong"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def knock(db: Path, attempt: Callable[[], T | None], *, wait: Callable[[float], None] = time.sleep) -> T | None:
    """`attempt()` after the wait that is due, one process at a time; None when it was wrong again."""
    with guard(db):
        wrong = wrong_so_far(db)
        wait(wait_after(wrong))
        _note(db, wrong + 1)  # before the answer: killing the program does not save the count
        found = attempt()
        if found is not None:
            discard(door_path(db))
        return found


def _note(db: Path, wrong: int) -> None:
    try:
        put(door_path(db), json.dumps({"wrong": wrong}).encode())
    except OSError:
        time.sleep(wait_after(_FREE + 1))  # a disk that cannot count makes everybody wait
