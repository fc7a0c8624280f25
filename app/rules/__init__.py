"""What must hold: every rule by its code, and the run that asks them all.

To add a rule: a Rule in a file of this folder; a new file is named in SUBJECTS.
"""

from collections import Counter
from collections.abc import Collection, Iterator
from functools import partial

from app import clock
from app.collecting import paused
from app.db.queries import alert as queries
from app.db.store import Reader
from app.errors import UserError
from app.rules import (
    applicant,
    branch,
    checklist,
    due,
    election,
    floating,
    identity,
    inspection,
    meeting,
    member,
    missing,
    pairing,
    preference,
    report_in,
    request,
    review,
    team,
    transfer,
    visit,
    wish,
)
from app.rules.rule import SEVERITIES, Alert, Facts, Found, Rows, Rule

# The gravest first, within one gravity the subjects in this order.
SUBJECTS = (
    identity,
    member,
    floating,
    applicant,
    transfer,
    branch,
    election,
    pairing,
    preference,
    visit,
    request,
    inspection,
    wish,
    report_in,
    team,
    due,
    meeting,
    review,
    checklist,
    missing,
)
_FOUND = [rule for subject in SUBJECTS for rule in vars(subject).values() if isinstance(rule, Rule)]
RULES: dict[str, Rule] = {
    rule.code: rule for rule in sorted(_FOUND, key=lambda rule: list(SEVERITIES).index(rule.severity))
}


def run(reader: Reader, *, only: Collection[str] | None = None, changed: frozenset[str] | None = None) -> list[Alert]:
    """What the rules find, in the order of RULES; without what was put aside.

    `only` names rules by code, else all but the quiet ones run; `changed` names records: just the rules that read one of
    them run. UserError for an unknown code. At most two statements per record that is read, and those that look up what the sentences say.
    """
    return [alert for _code, found in each(reader, only=only, changed=changed) for alert in found]


def each(
    reader: Reader, *, only: Collection[str] | None = None, changed: frozenset[str] | None = None
) -> Iterator[tuple[str, list[Alert]]]:
    """The same rule by rule, as each is done: (code, what it found)."""
    rules = _asked(only, changed)
    if not rules:
        return
    with paused():
        settings, today = queries.settings(reader), clock.today()
        aside = queries.put_aside(reader, today.isoformat())
        shelf = _Shelf(reader, rules)
        for rule in rules:
            facts = Facts(rule, partial(shelf.taken, rule), partial(queries.told, reader), settings, today)
            yield (
                rule.code,
                [
                    Alert(
                        rule.code,
                        found.severity or rule.severity,
                        found.record,
                        found.uid,
                        found.row,
                        found.text,
                        found.cases,
                    )
                    for found in rule.find(facts)
                    if (rule.code, found.uid) not in aside
                ],
            )
            shelf.put_back(rule)


def touched(records: Collection[str]) -> frozenset[str]:
    """Codes of the rules whose answer can differ after rows of these records changed; what was put aside left out."""
    changed = frozenset(records) - {"dismissal"}
    return frozenset(rule.code for rule in RULES.values() if not rule.quiet and reads_any(rule, changed))


Shelved = tuple[str, bool]  # a record; are only the rows kept that matter?


class _Shelf:
    """Loads each record once, and once the rows that matter to any rule that says which, when first asked for; lets them
    go after the last rule.
    """

    def __init__(self, reader: Reader, rules: list[Rule]) -> None:
        self.reader = reader
        self.columns: dict[Shelved, dict[str, None]] = {}
        self.narrowed: dict[Shelved, dict[str, None]] = {}
        self.with_uid: set[Shelved] = set()
        self.waiting: Counter[Shelved] = Counter()
        self.loaded: dict[Shelved, Rows] = {}
        for rule in rules:
            for record, only in rule.sources():
                key = (record, bool(only))
                self.columns.setdefault(key, {}).update(dict.fromkeys(rule.reads[record]))
                self.narrowed.setdefault(key, {})[only] = None
                if record not in rule.bare:
                    self.with_uid.add(key)
                self.waiting[key] += 1

    def taken(self, rule: Rule, record: str) -> Rows:
        """KeyError for a record that the rule does not read."""
        return self._rows((record, bool(dict(rule.sources())[record])))

    def put_back(self, rule: Rule) -> None:
        for record, only in rule.sources():
            key = (record, bool(only))
            self.waiting[key] -= 1
            if not self.waiting[key]:
                self.loaded.pop(key, None)

    def _rows(self, key: Shelved) -> Rows:
        if key not in self.loaded:
            names = tuple(self.columns[key])
            # A rule bears rows that matter to others only, so that one reading of the table serves them all.
            only = " OR ".join(f"({told})" for told in self.narrowed[key]) if key[1] else ""
            bare = key not in self.with_uid
            self.loaded[key] = Rows(names, queries.facts(self.reader, key[0], names, only, bare=bare), bare=bare)
        return self.loaded[key]


def _asked(only: Collection[str] | None, changed: frozenset[str] | None) -> list[Rule]:
    for code in only or ():
        if code not in RULES:
            raise UserError(f"没有代号为“{code}”的规则。", "可用：" + "、".join(RULES) + "。")
    return [
        rule
        for rule in RULES.values()
        if (not rule.quiet if only is None else rule.code in only) and (changed is None or reads_any(rule, changed))
    ]


def reads_any(rule: Rule, changed: frozenset[str]) -> bool:
    """The rule's answer can differ after rows of these records changed; settings and dismissals touch every rule."""
    return bool(changed & (rule.reads.keys() | rule.names.keys() | {"setting", "dismissal"}))


__all__ = ["RULES", "Alert", "Facts", "Found", "Rule", "each", "reads_any", "run", "touched"]
