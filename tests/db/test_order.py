"""Names stand by pinyin or by strokes, in every list and ledger, whatever was done before or is undone after."""

import pytest

from app.db import stroke, undo, undo_older
from app.db.queries import listing
from app.db.store import Store
from app.db.undo import redoable, undoable
from app.errors import Cancelled, Rejected
from app.ledgers import member, table
from app.models.member import Member
from app.operations import duplicate, record, setting
from tests import make
from tests.ordering import keys_are_right

NAMES = ("方平", "王安", "李明", "丁一", "马超", "女娲", "𠮷田", "Anna", "卜大", "丁丁")
BY_STROKES = ["Anna", "丁一", "丁丁", "卜大", "女娲", "马超", "王安", "方平", "𠮷田", "李明"]


def order(store: Store) -> list[str]:
    with store.read() as reader:
        shown = listing.window(reader, listing.Query("member", ("name",)))
    return [row[-1] for row in shown]


def several(store: Store) -> None:
    for n, name in enumerate(NAMES):
        make.member(store, name, id_number=make.number(n))


def test_strokes_are_counted_and_then_compared_one_by_one() -> None:
    told = sorted("方王李丁马女卜𠮷文毛一乙二丨", key=stroke.ranked)
    assert "".join(told) == "一丨乙二丁卜女马王毛文方𠮷李"


def test_a_shape_of_the_mainland_counts() -> None:
    """草 has nine strokes here and ten in Taiwan, 骨 nine and ten, 郭 ten and eleven."""
    nine, ten = stroke.ranked("香"), stroke.ranked("埃")
    assert stroke.ranked("草") < ten > stroke.ranked("骨")
    assert nine < stroke.ranked("郭") < stroke.ranked("黄")


def test_names_stand_by_pinyin_until_strokes_are_asked_for(store: Store) -> None:
    several(store)
    assert order(store)[:3] == ["Anna", "卜大", "丁丁"]
    setting.put(store, "name_order", "笔画")
    assert order(store) == BY_STROKES
    setting.put(store, "name_order", "拼音")
    assert order(store)[:3] == ["Anna", "卜大", "丁丁"]
    assert keys_are_right(store)


def test_who_comes_later_stands_by_strokes_too(store: Store) -> None:
    setting.put(store, "name_order", "姓氏笔划")
    several(store)
    assert order(store) == BY_STROKES
    record.save(store, Member, {"name": "一凡"}, row=1)
    assert order(store)[:2] == ["Anna", "一凡"]
    assert keys_are_right(store)


def test_an_official_number_comes_before_any_name(store: Store) -> None:
    several(store)
    setting.put(store, "name_order", "笔画")
    record.save(store, Member, {"order_no": 1}, row=3)
    assert order(store)[:2] == ["李明", "Anna"]


def test_a_ledger_follows(store: Store) -> None:
    several(store)
    setting.put(store, "name_order", "笔画")
    with store.read() as reader:
        shown = table(reader, member.ROSTER)
    place = [column.label for column in shown.columns].index("姓名")
    assert [row[place] for row in shown.rows if row[place]] == BY_STROKES


def test_undo_and_redo_bring_the_order_of_names_with_them(store: Store) -> None:
    several(store)
    before = order(store)
    setting.put(store, "name_order", "笔画")
    undo.undo(store)
    assert order(store) == before
    assert keys_are_right(store)
    undo.redo(store)
    assert order(store) == BY_STROKES
    assert keys_are_right(store)


def test_what_is_undone_under_another_order_stands_in_the_present_one(store: Store) -> None:
    several(store)
    record.save(store, Member, {"name": "张三"}, row=1)
    with store.read() as reader:
        renamed = undoable(reader)
    setting.put(store, "name_order", "笔画")
    assert renamed is not None
    undo_older.undo_older(store, renamed[0])
    assert order(store) == BY_STROKES
    assert keys_are_right(store)


def test_rows_that_an_older_undo_took_come_back_in_the_present_order(store: Store) -> None:
    several(store)
    with store.read() as reader:
        last = undoable(reader)
    assert last is not None
    undo_older.undo_older(store, last[0])
    with store.read() as reader:
        taken = undoable(reader)
    setting.put(store, "name_order", "笔画")
    assert taken is not None
    undo_older.undo_older(store, taken[0])
    assert order(store) == BY_STROKES
    assert keys_are_right(store)


def test_an_order_nobody_knows_is_refused_and_a_cancelled_one_changes_nothing(store: Store) -> None:
    several(store)
    before = order(store)
    with pytest.raises(Rejected):
        setting.put(store, "name_order", "年龄")

    def stop(_done: int, _total: int = 0, _what: str = "") -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        setting.put(store, "name_order", "笔画", progress=stop)
    assert order(store) == before
    assert keys_are_right(store)
    with store.read() as reader:
        assert setting.value(reader, "name_order") == "拼音"
        assert redoable(reader) is None


def test_doubles_are_found_in_either_order(store: Store) -> None:
    make.member(store, "章伟", birth_date="1987-06-15", id_number="990101198706150017")
    make.member(store, "张伟", birth_date="1987-06-15")
    with store.read() as reader:
        before = [pair.likeness.text for pair in duplicate.candidates(reader, "member")]
    setting.put(store, "name_order", "笔画")
    with store.read() as reader:
        assert before == [pair.likeness.text for pair in duplicate.candidates(reader, "member")] != []
