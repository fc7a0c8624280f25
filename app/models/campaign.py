"""活动专项: 双结对, 驻百村 … names and titles change every year, so they are data."""

from sqlalchemy.orm import Mapped

from app.models import fields as f
from app.models.record import Record


class Campaign(Record):
    """专项. The same pairing may count under several."""

    __tablename__ = "campaign"
    title = "专项"
    counter = "个"
    key = (("name",),)

    name: Mapped[str] = f.text("专项名称", aliases=("活动名称",), required=True, search=True, listed=True)
    ledger_title: Mapped[str | None] = f.text("台账标题", listed=True)
    since: Mapped[str | None] = f.date("开始日期", listed=True)
    until: Mapped[str | None] = f.date("结束日期", listed=True)
    deadline: Mapped[str | None] = f.date("对接期限", listed=True)
    remark: Mapped[str | None] = f.text("备注", lines=True)
