"""Who has not reported in, which service post nobody took, which activity lacks one of its four stages?"""

from collections.abc import Iterator
from datetime import timedelta

from app import codes
from app.db.queries.report_in import ASKED
from app.kinds.date import PartialDate
from app.rules.rule import Facts, Found, Rule

STAGES = (("organised", "组织"), ("recorded", "记录"), ("summary", "总结"), ("feedback", "反馈"))
STAGED = tuple(name for name, _word in STAGES)


def not_reported(facts: Facts) -> Iterator[Found]:
    """A member in service of the domains that the setting names, without a report that stands (as `queries.report_in.MUST`)."""
    domains = frozenset(part.strip() for part in facts.settings["report_in_domains"].split("、")) - {""}
    if not domains:
        return
    retired = {code.name for code in codes.official("occupation") if code.group == "离退休人员"}
    asked = {
        row: name for row, name, domain in facts.rows("branch", "id", "name", "domain", ended=True) if domain in domains
    }
    there = set(facts.column("report_in", "member"))
    for row, uid, name, branch, occupation in facts.rows("member", "id", "uid", "name", "branch", "occupation"):
        if branch in asked and row not in there and occupation not in retired:
            yield Found("member", row, uid, f"{name}（{asked[branch]}）还没有到社区报到，请督促报到或补登。")


def reported_but_gone(facts: Facts) -> Iterator[Found]:
    """A report stands though the member left or the party organisation was dissolved."""
    gone = {
        record: {row for row, ended in facts.rows(record, "id", "ended", ended=True) if ended is not None}
        for record in ("member", "branch")
    }
    for row, uid, name, member, branch in facts.rows("report_in", "id", "uid", "name", "member", "branch"):
        if member in gone["member"] or branch in gone["branch"]:
            yield Found("report_in", row, uid, f"{name}已不在册，双报到还没有结束，请结束报到。")


def duty_untaken(facts: Facts) -> Iterator[Found]:
    """A service post that stands open and that nobody holds."""
    held = set(facts.column("duty_claim", "duty"))
    units: dict[int, str] = dict(facts.rows("unit", "id", "name", ended=True))
    for row, uid, name, community in facts.rows("duty", "id", "uid", "name", "community"):
        if row not in held:
            yield Found("duty", row, uid, f"{units.get(community, '')}的服务岗位“{name}”还没有人认领，请安排认领。")


def activity_incomplete(facts: Facts) -> Iterator[Found]:
    """An activity was held some time ago and one of 组织、记录、总结、反馈 has no words."""
    line = facts.today - timedelta(days=facts.number("activity_stage_days"))
    for row, uid, name, held, *told in facts.rows("activity", "id", "uid", "name", "held_on", *STAGED):
        lacking = [word for (_name, word), text in zip(STAGES, told, strict=True) if text is None]
        if held is not None and lacking and PartialDate(held).last() < line:
            yield Found("activity", row, uid, f"{held} 的服务活动“{name}”缺{'、'.join(lacking)}，请补登。")


NOT_REPORTED = Rule(
    "not_reported", "应报到未报到", "note", "member",
    {"member": ("name", "branch", "occupation"), "branch": ("name", "domain"), "report_in": ("member",)},
    not_reported, "", {"member": f"branch IN {ASKED}"},
)  # fmt: skip
REPORTED_BUT_GONE = Rule(
    "reported_but_gone", "报到人已不在册", "note", "report_in",
    {"report_in": ("name", "member", "branch"), "member": ("name",), "branch": ("name",)}, reported_but_gone, "",
    {"member": "id IN (SELECT member FROM report_in WHERE member IS NOT NULL)"},
)  # fmt: skip
DUTY_UNTAKEN = Rule(
    "duty_untaken", "服务岗位没有人认领", "note", "duty",
    {"duty": ("name", "community"), "duty_claim": ("duty",), "unit": ("name",)}, duty_untaken,
)  # fmt: skip
ACTIVITY_INCOMPLETE = Rule(
    "activity_incomplete", "服务活动环节不全", "note", "activity", {"activity": ("name", "held_on", *STAGED)},
    activity_incomplete,
)  # fmt: skip
