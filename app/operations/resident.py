"""What happens to the people of a household: they leave it (death, marriage, moving away) and come back."""

from app.db.queries import household as queries
from app.db.queries import person
from app.db.store import Store
from app.db.work import Work
from app.errors import UserError
from app.models.household import Household
from app.models.resident import Resident
from app.operations import dated, pairing


def leave(store: Store, resident: int, *, on: str, reason: str) -> int:
    """离开: the pairings that help him end, the household counts one less. Returns how many pairings ended.

    UserError for a 户主 while others live there: who heads them then is for people to say.
    """
    dated.require(("on", "离开日期", on), ("reason", "离开原因", reason))
    with store.work("家庭成员离开") as work:
        present = work.row("resident", resident)
        if present["left_on"]:
            raise UserError(f"{present['name']}已经登记离开，日期是 {present['left_on']}。", "如需更正，请先恢复在册。")
        if present["relation"] == "户主" and len(queries.people(work.connection, present["household"])) > 1:
            raise UserError(f"{present['name']}是户主。", "请先在“农户”里变更户主，再登记离开。")
        work.rename(f"家庭成员{present['name']}离开")
        work.change(Resident, resident, {"left_on": on, "leave_reason": reason})
        _count(work, present["household"], -1)
        rows = person.open_pairings(work.connection, "resident", resident)
        pairing.close_rows(work, rows, on=on, reason=f"帮扶对象{reason}")
    return len(rows)


def come_back(store: Store, resident: int) -> None:
    """恢复在册. Closed pairings stay closed."""
    with store.work("家庭成员恢复在册") as work:
        present = work.row("resident", resident)
        dated.refuse_current("resident", present)
        work.rename(f"家庭成员{present['name']}恢复在册")
        work.change(Resident, resident, {"left_on": None, "leave_reason": None})
        _count(work, present["household"], 1)


def _count(work: Work, home: int, by: int) -> None:
    """家庭人口 as registered; where it is not known it stays so."""
    size = work.row("household", home)["size"]
    if size is not None:
        work.change(Household, home, {"size": max(size + by, 0)})
