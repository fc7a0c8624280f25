"""Made-up records for tests: the fewest values that make a valid one, by record."""

from typing import Any

from app.db.store import Store
from app.models import RECORDS
from app.operations import record as records
from app.operations.sample_names import id_number


def number(i: int, *, man: bool = False) -> str:
    """A valid ID number of the area that does not exist, different for each `i` below 500."""
    return id_number("990101", "19800615", i, man=man)


def unit(store: Store, name: str = "石坪村", **values: Any) -> int:
    return records.save(store, RECORDS["unit"], {"name": name, "kind": "村", **values})


def branch(store: Store, name: str = "中共石坪村支部委员会", **values: Any) -> int:
    return records.save(store, RECORDS["branch"], {"name": name, "kind": "党支部", **values})


def member(store: Store, name: str = "单小红", **values: Any) -> int:
    return records.save(store, RECORDS["member"], {"name": name, **values})


def cadre(store: Store, name: str = "解明", **values: Any) -> int:
    return records.save(store, RECORDS["cadre"], {"name": name, **values})


def household(store: Store, head: str = "仇根水", **values: Any) -> int:
    return records.save(store, RECORDS["household"], {"head_name": head, **values})


def resident(store: Store, home: int, name: str = "朴玉兰", **values: Any) -> int:
    return records.save(store, RECORDS["resident"], {"household": home, "name": name, **values})


def applicant(store: Store, branch: int, name: str = "沐青山", **values: Any) -> int:
    told = {"name": name, "branch": branch, "applied_on": "2023-01-10", **values}
    return records.save(store, RECORDS["applicant"], told)


def interval(store: Store, days: int | None = 31, kind: str = "member_household") -> None:
    """So often this kind of pairing asks for a visit; a new database has no interval."""
    row = count(store, f"SELECT id FROM pairing_kind WHERE code_no = '{kind}'")
    records.save(store, RECORDS["pairing_kind"], {"visit_days": days}, row=row)


def value(store: Store, record: str, row: int, column: str) -> Any:
    with store.read() as reader:
        return reader.exec_driver_sql(f"SELECT {column} FROM {record} WHERE id = ?", (row,)).scalar()


def count(store: Store, sql: str) -> int:
    with store.read() as reader:
        return int(reader.exec_driver_sql(sql).scalar_one())
