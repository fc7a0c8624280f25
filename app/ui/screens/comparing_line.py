"""What stands in the lines of 对账: one line for each cell that differs, and what the clerk has decided about it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.exchange import comparing_computed
from app.exchange import comparing_plan as c
from app.exchange.comparing_apply import NOTHING, Choice, certain, chosen, everything
from app.exchange.comparing_plan import CELL_STATES, ROW_STATES, ComparedCell, ComparedRow, Comparison
from app.table import Column

SIGNS = {
    c.CONFLICT: "●", c.DAMAGED: "▲", c.SEVERAL: "▲", c.CHANGED: "◆", c.CLEARED: "◆", c.NEW: "＋", c.MISSING: "－",
}  # fmt: skip
HEEDED = (c.CONFLICT, c.CHANGED, c.CLEARED, c.NEW, c.DAMAGED, c.SEVERAL, c.MISSING)
QUIET = (c.STORED_CHANGED, c.BOTH_SAME, c.EMPTY_KEPT, c.KEPT, c.SAME)
TAKE, AGAINST, ASK, LEAVE, NONE = "☑ 采纳", "☒ 按库里的", "？ 请定", "☐ 不动", ""
COLUMNS = (
    Column("taken", "处理", width=12), Column("name", "名称", width=12), Column("line", "位置", width=12),
    Column("label", "栏目", width=16), Column("state", "结果", width=14), Column("sent", "发出时", width=20),
    Column("returned", "交回", width=20), Column("stored", "库里现在", width=20), Column("told", "说明", width=40),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One cell, or (`cell` None) a row as a whole: new, missing, several, not readable, or wholly the same."""

    row: ComparedRow
    cell: ComparedCell | None = None

    @property
    def state(self) -> str:
        """A state of a cell; of a line without one that of the row."""
        return self.cell.state if self.cell is not None else self.row.state

    @property
    def choice(self) -> Choice:
        """What would be taken over by this line alone."""
        if self.cell is not None:
            open_ = self.cell.state in c.TAKEN
            return Choice(cells=frozenset({(self.row.key, self.cell.field)})) if open_ else NOTHING
        return Choice(new=frozenset({self.row.key})) if self.row.state == c.NEW else NOTHING


@dataclass(frozen=True)
class Decisions:
    """`taken` is taken over; `against` are cells of which the clerk says that the books are right."""

    taken: Choice = NOTHING
    against: Choice = NOTHING

    def take(self, choice: Choice) -> "Decisions":
        """Takes these; when all of them are taken already, none."""
        if not choice.without(self.taken):
            return replace(self, taken=self.taken.without(choice))
        return Decisions(self.taken.with_(choice), self.against.without(choice))

    def keep(self, choice: Choice) -> "Decisions":
        """The books are right in these cells; said again, it is open again. New rows are only not taken."""
        cells = Choice(choice.cells)
        if cells and not cells.without(self.against):
            return replace(self, against=self.against.without(cells))
        return Decisions(self.taken.without(choice), self.against.with_(cells))

    def word(self, line: Line) -> str:
        choice = line.choice
        if not choice:
            return NONE
        if not choice.without(self.taken):
            return TAKE
        if not choice.without(self.against):
            return AGAINST
        return ASK if line.state == c.CONFLICT else LEAVE

    def undecided(self, asked: Choice) -> int:
        """How many of the cells that ask (`questions`) nobody has answered yet."""
        return len(asked.without(self.taken).without(self.against))


def questions(comparison: Comparison) -> Choice:
    """The cells that were changed on both sides: only they ask."""
    return chosen(comparison, states=(c.CONFLICT,)) if comparison.plan is None else NOTHING


def proposed(comparison: Comparison) -> Decisions:
    """All that is beyond doubt; a sheet that can only be taken whole, whole."""
    return Decisions(everything(comparison) if comparison.plan is not None else certain(comparison))


def carried(before: Comparison, decided: Decisions, now: Comparison) -> Decisions:
    """The same decisions about the same file compared again, where the question is still the same; the rest is proposed."""
    if now.plan is not None:
        return proposed(now)
    was, is_ = _questions(before), _questions(now)
    same = Choice(frozenset(cell for cell in is_ if was.get(cell) == is_[cell]), _new(before) & _new(now))
    fresh = certain(now).without(same)
    return Decisions(_both(decided.taken, same).with_(fresh), _both(decided.against, same))


def _questions(comparison: Comparison) -> dict[tuple[str, str], tuple[str | None, ...]]:
    """What is asked of each cell that can be taken."""
    return {
        (row.key, cell.field): (cell.state, cell.returned, cell.stored) for row in comparison.rows for cell in row.open
    }


def _new(comparison: Comparison) -> frozenset[str]:
    return frozenset(row.key for row in comparison.rows if row.state == c.NEW)


def _both(one: Choice, other: Choice) -> Choice:
    return Choice(one.cells & other.cells, one.new & other.new)


def lines(comparison: Comparison) -> tuple[Line, ...]:
    """In the order of the sheet; a new row is one line, for it is taken whole."""
    return tuple(line for row in comparison.rows for line in _of(row))


def _of(row: ComparedRow) -> Iterator[Line]:
    cells = [cell for cell in row.cells if cell.state not in (c.SAME, c.NEW)]
    if row.state == c.NEW or not cells:
        yield Line(row)
    else:
        yield from (Line(row, cell) for cell in cells)


