"""Made-up requests of the last weeks in every state, some late, some with a superior, one sensitive; and one inspection."""

from datetime import date, timedelta
from typing import Any

from app.db.queries.holiday import Calendar
from app.operations.inspection import digest, ordered
from app.operations.sample_maker import Maker

TOWNS = 10  # townships with requests
EACH = 48
MATTERS = (
    ("村口到小学的路灯有三盏不亮", "基础设施", "已更换灯头，晚上能亮"),
    ("灌溉渠塌了一段，水下不来", "基础设施", "已清淤补砌 12 米"),
    ("想学果树冬季修剪", "农业生产", "已请农技站上门讲一次"),
    ("腿脚不便，医保报销不会办", "办事服务", "已代办，报销款到账"),
    ("低保复核要哪些材料", "社会保障", "已讲明并帮忙备齐材料"),
    ("孙子上学路远，想申请校车", "教育", "已与学校商定停靠点"),
    ("房屋后墙有裂缝，担心安全", "住房", "已请人鉴定，列入修缮"),
    ("垃圾桶离家太远", "环境卫生", "已增设两处"),
    ("想在附近找份零工", "就业创业", "已介绍到合作社务工"),
    ("自来水晚上压力不够", "基础设施", "已调整供水时段"),
)
SOURCES = ("走访", "走访", "走访", "来电", "网格", "会议", "来访")
EXPLAINED = "所涉地块规划未定，已向本人说明，待规划批复后再办"
COLUMNS = (
    "request_no", "received_on", "source", "anonymous", "informant", "phone", "household", "village", "content", "kind", "sensitive",
    "first_level", "receiver", "taken_on", "handler", "due", "up_level", "up_to", "up_on", "closed_on", "result", "unsolvable",
    "explanation", "fed_on", "fed_by", "called_on", "called_by", "satisfaction",
)  # fmt: skip
STEPS = ("request", "step_no", "step", "done_on", "person", "from_level", "to_level", "to_person", "told")
Home = tuple[Any, ...]  # household, head, village, town, telephone


def add(maker: Maker) -> None:
    """At the end of the sample, from the households that are there."""
    homes = _homes(maker)
    cadres = [row[0] for row in maker.work.connection.exec_driver_sql("SELECT name FROM cadre ORDER BY id LIMIT 40")]
    if not homes or not cadres:
        return
    chosen = maker.random.sample(homes, min(len(homes), EACH * len({home[3] for home in homes})))
    days = sorted(maker.today - timedelta(days=maker.random.randrange(60)) for _home in chosen)
    told = [_request(maker, i, day, home, cadres) for i, (day, home) in enumerate(zip(days, chosen, strict=True), 1)]
    made = maker.add("request", COLUMNS, [tuple(values.get(name) for name in COLUMNS) for values, _steps in told])
    steps = [
        (row, number, *step)
        for row, (_values, taken) in zip(made, told, strict=True)
        for number, step in enumerate(taken, 1)
    ]
    maker.add("referral", STEPS, steps)
    _inspection(maker, cadres[0])


def _homes(maker: Maker) -> list[Home]:
    """In the first townships."""
    sql = (
        "SELECT h.id, h.head_name, h.village, u.parent, h.phone FROM household h JOIN unit u ON u.id = h.village "
        "WHERE h.moved_on IS NULL AND u.parent IN (SELECT id FROM unit WHERE kind = '乡镇' ORDER BY id LIMIT ?) ORDER BY h.id"
    )
    return [tuple(row) for row in maker.work.connection.exec_driver_sql(sql, (TOWNS,))]


def _request(
    maker: Maker, number: int, day: date, home: Home, cadres: list[str]
) -> tuple[dict[str, Any], list[tuple[Any, ...]]]:
    """One request and its steps: how far it came goes by its age and by chance."""
    random, week = maker.random, Calendar()
    content, kind, result = random.choice(MATTERS)
    anonymous = random.random() < 0.06
    handler, receiver = random.choice(cadres), random.choice(cadres)
    values: dict[str, Any] = {
        "request_no": f"{day.year}-{number:04d}", "received_on": day.isoformat(), "source": random.choice(SOURCES),
        "content": content, "kind": kind, "village": home[2], "sensitive": "是" if random.random() < 0.04 else "否",
        "first_level": "组", "receiver": receiver, "due": week.after(day, 10).isoformat(),
        **({"anonymous": "是"} if anonymous else {"informant": home[1], "phone": home[4], "household": home[0]}),
    }  # fmt: skip
    walk = _Walk(maker, day)
    if walk.on(1):
        values |= {"taken_on": walk.day, "handler": handler}
        walk.step("承办", receiver, to=handler, told="请抓紧办理")
        if random.random() < 0.16:
            _sent_up(walk, values, handler, cadres)
        if not values.get("up_level") and random.random() < 0.9 and walk.on(random.randrange(2, 9)):
            _finished(walk, values, handler, result)
    return values, walk.steps


