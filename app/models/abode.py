"""户所在: in which village and group a household lived, from when to when. The current one is open (`until` empty)."""

from app.models import fields as f
from app.models.record import Record


class Abode(Record):
    """A dated link: never overwritten, closed with a date and a reason when the household moves."""

    __tablename__ = "abode"
    title = "户所在"
    ends = "until"
    key = (("household", "village", "group_name", "since"),)
    owner = "household"
    stands = (("village", "village"), ("group_name", "group_name"))
    order = ("since", "id")
    caption = ("household", "village")
    hidden = True

    household = f.link("农户", "household", required=True)
    village = f.link("所在村", "unit")
    group_name = f.text("组")
    since = f.date("迁入日期")
    until = f.date("迁出日期")
    reason_in = f.text("迁入原因")
    reason_out = f.text("迁出原因")
