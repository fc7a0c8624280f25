"""结对: who is responsible for whom, by kinds that are data, with dates and reasons; never overwritten."""

from app.models import fields as f
from app.models.column import INTEGER, CheckConstraint, Column, Constraint, Index
from app.models.record import Record

HELPERS = ("helper_member", "helper_cadre", "helper_unit", "helper_branch")
HELPED = ("helped_household", "helped_member", "helped_unit", "helped_branch", "helped_resident")


class PairingKind(Record):
    """结对种类, e.g. 党员→户. `sole` = at most one current pairing of this kind for each helped side."""

    __tablename__ = "pairing_kind"
    title = "结对种类"
    key = (("code_no",), ("name",))
    order = ("order_no", "id")

    code_no = f.text("代号", required=True, listed=True)
    name = f.text("结对种类", aliases=("种类",), required=True, search=True, listed=True)
    helper_side = f.text("联系方", help="member cadre unit branch 之一，可用空格隔开多个", required=True)
    helped_side = f.text("被联系方", help="household member unit branch resident 之一", required=True)
    sole = f.flag("同时只有一个", listed=True)
    cap = f.number("每个联系方上限", listed=True)
    visit_days = f.number("走访间隔天数", least=1, most=366, listed=True, help="多少天至少走访一次，空着则不提醒")
    tier = f.text("覆盖口径", help="household member village organisation 之一，空着不计入覆盖")
    remark = f.text("备注", lines=True)


class Pairing(Record):
    """结对. Exactly one helper column and one helped column are set; a check in the database holds it."""

    __tablename__ = "pairing"
    title = "结对"
    ends = "until"
    counter = "对"
    key = (("kind", "helper_member", "helper_cadre", "helped_household", "helped_member", "helped_unit", "since"),)
    order = ("since", "id")
    caption = ("helper_member", "helper_cadre", "helper_unit", "helper_branch")

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        current = "until IS NULL AND void_reason IS NULL"
        sole = [
            Index(
                f"uq_pairing_sole_{side}",
                "kind",
                side,
                unique=True,
                where=f"{current} AND sole = 1 AND {side} IS NOT NULL",
            )
            for side in HELPED
        ]
        one = " + ".join
        return (
            *super().constraints(),
            CheckConstraint(one(f"({side} IS NOT NULL)" for side in HELPERS) + " = 1", name="one_helper"),
            CheckConstraint(one(f"({side} IS NOT NULL)" for side in HELPED) + " = 1", name="one_helped"),
            CheckConstraint(
                "until IS NULL OR since IS NULL OR substr(until, 1, length(since)) >= substr(since, 1, length(until))",
                name="dates",
            ),
            *sole,
        )

    kind = f.link("结对种类", "pairing_kind", required=True, listed=True)
    helper_member = f.link("联系党员", "member", aliases=("党员姓名",), group="联系方", listed=True)
    helper_cadre = f.link("帮扶责任人", "cadre", aliases=("联系干部", "包村干部"), group="联系方", listed=True)
    helper_unit = f.link("帮扶单位", "unit", aliases=("联系单位",), group="联系方", listed=True)
    helper_branch = f.link("结对党组织", "branch", group="联系方")
    helped_household = f.link("联系户", "household", aliases=("帮扶户",), group="被联系方", listed=True)
    helped_member = f.link("被联系党员", "member", group="被联系方", listed=True)
    helped_unit = f.link("联系单位(村、企业)", "unit", aliases=("包联村", "联系村"), group="被联系方", listed=True)
    helped_branch = f.link("共建党组织", "branch", group="被联系方")
    helped_resident = f.link("帮扶群众", "resident", group="被联系方")
    sole = Column(INTEGER)
    role = f.text("联系角色", aliases=("角色",))
    reasons = f.text("结对依据", help="地域相近、人员相亲、风俗相同、生产相关、兴趣相投", listed=True)
    measures = f.text("帮扶措施", aliases=("措施",), lines=True)
    campaigns = f.text("所属专项", help="可写多个，用顿号隔开")
    since = f.date("结对日期", aliases=("帮扶时间", "联系时间", "结对时间"), listed=True)
    until = f.date("结束日期", listed=True, asked=False)
    end_reason = f.text("结束原因", asked=False)
    result = f.text("成效", lines=True)
    remark = f.text("备注", lines=True)
