"""`checklist` and `evidence`: superior units' own lists taken in and printed again, and what proves a line of an assessment."""

from argparse import Namespace
from pathlib import Path
from typing import Any

from app import clock
from app.commands import asking, speech
from app.commands.opening import opened
from app.db.queries import assessment as assessments
from app.db.queries import checklist as queries
from app.db.queries import evidence as proofs
from app.db.store import Reader, Store
from app.errors import UserError
from app.exchange.checklist import read_published
from app.exchange.checklist_sheet import write_published
from app.kinds.points import Points
from app.operations import checklist, checklist_form, evidence
from app.operations.checklist_layout import Published
from app.operations.checklist_published import Asked, Scored, filled, form_of, is_published, take_over
from app.operations.evidence import About
from app.operations.outgoing import Leaving, leaving
from app.printing.checklist import print_checklist
from app.printing.checklist_own import print_published


def run(args: Namespace) -> int:
    """The act that is named."""
    with opened(args) as parts:
        return ACTS[args.act](parts.store, args)


def listed(store: Store, args: Namespace) -> int:
    """Answers `{"checklists": [{"name", "domain", "version", "total", "lines", "own_form"}]}`."""
    with store.read() as reader:
        told = [_facts(reader, version) for version in queries.versions(reader, retired=True)]
    if args.json:
        speech.answer({"checklists": told})
        return 0
    for each in told:
        speech.line(f"{each['name']}\t{each['domain']}\t{each['lines']} 条\t总分 {each['total']}")
    for key in checklist_form.domains():
        form = checklist_form.load(key)
        if all(each["domain"] != form.domain for each in told):
            speech.line(f"{form.domain}\t自带清单，用到时载入\t{len(form.items())} 条")
    return 0


def _facts(reader: Reader, version: queries.Version) -> dict[str, Any]:
    return {
        "name": version.name, "domain": version.domain, "version": version.version, "total": Points().text(version.total),
        "lines": len(queries.lines(reader, version.id)), "own_form": bool(version.layout),
    }  # fmt: skip


def taken(store: Store, args: Namespace) -> int:
    """Takes in the lists of a file. Answers `{"checklists": [{"name", "lines", "total", "columns", "doubts"}]}`."""
    path = Path(_needed(args.name, "请写明要导入的文件。"))
    forms = read_published(path)
    told = []
    for n, form in enumerate(forms, 1):
        name = (args.title or form.title) + (f"（{n}）" if len(forms) > 1 and args.title else "")
        if not args.dry_run:
            asked = Asked(
                name, args.domain or "", args.version or "", args.year or clock.today().year, args.issuer or ""
            )
            take_over(store, form, asked)
        told.append(_read(name, form))
    if args.json:
        speech.answer({"checklists": told})
        return 0
    for each in told:
        speech.line(f"{each['name']}：{each['lines']} 条，总分 {each['total']}。")
        for doubt in each["doubts"]:
            speech.line(f"　请核对：{doubt}")
    return 0


def _read(name: str, form: Published) -> dict[str, Any]:
    return {
        "name": name, "lines": len(form.lines), "total": Points().text(form.points),
        "columns": [column.label for column in form.columns], "doubts": list(form.doubts),
    }  # fmt: skip


def printed(store: Store, args: Namespace) -> int:
    """The blank list in its own form, or in the program's: PDF, or .xlsx of one that has a form of its own."""
    name, out = _needed(args.name, "请写明打印哪个清单。"), args.out
    if out is None:
        raise UserError("请写明存成哪个文件。")
    with store.read() as reader:
        row = checklist.find(reader, name)
        own = row is not None and is_published(reader, row)
        form = form_of(reader, row)[0] if own and row is not None else None
        plain = None if own else checklist.form(reader, row) if row is not None else checklist_form.load(name)
    left = Leaving("print" if out.suffix.lower() != ".xlsx" else "export", name, "checklist")
    with leaving(store, left):
        if form is not None:
            blank = filled(form, [Scored({})] * len(form.lines), unit=args.branch or "")
            told = _own(blank, out, mark=name)
        elif plain is not None and out.suffix.lower() != ".xlsx":
            told = print_checklist(plain, out, unit=args.branch or "")
        else:
            raise UserError("自带的清单请存成 PDF。", "从上级的表导入的清单才能按原表存成 .xlsx。")
        left.files.append(out)
    for warning in told:
        speech.line(warning)
    speech.line(f"已存成：{out}")
    return 0


