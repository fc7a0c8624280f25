"""活动专项: 双结对, 驻百村 … whom they cover, by which kinds of pairing, until when, with which ledger: all of it data."""

from app.models import fields as f
from app.models.record import Record


class Campaign(Record):
    """专项. The same pairing may count under several: it counts where it names the campaign, or by its kind.

    With a `target` it stands among the tiers of coverage; `condition` narrows the target in the words of a search.
    """

    __tablename__ = "campaign"
    title = "专项"
    counter = "个"
    key = (("name",),)

    name = f.text("专项名称", aliases=("活动名称",), required=True, search=True, listed=True)
    since = f.date("开始日期", listed=True)
    until = f.date("结束日期", listed=True)
    deadline = f.date("对接期限", listed=True, help="到这一天应全部对接，之后还没有的列为超期")
    target = f.choice("应覆盖对象", "campaign_target", group="范围", listed=True, help="填了就统计这个专项的覆盖率")
    condition = f.text("对象条件", group="范围", help="写法同查找，如 困难类型:低保 所在村:红旗；空着是全部")
    kinds = f.text(
        "计入的结对种类",
        group="范围",
        help="结对种类的名称，用顿号隔开，联系范围里的对象才计入；结对里写明本专项的总是计入",
    )
    ledger_title = f.text("台账标题", group="台账", listed=True)
    columns_told = f.text("台账栏目", group="台账", lines=True, help="栏目名称，用顿号隔开；空着用通用栏目")
    remark = f.text("备注", lines=True)
