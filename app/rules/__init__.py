"""What must hold: every rule by its code, and the run that asks them all.

To add a rule: a Rule in a file of this folder, its name here.
"""

import gc
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from app import clock
from app.db.queries import alert as queries
from app.db.store import Reader
from app.errors import UserError
from app.rules import branch, identity, member, missing, pairing
from app.rules.rule import Alert, Facts, Found, Rule

RULES: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        identity.DUPLICATE_ID, member.PROBATION_OVER_YEAR, branch.TERM_ENDING, pairing.DEAD_LINK,
        pairing.UNCOVERED_VILLAGE, pairing.UNCOVERED_HOUSEHOLD, pairing.UNCOVERED_MEMBER, pairing.HELPER_OVER_CAP,
        branch.BRANCH_TOO_SMALL, branch.BRANCH_TOO_LARGE, identity.ID_MISMATCH, identity.PHONE_SHARED,
        missing.MISSING_REQUIRED,
    )
}  # fmt: skip


def run(reader: Reader, *, only: Collection[str] | None = None, changed: frozenset[str] | None = None) -> list[Alert]:
    """What the rules find, in the order of RULES; without what was put aside.

    `only` names rules by code; `changed` names records: just the rules that read one of them run. UserError for an
    unknown code. One statement per record that is read.
    """
    rules = _asked(only, changed)
    if not rules:
        return []
    with _collector_at_rest():
        facts = _facts(reader, rules)
        aside = queries.put_aside(reader, facts.today.isoformat())
        return [
            Alert(rule.code, found.severity or rule.severity, found.record, found.uid, found.row, found.text)
            for rule in rules
            for found in rule.find(facts)
            if (rule.code, found.uid) not in aside
        ]


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Half a million tuples without a circle among them: looking for circles would cost a sixth of the run."""
    working = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if working:
            gc.enable()


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


def _facts(reader: Reader, rules: list[Rule]) -> Facts:
    columns: dict[str, dict[str, None]] = {}
    for rule in rules:
        for record, names in rule.reads.items():
            columns.setdefault(record, {}).update(dict.fromkeys(names))
    tables = {record: (tuple(names), queries.facts(reader, record, tuple(names))) for record, names in columns.items()}
    return Facts(tables, queries.settings(reader), clock.today())


__all__ = ["RULES", "Alert", "Facts", "Found", "Rule", "reads_any", "run"]
