"""What 报送包 shows in the sample run: a village that got its records as a package, went on by itself and sends them back."""

from pathlib import Path

from app.db.package import Lock
from app.db.store import Store
from app.exchange.package_make import SUFFIX, Scope, make
from app.exchange.package_merge import apply, plan_merge
from app.models import RECORDS
from app.operations import receiver
from app.operations import record as records
from app.parts import build

_CHANGED = 4  # members whom the village changes; the first two are changed here as well
_BOTH = 2


def returned(store: Store, folder: Path) -> Path:
    """The package that came back."""
    folder.mkdir(parents=True, exist_ok=True)
    with store.read() as reader:
        sql = (
            "SELECT m.village FROM member m JOIN unit u ON u.id = m.village WHERE u.kind = '村' "
            "GROUP BY m.village ORDER BY count(*) DESC LIMIT 1"
        )
        unit = int(reader.exec_driver_sql(sql).scalar_one())
        name = str(reader.exec_driver_sql("SELECT name FROM unit WHERE id = ?", (unit,)).scalar())
    village = build(folder / f"{name}.db")
    try:
        sent = folder / f"发给{name}{SUFFIX}"
        make(store, sent, Scope(unit=unit), Lock(public=receiver.read(receiver.code(village.store))))
        apply(village.store, plan_merge(village.store, [sent], receiver.keys(village.store)))
        _changed(village.store, store)
        back = folder / f"{name}交回{SUFFIX}"
        make(village.store, back, Scope(sender=name), Lock(public=receiver.read(receiver.code(store))))
    finally:
        village.close()
    return back


def _changed(village: Store, store: Store) -> None:
    member = RECORDS["member"]
    with village.read() as reader:
        people = reader.exec_driver_sql("SELECT id, uid FROM member ORDER BY id LIMIT ?", (_CHANGED,)).all()
    for place, (row, uid) in enumerate(people):
        records.save(village, member, {"phone": f"1990000002{place}"}, row=row)
        if place < _BOTH:
            with store.read() as reader:
                own = int(reader.exec_driver_sql("SELECT id FROM member WHERE uid = ?", (uid,)).scalar_one())
            records.save(store, member, {"phone": f"1990000003{place}"}, row=own)
    records.save(village, RECORDS["household"], {"head_name": "单新户"})
