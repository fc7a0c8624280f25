"""What do the rows and columns of a statistics table mean: figures, names of branches or units, blanks for names?"""

import re
from collections.abc import Sequence

from app.db.queries import resolve, standing
from app.db.store import Reader
from app.exchange import proposing_column as columns
from app.exchange import word
from app.exchange.linking import core
from app.exchange.proposing_column import Mapped
from app.exchange.template import Blank, Layout
from app.exchange.template_stat import is_total
from app.kinds import normal
from app.ledgers import offer as offers
from app.ledgers.measure import Measure, measured, term

FIGURE = "#"
_BRANCH = ("支部", "党组织", "党委", "总支", "党(工)委")
_VILLAGE = ("村", "社区")
_NAMED = re.compile(r"(?:村|社区|支部|党组织|党委|单位|乡镇|街道).*(?:名称|名)?$")
_FIRST = 0.7  # how sure the first column is to name the rows
_BESIDE = 0.8  # how sure a share is whose figure stands beside it


def origin(reader: Reader, layout: Layout) -> str:
    """What the rows are: `branch`, `village`, `unit`, by the names that stand there, else by the word over them."""
    names = [name(words) for _row, words in layout.labels if words and not is_total(words)]
    found = {
        record: sum(1 for rows in resolve.many(reader, record, names).values() if rows) for record in ("unit", "branch")
    }
    if max(found.values()) > 0:
        return max(found, key=lambda record: found[record])
    said = "".join("".join(blank.path) for blank in layout.blanks[:2]) + "".join(names[:3])
    if any(part in said for part in _BRANCH):
        return "branch"
    return "village" if any(part in said for part in _VILLAGE) else "unit"


def propose(layout: Layout, rows: str) -> tuple[Mapped, ...]:
    """A figure, or something of the row itself, for each column."""
    plain = columns.propose(layout.blanks, offers.origin(rows))
    named = [words for _row, words in layout.labels if not is_total(words)]
    fixed = sum(1 for words in named if figure_of(words) is not None) * 2 >= len(named) > 0
    naming = next((blank for blank in layout.blanks if blank.path[-1] not in word.SEQUENCE), None)
    told: list[Mapped] = []
    for blank, column in zip(layout.blanks, plain, strict=True):
        own = _naming(blank, column, rows) if blank is naming and not fixed else _mapped(blank, column, fixed=fixed)
        told.append(_share_of(blank, told[-1] if told else None) or own)
    return tuple(told)


def _naming(blank: Blank, plain: Mapped, rows: str) -> Mapped:
    """The first column names the rows, in whatever words: 乡镇村名称."""
    if plain.likely or not _NAMED.search(blank.path[-1]):
        return plain
    return columns.mapped(blank, offers.origin(rows), "name", _FIRST) or plain


def _share_of(blank: Blank, left: Mapped | None) -> Mapped | None:
    """占比 by itself is the share of the figure at its left."""
    found = measured(blank.path)
    if left is None or found is None or found.subject or not found.share or measure_of(left) is None:
        return None
    path = (*left.field.removeprefix(FIGURE).split("_"), blank.path[-1])
    both = measured(path)
    return figure(blank, path, both, _BESIDE) if both is not None and both.subject else None


def _mapped(blank: Blank, plain: Mapped, *, fixed: bool) -> Mapped:
    found = measured(blank.path)
    if blank.path[-1] in word.SEQUENCE:
        return plain
    if found is not None and not found.subject and not fixed:
        return plain  # a word that counts nothing by itself
    if found is not None and (found.code != "count" or found.share or _quantity(blank.path[-1])):
        sure = 0.95 if all(term(part) is not None for part in blank.path) else 0.85
        return figure(blank, blank.path, found, sure)
    return Mapped(blank.cell, blank.header) if fixed else plain


def _quantity(said: str) -> bool:
    return said.endswith(("数", "计", "量", "人", "名"))


def figure(blank: Blank, path: Sequence[str], found: Measure, sure: float) -> Mapped:
    telling = [part for part in path if term(part) != Measure()] or path
    label = "".join(telling) + ("（百分比）" if found.share and "%" not in path[-1] else "")
    told = f"{found.code}%" if found.share else found.code
    return Mapped(blank.cell, blank.header, FIGURE + "_".join(path), sure, "", told, label)


def measure_of(column: Mapped) -> Measure | None:
    """The figure of a column; None for one that holds something else."""
    if not column.field.startswith(FIGURE):
        return None
    return measured(tuple(column.field.removeprefix(FIGURE).split("_")))


def figure_of(words: Sequence[str]) -> Measure | None:
    """The figure that the words at the left of a row mean."""
    squeezed = tuple(word.squeezed(part) for part in words)
    return measured(squeezed) if squeezed else None


def name(words: Sequence[str]) -> str:
    """The words at the left of a row as a name: the last one that is longer than a counter."""
    return normal.squeeze(words[-1]) if words else ""


def places(reader: Reader, record: str, names: Sequence[str]) -> dict[str, tuple[int, str]]:
    """Name → (row id, name on the books) of branches or units; by alias, or by what only one of them shares."""
    found: dict[str, tuple[int, str]] = {}
    stored = dict(standing.columns(reader, record, ("name",)))
    alike: dict[str, list[int]] = {}
    gone = standing.ended(reader, record)
    for row, known in stored.items():
        if row not in gone:
            alike.setdefault(core(str(known)), []).append(row)
    for said, rows in resolve.many(reader, record, names).items():
        several = rows or tuple(alike.get(core(said), ()))
        if len(several) == 1:
            found[said] = several[0], str(stored.get(several[0], said))
    return found
