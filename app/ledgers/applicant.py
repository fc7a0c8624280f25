"""Ledgers of applicants: where each stands, the record of the way (发展纪实), and the year's figures that balance by branch.

Columns of 发展纪实 as the national system exports them; the working ledger as practised.
"""

from collections.abc import Iterator
from dataclasses import replace

from app.db.queries.applicant_word import NEXT, NEXT_SINCE, STAGE
from app.db.queries.figure import Count
from app.db.queries.ledger import Source
from app.db.store import Reader
from app.ledgers.ledger import Ledger, Line, field_line

PAST = "date(substr({day}, 1, 4) || '-01-01', '-1 day')"  # the last day of the year before
PLACE = {"unit": "(SELECT b.unit FROM branch b WHERE b.id = item.branch)", "branch": "item.branch"}
UNIT = "(SELECT b.unit FROM branch b WHERE b.id = applicant.branch)"
ORDER = "(SELECT b.sort_key FROM branch b WHERE b.id = item.branch), item.branch, item.sort_key, item.id"
# Those on the way within the year, and those whose way ended in it: they are no longer current, so the rows come from a SELECT.
ROWS = (
    "SELECT * FROM applicant x WHERE x.void_reason IS NULL AND x.applied_on <= {day} "
    f"AND (x.ended_on IS NULL OR x.ended_on > {PAST})"
)


def _line(name: str, label: str = "", width: int = 0) -> Line:
    line = field_line("applicant", name, Line(name, label, width=width))
    return replace(line, sql=line.sql.replace("applicant.", "item."))


def _today(sql: str) -> str:
    return sql.replace("{t}", "item").replace(":today", "{day}")


def _helper(one: str, two: str) -> str:
    first, second = (f"(SELECT m.name FROM member m WHERE m.id = item.{column})" for column in (one, two))
    return f"{first} || coalesce('、' || {second}, '')"


def _book(name: str, title: str, columns: tuple[Line, ...], note: str = "", settings: tuple[str, ...] = ()) -> Ledger:
    source = Source(table=ROWS, order=ORDER, key="item.uid", **PLACE)
    return Ledger(name, title, source, columns, counter="名", note=note, settings=settings)


BOOK = _book(
    "applicants",
    "发展党员台账",
    (
        _line("name"),
        _line("sex", width=6),
        _line("birth_date"),
        _line("education"),
        _line("branch", "党支部"),
        Line("stage", "发展阶段", _today(STAGE), "choice"),
        _line("applied_on"),
        _line("active_on"),
        Line("contacts", "培养联系人", _helper("contact_1", "contact_2"), "person", 14),
        _line("reviewed_on"),
        _line("target_on"),
        Line("introducers", "入党介绍人", _helper("introducer_1", "introducer_2"), "person", 14),
        _line("trained_on"),
        _line("admitted_on"),
        _line("approved_on"),
        _line("full_approved_on"),
        Line("next_word", "下一步", _today(NEXT), "text", 18),
        Line("next_since", "最早可办", _today(NEXT_SINCE), "date"),
        _line("end_reason"),
        _line("remark", width=12),
    ),
    "“下一步”和“最早可办”按现在的登记和《中国共产党发展党员工作细则》的间隔推算；公示天数以设置为准。",
    ("applicant_notice_days",),
)

_DATES = (
    "applied_on", "talked_on", "active_on", "active_filed_on", "contacts_on", "target_on", "target_filed_on", "introducers_on",
    "vetted_on", "trained_on", "examined_on", "precheck_on", "form_on", "admitted_on", "interviewed_on", "approved_on",
    "approval_filed_on", "grouped_on", "sworn_on", "full_applied_on", "probation_until", "full_voted_on", "full_approved_on",
    "archived_on",
)  # fmt: skip
RECORD = _book(
    "applicant_record",
    "发展党员纪实",
    (
        _line("name"),
        _line("id_number"),
        _line("politics"),
        _line("native_place"),
        _line("league_on"),
        _line("work_since"),
        _line("work", width=20),
        _line("address", width=24),
        _line("branch"),
        _line("join_kind"),
        _line("background", width=20),
        *(_line(name) for name in _DATES),
    ),
)