def _own(form: Published, out: Path, *, mark: str) -> tuple[str, ...]:
    if out.suffix.lower() == ".xlsx":
        write_published(form, out)
        return ()
    return print_published(form, out, mark=mark)


def following(store: Store, args: Namespace) -> int:
    """The next version of a list, to be changed without touching what was assessed by the former one."""
    name = _needed(args.name, "请写明从哪个清单复制。")
    row = checklist.ready(store, name)
    checklist.copy(store, row, _needed(args.title, "请用 --title 写明新清单的名称。"), args.version or "")
    speech.line(f"已建立清单：{args.title}")
    return 0


def proof(args: Namespace) -> int:
    """`evidence add` takes files into keeping, `evidence list` tells what is there and which stage is empty, `evidence save`
    writes a file out again.
    """
    with opened(args) as parts:
        return PROOFS[args.act](parts.store, args)


def added(store: Store, args: Namespace) -> int:
    with store.read() as reader:
        assessment, line = _line(reader, args)
    rows = evidence.attach(store, About(assessment, line, args.stage or ""), args.files, speech.progress())
    speech.line(f"已存入佐证材料 {len(rows)} 份。")
    return 0


def shown(store: Store, args: Namespace) -> int:
    """Answers `{"evidence": [{"name", "line", "stage", "kind", "size", "place", "uid"}], "missing": {line: [stages]}}`."""
    with store.read() as reader:
        assessment, _line_of = _line(reader, args)
        version = assessments.assessed(reader, assessment).checklist
        lines = {line.id: line.code_no for line in queries.lines(reader, version) if line.evidence}
        found = proofs.proofs(reader, assessment)
        missing = evidence.missing(reader, assessment, tuple(lines))
    empty = {lines[item]: list(stages) for item, stages in missing.items()}
    if args.json:
        told = [
            {"name": each.name, "line": each.code_no, "stage": each.stage, "kind": each.kind, "size": each.size,
             "place": each.place, "uid": each.uid}
            for each in found
        ]  # fmt: skip
        speech.answer({"evidence": told, "missing": empty})
        return 0
    for each in found:
        speech.line(f"{each.code_no}\t{each.stage}\t{each.kind}\t{each.name}\t{each.place}")
    for code, stages in empty.items():
        speech.line(f"第 {code} 条没有材料的环节：{'、'.join(stages)}")
    return 0


def saved(store: Store, args: Namespace) -> int:
    """The file of the evidence with this name, written to the one file named."""
    if len(args.files) != 1:
        raise UserError("请写明存成哪个文件。")
    with store.read() as reader:
        assessment, _line_of = _line(reader, args)
        named = [each.id for each in proofs.proofs(reader, assessment) if each.name == args.title]
    if not named:
        raise UserError(f"这次考核里没有名为“{args.title or ''}”的佐证材料。", "请用 evidence list 查看名称。")
    evidence.save_copy(store, named[0], args.files[0])
    speech.line(f"已存成：{args.files[0]}")
    return 0


def _line(reader: Reader, args: Namespace) -> tuple[int, int | None]:
    """The assessment that a name means, and the line that a number means."""
    row = asking.place(reader, "assessment", args.assessment)
    if row is None:
        raise UserError("请写明是哪次考核。")
    if not args.line:
        return row, None
    version = assessments.assessed(reader, row).checklist
    item = next((line.id for line in queries.lines(reader, version) if line.code_no == args.line), None)
    if item is None:
        raise UserError(f"清单里没有编号为 {args.line} 的条目。")
    return row, item


def _needed(text: str | None, why: str) -> str:
    if not text:
        raise UserError(why)
    return text


ACTS = {"list": listed, "import": taken, "print": printed, "copy": following}
PROOFS = {"add": added, "list": shown, "save": saved}
