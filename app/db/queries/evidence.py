"""What proves each line of an assessment, and which of the five stages has nothing to show?"""

from dataclasses import dataclass

from app.db.session import Connection
from app.errors import UserError
from app.models.assessment import STAGES


@dataclass(frozen=True)
class Proof:
    """One row of `evidence`. `item` is the row of its line, `code_no` the number of that line ("" without one)."""

    id: int
    uid: str
    name: str
    item: int | None
    code_no: str
    stage: str
    kind: str
    made_on: str
    pages: int | None
    place: str
    file_name: str
    digest: str
    size: int | None
    about: str
    about_uid: str
    remark: str


_PROOF = (
    "SELECT e.id, e.uid, e.name, e.item, coalesce(i.code_no, ''), coalesce(e.stage, ''), coalesce(e.kind, ''), "
    "coalesce(e.made_on, ''), e.pages, coalesce(e.place, ''), coalesce(e.file_name, ''), coalesce(e.digest, ''), e.size, "
    "coalesce(e.about, ''), coalesce(e.about_uid, ''), coalesce(e.remark, '') "
    "FROM evidence e LEFT JOIN item i ON i.id = e.item WHERE e.void_reason IS NULL"
)


def proofs(reader: Connection, assessment: int) -> tuple[Proof, ...]:
    """Those of an assessment in the order of its lines, of the stages, of registration: the order of an index."""
    stages = " ".join(f"WHEN '{stage}' THEN {n}" for n, stage in enumerate(STAGES))
    sql = (
        f"{_PROOF} AND e.assessment = ? ORDER BY i.order_no IS NULL, i.order_no, i.id, "
        f"CASE e.stage {stages} ELSE {len(STAGES)} END, e.order_no IS NULL, e.order_no, e.id"
    )
    return tuple(Proof(*row) for row in reader.exec_driver_sql(sql, (assessment,)))


def proof(reader: Connection, row: int) -> Proof:
    """UserError when it is gone."""
    found = reader.exec_driver_sql(f"{_PROOF} AND e.id = ?", (row,)).first()
    if found is None:
        raise UserError("这份佐证材料已经不在了，可能刚被撤销。")
    return Proof(*found)


def stages(reader: Connection, assessment: int) -> dict[int, dict[str, int]]:
    """line → stage → how many; "" counts what names no stage. Lines without any evidence are not there."""
    sql = (
        "SELECT item, coalesce(stage, ''), count(*) FROM evidence WHERE assessment = ? AND item IS NOT NULL "
        "AND void_reason IS NULL GROUP BY item, stage"
    )
    found: dict[int, dict[str, int]] = {}
    for item, stage, count in reader.exec_driver_sql(sql, (assessment,)):
        found.setdefault(item, {})[stage] = count
    return found


def names(reader: Connection, assessment: int) -> frozenset[str]:
    sql = "SELECT name FROM evidence WHERE assessment = ? AND void_reason IS NULL"
    return frozenset(row[0] for row in reader.exec_driver_sql(sql, (assessment,)))


def with_files(reader: Connection) -> list[tuple[int, str]]:
    """(row, name of the file) of every record that tells of a file, those no longer in use too."""
    sql = "SELECT id, coalesce(file_name, name, '') FROM evidence WHERE digest IS NOT NULL ORDER BY id"
    return [(row[0], row[1]) for row in reader.exec_driver_sql(sql)]


def digests(reader: Connection) -> dict[str, str]:
    """Digest of every file that a record in use tells of → its name, in the order of registration."""
    sql = (
        "SELECT digest, coalesce(min(file_name), '') FROM evidence WHERE digest IS NOT NULL AND void_reason IS NULL "
        "GROUP BY digest ORDER BY min(id)"
    )
    return {row[0]: row[1] for row in reader.exec_driver_sql(sql)}