PAPERS = _book(
    "applicant_papers",
    "发展党员材料目录",
    (
        _line("name"),
        _line("branch", "党支部"),
        Line("stage", "发展阶段", _today(STAGE), "choice"),
        _line("form_no"),
        _line("papers", width=60),
        _line("archived_on"),
        _line("archive_place", width=16),
    ),
)

LEVELS = (("applied", "入党申请人"), ("active", "入党积极分子"), ("target", "发展对象"))


def _level(name: str) -> str:
    """Sums of one level: who stood there when the year began, came, was admitted, ended otherwise, and stands there now."""
    column = f"a.{name}_on"
    reached = f"{column} <= {{day}} AND {_before('a.admitted_on')} AND {_before('a.ended_on')}"
    admitted = "coalesce(a.admitted_on <= {day}, 0)"
    ended = f"coalesce(a.ended_on <= {{day}}, 0) AND NOT {admitted}"
    told = (
        ("old", f"{reached} AND {column} <= {PAST}"),
        ("new", f"{reached} AND {column} > {PAST}"),
        ("in", f"{reached} AND {admitted}"),
        ("out", f"{reached} AND {ended}"),
        ("now", f"{reached} AND NOT {admitted} AND NOT ({ended})"),
    )
    return ", ".join(f"sum(coalesce({where}, 0)) AS {name}_{word}" for word, where in told)


def _before(column: str) -> str:
    """It had not happened when the year began."""
    return f"({column} IS NULL OR {column} > {PAST})"


_WORDS = (("old", "年初"), ("new", "本年新增"), ("in", "接收为预备党员"), ("out", "终止"), ("now", "期末"))
BALANCE = Ledger(
    "applicant_balance",
    "发展党员工作情况表",
    counter="个党组织",
    columns=(
        Line("branch", "党组织", "b.name", "link", 26),
        *(
            Line(f"{name}_{word}", label, f"item.{name}_{word}", "number", 8, level, total=True)
            for name, level in LEVELS
            for word, label in _WORDS
        ),
    ),
    source=Source(
        table=f"SELECT a.branch, {', '.join(_level(name) for name, _word in LEVELS)} FROM applicant a "
        f"WHERE a.void_reason IS NULL AND a.applied_on <= {{day}} AND {_before('a.admitted_on')} AND {_before('a.ended_on')} "
        "GROUP BY a.branch",
        joins="JOIN branch b ON b.id = item.branch", unit="b.unit", branch="item.branch", order="b.sort_key, b.id", key="b.uid",
    ),
    note="入党申请人含积极分子和发展对象，积极分子含发展对象；年初＋本年新增－接收－终止＝期末。",
)  # fmt: skip


def figures(_reader: Reader) -> Iterator[Count]:
    """How many stand on each stage, and who was admitted or became a full member in the period."""
    waiting = "(applicant.admitted_on IS NULL OR applicant.admitted_on > {day})"
    for name, word in LEVELS:
        reached = f"applicant.{name}_on <= {{day}} AND {waiting}"
        yield Count(f"applicants_{name}", f"现有{word}", "名", "applicant", reached, unit=UNIT)
    for code, label, column in (
        ("applicants_new", "本期申请入党", "applied_on"),
        ("applicants_activated", "本期确定入党积极分子", "active_on"),
        ("applicants_targeted", "本期确定发展对象", "target_on"),
        ("applicants_admitted", "本期接收预备党员", "admitted_on"),
        ("applicants_converted", "本期审批转正", "full_approved_on"),
    ):
        yield Count(code, label, "名", "applicant", dated=f"applicant.{column}", unit=UNIT)
