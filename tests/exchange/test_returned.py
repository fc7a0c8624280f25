"""A returned file finds its batch and its village, whatever was lost on the way."""

from pathlib import Path

import pytest

from app import clock
from app.db.dump import dump
from app.db.queries import batch as queries
from app.db.store import Store
from app.db.undo import undo
from app.exchange.comparing import compare
from app.exchange.returned import BY_KEY, BY_MARK, BY_NAME, BY_NUMBER, collect
from app.ledgers import batch as ledger
from app.operations import batch as operations
from tests.exchange import sheets as s


def board(store: Store) -> dict[str, str]:
    with store.read() as reader:
        (batch,) = queries.batches(reader)
        return {str(row[1]): str(row[3]) for row in ledger.board(reader, batch).rows}


@pytest.mark.parametrize("form", s.FORMATS)
def test_a_sheet_saved_another_way_is_found_by_its_mark_or_key(store: Store, tmp_path: Path, form: str) -> None:
    s.villages(store, 3)
    done = s.sent(store, tmp_path / "out")
    back = s.save(tmp_path / "back" / "二村交来", s.page(done.files[0]), form=form)
    (one,) = collect(store, [back])
    assert (one.state, one.places, one.by) == ("new", ("二村",), BY_MARK)
    found = compare(store, back)
    assert found.counts()["same"] == 6
    assert not found.differing()


@pytest.mark.parametrize(
    ("lost", "by"),
    [
        (lambda page: s.Page(page.rows[3:], 0), BY_KEY),
        (lambda page: page.without("系统标识"), BY_MARK),
        (lambda page: page.bare(), BY_NUMBER),
        (lambda page: page.bare().without("公民身份号码"), BY_NAME),
    ],
)
def test_without_mark_or_key_it_is_found_by_who_stands_in_it(
    store: Store, tmp_path: Path, lost: object, by: str
) -> None:
    s.villages(store, 3)
    done = s.sent(store, tmp_path / "out")
    back = s.save(tmp_path / "x", lost(s.page(done.files[1])))  # type: ignore[operator]
    (one,) = collect(store, [back])
    assert (one.state, one.places, one.by) == ("new", ("三村",), by)
    assert compare(store, back).counts()["same"] == 6


def test_a_village_that_wrote_into_the_sheet_of_another_is_known_by_its_people(store: Store, tmp_path: Path) -> None:
    s.villages(store, 2)
    done = s.sent(store, tmp_path / "out")
    one, other = s.page(done.files[0]), s.page(done.files[1])
    wrong = s.Page([*other.rows[:4], *one.rows[4:]], 3)
    (found,) = collect(store, [s.save(tmp_path / "x", wrong)])
    assert found.places == ("二村",)


@pytest.mark.parametrize("together", [True, False])
def test_several_villages_in_one_file_are_all_noted(store: Store, tmp_path: Path, together: bool) -> None:
    s.villages(store, 3)
    done = s.sent(store, tmp_path / "out")
    pages = [s.page(path) for path in done.files[:2]]
    pages[0].put(pages[0].names()[0], "学历", "大专")
    if together:
        pages = [s.Page([*pages[0].bare().rows, *pages[1].bare().rows[1:]], 0)]
    back = s.save(tmp_path / "合并", *pages)
    (one,) = collect(store, [back])
    assert one.places == ("二村", "三村")
    assert board(store) == {"二村": "已交", "三村": "已交", "一村": "未交"}
    counts = compare(store, back).counts()
    assert (counts["same"], counts["changed"], counts["missing"]) == (11, 1, 0)


def test_a_second_return_is_kept_beside_the_first_and_the_same_file_is_not_noted_twice(
    store: Store, tmp_path: Path
) -> None:
    s.villages(store, 1)
    page = s.page(s.sent(store, tmp_path / "out").files[0])
    first = s.save(tmp_path / "a", page)
    page.put(page.names()[0], "家庭住址", "新村9号")
    second = s.save(tmp_path / "b", page)
    assert [one.state for one in collect(store, [first])] == ["new"]
    assert [one.state for one in collect(store, [first])] == ["known"]
    assert [one.state for one in collect(store, [second])] == ["again"]
    with store.read() as reader:
        (sheet,) = queries.handouts(reader, 1)
        assert sheet.returns == 2
        assert [receipt.file_name for receipt in queries.receipts(reader, sheet.id)] == ["a.xlsx", "b.xlsx"]


