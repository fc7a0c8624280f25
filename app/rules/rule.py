"""What a rule is: one predicate over declared columns, one sentence, one stable code.

To add a rule: a function and a Rule in a file of this folder, its name in `app.rules.RULES`; home page, badge,
dismissal and checklists follow. A rule never queries: it sees the columns it declared, loaded once per run.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

SEVERITIES = {"late": "已逾期或有错", "week": "近期要办", "note": "请核对"}
SYSTEM = ("ended", "id", "uid")


@dataclass(frozen=True)
class Found:
    """One row that the rule speaks about. `severity` only where it differs from the rule's."""

    record: str
    row: int
    uid: str
    text: str
    severity: str = ""


@dataclass(frozen=True)
class Alert:
    """`code` of the rule, `severity` late, week or note, the row it is about, and the sentence for the clerk."""

    code: str
    severity: str
    record: str
    uid: str
    row: int
    text: str


class Facts:
    """The loaded columns: `rows("member", "id", "name")` gives tuples of the rows that are current."""

    def __init__(
        self,
        tables: Mapping[str, tuple[tuple[str, ...], list[tuple[Any, ...]]]],
        settings: Mapping[str, str],
        today: date,
    ) -> None:
        self.settings = settings
        self.today = today
        self._places = {
            record: {name: place for place, name in enumerate((*SYSTEM, *names))}
            for record, (names, _) in tables.items()
        }
        self._all = {record: rows for record, (_, rows) in tables.items()}
        self._current = {record: [row for row in rows if row[0] is None] for record, (_, rows) in tables.items()}

    def rows(self, record: str, *names: str, ended: bool = False) -> Iterator[tuple[Any, ...]]:
        """Tuples of the named columns (two at least, `id` and `uid` always there); with `ended` also rows that left."""
        places = self._places[record]
        source = self._all[record] if ended else self._current[record]
        return map(itemgetter(*(places[name] for name in names)), source)

    def column(self, record: str, name: str) -> Iterator[Any]:
        """One column of the current rows."""
        return map(itemgetter(self._places[record][name]), self._current[record])

    def number(self, setting: str) -> int:
        return int(self.settings[setting])


@dataclass(frozen=True)
class Rule:
    """`reads` names the records and columns the predicate sees; `source` the regulation it comes from, if any."""

    code: str
    title: str
    severity: str
    record: str
    reads: Mapping[str, tuple[str, ...]]
    find: Callable[[Facts], Iterator[Found]]
    source: str = ""
