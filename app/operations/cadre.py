"""What happens to cadres: they lay down their work and come back. Nothing is deleted; everything has a date and a reason."""

from app.db.queries import person
from app.db.store import Store
from app.errors import UserError
from app.models.cadre import Cadre
from app.operations import dated, pairing, post


def leave(store: Store, cadre: int, *, on: str, reason: str) -> tuple[int, int]:
    """离任: pairings and posts are closed with it. Returns how many of each ended."""
    dated.require(("on", "离任日期", on), ("reason", "离任原因", reason))
    with store.work("干部离任") as work:
        present = work.row("cadre", cadre)
        if present["left_on"]:
            raise UserError(f"{present['name']}已经登记离任，日期是 {present['left_on']}。", "如需更正，请先恢复在任。")
        work.rename(f"干部{present['name']}离任")
        work.change(Cadre, cadre, {"left_on": on, "leave_reason": reason})
        rows = person.open_pairings(work.connection, "cadre", cadre)
        pairing.close_rows(work, rows, on=on, reason=f"干部{reason}")
        return len(rows), post.end_all(work, "cadre", cadre, on=on, reason=reason)


def come_back(store: Store, cadre: int) -> None:
    """恢复在任. Closed pairings and posts stay closed: somebody else may hold them now."""
    with store.work("干部恢复在任") as work:
        present = work.row("cadre", cadre)
        dated.refuse_current("cadre", present)
        work.rename(f"干部{present['name']}恢复在任")
        work.change(Cadre, cadre, {"left_on": None, "leave_reason": None})
