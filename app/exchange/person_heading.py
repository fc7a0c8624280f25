"""Which columns of a sheet about members – bases of dues, dues paid, results of 民主评议 – say who it is, which what?

To add a record: a line in PERSONS, with the headings that no roster has.
"""

from app.exchange import word
from app.exchange.heading import Block

NAME, NUMBER, BRANCH = "person.name", "person.id_number", "person.branch"
_WHO = {
    **dict.fromkeys(("姓名", "党员姓名", "党员", "人员姓名", "党员名字", "缴费人", "缴纳人", "被评议人", "党费缴纳人"), NAME),
    **dict.fromkeys(
        ("公民身份号码", "身份证号", "身份证号码", "公民身份证号", "公民身份证号码", "居民身份证号码", "证件号码", "身份证"), NUMBER
    ),
    **dict.fromkeys(("所在党支部", "所在支部", "所属党支部", "所属支部", "党支部名称", "党支部", "支部", "支部名称"), BRANCH),
}  # fmt: skip
# Record → groups of headings that tell it, whatever else stands in the sheet.
PERSONS: dict[str, tuple[frozenset[str], ...]] = {
    "due": tuple(
        frozenset({month, money})
        for month in ("党费月份", "缴费月份", "所属月份", "月份")
        for money in ("应缴", "实缴", "应缴党费", "月应缴", "应缴金额", "应交党费", "实缴党费", "实缴金额", "实交党费", "已缴党费")
    ),
    "due_base": (
        *(frozenset({told}) for told in ("党费计算基数", "计费基数", "党费基数", "缴费基数", "计算基数", "党费缴纳基数")),
        frozenset({"月工资收入", "执行月份"}), frozenset({"月工资收入", "党费缴纳类别"}), frozenset({"月工资收入", "缴纳类别"}),
        frozenset({"每月定额", "执行月份"}), frozenset({"每月定额", "党费缴纳类别"}), frozenset({"每月定额", "缴纳类别"}),
    ),
    "honour": tuple(
        frozenset({told}) for told in ("荣誉称号", "表彰名称", "奖项名称", "荣誉名称", "获奖名称", "受表彰党员")
    ),
    "review": tuple(
        frozenset({told}) for told in ("民主评议等次", "评议等次", "评定等次", "民主评议结果", "评议结果")
    ),
}  # fmt: skip
_OWN = {
    "due_base": {
        "base": ("缴费基数", "计算基数", "党费缴纳基数", "基数", "月工资收入(元)", "计费工资"),
        "since": ("执行时间", "起始时间", "执行年月", "执行日期"),
        "fixed": ("月定额", "核定月缴额", "定额(元)"),
    },
    "due": {"month": ("月份",), "amount": ("月应缴(元)", "应缴(元)", "应缴"), "paid": ("实缴(元)", "实缴", "实缴数")},
    "honour": {"day": ("日期", "时间"), "awarder": ("表彰机关", "授奖单位"), "level": ("级别",)},
    "review": {"grade": ("等次", "评议等级", "评定结果"), "year": ("评议年份",)},
}


_TITLES = {"due": "党费", "due_base": "党费", "review": "评议", "honour": "表彰"}
_FEW = 4  # a sheet with more about the person than this is a roster that tells the other thing besides


def about(record: str, said: set[str], title: str) -> bool:
    """Is this a sheet of that record, and no roster with one column more?"""
    if _TITLES[record] in title and "花名册" not in title:
        return True
    roster = {name for spelling, name in word.words("member").items() if spelling in said and spelling not in _WHO}
    return len(roster) <= _FEW


def wishes(block: Block, record: str) -> dict[int, tuple[str, int]]:
    """Column → (target, rank); the lower the rank the surer."""
    own = {word.squeezed(said): name for name, several in _OWN[record].items() for said in several}
    found: dict[int, tuple[str, int]] = {}
    for n, path in enumerate(block.paths):
        for label in dict.fromkeys(("".join(path), path[-1])) if path else ():
            target = _target(record, label, own)
            if target is not None:
                found[n] = target
                break
    return found


def _target(record: str, label: str, own: dict[str, str]) -> tuple[str, int] | None:
    fields = word.words(record)
    for rank, spelling in enumerate(word.spellings(label)):
        if spelling in _WHO:
            return _WHO[spelling], rank
        name = fields.get(spelling) or own.get(spelling)
        if name is not None:
            return f"{record}.{name}", rank
    return None
