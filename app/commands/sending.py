"""收表: sending a sheet to every village or branch, taking back what they return, and saying who is missing."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from app.commands import asking, filling, speech
from app.commands.opening import opened
from app.db.queries import batch as queries
from app.db.queries import place as places
from app.db.queries.listing import Query
from app.db.store import Reader
from app.errors import UserError
from app.exchange.filling import Proposal
from app.exchange.returned import STATES, Collected
from app.exchange.returned import collect as take_in
from app.exchange.sending import Asked, plan_sending
from app.exchange.sending import send as write_out
from app.exchange.write import write_xlsx
from app.ledgers import batch as ledger
from app.models import RECORDS
from app.models.catalogue import record_named
from app.operations import batch as operations
from app.operations.outgoing import Leaving, leaving


def send(args: Namespace) -> int:
    """One workbook per village or branch, and the batch that waits for them."""
    with opened(args) as parts:
        template = filling.proposed(parts.store, Path(args.name), args) if _is_template(args.name) else None
        with parts.store.read() as reader:
            sending = plan_sending(reader, _from_template(reader, template, args) if template else _asked(reader, args))
        done = write_out(parts.store, sending, args.folder, speech.progress())
    for name in sending.left_out:
        speech.line(f"没有下发：{name}（没有写明所属{'村' if args.by == 'village' else '党支部'}）")
    if sending.dropped:
        what = "只供查看，交回后不核对" if template else "没有放进表里"
        speech.line(f"这些栏目是算出来的，{what}：{'、'.join(sending.dropped)}")
    for note in done.notes:
        speech.line(note)
    speech.line(f"已写出 {len(done.files)} 份，{sending.rows} 行，批次 {done.mark}：{args.folder}")
    return 0


def _asked(reader: Reader, args: Namespace) -> Asked:
    found = asking.ledger_named(args.name)
    try:
        record = found.record if found else record_named(args.name).code()
    except UserError as error:
        raise UserError(f"没有名为“{args.name}”的台账或记录。", "用 export --list 查看可用的名称。") from error
    if not record:
        raise UserError("这本台账的行来自几种记录，不能下发收表。", "请换一本台账，或直接下发一种记录。")
    columns = tuple(name.strip() for name in (args.columns or "").replace("，", ",").split(",") if name.strip())
    query = _query(reader, record, args)
    return Asked(record, found, args.by, columns, args.due or "", args.title or "", query, args.where)


def _is_template(name: str) -> bool:
    """A file; ledgers and records have no ending."""
    return Path(name).suffix.lower() in (".xlsx", ".xlsm", ".xls", ".et")


def _from_template(reader: Reader, template: Proposal, args: Namespace) -> Asked:
    if args.columns:
        raise UserError("用模板下发时，栏目以模板为准。", "请去掉 --columns；要改某一栏填什么，用 --map。")
    record = template.rows_of.record
    return Asked(
        record, None, args.by, (), args.due or "", args.title or "", _query(reader, record, args), args.where, template
    )


def _query(reader: Reader, record: str, args: Namespace) -> Query:
    query = asking.query(record, args.where)
    unit, branch = asking.place(reader, "unit", args.unit), asking.place(reader, "branch", args.branch)
    only = None
    if unit is not None or branch is not None:
        only = places.inside(reader, RECORDS[record], unit=unit, branch=branch)
    return Query(record, (), query.conditions, query.words, query.marks, only=only)


def collect(args: Namespace) -> int:
    """Returned files and folders: each finds its batch by itself."""
    with opened(args) as parts:
        batch = operations.one(parts.store, args.batch) if args.batch else None
        done = take_in(parts.store, args.files, batch=batch, progress=speech.progress())
    if args.json:
        speech.answer({"files": [_file(one) for one in done]})
        return 0
    for one in done:
        whose = f"《{one.batch.name}》{'、'.join(one.places)}（凭{one.by}）" if one.batch else one.told
        speech.line(f"{STATES[one.state]}\t{one.path.name}\t{whose}")
    return 0


def _file(one: Collected) -> dict[str, Any]:
    return {
        "file": str(one.path), "state": one.state, "batch": one.batch.mark if one.batch else None,
        "places": list(one.places), "by": one.by, "message": one.told,
    }  # fmt: skip


def batches(args: Namespace) -> int:
    """Every batch with its places and their states; with `--remind` the text to send to those who are missing."""
    with opened(args) as parts, parts.store.read() as reader:
        found = queries.batches(reader, closed=args.all)
        if args.json:
            pile = [{"file": r.file_name, "message": r.told} for r in queries.receipts(reader, None)]
            speech.answer({"batches": [_batch(reader, batch) for batch in found], "unknown": pile})
            return 0
        for batch in found:
            told = ledger.counts(reader, batch)
            came = told["returned"] + told["checked"]
            speech.line(f"{batch.mark}\t{batch.name}\t{came}/{told['total']} 份已交\t期限 {batch.due or '未定'}")
            text = ledger.reminder(reader, batch) if args.remind else ""
            if text:
                speech.line(text)
    return 0


def _batch(reader: Reader, batch: queries.BatchFacts) -> dict[str, Any]:
    sheets = queries.handouts(reader, batch.id)
    return {
        "mark": batch.mark, "title": batch.name, "record": batch.record, "sent_on": batch.sent_on, "due": batch.due or None,
        "counts": ledger.counts(reader, batch), "reminder": ledger.reminder(reader, batch),
        "sheets": [
            {
                "number": sheet.number, "place": sheet.place, "file": sheet.file_name, "rows": sheet.rows,
                "state": sheet.state(batch.due, ledger.today()), "returned_on": sheet.returned_on or None,
                "late": sheet.late(batch.due), "returns": sheet.returns, "changed": sheet.changed,
                "checked_on": sheet.checked_on or None,
            }
            for sheet in sheets
        ],
    }  # fmt: skip


def missing(args: Namespace) -> int:
    """Who has not returned theirs, as a workbook."""
    with opened(args) as parts:
        chosen = [operations.one(parts.store, args.batch)] if args.batch else None
        with parts.store.read() as reader:
            table = ledger.missing(reader, chosen or queries.batches(reader))
        with leaving(parts.store, Leaving("export", table.title, "batch", table=table)) as left:
            write_xlsx(table, args.out, speech.progress())
            left.files.append(args.out)
    speech.line(f"还有 {len(table.rows)} 份没有交：{args.out}")
    return 0
