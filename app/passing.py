"""Where does lie what is only shown or put together for a moment? In one folder of the data folder, never in the system's.

It goes when its screen closes; what a killed program left goes at the next start and the next time one is asked for.
"""

import tempfile
from pathlib import Path

from app import paths
from app.files import own_prefix, sweep

_KIND, _ENDING = ".~", ".tmp"


def place() -> Path:
    return paths.data_dir() / "passing"


def folder() -> "tempfile.TemporaryDirectory[str]":
    """One of its own, which nobody else on this PC reads; in the system's place where the data folder takes nothing."""
    try:
        place().mkdir(mode=0o700, parents=True, exist_ok=True)
        clear()
        return _made(place())
    except OSError:
        return _made(None)


def clear() -> None:
    """What programs left that run no more."""
    sweep(place(), _KIND, _ENDING)


def _made(where: Path | None) -> "tempfile.TemporaryDirectory[str]":
    return tempfile.TemporaryDirectory(prefix=own_prefix(_KIND), suffix=_ENDING, dir=where, ignore_cleanup_errors=True)
