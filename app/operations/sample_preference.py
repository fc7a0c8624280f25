"""Made-up wishes, agreements, refusals and ties between members and households, and what a few of them like and know."""

from typing import Any

from app.models.household import Household
from app.models.member import Member
from app.operations.sample_maker import Maker

EVERY = 160  # one household out of so many has a word on its pairing
LIKING = 100  # one in so many said what they like
TOLD: tuple[tuple[str | None, str | None, str], ...] = (
    ("约定", None, "户主点名请他联系"), ("双方愿意", None, "两家常来往"), ("对方愿意", None, "户主提出"),
    ("联系方愿意", None, "本人主动认领"), (None, "表兄", "本人登记"), (None, "战友", "本人登记"), ("排除", None, "两家有宅基地纠纷"),
)  # fmt: skip
LIKES = ("下棋", "唱戏", "养花", "钓鱼", "书法")
SKILLS = ("木工", "种茶", "养蜂", "电脑维修", "就医帮助")


def add(maker: Maker) -> None:
    """At the end of the sample."""
    _likes(maker)
    columns = ("helper_member", "helped_household", "stance", "relation", "reason", "told_by", "since")
    maker.add("preference", columns, [_word(maker, *found) for found in _pairs(maker)])


def _pairs(maker: Maker) -> list[Any]:
    """(household, its head, who holds it, another member of the village) of one household in so many."""
    sql = (
        "SELECT h.id, h.head_name, p.helper_member, (SELECT m.id FROM member m WHERE m.village = h.village "
        "AND m.id <> p.helper_member AND m.left_on IS NULL ORDER BY m.id LIMIT 1) AS other FROM household h "
        "JOIN pairing p ON p.helped_household = h.id AND p.helper_member IS NOT NULL AND p.until IS NULL "
        f"WHERE h.id % {EVERY} = 0 ORDER BY h.id"
    )
    return [row for row in maker.work.connection.exec_driver_sql(sql).all() if row[3] is not None]


def _word(maker: Maker, home: int, head: str, helper: int, other: int) -> tuple[Any, ...]:
    stance, relation, reason = maker.random.choice(TOLD)
    return (
        other if stance == "排除" or relation else helper, home, stance, relation, reason, head, f"{maker.today.year}-01-05",
    )  # fmt: skip


def _likes(maker: Maker) -> None:
    random = maker.random
    for record in (Member, Household):
        sql = f"SELECT id FROM {record.code()} WHERE id % {LIKING} = 0 ORDER BY id"
        for (row,) in maker.work.connection.exec_driver_sql(sql).all():
            values = {"interests": "、".join(random.sample(LIKES, 2))}
            if record is Member:
                values["skills"] = random.choice(SKILLS)
            maker.work.change(record, row, values)
