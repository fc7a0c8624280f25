"""The ledger of each campaign (双结对, 驻百村 …): its own title and columns over the pairings that count for it.

Columns are asked for by their headings; one that is not known here stays empty, to be filled in by hand.
"""

from app.db.queries import aim
from app.db.queries.aim import PARTING, CampaignFacts
from app.db.queries.figure import helped_unit
from app.db.queries.ledger import Source
from app.db.store import Reader
from app.kinds import normal
from app.ledgers.ledger import Ledger, Line
from app.ledgers.pairing import HELPED_HOME, HELPERS, KIND, PERIOD

OTHERS = (
    "LEFT JOIN member sm ON sm.id = pairing.helped_member LEFT JOIN unit su ON su.id = pairing.helped_unit "
    "LEFT JOIN branch sb ON sb.id = pairing.helped_branch"
)
VISITS = "(SELECT count(*) FROM visit w WHERE w.pairing = pairing.id AND w.void_reason IS NULL AND w.day <= {day})"
LAST = "(SELECT max(w.day) FROM visit w WHERE w.pairing = pairing.id AND w.void_reason IS NULL AND w.day <= {day})"

# Code name, heading, other headings, SQL, kind, width; the usual columns first.
COLUMNS: tuple[tuple[str, str, tuple[str, ...], str, str, int], ...] = (
    ("helper_unit", "帮扶单位", ("联系单位", "结对单位", "责任单位", "机关党组织"),
     "coalesce(hu.name, hb.name, m.work_unit)", "link", 18),
    ("helper", "联系人", ("帮扶责任人", "联系干部", "帮扶人", "党员姓名", "在职党员", "责任人", "联系党员"),
     "coalesce(c.name, m.name, hb.contact, hu.head)", "person", 10),
    ("duty", "职务", (), "coalesce(c.duty, m.duty)", "text", 12),
    ("helper_phone", "联系人电话", ("联系电话", "责任人电话"), "coalesce(c.phone, m.phone)", "phone", 13),
    ("helped", "联系对象", ("帮扶对象", "结对对象", "户主", "困难群众", "社区党组织", "户主姓名", "联系村（居）", "联系企业/项目"),
     "coalesce(r.name, h.head_name, sm.name, su.name, sb.name)", "person", 14),
    ("village", "村（社区）", ("村", "所在村", "社区", "村居"), "coalesce(v.name, su.name)", "link", 16),
    ("group_name", "组", ("小组", "网格/小组"), "{group h}", "text", 8),
    ("address", "住址", ("家庭住址", "地址"), "coalesce(h.address, su.address)", "text", 22),
    ("phone", "对象电话", ("户主电话", "对象联系电话"), "coalesce(r.phone, h.phone, sm.phone, su.phone)", "phone", 13),
    ("need", "困难类型", ("户类型", "类别"), "coalesce(r.need, h.need)", "choice", 10),
    ("measures", "帮扶措施", ("措施", "服务措施"), "pairing.measures", "text", 18),
    ("since", "结对日期", ("联系时间", "帮扶时间", "对接时间", "结对时间"), "pairing.since", "date", 11),
    ("visits", "走访次数", (), VISITS, "number", 8),
    ("result", "成效", ("帮扶成效", "落实情况"), "pairing.result", "text", 18),
    ("remark", "备注", (), "pairing.remark", "text", 14),
    ("kind", "结对种类", ("种类",), "k.name", "text", 16),
    ("size", "家庭人口", ("人口",), "h.size", "number", 8),
    ("needs", "帮扶需求", ("需求",), "h.needs", "text", 18),
    ("reasons", "结对依据", (), "pairing.reasons", "text", 18),
    ("last_visit", "最近走访", ("最近走访时间",), LAST, "date", 11),
    ("period", "起止时间", (), f"trim({PERIOD})", "text", 24),
    ("relation", "与户主关系", (), "r.relation", "choice", 10),
)  # fmt: skip
USUAL = 15


def ledgers(reader: Reader) -> tuple[Ledger, ...]:
    """One for every campaign that was not voided, finished ones too."""
    return tuple(of_campaign(reader, facts) for facts in aim.campaigns(reader))


def of_campaign(reader: Reader, facts: CampaignFacts) -> Ledger:
    """With its title and columns; the deadline stands below."""
    return Ledger(
        f"{aim.CAMPAIGN}{facts.row}",
        facts.ledger_title or f"{facts.name}台账",
        counter="对",
        columns=_columns(facts.columns),
        source=Source(
            record="pairing",
            joins=f"{KIND} {HELPERS} {HELPED_HOME} {OTHERS}",
            where=aim.counting(reader, facts, alias="pairing"),
            unit=helped_unit("pairing"),
            branch="coalesce(m.branch, pairing.helper_branch)",
            order="v.sort_key, v.id, su.sort_key, length({group h}), {group h}, h.sort_key, pairing.id",
        ),
        note=f"对接期限：{facts.deadline}。" if facts.deadline else "",
    )


def _columns(told: str) -> tuple[Line, ...]:
    known = {normal.key(word): column for column in COLUMNS for word in (column[1], *column[2])}
    words = [word for word in PARTING.split(told) if word and word != "序号"]
    if not words:
        return tuple(_line(column, column[1], column[0]) for column in COLUMNS[:USUAL])
    lines, taken = [], set()
    for i, word in enumerate(words):
        column = known.get(normal.key(word))
        if column is None or column[0] in taken:
            lines.append(Line(f"blank_{i}", word, "NULL", "text", 12))
            continue
        taken.add(column[0])
        lines.append(_line(column, word, column[0]))
    return tuple(lines)


def _line(column: tuple[str, str, tuple[str, ...], str, str, int], heading: str, name: str) -> Line:
    return Line(name, heading, column[3], column[4], column[5])
