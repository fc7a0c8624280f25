"""Demands on every rule: one added to RULES is tested by being there."""

import pytest

from app import rules
from app.db.queries.completeness import completeness
from app.db.queries.coverage import coverage
from app.db.store import Store
from app.ledgers import ledger_named, table
from app.models import RECORDS
from app.models.record import SYSTEM, field_map
from app.rules import RULES, Rule
from app.rules.rule import SEVERITIES
from tests.hearing import heard


@pytest.fixture(params=RULES.values(), ids=list(RULES))
def rule(request: pytest.FixtureRequest) -> Rule:
    found: Rule = request.param
    return found


def test_every_rule_says_its_code_title_severity_and_the_columns_it_reads(rule: Rule) -> None:
    assert RULES[rule.code] is rule
    assert rule.code.isidentifier()
    assert rule.title
    assert rule.severity in SEVERITIES
    assert rule.record in {*rule.reads, *rule.names}
    for record, names in (*rule.reads.items(), *rule.names.items()):
        assert set(names) <= field_map(RECORDS[record]).keys() | set(SYSTEM)


def test_no_two_rules_share_a_code() -> None:
    told = [found.code for subject in rules.SUBJECTS for found in vars(subject).values() if isinstance(found, Rule)]
    assert sorted(told) == sorted(RULES)


def test_every_rule_is_silent_on_an_empty_database(store: Store, rule: Rule) -> None:
    with store.read() as reader:
        assert rules.run(reader, only=[rule.code]) == []


def test_alone_each_rule_finds_in_the_sample_township_what_all_together_find(township: Store) -> None:
    with township.read() as reader:
        asked = heard(reader)
        together = rules.run(reader)
        read = {(record, bool(only)) for rule in RULES.values() for record, only in rule.sources()}
        looked_up = [sql for sql in asked if "json_each" in sql]
        assert len(asked) - len(looked_up) <= len(read) + 2
        assert len(looked_up) <= sum(len(rule.names) for rule in RULES.values())
        for code in RULES:
            alone = rules.run(reader, only=[code])
            assert RULES[code].quiet or alone == [alert for alert in together if alert.code == code]
        assert {alert.severity for alert in together} <= SEVERITIES.keys()
        assert all(alert.text.endswith("。") and alert.uid and alert.record in RECORDS for alert in together)
        _agrees_with_the_figures(reader, together)


def _agrees_with_the_figures(reader: object, together: list[rules.Alert]) -> None:
    """One answer from rules, coverage, completeness and ledgers."""
    uids = {code: {alert.uid for alert in together if alert.code == code} for code in RULES}
    tiers = {tier.tier: tier for tier in coverage(reader)}  # type: ignore[arg-type]
    for name in ("household", "member", "village"):
        assert set(tiers[name].uncovered) == uids[f"uncovered_{name}"]
    assert {*tiers["household"].overloaded, *tiers["member"].overloaded} == uids["helper_over_cap"]
    assert {uid for tier in tiers.values() for uid in tier.dead} == uids["dead_link"]
    gaps = sum(part.rows - part.whole for part in completeness(reader))  # type: ignore[arg-type]
    assert gaps == len(uids["missing_required"])
    assert gaps == len(table(reader, ledger_named("missing")).rows)  # type: ignore[arg-type]
