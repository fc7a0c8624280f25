"""How do commands speak? Answers on stdout, progress on stderr and only on a terminal."""

import json
import sys
from typing import Any

from app.progress import Progress, silent


def line(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def flushed(text: str) -> None:
    """For acknowledgements: whoever reads it may rely on it."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def answer(facts: dict[str, Any]) -> None:
    """One JSON object."""
    line(json.dumps(facts, ensure_ascii=False))


def progress() -> Progress:
    return _shown if sys.stderr.isatty() else silent


def _shown(done: int, total: int = 0, what: str = "") -> None:
    told = f"{what} {done}/{total}" if total else what
    sys.stderr.write(f"\r{told}\033[K")
    if total and done >= total:
        sys.stderr.write("\r\033[K")
    sys.stderr.flush()
