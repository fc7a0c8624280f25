"""任职: who held which post in a branch or a unit, from when to when. The current ones are open (`until` empty)."""

from app.models import fields as f
from app.models.column import CheckConstraint, Constraint
from app.models.record import Record

SECRETARY, DEPUTY = "书记", "副书记"
# The fields of a branch that name the holder of a post: of one only, were there several.
SHOWN = {"secretary": SECRETARY, "deputy": DEPUTY}


class Post(Record):
    """A dated link. `name` is as it was written; `member` or `cadre` says who that is, where it is known beyond doubt.

    Exactly one of `branch` and `unit` is set, at most one of `member` and `cadre`; checks in the database hold it.
    """

    __tablename__ = "post"
    title = "任职"
    ends = "until"
    key = (("branch", "unit", "post", "name", "since"),)
    order = ("since", "id")
    hidden = True

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        return (
            *super().constraints(),
            CheckConstraint("(branch IS NOT NULL) + (unit IS NOT NULL) = 1", name="one_place"),
            CheckConstraint("member IS NULL OR cadre IS NULL", name="one_holder"),
        )

    name = f.person("姓名", required=True)
    member = f.link("任职党员", "member")
    cadre = f.link("任职干部", "cadre")
    branch = f.link("任职党组织", "branch")
    unit = f.link("任职单位", "unit")
    post = f.choice("职务", "post", required=True)
    term = f.link("所在届", "term")
    since = f.date("任职日期")
    until = f.date("离任日期")
    reason_in = f.text("任职原因")
    reason_out = f.text("离任原因")
