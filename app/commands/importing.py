"""Reading sheets in: one of any shape, or a whole export."""

import json
from argparse import Namespace
from pathlib import Path
from typing import Any

from app.commands import speech
from app.commands.opening import opened
from app.db.store import Store
from app.errors import UserError
from app.exchange import whole_import
from app.exchange.apply import apply
from app.exchange.grid import FileRefused
from app.exchange.importing import plan_import, plan_workbook
from app.exchange.plan import Options, Plan
from app.exchange.read import read
from app.exchange.report import report
from app.exchange.returning import return_sheet
from app.exchange.whole_import import Outcome
from app.files import replace_file
from app.models import RECORDS
from app.models.catalogue import record_named

_SHOWN = 10


def run(args: Namespace) -> int:
    """Prints `ACK IMPORT n` after the commit; n rows were new or changed, or found to be there already."""
    with opened(args) as parts:
        if args.file.is_dir():
            paths = whole_import.files_of(args.file)
            progress = speech.progress()
            return _everything(
                args, whole_import.import_all(parts.store, paths, dry_run=args.dry_run, progress=progress)
            )
        return _sheet(args, parts.store)


def _sheet(args: Namespace, store: Store) -> int:
    progress = speech.progress()
    try:
        book = read(args.file, large=args.large, progress=progress)
    except FileRefused:
        book = None
    if book is not None and args.record is None and whole_import.is_whole(book):
        return _everything(args, whole_import.take_in(store, (book,), dry_run=args.dry_run, progress=progress))
    if book is None:
        told = {"record": args.record, "large": args.large}
        plan = plan_import(store, args.file, **told, progress=progress)
    else:
        plan = plan_workbook(store, book, args.file, _options(args), progress)
    if plan.status == "refused":
        if args.report is not None and plan.message:
            speech.line(plan.message)
    elif args.dry_run:
        _say(plan)
    else:
        apply(plan, store, progress)
        counts = plan.counts()
        _say(plan)
        speech.flushed(f"ACK IMPORT {counts['new'] + counts['changed'] + counts['same']}")
    if args.returned is not None:
        return_sheet(store, plan, args.returned)
    if args.report is not None:
        write_json(report(plan, str(args.file)), args.report)
    elif plan.status == "refused":
        raise UserError(plan.message or "没有一行能读入。", "" if plan.message else "请用 --report 查看原因。")
    return 0


def _options(args: Namespace) -> Options:
    record = record_named(args.record).code() if args.record else None
    return Options(record, args.branch, args.unit, args.known_only, args.large)


def _say(plan: Plan) -> None:
    counts = plan.counts()
    speech.line(
        f"新增 {counts['new']} 行，修改 {counts['changed']} 行，不变 {counts['same']} 行，"
        f"待改 {counts['refused']} 行，略过 {counts['skipped']} 行。"
    )
    for record, name, other in plan.alike[:_SHOWN]:
        speech.line(f"将新建的{RECORDS[record].title}“{name}”与“{other}”读音相同，请核对是不是同一个。")
    if len(plan.alike) > _SHOWN:
        speech.line(f"读音相同的另有 {len(plan.alike) - _SHOWN} 处，用 --report 可以看到全部。")


def _everything(args: Namespace, outcome: Outcome) -> int:
    speech.line(
        f"新增 {outcome.count('new')} 行，修改 {outcome.count('changed')} 行，不变 {outcome.count('same')} 行，"
        f"待改 {outcome.count('refused')} 行。"
    )
    if not args.dry_run:
        speech.flushed(f"ACK IMPORT {outcome.count('new', 'changed', 'same')}")
    if args.report is not None:
        write_json(_told(outcome, str(args.file)), args.report)
    return 0


def _told(outcome: Outcome, name: str) -> dict[str, Any]:
    """The report of a whole export, in the shape of the others; `record` of each row stands beside it."""
    accepted, refused = [], []
    for record, line, fate in outcome.fates:
        place = {"sheet": line.sheet, "row": line.row, "record": record}
        if fate == "refused":
            codes, texts = zip(*line.problems, strict=True)
            refused.append({**place, "codes": list(codes), "message": "".join(texts)})
        else:
            values = {key: None if value is None else str(value) for key, value in line.values.items()}
            accepted.append({**place, "fate": fate, "values": {"uid": line.uid, **values}, "warnings": []})
    return {
        "file": name, "status": "ok", "codes": [], "record": "", "accepted": accepted, "refused": refused, "skipped": [],
    }  # fmt: skip


def write_json(facts: dict[str, Any], path: Path) -> None:
    """One line for every row of a list: an indented text of a county's rows would be whole in memory, piece by piece."""
    with replace_file(path) as temporary, temporary.open("w", encoding="utf-8") as file:
        for i, (key, value) in enumerate(facts.items()):
            file.write(f"{',' if i else '{'}\n {_json(key)}: ")
            if not isinstance(value, list) or not value:
                file.write(_json(value))
                continue
            for j, one in enumerate(value):
                file.write(f"{',' if j else '['}\n  {_json(one)}")
            file.write("\n ]")
        file.write("\n}\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
