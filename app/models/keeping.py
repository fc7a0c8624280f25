"""What the program keeps beside the registers: aliases, settings, editable code lists, mappings, saved views, dismissals."""

from app.models import fields as f
from app.models.record import Record


class Alias(Record):
    """别名: another name by which sheets call a branch or a unit (confirmed once, or left by a renaming)."""

    __tablename__ = "alias"
    title = "别名"
    key = (("name", "branch", "unit"),)
    hidden = True

    name = f.text("别名", required=True, listed=True, index=True)
    branch = f.link("党组织", "branch", listed=True)
    unit = f.link("单位", "unit", listed=True)


class Setting(Record):
    """设置: one figure or word that affects results (cadence, cap, mask …); window state lives elsewhere."""

    __tablename__ = "setting"
    title = "设置"
    key = (("name",),)
    hidden = True

    name = f.text("名称", required=True)
    value = f.text("值")


class CodeEntry(Record):
    """代码表条目: an entry of a code list that the clerk added or changed."""

    __tablename__ = "code_entry"
    title = "代码表"
    key = (("list_name", "name"),)
    hidden = True

    list_name = f.text("代码表", required=True)
    name = f.text("名称", required=True)
    code_no = f.text("代码")
    aliases = f.text("别名")
    group_name = f.text("分组")
    retired = f.flag("停用")


class Mapping(Record):
    """表头对应: which column of a sheet is which field, under the fingerprint of its headings."""

    __tablename__ = "mapping"
    title = "表头对应"
    key = (("fingerprint",),)
    hidden = True
    caption = ("fingerprint",)

    fingerprint = f.text("表头指纹", required=True)
    record = f.text("记录")
    columns_json = f.text("对应")


class View(Record):
    """常用台账: a list as it stood on the screen, saved under a name."""

    __tablename__ = "view"
    title = "常用台账"
    key = (("name",),)
    hidden = True

    name = f.text("名称", required=True)
    record = f.text("记录")
    definition = f.text("内容")


class Dismissal(Record):
    """搁置: an alert that was put aside or postponed, with the reason."""

    __tablename__ = "dismissal"
    title = "搁置"
    key = (("rule", "target"),)
    hidden = True
    caption = ("rule", "target")

    rule = f.text("规则", required=True)
    target = f.text("对象", required=True)
    reason = f.text("原因")
    until = f.date("推迟到")
