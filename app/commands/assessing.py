"""What a checklist says of organisations by what is registered alone, and on demand make assessments of it."""

from argparse import Namespace
from typing import Any

from app import clock
from app.commands import asking, speech
from app.commands.opening import opened
from app.db.queries import assessment as assessments
from app.db.queries import checklist as checklists
from app.db.queries import ledger
from app.db.queries.checklist import Line, Version
from app.db.store import Reader
from app.errors import UserError
from app.kinds.points import Points
from app.operations import assessment, checklist, checklist_answer
from app.operations.checklist_answer import NO, Answer, Organisation, scale
from app.operations.scoring import Given, Sum, total


def assess(args: Namespace) -> int:
    """Every line that answers itself, for one organisation or all of the list's domain; kept only with `--apply`, as the
    self-assessment of the year: lines that have points already stay as they are.
    """
    year = args.year or clock.today().year
    with opened(args) as parts:
        row = checklist.ready(parts.store, args.checklist)
        with parts.store.read() as reader:
            version, lines = checklists.version(reader, row), checklists.lines(reader, row)
            who = _who(reader, args, version)
            found = checklist_answer.everywhere(reader, row, who)
            told = [_told(reader, each, lines, version, found[each]) for each in who]
        taken = _kept(parts.store, row, who, (year, args.turn or "")) if args.apply else 0
    if args.json:
        speech.answer({"checklist": version.name, "year": year, "organisations": told})
        return 0
    _say(told, version, apply=args.apply, taken=taken)
    return 0


def _who(reader: Reader, args: Namespace, version: Version) -> list[Organisation]:
    branch, unit = asking.place(reader, "branch", args.branch), asking.place(reader, "unit", args.unit)
    if branch is not None:
        return [("branch", branch)]
    if unit is not None:
        return [("unit", unit)]
    found = assessments.organisations(reader, version.domain)
    if not found:
        raise UserError(f"没有“{version.domain}”领域的党支部。", "请写明 --branch 或 --unit。")
    return [("branch", row) for row, _name in found]


def _kept(store: Any, row: int, who: list[Organisation], when: tuple[int, str]) -> int:
    """How many lines were taken over; assessments that are not there yet are begun."""
    year, turn = when
    taken = 0
    for organisation in who:
        kind, place = organisation
        sides = {"branch": place if kind == "branch" else None, "unit": place if kind == "unit" else None}
        with store.read() as reader:
            there = assessments.same(reader, **sides, checklist=row, year=year, turn=turn)
        made = there or assessment.begin(store, row, organisation, year=year, turn=turn)
        taken += assessment.take(store, made)
    return taken


def _told(
    reader: Reader, organisation: Organisation, lines: tuple[Line, ...], version: Version, found: dict[int, Answer]
) -> dict[str, Any]:
    """The facts of one organisation; points as numbers."""
    record, row = organisation
    uid = reader.exec_driver_sql(f"SELECT uid FROM {record} WHERE id = ?", (row,)).scalar()
    whole = total((scale(line, version.step), _proposal(found.get(line.id))) for line in lines)
    return {
        "organisation": ledger.name_of(reader, record, row), "record": record, "uid": uid, **_sum(whole),
        "answers": [_answer(line, found[line.id]) for line in lines if line.id in found],
    }  # fmt: skip


def _proposal(answer: Answer | None) -> Given:
    return Given() if answer is None or answer.proposal is None else answer.proposal


def _sum(whole: Sum) -> dict[str, Any]:
    return {
        "points": whole.points / 100, "standard": whole.standard / 100, "scored": whole.scored, "lines": whole.lines,
        "vetoes": whole.vetoes,
    }  # fmt: skip


def _answer(line: Line, answer: Answer) -> dict[str, Any]:
    proposal = answer.proposal
    points = None if proposal is None or proposal.points is None else proposal.points / 100
    return {
        "code": line.code_no, "state": answer.state, "cases": answer.cases, "points": points,
        "mark": proposal.mark if proposal else "", "lacking": list(answer.lacking),
        "found": [
            {"rule": alert.code, "record": alert.record, "uid": alert.uid, "text": alert.text} for alert in answer.alerts
        ],
    }  # fmt: skip


def _say(told: list[dict[str, Any]], version: Version, *, apply: bool, taken: int) -> None:
    speech.line(f"{version.name}，总分 {Points().text(version.total)}")
    for one in told:
        weak = "、".join(each["code"] for each in one["answers"] if each["state"] == NO)
        speech.line(
            f"{one['organisation']}\t自动核对 {one['scored']}/{one['lines']} 条，得 {one['points']:g} 分"
            + (f"\t有问题的条目：{weak}" if weak else "")
        )
    speech.line(f"已采用 {taken} 条作为自评，可以撤销。" if apply else "没有写入考核；加上 --apply 才写入。")
