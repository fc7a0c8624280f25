"""What stands in the navigation, in groups; only what works. The names of screens are loaded when first opened.

To add a screen: a file in `app/ui/screens`, a line here.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Place:
    """`screen` is `module:class` for `app.loading`; `record` is handed to the generic record screen."""

    code: str
    title: str
    screen: str
    record: str = ""


RECORD = "app.ui.screens.record:RecordScreen"
PLACES: tuple[tuple[str, tuple[Place, ...]], ...] = (
    ("", (Place("home", "首页", "app.ui.screens.home:HomeScreen"),)),
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
            Place("pair", "结对办理", "app.ui.screens.pairing:PairingScreen"),
            Place("pairing", "结对台账", RECORD, "pairing"),
            Place("campaign", "专项", RECORD, "campaign"),
        ),
    ),
    ("规范化", (Place("checklist", "清单打印", "app.ui.screens.checklist:ChecklistScreen"),)),
    (
        "报表与数据",
        (
            Place("ledger", "台账导出", "app.ui.screens.ledger:LedgerScreen"),
            Place("importing", "导入", "app.ui.screens.importing:ImportScreen"),
            Place("backup", "备份与搬家", "app.ui.screens.backup:BackupScreen"),
            Place("works", "修改记录", "app.ui.screens.works:WorksScreen"),
            Place("settings", "设置", "app.ui.screens.settings:SettingsScreen"),
        ),
    ),
)


def places() -> dict[str, Place]:
    return {place.code: place for _group, group in PLACES for place in group}
