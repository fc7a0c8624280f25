"""Kinds of value, pure Python: each can read, judge and show one kind. `KINDS` names them all."""

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

KINDS: dict[str, type[Kind]] = {
    kind.name: kind
    for kind in (
        Text, PersonName, Number, Money, Points, Date, Choice, Flag, Link, Phone, ResidentId, DisabilityCard, CreditCode,
    )
}  # fmt: skip
# Kept as whole numbers of the smallest part, shown with a point.
SCALED: dict[str, Kind] = {"money": Money(), "points": Points()}
