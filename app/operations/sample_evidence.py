"""Made-up evidence of this year's assessments: papers with their place and ledgers, some stages left empty."""

from typing import Any

from app.db.queries import assessment as assessments
from app.db.queries.checklist import Line, lines
from app.models.assessment import PAPER, RECORD, STAGES
from app.operations.sample_maker import Maker

COLUMNS = ("name", "assessment", "item", "stage", "kind", "made_on", "pages", "place", "about")
PAPERS = ("年度计划", "任务分工", "活动记录", "考核通报", "经验做法")  # one for each stage
LEDGERS = {"党员名册": "members", "会议记录": "meetings"}
LINES = 5  # of each assessment that have evidence


def add(maker: Maker) -> None:
    """Behind the assessments; files are none, so that the sample is the same bytes wherever it is made."""
    reader = maker.work.connection
    asked: dict[int, tuple[Line, ...]] = {}
    rows: list[tuple[Any, ...]] = []
    for told in assessments.every(reader, year=maker.today.year):
        if told.checklist not in asked:
            asked[told.checklist] = tuple(line for line in lines(reader, told.checklist) if line.evidence)
        chosen = maker.random.sample(asked[told.checklist], min(LINES, len(asked[told.checklist])))
        rows += [row for line in chosen for row in _of_line(maker, told.id, line)]
    maker.add("evidence", COLUMNS, rows)


def _of_line(maker: Maker, assessment: int, line: Line) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = []
    for n, (stage, name) in enumerate(zip(STAGES, PAPERS, strict=True)):
        if maker.random.random() < 0.25 * (n > 1):
            continue
        day = f"{maker.today.year}-{2 * n + 1:02d}-{maker.random.randrange(1, 28):02d}"
        place = f"{maker.random.randrange(1, 6)}号柜第{maker.random.randrange(1, 12)}盒"
        rows.append((name, assessment, line.id, stage, PAPER, day, maker.random.randrange(1, 9), place, None))
    for name, target in LEDGERS.items():
        if any(name[:2] in each for each in line.evidence):
            rows.append((name, assessment, line.id, STAGES[2], RECORD, None, None, None, target))
    return rows
