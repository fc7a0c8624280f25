"""What does a name on the command line mean: a ledger or a record, a unit or a branch, conditions, a mask?"""

from argparse import Namespace
from collections.abc import Iterator
from typing import Any

from app import ledgers
from app.commands.opening import database, opened, words
from app.db.queries import grammar, listing, resolve
from app.db.queries import place as places
from app.db.queries.listing import Query
from app.db.store import Reader, Store
from app.errors import UserError
from app.exchange.record_export import record_query, record_table
from app.ledgers.ledger import Ledger
from app.ledgers.ledger import table as ledger_table
from app.models import RECORDS
from app.models.catalogue import record_named
from app.operations import keeping, outgoing
from app.operations.outgoing import Leaving, Terms
from app.table import Table


def names(reader: Reader | None = None) -> Iterator[tuple[str, str]]:
    """(name, title) of every ledger, those of the campaigns too where a database is opened, then of every record."""
    told = ledgers.known(reader) if reader is not None else ledgers.LEDGERS
    yield from ((name, ledger.title) for name, ledger in told.items())
    yield from ((record.code(), record.title) for record in RECORDS.values())


def listed(args: Namespace) -> tuple[tuple[str, str], ...]:
    """What `--list` names; what the database adds is left out while there is none, or it is locked and no words are given."""
    path = database(args)
    if not path.is_file() or (keeping.is_locked(path) and words(args) is None):
        return tuple(names())
    with opened(args) as parts, parts.store.read() as reader:
        return tuple(names(reader))


def terms(args: Namespace, *, printed: bool = False) -> Terms:
    """For whom, what for, and the mask that follows. Unless a recipient or another mask is named: none on what is handed
    up as a file, middle on paper, name on what is posted.
    """
    ledger = ledger_named(args.name)
    usual = ledger.mask if ledger is not None else "none"
    default = "middle" if printed and usual == "none" else usual
    return outgoing.terms(whom=args.to or "", purpose=args.purpose or "", asked=args.mask, default=default)


def departure(act: str, args: Namespace, told: Terms) -> Leaving:
    """What `args.name` means, about to leave under these terms."""
    ledger = ledger_named(args.name)
    name = ledger.name if ledger is not None else code_of(args.name)
    title = ledger.title if ledger is not None else dict(names()).get(name, args.name)
    return Leaving(act, title, name, told, condition(args))


def code_of(name: str) -> str:
    """The code name of a record by any of its names; what is no record (a form, a card) as it is."""
    try:
        return record_named(name).code()
    except UserError:
        return name


def condition(args: Namespace) -> str:
    """Which rows were asked for, in words."""
    parts = (("条件：", args.where), ("单位：", args.unit), ("党组织：", args.branch), ("截至：", args.as_of))
    return "；".join(f"{label}{text}" for label, text in parts if text)


def table(store: Store, args: Namespace, profile: str) -> Table:
    """The ledger or record named, as the options ask for it, under this mask."""
    with store.read() as reader:
        unit, branch = place(reader, "unit", args.unit), place(reader, "branch", args.branch)
        ledger = ledger_named(args.name) or _of_campaign(reader, args.name)
        if ledger is None:
            return _record(reader, args, unit, branch, profile)
        asked = query(ledger.record, args.where) if args.where else None
        return ledger_table(reader, ledger, unit=unit, branch=branch, query=asked, as_of=args.as_of, mask=profile)


def ledger_named(name: str) -> Ledger | None:
    """By code name or title."""
    return next((found for code, found in ledgers.LEDGERS.items() if name in (code, found.title)), None)


def rows(reader: Reader, record: str, columns: tuple[str, ...], args: Namespace) -> list[tuple[Any, ...]]:
    """Values of the rows the options ask for."""
    asked = query(record, args.where)
    unit, branch = place(reader, "unit", args.unit), place(reader, "branch", args.branch)
    only = None
    if unit is not None or branch is not None:
        only = places.inside(reader, RECORDS[record], unit=unit, branch=branch)
    told = Query(record, columns, asked.conditions, asked.words, asked.marks, only=only)
    return listing.window(reader, told)


def _of_campaign(reader: Reader, name: str) -> Ledger | None:
    """The ledger of a campaign by its title; they stand in the database, so that `--list` does not know them."""
    return next((found for found in ledgers.known(reader).values() if name in (found.name, found.title)), None)


def _record(reader: Reader, args: Namespace, unit: int | None, branch: int | None, profile: str) -> Table:
    try:
        record = record_named(args.name)
    except UserError as error:
        raise UserError(f"没有名为“{args.name}”的台账或记录。", "用 export --list 查看可用的名称。") from error
    if args.as_of:
        raise UserError("记录按现在的样子导出，不能指定日期。", "要按日期导出，请选一本台账。")
    asked = query(record.code(), args.where)
    only = None
    if unit is not None or branch is not None:
        only = places.inside(reader, record, unit=unit, branch=branch)
    wanted = record_query(record, asked.conditions, words=asked.words, marks=asked.marks, only=only)
    return record_table(reader, record, wanted, profile)


def query(record: str, where: str) -> Query:
    """The search grammar as a query."""
    if not record and where:
        raise UserError("这本台账的行来自几种记录，不能按条件筛选。", "请改用 --unit 或 --branch。")
    if not where:
        return Query(record, ())
    conditions, words, marks = grammar.parse(RECORDS[record], where)
    return Query(record, (), conditions, words, marks)


def place(reader: Reader, record: str, name: str | None) -> int | None:
    """The row a name or path means. UserError when there is none, or several."""
    if not name:
        return None
    found = resolve.one(reader, record, name)
    title = RECORDS[record].title
    if not found:
        raise UserError(f"没有名为“{name}”的{title}。", "请核对名称。")
    if len(found) > 1:
        raise UserError(f"有 {len(found)} 个{title}都叫“{name}”。", f"请写路径，如：青禾镇/{name}。")
    return found[0]
