"""Ledgers of dues: the year by months and by quarters, the register of a month, by branch, receipts, and what is to be looked into.

Columns of the township ledger as practised: 序号, 党员姓名, 月工资收入, 执行标准, 月应缴, 全年应缴, 全年实缴, 备注; 收缴登记表 by month
with signature. Year and month are those of the day asked about; a payment counts from the day on which it was made.
"""

from collections.abc import Iterator

from app import clock
from app.db.queries.figure import Count, Share
from app.db.queries.ledger import Source
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line

TERMS = ("due_wage", "due_retired", "due_flat", "due_farmer", "due_unit", "due_rounding")
YEAR, MONTH = "substr({day}, 1, 4)", "substr({day}, 1, 7)"
# A plus keeps SQLite from an index that nearly every row matches, or that would be a detour to the table row by row.
STANDS = "+d.void_reason IS NULL"
THIS_YEAR = f"{STANDS} AND d.month BETWEEN {YEAR} AND {YEAR} || '-12' AND {{within}}"
PAID = "CASE WHEN d.paid_on IS NULL OR d.paid_on <= {day} THEN d.paid END"
LEFT = f"max(d.amount - coalesce({PAID}, 0), 0)"
_MONTHS = tuple(f"{month:02d}" for month in range(1, 13))
QUARTERS = (("1", "第一季度"), ("2", "第二季度"), ("3", "第三季度"), ("4", "第四季度"))
PEOPLE = "JOIN member m ON m.id = item.member LEFT JOIN branch b ON b.id = item.branch"
UNIT = "coalesce(b.unit, m.village)"
ORDER = "b.sort_key, b.id, m.order_no IS NULL, m.order_no, m.sort_key, m.id"


def _within(first: int, last: int, what: str) -> str:
    """SQL that adds up some months of the year."""
    return f"sum(CASE WHEN substr(d.month, 6, 2) BETWEEN '{first:02d}' AND '{last:02d}' THEN {what} END)"


def _quarters(what: str, word: str) -> str:
    return ", ".join(f"{_within(int(q) * 3 - 2, int(q) * 3, what)} AS {word}{q}" for q, _ in QUARTERS)


# Of each member in each branch; payer, base, rate and amount are those of his last month there.
_SPREAD = (
    "SELECT d.member, d.branch, max(d.month) AS last, d.payer, d.base, d.rate, d.amount, sum(d.amount) AS due, "
    f"sum({PAID}) AS paid, sum(CASE WHEN d.month < {MONTH} THEN {LEFT} ELSE 0 END) AS owed, {{told}} "
    f"FROM due d WHERE {THIS_YEAR.replace('d.month', '+d.month')} GROUP BY d.member, d.branch"
)
_BY_MONTH = ", ".join(f"{_within(int(month), int(month), PAID)} AS m{month}" for month in _MONTHS)
_BY_QUARTER = f"{_quarters('d.amount', 'due_')}, {_quarters(PAID, 'paid_')}"


def _spread(told: str) -> str:
    return _SPREAD.replace("{told}", told)


def whole_year() -> str:
    """SELECT per member and branch with months and quarters, for tables that ask for both."""
    return _spread(f"{_BY_MONTH}, {_BY_QUARTER}").replace("{within}", "1")


NAME = Line("name", "党员姓名", "m.name", "person", 10)
BRANCH = Line("branch", "党支部", "b.name", "link", 20)
SUMS = (
    Line("due", "全年应缴", "item.due", "money", 11, total=True),
    Line("paid", "全年实缴", "item.paid", "money", 11, total=True),
    Line("owed", "至上月未缴", "nullif(item.owed, 0)", "money", 11, total=True),
)
DUES = Ledger(
    "dues",
    "党费收缴台账",
    counter="人",
    columns=(
        NAME, BRANCH,
        Line("payer", "缴纳类别", "item.payer", "choice", 14),
        Line("base", "月工资收入", "item.base", "money", 11),
        Line("rate", "执行标准", "item.rate", "text", 8),
        Line("amount", "月应缴", "item.amount", "money", 9),
        *(Line(f"month_{m}", f"{int(m)}月", f"item.m{m}", "money", 8, "实缴（元）", total=True) for m in _MONTHS),
        *SUMS,
        Line("remark", "备注", "NULL", "text", 10),
    ),
    source=Source(
        table=_spread(_BY_MONTH), joins=PEOPLE, unit=UNIT, branch="item.branch", order=ORDER, key="m.uid",
        inside="d.branch",
    ),
    settings=TERMS,
)  # fmt: skip

