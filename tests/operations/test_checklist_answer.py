"""The seven lists assessed for the sample township by the program alone, against recomputations that know nothing of its SQL."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from app import clock, rules
from app.db.queries import assessment as assessments
from app.db.queries import checklist as checklists
from app.db.store import Reader, Store
from app.models import RECORDS
from app.models.assessment import HIT
from app.models.checklist import ALL, BONUS, DEDUCT, FREE, GRADED, SCORERS, VETO
from app.operations import assessment, checklist, checklist_answer, checklist_form
from app.operations import record as records
from app.operations.checklist_answer import NO, UNKNOWN, YES, Answer
from app.operations.scoring import COUNTED, Given, Scale, total
from app.rules import RULES, answering
from tests import make

Rows = dict[int, dict[str, Any]]


def rows(reader: Reader, record: str, ends: str = "") -> Rows:
    """Everything that stands, row by row."""
    found = reader.exec_driver_sql(f"SELECT * FROM {record}").mappings()
    return {row["id"]: dict(row) for row in found if row["void_reason"] is None and (not ends or row[ends] is None)}


class Naive:
    """Who holds a row, by plain dictionaries."""

    def __init__(self, reader: Reader) -> None:
        self.tables = {
            name: rows(reader, name)
            for name in ("branch", "member", "household", "meeting", "due_base", "due", "pairing", "unit", "finding",
                         "assessment", "request", "applicant", "transfer", "wish", "visit", "report_in", "duty", "activity",
                         "cadre", "resident", "election", "review", "term", "honour")
        }  # fmt: skip

    def holds(self, branch: int, record: str, row: int) -> bool:
        """Is the row of this branch or one below it, or of nobody's branch but of its village?"""
        own, place = self.holder(record, row)
        above = own
        while above is not None and above != branch:
            above = self.tables["branch"][above]["parent"]
        return above == branch if own is not None else place is not None and place in self.villages(branch)

    def villages(self, branch: int) -> set[int]:
        seat = self.tables["branch"][branch]["unit"]
        unit = self.tables["unit"].get(seat)
        if unit is None or unit["kind"] in ("县", "乡镇", "街道"):
            return {seat} - {None}
        found = {seat}
        while True:
            more = {row for row, told in self.tables["unit"].items() if told["parent"] in found} - found
            if not more:
                return found
            found |= more

    def holder(self, record: str, row: int) -> tuple[int | None, int | None]:
        told = self.tables[record][row]
        if record in ("branch", "unit"):
            return (row, None) if record == "branch" else (None, row)
        if record in ("member", "meeting", "applicant", "election", "term", "review", "report_in", "transfer"):
            return told["branch"], told.get("community")
        if record in ("due_base", "due"):
            return self.tables["member"][told["member"]]["branch"], None
        if record == "honour":
            who = self.tables["member"].get(told["member"] or 0)
            return told["branch"] or (who["branch"] if who else None), told["unit"]
        if record == "pairing":
            helper = self.tables["member"].get(told["helper_member"] or 0)
            return (helper["branch"] if helper else told["helper_branch"]), self._helped(told)
        if record == "finding":
            return self.tables["assessment"][told["assessment"]]["branch"], None
        if record == "resident":
            return None, self.tables["household"][told["household"]]["village"]
        places = {"household": "village", "request": "village", "cadre": "unit", "wish": "village"}
        return told.get("claim_branch"), told[places.get(record, "community")]

    def _helped(self, told: dict[str, Any]) -> int | None:
        home = self.tables["household"].get(told["helped_household"] or 0)
        if home:
            return home["village"]
        if told["helped_unit"]:
            return int(told["helped_unit"])
        who = self.tables["member"].get(told["helped_member"] or 0)
        if who:
            return who["village"] or self.tables["branch"].get(who["branch"] or 0, {}).get("unit")
        one = self.tables["resident"].get(told["helped_resident"] or 0)
        return self.tables["household"][one["household"]]["village"] if one else None


def by_hand(scale: Scale, cases: int) -> tuple[int, str] | None:
    """What the words of the ways of scoring say, spelled out again."""
    if scale.scoring == DEDUCT:
        if cases and scale.each is None:
            return None
        left = scale.points - cases * (scale.each or 0)
        return (max(left, 0), str(cases))
    if scale.scoring == ALL:
        return (0, "不达标") if cases else (scale.points, "达标")
    if scale.scoring == GRADED:
        best = max(scale.steps(), key=lambda step: step[1], default=("达标", scale.points))
        return None if cases else (best[1], best[0])
    if scale.scoring == VETO:
        return (0, "触发") if cases else (0, "达标")
    if scale.scoring == BONUS:
        return (min(cases * (scale.each or 0), scale.cap or 0), str(cases))
    return (scale.points, "达标") if scale.scoring == FREE and not cases else None