def test_what_nobody_was_sent_lies_in_a_pile_of_its_own(store: Store, tmp_path: Path) -> None:
    s.villages(store, 1)
    s.sent(store, tmp_path / "out")
    heap = tmp_path / "heap"
    heap.mkdir()
    (heap / "菜单.csv").write_text("菜名,价格\n豆腐,3\n", encoding="utf-8")
    (heap / "图.xlsx").write_bytes(b"\x89PNG....")
    states = {one.path.name: (one.state, bool(one.told)) for one in collect(store, [heap])}
    assert states == {"菜单.csv": ("unknown", True), "图.xlsx": ("unreadable", True)}
    with store.read() as reader:
        (receipt,) = queries.receipts(reader, None)
        (sheet,) = queries.handouts(reader, 1)
    assert receipt.file_name == "菜单.csv"
    operations.assign(store, receipt.id, sheet.id)
    assert board(store) == {"一村": "已交"}


def test_a_few_who_moved_are_no_return_of_their_former_village(store: Store, tmp_path: Path) -> None:
    s.villages(store, 2, 8)
    done = s.sent(store, tmp_path / "out")
    one, other = s.page(done.files[0]).bare(), s.page(done.files[1]).bare()
    one.rows.append(other.rows[1])
    (found,) = collect(store, [s.save(tmp_path / "x", one)])
    assert found.places == ("二村",)


def test_collecting_is_one_work_and_leaves_no_trace_when_undone(store: Store, tmp_path: Path) -> None:
    s.villages(store, 2)
    done = s.sent(store, tmp_path / "out")
    with store.read() as reader:
        before = dump(reader)
    collect(store, done.files)
    with store.read() as reader:
        assert dump(reader) != before
    undo(store)
    with store.read() as reader:
        assert dump(reader) == before


def test_a_kept_file_is_compared_when_the_original_is_gone(store: Store, tmp_path: Path) -> None:
    s.villages(store, 1)
    page = s.page(s.sent(store, tmp_path / "out").files[0])
    page.put(page.names()[0], "家庭住址", "新村9号")
    back = s.save(tmp_path / "a", page)
    collect(store, [back])
    back.unlink()
    with store.read() as reader:
        (receipt,) = queries.receipts(reader, 1)
        content = queries.content(reader, receipt.digest)
    found = compare(store, Path(receipt.file_name), handouts=(1,), content=content)
    assert found.counts()["changed"] == 1


def test_the_board_says_who_is_late_and_the_reminder_names_who_is_missing(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    s.villages(store, 3)
    done = s.sent(store, tmp_path / "out", due="2099-12-01")
    with store.read() as reader:
        (batch,) = queries.batches(reader)
        assert "二村、三村、一村" in ledger.reminder(reader, batch)
        assert "已经过期" not in ledger.reminder(reader, batch)
    later = clock.now().replace(year=2099, month=12, day=5)
    monkeypatch.setattr(clock, "now", lambda: later)
    collect(store, done.files[:1])
    assert board(store) == {"二村": "已交", "三村": "逾期未交", "一村": "逾期未交"}
    with store.read() as reader:
        text = ledger.reminder(reader, batch)
        table = ledger.missing(reader, [batch])
        lines = {str(row[1]): row[5] for row in ledger.board(reader, batch).rows}
    assert "还有 2 个单位没有交：三村、一村" in text
    assert "已经过期" in text
    assert [(row[0], row[4]) for row in table.rows] == [("三村", 4), ("一村", 4)]
    assert lines["二村"] == "是"


def test_a_finished_batch_leaves_the_board_but_its_mark_still_finds_it(store: Store, tmp_path: Path) -> None:
    s.villages(store, 1)
    done = s.sent(store, tmp_path / "out")
    operations.close(store, done.batch)
    with store.read() as reader:
        assert queries.batches(reader) == []
        assert len(queries.batches(reader, closed=True)) == 1
    (one,) = collect(store, done.files)
    assert one.places == ("一村",)


def test_another_list_of_the_same_people_is_no_return(store: Store, tmp_path: Path) -> None:
    s.villages(store, 2)
    done = s.sent(store, tmp_path / "out")
    names = [name for path in done.files for name in s.page(path).names()]
    posts = [["姓名", "职务", "单位名称"], *([name, "网格员", "一村"] for name in names)]
    branches = [["党组织名称", "党组织书记", "组织类别"], *([f"中共{name}支部", name, "党支部"] for name in names)]
    for rows in (posts, branches):
        (one,) = collect(store, [s.save(tmp_path / f"名单{len(rows[0])}{rows[0][0]}", s.Page(rows, 0))])
        assert one.state == "unknown"
