"""Made-up applicants of the first townships on every stage, a few of them late or with a gap, and letters out and in."""

from datetime import date, timedelta
from typing import Any

from app.models.applicant_step import BY_NUMBER, NOTICES, STEPS, months_on
from app.models.transfer import IN, OUT
from app.operations import sample_names as names
from app.operations.sample_maker import Maker

TOWNS = 10  # townships with applicants and letters
# Days between a step and the one before it: enough for each interval, with some spread.
GAPS = {
    2: 20, 3: 60, 4: 15, 5: 1, 6: 150, 7: 230, 8: 15, 9: 2, 10: 15, 11: 12, 12: 15, 13: 14, 14: 3, 15: 10, 16: 7, 17: 20, 18: 10,
    19: 3, 20: 20, 21: 150, 22: 150, 23: 14, 24: 30, 25: 10,
}  # fmt: skip
COLUMNS = (
    "name", "sex", "ethnic", "id_number", "birth_date", "education", "phone", "village", "politics", "branch", "contact_1",
    "introducer_1", "introducer_2", "train_days", "train_hours", "papers", "member", *(step.name for step in STEPS),
    *(f"{notice}_{end}" for notice in NOTICES for end in ("since", "until")),
)  # fmt: skip
SCHOOLS = ("大专", "大学本科", "高中", "中专")
PLACES = ("中共远山县云岭镇委员会", "中共海州市港区街道工作委员会", "中共江源县人力资源服务中心总支部委员会")
REASONS = ("工作调动", "随子女居住", "外出务工经商")
LETTER = (
    "direction", "name", "member", "sex", "id_number", "birth_date", "member_kind", "join_date", "full_date", "phone", "from_org",
    "to_org", "branch", "kind", "way", "letter_no", "issued_on", "valid_days", "dues_until", "reason", "receipt_on", "ended_on",
)  # fmt: skip


def add(maker: Maker) -> None:
    """At the end of the sample, from the branches and members that are there."""
    for branch, area, village in _branches(maker):
        helpers = [row[0] for row in _members(maker, branch, "正式党员")]
        if len(helpers) < 2:
            continue
        new = [_new(maker, branch, village, area) for _ in range(maker.random.randrange(3))]
        rows = [_walked(maker, told, helpers) for told in new]
        rows += [_admitted(maker, told, branch, helpers) for told in _members(maker, branch, "预备党员")]
        maker.add("applicant", COLUMNS, [tuple(row.get(name) for name in COLUMNS) for row in rows])
    _letters(maker)


def _branches(maker: Maker) -> list[tuple[Any, ...]]:
    sql = (
        "SELECT b.id, t.area_code, u.id FROM branch b JOIN unit u ON u.id = b.unit JOIN unit t ON t.id = u.parent "
        "WHERE b.kind = '党支部' AND t.id IN (SELECT id FROM unit WHERE kind = '乡镇' ORDER BY id LIMIT ?) ORDER BY b.id"
    )
    return maker.work.connection.exec_driver_sql(sql, (TOWNS,)).all()


def _members(maker: Maker, branch: int, kind: str) -> list[tuple[Any, ...]]:
    sql = (
        "SELECT id, name, sex, id_number, birth_date, education, phone, village, join_date, full_date, member_kind, branch "
        "FROM member WHERE branch = ? AND member_kind = ? AND left_on IS NULL ORDER BY id LIMIT 4"
    )
    return maker.work.connection.exec_driver_sql(sql, (branch, kind)).all()


def _new(maker: Maker, branch: int, village: int, area: str) -> dict[str, Any]:
    random = maker.random
    name, ethnic = names.person(random)
    birth = f"{random.randrange(1985, 2006)}-{random.randrange(1, 13):02d}-{random.randrange(1, 29):02d}"
    man = random.random() < 0.6
    return {
        "name": name, "sex": "男" if man else "女", "ethnic": ethnic, "birth_date": birth, "education": random.choice(SCHOOLS),
        "id_number": names.id_number(area, birth.replace("-", ""), random.randrange(500), man=man),
        "phone": names.phone(random), "village": village, "branch": branch, "politics": random.choice(("群众", "共青团员")),
    }  # fmt: skip


def _walked(maker: Maker, told: dict[str, Any], helpers: list[int]) -> dict[str, Any]:
    """One on the way: begun up to two years ago, gone as far as the days allow, never beyond the 上级预审."""
    begun = maker.today - timedelta(days=maker.random.randrange(5, 760))
    last = 13 if maker.random.random() < 0.85 else maker.random.randrange(1, 6)
    return _filled(maker, told, _days(maker, {1: begun}, 1, last), helpers)


