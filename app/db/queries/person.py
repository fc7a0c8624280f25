"""What hangs on one person, household, unit or branch: its current pairings."""

from app.db.session import Connection
from app.models.pairing import HELPED, HELPERS

SIDES = {
    record: tuple(side for side in HELPERS + HELPED if side.endswith(f"_{record}"))
    for record in ("member", "cadre", "unit", "branch", "household", "resident")
}


def open_pairings(reader: Connection, record: str, row: int) -> list[int]:
    """Ids of the current pairings in which it helps or is helped."""
    sides = " OR ".join(f"{side} = ?" for side in SIDES[record])
    sql = f"SELECT id FROM pairing WHERE ({sides}) AND until IS NULL AND void_reason IS NULL ORDER BY id"
    return [int(found[0]) for found in reader.exec_driver_sql(sql, (row,) * len(SIDES[record]))]
