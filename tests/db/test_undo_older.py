"""An older work goes back row by row: what changed since is kept and named."""

import pytest

from app.db import undo
from app.db.store import Store
from app.db.undo_older import undo_older
from app.errors import UserError
from app.models import RECORDS
from app.operations import record as records
from tests import make


def test_rows_changed_since_are_kept_and_named(store: Store) -> None:
    with store.work("导入") as work:
        made = work.add_many(RECORDS["member"], ("name",), [("甲",), ("乙",), ("丙",)])
        old = work.id
    records.save(store, RECORDS["member"], {"phone": "19900000001"}, row=made[1])
    told = undo_older(store, old)
    assert (told.reversed, told.kept, told.failed) == (2, (f"member:{made[1]}",), ())
    assert make.count(store, "SELECT count(*) FROM member WHERE void_reason IS NULL") == 1


def test_an_older_correction_goes_back_and_that_can_be_undone(store: Store) -> None:
    row = make.member(store, phone="19900000001")
    records.save(store, RECORDS["member"], {"phone": "19900000002"}, row=row)
    changed = store.last.work if store.last else 0
    make.unit(store)
    undo_older(store, changed)
    assert make.value(store, "member", row, "phone") == "19900000001"
    undo.undo(store)
    assert make.value(store, "member", row, "phone") == "19900000002"


def test_a_work_that_is_not_there_is_said_in_words(store: Store) -> None:
    with pytest.raises(UserError, match="没有编号为 999"):
        undo_older(store, 999)
