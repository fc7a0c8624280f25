"""What a new database starts with: the kinds of pairing. They are data and can be changed."""

from app.db.store import Reader, Store
from app.models.pairing import PairingKind

# No interval of visits: no regulation names one, the office sets its own.
COLUMNS = ("code_no", "name", "helper_side", "helped_side", "sole", "cap", "tier", "order_no")
KINDS = (
    ("member_household", "党员→户", "member", "household", "是", 12, "household", 1),
    ("cadre_member", "干部→党员", "cadre", "member", "是", 20, "member", 2),
    ("cadre_village", "干部→村（包村）", "cadre", "unit", "否", None, "village", 3),
    ("cadre_household", "干部→户（结对帮扶）", "cadre member", "household", "否", None, None, 4),
    ("unit_unit", "机关→村居、企业", "unit", "unit", "否", None, "organisation", 5),
    ("branch_branch", "党组织↔党组织", "branch", "branch", "否", None, None, 6),
    ("member_resident", "党员→困难群众", "member", "resident", "否", None, None, 7),
)


def prepare(store: Store) -> None:
    """Puts the first facts in, once; a database that has them is left as it is."""
    with store.read() as reader:
        if _there(reader):
            return
    with store.work("建立数据库", kind="setup") as work:  # nothing to undo
        if _there(work.connection):  # another process was quicker
            return
        work.uids = lambda count: [f"00000000-0000-4000-8000-{i:012d}" for i in range(1, count + 1)]
        work.add_many(PairingKind, COLUMNS, KINDS)


def _there(reader: Reader) -> bool:
    return bool(reader.exec_driver_sql("SELECT count(*) FROM pairing_kind").scalar_one())
