"""A superior unit's own checklist: taken over as a version, and put together again as it stands today, filled or blank.

What the clerk changed in a line stands in its cell; lines that were added get a row, lines that went leave theirs.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.db.queries import checklist as queries
from app.db.store import Reader, Store
from app.errors import UserError
from app.kinds.points import Points
from app.models.checklist import BONUS, LEVELS, VETO, Checklist, Item, parts
from app.operations import record
from app.operations.checklist_layout import (
    SCORES,
    Column,
    Kept,
    Line,
    Published,
    Row,
    frame_text,
    framed,
    is_sum,
    is_total,
    kept,
    kept_text,
)

_COLUMNS = (
    "checklist", "code_no", *LEVELS, "content", "scoring", "points", "each", "cap", "grades", "how", "evidence", "method",
    "cells", "order_no",
)  # fmt: skip
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ASKED = re.compile(
    r"((?:考评对象|被考评单位|被考核单位|被检查单位|考核单位|受检单位|党组织名称|单位名称|单位)[:：])[\s　_]*"
)


@dataclass(frozen=True)
class Asked:
    """What the clerk says of an imported checklist; `name` is list and version in one and the only one of that name."""

    name: str
    domain: str = ""
    version: str = ""
    year: int | None = None
    issuer: str = ""
    source: str = ""


@dataclass(frozen=True)
class Scored:
    """What was given for a line: texts by role (self town county score remark …)."""

    texts: Mapping[str, str]


def take_over(store: Store, form: Published, asked: Asked) -> int:
    """The form as a new version with its lines, one work. UserError when the name is taken or there is no line."""
    if not asked.name.strip():
        raise UserError("请给清单起一个名称。")
    if not form.lines:
        raise UserError("这张表里没有可以考核的条目。")
    values = {
        "name": asked.name.strip(), "heading": form.title, "domain": asked.domain or None, "version": asked.version or None,
        "year": asked.year, "issuer": asked.issuer or None, "source": asked.source or None, "total": form.points or None,
        "layout": frame_text(form),
    }  # fmt: skip
    with store.work(f"导入清单{asked.name.strip()}") as work:
        taken = "SELECT 1 FROM checklist WHERE name = ? AND void_reason IS NULL"
        if work.connection.exec_driver_sql(taken, (values["name"],)).first():
            raise UserError(f"已经有名为“{values['name']}”的清单。", "请换一个名称，例如加上年度或文号。")
        made = record.keep(work, Checklist, values, row=None, before={})
        codes = _codes(form.lines)
        rows = [_row_of(made, line, code, n) for n, (line, code) in enumerate(zip(form.lines, codes, strict=True))]
        work.add_many(Item, _COLUMNS, rows)
    return made


def _codes(lines: Sequence[Line]) -> tuple[str, ...]:
    """The form's own numbers where each line has one of its own, else 1, 2, 3 …"""
    own = tuple(line.number.strip() for line in lines)
    if all(own) and len(set(own)) == len(own):
        return own
    return tuple(str(n) for n in range(1, len(lines) + 1))


def _row_of(checklist: int, line: Line, code: str, place: int) -> tuple[object, ...]:
    groups = (*line.groups, *([None] * (len(LEVELS) - len(line.groups))))
    return (
        checklist, code, *groups, line.content, line.scoring, line.points, line.each, line.cap, line.grades or None,
        line.how or None, line.evidence or None, line.method or None, kept_text(line, place), place + 1,
    )  # fmt: skip


def is_published(reader: Reader, checklist: int) -> bool:
    """Does this version have a form of its own?"""
    return bool(queries.version(reader, checklist).layout)


def form_of(reader: Reader, checklist: int) -> tuple[Published, tuple[int, ...]]:
    """The form as it stands today and the row id of each of its lines. UserError for a version without a form."""
    version = queries.version(reader, checklist)
    if not version.layout:
        raise UserError(f"清单“{version.name}”不是从上级的表导入的，没有原表样式。", "请按本程序的样式打印。")
    present = queries.lines(reader, checklist)
    bare = framed(version.heading, version.layout, ())
    stored = [kept(line.cells) for line in present]
    came = len(present) > 0 and [each.place if each else -1 for each in stored] == list(range(len(present)))
    same = came and all(each and each.groups == line.groups for each, line in zip(stored, present, strict=True))
    lines = tuple(_line(bare.columns, line, each) for line, each in zip(present, stored, strict=True))
    if not same:
        lines = _regrouped(bare.columns, lines, stored)
    return replace(bare, lines=lines), tuple(line.id for line in present)


def _line(columns: tuple[Column, ...], line: queries.Line, stored: Kept | None) -> Line:
    rows = stored.rows if stored else (Row(("",) * len(columns)),)
    texts = {
        "content": line.content, "how": line.how, "method": line.method, "evidence": "、".join(line.evidence),
        **({} if stored else {"number": line.code_no}),
    }  # fmt: skip
    elsewhere = (*line.groups, line.how) if stored else ()
    for role, text in texts.items():
        rows = _with_text(columns, rows, role, text=text, elsewhere=elsewhere)
    if line.scoring != VETO:
        points, plus = (line.cap, True) if line.scoring == BONUS else (line.points, False)
        rows = _with_points(columns, rows, points, was=stored.points if stored else None, plus=plus)
    return Line(
        groups=line.groups,
        content=line.content,
        points=line.points,
        scoring=line.scoring,
        how=line.how,
        evidence=texts["evidence"],
        method=line.method,
        number=line.code_no,
        cap=line.cap,
        each=line.each,
        grades=line.grades,
        before=stored.before if stored else (),
        rows=rows,
    )