class _Walk:
    """The days go on, never beyond today, and each step is written down."""

    def __init__(self, maker: Maker, day: date) -> None:
        self.maker, self.now, self.steps = maker, day, list[tuple[Any, ...]]()

    @property
    def day(self) -> str:
        return self.now.isoformat()

    def on(self, days: int) -> bool:
        """Goes on by working days; False when that day is still to come."""
        later = Calendar().after(self.now, days)
        if later > self.maker.today:
            return False
        self.now = later
        return True

    def step(self, word: str, person: str, way: tuple[str, str] | None = None, *, to: str = "", told: str = "") -> None:
        self.steps.append((word, self.day, person, *(way or (None, None)), to or None, told or None))


def _sent_up(walk: _Walk, values: dict[str, Any], handler: str, cadres: list[str]) -> None:
    """Up one or two levels; most come back."""
    random = walk.maker.random
    levels = ("组", "队", "办")[: random.choice((2, 2, 3))]
    people = [handler, *(random.choice(cadres) for _level in levels[1:])]
    for i in range(1, len(levels)):
        if walk.on(1):
            walk.step("上报", people[i - 1], (levels[i - 1], levels[i]), to=people[i], told="涉及资金安排，本级定不了")
            values |= {"up_level": levels[i], "up_to": people[i], "up_on": walk.day}
    back = list(levels[: levels.index(values["up_level"]) + 1]) if values.get("up_level") else []
    while len(back) > 1 and random.random() < 0.8 and walk.on(random.randrange(2, 5)):
        word, told = random.choice((("答复", "同意，由你处组织实施"), ("答复", "已列入计划"), ("退回", "请先补齐材料")))
        walk.step(word, people[len(back) - 1], (back[-1], back[-2]), to=people[len(back) - 2], told=told)
        back.pop()
        up = {"up_level": back[-1], "up_to": people[len(back) - 1], "up_on": walk.day}
        values |= up if len(back) > 1 else dict.fromkeys(up)


def _finished(walk: _Walk, values: dict[str, Any], handler: str, result: str) -> None:
    random = walk.maker.random
    solved = random.random() < 0.88
    told = {"result": result, "unsolvable": "否"} if solved else {"explanation": EXPLAINED, "unsolvable": "是"}
    values |= {"closed_on": walk.day, **told}
    walk.step("办结", handler, told=result if solved else EXPLAINED)
    if random.random() < 0.85 and walk.on(random.randrange(1, 4)):
        values |= {"fed_on": walk.day, "fed_by": handler}
        walk.step("反馈", handler, told="已当面告知")
        if random.random() < 0.7 and walk.on(random.randrange(2, 9)):
            grade = random.choice(("满意", "满意", "满意", "基本满意", "基本满意", "不满意" if solved else "未评价"))
            values |= {"called_on": walk.day, "called_by": values["receiver"], "satisfaction": grade}
            walk.step("回访", values["receiver"], told=grade)


def _inspection(maker: Maker, inspector: str) -> None:
    """One sample of the requests, half of it asked."""
    rows = [(r[0], r[1]) for r in maker.work.connection.exec_driver_sql("SELECT id, uid FROM request ORDER BY uid")]
    seed, size = maker.today.strftime("%Y%m"), min(len(rows), 12)
    day = (maker.today - timedelta(days=5)).isoformat()
    columns = ("name", "drawn_on", "method", "inspector", "subject", "seed", "population", "size", "digest")
    told = (
        "诉求办理抽查",
        day,
        "电话回访",
        inspector,
        "诉求",
        seed,
        len(rows),
        size,
        digest(uid for _row, uid in rows),
    )
    made = maker.add("inspection", columns, [told]).start
    answers = [
        (day, inspector, "是", "是", "满意", None), (day, inspector, "是", "是", "基本满意", None),
        (day, inspector, "否", None, None, "三次无人接听"), (day, inspector, "是", "否", "不满意", "路灯修好两天又坏了"),
        (day, inspector, "是", "是", "满意", None),
    ]  # fmt: skip
    lines = [
        (made, place, row, *(answers[place - 1] if place <= len(answers) else (None,) * 6))
        for place, row in enumerate(ordered(seed, rows)[:size], 1)
    ]
    names = ("inspection", "place_no", "request", "done_on", "person", "reached", "truthful", "satisfaction", "told")
    maker.add("callback", names, lines)
