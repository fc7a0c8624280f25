"""Which record do some headings tell by themselves, whatever else stands in the sheet?

To add one: a line in TELLING, with headings (as `word.squeezed` leaves them) that no other sheet has.
"""

from app.exchange import person_heading, visit_heading

MATTERS = {"反映事项", "反映内容", "诉求内容", "诉求事项"}
_ACTIVE = (
    "列为积极分子",
    "列为入党积极分子",
    "确定积极分子",
    "确定为积极分子",
    "确定入党积极分子",
    "确定为入党积极分子",
)
_TARGET = ("列为发展对象", "确定发展对象", "确定为发展对象")
_ASKED = ("申请入党", "递交入党申请书", "递交申请书", "提交入党申请书")
# A roster of members may tell the way of each besides: with these headings the rows are members.
_MEMBERS = {
    "转正时间", "转正日期", "转正年月", "转正", "转为正式党员日期", "转为正式党员时间", "人员类别", "党员类别", "党籍状态",
}  # fmt: skip
# Headings that no other sheet has, all of a group together: they tell the record whatever else stands in the sheet.
TELLING: dict[str, tuple[frozenset[str], ...]] = {
    **visit_heading.TELLING,
    **person_heading.PERSONS,
    "preference": tuple(
        frozenset({told, who})
        for told in ("意愿", "亲友关系")
        for who in ("联系党员", "联系干部", "联系单位", "结对党组织")
    ),
    "wish": tuple(frozenset({told}) for told in ("心愿人", "心愿人姓名", "微心愿内容", "微心愿", "心愿内容")),
    "report_in": (frozenset({"报到社区"}), frozenset({"报到村(社区)"}), frozenset({"报到人", "报到时间"})),
    "work_log": (frozenset({"驻村人员", "工作内容"}), frozenset({"明日计划", "工作内容"})),
    "posting": (frozenset({"队内职务"}), frozenset({"派驻人员", "派驻日期"})),
    "plan_item": (frozenset({"计划时段", "计划内容"}),),
    "duty": (frozenset({"岗位名称", "岗位职责"}), frozenset({"岗位名称", "需要人数"})),
    "meeting": (
        frozenset({"会议类型"}), frozenset({"会议主题"}), frozenset({"活动类型", "活动主题"}), frozenset({"主持人", "应到"}),
        frozenset({"主持人", "应到人数"}), frozenset({"主持人", "议题"}), frozenset({"主持人", "会议时间"}),
    ),
    "election": (frozenset({"应到有选举权人数"}), frozenset({"换届选举日期", "应选名额"}), frozenset({"换届选举日期", "换届方式", "实到"})),
    "applicant": tuple(frozenset({f"{told}{when}"}) for told in (*_ACTIVE, *_TARGET, *_ASKED) for when in ("时间", "日期")),
    "transfer": (
        *(frozenset({told}) for told in ("介绍信编号", "介绍信号", "介绍信日期", "转接方向")),
        *(frozenset({f"转出{what}", f"转入{what}"}) for what in ("党组织", "单位", "支部", "党支部")),
    ),
    "activity": (frozenset({"活动名称", "活动日期"}), frozenset({"活动名称", "活动社区"})),
}  # fmt: skip


def record(said: set[str], *, person: bool) -> str | None:
    """The record that some headings alone tell. `person`: a column of names stands there too, as in a roster."""
    found = next((name for name, groups in TELLING.items() if any(words <= said for words in groups)), None)
    if found == "applicant" and said & _MEMBERS:
        return None
    return "request" if found not in visit_heading.TELLING and said & MATTERS and not person else found
