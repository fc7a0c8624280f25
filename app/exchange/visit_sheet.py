"""What happens to each row of a sheet of visits or deeds: who went to whom, on which day, and is it on the books already?

Names are told apart by the pairing that joins the two, by village and by group; what stays open is refused, never guessed.
"""

import re
from collections.abc import Sequence
from typing import Any

from app.db.queries import standing
from app.exchange.cell import CLEAR
from app.exchange.fate import Outcome, columns_of
from app.exchange.linking import Books
from app.exchange.plan import CHANGED, NEW, SAME, Making, Note
from app.exchange.settle import Settled, compare
from app.exchange.visit_heading import WHO, WHOM
from app.exchange.whole import Whole

Side = tuple[str, int]
_PARTS = re.compile(r"[、，,;；/\s]+")
_HELPED = ("helped_household", "helped_resident", "helped_member", "helped_unit")
_SIDES = ("helper_member", "helper_cadre", *_HELPED)


def sheet(reader: Any, whole: Whole, books: Books, linked: dict[str, list[Any]]) -> Outcome:  # noqa: ARG001 - as all sheets
    """One visit per visitor and row; one deed per row."""
    record, outcome = whole.record, Outcome([SAME] * len(whole))
    own = {name: column for name, column in columns_of(whole, linked, record).items() if name not in _SIDES}
    people = _People(reader)
    villages = linked.get("household.village") or [None] * len(whole)
    told = zip(
        whole.column(WHO), whole.column(WHOM), villages, whole.column("household.group_name"),
        strict=True,
    )  # fmt: skip
    found: list[tuple[int, dict[str, int]]] = []
    for place, (who, whom, village, group) in enumerate(told):
        if place in whole.refused or not _whole(whole, place, record, own, who):
            continue
        helpers, note = people.row(str(who), str(whom), village, group)
        if note is not None:
            whole.refuse(place, note.code, note.text, note.target)
            continue
        found += [(place, sides) for sides in (helpers if record == "visit" else helpers[:1])]
    _write(reader, whole, outcome, own, found)
    return outcome


def _whole(whole: Whole, place: int, record: str, own: dict[str, list[Any]], who: Any) -> bool:
    """A row without a visitor, a day or, for a deed, its content is refused."""
    needed = {"visit": ("day", "走访日期（要写到日）"), "deed": ("what", "实事内容")}[record]
    if who is None:
        whole.refuse(place, "helper_missing", "没有写明走访人（办理人），请补填后再导入。", WHO)
    value = own.get(needed[0], [None] * len(whole))[place]
    if value is None or value is CLEAR:
        whole.refuse(place, "required", f"没有可用的{needed[1]}，请补填后再导入。", f"{record}.{needed[0]}")
    return place not in whole.refused


