"""生僻字与证号诊所: what is damaged in names and numbers on the books, with proposals; only what people tick is changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from app.db.queries import clinic as queries
from app.db.queries.clinic import Cell
from app.db.store import Reader, Store
from app.db.work import Work
from app.errors import Problem, Rejected, UserError
from app.kinds.repair import Fault, name_fault, number_faults
from app.models import RECORDS
from app.models.fields import Field
from app.models.record import Record, field_map
from app.operations import record as records
from app.progress import Progress, silent

# Which characters of a text no font of the program holds; the fonts belong to printing, which is handed in.
Uncovered = Callable[[Sequence[str]], Sequence[str]]
_STEP = 5_000


@dataclass(frozen=True)
class Finding:
    """One damaged value. `value` is what stands there, `proposal` what it may become, "" where only people can say."""

    record: str
    row: int
    uid: str
    field: str
    who: str
    value: str
    fault: Fault

    @property
    def proposal(self) -> str:
        return self.fault.proposal

    @property
    def label(self) -> str:
        return field_map(RECORDS[self.record])[self.field].label


def examine(reader: Reader, uncovered: Uncovered, *, progress: Progress = silent) -> tuple[Finding, ...]:
    """Everything found, those with a proposal first. Nothing is changed."""
    total, done = queries.count(reader), 0
    found: list[Finding] = []
    for record, field in queries.fields():
        good: set[str] = set()  # names that were looked at
        for done, cell in enumerate(queries.cells(reader, record, field), done + 1):  # noqa: B020 - it goes on counting
            if done % _STEP == 0:
                progress(min(done, total), total, f"检查{record.title}的{field.label}")
            if field.kind.name == "id":
                faults = list(_numbers(record, field, cell))
            elif cell.value in good:
                continue
            else:
                faults = [(field.name, fault) for fault in _names(cell.value, uncovered)]
                if not faults:
                    good.add(cell.value)
            found += [_finding(reader, record, name, cell, fault) for name, fault in faults]
    return tuple(sorted(found, key=lambda each: not each.proposal))


def _numbers(record: type[Record], field: Field, cell: Cell) -> Iterator[tuple[str, Fault]]:
    known = field_map(record)
    for fault in number_faults(cell.value, birth=cell.birth, sex=cell.sex):
        yield (fault.about if fault.about in known else field.name), fault


def _names(name: str, uncovered: Uncovered) -> Iterator[Fault]:
    fault = name_fault(name)
    if fault is not None:
        yield fault
    elif missing := uncovered((name,)):
        signs = "、".join(f"{char}（U+{ord(char):04X}）" for char in missing)
        yield Fault("name_font", f"程序自带的字体里没有{signs}，印出时用编号代替；字没有写错时不用改。")


def _finding(reader: Reader, record: type[Record], name: str, cell: Cell, fault: Fault) -> Finding:
    code = record.code()
    value = {"birth_date": cell.birth, "sex": cell.sex}.get(fault.about, cell.value)
    return Finding(code, cell.row, cell.uid, name, queries.caption(reader, code, cell.row), value, fault)


def apply(store: Store, ticked: Sequence[Finding]) -> int:
    """What was ticked becomes what was proposed, as one work. Returns how many values changed.

    UserError when a value is no longer what was shown, Rejected when a proposal cannot stand (a number taken by another).
    """
    if not ticked:
        raise UserError("还没有勾选要改的内容。", "请先逐条核对，再勾选。")
    with store.work(f"姓名和证号修正 {len(ticked)} 处") as work:
        for each in ticked:
            _mend(work, each)
    return len(ticked)


def _mend(work: Work, each: Finding) -> None:
    model = RECORDS[each.record]
    try:
        before = work.row(each.record, each.row)
    except KeyError:
        before = {}
    if before.get(each.field) != each.value or not each.proposal:
        raise UserError(f"{each.who}的{each.label}在这期间改过，没有修正。", "请重新检查后再试。")
    value = field_map(model)[each.field].kind.parse(each.proposal)
    values = {each.field: value}
    problems = records.check(work.connection, model, {**before, **values}, each.row)
    hard = [Problem(p.field, f"{each.who}：{p.text}", p.code) for p in problems if p.hard and p.field == each.field]
    if hard:
        raise Rejected(hard)
    records.keep(work, model, values, row=each.row, before=before)
