"""党籍隶属: which branch a member belonged to, from when to when. The current one is open (`until` empty)."""

from app.models import fields as f
from app.models.record import Record


class Membership(Record):
    """A dated link: never overwritten, closed with a date and a reason when a member moves or leaves."""

    __tablename__ = "membership"
    title = "党籍隶属"
    ends = "until"
    key = (("member", "branch", "since"),)
    owner = "member"
    stands = (("branch", "branch"),)
    order = ("since", "id")
    caption = ("member", "branch")
    hidden = True

    member = f.link("党员", "member", required=True)
    branch = f.link("党支部", "branch", required=True)
    since = f.date("转入日期")
    until = f.date("转出日期")
    reason_in = f.text("转入原因")
    reason_out = f.text("转出原因")
