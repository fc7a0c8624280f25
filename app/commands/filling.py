"""Filling a superior unit's template from the command line."""

from argparse import Namespace
from pathlib import Path

from app.commands import asking, speech
from app.commands.importing import write_json
from app.commands.opening import opened
from app.db.store import Store
from app.errors import UserError
from app.exchange import filling, proposing_rows
from app.exchange.filling import Asked, Done, Proposal
from app.operations import outgoing, setting


def run(args: Namespace) -> int:
    """Says how many rows went in and which columns stayed empty; `--report` writes it all as JSON."""
    if args.out.resolve() == args.template.resolve():
        raise UserError("不能把结果写回模板本身。", "请换一个文件名保存。")
    with opened(args) as parts:
        proposal = proposed(parts.store, args.template, args)
        if args.look:
            speech.answer(looked(proposal)) if args.json else _describe(proposal)
            return 0
        terms = outgoing.terms(whom=args.to or "", purpose=args.purpose or "", asked=args.mask)
        asked = _asked(parts.store, proposal, args, terms.mask)
        done = filling.fill(parts.store, proposal, args.out, asked, terms=terms, progress=speech.progress())
        if args.map or args.remember or vars(args).get("header") or vars(args).get("shape"):
            filling.remember(parts.store, proposal)
    speech.answer(done.report()) if args.json else _say(done)
    meant = "" if args.where else proposing_rows.narrowed(proposal)
    if meant and not args.json:
        speech.line(f"模板的标题像是只要一部分，这次填的是全部；只填那一部分请加上 --where '{meant}'。")
    if args.report is not None:
        write_json(done.report(), args.report)
    return 0


def proposed(store: Store, template: Path, args: Namespace) -> Proposal:
    """The template as it is understood, with the columns that `--map` names."""
    proposal = filling.propose(
        store,
        template,
        record=args.record or "",
        sheet=args.sheet or "",
        shape=vars(args).get("shape") or "",
        header=_header(vars(args).get("header") or ""),
        large=args.large,
        progress=speech.progress(),
    )
    for told in args.map or ():
        cell, mark, field = told.partition("=")
        if not mark:
            raise UserError(f"看不懂“{told}”。", "请写成 格=栏目，如：F5=公民身份号码；不填写成 F5=空。")
        proposal = filling.correct(proposal, cell.strip(), field.strip())
    return proposal


def _header(told: str) -> tuple[int, int] | None:
    """`3` or `3-4`; None when nothing was said."""
    if not told:
        return None
    first, _, last = told.partition("-")
    if not (first.isdecimal() and (last or first).isdecimal()):
        raise UserError(f"看不懂表头的行号“{told}”。", "请写成 3 或 3-4。")
    return int(first), int(last or first)


def _sort(proposal: Proposal, args: Namespace) -> tuple[str, bool] | None:
    """A field by its name, label or alias."""
    if not args.sort:
        return None
    known = proposal.rows_of.offers.values()
    found = (offer.name for offer in known if args.sort in (offer.name, offer.label, *offer.aliases))
    return next(found, args.sort), args.down


def _asked(store: Store, proposal: Proposal, args: Namespace, profile: str) -> Asked:
    query = asking.query(proposal.rows_of.record, args.where) if args.where else None
    with store.read() as reader:
        unit, branch = asking.place(reader, "unit", args.unit), asking.place(reader, "branch", args.branch)
        name = (args.branch or args.unit or setting.value(reader, "unit_name")) if args.lines else ""
    return filling.asking(
        query=query, unit=unit, branch=branch, as_of=args.as_of, mask=profile, unit_name=name.rpartition("/")[2],
        rows_told=asking.condition(args), dated=args.lines, truncated=args.truncate, each=args.each,
        sort=_sort(proposal, args), dates=args.dates or "",
    )  # fmt: skip


def looked(proposal: Proposal) -> dict[str, object]:
    """How the template is understood, before anything is filled."""
    return {
        "sheet": proposal.layout.sheet,
        "shape": proposal.layout.shape,
        "record": proposal.rows_of.record,
        "first_row": proposal.layout.first_row,
        "last_row": proposal.layout.last_row,
        "remembered": bool(proposal.remembered),
        "columns": [
            {"cell": column.cell, "header": column.header, "field": column.told or None, "sure": column.sure}
            for column in proposal.columns
        ],
    }


def _describe(proposal: Proposal) -> None:
    speech.line(f"工作表“{proposal.layout.sheet}”，按{proposal.rows_of.title}填。")
    for column in proposal.columns:
        speech.line(f"{column.cell}\t{column.header}\t{column.label or '不填'}\t{column.sure:.0%}")


def _say(done: Done) -> None:
    speech.line(
        f"已填 {done.rows} 行，存成：{'、'.join(path.name for path in done.files[:3])}{' 等' if len(done.files) > 3 else ''}"
    )
    told = done.report()
    empty = [found["header"] for found in told["left_empty"] if found["rows"] == done.rows]
    if empty:
        speech.line(f"整列空着：{'、'.join(empty)}。")
    for found in told["not_on_list"]:
        speech.line(f"“{found['header']}”的下拉选项里没有“{found['value']}”，{found['rows']} 行空着。")
    for note in done.notes:
        speech.line(note)
