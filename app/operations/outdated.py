"""Was a record changed by somebody else while a form on it was open? Then nothing is overwritten before the clerk chose."""

from collections.abc import Mapping
from typing import Any

from app.db.store import Reader
from app.errors import UserError
from app.models.record import Record, field_map

Seen = Mapping[str, Any]
_VOID = "void_reason"


class Outdated(UserError):
    """`fields` hold another value than the form showed, and another than it would save. Nothing was saved."""

    def __init__(self, title: str, fields: tuple[str, ...], labels: tuple[str, ...]) -> None:
        self.fields = fields
        super().__init__(
            f"这条{title}在您填写期间被别处改过（{'、'.join(labels)}），这次没有保存。",
            "请看过两边的内容，逐项选定后再保存。",
        )


def seen(reader: Reader, record: type[Record], row: int) -> dict[str, Any]:
    """What a form opens with and `refuse` compares with later: the kept values by field. UserError when the row is gone."""
    found = reader.exec_driver_sql(f"SELECT * FROM {record.code()} WHERE id = ?", (row,)).mappings().first()
    if found is None:
        raise UserError(f"这条{record.title}已经不在了，可能刚被撤销。")
    return {name: found[name] for name in (*field_map(record), _VOID)}


def refuse(reader: Reader, record: type[Record], row: int, *, values: Mapping[str, Any], before: Seen) -> None:
    """Outdated when a field of `values` is no longer as in `before` and not yet as wanted; UserError when the record was
    voided meanwhile. A field that only the other one changed stays as the other one left it.
    """
    now = seen(reader, record, row)
    if now[_VOID] is not None and before.get(_VOID) is None:
        raise UserError(f"这条{record.title}在您填写期间被作废了，这次没有保存。", "请先到修改记录里看清原因。")
    known = field_map(record)
    fields = tuple(
        name for name, value in values.items()
        if name in before and now[name] != before[name] and now[name] != value
    )  # fmt: skip
    if fields:
        raise Outdated(record.title, fields, tuple(known[name].label for name in fields))
