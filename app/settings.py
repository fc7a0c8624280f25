"""What the clerk can set and what each setting starts with. The values live in the database (`Setting`).

To add one: a line in SETTINGS; the settings screen, history and undo follow.
"""

from dataclasses import dataclass

from app.kinds.choice import Choice
from app.kinds.kind import Kind
from app.kinds.number import Number
from app.kinds.text import Text


@dataclass(frozen=True)
class Item:
    """`source` names the regulation that gives the default, where there is one."""

    name: str
    label: str
    kind: Kind
    default: str
    source: str = ""


NAME_ORDER, STROKES = "name_order", "笔画"  # the other order of names; the first is 拼音
DUES = "《关于中国共产党党费收缴、使用和管理的规定》（2008）"
GRADING = "中组厅字〔2012〕6号（基层党组织分类定级）"
SETTINGS: tuple[Item, ...] = (
    Item("unit_name", "单位名称", Text(), ""),
    Item(NAME_ORDER, "姓名排序（填了排序号的按排序号）", Choice("name_order"), "拼音"),
    Item("member_cap", "每名党员联系户数上限", Number(least=1, most=None), "12"),
    Item("cadre_cap", "每名干部联系党员上限", Number(least=1, most=None), "20"),
    Item("suggest_near", "推荐结对：同组的分值", Number(least=0, most=1000), "10"),
    Item("suggest_grid", "推荐结对：同网格的分值", Number(least=0, most=1000), "6"),
    Item("suggest_kin", "推荐结对：亲属的分值", Number(least=0, most=1000), "8"),
    Item("suggest_custom", "推荐结对：同民族的分值", Number(least=0, most=1000), "4"),
    Item("suggest_trade", "推荐结对：生产相同的分值", Number(least=0, most=1000), "6"),
    Item("suggest_village", "推荐结对：同村的分值（跨村推荐时）", Number(least=0, most=1000), "10"),
    Item("suggest_skill", "推荐结对：特长与需求对口的分值", Number(least=0, most=1000), "6"),
    Item("suggest_interest", "推荐结对：爱好相同的分值", Number(least=0, most=1000), "4"),
    Item("suggest_wish", "推荐结对：一方愿意的分值（双方愿意加倍）", Number(least=0, most=1000), "15"),
    Item("suggest_ranks", "推荐包村：哪些职务级别可以包村（空着不限）", Text(), ""),
    Item("suggest_stay", "推荐结对：保留现有结对的分值", Number(least=0, most=1000), "20"),
    Item("branch_least", "支部党员人数下限", Number(least=1, most=None), "3", "《中国共产党支部工作条例（试行）》"),
    Item("branch_most", "支部党员人数上限", Number(least=1, most=None), "50", "《中国共产党支部工作条例（试行）》"),
    Item(
        "term_branch", "党总支、党支部任期（年）", Number(least=1, most=10), "3", "《中国共产党支部工作条例（试行）》"
    ),
    Item(
        "term_village", "村和社区党组织任期（年）", Number(least=1, most=10), "5", "《中国共产党支部工作条例（试行）》"
    ),
    Item("term_committee", "基层党委任期（年）", Number(least=1, most=10), "5", "《中国共产党支部工作条例（试行）》"),
    Item(
        "election_spare",
        "换届选举差额不少于应选名额的百分之几",
        Number(least=0, most=100),
        "20",
        "《中国共产党基层组织选举工作条例》",
    ),
    Item(
        "joint_most",
        "联合党支部最多几个单位不提醒",
        Number(least=2, most=100),
        "5",
        "《中国共产党支部工作条例（试行）》",
    ),
    Item("committee_most", "支委会委员人数上限", Number(least=3, most=100), "7", "《中国共产党支部工作条例（试行）》"),
    Item("honour_notice_days", "荣誉到期提前提醒天数", Number(least=0, most=None), "30"),
    Item("term_notice_days", "任期届满提前提醒天数", Number(least=0, most=None), "60"),
    Item("request_days", "诉求办理时限（工作日）", Number(least=1, most=365), "10"),
    Item("request_soon_days", "诉求到期提前提醒（工作日）", Number(least=0, most=365), "3"),
    Item("request_answer_days", "上报后多少工作日没有答复提醒", Number(least=1, most=365), "5"),
    Item("request_feedback_days", "办结后多少工作日没有反馈提醒", Number(least=1, most=365), "3"),
    Item("request_call_days", "反馈后多少工作日没有回访提醒", Number(least=1, most=365), "10"),
    Item("wish_claim_days", "微心愿多少天没有人认领提醒", Number(least=1, most=365), "30"),
    Item("wish_feedback_days", "微心愿完成后多少天没有反馈提醒", Number(least=1, most=365), "15"),
    Item("report_in_domains", "双报到：应报到党支部的领域（用顿号隔开，空着不提醒）", Text(), ""),
    Item("activity_stage_days", "服务活动后多少天环节不全提醒", Number(least=1, most=365), "15"),
    Item("inspection_days", "抽查后多少工作日没有回访提醒", Number(least=1, most=365), "10"),
    Item(
        "meeting_general",
        "支部党员大会每季度至少几次",
        Number(least=0, most=100),
        "1",
        "《中国共产党支部工作条例（试行）》",
    ),
    Item(
        "meeting_committee", "支委会每月至少几次", Number(least=0, most=100), "1", "《中国共产党支部工作条例（试行）》"
    ),
    Item("meeting_group", "党小组会每月至少几次", Number(least=0, most=100), "1", "《中国共产党支部工作条例（试行）》"),
    Item("meeting_lesson", "党课每年至少几次（条例只要求定期，0 为不提醒）", Number(least=0, most=100), "0"),
    Item(
        "meeting_party_day",
        "主题党日每月至少几次",
        Number(least=0, most=100),
        "1",
        "《中国共产党支部工作条例（试行）》",
    ),
    Item(
        "meeting_life", "组织生活会每年至少几次", Number(least=0, most=100), "1", "《中国共产党支部工作条例（试行）》"
    ),
    Item(
        "meeting_review",
        "民主评议党员每年至少几次",
        Number(least=0, most=100),
        "1",
        "《中国共产党支部工作条例（试行）》",
    ),
    Item("meeting_talk", "谈心谈话每年至少几次", Number(least=0, most=100), "1", "《中国共产党支部工作条例（试行）》"),
    Item(
        "meeting_democratic",
        "党委民主生活会每年至少几次",
        Number(least=0, most=100),
        "1",
        "《县以上党和国家机关党员领导干部民主生活会若干规定》",
    ),
    Item(
        "committee_least",
        "设支委会的正式党员人数",
        Number(least=1, most=100),
        "7",
        "《中国共产党支部工作条例（试行）》",
    ),
    Item("study_hours", "党员每年至少学时", Number(least=0, most=1000), "32", "《中国共产党党员教育管理工作条例》"),
    Item("absent_most", "一年内无故缺席几次提醒（0 为不提醒）", Number(least=0, most=100), "3"),
    Item("phone_shared_most", "同一电话最多几人共用不提醒", Number(least=1, most=None), "2"),
    Item("due_wage", "党费：按工资收入的比例", Text(), "3000以下0.5%、5000以下1%、10000以下1.5%、其余2%", DUES),
    Item("due_retired", "党费：离退休党员的比例", Text(), "5000以下0.5%、其余1%", DUES),
    Item("due_flat", "党费：学生、下岗失业等党员每月多少元", Text(), "0.2", DUES),
    Item("due_farmer", "党费：农民党员每月多少元（空着须逐人核定）", Text(), ""),
    Item("due_farmer_least", "党费：农民党员每月最少多少元", Text(), "0.2", DUES),
    Item("due_farmer_most", "党费：农民党员每月最多多少元", Text(), "1", DUES),
    Item("due_unit", "党费计到", Choice("due_unit"), "分"),
    Item("due_rounding", "党费尾数处理", Choice("due_rounding"), "四舍五入"),
    Item("due_soon", "党费连续几个月没有缴纳登记提醒", Number(least=1, most=120), "3"),
    Item("due_late", "党费连续几个月没有缴纳登记须按规定核实", Number(least=1, most=120), "6", DUES),
    Item("due_large", "党费一次缴纳多少元以上须核实上缴", Number(least=1, most=None), "1000", DUES),
    Item(
        "applicant_notice_days",
        "发展党员公示至少几个工作日（按当地规定，0 为不要求公示）",
        Number(least=0, most=60),
        "5",
    ),
    Item("applicant_soon_days", "预备期满提前提醒天数", Number(least=0, most=365), "30"),
    Item("transfer_valid_days", "介绍信有效期（天，最长 90）", Number(least=1, most=90), "10"),
    Item("transfer_receipt_days", "介绍信开出后多少天没有回执提醒", Number(least=1, most=365), "30"),
    Item("transfer_reply_days", "转入接收后多少天没有寄出回执提醒", Number(least=1, most=365), "7"),
    Item("letter_word", "介绍信字号（如 青组转）", Text(), ""),
    Item("grade_bands", "考核等次划分（按得分率）", Text(), "90以上好、80以上较好、60以上一般、其余较差", GRADING),
    Item("grade_satisfaction", "群众满意率低于百分之几不能评为好、较好", Number(least=0, most=100), "90", GRADING),
    Item("lock_minutes", "设了密码时：空闲几分钟自动锁定（0 为不锁）", Number(least=0, most=240), "5"),
    Item("operator", "操作人", Text(), ""),
)

BY_NAME = {item.name: item for item in SETTINGS}
