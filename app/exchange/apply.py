"""Doing what a plan says: one work, one undo, exactly what was shown."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.collecting import paused
from app.db.queries import standing
from app.db.store import Store
from app.db.work import Changes, Work
from app.errors import UserError
from app.exchange.plan import Changing, Making, Plan
from app.models import RECORDS
from app.models.keeping import Alias
from app.models.keeping import Mapping as Remembered
from app.operations import following
from app.progress import Progress, silent

_CHUNK = 20_000


def apply(plan: Plan, store: Store, progress: Progress = silent) -> Changes | None:
    """Writes the plan as one work, whole or not at all. None when there was nothing to do.

    UserError when the database was changed since the plan was made: what was shown may no longer be true.
    """
    if plan.status != "ok" or not (plan.makings or plan.changings or plan.options.columns or plan.options.aliases):
        return None
    with paused(), store.work(label(plan)) as work:
        if work.revision - 1 != plan.counter:
            raise UserError("预览之后数据又有改动，没有导入。", "请重新预览后再导入。")
        made = _make(work, plan.makings, progress)
        _change(work, plan.changings, made)
        _remember(work, plan)
        work.add_many(Alias, ("name", "branch", "unit"), _aliases(plan))
    progress(1, 1, "已导入")
    return store.last if work.count else None


def write(work: Work, makings: Sequence[Making], changings: Sequence[Changing], progress: Progress = silent) -> None:
    """Makes and changes rows inside a work of the caller's, dated links and all."""
    _change(work, changings, _make(work, makings, progress))


def label(plan: Plan) -> str:
    """“导入 812 名党员（后垟村.xlsx）”."""
    record = RECORDS[plan.record]
    counts = plan.counts()
    told = counts["new"] + counts["changed"]
    return f"导入 {told} {record.counter}{record.title}（{plan.path.name}）"


def _make(work: Work, makings: Sequence[Making], progress: Progress) -> dict[str, range | list[int]]:
    """Makes rows record by record in the order of RECORDS, so that links find what they point to."""
    order = list(RECORDS)
    made: dict[str, list[int]] = {}
    total = sum(len(making.rows) for making in makings)
    done = 0
    for making in sorted(makings, key=lambda making: order.index(making.record)):
        record = RECORDS[making.record]
        for some in _parts(making, len(made.get(making.record, ()))):
            progress(done, total, f"写入{record.title}")
            part = _linked(making, making.rows[some], made)
            uids = making.uids[some] if making.uids else None
            rows = work.add_many(record, making.columns, part, uids=uids)
            made.setdefault(making.record, []).extend(rows)
            done += len(part)
            following.made(work, record, rows, making.columns, part)
    return dict(made)


def _parts(making: Making, before: int) -> Iterator[slice]:
    """Pieces of the rows; one that points to another row of the same record comes in a later piece than that one.

    `before` rows of the record were made already.
    """
    own = [making.columns.index(name) for name, record in making.links.items() if record == making.record]
    start = 0
    for place, row in enumerate(making.rows if own else ()):
        if any((row[column] or 0) < -(before + start) for column in own):
            yield slice(start, place)
            start = place
    for place in range(start, len(making.rows), _CHUNK):
        yield slice(place, place + _CHUNK)


def _linked(making: Making, rows: list[tuple[Any, ...]], made: Mapping[str, Sequence[int]]) -> list[tuple[Any, ...]]:
    """Handles of rows to be made (negative) become row ids."""
    places = [(making.columns.index(name), made.get(record, ())) for name, record in making.links.items()]
    places = [
        (place, known) for place, known in places if any(row[place] is not None and row[place] < 0 for row in rows)
    ]
    return [_resolved(row, places) for row in rows] if places else rows


def _resolved(row: tuple[Any, ...], places: list[tuple[int, Sequence[int]]]) -> tuple[Any, ...]:
    cells = list(row)
    for place, known in places:
        handle = cells[place]
        if handle is not None and handle < 0:
            cells[place] = known[-handle - 1]
    return tuple(cells)


def _change(work: Work, changings: Sequence[Changing], made: Mapping[str, Sequence[int]]) -> None:
    for changing in changings:
        values = {
            name: made[changing.links[name]][-value - 1]
            if name in changing.links and value is not None and value < 0
            else value
            for name, value in changing.values.items()
        }
        record = RECORDS[changing.record]
        row = changing.row if changing.row > 0 else made[changing.record][-changing.row - 1]
        before = work.row(changing.record, row) if following.watched(record, tuple(values)) else {}
        work.change(record, row, values)
        if before:
            following.saved(work, record, row, before, {**before, **values})


def _aliases(plan: Plan) -> list[tuple[str, int | None, int | None]]:
    """Names that were confirmed to mean a branch or a unit, so that the next sheet needs no question."""
    return [
        (name, row if record == "branch" else None, row if record == "unit" else None)
        for (record, name), row in plan.options.aliases
    ]


def _remember(work: Work, plan: Plan) -> None:
    """Columns corrected by hand are proposed again for the same headings."""
    corrected = dict(plan.options.columns)
    for layout in plan.layouts:
        start = layout.columns[0].index if layout.columns else 0
        told = {
            column.index - start: column.target
            for column in layout.columns
            if (layout.sheet, column.index) in corrected
        }
        if not told:
            continue
        values = {
            "fingerprint": layout.fingerprint,
            "record": plan.record,
            "columns_json": json.dumps(told, sort_keys=True),
        }
        former = standing.mapping(work.connection, layout.fingerprint)
        if former is None:
            work.add(Remembered, values)
        else:
            merged = {**json.loads(former[2]), **{str(place): target for place, target in told.items()}}
            work.change(Remembered, former[0], {**values, "columns_json": json.dumps(merged, sort_keys=True)})
