"""Was a sample drawn and then left lying?"""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from app.db.queries.holiday import of_rows
from app.rules.rule import Facts, Found, Rule


def unasked(facts: Facts) -> Iterator[Found]:
    """Some of the sample was never called within the working days of the setting."""
    calendar, most = of_rows(facts.rows("holiday", "day", "works")), facts.number("inspection_days")
    drawn = Counter(drawing for drawing, done in facts.rows("callback", "inspection", "done_on") if done is None)
    for row, uid, name, day in facts.rows("inspection", "id", "uid", "name", "drawn_on"):
        gone = calendar.until(date.fromisoformat(day), facts.today)
        if drawn[row] and gone > most:
            text = f"{name}（{day} 抽取）还有 {drawn[row]} 件没有回访，已过 {gone} 个工作日，请抓紧回访。"
            yield Found("inspection", row, uid, text)


UNASKED = Rule(
    "callback_unasked", "抽查没有回访", "week", "inspection",
    {"inspection": ("name", "drawn_on"), "callback": ("inspection", "done_on"), "holiday": ("day", "works")}, unasked,
    only={"callback": "done_on IS NULL"},
)  # fmt: skip