class _People:
    """Everybody who may be meant, by name, and who is joined with whom."""

    def __init__(self, reader: Any) -> None:
        self.helpers: dict[str, list[Side]] = {}
        for name in ("member", "cadre"):
            _into(self.helpers, name, standing.columns(reader, name, ("name", "left_on")))
        self.homes: dict[str, list[tuple[int, int | None, str | None]]] = {}
        columns = ("head_name", "village", "group_name", "moved_on")
        for row, name, village, group, moved in standing.columns(reader, "household", columns):
            if moved is None:
                self.homes.setdefault(name, []).append((row, village, group))
        self.others: dict[str, list[tuple[Side, int | None]]] = {}
        for row, name, home, left in standing.columns(reader, "resident", ("name", "household", "left_on")):
            if left is None:
                self.others.setdefault(name, []).append((("resident", row), home))
        for record, ends in (("member", "left_on"), ("unit", "closed_on")):
            for row, name, ended in standing.columns(reader, record, ("name", ends)):
                if ended is None:
                    self.others.setdefault(name, []).append(((record, row), None))
        self.joined = {
            (("member", member) if member else ("cadre", cadre), home)
            for _row, member, cadre, home, until in standing.columns(
                reader, "pairing", ("helper_member", "helper_cadre", "helped_household", "until")
            )
            if home is not None and until is None and (member or cadre)
        }

    def row(self, who: str, whom: str, village: Any, group: Any) -> tuple[list[dict[str, int]], Note | None]:
        """The sides of each visitor, or why the row cannot be taken."""
        names = [who] if who in self.helpers else [part for part in _PARTS.split(who) if part]
        several = [self.helpers.get(name, []) for name in names]
        for name, found in zip(names, several, strict=True):
            if not found:
                told = f"没有登记过叫“{name}”的党员或干部，请先登记，或改正姓名。"
                return [], Note("helper_unknown", told, WHO)
        homes = self._homes(whom, village, group)
        pairs = {
            (helper, home) for found in several for helper in found for home in homes if (helper, home) in self.joined
        }
        if len(homes) > 1:
            near = {home for _helper, home in pairs}
            homes = list(near) if len(near) == 1 else homes
        helped, note = self._helped(whom, homes)
        if note is not None:
            return [], note
        chosen = []
        for name, found in zip(names, several, strict=True):
            near_ones = [one for one in found if (one, helped.get("helped_household")) in self.joined]
            one = near_ones if len(near_ones) == 1 else found
            if len(one) > 1:
                told = f"有 {len(one)} 个党员、干部叫“{name}”，也没有结对可以分清，请在走访登记里登记，或先登记结对。"
                return [], Note("match_several", told, WHO)
            chosen.append({f"helper_{one[0][0]}": one[0][1], **helped})
        return chosen, None

    def _homes(self, whom: str, village: Any, group: Any) -> list[int]:
        found = self.homes.get(whom, [])
        for place, told in ((1, village), (2, group)):
            near = [home for home in found if told is not None and home[place] == told]
            found = near or found
        return [home[0] for home in found]

    def _helped(self, whom: str, homes: Sequence[int]) -> tuple[dict[str, int], Note | None]:
        """A household by its head, else a person of a household, a member or a unit of that name."""
        if len(homes) == 1:
            return {"helped_household": homes[0]}, None
        others = [] if homes else self.others.get(whom, [])
        if len(others) == 1:
            (record, row), home = others[0]
            side = {f"helped_{record}": row}
            return ({**side, "helped_household": home} if home is not None else side), None
        if homes or others:
            text = f"有 {len(homes) or len(others)} 个走访对象叫“{whom}”，请补填村和组。"
            return {}, Note("match_several", text, WHOM)
        text = f"没有登记过叫“{whom}”的户主、家庭成员、党员或单位，请先登记，或改正姓名。"
        return {}, Note("household_unknown", text, WHOM)


def _into(found: dict[str, list[Side]], record: str, rows: Sequence[tuple[Any, ...]]) -> None:
    for row, name, left in rows:
        if left is None:
            found.setdefault(name, []).append((record, row))


def _write(
    reader: Any, whole: Whole, outcome: Outcome, own: dict[str, list[Any]], found: list[tuple[int, dict[str, int]]]
) -> None:
    """What is not there yet is made; what is there is compared, and never doubled by the same sheet twice."""
    record = whole.record
    told = ("day",) if record == "visit" else ("what", "day")
    key = (*told, *_SIDES)
    there = {tuple(row[1:]): row[0] for row in standing.columns(reader, record, key)}
    seen: dict[tuple[Any, ...], int] = {}
    fresh: list[tuple[int, dict[str, int]]] = []
    known_rows: dict[int, int] = {}
    for place, sides in found:
        mark = (*(own[name][place] if name in own else None for name in told), *(sides.get(name) for name in _SIDES))
        if mark in seen:
            whole.warn(place, "id_dup_in_file", f"与第 {whole.origin[seen[mark]][1]} 行是同一次，只登记一次。")
            whole.repeats[place] = seen[mark]
        elif mark in there:
            known_rows[place] = there[mark]
        else:
            fresh.append((place, sides))
            outcome.fates[place] = NEW
        seen.setdefault(mark, place)
    if fresh:
        names = (*_SIDES, *own)
        rows = [
            (*(sides.get(name) for name in _SIDES), *(_plain(column[place]) for column in own.values()))
            for place, sides in fresh
        ]
        outcome.makings.append(Making(record, names, rows))
    if known_rows:
        settled = Settled(record, [known_rows.get(p, 0) for p in range(len(whole))], [SAME] * len(whole))
        compare(reader, settled, own, known_rows)
        outcome.changings += settled.changings
        for place in known_rows:
            if settled.fates[place] == CHANGED:
                outcome.note(place, settled, place, record)


def _plain(value: Any) -> Any:
    return None if value is CLEAR else value
