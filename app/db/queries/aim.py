"""Whom must somebody hold? The four tiers of every place, and the campaigns (专项) as the clerk describes them.

A campaign covers what its target and its condition say; the pairings that count for it are those that name it and those
of the kinds it includes, so that one row may count under several.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.db.queries import grammar, ledger, listing, moment
from app.db.queries.completeness import UNDECIDED
from app.db.session import Connection
from app.errors import UserError
from app.models import RECORDS
from app.models.pairing import HELPERS

VILLAGES = ("村", "社区")
SERVED = ("村", "社区", "企业", "国有企业")  # 机关→村居、企业
PARTING = re.compile(r"[、,，;；\s]+")
CAMPAIGN = "campaign-"  # begins the code of a campaign's tier; its row id follows


@dataclass(frozen=True)
class Aim:
    """What a tier counts: rows of `record` that match `where`, covered through the link `helped` by a `helper`.

    `unit` is SQL for the unit a row belongs to; `cap` the setting that says how many one helper may hold. `helper` ""
    stands for anybody. Of a campaign `counting` is SQL on the pairing `p` that counts for it; it is `over` and
    wants every link made by `deadline` (dates as they are kept, "" when nobody says). `kind` is the code of the kind of
    pairing that closes a gap.
    """

    tier: str
    title: str
    counter: str
    record: str
    where: str
    helped: str
    helper: str
    unit: str
    cap: str = ""
    counting: str = ""
    deadline: str = ""
    over: str = ""
    kind: str = ""
    only: frozenset[int] | None = None

    @property
    def helpers(self) -> tuple[str, ...]:
        """The columns of `pairing` by which somebody may hold."""
        return (f"helper_{self.helper}",) if self.helper else HELPERS

    @property
    def covering(self) -> str:
        """SELECT of the row ids that are covered, for `moment.spelled`."""
        return moment.covering(self.helped, self.helper)


def _kinds(words: Sequence[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


AIMS = (
    Aim(
        "household",
        "农户",
        "户",
        "household",
        "1",
        "helped_household",
        "member",
        "{village household}",
        "member_cap",
        kind="member_household",
    ),
    Aim(
        "member",
        "党员",
        "名",
        "member",
        "1",
        "helped_member",
        "cadre",
        ledger.MEMBER_UNIT,
        "cadre_cap",
        kind="cadre_member",
    ),
    Aim(
        "village",
        "村（社区）",
        "个",
        "unit",
        f"unit.kind IN ({_kinds(VILLAGES)})",
        "helped_unit",
        "cadre",
        "unit.id",
        kind="cadre_village",
    ),
    Aim(
        "organisation",
        "村居、企业",
        "个",
        "unit",
        f"unit.kind IN ({_kinds(SERVED)})",
        "helped_unit",
        "unit",
        "unit.id",
        kind="unit_unit",
    ),
)
CLOSING = {
    "household": "cadre_household", "member": "cadre_member", "unit": "unit_unit", "branch": "branch_branch",
    "resident": "member_resident",
}  # fmt: skip
# What a target of a campaign means: record, rows, unit.
TARGETS = {
    "农户": ("household", "1", "{village household}"),
    "困难户": ("household", "household.need IS NOT NULL", "{village household}"),
    "特别户": ("household", "household.special = '是'", "{village household}"),
    "党员": ("member", "1", ledger.MEMBER_UNIT),
    "流动党员": ("member", "member.floating = '是'", ledger.MEMBER_UNIT),
    "村（社区）": ("unit", AIMS[2].where, "unit.id"),
    "村居、企业": ("unit", AIMS[3].where, "unit.id"),
    "党组织": ("branch", f"branch.name <> '{UNDECIDED}'", "branch.unit"),
    "困难群众": (
        "resident", "resident.need IS NOT NULL",
        "(SELECT h.village FROM household h WHERE h.id = resident.household)",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class CampaignFacts:
    """One campaign as it is kept; texts, "" for nothing."""

    row: int
    name: str
    ledger_title: str
    since: str
    until: str
    deadline: str
    kinds: str
    target: str
    condition: str
    columns: str


def campaigns(reader: Connection) -> list[CampaignFacts]:
    """Those that were not voided, in the order of their making; finished ones too."""
    names = ("name", "ledger_title", "since", "until", "deadline", "kinds", "target", "condition", "columns_told")
    told = ", ".join(f"coalesce({name}, '')" for name in names)
    rows = ledger.plain(reader, f"SELECT id, {told} FROM campaign WHERE void_reason IS NULL ORDER BY id")
    return [CampaignFacts(*row) for row in rows]


def aims(reader: Connection, day: str | None = None) -> tuple[Aim, ...]:
    """The four tiers, and every campaign with a target that had begun by the day (ISO, None = now)."""
    begun = [facts for facts in campaigns(reader) if facts.target and (day is None or facts.since <= day)]
    return (*AIMS, *(of_campaign(reader, facts) for facts in begun))


def of_campaign(reader: Connection, facts: CampaignFacts) -> Aim:
    """What a campaign with a target must cover. A condition that cannot be read narrows nothing: see `fault`."""
    record, where, unit = TARGETS.get(facts.target, TARGETS["农户"])
    try:
        only = _only(reader, record, facts.condition)
    except UserError:
        only = None
    return Aim(
        f"{CAMPAIGN}{facts.row}", facts.name, RECORDS[record].counter, record, where, f"helped_{record}", "", unit,
        counting=counting(reader, facts), deadline=facts.deadline, over=facts.until, only=only,
        kind=_closing(reader, facts, record),
    )  # fmt: skip


def _closing(reader: Connection, facts: CampaignFacts, record: str) -> str:
    """The first kind of pairing it includes that reaches its target, else the usual one."""
    rows = told_kinds(reader, facts.kinds)[0]
    sql = "SELECT id, code_no FROM pairing_kind WHERE helped_side = ? ORDER BY order_no, id"
    return next((code for row, code in ledger.plain(reader, sql, (record,)) if row in rows), CLOSING[record])


def fault(reader: Connection, facts: CampaignFacts) -> str:
    """Why the condition or a kind of a campaign cannot be read, "" when all is well."""
    try:
        if facts.target:
            _only(reader, TARGETS[facts.target][0], facts.condition)
    except UserError as error:
        return f"对象条件读不懂：{error.text}"
    unknown = told_kinds(reader, facts.kinds)[1]
    return f"没有这样的结对种类：{'、'.join(unknown)}。" if unknown else ""


def faults(reader: Connection) -> tuple[str, ...]:
    """What cannot be read in the campaigns, one sentence each."""
    told = ((facts.name, fault(reader, facts)) for facts in campaigns(reader))
    return tuple(f"专项“{name}”：{text}" for name, text in told if text)


def intervals(reader: Connection) -> str:
    """By which intervals visits count as missing: a nought says little where no kind of pairing has one."""
    sql = "SELECT name, visit_days FROM pairing_kind WHERE visit_days IS NOT NULL AND void_reason IS NULL ORDER BY order_no, id"
    found = "、".join(f"{name} {days} 天" for name, days in ledger.plain(reader, sql))
    if not found:
        return "还没有给结对种类设走访间隔，“该走访未走访”无从计算；多少天走访一次，请在“结对种类”里设定。"
    return f"“该走访未走访”只计设了走访间隔的结对种类：{found}。"


def counting(reader: Connection, facts: CampaignFacts, *, alias: str = "p") -> str:
    """SQL on the pairing: it counts for the campaign by its own words, or by its kind where it helps one of the target."""
    marks = f"coalesce({alias}.campaigns, '')"
    for sign, instead in (("，", "、"), (",", "、"), ("；", "、"), (";", "、"), (" ", "")):
        marks = f"replace({marks}, '{sign}', '{instead}')"
    name = facts.name.replace(" ", "").replace("'", "''")
    named = f"instr('、' || {marks} || '、', '、{name}、') > 0"
    kinds = sorted(told_kinds(reader, facts.kinds)[0])
    if not kinds:
        return f"({named})"
    within = f" AND {_within(facts, alias)}" if facts.target else ""
    return f"({named} OR ({alias}.kind IN ({', '.join(map(str, kinds))}){within}))"


def _within(facts: CampaignFacts, alias: str) -> str:
    """SQL: whom the pairing helps is among those whom the campaign is for."""
    record, where, _unit = TARGETS.get(facts.target, TARGETS["农户"])
    try:
        conditions, words, marks = grammar.parse(RECORDS[record], facts.condition)
    except UserError:  # told by `fault`; narrows nothing
        conditions, words, marks = (), (), ()
    told, values = listing.matching(listing.Query(record, (), conditions, words, marks, state="all"))
    for value in values:
        told = told.replace("?", _literal(value), 1)
    return f"{alias}.helped_{record} IN (SELECT {record}.id FROM {record} WHERE {where} AND ({told}))"


def _literal(value: object) -> str:
    """A value within SQL. A ? or a brace in it would be taken for a place to fill: char() writes them."""
    if isinstance(value, int):
        return str(value)
    codes = ", ".join(str(ord(char)) for char in str(value))
    return f"char({codes})" if codes else "''"


def told_kinds(reader: Connection, text: str) -> tuple[frozenset[int], tuple[str, ...]]:
    """(rows of the kinds of pairing, words that are none) of a list written by hand; a name may hold a 、 of its own."""
    rows = ledger.plain(reader, "SELECT id, code_no, name FROM pairing_kind WHERE void_reason IS NULL ORDER BY id DESC")
    known = {word: row for row, code, name in rows for word in (code, name)}
    found, rest = set(), text
    for word in sorted(known, key=len, reverse=True):
        if word in rest:
            found.add(known[word])
            rest = rest.replace(word, "、")
    return frozenset(found), tuple(word for word in PARTING.split(rest) if word)


def _only(reader: Connection, record: str, condition: str) -> frozenset[int] | None:
    if not condition:
        return None
    conditions, words, marks = grammar.parse(RECORDS[record], condition)
    return frozenset(listing.ids(reader, listing.Query(record, (), conditions, words, marks, state="all")))
