"""What stands in the navigation, in groups; only what works. The names of screens are loaded when first opened.

To add a screen: a file in `app/ui/screens`, a line here. A record needs no line: it comes from RECORDS by itself.
"""

from dataclasses import dataclass

from app.models import RECORDS
from app.models.catalogue import shown_records
from app.models.record import Record


@dataclass(frozen=True)
class Place:
    """`screen` is `module:class` for `app.loading`; `record` is handed to the generic record screen.

    `chapter` is the number of the chapter of the manual (resources/help) that F1 opens there.
    """

    code: str
    title: str
    screen: str
    record: str = ""
    chapter: int = 3


RECORD = "app.ui.screens.record:RecordScreen"
UNFOLDED = ("基本台账", "联系服务")  # the groups that are open before anybody folds one
Group = tuple[str, tuple[Place, ...]]
DESIGNED: tuple[Group, ...] = (
    ("", (Place("home", "首页", "app.ui.screens.home:HomeScreen", chapter=1),)),
    (
        "基本台账",
        (
            Place("unit", "单位", RECORD, "unit"),
            Place("branch", "党组织", RECORD, "branch"),
            Place("member", "党员", RECORD, "member"),
            Place("cadre", "干部", RECORD, "cadre"),
            Place("household", "农户", RECORD, "household"),
            Place("resident", "家庭成员", RECORD, "resident"),
        ),
    ),
    (
        "联系服务",
        (
            Place("suggest", "结对建议", "app.ui.screens.suggestion:SuggestionScreen", chapter=14),
            Place("pair", "结对办理", "app.ui.screens.pairing:PairingScreen", chapter=4),
            Place("pairing", "结对台账", RECORD, "pairing", chapter=4),
            Place("coverage", "覆盖", "app.ui.screens.coverage:CoverScreen", chapter=4),
            Place("visiting", "走访登记", "app.ui.screens.visit:VisitScreen", chapter=11),
            Place("visit_plan", "走访计划", "app.ui.screens.visit_plan:PlanScreen", "visit_plan", chapter=11),
            Place("visit", "走访台账", RECORD, "visit", chapter=11),
            Place("deed", "好事实事", RECORD, "deed", chapter=11),
            Place("campaign", "专项", RECORD, "campaign", chapter=4),
            Place("request", "诉求", "app.ui.screens.request:RequestScreen", "request", chapter=12),
            Place("inspection", "督查回访", "app.ui.screens.inspection:InspectionScreen", "inspection", chapter=12),
            Place("holiday", "节假日", RECORD, "holiday", chapter=12),
        ),
    ),
    (
        "心愿与报到",
        (
            Place("wishing", "微心愿办理", "app.ui.screens.wish:WishScreen", chapter=13),
            Place("wish", "微心愿台账", RECORD, "wish", chapter=13),
            Place("reporting", "双报到办理", "app.ui.screens.report_in:ReportInScreen", chapter=13),
            Place("report_in", "双报到台账", RECORD, "report_in", chapter=13),
            Place("duty", "服务岗位", RECORD, "duty", chapter=13),
            Place("activity", "服务活动", RECORD, "activity", chapter=13),
        ),
    ),
    (
        "工作队",
        (
            Place("logging", "日志登记", "app.ui.screens.work_log:WorkLogScreen", chapter=13),
            Place("work_log", "工作日志", RECORD, "work_log", chapter=13),
            Place("team", "工作队组", RECORD, "team", chapter=13),
            Place("posting", "派驻人员", RECORD, "posting", chapter=13),
            Place("planning", "工作计划", "app.ui.screens.plan:PlanScreen", chapter=13),
            Place("plan_item", "计划事项", RECORD, "plan_item", chapter=13),
        ),
    ),
    (
        "组织生活",
        (
            Place("holding", "会议登记", "app.ui.screens.meeting:MeetingScreen", chapter=15),
            Place("meeting_year", "组织生活年历", "app.ui.screens.meeting_year:MeetingYearScreen", chapter=15),
            Place("meeting", "会议活动", RECORD, "meeting", chapter=15),
            Place("judging", "民主评议", "app.ui.screens.review:ReviewScreen", chapter=15),
            Place("review", "民主评议结果", RECORD, "review", chapter=15),
            Place("honour", "表彰奖励", RECORD, "honour", chapter=15),
            Place("election", "换届选举", RECORD, "election", chapter=15),
        ),
    ),
    (
        "发展与转接",
        (
            Place("applicant", "发展党员", "app.ui.screens.applicant:ApplicantScreen", "applicant", chapter=17),
            Place("transfer", "组织关系转接", "app.ui.screens.transfer:TransferScreen", "transfer", chapter=17),
        ),
    ),
    (
        "党费",
        (
            Place("dues", "党费收缴", "app.ui.screens.due:DueScreen", chapter=16),
            Place("due", "党费缴纳", RECORD, "due", chapter=16),
            Place("due_base", "党费核定", RECORD, "due_base", chapter=16),
            Place("due_waiver", "党费减免", RECORD, "due_waiver", chapter=16),
        ),
    ),
    (
        "规范化",
        (
            Place("assessing", "考核", "app.ui.screens.assessment:AssessmentScreen", chapter=18),
            Place("packing", "迎检", "app.ui.screens.pack:PackScreen", chapter=19),
            Place("overview", "考核总览", "app.ui.screens.assessment_overview:OverviewScreen", chapter=18),
            Place("assessment", "考核台账", RECORD, "assessment", chapter=18),
            Place("finding", "问题整改", RECORD, "finding", chapter=18),
            Place("evidence", "佐证材料", RECORD, "evidence", chapter=18),
            Place("checklist", "清单", RECORD, "checklist", chapter=18),
            Place("item", "清单条目", RECORD, "item", chapter=18),
            Place("template", "清单模板", "app.ui.screens.checklist:TemplateScreen", chapter=18),
        ),
    ),
    (
        "报表与数据",
        (
            Place("ledger", "台账导出", "app.ui.screens.ledger:LedgerScreen", chapter=5),
            Place("figure", "上报数据", "app.ui.screens.figure:FigureScreen", chapter=5),
            Place("filling", "模板填报", "app.ui.screens.filling:FillScreen", chapter=10),
            Place("collecting", "收表", "app.ui.screens.collecting:CollectScreen", chapter=9),
            Place("comparing", "对账", "app.ui.screens.comparing:CompareScreen", chapter=9),
            Place("package", "报送包", "app.ui.screens.package:PackageScreen", chapter=22),
            Place("importing", "导入", "app.ui.screens.importing:ImportScreen", chapter=2),
            Place("duplicate", "查重合并", "app.ui.screens.duplicate:DuplicateScreen", chapter=2),
            Place("clinic", "证号诊所", "app.ui.screens.clinic:ClinicScreen", chapter=2),
            Place("backup", "备份与搬家", "app.ui.screens.backup:BackupScreen", chapter=6),
            Place("access", "密码与锁定", "app.ui.screens.access:AccessScreen", chapter=20),
            Place("outgoing", "外发记录", "app.ui.screens.outgoing:OutgoingScreen", chapter=5),
            Place("works", "修改记录", "app.ui.screens.works:WorksScreen", chapter=6),
            Place("code", "代码表", "app.ui.screens.code:CodeScreen", chapter=8),
            Place("settings", "设置", "app.ui.screens.settings:SettingsScreen", chapter=8),
        ),
    ),
)


def groups() -> tuple[Group, ...]:
    """The designed navigation, and every record with a screen that it does not name, in the group where it belongs."""
    found = {caption: list(group) for caption, group in DESIGNED}
    for record in shown_records():
        if all(place.record != record.code() for group in found.values() for place in group):
            group, i = _neighbour(record, found)
            found[group].insert(
                i + 1, Place(record.code(), record.title, RECORD, record.code(), found[group][i].chapter)
            )
    return tuple((caption, tuple(group)) for caption, group in found.items())


def _neighbour(record: type[Record], found: dict[str, list[Place]]) -> tuple[str, int]:
    """(group, index) behind which a record stands: the one it is a part of, else the nearest before it in RECORDS."""
    names = list(RECORDS)
    before = reversed(names[: names.index(record.code())])
    for name in filter(None, (record.owner, *before)):
        for caption, group in found.items():
            for i, place in enumerate(group):
                if place.record == name:
                    return caption, i
    return next((caption, len(group) - 1) for caption, group in found.items() if caption)


def places() -> dict[str, Place]:
    return {place.code: place for _group, group in groups() for place in group}
