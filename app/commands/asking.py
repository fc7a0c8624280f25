"""What does a name on the command line mean: a ledger or a record, a unit or a branch, conditions, a mask?"""

from argparse import Namespace
from collections.abc import Iterator

from app import ledgers
from app.db.queries import grammar, resolve
from app.db.queries import place as places
from app.db.queries.listing import Query
from app.db.store import Reader, Store
from app.errors import UserError
from app.exchange.record_export import record_query, record_table
from app.ledgers.ledger import Ledger
from app.ledgers.ledger import table as ledger_table
from app.models import RECORDS
from app.models.catalogue import record_named
from app.table import Table


def names() -> Iterator[tuple[str, str]]:
    """(name, title) of every ledger, then of every record."""
    yield from ((name, ledger.title) for name, ledger in ledgers.LEDGERS.items())
    yield from ((record.code(), record.title) for record in RECORDS.values())


def table(store: Store, args: Namespace, *, printed: bool = False) -> Table:
    """The ledger or record named, as the options ask for it.

    Masks unless another is asked for: none on what is handed up as a file, middle on paper, name on what is posted.
    """
    with store.read() as reader:
        unit, branch = place(reader, "unit", args.unit), place(reader, "branch", args.branch)
        ledger = ledger_named(args.name)
        if ledger is None:
            return _record(reader, args, unit, branch, "middle" if printed else "none")
        asked = query(ledger.record, args.where) if args.where else None
        profile = args.mask or ("middle" if printed and ledger.mask == "none" else ledger.mask)
        return ledger_table(reader, ledger, unit=unit, branch=branch, query=asked, as_of=args.as_of, mask=profile)


def ledger_named(name: str) -> Ledger | None:
    """By code name or title."""
    return next((found for code, found in ledgers.LEDGERS.items() if name in (code, found.title)), None)


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
    return record_table(reader, record, wanted, args.mask or profile)


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