def every_line(store: Store, lists: list[int], branches: list[int]) -> Iterator[tuple[Any, int, Answer]]:
    with store.read() as reader:
        for row in lists:
            lines = {line.id: line for line in checklists.lines(reader, row)}
            for (_kind, branch), answers in checklist_answer.everywhere(
                reader, row, [("branch", branch) for branch in branches]
            ).items():
                for line, answer in answers.items():
                    yield lines[line], branch, answer


def test_every_line_of_the_seven_lists_is_answered_as_a_naive_count_answers_it(township: Store) -> None:
    lists = [checklist.ready(township, name) for name in checklist_form.domains()]
    with township.read() as reader:
        naive = Naive(reader)
        branches = [row for row, told in naive.tables["branch"].items() if told["kind"] in ("党支部", "联合党支部")]
        found = {code: tuple(alerts) for code, alerts in rules.each(reader, only=RULES)}
    assert len(branches) == 25
    named = {code for name in lists for line in _lines(township, name) for code in line.rules}
    held = {
        (branch, code): [alert for alert in alerts if naive.holds(branch, alert.record, alert.row)]
        for branch in branches
        for code, alerts in found.items()
        if code in named
    }
    states = Counter[str]()
    given: defaultdict[int, list[tuple[Scale, Given]]] = defaultdict(list)
    by_adding = Counter[int]()
    for line, branch, answer in every_line(township, lists, branches):
        alerts = [alert for code in line.rules for alert in held[branch, code]]
        cases = sum(alert.cases for alert in alerts)
        assert set(answer.alerts) == set(alerts), (line.code_no, branch)
        assert answer.cases == cases
        states[answer.state] += 1
        if answer.state == UNKNOWN:
            assert not alerts
            assert answer.lacking
            assert answer.proposal is None
            continue
        merits = line.scoring == BONUS
        assert answer.state == (NO if cases and not merits else YES)
        told = by_hand(checklist_answer.scale(line), cases)
        assert answer.proposal == (None if told is None else Given(*told)), (line.code_no, branch)
        given[branch].append((checklist_answer.scale(line), answer.proposal or Given()))
        by_adding[branch] += 0 if told is None else told[0]
    assert {branch: total(lines).points for branch, lines in given.items()} == by_adding
    assert states[YES] > 2000
    assert states[NO] > 500


def test_the_assessments_of_all_seven_lists_add_up_to_what_their_rows_add_up_to(township: Store) -> None:
    """Points, standard, vetoes and grade of each, by plain additions over what is stored."""
    seen, ways = set(), set()
    with township.read() as reader:
        items, scores = rows(reader, "item"), rows(reader, "score")
        for each in assessments.every(reader):
            own = [item for item in items.values() if item["checklist"] == each.checklist]
            found = assessment.sheet(reader, each.id)
            for scorer in SCORERS:
                told = [one for one in scores.values() if (one["assessment"], one["scorer"]) == (each.id, scorer)]
                whole = found.sum(scorer)
                assert whole.points == sum(one["points"] or 0 for one in told)
                assert (
                    whole.standard == sum(item["points"] or 0 for item in own if item["scoring"] in COUNTED) == 10_000
                )
                assert whole.vetoes == sum(one["mark"] == HIT for one in told)
                assert whole.scored == len(told)
            share = found.sum().points / 10_000
            names = ("好", "较好", "一般", "较差")
            reached = next((name for name, low in zip(names, (0.9, 0.8, 0.6), strict=False) if share >= low), names[3])
            low = (each.satisfaction or 10_000) < 9_000
            assert assessment.grading(reader, found).grade == ("一般" if low and reached in names[:2] else reached)
            seen.add(found.version.domain)
            ways |= {item["scoring"] for item in own}
    assert len(seen) == 7
    assert {DEDUCT, ALL, GRADED, BONUS, VETO} <= ways


def _lines(store: Store, checklist: int) -> tuple[Any, ...]:
    with store.read() as reader:
        return checklists.lines(reader, checklist)


