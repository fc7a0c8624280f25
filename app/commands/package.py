"""报送包 by command: making one for another PC, merging those that came, the code by which others seal for this one."""

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import Any

from app.commands import asking, speech
from app.commands.opening import opened
from app.db import package as packages
from app.db.package import Lock
from app.db.store import Store
from app.errors import UserError
from app.exchange import package_plan as p
from app.exchange import package_show as show
from app.exchange.package_make import Scope, make
from app.exchange.package_merge import apply, plan_merge
from app.exchange.package_plan import Choice, Plan
from app.models import RECORDS
from app.operations import receiver

SIDES = ("here", "there")


def run(args: Namespace) -> int:
    """One of create, merge, code."""
    return {"create": create, "merge": merge, "code": code}[args.act](args)


def create(args: Namespace) -> int:
    """Writes one package; the password comes by standard input."""
    out = _one(args, "报送包存成哪个文件")
    lock = Lock(public=receiver.read_from(args.to)) if args.to else Lock(password=_password(args, "报送包的密码"))
    with opened(args) as parts:
        with parts.store.read() as reader:
            unit, campaign = asking.place(reader, "unit", args.unit), asking.place(reader, "campaign", args.campaign)
        if unit is not None and campaign is not None:
            raise UserError("单位和专项只能选一个。", "请去掉 --unit 或 --campaign。")
        manifest = make(parts.store, out, Scope(unit, campaign, args.sender or ""), lock, speech.progress())
    mark, rows = packages.mark(manifest), sum(count for _record, count in manifest.rows)
    if args.json:
        speech.answer({"file": str(out), "mark": mark, "rows": dict(manifest.rows), "schema": manifest.schema})
    else:
        speech.line(f"已做好报送包：{out}，共 {rows:,} 条，核对码 {mark}。")
    return 0


def merge(args: Namespace) -> int:
    """Merges all packages as one work. `--decide here|there|FILE` says what holds where both sides changed a row."""
    files = [found for path in args.files for found in _packages(path)]
    if not files:
        raise UserError("没有写要合并的报送包。", "请写报送包文件，或放着报送包的文件夹。")
    password = _password(args, "报送包的密码") if args.stdin else ""
    with opened(args) as parts:
        plan = plan_merge(parts.store, files, receiver.keys(parts.store, password), speech.progress())
        told = _report(parts.store, plan)
        done = None if args.dry_run else apply(parts.store, plan, _choice(plan, args.decide), speech.progress())
    if args.json:
        speech.answer({**told, "work": done.work if done else None})
        return 0
    _say(plan, told)
    speech.flushed(f"ACK MERGE {done.count if done else 0}")
    return 0


def code(args: Namespace) -> int:
    """The code of this database, on the screen or as a file."""
    with opened(args) as parts:
        if args.files:
            receiver.save(parts.store, args.files[0])
            speech.line(f"接收码已存成 {args.files[0]}，可以发给对方。")
        else:
            speech.line(receiver.code(parts.store))
    return 0


def _one(args: Namespace, what: str) -> Path:
    if len(args.files) != 1:
        raise UserError(f"没有写明{what}。", "请写一个文件名。")
    return Path(args.files[0])


def _packages(path: Path) -> list[Path]:
    return sorted(path.glob("*.package")) if path.is_dir() else [path]


def _password(args: Namespace, what: str) -> str:
    if not args.stdin:
        raise UserError(f"没有{what}。", "请用 --password-stdin 从标准输入写密码，或用 --to 写对方的接收码。")
    lines = sys.stdin.buffer.read().decode("utf-8-sig", errors="replace").splitlines()
    return lines[0] if lines else ""


def _choice(plan: Plan, decided: str | None) -> Choice:
    if decided is None:
        return Choice()
    if decided in SIDES:
        return p.all_of(plan, theirs=decided == "there")
    path = Path(decided)
    try:
        listed = json.loads(path.read_text(encoding="utf-8-sig"))
        return Choice({(one["record"], one["uid"], one["field"]): one["take"] == "there" for one in listed})
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UserError(
            f"看不懂取舍清单“{path.name}”。", "请写 here、there，或一个 JSON 文件：每项有 record、uid、field、take。"
        ) from error


def _report(store: Store, plan: Plan) -> dict[str, Any]:
    with store.read() as reader:
        lines = show.conflicts(reader, plan)
    return {
        "packages": [
            {
                "file": one.name, "sender": one.sender.sender, "scope": one.sender.scope, "created": one.sender.created,
                "mark": one.mark, "rows": dict(one.rows), "forked": one.forked,
            }
            for one in plan.packages
        ],
        "counts": {state: plan.rows(state) for state in p.STATES},
        "conflicts": [
            {
                "record": line.record, "uid": line.uid, "name": line.name,
                "fields": [{"field": f.name, "label": f.label, "here": f.here, "there": f.there} for f in line.fields],
            }
            for line in lines
        ],
        "doubts": [
            {"record": one.record, "uid": one.uid, "name": one.name, "state": one.state, "reason": one.reason}
            for one in plan.doubts
        ],
    }  # fmt: skip


def _say(plan: Plan, told: dict[str, Any]) -> None:
    for one in plan.packages:
        speech.line(f"{one.name}\t{one.told}\t核对码 {one.mark}")
        if one.forked:
            speech.line("这份与上次从同一个数据库收到的对不上（恢复过旧备份，或有两份在用）：不同的记录都要逐处定。")
    speech.line(
        "，".join(f"{word} {plan.rows(state):,}" for state, word in p.STATES.items() if plan.rows(state)) + "。"
    )
    for line in told["conflicts"]:
        for field in line["fields"]:
            both = f"本库“{field['here']}”，包里“{field['there']}”"
            speech.line(f"两边都改了\t{RECORDS[line['record']].title}\t{line['name']}\t{field['label']}\t{both}")
    for one in told["doubts"]:
        speech.line(f"{p.STATES[one['state']]}\t{RECORDS[one['record']].title}\t{one['name']}\t{one['reason']}")
