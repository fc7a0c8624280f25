"""What must be registered before a rule's silence is an answer, and what a rule without a regulation rests on.

A rule that finds nothing is the yes of a checklist line; where nothing at all is registered, nobody knows.
"""

from app.rules.rule import Rule

COVERAGE = "红色细胞工程：每户群众都有党员联系、每名党员都有干部联系、每个村（居）都有乡镇（街道）干部包干负责"
SERVICE = "联系服务群众工作制度：收集、办理、反馈闭环（时限按当地设置）"
WISHES = "微心愿征集、认领、办理、反馈制度（期限按当地设置）"
REPORTING = "在职党员到社区报到为群众服务制度"
ROSTER = "党员基本信息采集要求"
LIFE = "组织生活纪实管理要求"
PRACTICE = "各地考评表的常见要求"
_SUBJECTS = (
    ("uncovered_ dead_link helper_over_cap excluded_pair", COVERAGE),
    ("visit_ plan_late deed_", "党员联系服务群众走访制度（间隔按当地设置）"),
    ("request_ callback_", SERVICE),
    ("wish_", WISHES),
    ("not_reported reported_but_gone duty_untaken activity_incomplete", REPORTING),
    ("days_short plan_item_late posted_but_gone log_unlikely", "驻村（入企）工作队管理要求（天数按当地设置）"),
    ("phone_shared", ROSTER),
    ("satisfaction_low", "各地分类定级办法：群众满意率低于 90% 的不得评为好、较好"),
    ("honour_won", "各地考评表的加分项：受到县级以上表彰"),
    ("meeting_ absent_often", LIFE),
)
# Records of which something must be registered, where that is not the record the rule speaks about.
_NEEDED = {
    "due_late": ("due",), "due_soon": ("due",), "due_base_missing": ("member",), "hours_short": ("meeting",),
    "absent_often": ("meeting",), "secretary_lesson": ("meeting",), "needy_unvisited": ("visit",),
    "household_unvisited": ("visit",), "visit_overdue": ("visit",), "plan_late": ("visit_plan",),
    "not_reported": ("report_in",), "finding_overdue": (), "finding_unassigned": (), "excluded_pair": (),
    "satisfaction_low": ("request",), "due_farmer_amount": (), "wish_claimant_gone": (), "reported_but_gone": (), "due_large": (),
}  # fmt: skip
# Nothing of these is as good as it gets: no letter is open, nobody applied, no meeting is waiting.
_MAY_BE_NONE = ("applicant", "transfer", "preference", "deed")


def source(rule: Rule) -> str:
    """The regulation of a rule, else the system of work it belongs to."""
    if rule.source:
        return rule.source
    return next((told for starts, told in _SUBJECTS if rule.code.startswith(tuple(starts.split()))), PRACTICE)


def needed(rule: Rule) -> tuple[str, ...]:
    """Records of which something must be registered before the rule's silence means anything."""
    if rule.code.startswith("meeting_missing_"):
        return ("meeting",)
    if rule.code in _NEEDED:
        return _NEEDED[rule.code]
    return () if rule.record in _MAY_BE_NONE else (rule.record,)
