"""The figures reported upward for a period, each with how many rows stand behind it.

What is counted (members, households, pairings) is counted as of the last day of the period, or today when that is still
to come; what happened (new members, leavings, new pairings) is counted within it.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app import clock
from app.codes import codes
from app.db.queries import ledger, moment
from app.db.queries.completeness import UNDECIDED, completeness
from app.db.queries.coverage import AIMS, VILLAGES, coverage
from app.errors import UserError

_PERIOD = re.compile(r"(?P<year>[0-9]{4})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?")


@dataclass(frozen=True)
class Period:
    """`since` is text as exact as the period (`2026`, `2026-07`), so that dates known no better fall inside."""

    name: str
    since: str
    day: str


@dataclass(frozen=True)
class Figure:
    """`unit` is the measure word of `value`; `rows` how many records it was counted from."""

    code: str
    label: str
    unit: str
    value: int | str
    rows: int


def period(text: str | None = None) -> Period:
    """`2026`, `2026-Q3` or `2026-11`; None = this year. UserError for anything else."""
    today = clock.today()
    told = text or str(today.year)
    found = _PERIOD.fullmatch(told)
    if found is None:
        raise UserError(f"看不懂时段“{told}”。", "请写成 2026、2026-Q3 或 2026-11。")
    year, quarter, month = int(found["year"]), found["quarter"], found["month"]
    first = int(month) if month else (int(quarter) * 3 - 2 if quarter else 1)
    last = first if month else (first + 2 if quarter else 12)
    since = str(year) if not month and not quarter else f"{year:04d}-{first:02d}"
    end = date(year, last, monthrange(year, last)[1])
    return Period(told, since, min(end, today).isoformat())


def figures(reader: Connection, text: str | None = None) -> list[Figure]:
    """All figures of a period (as `period`), in the order of a report."""
    asked = period(text)
    return [
        *_members(reader, asked),
        *_branches(reader, asked),
        *_households(reader, asked),
        *_pairings(reader, asked),
        *_coverage(reader, asked),
        *_completeness(reader),
    ]


def _members(reader: Connection, asked: Period) -> Iterator[Figure]:
    """One pass over the members on the books; one over those who came and went."""
    higher = ", ".join(f"'{code.name}'" for code in codes("education") if code.group == "大专及以上")
    young = f"'{int(asked.day[:4]) - 36:04d}{asked.day[4:]}'"  # born later: at most 35 on the day
    probationary = "coalesce(member_kind, '') = '预备党员' OR full_date > {day}"
    counted = (
        ("members", "党员总数", "1"),
        ("members_full", "正式党员", f"NOT coalesce({probationary}, 0)"),
        ("members_probationary", "预备党员", probationary),
        ("members_women", "女党员", "sex = '女'"),
        ("members_minority", "少数民族党员", "ethnic <> '汉族'"),
        ("members_college", "大专及以上学历党员", f"education IN ({higher})"),
        ("members_young", "35岁及以下党员", f"birth_date > {young}"),
        ("members_floating", "流动党员", "floating = '是'"),
        ("members_lost", "失联党员", "lost = '是' AND (lost_date IS NULL OR lost_date <= {day})"),
    )
    sums = ", ".join(f"coalesce(sum({what}), 0)" for _, _, what in counted)
    sql = moment.spelled(f"SELECT {sums} FROM member {{homes}} WHERE {{enrolled}}", asked.day)
    for (code, label, _), value in zip(counted, reader.exec_driver_sql(sql).one(), strict=True):
        yield Figure(code, label, "名", value, value)
    for code, label, column in (("members_joined", "发展党员", "join_date"), ("members_left", "减少党员", "left_on")):
        yield _count(reader, code, label, "名", f"member WHERE void_reason IS NULL AND {_within(column, asked)}")


def _branches(reader: Connection, asked: Period) -> Iterator[Figure]:
    """Party organisations by the groups of the code list."""
    groups = {code.name: code.group for code in codes("branch_kind")}
    told = {
        "党委": "branches_committee",
        "总支": "branches_general",
        "支部": "branches_branch",
        "小组": "branches_group",
    }
    there = moment.there("branch", "b", asked.day)
    sql = f"SELECT kind, count(*) FROM branch b WHERE {there} AND name <> '{UNDECIDED}' GROUP BY kind"
    counted: dict[str, int] = {}
    for kind, count in ledger.plain(reader, sql):
        group = groups.get(kind or "", "")
        counted[group] = counted.get(group, 0) + count
    total = sum(counted.values())
    yield Figure("branches", "党组织总数", "个", total, total)
    for group, code in told.items():
        label = {"党委": "党委（含党工委、党组）", "总支": "党总支", "支部": "党支部", "小组": "党小组"}[group]
        yield Figure(code, label, "个", counted.get(group, 0), counted.get(group, 0))


def _households(reader: Connection, asked: Period) -> Iterator[Figure]:
    there = moment.there("household", "h", asked.day)
    sql = f"SELECT count(*), coalesce(sum(size), 0), count(size), count(need) FROM household h WHERE {there}"
    total, people, known, needy = reader.exec_driver_sql(sql).one()
    kinds = ", ".join(f"'{kind}'" for kind in VILLAGES)
    yield _count(
        reader,
        "villages",
        "村（社区）",
        "个",
        f"unit u WHERE {moment.there('unit', 'u', asked.day)} AND kind IN ({kinds})",
    )
    yield Figure("households", "农户", "户", total, total)
    yield Figure("household_people", "家庭人口", "人", people, known)
    yield Figure("households_need", "困难户", "户", needy, needy)
    yield _count(reader, "cadres", "干部", "名", f"cadre c WHERE {moment.there('cadre', 'c', asked.day)}")


def _pairings(reader: Connection, asked: Period) -> Iterator[Figure]:
    yield _count(reader, "pairings", "结对总数", "对", f"pairing p WHERE {moment.held('p', asked.day)}")
    sql = (
        f"SELECT k.code_no, k.name, count(p.id) FROM pairing_kind k LEFT JOIN pairing p ON p.kind = k.id "
        f"AND {moment.held('p', asked.day)} WHERE k.void_reason IS NULL GROUP BY k.id ORDER BY k.order_no, k.id"
    )
    for code, name, count in ledger.plain(reader, sql):
        yield Figure(f"pairings_{code}", f"结对：{name}", "对", count, count)
    for code, label, column in (
        ("pairings_begun", "本期新结对", "since"),
        ("pairings_ended", "本期结束结对", "until"),
    ):
        yield _count(reader, code, label, "对", f"pairing WHERE void_reason IS NULL AND {_within(column, asked)}")


def _coverage(reader: Connection, asked: Period) -> Iterator[Figure]:
    for tier, aim in zip(coverage(reader, None, asked.day), AIMS, strict=True):
        yield Figure(f"coverage_{tier.tier}", f"{aim.title}覆盖率", "", tier.rate, tier.total)
        yield Figure(f"covered_{tier.tier}", f"已覆盖{aim.title}", aim.counter, tier.covered, tier.covered)


def _completeness(reader: Connection) -> Iterator[Figure]:
    """Of the registers as they stand now: what was empty in the past is not known."""
    for part in completeness(reader):
        if part.record == "member":
            yield Figure("members_whole", "信息完整的党员（现在）", "名", part.whole, part.whole)


def _count(reader: Connection, code: str, label: str, unit: str, frame: str) -> Figure:
    value = int(reader.exec_driver_sql(f"SELECT count(*) FROM {frame}").scalar_one())
    return Figure(code, label, unit, value, value)


def _within(column: str, asked: Period) -> str:
    return f"{column} >= '{asked.since}' AND {column} <= '{asked.day}'"
