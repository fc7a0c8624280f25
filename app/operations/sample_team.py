"""Made-up teams: one for each township with a group for every five villages, the logs of two months, and the plan of a year."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from app.operations.sample_maker import Maker

GROUP = 5  # villages of one group
LOGGED = 10  # townships whose logs are made: the others have their people only
DAYS = 12  # a month, as the made-up document demands
WORKS = (
    ("宣讲政策", "在院坝会上讲惠农政策"), ("调查研究", "走访农户，了解秋收和销路"), ("强基固本", "参加支部主题党日"),
    ("兴办实事", "协调修补机耕路"), ("维护稳定", "协助排查用电用火隐患"), ("服务企业", "帮合作社对接用工"),
)  # fmt: skip
PLANS = (("走访全部困难户", "Q1"), ("办一批实事", "Q2"), ("帮合作社打开销路", "Q3"), ("总结和考核", "Q4"))


def add(maker: Maker) -> None:
    """At the end of the sample, from the cadres and villages that are there."""
    sql = "SELECT id, name FROM unit WHERE kind = '乡镇' ORDER BY id"
    for number, (town, name) in enumerate(maker.work.connection.exec_driver_sql(sql).all()):
        people = _team(maker, town, name, DAYS if number < LOGGED else None)
        if number < LOGGED:
            _logs(maker, people)


def _team(maker: Maker, town: int, name: str, days: int | None) -> list[int]:
    """The team, its groups and their people; returns the postings."""
    since = f"{maker.today.year}-02-20"
    connection = maker.work.connection
    columns = ("name", "kind", "parent", "sender", "unit", "days", "since")
    team = maker.add("team", columns, [(f"{name}驻村工作队", "工作队", None, name, town, days, since)]).start
    villages = connection.exec_driver_sql(
        "SELECT id, name FROM unit WHERE kind = '村' AND parent = ? ORDER BY id", (town,)
    ).all()
    parts = [villages[i : i + GROUP] for i in range(0, len(villages), GROUP)]
    groups = maker.add(
        "team", columns,
        [(f"{name}第{i}工作组", "工作组", team, name, None, None, since) for i in range(1, len(parts) + 1)],
    )  # fmt: skip
    cadres = connection.exec_driver_sql(
        "SELECT id, name, phone FROM cadre WHERE unit = ? AND role IS NOT NULL ORDER BY id", (town,)
    ).all()
    rows: list[tuple[Any, ...]] = []
    for cadre in cadres[:1]:
        rows.append((cadre[1], team, "队长", town, name, cadre[2], cadre[0], since))
    waiting: Iterator[Any] = iter(cadres[1:])
    for group, part in zip(groups, parts, strict=True):
        for i, (village, _name) in enumerate(part):
            sent = next(waiting, None)
            if sent is not None:
                rows.append((sent[1], group, "组长" if i == 0 else "队员", village, name, sent[2], sent[0], since))
    posted = ("name", "team", "role", "unit", "work_unit", "phone", "cadre", "since")
    _plan(maker, team)
    return list(maker.add("posting", posted, rows))


def _plan(maker: Maker, team: int) -> None:
    year = maker.today.year
    columns = ("name", "team", "period", "parent", "owner_name", "due", "done_on", "order_no")
    whole = ("全年驻村帮扶", team, str(year), None, maker.name(), f"{year}-12-31", None, 1)
    top = maker.add("plan_item", columns, [whole]).start
    rows = []
    for number, (name, quarter) in enumerate(PLANS, 1):
        due = date(year + (number == 4), number * 3 % 12 + 1, 1) - timedelta(days=1)
        done = (due - timedelta(days=5)).isoformat() if number < 3 and due < maker.today else None
        rows.append((name, team, f"{year}-{quarter}", top, maker.name(), due.isoformat(), done, number))
    maker.add("plan_item", columns, rows)


def _logs(maker: Maker, people: list[int]) -> None:
    """Logs of this month and the one before, not of every working day, so that some fall short."""
    random, rows = maker.random, []
    first = (maker.today.replace(day=1) - timedelta(days=1)).replace(day=1)
    days = [first + timedelta(days=i) for i in range((maker.today - first).days + 1)]
    for posting in people:
        share = random.choice((0.35, 0.5, 0.6, 0.7))
        for day in days:
            if day.weekday() < 5 and random.random() < share:
                kind, content = random.choice(WORKS)
                spent = random.choice(("全天", "全天", "全天", "半天"))
                heard = 8 + (posting + day.day) % 25 if kind == "宣讲政策" else None
                rows.append((day.isoformat(), posting, spent, kind, "晴，村内", content, heard))
    maker.add("work_log", ("day", "posting", "spent", "kind", "place", "content", "audience"), rows)
