"""How a record declares a field: one call that gives an ordinary column which knows its label, kind and place.

To add a kind of field: the kind in `app/kinds`, then one function here. Use as `from app.models import fields as f`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.kinds.choice import Choice
from app.kinds.credit_code import CreditCode
from app.kinds.date import Date
from app.kinds.disability_card import DisabilityCard
from app.kinds.flag import Flag
from app.kinds.kind import Kind
from app.kinds.link import Link
from app.kinds.money import Money
from app.kinds.number import Number
from app.kinds.person_name import PersonName
from app.kinds.phone import Phone
from app.kinds.points import Points
from app.kinds.resident_id import ResidentId
from app.kinds.text import Text
from app.models.column import INTEGER, TEXT, Column


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


def _column(label: str, kind: Kind, sql: str, options: dict[str, Any]) -> Column:
    aliases: Sequence[str] = options.pop("aliases", ())
    index: bool = options.pop("index", False)
    nullable: bool = options.pop("nullable", not options.get("required"))
    field = Field(label=label, kind=kind, aliases=tuple(aliases), **options)
    return Column(sql, nullable=nullable, index=index, to=field.to, field=field)


def text(label: str, **options: Any) -> Column:
    lines = bool(options.pop("lines", False))
    return _column(label, Text(lines=lines), TEXT, options)


def person(label: str, **options: Any) -> Column:
    return _column(label, PersonName(), TEXT, options)


def number(label: str, **options: Any) -> Column:
    kind = Number(least=options.pop("least", 0), most=options.pop("most", None))
    return _column(label, kind, INTEGER, options)


def money(label: str, **options: Any) -> Column:
    """Whole cents (分)."""
    return _column(label, Money(), INTEGER, options)


def points(label: str, **options: Any) -> Column:
    """Whole hundredths of a point."""
    return _column(label, Points(), INTEGER, options)


def date(label: str, **options: Any) -> Column:
    """Text as exact as the source: `1987`, `1987-06` or `1987-06-15`."""
    return _column(label, Date(), TEXT, options)


def day(label: str, **options: Any) -> Column:
    """Text `1987-06-15`; a year or a month alone is refused."""
    return _column(label, Date(exact=True), TEXT, options)


def month(label: str, **options: Any) -> Column:
    """Text `1987-06`; the day of a date is dropped, a year alone is refused."""
    return _column(label, Date(month=True), TEXT, options)


def choice(label: str, codes: str, **options: Any) -> Column:
    return _column(label, Choice(codes), TEXT, options)


def flag(label: str, **options: Any) -> Column:
    return _column(label, Flag(), TEXT, options)


def phone(label: str, **options: Any) -> Column:
    return _column(label, Phone(), TEXT, {"sensitive": True, **options})


def resident_id(label: str, **options: Any) -> Column:
    return _column(label, ResidentId(), TEXT, {"sensitive": True, **options})


def disability_card(label: str, **options: Any) -> Column:
    return _column(label, DisabilityCard(), TEXT, {"sensitive": True, **options})


def credit_code(label: str, **options: Any) -> Column:
    return _column(label, CreditCode(), TEXT, options)


def link(label: str, to: str, **options: Any) -> Column:
    """The row id of another record; `to` is that record's code name. Indexed, so that nothing scans when a row goes."""
    return _column(label, Link(to), INTEGER, {"index": True, **options})


def named(field: Field, name: str) -> Field:
    return replace(field, name=name)
