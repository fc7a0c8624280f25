"""An assessment from its beginning to the grade: who may score when, what is taken over, what is never overwritten."""

from datetime import datetime

import pytest

from app import clock
from app.db import dump, undo
from app.db.queries import assessment as queries
from app.db.store import Store
from app.errors import Rejected, UserError
from app.models import RECORDS
from app.models.assessment import ABSENT, HIT, PASSED
from app.models.checklist import COUNTY, SELF, TOWN
from app.operations import assessment, checklist
from app.operations import record as records
from tests import make


@pytest.fixture(autouse=True)
def _stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 20, 9, 0).astimezone())


ITEMS = (
    {"code_no": "1", "group1": "组织", "content": "任期", "scoring": "扣分", "points": 4000, "each": 200, "rules": "term_ending"},
    {"code_no": "2", "group1": "组织", "content": "书记", "scoring": "分档", "points": 2000, "grades": "好20、较好15、一般10、无0"},
    {"code_no": "3", "group1": "生活", "content": "党课", "scoring": "全得或不得", "points": 1000},
    {"code_no": "4", "group1": "生活", "content": "阵地", "scoring": "评分", "points": 3000},
    {"code_no": "5", "group1": "加减", "content": "表彰", "scoring": "加分", "each": 100, "cap": 300},
    {"code_no": "6", "group1": "加减", "content": "弄虚作假", "scoring": "一票否决"},
)  # fmt: skip


def small(store: Store) -> tuple[int, list[int]]:
    """A list of 100 points with each way of scoring; (its row, the rows of its lines)."""
    made = records.save(store, RECORDS["checklist"], {"name": "示范清单", "domain": "农村", "total": 10_000})
    lines = [
        records.save(store, RECORDS["item"], {"checklist": made, "order_no": n, **item})
        for n, item in enumerate(ITEMS, 1)
    ]
    return made, lines


@pytest.fixture
def begun(store: Store) -> tuple[int, list[int]]:
    made, lines = small(store)
    return assessment.begin(store, made, ("branch", make.branch(store)), year=2026), lines


def scored(store: Store, row: int, lines: list[int], scorer: str = SELF) -> None:
    for line, mark in zip(lines, ("3", "较好", PASSED, "", "2", PASSED), strict=True):
        assessment.give(store, row, line, scorer, mark=mark, points=None if mark else 2850)


def told(store: Store, row: int) -> assessment.Sheet:
    with store.read() as reader:
        return assessment.sheet(reader, row)


def test_the_points_of_an_assessment_are_the_sum_made_by_hand(store: Store, begun: tuple[int, list[int]]) -> None:
    row, lines = begun
    scored(store, row, lines)
    found = told(store, row).sum(SELF)
    assert found.points == 3400 + 1500 + 1000 + 2850 + 200
    assert (found.standard, found.bonus, found.whole, found.vetoes) == (10_000, 200, True, 0)
    with store.read() as reader:
        assert assessment.grading(reader, told(store, row)).grade == "较好"


def test_its_name_says_year_organisation_and_list_and_there_is_one_of_a_kind(
    store: Store, begun: tuple[int, list[int]]
) -> None:
    row, _lines = begun
    facts = told(store, row).facts
    assert facts.name == "2026年中共石坪村支部委员会（示范清单）"
    with pytest.raises(UserError, match="2026年的考核已经建过了"):
        assessment.begin(store, facts.checklist, ("branch", facts.branch or 0), year=2026)
    assert assessment.begin(store, facts.checklist, ("branch", facts.branch or 0), year=2026, turn="上半年")


def test_points_beyond_the_line_are_refused_beside_the_field(store: Store, begun: tuple[int, list[int]]) -> None:
    row, lines = begun
    for line, points, why in ((0, 4100, "超过"), (1, 1800, "分档"), (2, 500, "只能得"), (3, 2855, "0.1")):
        with pytest.raises(Rejected, match=why):
            assessment.give(store, row, lines[line], SELF, points=points)
    with pytest.raises(Rejected, match="请填 0、1、2"):
        assessment.give(store, row, lines[0], SELF, mark="几处")


def test_the_next_scorer_stands_beside_the_former_and_closes_him(store: Store, begun: tuple[int, list[int]]) -> None:
    row, lines = begun
    scored(store, row, lines)
    assessment.hand_in(store, row, SELF, by="解明")
    with pytest.raises(UserError, match="自评已于 2026-12-20 提交"):
        assessment.give(store, row, lines[3], SELF, points=3000)
    assessment.give(store, row, lines[3], TOWN, points=2000, comment="场所偏小")
    sheet = told(store, row)
    assert (sheet.sum(SELF).points, sheet.sum(TOWN).points, sheet.sum().points) == (8950, 2000, 8100)
    with pytest.raises(UserError, match="自评不能退回"):
        assessment.give_back(store, row, SELF, reason="填错")
    assessment.give(store, row, lines[3], COUNTY, points=2500)
    with pytest.raises(UserError, match="县已经开始评分"):
        assessment.give(store, row, lines[3], TOWN, points=2900)
    assert told(store, row).sum().points == 8600


def test_a_self_assessment_with_open_lines_is_not_handed_in(store: Store, begun: tuple[int, list[int]]) -> None:
    row, lines = begun
    assessment.give(store, row, lines[0], SELF, mark="0")
    with pytest.raises(UserError, match="自评还有 5 条没有得分：2、3、4、5、6"):
        assessment.hand_in(store, row, SELF)


