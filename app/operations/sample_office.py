"""Made-up offices of each township and the villages they hold (机关→村居、企业), and members of the party who are in need."""

from app.models.member import Member
from app.operations import sample_names as names
from app.operations.sample_maker import Maker

OFFICES = (("党建工作办公室", "机关"), ("农业农村服务中心", "事业单位"), ("便民服务中心", "事业单位"))
HELD = 5  # villages of one office; the last ones of a township have none
EVERY = 40  # one member out of so many is in need
NEEDS = ("低保", "残疾", "其他")


def add(maker: Maker) -> None:
    """At the end of the sample, from the townships, villages and members that are there."""
    _need(maker)
    sql = "SELECT id, name FROM unit WHERE kind = '乡镇' ORDER BY id"
    for town, name in maker.work.connection.exec_driver_sql(sql).all():
        _hold(maker, town, name)


def _hold(maker: Maker, town: int, name: str) -> None:
    columns = ("name", "kind", "parent", "domain", "head", "phone")
    rows = [(name + title, kind, town, "机关", maker.name(), names.phone(maker.random)) for title, kind in OFFICES]
    offices = maker.add("unit", columns, rows)
    sql = "SELECT id FROM unit WHERE kind = '村' AND parent = ? ORDER BY id"
    villages = [row[0] for row in maker.work.connection.exec_driver_sql(sql, (town,)).all()]
    since = f"{maker.today.year}-03-05"
    links = [
        (maker.kinds["unit_unit"], office, village, since)
        for i, office in enumerate(offices)
        for village in villages[i * HELD : (i + 1) * HELD]
    ]
    maker.add("pairing", ("kind", "helper_unit", "helped_unit", "since"), links)


def _need(maker: Maker) -> None:
    sql = f"SELECT id FROM member WHERE id % {EVERY} = 0 AND left_on IS NULL ORDER BY id"
    for i, (row,) in enumerate(maker.work.connection.exec_driver_sql(sql).all()):
        maker.work.change(Member, row, {"difficulty": NEEDS[i % len(NEEDS)]})
