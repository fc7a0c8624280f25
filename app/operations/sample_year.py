"""Made-up results of last year's 民主评议, honours and elections of the first township; the same for the same seed."""

from typing import Any

from app.models.review import BARELY, EXCELLENT, GOOD, POOR
from app.operations.sample_maker import Maker

SHARES = (EXCELLENT,) * 20 + (GOOD,) * 77 + (BARELY,) * 2 + (POOR,)
HELP = "支部书记谈心谈话，安排一名党员结对帮助"
TITLES = (
    ("优秀共产党员", "县级", "中共云泽县委"), ("优秀党务工作者", "县级", "中共云泽县委"), ("先锋党员", "乡镇级", ""),
    ("志愿服务先进个人", "乡镇级", ""),
)  # fmt: skip
PARTY, PEOPLE = ("先进基层党组织", "乡镇级"), 12
ELECTED_AT_LEAST = 3  # 正式党员 who can elect
NUMBERS = (
    "branch",
    "day",
    "number",
    "form",
    "due",
    "expected",
    "attended",
    "posts",
    "candidates",
    "sent",
    "returned",
    "valid",
)
STOOD = ("election", "name", "member", "post", "votes", "elected")


def add(maker: Maker) -> None:
    """At the end of the sample, from the members, branches and terms of the first township."""
    year = maker.today.year
    town = "(SELECT min(t.id) FROM unit t WHERE t.kind = '乡镇')"
    sql = (
        "SELECT m.id, m.name, m.branch, b.name, coalesce(m.join_date, '') FROM member m JOIN branch b ON b.id = m.branch "
        "JOIN unit u ON u.id = b.unit WHERE m.left_on IS NULL AND coalesce(m.member_kind, '') <> '预备党员' "
        f"AND {town} IN (u.id, u.parent) ORDER BY m.id"
    )
    people = maker.work.connection.exec_driver_sql(sql).all()
    _reviews(maker, [row for row in people if row[4][:4] < str(year - 1)], year - 1)
    _honours(maker, people, year)
    _elections(maker, town)


def _reviews(maker: Maker, people: list[tuple[Any, ...]], year: int) -> None:
    rows = []
    for row, _name, branch, _title, _joined in people:
        grade = maker.random.choice(SHARES)
        weak = grade in (BARELY, POOR)
        rows.append(
            (row, year, grade, branch, f"{year + 1}-01-15", HELP if weak and maker.random.random() < 0.7 else None)
        )
    maker.add("review", ("member", "year", "grade", "branch", "day", "handling"), rows)


def _honours(maker: Maker, people: list[tuple[Any, ...]], year: int) -> None:
    rows: list[tuple[Any, ...]] = []
    for row, name, _branch, _title, _joined in maker.random.sample(people, min(PEOPLE, len(people))):
        what, level, awarder = maker.random.choice(TITLES)
        until = f"{year + 1}-06-30" if what == "先锋党员" else None
        rows.append((what, name, row, None, f"{year}-06-28", level, awarder or "中共青禾镇委员会", until))
    branches = dict.fromkeys((branch, title) for _row, _name, branch, title, _joined in people)
    for branch, title in list(branches)[:3]:
        rows.append((PARTY[0], title, None, branch, f"{year}-06-28", PARTY[1], "中共青禾镇委员会", None))
    columns = ("name", "holder", "member", "branch", "day", "level", "awarder", "until")
    maker.add("honour", columns, rows)


def _elections(maker: Maker, town: str) -> None:
    """The election of each present committee, with who was elected and one who was not."""
    connection = maker.work.connection
    sql = (
        "SELECT b.id, t.since, t.due, (SELECT count(*) FROM member m WHERE m.branch = b.id AND m.left_on IS NULL "
        "AND coalesce(m.member_kind, '') <> '预备党员') FROM branch b JOIN term t ON t.branch = b.id AND t.until IS NULL "
        f"JOIN unit u ON u.id = b.unit WHERE b.kind = '党支部' AND length(t.since) = 10 AND {town} IN (u.id, u.parent) ORDER BY b.id"
    )
    found = [row for row in connection.exec_driver_sql(sql).all() if row[3] >= ELECTED_AT_LEAST]
    held: dict[int, list[tuple[Any, ...]]] = {}
    posts = "SELECT branch, name, member, post FROM post WHERE until IS NULL AND branch IS NOT NULL ORDER BY id"
    for branch, name, member, post in connection.exec_driver_sql(posts):
        held.setdefault(branch, []).append((name, member, post))
    rows = []
    for branch, day, due, full in found:
        came = full - maker.random.randrange(full // 8 + 1)
        count = len(held.get(branch, ()))
        rows.append((branch, day, None, "党员大会选举", due, full, came, count, count + 1, came, came, came))
    made = maker.add("election", NUMBERS, rows)
    stood: list[tuple[Any, ...]] = []
    for election, row in zip(made, rows, strict=True):
        branch, came = row[0], row[6]
        for name, member, post in held.get(branch, ()):
            stood.append((election, name, member, post, came - maker.random.randrange(came // 4 + 1), "是"))
        stood.append((election, maker.name(), None, "委员", came // 4, "否"))
    maker.add("nominee", STOOD, stood)