def test_a_stage_is_given_back_with_a_reason_and_open_again(store: Store, begun: tuple[int, list[int]]) -> None:
    row, lines = begun
    scored(store, row, lines)
    assessment.hand_in(store, row, SELF)
    with pytest.raises(Rejected, match="原因"):
        assessment.give_back(store, row, SELF, reason=" ")
    assessment.give_back(store, row, SELF, reason="第四条填错")
    assessment.give(store, row, lines[3], SELF, points=3000)
    assert told(store, row).sum().points == 9100


def test_what_does_not_apply_leaves_the_sum_that_can_be_reached(store: Store, begun: tuple[int, list[int]]) -> None:
    row, lines = begun
    scored(store, row, lines)
    assessment.give(store, row, lines[3], SELF, mark=ABSENT)
    found = told(store, row).sum()
    assert (found.points, found.reachable) == (6100, 7000)


def test_a_veto_bars_the_two_best_grades(store: Store, begun: tuple[int, list[int]]) -> None:
    row, lines = begun
    scored(store, row, lines)
    assessment.give(store, row, lines[5], SELF, mark=HIT)
    with pytest.raises(Rejected, match="有 1 项一票否决，不能评为“较好”"):
        assessment.settle(store, row, "较好")
    assessment.settle(store, row, "一般")
    assert told(store, row).facts.grade == "一般"


def test_a_grade_other_than_the_points_give_needs_a_reason_and_a_low_satisfaction_bars_it(
    store: Store, begun: tuple[int, list[int]]
) -> None:
    row, lines = begun
    scored(store, row, lines)
    with pytest.raises(Rejected, match="分数对应“较好”，评为“好”请写明原因"):
        assessment.settle(store, row, "好")
    with pytest.raises(Rejected, match=r"群众满意率 89\.5%，低于 90%"):
        assessment.settle(store, row, "较好", satisfaction=8950)
    assessment.settle(store, row, "好", satisfaction=9500, reason="年度表彰")
    facts = told(store, row).facts
    assert (facts.grade, facts.satisfaction, facts.grade_reason) == ("好", 9500, "年度表彰")


def test_next_year_starts_from_what_counted_this_year(store: Store, begun: tuple[int, list[int]]) -> None:
    row, lines = begun
    scored(store, row, lines)
    assessment.hand_in(store, row, SELF)
    assessment.give(store, row, lines[3], TOWN, points=2000)
    facts = told(store, row).facts
    later = assessment.begin(store, facts.checklist, ("branch", facts.branch or 0), year=2027, follow=True)
    sheet = told(store, later)
    assert sheet.facts.previous == row
    assert sheet.sum(SELF).points == told(store, row).sum().points
    assert {mark.comment for mark in sheet.marks.values()} == {"沿用上一次（2026年）"}


def test_every_step_of_an_assessment_is_undone(store: Store, begun: tuple[int, list[int]]) -> None:
    row, lines = begun
    with store.read() as reader:
        before = dump.dump(reader)
    scored(store, row, lines)
    assessment.hand_in(store, row, SELF)
    assessment.settle(store, row, "较好")
    for _step in range(len(lines) + 2):
        undo.undo(store)
    with store.read() as reader:
        assert dump.dump(reader) == before


def test_points_can_be_taken_back_and_given_again(store: Store, begun: tuple[int, list[int]]) -> None:
    row, lines = begun
    assessment.give(store, row, lines[3], SELF, points=2000)
    assessment.clear(store, row, lines[3], SELF)
    assert told(store, row).marks == {}
    assessment.give(store, row, lines[3], SELF, points=2100)
    assert told(store, row).sum().points == 2100


def test_findings_have_somebody_and_are_mended(store: Store, begun: tuple[int, list[int]]) -> None:
    row, lines = begun
    made = assessment.find(
        store, row, {"content": "活动室没有公开栏", "item": lines[3], "scorer": TOWN, "deadline": "2027-01-31"}
    )
    assessment.mend(store, made, result="已安装")
    with store.read() as reader:
        (found,) = queries.findings(reader, row)
    assert (found.done_on, found.result, found.item) == ("2026-12-20", "已安装", lines[3])


def test_the_built_in_lists_are_loaded_once_and_add_up(store: Store) -> None:
    rows = checklist.load(store)
    assert checklist.load(store) == rows
    assert len(rows) == 7
    with store.read() as reader:
        assert [checklist.faults(reader, row) for row in rows] == [()] * 7
        forms = [checklist.form(reader, row) for row in rows]
    assert {form.points for form in forms} == {100}
    uids = make.count(store, "SELECT count(DISTINCT uid) FROM item")
    assert uids == make.count(store, "SELECT count(*) FROM item") == sum(len(form.items()) for form in forms)


def test_a_copy_is_a_version_of_its_own(store: Store) -> None:
    first = checklist.ready(store, "农村")
    made = checklist.copy(store, first, "青禾镇农村清单2027", "2027.1")
    assert make.count(store, f"SELECT count(*) FROM item WHERE checklist = {made}") == 40
    assert make.value(store, "checklist", made, "replaces") == first
    with pytest.raises(UserError, match="不与现有清单重复"):
        checklist.copy(store, first, "青禾镇农村清单2027")
