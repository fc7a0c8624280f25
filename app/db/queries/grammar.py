"""The search grammar: `支部:红旗 党龄>50 未结对 姓名=张三` becomes conditions, words and marks of a `Query`."""

import re
from typing import Any

from app.db.queries.derived import DERIVED, STATES, derived
from app.db.queries.listing import Condition
from app.errors import UserError
from app.kinds import SCALED
from app.kinds.kind import Unreadable
from app.models.catalogue import field_named
from app.models.fields import Field
from app.models.record import Record, fields_of

TERM = re.compile(r"(?P<name>[^\s:=<>!]+?)(?P<sign>>=|<=|!=|[:=<>])(?P<value>\S*)")
SIGNS = {":": "has", "=": "is", "!=": "not", ">": "gt", "<": "lt", ">=": "ge", "<=": "le"}
WIDE = str.maketrans(
    {"：": ":", "＝": "=", "＞": ">", "＜": "<", "≥": ">=", "≤": "<=", "≠": "!=", "！": "!", "　": " "}
)
EMPTY, FILLED = ("空", "无", "缺"), ("有", "不空")
WHOLE = ("number", *SCALED)


def parse(record: type[Record], text: str) -> tuple[tuple[Condition, ...], tuple[str, ...], tuple[str, ...]]:
    """(conditions, words, marks). UserError names the part that cannot be understood and what would be."""
    conditions: list[Condition] = []
    words: list[str] = []
    marks: list[str] = []
    for part in text.translate(WIDE).split():
        term = TERM.fullmatch(part)
        if term is not None:
            conditions.append(_condition(record, term["name"], term["sign"], term["value"]))
        elif part in STATES.get(record.code(), {}):
            marks.append(part)
        else:
            words.append(part)
    return tuple(conditions), tuple(words), tuple(marks)


def _condition(record: type[Record], name: str, sign: str, value: str) -> Condition:
    column, kind, field = _column(record, name)
    if value in EMPTY and sign in ":=":
        return Condition(column, "empty")
    if value in FILLED and sign in ":=":
        return Condition(column, "filled")
    if not value:
        raise UserError(f"“{name}{sign}”后面缺少要找的内容。", f"例如：{name}{sign}红旗。")
    if kind in WHOLE:
        return Condition(column, "is" if sign == ":" else SIGNS[sign], _whole(name, kind, field, value))
    return Condition(column, SIGNS[sign], _told(field, sign, value))


def _column(record: type[Record], name: str) -> tuple[str, str, Field | None]:
    """(code name, kind, field): by label, alias, code name, or the beginning of one label."""
    found = derived(record.code(), name)
    if found is not None:
        return found.name, found.kind, None
    try:
        field = field_named(record, name)
    except UserError:
        near = [f for f in fields_of(record) if any(label.startswith(name) for label in f.labels)]
        if len(near) != 1:
            raise UserError(f"{record.title}没有名为“{name}”的栏目。", f"可用：{_known(record)}。") from None
        field = near[0]
    return field.name, field.kind.name, field


def _known(record: type[Record]) -> str:
    listed = [field.label for field in fields_of(record) if field.listed]
    return "、".join([*listed, *(found.label for found in DERIVED.get(record.code(), ()))])


def _whole(name: str, kind: str, field: Field | None, value: str) -> int:
    try:
        if field is not None and kind in SCALED:
            return int(field.kind.parse(value))
        return int(value)
    except (Unreadable, ValueError, TypeError):
        raise UserError(f"“{name}”要和数字比较，“{value}”不是数字。") from None


def _told(field: Field | None, sign: str, value: str) -> Any:
    """An exact comparison takes the canonical value (汉 → 汉族, 1987.6 → 1987-06); a partial one the text itself."""
    if field is None or field.to or (sign == ":" and field.kind.name != "choice"):
        return value
    try:
        return field.kind.parse(value) or value
    except Unreadable:
        return value
