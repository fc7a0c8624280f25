"""Made-up wishes in every stage, and members of offices who report in, take posts and take part; the same for the same seed."""

from datetime import timedelta
from typing import Any

from app.operations import sample_names as names
from app.operations.sample_maker import Maker

EVERY = 8  # one household in need out of so many has a wish
WISHES = (
    ("物品", "想要一台收音机", 120_00), ("物品", "一件过冬的棉衣", 180_00), ("服务", "请人修一修漏水的水管", 100_00),
    ("陪伴", "周末有人来说说话", None), ("就学", "给孩子买一套课外书", 200_00), ("技能", "学一学茶园防虫", None),
    ("就医", "陪同到县里复查一次", 150_00), ("服务", "换一盏楼道灯", 60_00), ("就业", "找一份离家近的零工", None),
)  # fmt: skip
DUTIES = (
    ("社区治理", "环境巡查员", "每周巡查一次村道和河道", 3), ("文体", "书屋管理员", "周末开放农家书屋", 2),
    ("法律援助", "法律咨询员", "每月值班半天", 1), ("健康医疗", "健康讲解员", "测血压、讲常识", 2),
)  # fmt: skip
SKILLS = ("写材料", "电脑维修", "法律咨询", "摄影", "组织活动", "医疗保健", None)


def add(maker: Maker) -> None:
    """At the end of the sample: wishes of households in need, then reporting in."""
    _wishes(maker)
    _report_ins(maker)


def _wishes(maker: Maker) -> None:
    sql = (
        "SELECT h.id, h.head_name, h.phone, h.village, h.need, (SELECT p.helper_member FROM pairing p "
        "WHERE p.helped_household = h.id AND p.helper_member IS NOT NULL AND p.until IS NULL LIMIT 1) AS helper "
        f"FROM household h WHERE h.need IS NOT NULL AND h.id % {EVERY} = 0 ORDER BY h.id"
    )
    columns = (
        "name", "content", "kind", "need", "phone", "village", "cost", "household", "collected_on", "collector",
        "published_on", "publisher", "claimer", "claimer_unit", "claimed_on", "due", "claim_member", "fulfilled_on", "result", "confirmer",
        "feedback_on", "feedback", "feedback_by",
    )  # fmt: skip
    told = "SELECT m.id, m.name, b.name FROM member m LEFT JOIN branch b ON b.id = m.branch"
    called = {row: (name, home) for row, name, home in maker.work.connection.exec_driver_sql(told)}
    rows = [_wish(maker, found, called) for found in maker.work.connection.exec_driver_sql(sql).all()]
    maker.add("wish", columns, rows)


def _wish(maker: Maker, found: Any, called: dict[int, tuple[str, str | None]]) -> tuple[Any, ...]:
    """One wish that came as far as chance has it; without a helper nobody claims it."""
    home, head, phone, village, need, helper = found
    random = maker.random
    kind, content, cost = random.choice(WISHES)
    stage = random.choice((0, 1, 1, 2, 2, 3, 4, 4, 4)) if helper is not None else random.choice((0, 1))
    start = maker.today - timedelta(days=random.randrange(20, 200))
    days = [(start + timedelta(days=after)).isoformat() for after in (0, 3, 10, 25, 28)]
    steps = [day if i <= stage else None for i, day in enumerate(days)]
    by = maker.name()
    claimed = stage >= 2
    due = (start + timedelta(days=60)).isoformat() if claimed else None
    return (
        head, content, kind, need, phone, village, cost, home, steps[0], by,
        steps[1], by if stage >= 1 else None, *(called[helper] if claimed else (None, None)), steps[2], due, helper if claimed else None,
        steps[3], "已送到家" if stage >= 3 else None, by if stage >= 3 else None,
        steps[4], random.choice(("满意", "很满意", "谢谢")) if stage >= 4 else None, by if stage >= 4 else None,
    )  # fmt: skip


def _report_ins(maker: Maker) -> None:
    """Seven in ten members of offices report to a village of their township."""
    made = maker.work.connection.exec_driver_sql("SELECT 1 FROM setting WHERE name = 'report_in_domains'").first()
    if made is None:
        maker.add("setting", ("name", "value"), [("report_in_domains", "机关")])
    random = maker.random
    villages = _villages(maker)
    sql = (
        "SELECT m.id, m.name, m.phone, u.id, u.name FROM member m JOIN branch b ON b.id = m.branch JOIN unit u ON u.id = b.unit "
        "WHERE b.domain = '机关' AND m.left_on IS NULL ORDER BY m.id"
    )
    rows: list[tuple[Any, ...]] = []
    for member, name, phone, town, office in maker.work.connection.exec_driver_sql(sql).all():
        near = villages.get(town)
        if near and random.random() < 0.7:
            on = (maker.today - timedelta(days=random.randrange(30, 300))).isoformat()
            signed = on if member % 3 == 0 else None  # every third is a registered volunteer
            rows.append(
                (name, "党员", office, phone, member, random.choice(near[:4]), on, random.choice(SKILLS), signed)
            )
    columns = ("name", "kind", "work_unit", "phone", "member", "community", "reported_on", "skills", "volunteer_on")
    reported: dict[int, list[int]] = {}
    for made_row, row in zip(maker.add("report_in", columns, rows), rows, strict=True):
        reported.setdefault(row[5], []).append(made_row)
    _posts(maker, reported)
    _activities(maker, reported)


def _villages(maker: Maker) -> dict[int, list[int]]:
    """Villages by the township above them."""
    found: dict[int, list[int]] = {}
    sql = "SELECT id, parent FROM unit WHERE kind = '村' AND parent IS NOT NULL ORDER BY id"
    for row, parent in maker.work.connection.exec_driver_sql(sql).all():
        found.setdefault(parent, []).append(row)
    return found


def _posts(maker: Maker, reported: dict[int, list[int]]) -> None:
    since = f"{maker.today.year}-01-15"
    posts = [
        (name, village, kind, need, places, maker.name(), names.phone(maker.random), since)
        for village in reported
        for kind, name, need, places in DUTIES
    ]
    columns = ("name", "community", "kind", "need", "places", "contact", "phone", "since")
    duties = maker.add("duty", columns, posts)
    claims = []
    for duty, post in zip(duties, posts, strict=True):
        people = reported[post[1]]
        taken = maker.random.sample(people, min(len(people), maker.random.randrange(post[4] + 1)))
        claims += [(person, duty, f"{maker.today.year}-10-20") for person in taken]
    maker.add("duty_claim", ("report_in", "duty", "since"), claims)


def _activities(maker: Maker, reported: dict[int, list[int]]) -> None:
    random = maker.random
    rows = []
    for village in reported:
        for name, kind in (("清洁家园", "志愿服务"), ("走访慰问", "结对帮扶困难群体")):
            held = (maker.today - timedelta(days=random.randrange(5, 120))).isoformat()
            told = "按计划开展，记录和照片已存" if random.random() < 0.8 else None
            summary = "效果较好" if told and random.random() < 0.7 else None
            rows.append((name, village, kind, held, "村文化广场", "村支部组织", told, summary, summary))
    columns = (
        "name", "community", "kind", "held_on", "place", "organised", "recorded", "summary", "feedback",
    )  # fmt: skip
    taking = []
    for activity, row in zip(maker.add("activity", columns, rows), rows, strict=True):
        people = reported[row[1]]
        taking += [
            (activity, person, random.choice((60, 90, 120, 180)))
            for person in random.sample(people, max(1, len(people) // 2))
        ]
    maker.add("participation", ("activity", "report_in", "minutes"), taking)
