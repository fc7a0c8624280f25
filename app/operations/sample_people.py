"""The people of a made-up township: members with their memberships, households with their residents, and the usual gaps."""

from random import Random
from typing import Any

from app.operations import sample_book as book
from app.operations import sample_names as names
from app.operations.sample_maker import Maker

MEMBER = (
    "name", "ethnic", "sex", "id_number", "birth_date", "education", "branch", "member_kind", "join_date", "full_date", "standing",
    "occupation", "phone", "address", "village", "group_name", "floating", "flow_to", "flow_direction", "lost", "lost_date",
    "left_on", "leave_reason",
)  # fmt: skip
JOINED = MEMBER.index("join_date")
REACHED = ("flow_contact", "contacted_on", "lost_handling", "leave_kind")
EDUCATION = ("小学", "初中", "初中", "高中", "高中", "中专", "大专", "大专", "大学本科", "大学本科", "硕士研究生")
WORK = (
    "农牧渔业生产人员",
    "农牧渔业生产人员",
    "外出务工经商人员",
    "个体工商户中的从业人员",
    "退休人员",
    "乡村医生",
    "社区工作人员",
)
HOUSEHOLD = (
    "household_no",
    "head_name",
    "head_id",
    "village",
    "group_name",
    "address",
    "phone",
    "size",
    "need",
    "poverty_cause",
    "needs",
    "trade",
)
NEED = HOUSEHOLD.index("need")
NEEDS = ("低保", "特困", "残疾", "空巢", "留守儿童", "优抚", "困难党员")
TRADES = ("种茶", "种稻", "养蜂", "外出务工", "杨梅", "养殖", None)


def members(
    maker: Maker, area: str, units: list[int], branches: list[int], count: int, leaders: dict[int, str]
) -> dict[int, list[int]]:
    """Makes members with their memberships. Returns unit id → ids of members who are still there.

    `leaders`: branch → who stands on it as 书记; the first member of that branch has the name, and his post is linked.
    """
    homes = _homes(maker.random, len(branches), count)
    rows: list[tuple[Any, ...]] = []
    used: set[str] = set()
    for home in homes:
        unit = units[0] if home < 2 else units[home - 1]
        row = _member(maker, area, branches[home], unit, used)
        leader = leaders.pop(branches[home], None)
        rows.append(row if leader is None else _leading(row, leader))
    told = [
        (*_parted(i, row), *book.member(i, row[JOINED]), *_reached(i, row, maker.today.year))
        for i, row in enumerate(rows)
    ]
    made = maker.add("member", (*MEMBER, *book.MEMBER, *REACHED), told)
    ended, joined, branch = MEMBER.index("left_on"), MEMBER.index("join_date"), MEMBER.index("branch")
    links = [
        (row_id, row[branch], row[joined], row[ended], "登记", row[ended] and "离开")
        for row_id, row in zip(made, rows, strict=True)
    ]
    maker.add("membership", ("member", "branch", "since", "until", "reason_in", "reason_out"), links)
    found: dict[int, list[int]] = {}
    for row_id, row in zip(made, rows, strict=True):
        if row[ended] is None or maker.random.random() < 0.15:  # some links outlive their helper: a gap to find
            found.setdefault(row[MEMBER.index("village")], []).append(row_id)
    return found


