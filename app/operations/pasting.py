"""A block of cells into rows that are there or new ones: judged line by line as a form judges, saved as one work."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.db.store import Reader, Store
from app.errors import Problem, UserError
from app.models.catalogue import numbers
from app.models.record import Record, field_map
from app.operations import record as records


@dataclass(frozen=True)
class Line:
    """One line of the block: the row it goes into (None: a new one), its values, what is wrong or doubtful in them."""

    row: int | None
    values: dict[str, Any]
    problems: tuple[Problem, ...]

    @property
    def stopping(self) -> tuple[Problem, ...]:
        """What forbids the line."""
        return tuple(problem for problem in self.problems if problem.hard)


def read(
    store: Store, record: type[Record], names: Sequence[str], cells: Sequence[Sequence[str]], rows: Sequence[int | None]
) -> tuple[Line, ...]:
    """The lines as they would be saved; `names` are the fields of the columns ("" for none). An empty cell changes nothing."""
    seen: dict[tuple[str, Any], int] = {}
    found = []
    with store.read() as reader:
        for number, (line, row) in enumerate(zip(cells, rows, strict=True), 1):
            raw = {name: cell for name, cell in zip(names, line, strict=False) if name and cell.strip()}
            judged = _judged(reader, record, raw, row)
            repeated = _repeated(record, judged.values, number, seen)
            found.append(replace(judged, problems=(*judged.problems, *repeated)))
    return tuple(found)


def _judged(reader: Reader, record: type[Record], raw: dict[str, str], row: int | None) -> Line:
    reading = records.read_values(reader, record, raw)
    before = records.present(reader, record, row) if row is not None else {}
    unread = {problem.field for problem in reading.problems if problem.hard}
    whole = [
        problem
        for problem in records.check(reader, record, {**before, **reading.values}, row)
        if problem.field not in unread and (problem.hard or row is None or problem.field in raw)
    ]
    return Line(row, reading.values, (*reading.problems, *whole))


def _repeated(
    record: type[Record], values: dict[str, Any], line: int, seen: dict[tuple[str, Any], int]
) -> list[Problem]:
    """A number that stands in an earlier line of the block as well."""
    found = []
    for name in numbers(record):
        value = values.get(name)
        first = seen.setdefault((name, value), line)
        if value and first != line:
            label = field_map(record)[name].label
            found.append(Problem(name, f"{label}与第 {first} 行相同，请核对，不要重复登记。", "duplicate"))
    return found


def keep(store: Store, record: type[Record], lines: Sequence[Line]) -> int:
    """Saves the lines that nothing forbids as one work; returns how many. UserError when that changed since they were read."""
    good = [line for line in lines if not line.stopping]
    with store.work(f"粘贴 {len(good)} {record.counter}{record.title}") as work:
        for line in good:
            before = records.present(work.connection, record, line.row) if line.row is not None else {}
            problems = records.check(work.connection, record, {**before, **line.values}, line.row)
            if any(problem.hard for problem in problems):
                raise UserError("核对之后数据又有改动，没有粘贴。", "请再粘贴一次。")
            records.keep(work, record, line.values, row=line.row, before=before)
    return len(good)
