"""Is everybody on site as many days as demanded, is what was planned done, is anybody posted who is gone?"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta

from app.db.queries.team import HALF, WHOLE
from app.kinds.date import PartialDate
from app.rules.rule import Facts, Found, Rule


def days_short(facts: Facts) -> Iterator[Found]:
    """In the last month that is over he was on site fewer days than demanded; months in which he came or left do not count."""
    last = facts.today.replace(day=1) - timedelta(days=1)
    first, month = last.replace(day=1), f"{last.year:04d}-{last.month:02d}"
    halves = _halves(facts, month)
    demanded = _demanded(facts)
    for row, uid, name, team, days, since in facts.rows("posting", "id", "uid", "name", "team", "days", "since"):
        asked = demanded.get(team) if days is None else days
        if asked is None or since is None or PartialDate(since).last() > first:
            continue
        been = halves.get(row, 0)
        if been < asked * 2:
            told = f"{been // 2}.5" if been % 2 else str(been // 2)
            yield Found(
                "posting", row, uid, f"{name}{month} 驻点 {told} 天，不足应驻的 {asked} 天，请核实或补登工作日志。"
            )


def _halves(facts: Facts, month: str) -> dict[int, int]:
    """Half days on site in the month, by posting: the fullest log of each day counts."""
    best: dict[tuple[int, str], int] = {}
    for posting, day, spent in facts.rows("work_log", "posting", "day", "spent"):
        if day[:7] == month:
            value = 2 if spent in (None, WHOLE) else 1 if spent == HALF else 0
            best[posting, day] = max(best.get((posting, day), 0), value)
    found: dict[int, int] = defaultdict(int)
    for (posting, _day), value in best.items():
        found[posting] += value
    return found


def _demanded(facts: Facts) -> dict[int, int]:
    """Days a month by team: its own, else those of the nearest team above that says so."""
    teams = {row: (parent, days) for row, parent, days in facts.rows("team", "id", "parent", "days", ended=True)}
    found = {}
    for row in teams:
        at: int | None = row
        for _ in range(len(teams)):
            if at is None or at not in teams:
                break
            at, days = teams[at]
            if days is not None:
                found[row] = days
                break
    return found


def plan_item_late(facts: Facts) -> Iterator[Found]:
    """Due and not done."""
    teams: dict[int, str] = dict(facts.rows("team", "id", "name", ended=True))
    for row, uid, name, team, owner, due, done in facts.rows(
        "plan_item", "id", "uid", "name", "team", "owner_name", "due", "done_on"
    ):
        if done is None and due is not None and PartialDate(due).last() < facts.today:
            who = f"，责任人 {owner}" if owner else ""
            yield Found(
                "plan_item", row, uid, f"{teams.get(team, '')}的计划“{name}”应于 {due} 前完成{who}，还没有完成。"
            )


def posted_but_gone(facts: Facts) -> Iterator[Found]:
    """A posting stands though the cadre or member left, or the team was dissolved."""
    gone = {
        record: {row for row, ended in facts.rows(record, "id", "ended", ended=True) if ended is not None}
        for record in ("cadre", "member", "team")
    }
    words = {"cadre": "已离任", "member": "已离开", "team": "所在队组已撤销"}
    for row, uid, name, *linked in facts.rows("posting", "id", "uid", "name", *gone):
        for record, link in zip(gone, linked, strict=True):
            if link is not None and link in gone[record]:
                yield Found("posting", row, uid, f"{name}{words[record]}，派驻还没有结束，请结束派驻。")
                break


def log_unlikely(facts: Facts) -> Iterator[Found]:
    """A log of a day that is still to come, or before he was posted."""
    people = {row: (name, since) for row, name, since in facts.rows("posting", "id", "name", "since", ended=True)}
    today: date = facts.today
    for row, uid, posting, day in facts.rows("work_log", "id", "uid", "posting", "day"):
        name, since = people.get(posting, ("", None))
        if PartialDate(day).first() > today:
            yield Found("work_log", row, uid, f"{name}的工作日志日期 {day} 还没有到，请更正。")
        elif since is not None and day[: len(since)] < since[: len(day)]:
            yield Found("work_log", row, uid, f"{name}的工作日志日期 {day} 早于派驻日期 {since}，请更正。")


LOGS = ("posting", "day", "spent")
DAYS_SHORT = Rule(
    "days_short", "驻点天数不足", "week", "posting",
    {"posting": ("name", "team", "days", "since"), "team": ("parent", "days"), "work_log": LOGS}, days_short,
)  # fmt: skip
PLAN_ITEM_LATE = Rule(
    "plan_item_late", "计划事项逾期", "late", "plan_item",
    {"plan_item": ("name", "team", "owner_name", "due", "done_on"), "team": ("name",)}, plan_item_late, "",
    {"plan_item": "done_on IS NULL"},
)  # fmt: skip
POSTED_BUT_GONE = Rule(
    "posted_but_gone", "派驻人员已不在岗", "late", "posting",
    {"posting": ("name", "cadre", "member", "team"), "cadre": ("name",), "member": ("name",), "team": ("name",)},
    posted_but_gone, "",
    {
        "cadre": "id IN (SELECT cadre FROM posting WHERE cadre IS NOT NULL)",
        "member": "id IN (SELECT member FROM posting WHERE member IS NOT NULL)",
    },
)  # fmt: skip
LOG_UNLIKELY = Rule(
    "log_unlikely", "工作日志日期不对", "late", "work_log", {"work_log": ("posting", "day"), "posting": ("name", "since")},
    log_unlikely,
)  # fmt: skip
