"""One meeting on paper: 签到表 for those expected to sign, and 会议记录 with numbers, absentees, what was said and decided.

As practised (no official form): domain lists 签到表 and 会议记录 as the usual evidence of organisation life.
"""

from typing import Any

from app.db.queries import meeting as queries
from app.db.store import Reader
from app.models.meeting import Meeting, parts
from app.models.record import field_map
from app.table import Column, Table

SIGN_IN = (
    Column("row_no", "序号", "number", 5, "right"), Column("name", "姓名", width=11), Column("signed", "签名", width=20),
    Column("remark", "备注", width=12), Column("row_no2", "序号", "number", 5, "right"), Column("name2", "姓名", width=11),
    Column("signed2", "签名", width=20), Column("remark2", "备注", width=12),
)  # fmt: skip
MINUTES = (Column("label", "项目", width=14), Column("text", "内容", width=76))
SPARE = 4  # empty lines for those who come besides
ROOM = " \n "  # a signature needs the height of two lines
TOLD = ("kinds", "name", "day", "start", "place", "host", "recorder", "speaker", "hours")
SAID = ("guests", "content", "minutes", "decision")


def sign_in(reader: Reader, meeting: int) -> Table:
    """Those expected in two columns, those known to be away with the reason, some empty lines."""
    told = queries.sheet(reader, meeting)
    people = queries.expected(reader, told["branch"], told["day"], parts(told["kinds"]))
    signs = queries.signs(reader, meeting)
    lines: list[tuple[Any, ...]] = [
        (number, name, ROOM, signs[row][1] if row in signs else None)
        for number, (row, name, _full) in enumerate(people, 1)
    ]
    lines += [(number, None, ROOM, None) for number in range(len(lines) + 1, len(lines) + 1 + SPARE)]
    half = (len(lines) + 1) // 2
    right = [*lines[half:], *[(None, None, None, None)] * (2 * half - len(lines))]
    rows = [(*one, *other) for one, other in zip(lines[:half], right, strict=True)]
    note = f"{told['kinds']}　{told['name']}" + (f"　地点：{told['place']}" if told["place"] else "")
    return _paper("会议签到表", told, SIGN_IN, rows, note)


def minutes(reader: Reader, meeting: int) -> Table:
    """What is registered of a meeting; fields without anything stay out, but for those that a record must have."""
    told = queries.sheet(reader, meeting)
    known = field_map(Meeting)
    rows: list[tuple[Any, ...]] = [(known[name].label, str(told[name])) for name in TOLD if told[name] is not None]
    rows += [(label, text) for label, text in (("人数", _numbers(told)), ("缺席人员", _away(reader, meeting))) if text]
    rows += [(known[name].label, told[name] or "") for name in SAID if told[name] or name in ("content", "minutes")]
    if told["votes_for"] is not None:
        votes = (
            f"赞成 {told['votes_for']} 票，反对 {told['votes_against'] or 0} 票，弃权 {told['votes_abstain'] or 0} 票"
        )
        rows.append(("表决", votes))
    return _paper("会议记录", told, MINUTES, rows, "")


def _paper(
    title: str, told: dict[str, Any], columns: tuple[Column, ...], rows: list[tuple[Any, ...]], note: str
) -> Table:
    day = f"{told['day']} {told['start'] or ''}".strip()
    return Table(
        title,
        columns,
        rows,
        unit=told["branch_name"],
        date=day,
        note=note,
        signatures=("主持人", "记录人"),
        landscape=False,
    )


def _numbers(told: dict[str, Any]) -> str:
    """应到 and 实到, and those with a vote, as far as they are told."""
    words = (
        (("expected", "应到"), ("attended", "实到")),
        (("voters", "有表决权应到"), ("voters_attended", "有表决权实到")),
    )
    said = ("，".join(f"{word} {told[name]} 人" for name, word in pair if told[name] is not None) for pair in words)
    return "；".join(part for part in said if part)


def _away(reader: Reader, meeting: int) -> str:
    return "、".join(
        f"{name}（{sign}{'：' + reason if reason else ''}）" for name, sign, reason in queries.away(reader, meeting)
    )
