"""The figures reported upward for a period, per unit, with the year to date and the change, and the rows behind each.

A `Count` is data: what stands on the last day of the period (or today while that is still to come), or, when it is
`dated`, what happened within it. Where they are told: `app.ledgers.figure`.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from app import clock
from app.db.queries import ledger, moment
from app.db.queries.coverage import rate
from app.db.session import Connection
from app.errors import UserError
from app.kinds.money import Money

_PERIOD = re.compile(r"(?P<year>[0-9]{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")
# SQL for the unit of one household, one member and one resident, by its row id.
_HOME_OF = "(SELECT h.village FROM household h WHERE h.id = {})"
_MEMBER_OF = "(SELECT coalesce(m.village, b.unit) FROM member m LEFT JOIN branch b ON b.id = m.branch WHERE m.id = {})"
_RESIDENT_OF = "(SELECT h.village FROM resident r JOIN household h ON h.id = r.household WHERE r.id = {})"
_BRANCH_OF = "(SELECT b.unit FROM branch b WHERE b.id = {})"


def helped_unit(table: str) -> str:
    """SQL for the unit in which the helped side of a row lies, by the columns `helped_…` that `pairing` has."""
    return (
        f"coalesce({_HOME_OF.format(f'{table}.helped_household')}, {table}.helped_unit, "
        f"{_MEMBER_OF.format(f'{table}.helped_member')}, {_RESIDENT_OF.format(f'{table}.helped_resident')}, "
        f"{_BRANCH_OF.format(f'{table}.helped_branch')})"
    )


UNITS = {
    "member": ledger.MEMBER_UNIT, "household": "{village household}", "branch": "branch.unit", "unit": "unit.id",
    "cadre": "cadre.unit", "pairing": helped_unit("pairing"),
}  # fmt: skip


@dataclass(frozen=True)
class Count:
    """How many rows of `record` fulfil `where` (SQL on its table; macros of `moment`).

    `dated` is the column with the day on which it happened; without one, rows count that stand on the last day.
    `summed` is SQL that is added up instead; with `counter` 元 it is money in 分. `unit` is SQL for the id of the unit
    to which a row belongs, where UNITS does not say it. `joins` go behind the table. `now`: only the present is known.
    `where` may speak of the period by {since} and {until} (households that were visited within it).
    """

    code: str
    label: str
    counter: str
    record: str
    where: str = ""
    dated: str = ""
    summed: str = ""
    unit: str = ""
    joins: str = ""
    now: bool = False

    @property
    def happens(self) -> bool:
        """It tells what happened within a time rather than what stands on a day."""
        return bool(self.dated) or "{since}" in self.where


@dataclass(frozen=True)
class Share:
    """The percentage that the count `part` is of the count `whole`, both by their codes; behind it stand the rows of `whole`.

    One decimal, half up, 100.0% only when it is truly all (`coverage.rate`).
    """

    code: str
    label: str
    part: str
    whole: str


Line = Count | Share


@dataclass(frozen=True)
class Period:
    """`since` is text as exact as the period (`2026`, `2026-07`), so that dates known no better fall inside."""

    name: str
    since: str
    day: str


@dataclass(frozen=True)
class Figure:
    """`unit` is the measure word of `value`; `rows` how many records of `record` it was counted from.

    `before` is the same figure of the period before, `change` what was added since (`+3`, `-1.2` percentage points),
    `year` the figure from the first of January; None where it is not known.
    """

    code: str
    label: str
    unit: str
    value: int | str
    rows: int
    record: str = ""
    before: int | str | None = None
    change: str | None = None
    year: int | str | None = None


def period(text: str | None = None) -> Period:
    """`2026`, `2026-Q3` or `2026-11`; None = this year. UserError for anything else."""
    today = clock.today()
    told = text or str(today.year)
    found = _PERIOD.fullmatch(told)
    if found is None or not int(found["year"]):
        raise UserError(f"看不懂时段“{told}”。", "请写成 2026、2026-Q3 或 2026-11。")
    year, quarter, month = int(found["year"]), found["quarter"], found["month"]
    first = int(month) if month else (int(quarter) * 3 - 2 if quarter else 1)
    last = first if month else (first + 2 if quarter else 12)
    since = f"{year:04d}" if not month and not quarter else f"{year:04d}-{first:02d}"
    end = date(year, last, monthrange(year, last)[1])
    return Period(told, since, min(end, today).isoformat())


def previous(asked: Period) -> Period:
    """The period of the same length just before."""
    first = asked.since if len(asked.since) > 4 else f"{asked.since}-01"
    end = date.fromisoformat(f"{first}-01") - timedelta(days=1)
    if len(asked.name) == 4:
        return period(f"{end.year:04d}")
    if "Q" in asked.name:
        return period(f"{end.year:04d}-Q{(end.month + 2) // 3}")
    return period(f"{end.year:04d}-{end.month:02d}")


def in_words(asked: Period) -> str:
    """2026年, 2026年第三季度, 2026年11月."""
    year, _, rest = asked.name.partition("-")
    if rest.startswith("Q"):
        return f"{year}年第{'一二三四'[int(rest[1]) - 1]}季度"
    return f"{year}年{int(rest)}月" if rest else f"{year}年"


def figures(
    reader: Connection, lines: Sequence[Line], text: str | None = None, *, unit: int | None = None
) -> list[Figure]:
    """All figures of a period (as `period`) below a unit (row id, None = everything), in the order of `lines`."""
    asked = period(text)
    before, whole = previous(asked), replace(asked, since=asked.since[:4])
    counts = [line for line in lines if isinstance(line, Count)]
    happening = [count for count in counts if count.happens] if whole != asked else []
    with reader.roomy():
        now = measured(reader, counts, asked, unit=unit)
        then = measured(reader, [count for count in counts if not count.now], before, unit=unit)
        year = {**now, **measured(reader, happening, whole, unit=unit)}
    return [_figure(line, {count.code: count for count in counts}, now, then, year) for line in lines]


Sums = dict[str, tuple[int, int]]


def _figure(line: Line, counts: dict[str, Count], now: Sums, then: Sums, year: Sums) -> Figure:
    if isinstance(line, Share):
        told, before, since = (_percent(sums, line) for sums in (now, then, year))
        count, change = counts[line.whole], _points(told, before)
        return Figure(line.code, line.label, "", told or "—", now[line.whole][1], count.record, before, change, since)
    value, was, until = (_value(sums, line) for sums in (now, then, year))
    shown = 0 if value is None else value
    return Figure(
        line.code, line.label, line.counter, shown, now[line.code][1], line.record, was, _grown(line, now, then), until
    )


def value_of(line: Line, sums: Sums) -> int | str | None:
    """What a figure shows of the sums: a number, an amount, a rate; None where it is not known."""
    return _percent(sums, line) if isinstance(line, Share) else _value(sums, line)


def _percent(sums: Sums, line: Share) -> str | None:
    if line.part not in sums or line.whole not in sums:
        return None
    return rate(sums[line.part][0], sums[line.whole][0])


def _value(sums: Sums, line: Count) -> int | str | None:
    if line.code not in sums:
        return None
    value = sums[line.code][0]
    return Money().text(value) if line.counter == "元" else value


def _grown(line: Count, now: Sums, then: Sums) -> str | None:
    if line.code not in then:
        return None
    more = now[line.code][0] - then[line.code][0]
    told = Money().text(abs(more)) if line.counter == "元" else f"{abs(more):,}"
    return f"{'+' if more > 0 else '-' if more < 0 else ''}{told}"


def _points(now: str | None, then: str | None) -> str | None:
    """Percentage points between two rates as they are shown."""
    if now is None or then is None or "—" in (now, then):
        return None
    tenths = int(now.rstrip("%").replace(".", "")) - int(then.rstrip("%").replace(".", ""))
    sign = "+" if tenths > 0 else "-" if tenths < 0 else ""
    return f"{sign}{abs(tenths) // 10}.{abs(tenths) % 10}"


def measured(reader: Connection, counts: Iterable[Count], asked: Period, *, unit: int | None = None) -> Sums:
    """code → (value, rows). One statement for all counts that go over the same rows."""
    found: Sums = {}
    for group in _together(counts):
        told = ", ".join(part for count in group for part in _sums(count, asked, within=True))
        # What lies outside the period is passed over before anything else is asked of it.
        within = f" AND {_dated(group[0], asked)}" if group[0].dated else ""
        sql = f"{_tree(unit)}SELECT {told} FROM {_frame(group[0])} WHERE {_standing(group[0], asked, unit)}{within}"
        found.update(_taken(group, ledger.plain(reader, moment.spelled(sql, asked.day))[0]))
    return found


def _taken(group: list[Count], row: Sequence[int]) -> Sums:
    """The parts of `_sums` as (value, rows)."""
    parts = iter(row)
    return {count.code: (next(parts), next(parts)) if count.summed else (rows := next(parts), rows) for count in group}


def spread(reader: Connection, counts: Iterable[Count], asked: Period, *, unit: int | None = None) -> dict[int, Sums]:
    """The same for every unit just below `unit` (None = below the roots, or the roots that have none), by its row id."""
    found: dict[int, Sums] = {}
    for group in _together(counts):
        told = ", ".join(part for count in group for part in _sums(count, asked))
        sql = (
            f"{_tops(unit)}SELECT tops.top, {told} FROM {_frame(group[0])} JOIN tops ON tops.id = ({unit_of(group[0])}) "
            f"WHERE {_standing(group[0], asked, None)} GROUP BY tops.top"
        )
        for top, *row in ledger.plain(reader, moment.spelled(sql, asked.day)):
            found.setdefault(top, {}).update(_taken(group, row))
    return found


def rows(reader: Connection, count: Count, text: str | None = None, *, unit: int | None = None) -> tuple[str, ...]:
    """The uids behind a count, in the order of their making: as many as its `rows`."""
    asked = period(text)
    sql = (
        f"{_tree(unit)}SELECT {count.record}.uid FROM {_frame(count)} WHERE {_standing(count, asked, unit)} "
        f"AND {_counted(count, asked)} ORDER BY {count.record}.id"
    )
    return tuple(row[0] for row in ledger.plain(reader, moment.spelled(sql, asked.day)))


def unit_of(count: Count) -> str:
    """SQL for the unit to which a row belongs."""
    return count.unit or UNITS.get(count.record, "NULL")


def _together(counts: Iterable[Count]) -> list[list[Count]]:
    """Those that go over the same rows."""
    groups: dict[tuple[Any, ...], list[Count]] = {}
    for count in counts:
        groups.setdefault((count.record, count.joins, count.dated, unit_of(count)), []).append(count)
    return list(groups.values())


def _sums(count: Count, asked: Period, *, within: bool = False) -> tuple[str, ...]:
    """SQL for value and rows, once where they are the same; `within`: all rows lie in the period."""
    counted = _counted(replace(count, dated="") if within else count, asked)
    rows = f"coalesce(sum({counted}), 0)"
    return (f"coalesce(sum(CASE WHEN {counted} THEN {count.summed} END), 0)", rows) if count.summed else (rows,)


def _counted(count: Count, asked: Period) -> str:
    told = [f"({count.where})"] if count.where else []
    if count.dated:
        told.append(_dated(count, asked))
    sql = " AND ".join(told).replace("{since}", f"'{asked.since}'").replace("{until}", f"'{asked.day}'")
    return f"coalesce({sql or '1'}, 0)"


def _dated(count: Count, asked: Period) -> str:
    return f"{count.dated} >= '{asked.since}' AND {count.dated} <= '{asked.day}'"


def _frame(count: Count) -> str:
    homes = {"member": " {homes}", "household": " {seats household}"}.get(count.record, "")
    return f"{count.record}{homes} {count.joins}"


def _standing(count: Count, asked: Period, unit: int | None) -> str:
    """What was there on the day; of what happened, whatever is not voided."""
    told = f"+{count.record}.void_reason IS NULL" if count.dated else ledger.standing(count.record, asked.day)
    return f"{told} AND ({unit_of(count)}) IN (SELECT id FROM tree)" if unit is not None else told


def _tree(unit: int | None) -> str:
    if unit is None:
        return ""
    below = f"SELECT {int(unit)} UNION SELECT c.id FROM unit c JOIN tree t ON c.parent = t.id"
    return f"WITH RECURSIVE tree(id) AS ({below}) "


def _tops(unit: int | None) -> str:
    """Every unit with the one just below `unit` in which it lies."""
    first = "parent IS NULL" if unit is None else f"parent = {int(unit)}"
    return (
        f"WITH RECURSIVE tops(id, top) AS (SELECT id, id FROM unit WHERE {first} "
        "UNION SELECT c.id, t.top FROM unit c JOIN tops t ON c.parent = t.id) "
    )
