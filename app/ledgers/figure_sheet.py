"""The year's figures of a unit or a person on one sheet (述职评议、年度考核): every figure with the rows it was counted from.

Of a person those figures count of which the rows name him as the one who did it.
"""

from dataclasses import replace

from app.db.queries import figure as queries
from app.db.queries import ledger
from app.db.queries.card import caption
from app.db.queries.figure import Count, Figure, Line, in_words, period, previous
from app.db.store import Reader
from app.ledgers import figure as figures
from app.ledgers.ledger import in_words as day_in_words
from app.table import Column, Table

COLUMNS = (
    Column("label", "指标", width=30),
    Column("unit", "单位", width=8, align="center"),
    Column("value", "本期", "number", 12, "right"),
    Column("year", "本年累计", "number", 12, "right"),
    Column("before", "上期", "number", 12, "right"),
    Column("change", "比上期", "number", 10, "right"),
    Column("rows", "依据记录数", "number", 12, "right"),
)
# Of which records the rows name a person, and by which column.
DONE_BY = {
    ("pairing", "member"): "pairing.helper_member",
    ("pairing", "cadre"): "pairing.helper_cadre",
    ("visit", "member"): "visit.helper_member",
    ("visit", "cadre"): "visit.helper_cadre",
    ("deed", "member"): "deed.helper_member",
    ("deed", "cadre"): "deed.helper_cadre",
    ("wish", "member"): "wish.claim_member",
    ("wish", "cadre"): "wish.claim_cadre",
    ("request", "cadre"): "request.handler_cadre",
    ("work_log", "member"): "(SELECT o.member FROM posting o WHERE o.id = work_log.posting)",
    ("work_log", "cadre"): "(SELECT o.cadre FROM posting o WHERE o.id = work_log.posting)",
    ("report_in", "member"): "report_in.member",
}
NOTE = (
    "比例保留一位小数、四舍五入，只有全部完成才写 100.0%；时点数按期末登记统计，发生数按日期在期内统计。"
    "每个数的依据可在“上报数据”里逐条打开。"
)
BASIS = "只统计写明由本人办理的记录。"


def of_person(told: tuple[Line, ...], record: str, row: int) -> tuple[Line, ...]:
    """The counts of what one member or cadre did; shares stay where both of their counts do."""
    narrowed = [
        replace(line, where=f"({line.where or '1'}) AND {DONE_BY[line.record, record]} = {int(row)}")
        for line in told
        if isinstance(line, Count) and (line.record, record) in DONE_BY
    ]
    kept = {line.code for line in narrowed}
    shares = [line for line in told if not isinstance(line, Count) and {line.part, line.whole} <= kept]
    return (*narrowed, *shares)


def sheet(
    reader: Reader, text: str | None = None, *, unit: int | None = None, person: tuple[str, int] | None = None
) -> Table:
    """The figures of a period as one table: of everything, a unit (row id) or a person ((record, row id)).

    UserError for a period that cannot be read.
    """
    asked = period(text)
    told = figures.lines(reader)
    if person is not None:
        told = of_person(told, *person)
    found = queries.figures(reader, told, asked.name, unit=unit)
    if person is not None:
        whom = caption(reader, *person)
    else:
        whom = ledger.name_of(reader, "unit", unit) if unit is not None else ledger.setting(reader, "unit_name")
    return Table(
        f"{in_words(asked)}工作情况统计表",
        COLUMNS,
        [_row(figure) for figure in found],
        unit=whom,
        date=day_in_words(None),
        note=f"上期为{in_words(previous(asked))}。{BASIS if person is not None else ''}{NOTE}",
        landscape=False,
    )


def _row(figure: Figure) -> tuple[str | int | None, ...]:
    return (
        figure.label, figure.unit, figure.value, figure.year, figure.before, figure.change, figure.rows,
    )  # fmt: skip
