"""收表: which sheets were sent to which village or branch, what stood in them, and what came back."""

from typing import ClassVar

from app.models import fields as f
from app.models.column import Constraint, Index
from app.models.record import Record


class Batch(Record):
    """收表批次: one table sent to many places at once. `record` and `columns_json` are code names."""

    __tablename__ = "batch"
    title = "收表批次"
    ends = "closed_on"
    counter = "批"
    key = (("mark",),)
    children: ClassVar[tuple[str, ...]] = ("handout",)
    caption = ("name",)
    hidden = True

    name = f.text("收表标题", required=True, listed=True)
    mark = f.text("批次标记", required=True, listed=True, index=True)
    record = f.text("收表记录种类", required=True, listed=True)
    columns_json = f.text("下发栏目")
    place = f.text("下发对象类别", help="village 按村，branch 按党支部")
    condition = f.text("下发筛选条件")
    sent_on = f.date("下发日期", listed=True)
    due = f.date("交回期限", listed=True)
    closed_on = f.date("收表结束日期", asked=False)


class Handout(Record):
    """下发表: the sheet of one village or branch. What stood in it is kept under `digest` (see `Content`)."""

    __tablename__ = "handout"
    title = "下发表"
    key = (("batch", "place_no"),)
    owner = "batch"
    children: ClassVar[tuple[str, ...]] = ("receipt",)
    order = ("batch", "place_no")
    caption = ("file_name",)
    hidden = True

    batch = f.link("所属收表批次", "batch", required=True)
    place_no = f.number("下发序号", required=True)
    unit = f.link("下发到村", "unit")
    branch = f.link("下发到党组织", "branch")
    file_name = f.text("下发文件名", required=True)
    row_count = f.number("下发行数")
    digest = f.text("下发内容指纹")


class Receipt(Record):
    """回收件: one returned file of one place; several returns are all kept. Without `handout` it was not recognised.

    `found_by` says what it was recognised by; the file itself is kept under `digest` (see `Content`).
    """

    __tablename__ = "receipt"
    title = "回收件"
    key = (("handout", "digest"),)
    owner = "handout"
    order = ("id",)
    caption = ("file_name",)
    hidden = True

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        return (*super().constraints(), Index("ix_receipt_digest", "digest"))

    handout = f.link("对应下发表", "handout")
    file_name = f.text("回收文件名", required=True)
    digest = f.text("回收文件指纹", required=True)
    returned_on = f.date("交回日期")
    found_by = f.text("认出的依据")
    row_count = f.number("交回行数")
    changed_count = f.number("有改动行数")
    checked_on = f.date("对账日期")
    told = f.text("回收说明")


class Content(Record):
    """存件: packed bytes in pieces short enough for a cell of a sheet, under the fingerprint of the whole."""

    __tablename__ = "content"
    title = "存件"
    key = (("digest", "piece_no"),)
    order = ("digest", "piece_no")
    caption = ("digest",)
    hidden = True

    digest = f.text("存件指纹", required=True, index=True)
    piece_no = f.number("存件分段", required=True)
    packed = f.text("存件内容", required=True)
