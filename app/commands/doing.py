"""`do`: whatever a form or a list does with one record, by words – the steps of an applicant, a letter, an election, a meeting."""

from argparse import Namespace
from collections.abc import Mapping

from app.commands import deed_applicant, deed_branch, deed_member, deed_record, speech
from app.commands.deed import Deed, Told, row_named
from app.commands.opening import opened
from app.db.queries import everything
from app.db.store import Store
from app.errors import NeedsConsent, Rejected, UserError
from app.models import RECORDS
from app.models.catalogue import record_named

DEEDS: dict[tuple[str, str], Deed] = {
    (deed.record, deed.word): deed
    for deed in (*deed_record.deeds(), *deed_applicant.DEEDS, *deed_member.DEEDS, *deed_branch.DEEDS)
}
_MOST = 12  # times that one deed may be asked about before it is given up


def do(args: Namespace) -> int:
    """Answers `{"record", "deed", "label", "uid"}`: the uid of the row that was made, else of the one it was done to."""
    if args.listed:
        return _list(args)
    if not (args.record and args.deed):
        raise UserError(
            "没有写明记录和动作。",
            "例如 do 发展党员 政治审查 --name 姓名 --set 日期=2026-11-03；用 do --list 看全部动作。",
        )
    record = record_named(args.record)
    deed = DEEDS.get((record.code(), args.deed))
    if deed is None:
        known = "、".join(word for code, word in DEEDS if code == record.code())
        raise UserError(f"{record.title}没有“{args.deed}”这个动作。", f"可用：{known}。")
    said = _said(deed, args.told)
    with opened(args) as parts:
        facts = _done(parts.store, deed, args, said)
        if args.json:
            speech.answer(facts)
        else:
            speech.line(f"已办理：{facts['label']}。")
    return 0


def _done(store: Store, deed: Deed, args: Namespace, said: Mapping[str, str]) -> dict[str, str]:
    row = _row(store, deed, args)
    made = _tried(deed, Told(store, RECORDS[deed.record], row, said, frozenset()), sure=args.yes)
    record, shown = (deed.made, made) if deed.made else (deed.record, row)
    with store.read() as reader:
        uid = everything.uids(reader, record, [shown])[shown]
    label = store.last.label if store.last is not None else deed.word
    return {"record": record, "deed": deed.word, "label": label, "uid": uid}


def _row(store: Store, deed: Deed, args: Namespace) -> int:
    if deed.alone:
        return 0
    name = args.uid or args.name
    if not name:
        raise UserError(f"没有写明是哪一条{RECORDS[deed.record].title}。", "请加 --name 姓名，或 --uid 系统标识。")
    with store.read() as reader:
        return row_named(reader, deed.record, name)


def _tried(deed: Deed, told: Told, *, sure: bool) -> int:
    """With `--yes` whatever a form would ask about is agreed to."""
    consent = told.consent
    for _turn in range(_MOST):
        try:
            return deed.run(Told(told.store, told.record, told.row, told.said, consent)) or 0
        except NeedsConsent as asked:
            if not sure:
                raise UserError(asked.text, "确定要办的，请加 --yes。") from asked
            consent |= {asked.code}
        except Rejected as refused:
            soft = {problem.code for problem in refused.problems if not problem.hard}
            if any(problem.hard for problem in refused.problems) or soft <= consent:
                raise
            if not sure:
                raise UserError(str(refused), "确定无误的，请加 --yes。") from refused
            consent |= soft
    raise UserError("没有办成。", "请在窗口里办理。")


def _said(deed: Deed, told: list[str]) -> dict[str, str]:
    """Label → text of 字段=值. UserError for what is unclear, unknown or missing."""
    said: dict[str, str] = {}
    for one in told:
        label, sign, text = one.partition("=")
        if not sign or not label:
            raise UserError(f"看不懂“{one}”。", "请写成 栏目=内容，中间不留空格。")
        if not deed.fields and label not in (*deed.needed, *deed.more):
            known = "、".join((*deed.needed, *deed.more)) or "不用写别的"
            raise UserError(f"“{deed.word}”没有“{label}”这一项。", f"可写：{known}。")
        said[label] = text
    lacking = [label for label in deed.needed if not said.get(label)]
    if lacking:
        raise UserError(
            f"“{deed.word}”还要写明：{'、'.join(lacking)}。", "写成 --set 栏目=内容，例如 --set 日期=2026-11-03。"
        )
    return said


def _list(args: Namespace) -> int:
    """Every deed, or those of one record."""
    only = record_named(args.record).code() if args.record else ""
    found = [deed for deed in DEEDS.values() if deed.record == only or not only]
    if args.json:
        told = [
            {"record": deed.record, "deed": deed.word, "needed": list(deed.needed), "more": list(deed.more), "fields": deed.fields}
            for deed in found
        ]  # fmt: skip
        speech.answer({"deeds": told})
        return 0
    for deed in found:
        more = [f"[{label}]" for label in deed.more] + (["[栏目]…"] if deed.fields else [])
        speech.line("\t".join((RECORDS[deed.record].title, deed.word, " ".join((*deed.needed, *more)))))
    return 0
