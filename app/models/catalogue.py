"""Questions to the catalogue of records and fields: by any name a clerk or a sheet may use."""

from functools import cache

from app.errors import UserError
from app.models import RECORDS
from app.models.fields import Field
from app.models.record import Record, field_map, fields_of

PERSONS = (
    "member",
    "cadre",
    "household",
    "resident",
    "applicant",
)  # records that are a person, or a home under his name


def record_named(name: str) -> type[Record]:
    """A record by code name or Chinese title. UserError when there is none."""
    for code, record in RECORDS.items():
        if name in (code, record.title):
            return record
    raise UserError(
        f"没有名为“{name}”的记录种类。", "可用：" + "、".join(r.title for r in RECORDS.values() if not r.hidden) + "。"
    )


def field_named(record: type[Record], name: str) -> Field:
    """A field by code name, label or alias. UserError when there is none."""
    found = field_map(record).get(name) or _labels(record).get(name)
    if found is None:
        raise UserError(f"{record.title}没有名为“{name}”的栏目。")
    return found


@cache
def _labels(record: type[Record]) -> dict[str, Field]:
    """Labels win over aliases, earlier fields over later ones."""
    known: dict[str, Field] = {}
    for field in fields_of(record):
        known.setdefault(field.label, field)
    for field in fields_of(record):
        for alias in field.aliases:
            known.setdefault(alias, field)
    return known


@cache
def numbers(record: type[Record]) -> tuple[str, ...]:
    """Fields that recognise a row by themselves (证号, 户编号 …); a name alone does not."""
    return tuple(key[0] for key in record.key if len(key) == 1 and key[0] != "name")


def shown_records() -> tuple[type[Record], ...]:
    """Records with a screen, an import and an export of their own."""
    return tuple(record for record in RECORDS.values() if not record.hidden)
