"""Was a sample drawn and then left lying, and are people content with what was done?"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from app.db.queries.holiday import of_rows
from app.rules.rule import Facts, Found, Rule

VILLAGES, BEST = ("村", "社区"), 95  # the share, in percent, that earns the whole line in the seven lists
CONTENT = {"满意": True, "基本满意": True, "不满意": False}  # 未评价 is no answer


def unasked(facts: Facts) -> Iterator[Found]:
    """Some of the sample was never called within the working days of the setting."""
    calendar, most = of_rows(facts.rows("holiday", "day", "works")), facts.number("inspection_days")
    drawn = Counter(drawing for drawing, done in facts.rows("callback", "inspection", "done_on") if done is None)
    for row, uid, name, day in facts.rows("inspection", "id", "uid", "name", "drawn_on"):
        gone = calendar.until(date.fromisoformat(day), facts.today)
        if drawn[row] and gone > most:
            text = f"{name}（{day} 抽取）还有 {drawn[row]} 件没有回访，已过 {gone} 个工作日，请抓紧回访。"
            yield Found("inspection", row, uid, text)


def satisfaction_low(facts: Facts) -> Iterator[Found]:
    """Villages where fewer of those who were asked in the year that is judged are content than the best step of the lists
    wants, and those where nobody was asked: without an answer there is no share.

    Answers are those of requests and of call-backs on requests and households. 满意 and 基本满意 count as content.
    """
    year = str(facts.today.year - (facts.today.month <= 3))
    said: dict[int, list[bool]] = defaultdict(list)
    village: dict[int, int | None] = {}
    for row, place, fed, called, told in facts.rows("request", "id", "village", "fed_on", "called_on", "satisfaction"):
        village[row] = place
        if told in CONTENT and place is not None and (called or fed or "")[:4] == year:
            said[place].append(CONTENT[told])
    asked = [
        (request, home, CONTENT[told])
        for request, home, day, told in facts.rows("callback", "request", "household", "done_on", "satisfaction")
        if told in CONTENT and (day or "")[:4] == year
    ]
    homes = {
        row: place for row, _uid, place in facts.told("household", {home for _r, home, _c in asked if home}, "village")
    }
    for request, home, content in asked:
        place = village.get(request) if request else homes.get(home)
        if place is not None:
            said[place].append(content)
    for row, uid, name, kind in facts.rows("unit", "id", "uid", "name", "kind"):
        count, pleased = len(said[row]), sum(said[row])
        if kind in VILLAGES and not count:
            yield Found("unit", row, uid, f"{name}{year}年没有登记群众满意度，算不出满意率，请在诉求或回访里登记。")
        elif kind in VILLAGES and 100 * pleased < BEST * count:
            share = f"{pleased / count:.1%}"
            told = f"{name}{year}年有 {count} 条群众评价，满意和基本满意 {pleased} 条，满意率 {share}，低于 {BEST}%。"
            yield Found("unit", row, uid, told)


UNASKED = Rule(
    "callback_unasked", "抽查没有回访", "week", "inspection",
    {"inspection": ("name", "drawn_on"), "callback": ("inspection", "done_on"), "holiday": ("day", "works")}, unasked,
    only={"callback": "done_on IS NULL"},
)  # fmt: skip
SATISFACTION_LOW = Rule(
    "satisfaction_low", "群众满意率不足或没有登记", "note", "unit",
    {"unit": ("name", "kind"), "request": ("village", "fed_on", "called_on", "satisfaction"),
     "callback": ("request", "household", "done_on", "satisfaction")},
    satisfaction_low, only={"callback": "satisfaction IS NOT NULL"}, names={"household": ("village",)}, quiet=True,
)  # fmt: skip
