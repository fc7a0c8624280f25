"""How a record declares a field: one call that gives an ordinary column which knows its label, kind and place.

To add a kind of field: the kind in `app/kinds`, then one function here. Use as `from app.models import fields as f`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, String

from app.kinds.choice import Choice
from app.kinds.credit_code import CreditCode
from app.kinds.date import Date
from app.kinds.flag import Flag
from app.kinds.kind import Kind
from app.kinds.link import Link
from app.kinds.money import Money
from app.kinds.number import Number
from app.kinds.person_name import PersonName
from app.kinds.phone import Phone
from app.kinds.resident_id import ResidentId
from app.kinds.text import Text


@dataclass(frozen=True)
class Field:
    """What is known of one field. It never says widget, pixel, colour, SQL or cell format."""

    label: str
    kind: Kind
    aliases: tuple[str, ...] = ()
    help: str = ""
    group: str = "基本"
    required: bool = False
    wanted: bool = False  # asked for by a form of the superior unit: empty counts as 信息缺项
    sensitive: bool = False
    search: bool = False
    listed: bool = False
    asked: bool = True  # a clerk fills it; others are set by verbs only
    name: str = ""

    @property
    def labels(self) -> tuple[str, ...]:
        return (self.label, *self.aliases)

    @property
    def to(self) -> str:
        """The record a link points to, or ""."""
        return self.kind.to if isinstance(self.kind, Link) else ""


def _column(label: str, kind: Kind, sql: Any, options: dict[str, Any]) -> Column[Any]:
    aliases: Sequence[str] = options.pop("aliases", ())
    index: bool = options.pop("index", False)
    nullable: bool = options.pop("nullable", not options.get("required"))
    field = Field(label=label, kind=kind, aliases=tuple(aliases), **options)
    target = (ForeignKey(f"{field.to}.id"),) if field.to else ()
    return Column(sql, *target, nullable=nullable, index=index or None, info={"field": field})


def text(label: str, **options: Any) -> Column[Any]:
    lines = bool(options.pop("lines", False))
    return _column(label, Text(lines=lines), String, options)


def person(label: str, **options: Any) -> Column[Any]:
    return _column(label, PersonName(), String, options)


def number(label: str, **options: Any) -> Column[Any]:
    kind = Number(least=options.pop("least", 0), most=options.pop("most", None))
    return _column(label, kind, Integer, options)


def money(label: str, **options: Any) -> Column[Any]:
    """Whole cents (分)."""
    return _column(label, Money(), Integer, options)


def date(label: str, **options: Any) -> Column[Any]:
    """Text as exact as the source: `1987`, `1987-06` or `1987-06-15`."""
    return _column(label, Date(), String, options)


def day(label: str, **options: Any) -> Column[Any]:
    """Text `1987-06-15`; a year or a month alone is refused."""
    return _column(label, Date(exact=True), String, options)


def choice(label: str, codes: str, **options: Any) -> Column[Any]:
    return _column(label, Choice(codes), String, options)


def flag(label: str, **options: Any) -> Column[Any]:
    return _column(label, Flag(), String, options)


def phone(label: str, **options: Any) -> Column[Any]:
    return _column(label, Phone(), String, {"sensitive": True, **options})


def resident_id(label: str, **options: Any) -> Column[Any]:
    return _column(label, ResidentId(), String, {"sensitive": True, **options})


def credit_code(label: str, **options: Any) -> Column[Any]:
    return _column(label, CreditCode(), String, options)


def link(label: str, to: str, **options: Any) -> Column[Any]:
    """The row id of another record; `to` is that record's code name. Indexed, so that nothing scans when a row goes."""
    return _column(label, Link(to), Integer, {"index": True, **options})


def named(field: Field, name: str) -> Field:
    return replace(field, name=name)
