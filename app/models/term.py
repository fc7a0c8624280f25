"""届: which committee of a branch was elected when, how, for how long. The current one is open (`until` empty)."""

from app.models import fields as f
from app.models.record import Record


class Term(Record):
    """A dated link: `since` is the day of the election, `due` when it ends by rule, `until` when it really ended.

    `due` is entered, never computed: 任期 is 3 or 5 years by kind of branch (《中国共产党支部工作条例（试行）》). A delay that was
    approved moves `due` and leaves what it was in `first_due`.
    """

    __tablename__ = "term"
    title = "届"
    ends = "until"
    counter = "届"
    key = (("branch", "since", "due"),)
    owner = "branch"
    stands = (("elected_on", "since"), ("term_until", "due"), ("committee_size", "size"))
    order = ("since", "id")
    caption = ("branch", "number")
    hidden = True

    branch = f.link("党组织", "branch", required=True)
    number = f.text("届次", help="如 第九届")
    since = f.date("选举日期")
    due = f.date("任期届满日期")
    until = f.date("结束日期")
    form = f.choice("换届方式", "term_form")
    size = f.number("委员人数")
    reason_out = f.text("结束原因")
    first_due = f.date("原届满日期", help="批准延期的，延期以前的届满日期")
    delay_by = f.text("延期批准党组织")
    delay_reason = f.text("延期原因")
