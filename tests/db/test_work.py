"""What one act asks of the database: few statements, the same whatever stands there already."""

from pathlib import Path

from app.db.store import Store
from app.db.undo import redo, redoable, undo
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.models.member import Member
from app.operations import record
from tests import make
from tests.exchange import roster as r
from tests.hearing import heard


def _asked(store: Store) -> list[str]:
    """Every statement of the writing connection from now on; many rows of one statement count once."""
    with store.write() as writer:
        return heard(writer)


def test_a_save_asks_at_most_ten_statements_however_many_works_there_are(store: Store) -> None:
    asked = _asked(store)
    counts = []
    for n in range(3):
        record.save(store, Member, {"name": "柳一", "id_number": make.number(n)})
        counts.append(len(asked))
        asked.clear()
    assert counts[0] == counts[1] == counts[2] <= 10


def test_a_save_looks_through_former_works_only_after_an_undo(store: Store) -> None:
    record.save(store, Member, {"name": "柳一", "id_number": make.number(1)})
    undo(store)
    with store.read() as reader:
        assert redoable(reader) is not None
    asked = _asked(store)
    record.save(store, Member, {"name": "柳二", "id_number": make.number(2)})
    assert sum("undone = 2" in statement for statement in asked) == 1
    asked.clear()
    record.save(store, Member, {"name": "柳三", "id_number": make.number(3)})
    assert not any("undone = 2" in statement for statement in asked)
    with store.read() as reader:
        assert redoable(reader) is None


def test_after_a_redo_of_one_of_two_undone_works_a_new_act_ends_the_other(store: Store) -> None:
    for n in (1, 2):
        record.save(store, Member, {"name": "柳一", "id_number": make.number(n)})
    undo(store)
    undo(store)
    redo(store)
    record.save(store, Member, {"name": "柳三", "id_number": make.number(3)})
    with store.read() as reader:
        assert redoable(reader) is None


def test_what_nobody_has_is_not_written(store: Store) -> None:
    asked = _asked(store)
    with store.work("试") as work:
        work.add_many(Member, ("name", "sex", "phone"), [("柳一", None, None), ("柳二", None, "19900000001")])
    written = next(statement for statement in asked if statement.startswith("INSERT INTO member"))
    assert '"sex"' not in written
    assert '"phone"' in written
    assert make.value(store, "member", 1, "phone") is None


def test_an_import_asks_as_many_statements_for_forty_rows_as_for_four(store: Store, tmp_path: Path) -> None:
    make.branch(store, "后垟村支部")
    counts = []
    for n, many in enumerate((4, 40)):
        head = ["姓名", "身份证号", "所在党支部"]
        rows = [
            [f"柳{'一二三四五六七八九十'[i % 10]}", r.number(f"19{50 + n}0102", i), "后垟村支部"]
            for i in range(1, many + 1)
        ]
        plan = plan_import(store, r.xlsx(tmp_path / f"{n}.xlsx", [head, *rows]))
        asked = _asked(store)
        apply(plan, store)
        counts.append(len(asked))
        asked.clear()
    assert counts[0] == counts[1]
