"""What happens to each row of a sheet of members, cadres, units, branches, households … once it is compared with the books?"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from app.db.queries.completeness import UNDECIDED
from app.db.queries.pairing import kinds
from app.exchange import target as t
from app.exchange.cell import CLEAR
from app.exchange.linking import Books
from app.exchange.plan import CHANGED, NEW, SAME, Changing, Making
from app.exchange.settle import Settled, settle
from app.exchange.whole import Whole
from app.models import RECORDS
from app.models.record import field_map

Change = tuple[str, Any, Any]  # target, stored value, new value


@dataclass
class Outcome:
    """Per row: fate and changes; in the order of writing: what is made and changed."""

    fates: list[str]
    changes: dict[int, list[Change]] = field(default_factory=dict)
    makings: list[Making] = field(default_factory=list)
    changings: list[Changing] = field(default_factory=list)
    created: list[tuple[str, str]] = field(default_factory=list)

    def take(self, settled: Settled) -> None:
        if settled.making is not None:
            self.makings.append(settled.making)
        self.changings += settled.changings

    def note(self, place: int, settled: Settled, entity: int, role: str) -> None:
        """The row shows what happens to this entity."""
        fate = settled.fates[entity]
        if fate == SAME or (fate == CHANGED and self.fates[place] == NEW):
            return
        if fate == NEW or self.fates[place] == SAME:
            self.fates[place] = fate
        told = [(f"{role}.{name}", before, after) for name, before, after in settled.changes.get(entity, ())]
        if told:
            self.changes.setdefault(place, []).extend(told)


def columns_of(whole: Whole, linked: dict[str, list[Any]], role: str) -> dict[str, list[Any]]:
    """Field → values of one role, links as row ids."""
    return {
        t.field_name(target): linked.get(target, whole.columns[target])
        for target in whole.targets
        if t.role_of(target) == role
    }


def plain(reader: Any, whole: Whole, books: Books, linked: dict[str, list[Any]]) -> Outcome:
    """One record per row."""
    return settled_plain(reader, whole, books, linked)[0]


def settled_plain(reader: Any, whole: Whole, books: Books, linked: dict[str, list[Any]]) -> tuple[Outcome, Settled]:
    """The same, with the row that each place means."""
    record = whole.record
    values = columns_of(whole, linked, record)
    required(whole, values, range(len(whole)))
    _faults(whole, values)
    doubles(whole, values, range(len(whole)))
    fill = {"unit": books.unit} if books.unit and record in ("cadre", "branch") else {}
    settled = settle(
        reader, record, values, len(whole), skip=whole.refused.keys() | whole.repeats.keys(), fill_new=fill
    )
    outcome = Outcome(settled.fates)
    for place, note in settled.doubts.items():
        whole.refuse(place, note.code, note.text, f"{record}.{note.target}" if note.target else "")
    for place in settled.ended:
        text = f"登记簿上这条{RECORDS[record].title}已离开或撤销，导入不会恢复；如已回来，请用“恢复在册”。"
        whole.warn(place, "ended", text)
    outcome.changes = {
        place: [(f"{record}.{name}", old, new) for name, old, new in changes]
        for place, changes in settled.changes.items()
    }
    if record == "member" and settled.making is not None:
        settled.making = with_branch(settled.making, books)
    if record == "pairing" and settled.making is not None:
        settled.making = _with_sole(reader, settled.making)
    outcome.take(settled)
    if whole.pending:
        _link_rows(whole, settled, outcome, len(books.made.get(record, ())))
    return outcome, settled


def _link_rows(whole: Whole, settled: Settled, outcome: Outcome, before: int) -> None:
    """Links between rows of one sheet are set once all of them stand; `before` rows of the record are made ahead of ours."""
    record = whole.record
    handles = [handle - before if handle < 0 else handle for handle in settled.handles]
    by_name = {name: handles[place] for place, name in enumerate(whole.column(f"{record}.name")) if handles[place]}
    for target, waiting in whole.pending.items():
        field_name = t.field_name(target)
        for place, name in waiting.items():
            if handles[place] and by_name.get(name) and place not in whole.refused:
                values = {field_name: by_name[name]}
                outcome.changings.append(Changing(record, handles[place], values, {field_name: record}))
                if outcome.fates[place] == SAME:
                    outcome.fates[place] = CHANGED
                    outcome.changes[place] = [(target, None, by_name[name])]


_ONE_OF = {
    "unit": ("name", "parent"),
    "branch": ("name", "parent", "code_no"),
    "cadre": ("name", "unit", "phone", "id_number"),
    "household": ("head_name", "village", "group_name", "household_no", "head_id"),
}


def doubles(whole: Whole, values: dict[str, list[Any]], places: Iterable[int]) -> None:
    """Two rows for one 支部, 村, 干部 or 户 in the same file: a plain repeat is one, anything else is not taken in silence."""
    names = [name for name in _ONE_OF.get(whole.record, ()) if name in values]
    uids = values.get("uid") or [None] * len(whole)
    if not names:
        return
    seen: dict[tuple[Any, ...], int] = {}
    for place in places:
        if place in whole.refused or place in whole.repeats or uids[place] is not None:
            continue
        former = seen.setdefault(tuple(values[name][place] for name in names), place)
        if former == place:
            continue
        shown = whole.origin[former][1]
        if all(column[former] == column[place] for column in whole.columns.values()):
            whole.repeats[place] = former
            whole.warn(place, "id_dup_in_file", f"与第 {shown} 行内容相同，只登记一次。")
        else:
            whole.refuse(place, "id_dup_in_file", f"第 {shown} 行已有同名的一条，内容不同，请核对后只留一行。")


def required(whole: Whole, values: dict[str, list[Any]], places: Collection[int]) -> None:
    """A new row without what the database demands is refused with a sentence, not with an accident later."""
    columns = RECORDS[whole.record].columns()
    for name, known in field_map(RECORDS[whole.record]).items():
        if columns[name].nullable:
            continue
        column = values.get(name) or [None] * len(whole)
        for place in places:
            if column[place] is None and place not in whole.refused:
                target = f"{whole.record}.{name}"
                said = [note for note in whole.warned.get(place, ()) if note.target == target]
                if said:  # it is there and cannot be read
                    whole.refused[place] = said
                else:
                    whole.refuse(place, "required", f"没有“{known.label}”，请补填后再导入。", target)


def _faults(whole: Whole, values: dict[str, list[Any]]) -> None:
    """A row that the record itself forbids is refused with its sentence; what a sheet does not tell stands as it is."""
    record = RECORDS[whole.record]
    if "uid" in values or "faults" not in vars(record):
        return
    for place, cells in enumerate(zip(*values.values(), strict=True)):
        if place not in whole.refused:
            told = dict(zip(values, cells, strict=True))
            if whole.clears:
                told = {name: None if value is CLEAR else value for name, value in told.items()}
            for problem in record.faults(told):
                whole.refuse(place, problem.code, problem.text, f"{whole.record}.{problem.field}")


def _with_sole(reader: Any, making: Making) -> Making:
    """Whether the kind allows one current helper only is kept on each pairing, where the database can hold it."""
    sole = {kind.id: int(kind.sole) for kind in kinds(reader).values()}
    place = making.columns.index("kind")
    return replace(
        making, columns=(*making.columns, "sole"), rows=[(*row, sole.get(row[place], 0)) for row in making.rows]
    )


def with_branch(making: Making, books: Books) -> Making:
    """New members without a branch wait in 未定支部, where 信息缺项 finds them."""
    place = making.columns.index("branch") if "branch" in making.columns else -1
    if books.options.known_only or (place >= 0 and all(row[place] is not None for row in making.rows)):
        return making
    waiting = books.one("branch", UNDECIDED)
    if place < 0:
        rows = [(*row, waiting) for row in making.rows]
        return Making(
            making.record, (*making.columns, "branch"), rows, {**making.links, "branch": "branch"}, making.uids
        )
    rows = [row if row[place] is not None else (*row[:place], waiting, *row[place + 1 :]) for row in making.rows]
    return Making(making.record, making.columns, rows, making.links, making.uids)


def household(reader: Any, whole: Whole, books: Books, linked: dict[str, list[Any]]) -> Outcome:
    """One household per row, or one person per row with households told by number, head or 户主."""
    if "resident.name" not in whole.columns:
        return plain(reader, whole, books, linked)
    groups = _groups(whole, linked)
    values = _household_values(whole, linked, groups)
    homes = settle(reader, "household", values, len(groups))
    outcome = Outcome([SAME] * len(whole))
    outcome.take(homes)
    handles: list[Any] = [None] * len(whole)
    for entity, places in enumerate(groups):
        for place in places:
            if note := homes.doubts.get(entity):
                whole.refuse(place, note.code, note.text, "household.head_name")
            handles[place] = homes.handles[entity] or None
    people = {name: column for name, column in columns_of(whole, linked, "resident").items() if name != "household"}
    people["household"] = handles
    settled = settle(reader, "resident", people, len(whole), skip=whole.refused.keys() | whole.repeats.keys())
    for place, note in settled.doubts.items():
        whole.refuse(place, note.code, note.text, f"resident.{note.target}" if note.target else "")
    outcome.take(settled)
    for entity, places in enumerate(groups):
        for n, place in enumerate(places):
            outcome.note(place, settled, place, "resident")
            if n == 0:
                outcome.note(place, homes, entity, "household")
    return outcome


HEADS = ("户主", "本人")


def _groups(whole: Whole, linked: dict[str, list[Any]]) -> list[list[int]]:
    """Rows of each household. Rows that belong to none are refused."""
    numbers, villages = whole.column("household.household_no"), linked.get("household.village") or [None] * len(whole)
    heads, head_ids = whole.column("household.head_name"), whole.column("household.head_id")
    relations = whole.column("resident.relation")
    groups: dict[Any, list[int]] = {}
    current: Any = None
    where: Any = None
    told = zip(numbers, head_ids, heads, villages, strict=True)
    for place, (number, head_id, head, village) in enumerate(told):
        where = village if village is not None else where
        key = number or head_id or head
        if key is not None:
            current = (key, None if key == head_id else where)
        elif relations[place] in HEADS:
            current = place
        if place in whole.refused or place in whole.repeats:
            continue
        if current is None:
            whole.refuse(
                place, "head_missing", "看不出这一行属于哪一户，请填写户编号或户主姓名。", "household.head_name"
            )
            continue
        groups.setdefault(current, []).append(place)
    return [places for places in groups.values() if _has_head(whole, places)]


def _has_head(whole: Whole, places: list[int]) -> bool:
    heads, relations = whole.column("household.head_name"), whole.column("resident.relation")
    if any(heads[place] is not None or relations[place] in HEADS for place in places):
        return True
    for place in places:
        whole.refuse(
            place, "head_missing", "这一户没有户主，请补填户主姓名，或把户主一行改正后再导入。", "household.head_name"
        )
    return False


def _household_values(whole: Whole, linked: dict[str, list[Any]], groups: list[list[int]]) -> dict[str, list[Any]]:
    """The first value said in each household; the head from the row of the 户主 where no column names him."""
    own = columns_of(whole, linked, "household")
    values = {name: [first(column, places) for places in groups] for name, column in own.items()}
    relations = whole.column("resident.relation")
    for name, source in (("head_name", "resident.name"), ("head_id", "resident.id_number")):
        column = whole.column(source)
        from_head = [next((column[p] for p in places if relations[p] in HEADS), None) for places in groups]
        told = values.get(name) or [None] * len(groups)
        values[name] = [a if a is not None else b for a, b in zip(told, from_head, strict=True)]
    return values


def first(column: list[Any], places: list[int]) -> Any:
    return next((column[place] for place in places if column[place] is not None), None)


FATES: dict[str, Callable[[Any, Whole, Books, dict[str, list[Any]]], Outcome]] = {"household": household}