def shown(found: Sequence[Line], only: str) -> list[Line]:
    """`only`: "" what concerns the clerk, `rows:<state>` or `cells:<state>`."""
    kind, _colon, state = only.partition(":")
    if not kind:
        return [line for line in found if line.state in HEEDED]
    if kind == "rows":
        return [line for line in found if line.row.state == state and (state == c.SAME or line.state in HEEDED)]
    return [line for line in found if line.cell is not None and line.cell.state == state]


def chips(comparison: Comparison, found: Sequence[Line]) -> list[tuple[str, str]]:
    """(filter, words) of everything that can be asked for alone: rows by state, then cells by state."""
    rows = Counter(row.state for row in comparison.rows)
    cells = Counter(line.cell.state for line in found if line.cell is not None)
    heeded = sum(line.state in HEEDED for line in found)
    told = [("", f"要看的 {heeded:,} 处")]
    order = (c.CHANGED, c.NEW, c.MISSING, c.SEVERAL, c.DAMAGED, c.SAME)
    told += [(f"rows:{s}", f"{_signed(s, ROW_STATES)} {rows[s]:,} 行") for s in order if rows[s]]
    by_cell = [state for state in (*HEEDED, *QUIET) if cells[state] and state != c.DAMAGED]
    return told + [(f"cells:{s}", f"{_signed(s, CELL_STATES)} {cells[s]:,} 格") for s in by_cell]


def _signed(state: str, words: dict[str, str]) -> str:
    return f"{SIGNS.get(state, '○')} {words[state]}"


def state_word(line: Line) -> str:
    return _signed(line.state, CELL_STATES if line.cell is not None else ROW_STATES)


def cells_of(line: Line, decided: Decisions, *, sheets: bool) -> tuple[Any, ...]:
    """The texts of COLUMNS; `sheets`: the file has several, so that the place needs its name."""
    row, cell = line.row, line.cell
    place = (f"{row.sheet} " if sheets else "") + f"第 {row.line} 行" if row.line else "不在表里"
    head = (decided.word(line), row.name or "（没有名称）", place)
    if cell is None:
        return (*head, "整行", state_word(line), None, None, None, _whole(row))
    said = "".join(dict.fromkeys(note.text for note in (*row.notes, *cell.notes)))
    return (*head, cell.label, state_word(line), _text(cell.sent), _text(cell.returned), _text(cell.stored), said)


def _text(value: str | None) -> str:
    return "（空）" if value is None else value


def _whole(row: ComparedRow) -> str:
    if row.state == c.MISSING:
        return "交回的表里没有，不会因此删除；确已离开的，双击打开后办理。"
    told = "；".join(f"{cell.label} {cell.returned}" for cell in row.cells if cell.returned)
    return f"{row.message}{told}" if row.state == c.NEW else row.message


def in_full(line: Line) -> str:
    """Everything about one line in words: long texts do not fit into cells."""
    cells = dict(zip((column.name for column in COLUMNS), cells_of(line, Decisions(), sheets=True), strict=True))
    head = f"{cells['name']}　{cells['line']}　{cells['label']}"
    sides = [(column.label, cells[column.name]) for column in COLUMNS if column.name in ("sent", "returned", "stored")]
    told = [f"{label_}：{text}" for label_, text in sides if line.cell is not None]
    return "　".join([head, *told, str(cells["told"] or "")])


def same_kind(comparison: Comparison, line: Line) -> Choice:
    return chosen(comparison, states=(line.state,))


def same_row(comparison: Comparison, line: Line) -> Choice:
    return chosen(comparison, rows={line.row.key})


def same_column(comparison: Comparison, line: Line) -> Choice:
    """What is doubtful is only taken together with its like: a column never answers a question in passing."""
    if line.cell is None:
        return NOTHING
    asked = (c.CONFLICT,) if line.state == c.CONFLICT else (c.CHANGED, c.CLEARED)
    return chosen(comparison, fields={line.cell.field}, states=asked)


def notes(comparison: Comparison, found: Sequence[Line]) -> str:
    """What must be known of the file as a whole."""
    if comparison.status != "ok":
        return comparison.message or "这个文件不能对账。"
    told = [f"这些栏目认不出，没有核对：{'、'.join(comparison.unknown)}。"] if comparison.unknown else []
    told.append(comparing_computed.in_words(comparison.computed))
    if comparison.plan is not None:
        told.append("这种表一行里有几种记录，只能整张采纳；不要的行请从表里去掉后重新对账。")
    if not any(line.state in HEEDED for line in found):
        told.append("没有要处理的差别。")
    return "".join(told)


def caption(decided: Decisions) -> str:
    """What the button says."""
    if decided.taken:
        return f"采纳 {len(decided.taken):,} 处"
    return f"记下 {len(decided.against):,} 处按库里的" if decided.against else "采纳"


def done(decided: Decisions) -> str:
    """What is said after it."""
    told = [f"采纳 {len(decided.taken):,} 处"] if decided.taken else []
    told += [f"{len(decided.against):,} 处按库里的"] if decided.against else []
    return f"已{'，'.join(told)}。"


def summary(comparison: Comparison, left: int) -> str:
    """With what it was compared, and what is still to be said."""
    against = "" if comparison.batch else "没有对应的批次，与库里现有的比。"
    told = f"还有 {left:,} 处两边都改了，请逐处定。" if left else ""
    return f"已核对 {len(comparison.rows):,} 行。{against}{told}"