DUES_QUARTERS = Ledger(
    "dues_quarters",
    "党费收缴台账（按季度）",
    counter="人",
    columns=(
        NAME, BRANCH,
        Line("rate", "执行标准", "item.rate", "text", 8),
        Line("amount", "月应缴", "item.amount", "money", 9),
        *(
            Line(f"{word}_{q}", label, f"item.{word}_{q}", "money", 9, quarter, total=True)
            for q, quarter in QUARTERS
            for word, label in (("due", "应缴"), ("paid", "实缴"))
        ),
        *SUMS,
        Line("remark", "备注", "NULL", "text", 10),
    ),
    source=Source(
        table=_spread(_BY_QUARTER), joins=PEOPLE, unit=UNIT, branch="item.branch", order=ORDER, key="m.uid",
        inside="d.branch",
    ),
    settings=TERMS,
)  # fmt: skip

DUES_MONTH = Ledger(
    "dues_month",
    "党费收缴登记表",
    counter="人",
    columns=(
        NAME, BRANCH,
        Line("month", "月份", width=9),
        Line("rate", "执行标准", width=8),
        Line("amount", "应缴", width=9, total=True),
        Line("paid", "实缴", PAID.replace("d.", "due."), "money", 9, total=True),
        Line("paid_on", "缴纳日期"),
        Line("receipt", width=12),
        Line("signed", "本人签名", "NULL", "text", 12),
        Line("remark", width=12),
    ),
    source=Source(
        record="due", joins=PEOPLE.replace("item.", "due."), where=f"+due.month = {MONTH}", unit=UNIT, branch="due.branch",
        order=ORDER,
    ),
    landscape=False,
    settings=TERMS,
)  # fmt: skip

DUES_BRANCHES = Ledger(
    "dues_branches",
    "党费收缴汇总表",
    counter="个党组织",
    columns=(
        Line("branch", "党组织", "coalesce(b.name, '（没有写明）')", "link", 26),
        Line("people", "党员人数", "item.people", "number", 8, total=True),
        *(
            Line(f"{word}_{q}", label, f"item.{word}_{q}", "money", 10, quarter, total=True)
            for q, quarter in QUARTERS
            for word, label in (("due", "应缴"), ("paid", "实缴"))
        ),
        Line("due", "全年应缴", "item.due", "money", 11, total=True),
        Line("paid", "全年实缴", "item.paid", "money", 11, total=True),
        Line("share", "收缴率", width=9, share=("paid", "due")),
    ),
    source=Source(
        table=f"SELECT d.branch, count(DISTINCT d.member) AS people, sum(d.amount) AS due, sum({PAID}) AS paid, {_BY_QUARTER} "
        f"FROM due d WHERE {THIS_YEAR} GROUP BY d.branch",
        joins="LEFT JOIN branch b ON b.id = item.branch", unit="b.unit", branch="item.branch",
        order="b.sort_key, b.id", key="b.uid", inside="d.branch",
    ),
    settings=TERMS,
)  # fmt: skip

