"""覆盖率统计表: of each village how many households and members are covered, and who answers for it.

The three 100% of 每户有党员联系、每名党员有干部联系、每村有干部包干; units without a village among them stand as well, so that
the sums are those of the whole.
"""

from collections.abc import Iterator

from app.db.queries.aim import AIMS
from app.db.queries.figure import Count, Share
from app.db.queries.figure import Line as Figured
from app.db.queries.ledger import Source
from app.db.queries.listing import caption_sql
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line

HOUSEHOLD, MEMBER, VILLAGE = AIMS[:3]
COUNTED = (
    f"SELECT {HOUSEHOLD.unit} AS place, 1 AS homes, household.id IN ({HOUSEHOLD.covering}) AS held_homes, "
    "0 AS people, 0 AS held_people, 0 AS villages, 0 AS led FROM household {seats household} WHERE {settled household} UNION ALL "
    f"SELECT {MEMBER.unit}, 0, 0, 1, member.id IN ({MEMBER.covering}), 0, 0 FROM member {{homes}} WHERE {{enrolled}} "
    f"UNION ALL SELECT unit.id, 0, 0, 0, 0, 1, unit.id IN ({VILLAGE.covering}) FROM unit "
    f"WHERE {{there unit}} AND {VILLAGE.where}"
)
SUMS = ", ".join(
    f"sum({name}) AS {name}" for name in ("homes", "held_homes", "people", "held_people", "villages", "led")
)
LEADERS = (
    "(SELECT group_concat(c.name, '、') FROM pairing p JOIN cadre c ON c.id = p.helper_cadre "
    "WHERE p.helped_unit = item.place AND {held p})"
)

COVERAGE = Ledger(
    "coverage",
    "覆盖率统计表",
    counter="个",
    columns=(
        Line("place", "单位", f"coalesce({caption_sql('unit', 'item.place')}, '没有登记所在村')", "link", 22),
        Line("homes", "农户数", "item.homes", "number", 10, "每户有党员联系", total=True),
        Line("held_homes", "已联系", "item.held_homes", "number", 10, "每户有党员联系", total=True),
        Line("home_rate", "覆盖率", group="每户有党员联系", width=10, share=("held_homes", "homes")),
        Line("people", "党员数", "item.people", "number", 10, "每名党员有干部联系", total=True),
        Line("held_people", "已联系", "item.held_people", "number", 10, "每名党员有干部联系", total=True),
        Line("people_rate", "覆盖率", group="每名党员有干部联系", width=10, share=("held_people", "people")),
        Line("villages", "村数", "item.villages", "number", 8, "每村有干部包干", total=True),
        Line("led", "已包干", "item.led", "number", 10, "每村有干部包干", total=True),
        Line("village_rate", "覆盖率", group="每村有干部包干", width=10, share=("led", "villages")),
        Line("leaders", "包村干部", LEADERS, "person", 16, "每村有干部包干"),
    ),
    source=Source(
        table=f"SELECT place, {SUMS} FROM ({COUNTED}) GROUP BY place",
        unit="item.place",
        key="(SELECT o.uid FROM unit o WHERE o.id = item.place)",
        order="(SELECT o.sort_key FROM unit o WHERE o.id = item.place), item.place",
    ),
)


def figures(_reader: Reader) -> Iterator[Figured]:
    """Of each tier the rate, its two parts and what is left."""
    for aim in AIMS:
        total, covered = f"total_{aim.tier}", f"covered_{aim.tier}"
        held = f"{aim.record}.id IN ({aim.covering})"
        yield Share(f"coverage_{aim.tier}", f"{aim.title}覆盖率", covered, total)
        yield Count(total, f"应覆盖{aim.title}", aim.counter, aim.record, aim.where, unit=aim.unit)
        yield Count(covered, f"已覆盖{aim.title}", aim.counter, aim.record, f"{aim.where} AND {held}", unit=aim.unit)
        yield Count(
            f"uncovered_{aim.tier}",
            f"未覆盖{aim.title}",
            aim.counter,
            aim.record,
            f"{aim.where} AND NOT {held}",
            unit=aim.unit,
        )
