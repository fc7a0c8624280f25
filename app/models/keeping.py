"""What the program keeps beside the registers: aliases, settings, editable code lists, mappings, saved views, dismissals."""

from sqlalchemy.orm import Mapped

from app.models import fields as f
from app.models.record import Record


class Alias(Record):
    """别名: another name by which sheets call a branch or a unit (confirmed once, or left by a renaming)."""

    __tablename__ = "alias"
    title = "别名"
    key = (("name", "branch", "unit"),)
    hidden = True

    name: Mapped[str] = f.text("别名", required=True, listed=True, index=True)
    branch: Mapped[int | None] = f.link("党组织", "branch", listed=True)
    unit: Mapped[int | None] = f.link("单位", "unit", listed=True)


class Setting(Record):
    """设置: one figure or word that affects results (cadence, cap, mask …); window state lives elsewhere."""

    __tablename__ = "setting"
    title = "设置"
    key = (("name",),)
    hidden = True

    name: Mapped[str] = f.text("名称", required=True)
    value: Mapped[str | None] = f.text("值")


class CodeEntry(Record):
    """代码表条目: an entry of a code list that the clerk added or changed."""

    __tablename__ = "code_entry"
    title = "代码表"
    key = (("list_name", "name"),)
    hidden = True

    list_name: Mapped[str] = f.text("代码表", required=True)
    name: Mapped[str] = f.text("名称", required=True)
    code_no: Mapped[str | None] = f.text("代码")
    aliases: Mapped[str | None] = f.text("别名")
    group_name: Mapped[str | None] = f.text("分组")
    retired: Mapped[str | None] = f.flag("停用")


class Mapping(Record):
    """表头对应: which column of a sheet is which field, under the fingerprint of its headings."""

    __tablename__ = "mapping"
    title = "表头对应"
    key = (("fingerprint",),)
    hidden = True
    caption = ("fingerprint",)

    fingerprint: Mapped[str] = f.text("表头指纹", required=True)
    record: Mapped[str | None] = f.text("记录")
    columns_json: Mapped[str | None] = f.text("对应")


class View(Record):
    """常用台账: a list as it stood on the screen, saved under a name."""

    __tablename__ = "view"
    title = "常用台账"
    key = (("name",),)
    hidden = True

    name: Mapped[str] = f.text("名称", required=True)
    record: Mapped[str | None] = f.text("记录")
    definition: Mapped[str | None] = f.text("内容")


class Dismissal(Record):
    """搁置: an alert that was put aside or postponed, with the reason."""

    __tablename__ = "dismissal"
    title = "搁置"
    key = (("rule", "target"),)
    hidden = True
    caption = ("rule", "target")

    rule: Mapped[str] = f.text("规则", required=True)
    target: Mapped[str] = f.text("对象", required=True)
    reason: Mapped[str | None] = f.text("原因")
    until: Mapped[str | None] = f.date("推迟到")
