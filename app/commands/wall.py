"""What is hung up or handed in as a picture: the wall roster, charts of coverage and activity, the sheet of a year's figures."""

from argparse import Namespace
from collections.abc import Iterator

from app.commands import asking, speech
from app.db.queries import roster
from app.db.queries.figure import in_words, period
from app.db.queries.ledger import name_of, setting
from app.db.store import Reader, Store
from app.kinds.mask import mask
from app.ledgers import coverage_chart, figure_sheet
from app.ledgers.ledger import in_words as day_in_words
from app.operations.outgoing import Leaving
from app.printing.chart import print_charts, room
from app.printing.helper_card import cards_of, print_helper_cards
from app.printing.ledger import print_ledger
from app.printing.roster import Line, Poster, Section, print_posters
from app.table import Column, Table

CARD, ROSTER, COVERAGE, ACTIVITY, SHEET = "工作卡", "挂图", "覆盖图", "活动图", "统计表"
NAMES = (
    (CARD, "党员联系户工作卡，党员留存，一页两张"),
    (ROSTER, "党员联系户挂图，A3，一村一张"),
    (COVERAGE, "覆盖图：各口径、各单位的覆盖率"),
    (ACTIVITY, "活动图：一年里逐月办了多少"),
    (SHEET, "统计表：一个时段的全部指标，述职和年度考核用"),
)
ON_WALL = (
    Column("village", "村"), Column("group", "组"), Column("member", "联系党员"), Column("phone", "联系电话", "phone"),
    Column("head", "户主"),
)  # fmt: skip


def print_wall(store: Store, args: Namespace, profile: str, left: Leaving) -> tuple[str, ...]:
    """What `args.name` means among NAMES, written to `args.out`; warnings about characters that no font holds."""
    with store.read() as reader:
        unit = asking.place(reader, "unit", args.unit)
        office = name_of(reader, "unit", unit) if unit is not None else setting(reader, "unit_name")
        if args.name == ROSTER:
            left.table, posters = posters_of(reader, unit, args.as_of, profile)
            return print_posters(posters, args.out, speech.progress())
        if args.name == CARD:
            members = frozenset(row[0] for row in asking.rows(reader, "member", (), args))
            left.table, cards = cards_of(reader, members, profile)
            return print_helper_cards(cards, args.out, speech.progress())
        if args.name == SHEET:
            left.table = figure_sheet.sheet(reader, args.period, unit=unit)
            return print_ledger(left.table, args.out, speech.progress())
        width, height = room()
        if args.name == COVERAGE:
            title, told = "覆盖情况图", day_in_words(args.as_of)
            drawings = coverage_chart.of_tiers(reader, width, unit=unit, as_of=args.as_of, height=height)
        else:
            title, told = f"{in_words(period(args.period))}活动情况图", ""
            drawings = coverage_chart.of_activity(reader, args.period, width, unit=unit)
    return print_charts(title, drawings, args.out, speech.progress(), unit=f"{office}　{told}".strip())


def posters_of(reader: Reader, unit: int | None, as_of: str | None, profile: str) -> tuple[Table, tuple[Poster, ...]]:
    """One poster for each village below the unit, and what stands on them as a table."""
    found = roster.villages(reader, unit, as_of)
    posters = tuple(_poster(village, profile, day_in_words(as_of)) for village in found)
    rows = [row for village in found for row in _rows(village, profile)]
    return Table("党员联系户挂图", ON_WALL, rows), posters


def _rows(village: roster.Village, profile: str) -> Iterator[tuple[str, ...]]:
    for group in village.groups:
        for holder in group.holders:
            name, phone = mask("person", holder.name, profile), mask("phone", holder.phone, profile)
            yield from ((village.name, group.name, name, phone, mask("person", head, profile)) for head in holder.heads)
        yield from ((village.name, group.name, "", "", mask("person", head, profile)) for head in group.uncovered)


def _poster(village: roster.Village, profile: str, day: str) -> Poster:
    homes = sum(len(group.uncovered) + sum(len(holder.heads) for holder in group.holders) for group in village.groups)
    bare = sum(len(group.uncovered) for group in village.groups)
    members = {holder.name + holder.phone for group in village.groups for holder in group.holders}
    told = f"共 {homes:,} 户，{len(members):,} 名党员联系" + (
        f"，{bare:,} 户还没有联系党员" if bare else "，户户有人联系"
    )
    sections = tuple(_section(group, profile) for group in village.groups)
    return Poster(f"{village.name}党员联系户一览图", told, sections, note=f"截至{day}")


def _section(group: roster.Group, profile: str) -> Section:
    lines = [
        Line(
            mask("person", holder.name, profile),
            f"{mask('phone', holder.phone, profile)}　{len(holder.heads)} 户".strip(),
            tuple(mask("person", head, profile) for head in holder.heads),
        )
        for holder in group.holders
    ]
    if group.uncovered:
        heads = tuple(mask("person", head, profile) for head in group.uncovered)
        lines.append(Line("", f"{len(heads)} 户", heads))
    homes = len(group.uncovered) + sum(len(holder.heads) for holder in group.holders)
    return Section(group.name, f"{homes} 户", tuple(lines))
