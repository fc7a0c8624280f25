"""What was confirmed for a template, kept under the mark of its headings, and proposed again for the same or nearly the same ones."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.db.queries import standing
from app.db.store import Reader, Store
from app.exchange.grid import Grid
from app.exchange.template import Layout
from app.exchange.word import squeezed
from app.models.keeping import Mapping as Remembered

PREFIX, READ = "fill-", "read-"
_LOOKED = 40  # rows whose words make the mark of a sheet
_ALIKE = 0.8
_LONGEST = 24
_SAME, _NEARLY = 0.99, 0.92


@dataclass(frozen=True)
class Known:
    """`fields`: heading → field as it was confirmed ("" = left empty); `sure` by how alike the headings are."""

    origin: str
    fields: Mapping[str, str]
    sure: float


@dataclass(frozen=True)
class Told:
    """What somebody said of a sheet: its shape ("" = nothing), the first and last row of its heading (1-based)."""

    shape: str = ""
    header: tuple[int, int] | None = None


@dataclass(frozen=True)
class Filled:
    """A template that was filled before: what it is called, where it lay then, how many blanks it has."""

    name: str
    file: Path
    columns: int


def recent(reader: Reader, limit: int = 8) -> tuple[Filled, ...]:
    """The templates whose columns were confirmed, the newest first."""
    found: dict[str, Filled] = {}
    for _fingerprint, _origin, told in standing.mappings(reader, PREFIX):
        said = json.loads(told)
        if said.get("file"):
            file = Path(said["file"])
            found.setdefault(said["file"], Filled(file.name, file, len(said["fields"])))
    return tuple(found.values())[:limit]


def headers(layout: Layout) -> tuple[str, ...]:
    """A name for each blank that tells two of the same heading apart."""
    seen: Counter[str] = Counter()
    told = []
    for blank in layout.blanks:
        seen[blank.header] += 1
        told.append(blank.header if seen[blank.header] == 1 else f"{blank.header}#{seen[blank.header]}")
    return tuple(told)


def recall(reader: Reader, layout: Layout) -> Known | None:
    """The mapping of the same mark, else the most alike one of the same shape (at least 80 % of the headings)."""
    own = frozenset(headers(layout))
    best: tuple[float, Known] | None = None
    for fingerprint, origin, told in standing.mappings(reader, PREFIX):
        said = json.loads(told)
        fields: dict[str, str] = said["fields"]
        if said["shape"] != layout.shape:
            continue
        if fingerprint == layout.fingerprint:
            return Known(origin, fields, _SAME)
        alike = len(own & fields.keys()) / max(len(own | fields.keys()), 1)
        if alike >= _ALIKE and (best is None or alike > best[0]):
            best = alike, Known(origin, fields, _NEARLY)
    return best[1] if best else None


def mark(grid: Grid) -> str:
    """What tells a sheet again before it is understood: its words, without what changes from month to month."""
    cells = (cell for row in grid.rows[:_LOOKED] for cell in row if isinstance(cell, str) and cell.strip())
    words = {squeezed(cell) for cell in cells if len(cell) <= _LONGEST and not re.search(r"[\d:：]", cell)}
    return READ + hashlib.sha256("\n".join(sorted(words)).encode()).hexdigest()[:32]


def reading(reader: Reader, grid: Grid) -> Told:
    """How somebody said such a sheet is to be read."""
    former = standing.mapping(reader, mark(grid))
    said = json.loads(former[2]) if former is not None else {}
    first, last = said.get("header") or (0, 0)
    return Told(said.get("shape", ""), (first, last) if first else None)


def remember(
    store: Store, layout: Layout, origin: str, fields: Mapping[str, str], file: Path, told: tuple[str, Told] = ("", Told())
) -> bool:  # fmt: skip
    """Keeps the confirmed mapping, and how the sheet of this mark was told to be read, as a work of its own; whether there
    was anything new to keep."""
    said = {"shape": layout.shape, "fields": dict(fields), "file": str(file.resolve())}
    wanted = {layout.fingerprint: (origin, json.dumps(said, ensure_ascii=False, sort_keys=True))}
    if told[0] and told[1] != Told():
        wanted[told[0]] = "", json.dumps({"shape": told[1].shape, "header": told[1].header}, sort_keys=True)
    with store.read() as reader:
        former = {name: standing.mapping(reader, name) for name in wanted}
    fresh = {name: pair for name, pair in wanted.items() if (former[name] or ("", "", ""))[1:] != pair}
    if not fresh:
        return False
    with store.work("记住模板的填法") as work:
        for name, (record, cells) in fresh.items():
            values = {"fingerprint": name, "record": record, "columns_json": cells}
            if (row := former[name]) is None:
                work.add(Remembered, values)
            else:
                work.change(Remembered, row[0], values)
    return True
