"""Running the program so that one of its system calls kills it or fails, and asking afterwards what is left.

The questions are asked in this process, so that a thousand answers cost seconds.
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from app import paths
from app.commands.entry import id_numbers
from app.db.check import check
from app.db.dump import dump
from app.parts import build

# Everything that changes a file, a name or a folder.
CHANGES = (
    "write", "pwrite64", "fsync", "fdatasync", "ftruncate", "mkdir",
    "unlink", "unlinkat", "rename", "renameat", "renameat2", "link", "linkat",
)  # fmt: skip
KILL = "signal=KILL"
# What a stick that was pulled out no longer answers.
STICK = ("pwrite64", "pread64", "fdatasync")


def program(
    *words: object, tracer: Sequence[str] = (), typed: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    """A command of the program in a process of its own; `typed` is what it reads."""
    command = [*tracer, sys.executable, "-m", "app", *map(str, words)]
    calm = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", **env}
    return subprocess.run(
        command, cwd=paths.root(), input=typed, capture_output=True, encoding="utf-8", check=False, env=calm
    )


def faulty(
    strace: str, words: Sequence[object], at: int, fault: str, *, calls_of: Sequence[str] = CHANGES, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """`fault`: KILL dies at the `at`-th change; an error's name (ENOSPC, EIO) makes it and all later ones fail."""
    calls = ",".join(calls_of)
    when = f"{at}" if fault == KILL else f"{at}+"
    what = fault if fault == KILL else f"error={fault}"
    tracer = [strace, "-f", "-qq", "-o", os.devnull, "-e", f"trace={calls}", "-e", f"inject={calls}:{what}:when={when}"]
    return program(*words, tracer=tracer, typed=typed)


def changes(strace: str, words: Sequence[object], log: Path, *, calls: Sequence[str] = CHANGES, typed: str = "") -> int:
    """How many changes the command makes when nothing disturbs it."""
    tracer = [strace, "-f", "-qq", "-o", str(log), "-e", f"trace={','.join(calls)}"]
    answer = program(*words, tracer=tracer, typed=typed)
    assert answer.returncode == 0, answer.stderr
    return log.read_bytes().count(b"\n")


def spread(count: int, points: int) -> list[int]:
    """Numbers of changes to try, the first and the last among them; a single one lies in the midst."""
    if points >= count:
        return list(range(1, count + 1))
    if points == 1:
        return [count // 2 + 1]
    return sorted({1 + round(n * (count - 1) / (points - 1)) for n in range(points)})


def acknowledged(said: str) -> set[str]:
    """The ID numbers that the program called saved."""
    return {line.split()[1] for line in said.splitlines() if line.startswith("ACK ") and len(line.split()) == 2}


def numbers(db: Path) -> set[str]:
    """Every ID number in the database, which is made or migrated where the last run did not get so far."""
    parts = build(db)
    try:
        return set(id_numbers(parts.store))
    finally:
        parts.close()


def digest(db: Path) -> str:
    """What the database holds: equal databases, equal digests."""
    parts = build(db)
    try:
        with parts.store.read() as reader:
            return hashlib.sha256(dump(reader).encode()).hexdigest()
    finally:
        parts.close()


def problems(db: Path) -> tuple[str, ...]:
    return check(db).problems


def left_over(folder: Path) -> list[str]:
    """Half files beside the database."""
    return sorted(path.name for path in folder.iterdir() if path.name.endswith((".part", ".tmp")))
