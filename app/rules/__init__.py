"""What must hold: every rule by its code, and the run that asks them all.

To add a rule: a Rule in a file of this folder; a new file is named in SUBJECTS.
"""

from collections import Counter
from collections.abc import Collection, Iterator

from app import clock
from app.collecting import paused
from app.db.queries import alert as queries
from app.db.store import Reader
from app.errors import UserError
from app.rules import branch, identity, inspection, member, missing, pairing, report_in, request, team, visit, wish
from app.rules.rule import SEVERITIES, Alert, Facts, Found, Rows, Rule

# The gravest first, within one gravity the subjects in this order.
SUBJECTS = (identity, member, branch, pairing, visit, request, inspection, wish, report_in, team, missing)
_FOUND = [rule for subject in SUBJECTS for rule in vars(subject).values() if isinstance(rule, Rule)]
RULES: dict[str, Rule] = {
    rule.code: rule for rule in sorted(_FOUND, key=lambda rule: list(SEVERITIES).index(rule.severity))
}


def run(reader: Reader, *, only: Collection[str] | None = None, changed: frozenset[str] | None = None) -> list[Alert]:
    """What the rules find, in the order of RULES; without what was put aside.

    `only` names rules by code; `changed` names records: just the rules that read one of them run. UserError for an
    unknown code. One statement per record that is read.
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
            facts = Facts(shelf.taken(rule), settings, today)
            yield (
                rule.code,
                [
                    Alert(rule.code, found.severity or rule.severity, found.record, found.uid, found.row, found.text)
                    for found in rule.find(facts)
                    if (rule.code, found.uid) not in aside
                ],
            )
            shelf.put_back(rule)


def touched(records: Collection[str]) -> frozenset[str]:
    """Codes of the rules whose answer can differ after rows of these records changed; what was put aside left out."""
    changed = frozenset(records) - {"dismissal"}
    return frozenset(rule.code for rule in RULES.values() if reads_any(rule, changed))


class _Shelf:
    """Loads each record (or the part of it that matters) once, when first asked for, and lets it go after the last rule."""

    def __init__(self, reader: Reader, rules: list[Rule]) -> None:
        self.reader = reader
        self.columns: dict[tuple[str, str], dict[str, None]] = {}
        self.waiting: Counter[tuple[str, str]] = Counter()
        self.loaded: dict[tuple[str, str], Rows] = {}
        for rule in rules:
            for key in rule.sources():
                self.columns.setdefault(key, {}).update(dict.fromkeys(rule.reads[key[0]]))
                self.waiting[key] += 1

    def taken(self, rule: Rule) -> dict[str, Rows]:
        return {key[0]: self._rows(key) for key in rule.sources()}

    def put_back(self, rule: Rule) -> None:
        for key in rule.sources():
            self.waiting[key] -= 1
            if not self.waiting[key]:
                del self.loaded[key]

    def _rows(self, key: tuple[str, str]) -> Rows:
        if key not in self.loaded:
            names = tuple(self.columns[key])
            self.loaded[key] = Rows(names, queries.facts(self.reader, key[0], names, key[1]))
        return self.loaded[key]


def _asked(only: Collection[str] | None, changed: frozenset[str] | None) -> list[Rule]:
    for code in only or ():
        if code not in RULES:
            raise UserError(f"没有代号为“{code}”的规则。", "可用：" + "、".join(RULES) + "。")
    return [
        rule
        for rule in RULES.values()
        if (only is None or rule.code in only) and (changed is None or reads_any(rule, changed))
    ]


def reads_any(rule: Rule, changed: frozenset[str]) -> bool:
    """The rule's answer can differ after rows of these records changed; settings and dismissals touch every rule."""
    return bool(changed & (rule.reads.keys() | {"setting", "dismissal"}))


__all__ = ["RULES", "Alert", "Facts", "Found", "Rule", "each", "reads_any", "run", "touched"]