RECEIPTS = Ledger(
    "due_receipts",
    "党费收据清单",
    counter="张",
    columns=(
        Line("receipt", "收据号", "item.receipt", "text", 16),
        Line("paid_on", "缴纳日期", "item.paid_on", "date", 12),
        Line("branch", "党支部", "b.name", "link", 24),
        Line("people", "人数", "item.people", "number", 8, total=True),
        Line("months", "月数合计", "item.months", "number", 8, total=True),
        Line("money", "金额（元）", "item.money", "money", 12, total=True),
        Line("first", "所属月份起", "item.first", "date", 10),
        Line("last", "所属月份止", "item.last", "date", 10),
    ),
    source=Source(
        table="SELECT d.receipt, d.paid_on, d.branch, count(DISTINCT d.member) AS people, count(*) AS months, "
        "sum(d.paid) AS money, min(d.month) AS first, max(d.month) AS last FROM due d WHERE "
        f"{STANDS} AND {{within}} AND d.paid IS NOT NULL AND d.receipt IS NOT NULL "
        f"AND substr(d.paid_on, 1, 4) = {YEAR} AND d.paid_on <= {{day}} "
        "GROUP BY d.receipt, d.paid_on, d.branch",
        joins="LEFT JOIN branch b ON b.id = item.branch", unit="b.unit", branch="item.branch",
        order="item.paid_on, item.receipt, b.sort_key, b.id", inside="d.branch",
    ),
    landscape=False,
    note="分几次缴纳的一个月，只列最后一次的日期，收据号全部列出。",
)  # fmt: skip

UNPAID = Ledger(
    "dues_unpaid",
    "党费欠缴核实名单",
    counter="人",
    columns=(
        NAME, BRANCH,
        Line("phone", "联系电话", "m.phone", "phone"),
        Line("count", "未缴月数", "item.count", "number", 8, total=True),
        Line("money", "未缴金额（元）", "item.money", "money", 11, total=True),
        Line("first", "最早月份", "item.first", "date", 10),
        Line("last", "最近月份", "item.last", "date", 10),
        Line("months", "未缴月份", "item.months", "text", 36),
        Line("found", "核实情况", "NULL", "text", 18),
    ),
    source=Source(
        table="SELECT d.member, d.branch, count(*) AS count, sum(d.owed) AS money, min(d.month) AS first, "
        "max(d.month) AS last, group_concat(d.month, '、') AS months FROM (SELECT d.member, d.branch, d.month, "
        f"{LEFT} AS owed FROM due d WHERE {STANDS} AND {{within}} AND d.month < {MONTH} AND {LEFT} > 0 "
        "ORDER BY d.member, d.branch, d.month) d GROUP BY d.member, d.branch",
        joins=PEOPLE, where="m.left_on IS NULL OR m.left_on > {day}", unit=UNIT, branch="item.branch", order=ORDER,
        key="m.uid", inside="d.branch",
    ),
    note="本名单按登记情况列出，请党支部逐人核实情况和原因后使用；缴纳过的请补登。",
)  # fmt: skip


def figures(_reader: Reader) -> Iterator[Count | Share]:
    """What was due and paid for the months of the period, what came in within it, and months without any payment."""
    over = f"due.paid IS NULL AND due.amount > 0 AND due.month < '{clock.today():%Y-%m}'"  # this month may still come
    unit = "(SELECT b.unit FROM branch b WHERE b.id = due.branch)"
    yield Count("dues_due", "应缴党费", "元", "due", dated="due.month", summed="due.amount", unit=unit)
    yield Count(
        "dues_paid", "其中已缴党费", "元", "due", "due.paid IS NOT NULL", "due.month", summed="due.paid", unit=unit
    )
    yield Count(
        "dues_open", "没有缴纳登记的月数", "人月", "due", over,
        "due.month", unit=unit,
    )  # fmt: skip
    yield Count("dues_free", "免交、少交的月数", "人月", "due", "due.waiver IS NOT NULL", "due.month", unit=unit)
    yield Share("dues_share", "党费收缴率", "dues_paid", "dues_due")
    yield Count(
        "dues_money_in",
        "本期收到党费",
        "元",
        "due",
        "due.paid IS NOT NULL",
        "due.paid_on",
        summed="due.paid",
        unit=unit,
    )
