"""What happens to each row of a sheet about members: who is meant, by number or by name and branch; then as any other sheet.

Nobody is guessed: of two with one name the number or the branch tells which, else the row waits.
"""

import re
from dataclasses import replace
from functools import cache
from typing import Any

from app.db.queries import standing
from app.exchange import person_branch
from app.exchange.cell import CLEAR
from app.exchange.fate import Outcome, plain
from app.exchange.linking import Books
from app.exchange.person_heading import NAME, NUMBER, PERSONS
from app.exchange.whole import Whole
from app.kinds.kind import Unreadable
from app.kinds.person_name import PersonName

MAY_LACK = {"honour": ("member_unknown",)}  # who is on no books may be honoured all the same
_NUMBER = re.compile(r"[0-9]{17}[0-9Xx]")


def sheet(reader: Any, whole: Whole, books: Books, linked: dict[str, list[Any]]) -> Outcome:
    """One record per row, about the member that the row names."""
    if NAME not in whole.targets and NUMBER not in whole.targets:
        return plain(reader, whole, books, linked)
    member = f"{whole.record}.member"
    people = _People(reader)
    who = list(map(cache(_told), whole.column(NAME), whole.column(NUMBER)))
    person_branch.settle(whole, books, linked, lambda place, several: people.homes(*who[place], several))
    branches = linked.get(person_branch.told(whole, linked)) or [books.branch] * len(whole)
    rows: list[Any] = list(linked.get(member) or [None] * len(whole))
    for place, ((name, number), branch) in enumerate(zip(who, branches, strict=True)):
        if place in whole.refused or rows[place] is not None:
            continue
        row, code, text = people.one(name, number, branch)
        rows[place] = row
        if row is None and code in MAY_LACK.get(whole.record, ()):
            whole.warn(place, code, f"{text.partition('，')[0]}，只登记了姓名。", NAME)
        elif row is None:
            whole.refuse(place, code, text, NUMBER if number else NAME)
    if whole.record == "due_base":
        _payers(reader, whole, rows)
    if whole.record == "due":
        person_branch.collected(reader, whole, linked, rows)
    if whole.record == "honour":
        _holders(whole, people, rows)
    targets = tuple(dict.fromkeys((*whole.targets, member)))
    own = replace(whole, targets=targets, columns={**whole.columns, member: rows})
    return plain(reader, own, books, {**linked, member: rows})


def _told(name: Any, number: Any) -> tuple[str | None, str | None]:
    """Name and number; a number that stands where the name should tells as well."""
    number = number if isinstance(number, str) else None
    if isinstance(name, str) and _NUMBER.fullmatch(name.strip()):
        return None, number or name.strip().upper()
    try:
        return PersonName().parse(name), number
    except Unreadable:
        return str(name), number


class _People:
    """The members on the books, by number and by name."""

    def __init__(self, reader: Any) -> None:
        self.numbers: dict[str, int] = {}
        self.names: dict[str, list[tuple[int, int | None]]] = {}
        self.called: dict[int, str] = {}
        self.stays: dict[int, set[int]] = {}
        found = standing.columns(reader, "member", ("name", "id_number", "branch", "left_on"))
        for row, name, number, branch, left in sorted(
            found, key=lambda cells: cells[4] is None
        ):  # who is there comes last
            self.called[row] = name
            if number is not None:
                self.numbers[number] = row
            if left is None:
                self.names.setdefault(name, []).append((row, branch))
        for _row, member, branch in standing.columns(reader, "membership", ("member", "branch")):
            self.stays.setdefault(member, set()).add(branch)

    def one(self, name: str | None, number: str | None, branch: int | None) -> tuple[int | None, str, str]:
        """(row, "", "") or (None, code, sentence)."""
        if isinstance(number, str):
            row = self.numbers.get(number)
            if row is None:
                return None, "member_unknown", f"没有证号尾数 {number[-4:]} 的党员，请核对证号，或先登记这名党员。"
            if name is not None and self.called[row] != name:
                return None, "id_exists_conflict", f"这个证号登记的是{self.called[row]}，表里写的是{name}，请核对。"
            return row, "", ""
        found = self.names.get(name or "", [])
        near = [one for one in found if branch is not None and one[1] == branch] or found
        if len(near) == 1:
            return near[0][0], "", ""
        if near:
            return None, "match_several", f"有 {len(near)} 名党员叫“{name}”，请补填身份证号或所在党支部。"
        return None, "member_unknown", f"没有叫“{name}”的党员，请核对姓名，或先登记这名党员。"

    def homes(self, name: str | None, number: str | None, several: set[int]) -> set[int]:
        """To which of these branches he belongs or belonged: by his number, else all who are called so belong now."""
        if number is not None:
            return several & self.stays.get(self.numbers.get(number, 0), set())
        return several & {branch for _row, branch in self.names.get(name or "", ()) if branch is not None}


def _holders(whole: Whole, people: _People, rows: list[Any]) -> None:
    """Who was honoured stands on the record as written, be he a member or not."""
    column = list(whole.column("honour.holder"))
    for place, name in enumerate(whole.column(NAME)):
        if column[place] is None:
            column[place] = people.called[rows[place]] if rows[place] else name
    whole.columns["honour.holder"] = column
    whole.targets = tuple(dict.fromkeys((*whole.targets, "honour.holder")))


def _payers(reader: Any, whole: Whole, rows: list[Any]) -> None:
    """A sheet of bases that says no kind of payer keeps the one that held before the month."""
    months = whole.column("due_base.since")
    told = whole.columns.setdefault("due_base.payer", [None] * len(whole))
    if "due_base.payer" not in whole.targets:
        whole.targets = (*whole.targets, "due_base.payer")
    if None not in told:
        return
    former: dict[int, list[tuple[str, str]]] = {}
    for _row, member, since, payer in standing.columns(reader, "due_base", ("member", "since", "payer")):
        former.setdefault(member, []).append((since, payer))
    for place, row in enumerate(rows):
        month = months[place]
        if told[place] is not None or row is None or month in (None, CLEAR):
            continue
        before = max(((since, payer) for since, payer in former.get(row, ()) if since <= month), default=None)
        if before is not None:
            told[place] = before[1]
            whole.warn(place, "payer_kept", f"没有写缴纳类别，沿用 {before[0]} 起的“{before[1]}”。", "due_base.payer")


SHEETS = dict.fromkeys(PERSONS, sheet)