def _with_text(
    columns: tuple[Column, ...], rows: tuple[Row, ...], role: str, *, text: str, elsewhere: tuple[str, ...]
) -> tuple[Row, ...]:
    """The rows with the present text of a role, as they came where they say the same, or where a form says it
    `elsewhere` and leaves the cell empty.
    """
    places = [n for n, column in enumerate(columns) if column.role == role]
    told = "\n".join(dict.fromkeys(each for n in places for row in rows if (each := row.text(n))))
    if not places or _bare(told) == _bare(text) or (not told and text in elsewhere):
        return rows
    cleared = tuple(
        replace(row, cells=tuple("" if n in places and cell else cell for n, cell in enumerate(row.cells)))
        for row in rows
    )
    return _put(cleared, places[0], text)


def _with_points(
    columns: tuple[Column, ...], rows: tuple[Row, ...], points: int | None, *, was: int | None, plus: bool
) -> tuple[Row, ...]:
    """A points cell follows the line when it said the points of this line alone, not those of several."""
    place = next((n for n, column in enumerate(columns) if column.role == "points"), None)
    if place is None or points is None or points == was or rows[0].cells[place] is None:
        return rows
    number = _NUMBER.search(rows[0].text(place))
    if number and Points().parse(number[0]) != was:
        return rows
    text = Points().text(points)
    return _put(rows, place, f"加{text}" if plus else text)


def _put(rows: tuple[Row, ...], place: int, text: str) -> tuple[Row, ...]:
    cells = tuple(text if n == place else cell for n, cell in enumerate(rows[0].cells))
    return (replace(rows[0], cells=cells), *rows[1:])


def _bare(text: str) -> str:
    return re.sub(r"\s", "", "".join(parts(text)))


def _regrouped(columns: tuple[Column, ...], lines: tuple[Line, ...], stored: Sequence[Kept | None]) -> tuple[Line, ...]:
    """Lines came, went or changed their group: the cells of the groups are made anew, what was merged with a line that
    is no longer above stands alone.
    """
    said = {n for line in lines for row in line.rows for n, cell in enumerate(row.cells) if cell}
    places = [n for n, column in enumerate(columns) if column.role == "group" and n in said]
    found: list[Line] = []
    former: tuple[str, ...] = ()
    for n, line in enumerate(lines):
        own = line.groups[-len(places) :] if places else ()
        own = (*own, *([""] * (len(places) - len(own))))
        follows = n > 0 and _follows(stored[n - 1], stored[n])
        heads = bool(line.before) or n == 0
        cells = list(line.rows[0].cells)
        for level, place in enumerate(places):
            goes_on = not heads and own[level] and own[: level + 1] == former[: level + 1]
            cells[place] = None if goes_on else own[level]
        cells = ["" if cell is None and at not in places and not follows else cell for at, cell in enumerate(cells)]
        rest = tuple(
            replace(row, cells=tuple(None if at in places else cell for at, cell in enumerate(row.cells)))
            for row in line.rows[1:]
        )
        wide = tuple(pair for pair in line.rows[0].wide if len(_covered(pair) & set(places)) < 2)
        found.append(replace(line, rows=(Row(tuple(cells), wide), *rest)))
        former = own
    return tuple(found)


def _covered(pair: tuple[int, int]) -> set[int]:
    return set(range(pair[0], pair[0] + pair[1]))


def _follows(before: Kept | None, this: Kept | None) -> bool:
    return before is not None and this is not None and this.place == before.place + 1


def filled(form: Published, given: Sequence[Scored], *, unit: str = "") -> Published:
    """The form with what was given for each of its lines (in their order) and the sums under it. Cells that the
    superior unit filled stay as they are.
    """
    columns = form.columns
    sums: dict[str, int] = {}
    parts_of: dict[str, int] = {}
    lines = []
    for line, scored in zip(form.lines, given, strict=True):
        before = tuple(_summed(columns, row, sums, parts_of) for row in line.before)
        for role in SCORES:
            if (text := scored.texts.get(role, "")) and _NUMBER.fullmatch(text.lstrip("+-")):
                value = Points().parse(text) or 0
                sums[role] = sums.get(role, 0) + value
                parts_of[role] = parts_of.get(role, 0) + value
        lines.append(replace(line, before=before, rows=(_given(columns, line.rows[0], scored), *line.rows[1:])))
    after = tuple(_summed(columns, row, sums, parts_of) for row in form.after)
    return replace(form, lines=tuple(lines), after=after, facts=_facts(form.facts, unit))


def _given(columns: tuple[Column, ...], row: Row, scored: Scored) -> Row:
    cells = tuple(
        scored.texts.get(column.role, "") if cell == "" else cell
        for cell, column in zip(row.cells, columns, strict=True)
    )
    return replace(row, cells=cells)


def _summed(columns: tuple[Column, ...], row: Row, sums: dict[str, int], parts_of: dict[str, int]) -> Row:
    """A row of sums takes what was given since the last one (小计) or in all (合计); other rows stay."""
    first = next((cell for cell in row.cells if cell), "")
    if not is_sum(first):
        return row
    told = sums if is_total(first) else parts_of
    covered = {n for start, span in row.wide for n in range(start + 1, start + span)}
    cells = tuple(
        Points().text(told[column.role]) if cell == "" and n not in covered and column.role in told else cell
        for n, (cell, column) in enumerate(zip(row.cells, columns, strict=True))
    )
    parts_of.clear()
    return replace(row, cells=cells)


def _facts(facts: tuple[str, ...], unit: str) -> tuple[str, ...]:
    """The name of who is assessed stands behind the words that ask for it, or in a line of its own."""
    if not unit:
        return facts
    told = tuple(_ASKED.sub(lambda found: f"{found[1]}{unit}　　", fact, count=1) for fact in facts)
    return told if told != facts else (*facts, f"被考核单位：{unit}")
