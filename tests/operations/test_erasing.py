"""彻底删除: the person goes from registers, history and kept departures; the rest stands and the check stays silent."""

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.cli import main
from app.db import check
from app.db.queries import history as acts
from app.db.queries import outgoing as departures
from app.db.queries import soundness
from app.db.store import Store
from app.errors import UserError
from app.exchange.record_export import record_query, record_table
from app.models.member import Member
from app.operations import (
    assessment,
    batch,
    checklist,
    erasing,
    history,
    member,
    merging,
    outgoing,
    pairing,
    post,
    spare,
)
from app.operations import record as records
from app.operations.batch import Incoming
from app.operations.erasing import Erased
from app.operations.evidence import About, attach
from tests import make

NAME, NUMBER, PHONE = "䶮甲乙", make.number(7), "19900000007"


def uid(store: Store, row: int, record: str = "member") -> str:
    return str(make.value(store, record, row, "uid"))


def erase(store: Store, row: int, record: str = "member") -> Erased:
    return erasing.erase(store, record, uid(store, row, record), reason="本人书面申请")


@pytest.fixture
def person(store: Store) -> int:
    """A member with posts, a pairing, a former phone and somebody whom he introduced."""
    village = make.unit(store)
    branch = make.branch(store)
    row = make.member(store, NAME, id_number=NUMBER, phone="19900000008", branch=branch)
    records.save(store, Member, {"phone": PHONE}, row=row)
    make.member(store, "单小红", branch=branch)
    household = make.household(store, village=village)
    pairing.pair(store, "member_household", ("member", row), [("household", household)], since="2026-01-01")
    post.appoint(store, ("branch", branch), "书记", ("member", row), on="2026-01-01", reason="选举")
    make.applicant(store, branch, contact_1=row)
    return row


