"""Made-up meetings of a year: the regular ones with who was away, some months forgotten; the same for the same seed."""

from typing import Any

from app.models.meeting import BRANCHES, COMMITTEE, GENERAL, LESSON, LIFE, PARTY_DAY, REVIEW
from app.operations.sample_maker import Maker

FORGOTTEN = 0.03
TOPICS = (
    "学习乡村振兴文件", "清扫村道", "重温入党誓词", "走访困难户", "安全生产宣讲", "农技交流", "义务植树", "防汛排查",
    "参观党史馆", "护林防火宣传", "邻里守望", "全年工作回顾",
)  # fmt: skip
SIGNS = ("事假", "事假", "病假", "公假", "外出", "年老体弱", "无故缺席")
COLUMNS = (
    "name", "branch", "kinds", "day", "start", "place", "host", "recorder", "hours", "expected", "attended", "voters",
    "voters_attended", "content", "decision", "votes_for",
)  # fmt: skip


def add(maker: Maker) -> None:
    """At the end of the sample, from the branches and members that are there."""
    connection = maker.work.connection
    people: dict[int, list[tuple[int, bool]]] = {}
    sql = "SELECT id, branch, coalesce(member_kind, '') <> '预备党员' FROM member WHERE left_on IS NULL ORDER BY id"
    for row, branch, full in connection.exec_driver_sql(sql):
        people.setdefault(branch, []).append((row, bool(full)))
    marks = ", ".join(f"'{kind}'" for kind in BRANCHES)
    rows: list[tuple[Any, ...]] = []
    away: list[list[int]] = []
    for branch, host in connection.exec_driver_sql(
        f"SELECT id, secretary FROM branch WHERE kind IN ({marks}) ORDER BY id"
    ):
        for meeting, absent in _year(maker, branch, host, people.get(branch, [])):
            rows.append(meeting)
            away.append(absent)
    made = maker.add("meeting", COLUMNS, rows)
    signs = [(row, who, maker.random.choice(SIGNS)) for row, absent in zip(made, away, strict=True) for who in absent]
    maker.add("attendance", ("meeting", "member", "sign"), signs)


def _year(maker: Maker, branch: int, host: str | None, people: list[tuple[int, bool]]) -> list[tuple[Any, list[int]]]:
    """Every month one party day, each quarter with 支部党员大会 on the same day, 支委会 apart; what is still to come is left out."""
    random, found = maker.random, []
    officers = sum(full for _row, full in people) >= 7
    recorder = maker.name()
    for month in range(1, maker.today.month + 1):
        kinds = [PARTY_DAY]
        kinds += [GENERAL] if month in (2, 5, 8, 11) else []
        kinds += [LESSON] if month in (3, 7) else []
        kinds += [LIFE, REVIEW] if month == 1 else []
        for day, told in ((8, [COMMITTEE] if officers else []), (15, kinds)):
            on = maker.today.replace(day=day, month=month)
            if told and on <= maker.today and random.random() > FORGOTTEN:
                found.append(_held(maker, (branch, on.isoformat(), told, host, recorder), people))
    return found


def _held(maker: Maker, told: tuple[Any, ...], people: list[tuple[int, bool]]) -> tuple[Any, list[int]]:
    branch, day, kinds, host, recorder = told
    topic = TOPICS[int(day[5:7]) - 1]
    if kinds == [COMMITTEE]:
        row = (
            f"研究{topic}等工作",
            branch,
            COMMITTEE,
            day,
            "09:00",
            "党员活动室",
            host,
            recorder,
            None,
            3,
            3,
            3,
            3,
            topic,
            None,
            None,
        )
        return row, []
    absent = maker.random.sample(people, min(len(people), maker.random.randrange(4)))
    voters = sum(full for _row, full in people)
    there = voters - sum(full for _row, full in absent)
    decided = ("同意", there) if GENERAL in kinds else (None, None)
    row = (
        topic, branch, "、".join(kinds), day, "14:30", "党员活动室", host, recorder, 4 if LESSON in kinds else 2, len(people),
        len(people) - len(absent), voters, there, topic, *decided,
    )  # fmt: skip
    return row, [who for who, _full in absent]
