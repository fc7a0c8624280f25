"""What would a power cut leave on the disk? The writes of a command are recorded and replayed up to a chosen moment.

The method of SQLite's own crash tests, from outside: what was synced is there, the rest is there, missing or torn at
512 bytes by chance; changes of names that were not synced may not have happened.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.trust import fault

_CALLS = "pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat,rename,renameat,renameat2"
_SECTOR = 512
_WRITE = re.compile(r'(pwrite64|write)\((\d+)<([^>]*)>, "([^"]*)", \d+(?:, (\d+))?\)\s+= (\d+)')
_SYNC = re.compile(r"f(?:data)?sync\(\d+<([^>]*)>\)\s+= 0")
_CUT = re.compile(r"ftruncate\(\d+<([^>]*)>, (\d+)\)\s+= 0")
_GONE = re.compile(r'unlink(?:at)?\((?:[^,"]*, )?"([^"]*)"(?:, 0)?\)\s+= 0')
_MOVED = re.compile(r'rename(?:at2?)?\((?:[^,"]*, )?"([^"]*)", (?:[^,"]*, )?"([^"]*)".*= 0')


@dataclass(frozen=True)
class Event:
    """One change: `sort` is write, sync, cut, gone, moved or said; `place` is an offset or a length."""

    sort: str
    path: str
    place: int = 0
    data: bytes = b""
    other: str = ""


@dataclass
class Disk:
    """Files as they lie on the plates, and what is only on its way there."""

    files: dict[str, bytes]
    coming: list[Event] = field(default_factory=list)

    def take(self, event: Event) -> None:
        if event.sort == "sync":
            self._sync(event.path)
        else:
            self.coming.append(event)

    def _sync(self, path: str) -> None:
        kept = []
        for event in self.coming:
            named = event.sort in ("gone", "moved") and path in (str(Path(event.path).parent), event.other)
            if event.path == path or named:
                self.settle(event)
            else:
                kept.append(event)
        self.coming = kept

    def settle(self, event: Event) -> None:
        held = self.files.get(event.path, b"")
        if event.sort == "write":
            held = held.ljust(event.place, b"\0")
            self.files[event.path] = held[: event.place] + event.data + held[event.place + len(event.data) :]
        elif event.sort == "cut":
            self.files[event.path] = held[: event.place].ljust(event.place, b"\0")
        elif event.sort == "gone":
            self.files.pop(event.path, None)
        elif event.path in self.files:
            self.files[event.other] = self.files.pop(event.path)

    def cut_power(self, random: Random) -> None:
        for event in self.coming:
            chance = random.random()
            if event.sort != "write":
                if chance < 0.5:
                    self.settle(event)
            elif chance < 0.45:
                self.settle(event)
            elif chance < 0.6:
                whole = random.randrange(len(event.data) // _SECTOR + 1) * _SECTOR
                self.settle(Event("write", event.path, event.place, event.data[:whole]))


def record(strace: str, folder: Path, words: Sequence[object], log: Path) -> list[Event]:
    """Runs the command; every change below `folder`, and every acknowledgement it printed, in order."""
    tracer = [strace, "-f", "-qq", "-y", "-xx", "-s", "1000000", "-o", str(log), "-e", f"trace={_CALLS}"]
    answer = fault.program(*words, tracer=tracer)
    assert answer.returncode == 0, answer.stderr
    lines = log.read_text(encoding="ascii", errors="replace").splitlines()
    return [event for line in lines for event in _read(line.partition(" ")[2].strip(), str(folder))]


def _read(line: str, folder: str) -> Iterator[Event]:
    if found := _WRITE.match(line):
        yield from _written(found, folder)
    elif found := _SYNC.match(line):
        yield Event("sync", _text(found[1]))
    elif found := _CUT.match(line):
        yield Event("cut", _text(found[1]), int(found[2]))
    elif found := _GONE.match(line):
        yield Event("gone", _text(found[1]))
    elif found := _MOVED.match(line):
        yield Event("moved", _text(found[1]), other=_text(found[2]))


def _written(found: re.Match[str], folder: str) -> Iterator[Event]:
    """A plain `write` into one of our files is the whole of a new one: the key files are written so."""
    call, handle, raw, content, place, done = found.groups()
    path, data = _text(raw), bytes.fromhex(content.replace("\\x", ""))[: int(done)]
    if path.startswith(folder):
        start = int(place) if call == "pwrite64" else 0
        yield Event("write", path, start, data)
    elif handle == "1":
        yield from (Event("said", number.decode()) for number in re.findall(rb"ACK (\S+)", data))


def _text(raw: str) -> str:
    return bytes.fromhex(raw.replace("\\x", "")).decode("utf-8", "replace") if raw.startswith("\\x") else raw


def image(events: Sequence[Event], start: dict[str, bytes], random: Random) -> tuple[dict[str, bytes], set[str]]:
    """The files after a power cut at some moment, and what the program had called saved by then."""
    at = random.randrange(1, len(events) + 1)
    disk, said = _until(events[:at], start), {event.path for event in events[:at] if event.sort == "said"}
    disk.cut_power(random)
    return disk.files, said


def barest(events: Sequence[Event], start: dict[str, bytes]) -> Iterator[dict[str, bytes]]:
    """The files after a power cut behind each change of a name or a length, nothing having arrived but what was synced."""
    for at, event in enumerate(events):
        if event.sort in ("gone", "moved", "cut"):
            yield _until(events[: at + 1], start).files


def _until(events: Sequence[Event], start: dict[str, bytes]) -> Disk:
    disk = Disk(dict(start))
    for event in events:
        if event.sort != "said":
            disk.take(event)
    return disk
