"""Does the map of promises name every promise and only tests that there are, and does the report tell the truth of a run?"""

import re
from dataclasses import replace
from pathlib import Path

from tests.trust import report
from tests.trust.promise import PROMISES, Promise
from tests.trust.report import MET, MISSING, PART, SKIPPED, UNMET, Ran

TESTS = Path(__file__).parents[1]


def test_every_promise_has_one_line_in_order() -> None:
    counts = (("D", 20), ("S", 20), ("Q", 8))
    assert [one.id for one in PROMISES] == [f"{letter}{n}" for letter, most in counts for n in range(1, most + 1)]


def test_every_test_that_the_map_names_is_there() -> None:
    named = sorted({test for promise in PROMISES for test in promise.tests})
    texts = {file: (TESTS / file).read_text(encoding="utf-8") for file in {test.split("::")[0] for test in named}}
    missing = [test for test in named if not re.search(rf"def {test.split('::')[1]}\b", texts[test.split("::")[0]])]
    assert missing == []


def test_a_promise_is_met_only_when_all_was_tried_and_nothing_failed() -> None:
    whole = Promise("D1", "说到做到", "丢失 0", ("a.py::test_a",))
    partly, empty = replace(whole, left="有一样没有试"), replace(whole, tests=())
    good, bad, skipped = Ran("passed", 9), Ran("failed"), Ran("skipped")
    assert report.state(whole, [good, good]) == MET
    assert report.state(whole, [good, skipped]) == PART
    assert report.state(partly, [good]) == PART
    assert report.state(partly, [good, bad]) == UNMET
    assert report.state(whole, []) == UNMET
    assert report.state(whole, [skipped]) == SKIPPED
    assert report.state(empty, []) == MISSING


def test_figures_come_from_the_run(tmp_path: Path) -> None:
    (tmp_path / "r.xml").write_text(
        '<testsuites><testsuite><testcase classname="tests.trust.test_chain" name="test_a[1]"><properties>'
        '<property name="tries" value="500"/></properties></testcase><testcase classname="tests.trust.test_chain" '
        'name="test_a[2]"><failure/></testcase></testsuite></testsuites>',
        encoding="utf-8",
    )
    runs = report.read(tmp_path / "r.xml")
    assert runs == {"trust/test_chain.py::test_a": [Ran("passed", 500), Ran("failed", 0)]}
    assert report.figure(runs["trust/test_chain.py::test_a"]) == "2 项检查，501 次尝试，1 项不符"


def test_the_report_has_a_line_for_every_promise() -> None:
    told = report.text({}, long=False)
    assert [one.id for one in PROMISES if f"| {one.id} |" not in told] == []


def test_the_report_that_is_kept_tells_of_the_same_promises() -> None:
    kept = report.OUT.read_text(encoding="utf-8")
    assert [one.id for one in PROMISES if f"| {one.id} | {one.text} |" not in kept] == []


def test_all_that_any_run_tells_of_a_test_counts() -> None:
    short = {"a.py::test_a": [Ran("passed", 2)], "b.py::test_b": [Ran("passed", 3)]}
    before = {"a.py::test_a": [Ran("passed", 500)]}
    assert report.merged((before, short)) == {
        "a.py::test_a": [Ran("passed", 500), Ran("passed", 2)], "b.py::test_b": [Ran("passed", 3)],
    }  # fmt: skip
