"""Made-up visits of the last month, with deeds, and the plan of the month: most members go to all theirs, some to none."""

from datetime import timedelta
from typing import Any

from app.models.pairing import PairingKind
from app.operations.sample_maker import Maker

TOWNS = 20  # townships with visits: the others have their pairings only
TOLD = (
    ("宣讲政策", "讲医保缴费和惠农补贴政策"), ("宣讲政策", "送防火明白纸，讲秋冬用火用电"), ("调查研究", "了解秋收、销路和明年打算"),
    ("调查研究", "了解老人身体和子女外出务工情况"), ("兴办实事", "帮忙办理医保报销手续"), ("兴办实事", "帮忙收晒稻谷"),
    ("强基固本", "通报村级事务，听取意见"), ("维护稳定", "查看用电线路，提醒防诈骗"),
)  # fmt: skip
DEEDS = (
    ("代办医保报销", "事务代办", None), ("送大米20斤、食用油1桶", "帮扶物资", 15_000), ("慰问金", "帮扶资金", 50_000),
    ("联系合作社收购茶叶", "助困就业", None), ("陪同到县医院检查", "健康医疗", None), ("清理门前水沟", "社区治理", None),
)  # fmt: skip
PLANNED = 80
INTERVAL = 31  # days, of the made-up office: a new database has none


def add(maker: Maker) -> None:
    """At the end of the sample, from the pairings that are there."""
    maker.work.change(PairingKind, maker.kinds["member_household"], {"visit_days": INTERVAL})
    rows = _pairs(maker)
    plans = _plans(maker, rows[-PLANNED:])
    random, today = maker.random, maker.today
    going = {member: random.random() for _pairing, member, _home, _town in rows}
    visits: list[tuple[Any, ...]] = []
    for pairing, member, home, _town in rows:
        if pairing in plans:
            plan, due = plans[pairing]
            if due < today.isoformat() and random.random() < 0.85:
                visits.append((due, member, home, *random.choice(TOLD), pairing, plan))
        elif going[member] < 0.75 or (going[member] < 0.9 and random.random() < 0.5):
            day = (today - timedelta(days=random.randrange(30))).isoformat()
            visits.append((day, member, home, *random.choice(TOLD), pairing, None))
    visits.sort(key=lambda visit: visit[0])
    columns = ("day", "helper_member", "helped_household", "kind", "content", "pairing", "plan")
    _deeds(maker, visits, maker.add("visit", columns, visits))


def _pairs(maker: Maker) -> list[tuple[int, int, int, int]]:
    """(pairing, member, household, town) of members who are there, in the first townships."""
    sql = (
        "SELECT p.id, p.helper_member, p.helped_household, u.parent FROM pairing p "
        "JOIN member m ON m.id = p.helper_member AND m.left_on IS NULL AND m.lost = '否' "
        "JOIN household h ON h.id = p.helped_household JOIN unit u ON u.id = h.village "
        "WHERE p.kind = ? AND u.parent IN (SELECT id FROM unit WHERE kind = '乡镇' ORDER BY id LIMIT ?) ORDER BY p.id"
    )
    found = maker.work.connection.exec_driver_sql(sql, (maker.kinds["member_household"], TOWNS))
    return [(row[0], row[1], row[2], row[3]) for row in found]


def _plans(maker: Maker, rows: list[tuple[int, int, int, int]]) -> dict[int, tuple[int, str]]:
    """Pairing → (plan, day): slips of this month, some of them for days that are over."""
    first = maker.today.replace(day=1)
    days = [(first + timedelta(days=3 + i * 25 // max(len(rows), 1))).isoformat() for i in range(len(rows))]
    told = [(f"{first:%Y%m}-{i:04d}", row[0], day) for i, (row, day) in enumerate(zip(rows, days, strict=True), 1)]
    made = maker.add("visit_plan", ("number", "pairing", "due"), told)
    return {row[0]: (plan, day) for plan, row, day in zip(made, rows, days, strict=True)}


def _deeds(maker: Maker, visits: list[tuple[Any, ...]], made: range) -> None:
    random = maker.random
    rows = [
        (what, kind, money, visit[0], visit[1], visit[2], row)
        for row, visit in zip(made, visits, strict=True)
        if random.random() < 0.04
        for what, kind, money in (random.choice(DEEDS),)
    ]
    columns = ("what", "kind", "money", "day", "helper_member", "helped_household", "visit")
    maker.add("deed", columns, rows)
