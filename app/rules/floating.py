"""Members who are away or out of contact: what is missing about them, and what the regulation asks for after half a year or two years.

Source of the terms: 《中国共产党党员教育管理工作条例》 (流动党员, 停止党籍, 自行脱党除名).
"""

from collections.abc import Iterator
from datetime import date

from app.kinds.date import PartialDate
from app.models.applicant_step import months_on
from app.rules.rule import Facts, Found, Rule

SOURCE = "《中国共产党党员教育管理工作条例》"
HALF_YEAR, TWO_YEARS = 6, 24  # months
STOPPED = "停止党籍"


def half_year_lost(facts: Facts) -> Iterator[Found]:
    """Out of contact for half a year: 停止党籍 is to be decided on."""
    for row, uid, name, lost, since, standing in facts.rows(
        "member", "id", "uid", "name", "lost", "lost_date", "standing"
    ):
        if lost == "是" and standing != STOPPED and since and _over(since, HALF_YEAR, facts.today):
            yield Found("member", row, uid, f"{name} {since} 起失去联系已满六个月，请按规定研究停止党籍。")


def long_stopped(facts: Facts) -> Iterator[Found]:
    """Out of contact for half a year and two more: 自行脱党 is to be decided on."""
    for row, uid, name, lost, since, standing in facts.rows(
        "member", "id", "uid", "name", "lost", "lost_date", "standing"
    ):
        if lost == "是" and standing == STOPPED and since and _over(since, HALF_YEAR + TWO_YEARS, facts.today):
            told = f"{name} {since} 起失去联系，停止党籍后又满两年仍未取得联系的，按自行脱党予以除名，请研究处理。"
            yield Found("member", row, uid, told)


def floating_unplaced(facts: Facts) -> Iterator[Found]:
    """Away, and nobody wrote where (外出流向 of the 采集表)."""
    for row, uid, name, floating, where in facts.rows("member", "id", "uid", "name", "floating", "flow_to"):
        if floating == "是" and not where:
            yield Found("member", row, uid, f"{name}是流动党员，没有登记外出流向，请补填。")


def lost_undated(facts: Facts) -> Iterator[Found]:
    """Out of contact, and nobody wrote since when."""
    for row, uid, name, lost, since in facts.rows("member", "id", "uid", "name", "lost", "lost_date"):
        if lost == "是" and not since:
            yield Found("member", row, uid, f"{name}是失联党员，没有登记失去联系日期，请补填。")


def _over(since: str, months: int, today: date) -> bool:
    """Surely so long ago: a month or a year alone is never judged too early."""
    return months_on(PartialDate(since).last(), months) <= today


_LOST = {"member": "lost = '是'"}
HALF_YEAR_LOST = Rule(
    "lost_half_year", "失联满六个月", "week", "member", {"member": ("name", "lost", "lost_date", "standing")}, half_year_lost,
    SOURCE, _LOST,
)  # fmt: skip
LONG_STOPPED = Rule(
    "lost_two_years", "停止党籍后又满两年", "week", "member", {"member": ("name", "lost", "lost_date", "standing")}, long_stopped,
    SOURCE, _LOST,
)  # fmt: skip
LOST_UNDATED = Rule(
    "lost_undated", "失联党员没有失去联系日期", "note", "member", {"member": ("name", "lost", "lost_date")}, lost_undated, SOURCE,
    _LOST,
)  # fmt: skip
FLOATING_UNPLACED = Rule(
    "floating_unplaced", "流动党员没有外出流向", "note", "member", {"member": ("name", "floating", "flow_to")}, floating_unplaced,
    SOURCE, {"member": "floating = '是'"},
)  # fmt: skip
