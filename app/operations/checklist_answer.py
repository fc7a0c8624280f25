"""Which lines of a checklist answer themselves: what their rules find at an organisation, and what that is worth."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from app import rules
from app.db.queries import assessment as assessments
from app.db.queries import checklist as checklists
from app.db.queries import holder
from app.db.queries.checklist import Line
from app.db.store import Reader
from app.models.assessment import FAILED, HIT, PASSED
from app.models.checklist import ALL, BONUS, DEDUCT, FREE, GRADED, NONE, VETO
from app.operations.scoring import STEP, Given, Scale, marked
from app.rules import RULES, Alert
from app.rules.answering import needed

YES, NO, UNKNOWN = "达标", "有问题", "没有登记"
Places = defaultdict[tuple[str, int], list[int]]
Organisation = tuple[str, int]  # ("branch" or "unit", row)


@dataclass(frozen=True)
class Answer:
    """What the rules say of one line: `state` YES, NO or UNKNOWN (`lacking` says of what nothing is registered; a bonus that
    was earned or not is a YES), the rows found, how many cases they are, and what a scorer may take over (None: a person has to judge).
    """

    state: str
    alerts: tuple[Alert, ...] = ()
    cases: int = 0
    proposal: Given | None = None
    lacking: tuple[str, ...] = ()


def scale(line: Line, step: int | None = None) -> Scale:
    """How a line is scored."""
    return Scale(line.scoring, line.points or 0, line.each, line.cap, line.grades, step or STEP)


def answers(reader: Reader, checklist: int, organisation: Organisation) -> dict[int, Answer]:
    """By line, for one organisation; lines without rules are left out."""
    return everywhere(reader, checklist, [organisation])[organisation]


def everywhere(
    reader: Reader, checklist: int, organisations: Iterable[Organisation]
) -> dict[Organisation, dict[int, Answer]]:
    """The same for many organisations: each rule runs once."""
    version = checklists.version(reader, checklist)
    lines = [line for line in checklists.lines(reader, checklist) if known(line)]
    found = found_by(reader, {code for line in lines for code in known(line)})
    return {
        organisation: {line.id: _answer(line, version.step, local, found.lacking) for line in lines}
        for organisation in organisations
        for local in (found.at(reader, organisation),)
    }


def known(line: Line) -> tuple[str, ...]:
    """The rules of a line that this program has; merits earn a bonus and prove nothing else."""
    return tuple(code for code in line.rules if code in RULES and (line.scoring == BONUS or not RULES[code].merit))


@dataclass(frozen=True)
class Findings:
    """What the rules found everywhere; `lacking` by rule: of what nothing is registered. `of_branch`, `alone` (what no
    branch holds) and `within` give the places among the alerts of a rule, by (rule, branch) and (rule, unit).
    """

    alerts: Mapping[str, tuple[Alert, ...]]
    lacking: Mapping[str, tuple[str, ...]]
    of_branch: Places
    alone: Places
    within: Places

    def at(self, reader: Reader, organisation: Organisation) -> dict[str, tuple[Alert, ...]]:
        """What of it belongs to one organisation, by rule: a branch's rows are its own, what no branch holds is that of the
        units where it sits; a unit's are those of its branches and all that lies in it.
        """
        record, row = organisation
        circle = holder.circle(reader, **{record: row})
        inside = self.within if circle.by_unit else self.alone
        found = {}
        for code, alerts in self.alerts.items():
            places = {place for branch in circle.branches for place in self.of_branch.get((code, branch), ())}
            places |= {place for unit in circle.units for place in inside.get((code, unit), ())}
            found[code] = tuple(alerts[place] for place in sorted(places))
        return found


def found_by(reader: Reader, codes: Collection[str]) -> Findings:
    """One run of these rules over the whole database."""
    alerts = {code: tuple(found) for code, found in rules.each(reader, only=codes)} if codes else {}
    rows: dict[str, set[int]] = defaultdict(set)
    for alert in (alert for found in alerts.values() for alert in found):
        rows[alert.record].add(alert.row)
    held = {record: holder.holders(reader, record, wanted) for record, wanted in rows.items()}
    of_branch, alone, within = Places(list), Places(list), Places(list)
    for code, found in alerts.items():
        for place, alert in enumerate(found):
            branch, unit = held[alert.record].get(alert.row, (None, None))
            if branch is not None:
                of_branch[code, branch].append(place)
            if unit is not None:
                within[code, unit].append(place)
                if branch is None:
                    alone[code, unit].append(place)
    asked = {code: needed(RULES[code]) for code in codes}
    nothing = set(assessments.empty(reader, tuple({record for records in asked.values() for record in records})))
    lacking = {code: tuple(record for record in records if record in nothing) for code, records in asked.items()}
    return Findings(alerts, lacking, of_branch, alone, within)


def _answer(
    line: Line, step: int | None, local: Mapping[str, tuple[Alert, ...]], lacking: Mapping[str, tuple[str, ...]]
) -> Answer:
    codes = known(line)
    alerts = tuple(alert for code in codes for alert in local[code])
    cases = sum(alert.cases for alert in alerts)
    missing = tuple(dict.fromkeys(record for code in codes for record in lacking[code]))
    if codes and all(RULES[code].merit for code in codes) and not missing:
        return Answer(YES, alerts, cases, earned(scale(line, step), cases))
    if alerts:
        return Answer(NO, alerts, cases, proposed(scale(line, step), cases), missing)
    if missing:
        return Answer(UNKNOWN, lacking=missing)
    return Answer(YES, proposal=proposed(scale(line, step), 0))


def earned(told: Scale, cases: int) -> Given | None:
    """What the merits of a bonus line are worth; None where it does not say how much each adds."""
    return None if told.each is None else Given(marked(told, str(cases)), str(cases))


def proposed(told: Scale, cases: int) -> Given | None:
    """What the rules' word is worth; None where a person has to judge (好不好, how much for a fault of no stated size)."""
    if told.scoring in (BONUS, NONE):
        return None
    if not cases:
        return _whole(told)
    if told.scoring == ALL:
        return Given(0, FAILED)
    if told.scoring == VETO:
        return Given(0, HIT)
    if told.scoring == DEDUCT and told.each is not None:
        return Given(marked(told, str(cases)), str(cases))
    return None


def _whole(told: Scale) -> Given | None:
    if told.scoring == DEDUCT:
        return Given(told.points, "0")
    if told.scoring == GRADED and told.steps():
        name, points = told.steps()[0]
        return Given(points, name)
    if told.scoring in (ALL, FREE, VETO, GRADED):
        return Given(told.most, PASSED)
    return None