def test_size_coverage_party_days_and_bases_are_what_a_clerk_counts_by_hand(township: Store) -> None:
    row = checklist.ready(township, "农村")
    with township.read() as reader:
        naive = Naive(reader)
        members = rows(reader, "member", "left_on")
        homes = rows(reader, "household", "moved_on")
        pairs = rows(reader, "pairing", "until")
        bases = {told["member"] for told in rows(reader, "due_base").values()}
        based = {alert.row for alert in rules.run(reader, only=["due_base_missing"])}
    branches = [row for row, told in naive.tables["branch"].items() if told["domain"] == "农村"]
    answered = {(line.code_no, branch): answer for line, branch, answer in every_line(township, [row], branches)}
    for branch in branches:
        own = [told for told in members.values() if told["branch"] == branch]
        full = sum(told["member_kind"] != "预备党员" for told in own)
        assert answered["101", branch].cases == (full < 3) + (len(own) > 50)
        months = {
            told["day"][:7]
            for told in naive.tables["meeting"].values()
            if told["branch"] == branch and "主题党日" in told["kinds"] and told["day"] <= "2026-11-22"
        }
        missed = 10 - len(months & {f"2026-{month:02d}" for month in range(1, 11)})
        assert answered["404", branch].cases == missed
        helped = {
            told["helped_household"]
            for told in pairs.values()
            if told["helper_member"] in members and members[told["helper_member"]]["lost"] != "是"
        }
        village = naive.tables["branch"][branch]["unit"]
        bare = [home for home, told in homes.items() if told["village"] == village and home not in helped]
        uncovered = [alert for alert in answered["501", branch].alerts if alert.code == "uncovered_household"]
        assert {alert.row for alert in uncovered} == set(bare)
        assert based & {row for row, told in members.items() if told["branch"] == branch} <= set(members) - bases


def test_where_nothing_is_registered_nobody_knows(store: Store) -> None:
    branch = make.branch(store, domain="农村", secretary="单小红", term_until="2030-01")
    row = checklist.ready(store, "农村")
    answered = {line.code_no: answer for line, _branch, answer in every_line(store, [row], [branch])}
    assert (answered["404"].state, answered["404"].lacking) == (UNKNOWN, ("meeting",))
    assert answered["204"].state == YES
    assert answered["101"].state == NO


def test_a_line_is_of_the_branch_and_of_what_lies_below_it(store: Store) -> None:
    above = make.branch(store, "中共青禾镇总支部委员会", kind="党总支部")
    below = make.branch(store, parent=above)
    other = make.branch(store, "中共柳湾村支部委员会")
    row = checklist.ready(store, "农村")
    with store.read() as reader:
        found = checklist_answer.everywhere(reader, row, [("branch", branch) for branch in (above, below, other)])
        (first, *_rest) = checklists.lines(reader, row)
    small = {
        branch: [alert.row for alert in found["branch", branch][first.id].alerts if alert.code == "branch_too_small"]
        for branch in (above, below, other)
    }
    assert small == {above: [below], below: [below], other: [other]}


def test_a_unit_answers_for_its_branches_and_its_doors(store: Store) -> None:
    village = make.unit(store)
    make.branch(store, unit=village)
    make.household(store, village=village)
    row = checklist.ready(store, "农村")
    with store.read() as reader:
        (answers,) = checklist_answer.everywhere(reader, row, [("unit", village)]).values()
        lines = {line.code_no: line.id for line in checklists.lines(reader, row)}
    assert len(answers[lines["101"]].alerts) == 1
    assert [alert.code for alert in answers[lines["501"]].alerts] == ["uncovered_household"]


def test_honours_earn_the_bonus_and_prove_no_other_line(store: Store) -> None:
    branch = make.branch(store, domain="农村")
    row = checklist.ready(store, "农村")
    asked = {line.code_no: answer for line, _branch, answer in every_line(store, [row], [branch])}
    assert (asked["801"].state, asked["801"].lacking) == (UNKNOWN, ("honour",))
    honour = {"name": "先进", "holder": "支部", "branch": branch, "day": clock.today().isoformat(), "level": "市级"}
    records.save(store, RECORDS["honour"], honour)
    (won,) = (answer for line, _b, answer in every_line(store, [row], [branch]) if line.code_no == "801")
    assert (won.state, won.cases, won.proposal) == (YES, 2, Given(200, "2"))
    with store.read() as reader:
        (line,) = (line for line in checklists.lines(reader, row) if line.code_no == "101")
    assert checklist_answer.known(replace(line, rules=("honour_won",))) == ()


def test_at_least_forty_rules_answer_lines_and_each_says_what_it_rests_on() -> None:
    named = {
        code for key in checklist_form.domains() for item in checklist_form.load(key).items() for code in item.rules
    }
    assert len(named) >= 40
    assert all(answering.source(RULES[code]) for code in named)
