"""活动专项: 双结对, 驻百村 … names and titles change every year, so they are data."""

from app.models import fields as f
from app.models.record import Record


class Campaign(Record):
    """专项. The same pairing may count under several."""

    __tablename__ = "campaign"
    title = "专项"
    counter = "个"
    key = (("name",),)

    name = f.text("专项名称", aliases=("活动名称",), required=True, search=True, listed=True)
    ledger_title = f.text("台账标题", listed=True)
    since = f.date("开始日期", listed=True)
    until = f.date("结束日期", listed=True)
    deadline = f.date("对接期限", listed=True)
    remark = f.text("备注", lines=True)
