"""With what can a row per member be filled that asks for his dues of the year?

Every column of the ledgers of dues beside all that a member offers; whoever paid nothing yet stands there all the same.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.db.queries.ledger import Source
from app.ledgers import due, member
from app.ledgers.ledger import Line
from app.ledgers.offered import Offer, Offers

SOURCE: Source = replace(
    member.ROSTER.source,
    joins=f"{member.ROSTER.source.joins} LEFT JOIN ({due.whole_year()}) item ON item.member = member.id AND item.branch = {{home}}",
)
_WORDS: dict[str, tuple[str, ...]] = {
    "payer": ("党费类别", "缴费类别"),
    "base": ("党费计算基数", "党费基数", "计算基数", "缴费基数", "工资基数", "月工资基数", "月工资", "缴纳基数", "月收入"),
    "rate": ("缴纳比例", "缴费比例", "比例", "党费比例", "缴纳标准比例"),
    "amount": ("月应缴党费", "月缴纳标准", "每月应缴", "月缴纳数额", "月缴纳金额", "每月缴纳金额", "月缴纳额", "应缴纳数额",
               "月缴党费", "缴纳标准", "月应缴纳金额", "每月党费", "应缴标准", "月标准", "月缴费标准", "月应交", "月应缴额"),
    "due": ("应缴党费", "应缴合计", "年应缴", "全年应交", "应缴金额", "应缴", "应缴总额", "应交党费", "年应缴党费", "应缴党费合计"),
    "paid": ("实缴党费", "实缴合计", "年实缴", "全年实交", "实缴金额", "实缴", "合计", "全年合计", "已缴金额", "已缴", "实缴总额",
             "实交党费", "缴纳合计", "年度合计", "总计", "全年总计", "缴费合计"),
    "owed": ("欠缴", "欠缴金额", "未缴金额", "未缴", "欠交", "尚欠"),
}  # fmt: skip


def offers(of_member: Offers) -> Offers:
    """What dues offer before what the member offers; `remark` and names stay those of the member."""
    found = {line.name: line for line in (*due.DUES.columns, *due.DUES_QUARTERS.columns)}
    own = (
        Offer(name, _label(line), line.sql, line.kind, tuple(_words(line)))
        for name, line in found.items()
        if name not in ("name", "branch", "remark")
    )
    return Offers((offer.name, offer) for offer in (*own, *of_member.values()))


def _label(line: Line) -> str:
    return line.label if line.name.startswith("month_") else f"{line.group}{line.label}"


def _words(line: Line) -> Iterator[str]:
    """A month or a quarter is asked for by itself, or with the word that it was paid."""
    yield from _WORDS.get(line.name, ())
    if line.name.startswith("month_"):
        yield from (f"{line.label}{said}" for said in ("份", "实缴", "缴纳"))
    if line.name[-1].isdigit() and line.group.endswith("季度"):
        short = line.group.removeprefix("第")
        yield f"{short}{line.label}"
        if line.name.startswith("paid_"):
            yield from (line.group, short)
