"""What happens to each row of a pairing sheet: who helps, who is helped, and whether the pairing is there already?"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

from app.db.queries import pairing as queries
from app.db.queries import standing
from app.exchange import pairing_kin
from app.exchange.cell import CLEAR
from app.exchange.fate import Outcome, columns_of, first, with_branch
from app.exchange.linking import Books
from app.exchange.plan import NEW, SAME, Making, Note
from app.exchange.settle import Settled, compare, settle
from app.exchange.whole import Whole
from app.operations.dated import before

Linked = dict[str, list[Any]]


def pairing(reader: Any, whole: Whole, books: Books, linked: Linked) -> Outcome:
    """Helpers and households once each, then one pairing per row; rows of others than heads of households by themselves."""
    outcome = Outcome([SAME] * len(whole))
    kin = pairing_kin.rows(whole)
    own = _kind_of_people(reader) if kin else None
    apart = frozenset(kin) if own is not None and "cadre" not in own.helpers else frozenset[int]()
    helper, helpers = _helpers(reader, whole, books, linked, outcome, apart)
    persons = pairing_kin.people(reader, whole, linked, kin)
    helped, homes = _helped(reader, whole, linked, outcome, kin)
    kind = _kind(reader, helper, helped)
    there = [place for place in range(len(whole)) if place not in whole.refused and place not in kin]
    _pairs(reader, whole, linked, outcome, there, kind, (f"helper_{helper}", helpers), (f"helped_{helped}", homes))
    if own is not None:
        if apart and helper == "cadre":
            helper, helpers = "member", _kin_helpers(reader, whole, linked, kin)
        there = [place for place in kin if place not in whole.refused]
        _pairs(reader, whole, linked, outcome, there, own, (f"helper_{helper}", helpers), ("helped_resident", persons))
    return outcome


def _kin_helpers(reader: Any, whole: Whole, linked: Linked, kin: Sequence[int]) -> list[int]:
    """Party members in a column of helpers: they help single persons, and are not made cadres."""
    own = _helper_columns(whole, linked, "member")
    settled = _members(reader, {name: [column[place] for place in kin] for name, column in own.items()}, len(kin))
    found = [0] * len(whole)
    for at, place in enumerate(kin):
        found[place] = max(settled.handles[at], 0)
        note = settled.doubts.get(at)
        if not found[place]:
            text = note.text if note else f"没有登记过叫“{own['name'][place]}”的党员，请先登记，或改用已有的人。"
            whole.refuse(place, note.code if note else "helper_missing", text, "helper.name")
    return found


def _kind_of_people(reader: Any) -> queries.KindFacts | None:
    """The kind whose other side is one person: 党员→困难群众."""
    return next((kind for kind in queries.kinds(reader).values() if "resident" in kind.helped), None)


def _kind(reader: Any, helper: str, helped: str) -> queries.KindFacts:
    """The kind that fits the sides: 干部→户 for a ledger of helpers, 党员→户, 包村, 机关→村."""
    wanted = {
        ("cadre", "household"): "cadre_household", ("member", "household"): "member_household",
        ("cadre", "unit"): "cadre_village", ("unit", "unit"): "unit_unit", ("member", "unit"): "cadre_village",
        ("unit", "household"): "cadre_household", ("cadre", "member"): "cadre_member",
    }  # fmt: skip
    kinds = queries.kinds(reader)
    code = wanted[helper, helped]
    return kinds.get(code) or next(iter(kinds.values()))


def _helpers(
    reader: Any, whole: Whole, books: Books, linked: Linked, outcome: Outcome, apart: frozenset[int]
) -> tuple[str, list[int]]:  # fmt: skip
    """(record of the helpers, handle of the helper of each row); cadres are not looked for in the rows `apart`."""
    if "helper.name" not in whole.columns and "helper_member.name" not in whole.columns:
        return "unit", [row or 0 for row in linked.get("helper.unit", [0] * len(whole))]
    record = "cadre" if "helper.name" in whole.columns else "member"
    name = "helper.name" if record == "cadre" else "helper_member.name"
    if record == "cadre":
        _offices(whole, name)
    entities, of_row = _distinct(whole, linked, name, apart if record == "cadre" else frozenset())
    values = {
        field: [first(column, places) for places in entities]
        for field, column in _helper_columns(whole, linked, record).items()
    }
    settled = (
        settle(reader, record, values, len(entities)) if record == "cadre" else _members(reader, values, len(entities))
    )
    _new_helpers(settled, values["name"], books, outcome)
    if record == "member" and settled.making is not None:
        settled.making = with_branch(settled.making, books)
    outcome.take(settled)
    _spread(whole, outcome, settled, entities, "helper")
    return record, [settled.handles[entity] if entity >= 0 else 0 for entity in of_row]


_OFFICE = re.compile(r".{2,}(?:局|委员会|办公室|办|部|政府|中心|公司|学校|医院|站|院|社)")


def _offices(whole: Whole, name: str) -> None:
    """领导/部门 in one column: an office is not a person and is not made one."""
    for place, who in enumerate(whole.column(name)):
        if who is not None and place not in whole.refused and len(who) > 3 and _OFFICE.fullmatch(who):
            whole.refuse(
                place, "helper_missing", f"“{who}”像是单位，不是人；请在结对界面按单位结对，或填写责任人姓名。", name
            )


def _new_helpers(settled: Settled, names: list[Any], books: Books, outcome: Outcome) -> None:
    """Helpers not yet there are made and listed, or kept out when only known ones may be used."""
    fresh = [entity for entity, handle in enumerate(settled.handles) if handle < 0]
    if not books.options.known_only:
        outcome.created += [(settled.record, names[entity]) for entity in fresh]
        return
    settled.making = None
    for entity in fresh:
        settled.handles[entity], settled.fates[entity] = 0, SAME
        settled.doubts[entity] = Note(
            "helper_missing", f"没有登记过叫“{names[entity]}”的责任人，请先登记，或改用已有的人。", "name"
        )


def _helper_columns(whole: Whole, linked: Linked, record: str) -> dict[str, list[Any]]:
    own = columns_of(whole, linked, "helper") | columns_of(whole, linked, "helper_member")
    return {name: column for name, column in own.items() if name in _OF_HELPERS[record]}


_OF_HELPERS = {
    "cadre": ("name", "unit", "duty", "phone", "id_number", "sex", "rank", "role"),
    "member": ("name", "phone", "id_number", "branch", "duty"),
}


def _distinct(whole: Whole, linked: Linked, name: str, apart: frozenset[int]) -> tuple[list[list[int]], list[int]]:
    """Rows of each helper: one name in one unit is one person, unless two numbers or two phones say otherwise."""
    names = whole.column(name)
    telling = (("证号", whole.column("helper.id_number")), ("电话", whole.column("helper.phone")))
    units = linked.get("helper.unit") or linked.get("helper.branch") or [None] * len(whole)
    groups: dict[Any, list[int]] = {}
    for place, who in enumerate(names):
        if who is not None and place not in whole.refused and place not in apart:
            groups.setdefault((who, units[place]), []).append(place)
    entities: list[list[int]] = []
    of_row = [-1] * len(whole)
    for places in groups.values():
        parts, word = _told_apart(places, telling)
        for part in parts:
            for place in part:
                of_row[place] = len(entities)
            entities.append(part)
        for place in places:
            if of_row[place] < 0:
                text = f"表中有 {len(parts)} 个“{names[place]}”，{word}不同，这一行没有{word}，无法确认是谁。"
                whole.refuse(place, "match_several", text, name)
    return entities, of_row


def _told_apart(places: list[int], telling: tuple[tuple[str, list[Any]], ...]) -> tuple[list[list[int]], str]:
    """Rows of one name as those of each person, by the first of the columns that tells two apart, and its word."""
    for word, column in telling:
        told = {column[place] for place in places if column[place] is not None}
        if len(told) > 1:
            return [[p for p in places if column[p] == value] for value in sorted(told)], word
    return [places], ""


def _members(reader: Any, values: dict[str, list[Any]], count: int) -> Settled:
    """Party members who help: by number, else by name with phone or branch; one alone by his name.

    Who left is meant only where nobody on the books fits: an open pairing may still name him.
    """
    stored = standing.columns(reader, "member", ("id_number", "name", "phone", "branch", "left_on"))
    by_name: dict[str, list[tuple[Any, ...]]] = {}
    gone: dict[str, list[tuple[Any, ...]]] = {}
    for row in stored:
        (by_name if row[5] is None else gone).setdefault(row[2], []).append(row)
    doubts: dict[int, Note] = {}
    handles = [0] * count
    columns = [values.get(name) or [None] * count for name in ("id_number", "name", "phone", "branch")]
    for place, (number, name, phone, branch) in enumerate(zip(*columns, strict=True)):
        same = by_name.get(name) or gone.get(name, [])
        near = [row for row in same if number and row[1] == number]
        near = near or [row for row in same if (phone and row[3] == phone) or (branch and row[4] == branch)] or same
        if len(near) > 1:
            doubts[place] = Note("match_several", f"有 {len(near)} 名党员叫“{name}”，请补填电话或所在党支部。", "name")
        elif near:
            handles[place] = near[0][0]
    fresh = [place for place in range(count) if not handles[place] and place not in doubts]
    names = tuple(name for name in values if name != "unit")
    for n, place in enumerate(fresh):
        handles[place] = -(n + 1)
    fates = [NEW if handle < 0 else SAME for handle in handles]
    rows = [tuple(values[name][place] for name in names) for place in fresh]
    links = {"branch": "branch"} if "branch" in names else {}
    return Settled(
        "member", handles, fates, doubts=doubts, making=Making("member", names, rows, links) if rows else None
    )


def _helped(reader: Any, whole: Whole, linked: Linked, outcome: Outcome, kin: Sequence[int]) -> tuple[str, list[int]]:
    """(record of those who are helped, handle for each row); `kin` are rows of others than heads."""
    if "helped_member.name" in whole.columns:
        return "member", _helped_members(reader, whole, linked)
    if "household.head_name" not in whole.columns:
        return "unit", [row or 0 for row in linked.get("helped.unit", [0] * len(whole))]
    own = columns_of(whole, linked, "household")
    if "village" not in own and "helped.unit" in linked:
        own["village"] = linked["helped.unit"]
    entities = _homes(reader, whole, own, frozenset(kin))
    values = {name: [first(column, places) for places in entities] for name, column in own.items()}
    homes = settle(reader, "household", values, len(entities))
    outcome.take(homes)
    _spread(whole, outcome, homes, entities, "household")
    handles = [0] * len(whole)
    for entity, places in enumerate(entities):
        for place in places:
            handles[place] = homes.handles[entity]
    return "household", handles


def _homes(reader: Any, whole: Whole, own: dict[str, list[Any]], kin: frozenset[int]) -> list[list[int]]:
    """Rows of each household; where a village has several heads of one name, the address parts them too."""
    known = Counter(row[1:] for row in standing.columns(reader, "household", ("village", "head_name")))
    none = [None] * len(whole)
    names = ("household_no", "head_id", "village", "group_name", "head_name", "address")
    groups: dict[Any, list[int]] = {}
    for place, (number, head_id, village, group, head, address) in enumerate(
        zip(*(own.get(name) or none for name in names), strict=True)
    ):
        if place not in whole.refused and place not in kin:
            parted = address if known[village, head] > 1 else None
            groups.setdefault(head_id or (village, number or group, head, parted), []).append(place)
    return list(groups.values())


def _helped_members(reader: Any, whole: Whole, linked: Linked) -> list[int]:
    """Party members are registered before somebody is made responsible for them: unknown ones are refused."""
    values = columns_of(whole, linked, "helped_member")
    settled, gone = _members(reader, values, len(whole)), standing.ended(reader, "member")
    for place, handle in enumerate(settled.handles):
        if place in whole.refused:
            continue
        note = settled.doubts.get(place)
        if handle < 0:
            note = Note(
                "member_unknown", f"没有登记过叫“{values['name'][place]}”的党员，请先登记党员再导入结对。", "name"
            )
        if handle in gone:
            note = Note("member_left", f"“{values['name'][place]}”已经离开，请核对。", "name")
        if note is not None:
            whole.refuse(place, note.code, note.text, "helped_member.name")
    return [max(handle, 0) for handle in settled.handles]


def _spread(whole: Whole, outcome: Outcome, settled: Settled, entities: list[list[int]], role: str) -> None:
    """Doubts go to every row of the entity; what is new or changed shows in its first row."""
    for entity, places in enumerate(entities):
        if note := settled.doubts.get(entity):
            for place in places:
                whole.refuse(place, note.code, note.text, f"{role}.{note.target}" if note.target else "")
        else:
            outcome.note(places[0], settled, entity, role)


def _pairs(
    reader: Any, whole: Whole, linked: Linked, outcome: Outcome, there: list[int], kind: queries.KindFacts,
    helper: tuple[str, list[int]], helped: tuple[str, list[int]],
) -> None:  # fmt: skip
    """Pairings that are not there yet are made; a current one of another helper is never replaced unasked."""
    values = {
        name: column for name, column in columns_of(whole, linked, "pairing").items() if name not in ("kind", "uid")
    }
    standing_ones = standing.open_pairings(reader, kind.id, helper[0], helped[0])
    held = {(one, other): row for row, one, other, _since in standing_ones}
    sole = {other: row for row, _one, other, _since in standing_ones} if kind.sole else {}
    _in_order(whole, values, helper[1], helped[1], {(one, other): since for _row, one, other, since in standing_ones})
    gone = standing.ended(reader, helper[0].removeprefix("helper_"))
    name = "helper_member.name" if helper[0] == "helper_member" else "helper.name"
    seen: dict[tuple[int, int], int] = {}
    known_rows: dict[int, int] = {}
    fresh = []
    for place in there:
        pair = (helper[1][place], helped[1][place])
        if not all(pair) or place in whole.refused:
            continue
        if pair in seen:
            whole.warn(place, "id_dup_in_file", f"与第 {whole.origin[seen[pair]][1]} 行是同一对结对，只登记一次。")
            whole.repeats[place] = seen[pair]
        elif pair in held:
            known_rows[place] = held[pair]
            if pair[0] in gone:
                whole.warn(place, "helper_left", "责任人已经离开，结对还没有结束，请办理结束或更换联系人。", name)
        elif pair[0] in gone:
            whole.refuse(place, "helper_left", "责任人已经离开，不能再结对，请改写现在的责任人。", name)
            continue
        elif kind.sole and (pair[1] in sole or any(other == pair[1] for _one, other in seen)):
            whole.refuse(
                place,
                "pairing_exists",
                f"这一户已有“{kind.name}”的联系人，没有改动；如需更换，请在结对界面更换联系人。",
            )
            continue
        else:
            fresh.append(place)
            outcome.fates[place] = NEW
        seen.setdefault(pair, place)
    _write(reader, outcome, values, (kind, helper, helped), fresh, known_rows, len(whole))


def _in_order(
    whole: Whole, values: dict[str, list[Any]], helpers: list[int], homes: list[int], begun: dict[tuple[int, int], str | None]
) -> None:  # fmt: skip
    """A pairing that ends before it began, by the sheet or by what is on the books, is refused, as far as both dates go."""
    sinces = values.get("since") or [None] * len(whole)
    for place, until in enumerate(values.get("until", ())):
        told = sinces[place] if isinstance(sinces[place], str) else begun.get((helpers[place], homes[place]))
        if isinstance(until, str) and told is not None and before(until, told) and place not in whole.refused:
            whole.refuse(
                place, "date_order", f"结对日期是 {told}，结束日期 {until} 在结对之前，请核对。", "pairing.until"
            )


def _write(
    reader: Any, outcome: Outcome, values: dict[str, list[Any]],
    sides: tuple[queries.KindFacts, tuple[str, list[int]], tuple[str, list[int]]],
    fresh: list[int], known_rows: dict[int, int], count: int,
) -> None:  # fmt: skip
    kind, (helper, helpers), (helped, homes) = sides
    if fresh:
        names = ("kind", "sole", helper, helped, *values)
        rows = [
            (kind.id, int(kind.sole), helpers[p], homes[p], *(_plain(column[p]) for column in values.values()))
            for p in fresh
        ]
        links = {helper: helper.removeprefix("helper_"), helped: helped.removeprefix("helped_")}
        outcome.makings.append(Making("pairing", names, rows, links))
    if known_rows and values:
        settled = Settled("pairing", [known_rows.get(p, 0) for p in range(count)], [SAME] * count)
        compare(reader, settled, values, known_rows)
        outcome.changings += settled.changings
        for place in known_rows:
            outcome.note(place, settled, place, "pairing")


def _plain(value: Any) -> Any:
    return None if value is CLEAR else value