def _parted(i: int, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Some of those who left were expelled."""
    return (*row[:-1], "出党") if row[-1] == "死亡" and i % 3 == 0 else row


def _reached(i: int, row: tuple[Any, ...], year: int) -> tuple[Any, ...]:
    """Who reaches members that are away and when that was last, what is done about the lost, and how the expelled went."""
    said = dict(zip(MEMBER, _parted(i, row), strict=True))
    contact = ("支部组织委员，每月电话联系", "流入地党支部书记", None)[i % 3] if said["floating"] == "是" else None
    return (
        contact, f"{year - 1}-{i % 9 + 3:02d}-08" if contact else None, "纳入组织管理" if said["lost"] == "是" and i % 2 else None,
        ("自行脱党除名", "开除党籍")[i % 2] if said["leave_reason"] == "出党" else None,
    )  # fmt: skip


def _leading(row: tuple[Any, ...], name: str) -> tuple[Any, ...]:
    """The same person as a 书记 of that name, on the books and in contact."""
    told = dict(zip(MEMBER, row, strict=True)) | {"name": name, "ethnic": "汉族", "left_on": None, "leave_reason": None}
    return tuple((told | {"member_kind": "正式党员", "lost": "否", "lost_date": None}).values())


def _homes(random: Random, branches: int, count: int) -> list[int]:
    """A branch for each member: most middling, one too small, one too large."""
    weights = [random.choice((2, 3, 3, 4)) for _ in range(branches)]
    homes = [i for i in range(branches) for _ in range(2)]
    if branches > 3:
        weights[2], weights[3] = 0, 8
    homes += random.choices(range(branches), weights, k=count - len(homes)) if count > len(homes) else []
    return homes[:count]


def _birth(random: Random, first: int, last: int) -> str:
    return f"{random.randrange(first, last):04d}-{random.randrange(1, 13):02d}-{random.randrange(1, 29):02d}"


def _number(random: Random, area: str, birth: str, man: bool, used: set[str]) -> str:
    while True:
        found = names.id_number(area, birth.replace("-", ""), random.randrange(500), man=man)
        if found not in used:
            used.add(found)
            return found


def _member(maker: Maker, area: str, branch: int, unit: int, used: set[str]) -> tuple[Any, ...]:
    random, today = maker.random, maker.today
    chance = random.random
    name, ethnic = names.person(random)
    birth = _birth(random, 1935, 2005)
    man = chance() < 0.68
    number = _number(random, area, birth, man, used)
    joined = min(int(birth[:4]) + random.randrange(19, 45), today.year - 2)
    join = f"{joined}-{random.randrange(1, 13):02d}-{random.randrange(1, 29):02d}"
    probation = chance() < 0.03
    if probation:
        join = f"{today.year - (1 if chance() < 0.8 else 2)}-{random.randrange(1, 13):02d}-18"
    full = None if probation or chance() < 0.02 else f"{int(join[:4]) + 1}{join[4:]}"
    floating, lost, left = chance() < 0.06, chance() < 0.006, chance() < 0.015
    group = f"{random.randrange(1, 9)}组"
    return (
        name, ethnic, ("女" if man else "男") if chance() < 0.004 else ("男" if man else "女"),
        None if chance() < 0.006 else number, birth if chance() > 0.01 else f"{int(birth[:4]) - 1}{birth[4:]}",
        None if chance() < 0.03 else random.choice(EDUCATION), branch, "预备党员" if probation else "正式党员", join, full, "正常",
        None if chance() < 0.04 else random.choice(WORK),
        None if chance() < 0.04 else ("19900000001" if chance() < 0.004 else names.phone(random)),
        None if chance() < 0.05 else f"{group}{random.randrange(1, 90)}号", unit, group,
        "是" if floating else "否", random.choice(("外省务工", "外市经商", "省城")) if floating else None,
        random.choice(("跨省流动", "省内跨市流动", "市内流动")) if floating else None,
        "是" if lost else "否", f"{today.year - 1}-06" if lost else None,
        f"{today.year}-{random.randrange(1, 10):02d}-12" if left else None, random.choice(("死亡", "转出组织关系")) if left else None,
    )  # fmt: skip


def households(maker: Maker, area: str, villages: list[int], count: int) -> dict[int, list[int]]:
    """Makes households, a third of them with their residents. Returns village id → household ids."""
    random = maker.random
    rows: list[tuple[Any, ...]] = []
    used: set[str] = set()
    for i in range(count):
        village = villages[i % len(villages)]
        birth = _birth(random, 1940, 1995)
        name = names.person(random)[0]
        group = f"{random.randrange(1, 9)}组"
        need = random.choice(NEEDS) if random.random() < 0.12 else None
        rows.append((
            f"{area}{i + 1:06d}", name, None if random.random() < 0.02 else _number(random, area, birth, random.random() < 0.8, used),
            village, group, f"{group}{random.randrange(1, 200)}号", None if random.random() < 0.1 else names.phone(random),
            random.randrange(1, 7), need, random.choice(("因病", "因残", "缺劳力", "因学")) if need else None,
            "就医帮助" if need and random.random() < 0.5 else None, random.choice(TRADES),
        ))  # fmt: skip
    told = [(*row, *book.household(i, row[NEED])) for i, row in enumerate(rows)]
    made = maker.add("household", (*HOUSEHOLD, *book.HOUSEHOLD), told)
    _abodes(maker, made, rows)
    _residents(maker, area, made, rows, used)
    found: dict[int, list[int]] = {}
    for row_id, row in zip(made, rows, strict=True):
        found.setdefault(row[3], []).append(row_id)
    return found


def _abodes(maker: Maker, made: range, rows: list[tuple[Any, ...]]) -> None:
    """Where they live; one in a hundred lived in another group before."""
    links: list[tuple[Any, ...]] = []
    for row_id, row in zip(made, rows, strict=True):
        village, group = row[3], row[4]
        moved = f"{maker.today.year - 1}-0{maker.random.randrange(1, 10)}-10" if maker.random.random() < 0.01 else None
        if moved:
            links.append((row_id, village, f"{maker.random.randrange(9, 12)}组", None, moved, "登记", "村内迁居"))
        links.append((row_id, village, group, moved, None, "村内迁居" if moved else "登记", None))
    columns = ("household", "village", "group_name", "since", "until", "reason_in", "reason_out")
    maker.add("abode", columns, links)


def _residents(maker: Maker, area: str, made: range, rows: list[tuple[Any, ...]], used: set[str]) -> None:
    random = maker.random
    people: list[tuple[Any, ...]] = []
    for row_id, row in zip(made, rows, strict=True):
        if random.random() > 0.3:
            continue
        people.append((row_id, row[1], "户主", None, None, row[2]))
        for relation in ("配偶", "子", "女", "母亲")[: row[7] - 1]:
            birth = _birth(random, 1940, 2015)
            man = relation == "子" or (relation == "配偶" and random.random() < 0.3)
            people.append(
                (
                    row_id,
                    names.person(random)[0],
                    relation,
                    "男" if man else "女",
                    birth,
                    _number(random, area, birth, man, used),
                )
            )
    told = [(*row, *book.resident(i, row[4], row[5], maker.today.year)) for i, row in enumerate(people)]
    columns = ("household", "name", "relation", "sex", "birth_date", "id_number", *book.RESIDENT)
    maker.add("resident", columns, told)
