"""The clinic finds what was planted and nothing else; only what was ticked changes, as one work."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from app.db import dump
from app.db.store import Store
from app.errors import Rejected, UserError
from app.models import RECORDS
from app.operations import clinic, history
from app.operations import record as records
from app.operations.clinic import Finding
from tests import make

MAN, WOMAN = "990101198706150017", "990101198706150025"


def rare(texts: Sequence[str]) -> Sequence[str]:
    """Stands for fonts that lack one character."""
    return [char for text in texts for char in text if char == "𪚥"]


def examined(store: Store) -> tuple[Finding, ...]:
    with store.read() as reader:
        return clinic.examine(reader, rare)


def plant(store: Store, **values: str) -> int:
    """A row as an older program may have left it."""
    with store.work("旧数据") as work:
        return work.add(RECORDS["member"], values)


def state(store: Store) -> str:
    with store.read() as reader:
        return dump.dump(reader)


def test_what_was_planted_is_found_and_nothing_else(store: Store) -> None:
    make.member(store, "李𠮷", id_number=MAN, sex="男", birth_date="1987-06-15")
    make.cadre(store, "阿依古丽·买买提")
    assert examined(store) == ()
    plant(store, name="张 伟")
    plant(store, name="王伟", id_number="990101198706150000")
    plant(store, name="𪚥明")
    home = make.household(store, "仇根水", head_id=make.number(3))
    make.resident(store, home, "仇ニ")
    found = {(each.record, each.field, each.value, each.proposal, each.fault.code) for each in examined(store)}
    assert found == {
        ("member", "name", "张 伟", "张伟", "name_form"),
        ("member", "id_number", "990101198706150000", "", "id_precision_lost"),
        ("member", "name", "𪚥明", "", "name_font"),
        ("resident", "name", "仇ニ", "仇二", "name_lookalike"),
    }


def test_those_with_a_proposal_come_first_and_name_their_field(store: Store) -> None:
    plant(store, name="王伟", id_number="990101198706150000")
    plant(store, name="张 伟")
    first, second = examined(store)
    assert (first.label, first.who, bool(first.proposal), second.label) == ("姓名", "张 伟", True, "公民身份号码")


def test_only_what_was_ticked_changes_and_one_undo_takes_it_back(store: Store) -> None:
    branch = make.branch(store)
    row, other = plant(store, name="张 伟", sex="女", id_number=MAN), plant(store, name="单 小红")
    with store.work("支部") as work:
        work.change(RECORDS["branch"], branch, {"phone": "19900000001"})
    before = state(store)
    ticked = [each for each in examined(store) if each.row == row]
    assert {each.field for each in ticked} == {"name", "sex"}
    assert clinic.apply(store, ticked) == 2
    assert make.value(store, "member", row, "name") == "张伟"
    assert make.value(store, "member", row, "sex") == "男"
    assert "zhangwei" in str(make.value(store, "member", row, "search_key"))
    assert make.value(store, "member", other, "name") == "单 小红"
    history.undo(store)
    assert state(store) == before


def test_a_value_that_changed_meanwhile_is_left_alone(store: Store) -> None:
    row = plant(store, name="张 伟")
    ticked = examined(store)
    records.save(store, RECORDS["member"], {"name": "张伟民"}, row=row)
    before = state(store)
    with pytest.raises(UserError, match="在这期间改过"):
        clinic.apply(store, ticked)
    assert state(store) == before


def test_a_number_that_somebody_else_holds_is_refused(store: Store) -> None:
    make.member(store, "单小红", id_number=MAN)
    plant(store, name="张伟", id_number=f" {MAN}")
    with pytest.raises(Rejected, match="单小红"):
        clinic.apply(store, examined(store))


def test_nothing_ticked_and_nothing_proposed_change_nothing(store: Store) -> None:
    with pytest.raises(UserError, match="还没有勾选"):
        clinic.apply(store, ())
    plant(store, name="王伟", id_number="990101198706150000")
    (found,) = examined(store)
    with pytest.raises(UserError):
        clinic.apply(store, [replace(found)])


def test_voided_rows_are_not_looked_at(store: Store) -> None:
    row = plant(store, name="张 伟")
    records.void(store, RECORDS["member"], row, reason="误录")
    assert examined(store) == ()
