"""What happens to households: another head, a split, a move within, out and back. Pairings follow only where that is certain."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.db.queries import person
from app.db.store import Store
from app.errors import Problem, Rejected, UserError
from app.models.household import Household
from app.models.resident import Resident
from app.operations import abode, dated, pairing


def change_head(store: Store, household: int, resident: int, *, relations: Mapping[int, str] | None = None) -> None:
    """户主变更: the resident becomes 户主. Relations of the others are kept unless given (resident id → new relation)."""
    with store.work("户主变更") as work:
        person_row = work.row("resident", resident)
        if person_row["household"] != household:
            raise UserError(f"{person_row['name']}不是这一户的成员。", "请先把他登记到这一户。")
        work.rename(f"农户{work.row('household', household)['head_name']}变更户主为{person_row['name']}")
        for row in _residents(work, household):
            if work.row("resident", row)["relation"] == "户主" and row != resident:
                work.change(Resident, row, {"relation": (relations or {}).get(row)})
        work.change(Resident, resident, {"relation": "户主"})
        for row, relation in (relations or {}).items():
            work.change(Resident, row, {"relation": relation})
        work.change(Household, household, {"head_name": person_row["name"], "head_id": person_row["id_number"]})


def split(
    store: Store, household: int, residents: Sequence[int], *, head: int, on: str | None = None,
    values: Mapping[str, Any] | None = None,
) -> int:  # fmt: skip
    """分户 on a day: the residents move into a new household of the same place under `head`. Pairings stay with the old one."""
    if head not in residents:
        raise Rejected([Problem("head", "新户的户主须在分出的成员里。", "head")])
    with store.work("分户") as work:
        old = work.row("household", household)
        leader = work.row("resident", head)
        work.rename(f"农户{old['head_name']}分户")
        made = work.add(
            Household,
            {
                "head_name": leader["name"], "head_id": leader["id_number"], "village": old["village"],
                "group_name": old["group_name"], "grid": old["grid"], "address": old["address"], "size": len(residents),
                **(values or {}),
            },
        )  # fmt: skip
        place = work.row("household", made)
        abode.change(work, made, (place["village"], place["group_name"]), on=on, reason="分户")
        for row in residents:
            work.change(Resident, row, {"household": made, **({"relation": "户主"} if row == head else {})})
        if old["size"]:
            work.change(Household, household, {"size": max(old["size"] - len(residents), 0)})
    return made


def move(store: Store, households: Sequence[int], village: int, group: str | None, *, on: str, reason: str) -> int:
    """户迁移 to another village or group: the abode is closed and one opened the same day. Returns how many really moved.

    Pairings go on: whether the member in touch still fits is for people to say.
    """
    dated.require(("village", "迁入村", village), ("on", "迁移日期", on), ("reason", "迁移原因", reason))
    with store.work(f"{len(households)} 户迁移" if len(households) > 1 else "农户迁移") as work:
        moved = 0
        for row in households:
            present = work.row("household", row)
            dated.refuse_ended("household", present)
            if len(households) == 1:
                work.rename(f"农户{present['head_name']}迁移")
            if (present["village"], present["group_name"]) != (village, group):
                abode.refuse_before(work, row, on)
                abode.change(work, row, (village, group), on=on, reason=reason)
                moved += 1
    return moved


def move_out(store: Store, household: int, *, on: str, reason: str) -> int:
    """迁出: the household leaves the lists and its pairings are closed. Returns how many ended."""
    dated.require(("on", "迁出日期", on), ("reason", "迁出原因", reason))
    with store.work("农户迁出") as work:
        work.rename(f"农户{work.row('household', household)['head_name']}迁出")
        work.change(Household, household, {"moved_on": on, "moved_reason": reason})
        abode.close(work, household, on=on, reason=reason)
        rows = person.open_pairings(work.connection, "household", household)
        pairing.close_rows(work, rows, on=on, reason=f"农户{reason}")
    return len(rows)


def move_back(store: Store, household: int, *, on: str, reason: str) -> None:
    """恢复 a household that moved out, in the village and group it left. Closed pairings stay closed."""
    dated.require(("on", "迁回日期", on), ("reason", "迁回原因", reason))
    with store.work("农户迁回") as work:
        present = work.row("household", household)
        dated.refuse_current("household", present)
        work.rename(f"农户{present['head_name']}迁回")
        work.change(Household, household, {"moved_on": None, "moved_reason": None})
        abode.change(work, household, (present["village"], present["group_name"]), on=on, reason=reason)


def _residents(work: Any, household: int) -> list[int]:
    sql = "SELECT id FROM resident WHERE household = ? AND left_on IS NULL AND void_reason IS NULL ORDER BY id"
    return [row[0] for row in work.connection.exec_driver_sql(sql, (household,))]
