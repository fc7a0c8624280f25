"""What was confirmed for a template, kept under the mark of its headings, and proposed again for the same or nearly the same ones."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.db.queries import standing
from app.db.store import Reader, Store
from app.exchange.template import Layout
from app.models.keeping import Mapping as Remembered

PREFIX = "fill-"
_ALIKE = 0.8
_SAME, _NEARLY = 0.99, 0.92


@dataclass(frozen=True)
class Known:
    """`fields`: heading → field as it was confirmed ("" = left empty); `sure` by how alike the headings are."""

    origin: str
    fields: Mapping[str, str]
    sure: float


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


def remember(store: Store, layout: Layout, origin: str, fields: Mapping[str, str], file: Path) -> bool:
    """Keeps the confirmed mapping as a work of its own; whether there was anything new to keep."""
    said = {"shape": layout.shape, "fields": dict(fields), "file": str(file.resolve())}
    told = json.dumps(said, ensure_ascii=False, sort_keys=True)
    values = {"fingerprint": layout.fingerprint, "record": origin, "columns_json": told}
    with store.read() as reader:
        former = standing.mapping(reader, layout.fingerprint)
    if former is not None and former[1:] == (origin, told):
        return False
    with store.work("记住模板的填法") as work:
        if former is None:
            work.add(Remembered, values)
        else:
            work.change(Remembered, former[0], values)
    return True