def holding(store: Store, *words: str) -> list[str]:
    """Tables with a cell that holds one of the words."""
    with store.read() as reader:
        tables = [row[0] for row in reader.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [
            table
            for table in tables
            if any(word in str(row) for row in reader.exec_driver_sql(f"SELECT * FROM {table}") for word in words)
        ]


def test_nothing_of_the_person_stays_and_the_check_is_silent(store: Store, person: int) -> None:
    assert len(holding(store, NAME, NUMBER, PHONE)) > 4
    done = erase(store, person)
    assert holding(store, NAME, NUMBER, PHONE, "19900000008") == []
    assert check.check(store.path).problems == ()
    assert dict(done.rows) == {"党员": 1, "党籍隶属": 1, "结对": 1, "任职": 1}
    assert done.mentions == ()
    assert make.count(store, "SELECT count(*) FROM applicant WHERE contact_1 IS NULL") == 1
    assert make.count(store, "SELECT count(*) FROM branch WHERE secretary IS NULL") == 1


def test_the_fact_the_time_and_the_reason_stay(store: Store, person: int) -> None:
    erase(store, person)
    with store.read() as reader:
        newest = acts.works(reader)[0]
        told = acts.details(reader, newest.id)
        assert acts.since(reader, newest.id - 1) == []
    assert newest.label == "彻底删除党员 1 名：本人书面申请"
    assert newest.kind == "erase"
    assert ("党员", "1 名", "撤去") in told
    assert {what for title, _, what in told if title == "修改记录"} == {"清空"}
    with pytest.raises(UserError, match="彻底删除不能撤销"):
        history.plan_older(store, newest.id)


ALTERING: tuple[Callable[[int], str], ...] = (
    lambda work: f"UPDATE work SET label = '别的事' WHERE id = {work}",
    lambda work: f"UPDATE work SET \"by\" = '别人' WHERE id = {work}",
    lambda work: f"UPDATE work SET chain = 'x' WHERE id = {work}",
    lambda work: f'UPDATE change SET after = \'{{"name": "李四"}}\' WHERE work = {work}',
    lambda work: f"DELETE FROM change WHERE work = {work}",
    lambda work: f"DELETE FROM work WHERE id = {work}",
    lambda work: f"DELETE FROM change WHERE record = 'erasure' AND \"row\" = {work}",
    lambda work: f'UPDATE change SET "row" = {work} + 1 WHERE record = \'erasure\' AND "row" = {work}',
)


@pytest.mark.parametrize("altered", ALTERING)
def test_an_emptied_work_that_is_altered_is_found(store: Store, person: int, altered: Callable[[int], str]) -> None:
    erase(store, person)
    emptied = make.count(store, "SELECT max(\"row\") FROM change WHERE record = 'erasure'")
    with store.write() as writer:
        writer.exec_driver_sql(altered(emptied))
    with store.read() as reader:
        assert soundness.chain(reader) != ()


def test_the_work_before_an_emptied_one_cannot_be_taken_out(store: Store) -> None:
    make.unit(store)
    row = make.member(store, NAME)
    erase(store, row)
    before = make.count(store, "SELECT min(\"row\") - 1 FROM change WHERE record = 'erasure'")
    with store.write() as writer:
        writer.exec_driver_sql("DELETE FROM change WHERE work = ?", (before,))
        writer.exec_driver_sql("DELETE FROM work WHERE id = ?", (before,))
    with store.read() as reader:
        assert soundness.chain(reader) != ()


@pytest.mark.usefixtures("person")
def test_emptying_without_an_erasure_is_found(store: Store) -> None:
    with store.write() as writer:
        writer.exec_driver_sql("UPDATE change SET before = '{}' WHERE before LIKE '%19900000008%'")
    with store.read() as reader:
        assert soundness.chain(reader) != ()


def test_two_erasures_that_empty_the_same_work_leave_a_sound_chain(store: Store) -> None:
    rows = [make.member(store, name) for name in ("䶮甲", "䶮乙")]
    member.leave(store, rows[0], on="2026-03-01", reason="死亡")
    rows.append(make.household(store, "䶮丙"))
    merging_rows = [make.member(store, "䶮丁"), make.member(store, "䶮丁")]
    with store.read() as reader:
        plan = merging.plan_merge(reader, "member", *merging_rows)
    merging.merge(store, "member", *merging_rows, {choice.field.name: "kept" for choice in plan.open})
    for row in (*rows[:2], *merging_rows):
        erase(store, row)
        assert check.check(store.path).problems == ()
    erase(store, rows[2], "household")
    assert holding(store, "䶮") == []


def test_undo_stops_at_what_was_erased_and_says_so(store: Store) -> None:
    row = make.member(store, NAME)
    erase(store, row)
    with pytest.raises(UserError, match="彻底删除"):
        history.undo(store)


def test_what_was_undone_before_does_not_bring_the_person_back(store: Store, person: int) -> None:
    household = make.household(store, "解明", village=make.unit(store, "青禾村"))
    pairing.pair(store, "member_household", ("member", person), [("household", household)], since="2026-02-01")
    records.save(store, Member, {"name": f"{NAME}丙"}, row=person)
    history.undo(store)
    history.undo(store)
    erase(store, person)
    assert holding(store, NAME, NUMBER, PHONE) == []
    with pytest.raises(UserError):
        history.redo(store)
    assert check.check(store.path).problems == ()


def test_works_of_others_are_undone_as_before(store: Store, person: int) -> None:
    erase(store, person)
    make.member(store, "解明")
    history.undo(store)
    assert make.count(store, "SELECT count(*) FROM member") == 1
    history.redo(store)
    assert make.count(store, "SELECT count(*) FROM member") == 2
    assert check.check(store.path).problems == ()


def test_rows_that_left_with_the_person_in_them_are_no_longer_kept(store: Store, person: int) -> None:
    with store.read() as reader:
        told = record_table(reader, Member, record_query(Member))
    for _ in range(2):
        outgoing.note(store, outgoing.Leaving("export", "花名册", "member", table=told))
    assert erase(store, person).contents == 2
    assert make.count(store, "SELECT count(*) FROM outgoing_content") == 0
    assert check.check(store.path).problems == ()
    with store.read() as reader:
        assert [departures.contents(reader, one).rows for one in departures.departures(reader)] == [(), ()]


def test_backups_that_still_hold_the_person_are_named_and_others_are_not(store: Store) -> None:
    make.unit(store)
    before = spare.make(store)
    row = make.member(store, NAME)
    during = spare.make(store)
    done = erase(store, row)
    after = spare.make(store)
    assert before is not None
    assert after is not None
    assert done.backups == (during,)


def test_a_namesake_stays_and_is_told_of(store: Store) -> None:
    row, other = make.member(store, NAME, phone=PHONE), make.member(store, NAME)
    assert erase(store, row).mentions == (("党员", 1),)
    assert make.value(store, "member", other, "name") == NAME


@pytest.mark.parametrize(("reason", "told"), [(" ", "请写明"), (f"{NAME}本人申请", "姓名或号码")])
def test_a_reason_is_asked_for_that_does_not_name_the_person(store: Store, reason: str, told: str) -> None:
    row = make.member(store, NAME)
    with pytest.raises(UserError, match=told):
        erasing.erase(store, "member", uid(store, row), reason=reason)
    assert holding(store, NAME) != []
    assert make.count(store, "SELECT count(*) FROM work WHERE kind = 'erase'") == 0


def test_an_organisation_is_no_person(store: Store) -> None:
    row = make.unit(store)
    with pytest.raises(UserError, match="不能彻底删除"):
        erase(store, row, "unit")


def test_the_command_shows_first_and_then_erases(store: Store, person: int, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["erase", "--db", str(store.path), "--record", "党员", "--uid", uid(store, person), "--reason", "本人申请"]
    assert main([*words, "--dry-run"]) == 0
    assert "将彻底删除：党员 1 条" in capsys.readouterr().out
    assert holding(store, NUMBER) != []
    assert main(words) == 0
    assert "已彻底删除：党员 1 条" in capsys.readouterr().out
    assert holding(store, NUMBER) == []
    assert main(words) == 3


def test_sheets_and_evidence_that_name_the_person_are_named_and_others_are_not(
    store: Store, person: int, tmp_path: Path
) -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append((NAME, NUMBER))
    book.save(tmp_path / "石坪村.xlsx")
    sheets = (
        ("石坪村.xlsx", (tmp_path / "石坪村.xlsx").read_bytes()), ("柳湾村.csv", "单小红,大专".encode("gb18030")),
        ("电话.csv", f"某某,{PHONE}".encode("gb18030")),
    )  # fmt: skip
    batch.receive(store, [Incoming(name, content, ()) for name, content in sheets])
    (tmp_path / "会议记录.txt").write_text(f"出席：{NAME}", encoding="utf-8")
    branch = make.count(store, "SELECT min(id) FROM branch")
    checked = assessment.begin(store, checklist.ready(store, "rural"), ("branch", branch), year=2026)
    attach(store, About(checked), [tmp_path / "会议记录.txt"])
    second = tmp_path / "stick"
    second.mkdir()
    spare.make(store, place=second)
    done = erasing.erase(store, "member", uid(store, person), reason="本人书面申请", elsewhere=second)
    assert done.files == ("收回的“石坪村.xlsx”", "收回的“电话.csv”", "佐证材料“会议记录.txt”")
    assert done.backups == tuple(one.path for one in spare.spares(second))
    told = "".join(done.told())
    assert "石坪村.xlsx" in told
    assert "柳湾村" not in told
    assert spare.spares(second)[0].path.name in told
