"""Running the program so that one of its system calls kills it or fails, and asking afterwards what is left.

The questions are asked in this process, so that a thousand answers cost seconds.
"""

import hashlib
import io
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

from app import paths
from app.cli import main
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
    return _forked(words, tracer, typed)


def changes(strace: str, words: Sequence[object], log: Path, *, calls: Sequence[str] = CHANGES, typed: str = "") -> int:
    """How many changes the command makes when nothing disturbs it."""
    answer = _forked(words, [strace, "-f", "-qq", "-o", str(log), "-e", f"trace={','.join(calls)}"], typed)
    assert answer.returncode == 0, answer.stderr
    return log.read_bytes().count(b"\n")


def _forked(words: Sequence[object], tracer: Sequence[str], typed: str) -> subprocess.CompletedProcess[str]:
    """The command in a process that has the program loaded already, traced from before its first step: a thousand tries
    need not load it a thousand times.
    """
    with tempfile.TemporaryDirectory() as place:
        ends = [Path(place) / name for name in ("typed", "said", "told")]
        ends[0].write_text(typed, encoding="utf-8")
        hold, release = os.pipe()
        child = os.fork()
        if child == 0:
            _become(words, ends, hold)
        os.close(hold)
        with subprocess.Popen([*tracer, "-p", str(child)], stderr=subprocess.DEVNULL) as traced:
            while not _is_traced(child) and traced.poll() is None:
                os.sched_yield()
            os.write(release, b"go")
            os.close(release)
            code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
            traced.wait()
        said, told = (end.read_text(encoding="utf-8", errors="replace") for end in ends[1:])
    return subprocess.CompletedProcess([str(word) for word in words], code, said, told)


def _become(words: Sequence[object], ends: Sequence[Path], hold: int) -> NoReturn:
    """The child: its three ends are files, nothing of the parent's is flushed or closed by it."""
    code = 70
    try:
        os.dup2(os.open(ends[0], os.O_RDONLY), 0)
        sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
        sys.stdout, sys.stderr = (
            io.TextIOWrapper(_Mouth(end, "w"), "utf-8", line_buffering=True, write_through=True) for end in ends[1:]
        )
        os.read(hold, 2)
        code = main([str(word) for word in words])
    except BaseException:  # noqa: BLE001 - the child must not go on with the tests of its parent
        traceback.print_exc()
        code = 1
    finally:
        os._exit(code)


class _Mouth(io.FileIO):
    """Writes by a call that no fault hits: what the program says of a full disk does not go to that disk."""

    def write(self, words: Any) -> int:
        return os.writev(self.fileno(), [words])


def _is_traced(process: int) -> bool:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii", errors="replace")
    return "TracerPid:\t0\n" not in status


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