def _admitted(maker: Maker, row: tuple[Any, ...], branch: int, helpers: list[int]) -> dict[str, Any]:
    """One who is a probationary member of the sample: the way that led there, and what came after as far as the days allow."""
    fields = ("member", "name", "sex", "id_number", "birth_date", "education", "phone", "village", "admitted_on")
    told = dict(zip(fields, row, strict=False)) | {"branch": branch}
    day = date.fromisoformat(told.pop("admitted_on"))
    before = sum(GAPS[number] for number in range(2, 16))
    days = _days(maker, {1: day - timedelta(days=before + 60)}, 1, 14)
    days = {number: min(on, day) for number, on in days.items()} | {15: day}
    return _filled(maker, told, _days(maker, days, 15, 22), helpers)


def _days(maker: Maker, days: dict[int, date], first: int, last: int) -> dict[int, date]:
    """Goes on from step `first` to `last`, never beyond today."""
    found = dict(days)
    for number in range(first + 1, last + 1):
        day = found[number - 1] + timedelta(days=GAPS[number] + maker.random.randrange(3))
        if number == 7:
            day = max(day, months_on(found[3], 12))
        if day > maker.today:
            break
        found[number] = day
    return found


def _filled(maker: Maker, told: dict[str, Any], days: dict[int, date], helpers: list[int]) -> dict[str, Any]:
    values = {**told, **{BY_NUMBER[number].name: day.isoformat() for number, day in days.items()}}
    if 5 in days:
        values["contact_1"] = helpers[0]
    if 9 in days:
        values |= {"introducer_1": helpers[0], "introducer_2": helpers[1]}
    if 11 in days:
        values |= {"train_days": 3, "train_hours": 24} if maker.random.random() < 0.9 else {"train_days": 2}
    for notice, step in NOTICES.items():
        if step.number in days and maker.random.random() < 0.95:
            until = days[step.number] - timedelta(days=1)
            values |= {f"{notice}_since": (until - timedelta(days=8)).isoformat(), f"{notice}_until": until.isoformat()}
    papers = [paper for number in sorted(days) for paper in BY_NUMBER[number].papers]
    if papers and maker.random.random() < 0.2:
        papers.pop(maker.random.randrange(len(papers)))
    return values | {"papers": "、".join(papers)}


def _letters(maker: Maker) -> None:
    """Some letters of each of those townships are open, one of them past its day; those who left this year have theirs."""
    sql = (
        "SELECT m.id, m.name, m.sex, m.id_number, m.birth_date, m.member_kind, m.join_date, m.full_date, m.phone, b.name, b.id, "
        "m.left_on FROM member m JOIN branch b ON b.id = m.branch JOIN unit u ON u.id = b.unit WHERE u.parent = ? "
        "AND m.void_reason IS NULL AND (m.leave_reason = '转出组织关系' OR (m.left_on IS NULL AND m.id % 97 = 0)) ORDER BY m.id"
    )
    towns = [row[0] for row in maker.work.connection.exec_driver_sql(
        "SELECT id FROM unit WHERE kind = '乡镇' ORDER BY id LIMIT ?", (TOWNS,)).all()]  # fmt: skip
    rows: list[tuple[Any, ...]] = []
    for town in towns:
        for person in maker.work.connection.exec_driver_sql(sql, (town,)).all():
            rows.append(_out(maker, person, len(rows) + 1))
        rows.append(_coming(maker, town))
    maker.add("transfer", LETTER, rows)


def _out(maker: Maker, person: tuple[Any, ...], number: int) -> tuple[Any, ...]:
    row, name, *facts, branch_name, branch, left = person
    issued = (
        date.fromisoformat(left) - timedelta(days=8)
        if left
        else maker.today - timedelta(days=maker.random.randrange(2, 26))
    )
    return (
        OUT, name, row, *facts, branch_name, maker.random.choice(PLACES), branch, maker.random.choice(("县内", "市内", "省内")),
        "线下介绍信", f"{issued.year}-{number:04d}", issued.isoformat(), 10, months_on(issued, -1).isoformat()[:7],
        maker.random.choice(REASONS), left, left,
    )  # fmt: skip


def _coming(maker: Maker, town: int) -> tuple[Any, ...]:
    """One who brought a letter to the first branch of a township and waits to be accepted."""
    sql = "SELECT b.id, b.name FROM branch b JOIN unit u ON u.id = b.unit WHERE b.kind = '党支部' AND u.parent = ? ORDER BY b.id LIMIT 1"
    branch, branch_name = maker.work.connection.exec_driver_sql(sql, (town,)).first() or (None, None)
    name, _ethnic = names.person(maker.random)
    issued = maker.today - timedelta(days=maker.random.randrange(3, 20))
    birth = f"{maker.random.randrange(1960, 1998)}-05-16"
    number = names.id_number("990900", birth.replace("-", ""), maker.random.randrange(500), man=True)
    return (
        IN, name, None, "男", number, birth, "正式党员", f"{int(birth[:4]) + 22}-06-20", f"{int(birth[:4]) + 23}-06-20",
        names.phone(maker.random), PLACES[0], branch_name, branch, "省内", "线下介绍信", f"{maker.random.randrange(1, 90):04d}",
        issued.isoformat(), 30, months_on(issued, -1).isoformat()[:7], REASONS[0], None, None,
    )  # fmt: skip
