"""What leaves is noted, for whom and with which rows; the note is history and never the clerk's last act."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app import codes
from app.codes import Code
from app.db import dump, outgoing, undo
from app.db.check import check
from app.db.queries import history
from app.db.queries import outgoing as queries
from app.db.store import Store
from app.errors import Rejected, UserError
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.exchange.record_export import record_query, record_table
from app.exchange.write import write_xlsx
from app.ledgers import LEDGERS, table
from app.ledgers import outgoing as ledger
from app.ledgers.outgoing import CAME, CHANGED, WENT
from app.models.keeping import CodeEntry
from app.models.member import Member
from app.operations import code as code_lists
from app.operations import member, record
from app.operations.outgoing import Leaving, Terms, leaving, recipients, terms
from tests import make


@pytest.fixture
def own_lists() -> Iterator[None]:
    yield
    codes.reset()


def hand_up(store: Store, folder: Path, told: Terms | None = None, *, name: str = "members") -> int:
    """A ledger leaves as a file; the number of its note."""
    told = told or Terms()
    path = folder / "花名册.xlsx"
    with leaving(store, Leaving("export", LEDGERS[name].title, name, told)) as left:
        with store.read() as reader:
            left.table = table(reader, LEDGERS[name], mask=told.mask)
        write_xlsx(left.table, path)
        left.files.append(path)
    with store.read() as reader:
        return queries.departures(reader)[0].id


def test_a_note_says_what_left_for_whom_and_which_rows(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红", id_number=make.number(1))
    hand_up(store, tmp_path, Terms("last8", "其他单位", "核对名单"))
    with store.read() as reader:
        (one,) = queries.departures(reader)
        rows = ledger.behind(one, queries.contents(reader, one))
        uid = reader.exec_driver_sql("SELECT uid FROM member").scalar()
    assert (one.act, one.name, one.title, one.rows) == ("export", "members", "党员花名册", 1)
    assert (one.whom, one.purpose, one.mask) == ("其他单位", "核对名单", "last8")
    assert [name for name, _digest, _size in one.files] == ["花名册.xlsx"]
    assert one.files[0][2] == (tmp_path / "花名册.xlsx").stat().st_size
    assert rows.keys == (uid,)
    assert make.number(1)[:10] + "********" in rows.rows[0]


def test_undo_and_redo_pass_over_what_left(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红")
    with store.read() as reader:
        full = dump.dump(reader)
    undo.undo(store)
    hand_up(store, tmp_path, name="units")
    undo.redo(store)
    hand_up(store, tmp_path)
    with store.read() as reader:
        assert dump.dump(reader) == full
        assert undo.undoable(reader) is not None
        assert [act.label for act in history.works(reader) if "花名册" in act.label] == []
    undo.undo(store)
    with store.read() as reader:
        assert len(queries.departures(reader)) == 2


def test_a_new_act_after_a_note_still_ends_what_could_be_redone(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红")
    undo.undo(store)
    hand_up(store, tmp_path)
    make.member(store, "解明")
    with store.read() as reader:
        assert undo.redoable(reader) is None


def test_a_plan_of_an_import_holds_though_something_left_meanwhile(store: Store, tmp_path: Path) -> None:
    row = make.member(store, "单小红", id_number=make.number(1))
    with store.read() as reader:
        write_xlsx(record_table(reader, Member, record_query(Member)), tmp_path / "in.xlsx")
    record.save(store, Member, {"duty": "网格员"}, row=row)
    plan = plan_import(store, tmp_path / "in.xlsx")
    hand_up(store, tmp_path)
    apply(plan, store)
    with store.read() as reader:
        assert len(queries.departures(reader)) == 1


def test_what_left_stands_in_no_dump_and_the_same_rows_are_kept_once(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红")
    with store.read() as reader:
        before = dump.dump(reader)
    hand_up(store, tmp_path)
    hand_up(store, tmp_path)
    with store.read() as reader:
        assert dump.dump(reader) == before
    assert make.count(store, "SELECT count(*) FROM outgoing_content") == 1
    assert check(store.path).problems == ()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE outgoing SET whom = '没有人'",
        "UPDATE outgoing SET mask = 'name'",
        "DELETE FROM outgoing",
        "DELETE FROM outgoing_content",
        "UPDATE outgoing_content SET packed = x'00'",
    ],
)
def test_a_note_that_was_changed_or_dropped_is_found(store: Store, tmp_path: Path, sql: str) -> None:
    make.member(store, "单小红")
    hand_up(store, tmp_path)
    with store.write() as writer:
        writer.exec_driver_sql(sql)
    with store.read() as reader:
        assert len(outgoing.altered(reader)) == 1


def _break_off(store: Store, path: Path, content: bytes) -> None:
    """A disk that is full before all is written."""
    with leaving(store, Leaving("all", "全部数据")) as left:
        left.files.append(path)
        if content:
            path.write_bytes(content)
        raise UserError("磁盘空间不足。")


def test_what_failed_is_not_noted_and_what_was_half_written_is(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError):
        _break_off(store, tmp_path / "没有写成.xlsx", b"")
    with store.read() as reader:
        assert queries.departures(reader) == []
    with pytest.raises(UserError):
        _break_off(store, tmp_path / "一.xlsx", b"1")
    with store.read() as reader:
        (one,) = queries.departures(reader)
    assert one.title == "全部数据（没有写完）"


def test_what_cannot_be_noted_does_not_leave_and_the_file_it_replaced_stands_again(
    store: Store, tmp_path: Path
) -> None:
    hand_up(store, tmp_path)
    before = (tmp_path / "花名册.xlsx").read_bytes()
    make.member(store)
    with store.work("改") as work:
        work.connection.exec_driver_sql("ALTER TABLE outgoing RENAME TO gone")
    with pytest.raises(Exception, match="outgoing"):
        hand_up(store, tmp_path)
    assert (tmp_path / "花名册.xlsx").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".xlsx", ".tmp")] == ["花名册.xlsx"]


def test_the_mask_follows_from_the_recipient() -> None:
    usual = {name: terms(whom=name).mask for name in recipients()}
    assert usual["上级业务部门"] == "none"
    assert usual["打印留存"] == "middle"
    assert usual["张贴公示"] == "name"
    assert terms(whom="公示").whom == "张贴公示"
    assert terms(whom="邻镇").mask == "middle"
    assert terms(default="none").mask == "none"


def test_more_than_the_recipient_gets_takes_a_purpose_and_less_takes_none() -> None:
    with pytest.raises(UserError) as refused:
        terms(whom="检查考评", asked="none")
    assert "用途" in str(refused.value)
    assert terms(whom="检查考评", asked="none", purpose="核对身份") == Terms("none", "检查考评", "核对身份")
    assert terms(whom="检查考评", asked="name").mask == "name"


def test_what_is_posted_is_never_let_out_in_full() -> None:
    with pytest.raises(UserError) as refused:
        terms(whom="张贴公示", asked="middle", purpose="领导要求")
    assert "公开" in str(refused.value)


@pytest.mark.parametrize(("whom", "mask"), [("村务公示栏", "name"), ("张贴在村部门口", "name"), ("某某局", "middle")])
def test_a_wall_that_the_list_does_not_know_gets_names_only(whom: str, mask: str) -> None:
    assert terms(whom=whom).mask == mask


@pytest.mark.usefixtures("own_lists")
def test_the_clerk_changes_recipients_and_one_that_says_nothing_readable_gets_the_strictest(store: Store) -> None:
    code_lists.put(store, "recipient", Code("县档案馆", group="完整"))
    with pytest.raises(Rejected):
        code_lists.put(store, "recipient", Code("报社", group="随便"))
    with store.work("另一台电脑上改的") as work:
        work.add(CodeEntry, {"list_name": "recipient", "name": "报社", "group_name": "随便"})
    assert (recipients()["县档案馆"], recipients()["报社"]) == ("none", "name")


def test_two_departures_tell_who_came_who_went_and_what_was_corrected(store: Store, tmp_path: Path) -> None:
    stays = make.member(store, "单小红", id_number=make.number(1), duty="社员", education="初中")
    goes = make.member(store, "解明", id_number=make.number(2))
    first = hand_up(store, tmp_path)
    record.save(store, Member, {"education": "大专"}, row=stays)
    member.leave(store, goes, on="2026-03-01", reason="死亡")
    make.member(store, "仇月英", id_number=make.number(3))
    second = hand_up(store, tmp_path)
    with store.read() as reader:
        found = ledger.compare(reader, second, first)
    assert [(line.state, line.subject) for line in found.lines] == [
        (CAME, "仇月英"), (WENT, "解明"), (CHANGED, "单小红"),
    ]  # fmt: skip
    assert [(line.label, line.old, line.new) for line in found.lines if line.state == CHANGED] == [
        ("学历", "初中", "大专")
    ]
    assert "新增 1 行，减少 1 行，更正 1 行" in ledger.compared(found).note


def test_another_order_or_mask_is_no_correction(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红", id_number=make.number(1), phone="19900000001", order_no=1)
    row = make.member(store, "解明", id_number=make.number(2), order_no=2)
    first = hand_up(store, tmp_path)
    record.save(store, Member, {"order_no": 0}, row=row)
    second = hand_up(store, tmp_path, Terms("middle"))
    with store.read() as reader:
        found = ledger.compare(reader, first, second)
    assert found.lines == ()
    assert "公民身份号码" in found.apart
    assert "两次内容相同" in ledger.compared(found).note


def test_only_two_of_one_table_can_be_compared(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红")
    make.unit(store)
    one, other = hand_up(store, tmp_path), hand_up(store, tmp_path, name="units")
    with store.read() as reader:
        for before, after in ((one, other), (one, one), (one, 99)):
            with pytest.raises(UserError):
                ledger.compare(reader, before, after)


def test_departures_are_found_by_what_for_whom_and_words(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红")
    hand_up(store, tmp_path, Terms(whom="上级业务部门", purpose="半年统计"))
    hand_up(store, tmp_path, name="units")
    with store.read() as reader:
        found = [
            [one.name for one in queries.departures(reader, **asked)]
            for asked in (
                {"name": "members"},
                {"whom": "上级业务部门"},
                {"words": "半年"},
                {"words": "单位"},
                {"since": "2999-01-01"},
            )
        ]
    assert found[:3] == [["members"]] * 3
    assert found[4] == []
