"""With what can a row of a foreign table be filled that asks for what was done: visits, requests, meetings, postings, dues …?

The columns of their ledgers are offered before their own fields; a record without a ledger here offers its fields. To add
a word: a line in `offer_said`.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from app.db.queries.ledger import Source
from app.db.queries.meeting import held
from app.ledgers import due, meeting, report_in, request, team, visit, wish
from app.ledgers.ledger import Ledger
from app.ledgers.offer_said import SAID
from app.ledgers.offered import Offer, Offers, own
from app.models import RECORDS
from app.models.record import field_map, fields_of

# A meeting of any kind: which kinds are asked for is said by a condition.
_MEETINGS = replace(
    meeting.MEETINGS,
    title="会议活动",
    source=replace(meeting.MEETINGS.source, where=f"{held('meeting')} AND meeting.day <= {{day}}"),
)
LEDGERS: dict[str, Ledger] = {
    "visit": visit.VISITS,
    "deed": visit.DEEDS,
    "request": request.REQUESTS,
    "wish": wish.WISHES,
    "report_in": report_in.REPORT_INS,
    "meeting": _MEETINGS,
    "posting": team.POSTINGS,
    "work_log": team.LOGS,
    "plan_item": team.PLANS,
    "duty": report_in.DUTIES,
    "activity": report_in.ACTIVITIES,
    "due": due.DUES_MONTH,
}
_ELSEWHERE = (
    "member",
    "cadre",
    "household",
    "resident",
    "branch",
    "unit",
    "pairing",
)  # `app.ledgers.offer` offers more
_PHONES = {
    "who_phone": ("走访人电话", "coalesce(vm.phone, vc.phone)"),
    "whom_phone": ("走访对象电话", "coalesce(vr.phone, vh.phone, vw.phone, vu.phone)"),
}


def served() -> Iterator[tuple[str, str, Source, Offers, str]]:
    """(record, title, source, offers, counter) of every record that a clerk keeps, but those that offer more elsewhere."""
    for record, model in RECORDS.items():
        if record in LEDGERS:
            ledger = LEDGERS[record]
            yield record, ledger.title, ledger.source, service(record), ledger.counter
        elif not model.hidden and record not in _ELSEWHERE:
            source = Source(record=record, order=f"{record}.sort_key, {record}.id")
            yield record, model.title, source, Offers(_fields(record, ())), model.counter


def service(record: str) -> Offers:
    """The columns of the ledger as it shows them (of sensitive requests nothing), then the fields that are no links."""
    found: dict[str, Offer] = {}
    for offer in (*_columns(record), *_phones(record)):
        found[offer.name] = offer
    more = SAID.get(record, {})
    return Offers(
        (name, Offer(**{**vars(offer), "aliases": (*offer.aliases, *more.get(name, "").split())}))
        for name, offer in {**found, **dict(_fields(record, found))}.items()
    )


def _fields(record: str, found: Collection[str]) -> Iterator[tuple[str, Offer]]:
    """Its own fields but those that only say which row another one means."""
    for field in fields_of(RECORDS[record]):
        apart = record in LEDGERS and field.to.startswith(("member", "household", "resident", "cadre"))
        if field.name not in found and not apart:
            yield field.name, own(record, field)


def _columns(record: str) -> Iterator[Offer]:
    known = field_map(RECORDS[record])
    for line in LEDGERS[record].columns:
        if line.name not in known:
            yield Offer(line.name, line.label, line.sql, line.kind or "text")
            continue
        field = own(record, known[line.name])
        aliases = (*field.aliases, *((line.label,) if line.label else ()))
        yield Offer(**{**vars(field), "aliases": aliases, "sql": line.sql or field.sql})


def _phones(record: str) -> Iterator[Offer]:
    if record == "visit":
        for name, (label, sql) in _PHONES.items():
            yield Offer(name, label, sql, "phone")
