"""What a rule is: one predicate over declared columns, one sentence, one stable code.

To add a rule: a function and a Rule in a file of this folder (a new file is named in `app.rules.SUBJECTS`); home page, badge,
dismissal and checklists follow. A rule never queries: it sees the columns it declared, loaded once per run, and the names of
the few it speaks about.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from typing import Any

SEVERITIES = {"late": "已逾期或有错", "week": "近期要办", "note": "请核对"}
SYSTEM = ("ended", "id", "uid")
Look = Callable[[str, Collection[int], Sequence[str]], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Found:
    """One row that the rule speaks about. `severity` only where it differs from the rule's; `cases` is how often a
    checklist takes points off for it (three months missed are three).
    """

    record: str
    row: int
    uid: str
    text: str
    severity: str = ""
    cases: int = 1


@dataclass(frozen=True)
class Alert:
    """`code` of the rule, `severity` late, week or note, the row it is about, the sentence for the clerk, how many cases."""

    code: str
    severity: str
    record: str
    uid: str
    row: int
    text: str
    cases: int = 1


class Rows:
    """The loaded columns of one record: `SYSTEM` (without `uid` where nobody wants it), then `names`."""

    def __init__(self, names: tuple[str, ...], rows: list[tuple[Any, ...]], *, bare: bool = False) -> None:
        self.places = {name: place for place, name in enumerate((*SYSTEM[: 2 if bare else 3], *names))}
        self.everybody = rows
        self.current = [row for row in rows if row[0] is None]


class Facts:
    """What one rule sees: `rows("member", "id", "name")` gives tuples of the rows that are current."""

    def __init__(
        self, rule: "Rule", load: Callable[[str], Rows], look: Look, settings: Mapping[str, str], today: date
    ) -> None:
        self.settings = settings
        self.today = today
        self._rule = rule
        self._load = load
        self._look = look

    def rows(self, record: str, *names: str, ended: bool = False) -> Iterator[tuple[Any, ...]]:
        """Tuples of the named columns (two at least, `id` and `uid` always there); with `ended` also rows that left."""
        table = self._load(record)
        source = table.everybody if ended else table.current
        return map(itemgetter(*(table.places[name] for name in names)), source)

    def column(self, record: str, name: str) -> Iterator[Any]:
        """One column of the current rows."""
        table = self._load(record)
        return map(itemgetter(table.places[name]), table.current)

    def told(self, record: str, rows: Collection[int], *names: str) -> list[tuple[Any, ...]]:
        """(id, uid, the named columns) of these rows, whether they left or not, in the order of their making.

        What a sentence says of the few rows that were found need not be read of all. KeyError for a column that the
        rule does not declare in `names`.
        """
        for name in names:
            if name not in self._rule.names[record]:
                raise KeyError(name)
        return self._look(record, rows, names) if rows else []

    def number(self, setting: str) -> int:
        return int(self.settings[setting])


@dataclass(frozen=True)
class Rule:
    """`reads` names the records and columns the predicate sees; `source` the regulation it comes from, if any.

    `only` keeps rows out that can never matter, by SQL on the record's own columns: a whole county is read for the few
    rows with a gap. It may let too many rows through and must never lose one; the predicate alone decides.
    `names` are the columns that `Facts.told` looks up of rows that were found; `bare` the records of which the uid is not
    wanted in every row, nor any order: an index may answer for the table.
    `quiet`: only a checklist asks it, the home page is silent of it. `merit` (quiet as well): what it finds earns points, so
    that it answers bonus lines and no others; its cases are the points of a bonus of 1 for each.
    """

    code: str
    title: str
    severity: str
    record: str
    reads: Mapping[str, tuple[str, ...]]
    find: Callable[[Facts], Iterator[Found]]
    source: str = ""
    only: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    bare: frozenset[str] = frozenset()
    quiet: bool = False
    merit: bool = False

    def sources(self) -> tuple[tuple[str, str], ...]:
        """(record, which rows) of everything it reads."""
        return tuple((record, self.only.get(record, "")) for record in self.reads)
