"""Which columns of a sheet of visits or deeds, as villages keep it, mean whom, whose and what?"""

from app.exchange import word
from app.exchange.heading import Block

WHO, WHOM = "visitor.name", "visited.name"
_WHO = (
    "走访人", "走访人员", "走访人姓名", "走访党员", "走访干部", "走访党员姓名", "走访干部姓名", "走访人(党员)", "走访责任人",
    "党员姓名", "联系党员", "联系人", "责任人", "帮扶责任人", "帮扶干部", "包户干部", "干部姓名", "办理人", "办理人员", "办理党员",
    "经办人", "责任党员", "姓名", "党员",
)  # fmt: skip
_WHOM = (
    "走访对象", "走访户", "走访户主", "走访群众", "被走访人", "被走访户", "走访对象姓名", "走访户主姓名", "走访单位", "户主",
    "户主姓名", "联系户", "联系户户主", "群众姓名", "受益户", "受益对象", "受益群众", "受益人", "服务对象", "帮扶对象",
)  # fmt: skip
_PLACES = {
    **dict.fromkeys(("村", "村名", "村(社区)", "村(居)", "所在村", "行政村", "所属村", "村居"), "household.village"),
    **dict.fromkeys(("组", "村民小组", "小组", "组别", "村组", "网格/小组"), "household.group_name"),
    **dict.fromkeys(("户主身份证号", "户主身份证号码"), "household.head_id"),
}
_OWN = {
    "visit": {
        "day": ("日期", "时间", "走访日期", "走访时间"),
        "content": ("内容", "主要内容", "走访主要内容", "走访情况记录", "情况记录", "工作内容"),
        "heard": ("诉求问题", "收集问题", "反映的问题", "群众反映问题", "意见和建议"),
    },
    "deed": {
        "day": ("日期", "时间", "办理日期", "办结时间"),
        "what": ("内容", "事项", "实事名称", "好事实事名称", "办实事事项", "为民办实事"),
        "money": ("金额(元)", "折合金额(元)", "资金(元)"),
    },
}
# Headings that no other sheet has, all of a group together.
TELLING: dict[str, tuple[frozenset[str], ...]] = {
    "visit": tuple(
        frozenset({word.squeezed(day), word.squeezed(other)})
        for day in ("走访时间", "走访日期")
        for other in ("走访内容", "走访情况", "走访记录", "走访对象", "走访人", "走访人员", "走访党员", "走访干部", "走访户")
    ),
    "deed": (
        frozenset({"实事内容"}), frozenset({"好事实事"}), frozenset({"好事实事内容"}), frozenset({"办实事内容"}),
        frozenset({"实事项目"}),
    ),
}  # fmt: skip


def wishes(block: Block, record: str) -> dict[int, tuple[str, int]]:
    """Column → (target, rank); the lower the rank the surer. WHO is who went, WHOM to whom."""
    known = {
        **{word.squeezed(w): (WHO, i) for i, w in enumerate(_WHO)},
        **{word.squeezed(w): (WHOM, i) for i, w in enumerate(_WHOM)},
        **{word.squeezed(w): (target, 0) for w, target in _PLACES.items()},
    }
    own = {word.squeezed(w): name for name, several in _OWN[record].items() for w in several}
    found: dict[int, tuple[str, int]] = {}
    for n, path in enumerate(block.paths):
        for label in dict.fromkeys(("".join(path), path[-1])) if path else ():
            target = _target(record, label, known, own)
            if target is not None:
                found[n] = target
                break
    return found


def _target(record: str, label: str, known: dict[str, tuple[str, int]], own: dict[str, str]) -> tuple[str, int] | None:
    fields = word.words(record)
    for spelling in word.spellings(label):
        if spelling in known:
            return known[spelling]
        name = fields.get(spelling) or own.get(spelling)
        if name is not None and not name.startswith(("helper_", "helped_")):
            return f"{record}.{name}", 0
    return None
