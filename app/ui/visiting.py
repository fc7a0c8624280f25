"""From a list to the entry of visits: who or whom is filled in already."""

from typing import Any

from app.db.queries import card, visit
from app.db.queries.visit import Person
from app.errors import UserError
from app.operations import visit as operation


def visit_of(screen: Any, rows: list[int]) -> None:
    """A visit to this household, person or unit."""
    record = screen.record.code()
    with screen.store.read() as reader:
        whom = Person(record, rows[0], card.caption(reader, record, rows[0]))
    screen.window_.open_place("visiting").begin(None, whom)


def visit_by(screen: Any, rows: list[int]) -> None:
    """A visit by this member or cadre."""
    record = screen.record.code()
    with screen.store.read() as reader:
        who = Person(record, rows[0], card.caption(reader, record, rows[0]))
    screen.window_.open_place("visiting").begin(who, None)


def visit_for(screen: Any, rows: list[int]) -> None:
    """The two whom a pairing joins. UserError where an office or a branch is one of them."""
    with screen.store.read() as reader:
        sides = visit.of_pairing(reader, rows[0])
    if sides is None:
        raise UserError("这对结对的一方是单位或党组织，走访要写明是谁去的。", "请在“走访登记”里填写走访人。")
    screen.window_.open_place("visiting").begin(*sides)


def visit_planned(screen: Any, rows: list[int]) -> None:
    """The visit for which this slip was made."""
    with screen.store.read() as reader:
        number = card.caption(reader, "visit_plan", rows[0])
    screen.window_.open_place("visiting").begin(None, None, number)


def raise_heard(screen: Any, rows: list[int]) -> None:
    """What was heard becomes requests. UserError where nothing is left to register."""
    made = operation.raise_heard(screen.store, rows)
    screen.window_.notice(f"已登记诉求 {made} 件，到“诉求”里办理。")


VISIT = (("把反映的登记为诉求", True, raise_heard),)
HELPER = (("登记他去的走访…", False, visit_by),)
HOUSEHOLD = (("登记走访…", False, visit_of),)
PAIRING = (("登记走访…", False, visit_for),)
PLAN = (("登记走访…", False, visit_planned),)
