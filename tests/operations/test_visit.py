"""One entry of a visit fills pairing, slip, deed and request; what is not certain stays empty."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import clock
from app.db import dump, undo
from app.db.queries import facet, listing
from app.db.queries import visit as queries
from app.db.store import Store
from app.errors import NeedsConsent, Rejected, UserError
from app.ledgers import ledger_named, table
from app.models.pairing import PairingKind
from app.models.record import VEIL
from app.models.request import Request
from app.models.visit import Visit
from app.operations import pairing, visit, visit_plan
from app.operations import record as records
from tests import make

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 11, 22, 9).astimezone())


@pytest.fixture
def pair(store: Store) -> tuple[int, int, int]:
    """A member who looks after a household since January: (member, household, pairing)."""
    make.interval(store)
    village = make.unit(store)
    helper = make.member(store, "单小红", village=village)
    home = make.household(store, "仇根水", village=village, group_name="3组")
    (row,) = pairing.pair(store, "member_household", ("member", helper), [("household", home)], since="2026-01-10")
    return helper, home, row


def entered(store: Store, helper: int, home: int, day: str = "2026-11-03", **more: Any) -> int:
    entry = visit.Entry((("member", helper),), ("household", home), day, **more)
    return visit.enter(store, entry)[0]


def test_one_entry_makes_visit_deed_and_request_and_one_undo_takes_them_back(
    store: Store, pair: tuple[int, int, int]
) -> None:
    helper, home, joined = pair
    with store.read() as reader:
        before = dump.dump(reader)
    row = entered(
        store, helper, home, kind="兴办实事", deed="送化肥2袋", deed_kind="帮扶物资", money=20_000,
        heard="村口路灯坏了", details={"content": "了解秋种情况"},
    )  # fmt: skip
    with store.read() as reader:
        found = reader.exec_driver_sql("SELECT * FROM visit").mappings().first()
        deed = reader.exec_driver_sql("SELECT * FROM deed").mappings().first()
        heard = reader.exec_driver_sql("SELECT * FROM request").mappings().first()
    assert found
    assert deed
    assert heard
    assert (found["pairing"], found["request"], found["kind"]) == (joined, heard["id"], "兴办实事")
    assert (deed["visit"], deed["money"], deed["helped_household"], deed["day"]) == (row, 20_000, home, "2026-11-03")
    assert (heard["household"], heard["source"], heard["received_on"]) == (home, "走访", "2026-11-03")
    assert heard["receiver"] == "单小红"
    assert undo.undo(store).label == "走访仇根水"
    with store.read() as reader:
        assert dump.dump(reader) == before


def test_two_pairings_that_join_the_same_two_leave_the_link_empty(store: Store, pair: tuple[int, int, int]) -> None:
    helper, home, _joined = pair
    pairing.pair(store, "cadre_household", ("member", helper), [("household", home)], since="2026-02-01")
    assert make.value(store, "visit", entered(store, helper, home), "pairing") is None


def test_a_visit_before_the_pairing_began_or_after_its_end_has_none(store: Store, pair: tuple[int, int, int]) -> None:
    helper, home, joined = pair
    assert make.value(store, "visit", entered(store, helper, home, "2025-12-30"), "pairing") is None
    pairing.end(store, [joined], on="2026-10-01", reason="更换")
    assert make.value(store, "visit", entered(store, helper, home, "2026-10-02"), "pairing") is None
    assert make.value(store, "visit", entered(store, helper, home, "2026-09-30"), "pairing") == joined


def test_a_corrected_side_means_another_pairing(store: Store, pair: tuple[int, int, int]) -> None:
    helper, home, joined = pair
    stranger = make.household(store, "朴大山")
    row = entered(store, helper, home)
    records.save(store, Visit, {"helped_household": stranger}, row=row)
    assert make.value(store, "visit", row, "pairing") is None
    records.save(store, Visit, {"helped_household": home}, row=row)
    assert make.value(store, "visit", row, "pairing") == joined


def test_those_who_went_together_are_one_row_each(store: Store, pair: tuple[int, int, int]) -> None:
    helper, home, joined = pair
    cadre = make.cadre(store)
    entry = visit.Entry((("member", helper), ("cadre", cadre)), ("household", home), "2026-11-03", heard="修路")
    one, two = visit.enter(store, entry)
    assert (make.value(store, "visit", one, "pairing"), make.value(store, "visit", two, "pairing")) == (joined, None)
    assert make.value(store, "visit", two, "helper_cadre") == cadre
    assert make.count(store, "SELECT count(*) FROM request") == 1
    assert make.count(store, "SELECT count(heard) FROM visit") == 1  # one matter is counted once


def test_what_a_sheet_says_was_heard_becomes_requests_once_and_one_undo_takes_them_back(
    store: Store, pair: tuple[int, int, int]
) -> None:
    helper, home, _joined = pair
    with store.work("导入") as work:
        told = {"helper_member": helper, "helped_household": home}
        rows = [
            work.add(Visit, {**told, "day": f"2026-11-0{n}", "heard": heard}) for n, heard in ((3, "修路"), (4, None))
        ]
    assert visit.raise_heard(store, rows) == 1
    made = make.value(store, "visit", rows[0], "request")
    found = [
        make.value(store, "request", made, name)
        for name in ("content", "source", "household", "received_on", "receiver")
    ]
    assert found == ["修路", "走访", home, "2026-11-03", "单小红"]
    with pytest.raises(UserError, match="没有要登记的诉求"):
        visit.raise_heard(store, rows)
    undo.undo(store)
    assert make.value(store, "visit", rows[0], "request") is None
    assert make.count(store, "SELECT count(*) FROM request") == 0


def test_what_was_heard_is_veiled_wherever_its_request_is_sensitive(store: Store, pair: tuple[int, int, int]) -> None:
    helper, home, _joined = pair
    row = entered(store, helper, home, heard="邻里纠纷")
    query = listing.Query("visit", ("heard",))
    with store.read() as reader:
        assert listing.rows(reader, query, [row])[0][1] == "邻里纠纷"
    with store.work("改为敏感") as work:
        work.change(Request, make.value(store, "visit", row, "request"), {"sensitive": "是"})
    with store.read() as reader:
        assert listing.rows(reader, query, [row])[0][1] == VEIL
        assert listing.rows(reader, replace(query, veiled=False), [row])[0][1] == "邻里纠纷"
        assert listing.is_secret(reader, "visit", row)
        assert facet.facet(reader, query, "heard").values == ()
        assert "邻里纠纷" not in str(queries.happened(reader, "household", home))
        assert "邻里纠纷" not in str(table(reader, ledger_named("visits")).rows)
    with pytest.raises(Rejected, match="隐去了敏感"):
        records.save(store, Visit, {"heard": VEIL}, row=row)


def test_a_person_of_a_household_brings_the_household(store: Store, pair: tuple[int, int, int]) -> None:
    helper, home, joined = pair
    person = make.resident(store, home)
    (row,) = visit.enter(store, visit.Entry((("member", helper),), ("resident", person), "2026-11-03"))
    assert make.value(store, "visit", row, "helped_household") == home
    assert make.value(store, "visit", row, "pairing") == joined


@pytest.mark.parametrize(("day", "code"), [("", "required"), ("2026-11", "date_inexact"), ("2026-11-23", "future")])
def test_a_day_that_is_none_is_refused_beside_its_field(
    store: Store, pair: tuple[int, int, int], day: str, code: str
) -> None:
    with pytest.raises(Rejected) as refused:
        entered(store, pair[0], pair[1], day)
    assert [(p.field, p.code) for p in refused.value.problems] == [("day", code)]


def test_money_without_a_deed_is_refused(store: Store, pair: tuple[int, int, int]) -> None:
    with pytest.raises(Rejected) as refused:
        entered(store, pair[0], pair[1], money=100)
    assert refused.value.problems[0].field == "deed"


def test_the_same_visit_twice_a_day_asks_first(store: Store, pair: tuple[int, int, int]) -> None:
    entered(store, pair[0], pair[1])
    with pytest.raises(NeedsConsent) as asked:
        entered(store, pair[0], pair[1])
    assert asked.value.code == "same_day"
    entry = visit.Entry((("member", pair[0]),), ("household", pair[1]), "2026-11-03")
    visit.enter(store, entry, consent=frozenset({"same_day"}))
    assert make.count(store, "SELECT count(*) FROM visit") == 2


def test_a_visit_of_nobody_or_of_two_is_refused_in_words(store: Store, pair: tuple[int, int, int]) -> None:
    helper, home, _joined = pair
    with pytest.raises(Rejected) as refused:
        records.save(store, Visit, {"day": "2026-11-03", "helper_member": helper})
    assert [p.text for p in refused.value.problems] == ["请填写走访对象。"]
    values = {"day": "2026-11-03", "helper_member": helper, "helper_cadre": make.cadre(store), "helped_household": home}
    with pytest.raises(Rejected, match="一人登记一条"):
        records.save(store, Visit, values)


def test_who_was_not_visited_for_longest_is_proposed_first(store: Store, pair: tuple[int, int, int]) -> None:
    helper, home, _joined = pair
    second, third = make.household(store, "朴大山"), make.household(store, "解有田")
    sides = [("household", second), ("household", third)]
    pairing.pair(store, "member_household", ("member", helper), sides, since="2026-01-10")
    entered(store, helper, home, "2026-11-03")
    entered(store, helper, second, "2026-10-03")
    with store.read() as reader:
        found = queries.looked_after(reader, ("member", helper))
    assert [each.row for each in found] == [third, second, home]
    assert "还没有走访" in found[0].about


def test_names_are_found_by_initials(store: Store, pair: tuple[int, int, int]) -> None:
    make.cadre(store, "解明")
    with store.read() as reader:
        assert [each.caption for each in queries.visitors(reader, "xm")] == ["解明"]
        assert [(each.record, each.row) for each in queries.visited(reader, "qgs")] == [("household", pair[1])]
        assert queries.visitors(reader, " ") == []


def test_a_plan_is_done_by_the_visit_of_its_month_and_found_by_its_number(
    store: Store, pair: tuple[int, int, int]
) -> None:
    helper, home, joined = pair
    with store.read() as reader:
        planned = visit_plan.propose(reader, "2026-12")
    rows = visit_plan.keep(store, "2026-12", planned)
    with store.read() as reader:
        slip = queries.slip(reader, "1")
        assert slip is not None
        assert slip == queries.slip(reader, slip.number)
        assert queries.slip(reader, "9") is None
        assert visit_plan.propose(reader, "2026-12") == []
    assert (slip.number, slip.helper, slip.helped, slip.pairing) == (
        "202612-0001", ("member", helper), ("household", home), joined,
    )  # fmt: skip
    assert make.count(store, "SELECT count(*) FROM visit_plan") == len(rows) == 1
    row = entered(store, helper, home, "2026-11-20")
    assert make.value(store, "visit", row, "plan") is None


def test_a_visit_in_the_month_of_its_plan_fills_the_slip(store: Store, pair: tuple[int, int, int]) -> None:
    helper, home, _joined = pair
    with store.read() as reader:
        planned = visit_plan.propose(reader, "2026-11")
    (plan,) = visit_plan.keep(store, "2026-11", planned)
    assert make.value(store, "visit", entered(store, helper, home, "2026-11-21"), "plan") == plan
    with store.read() as reader:
        (slip,) = queries.slips(reader, [plan])
        assert slip.done == slip.last == "2026-11-21"


def test_what_was_visited_in_time_is_not_planned_and_a_kind_without_interval_never(
    store: Store, pair: tuple[int, int, int]
) -> None:
    helper, home, _joined = pair
    entered(store, helper, home, "2026-11-03")
    with store.read() as reader:
        assert visit_plan.propose(reader, "2026-11") == []
        assert [one.day for one in visit_plan.propose(reader, "2026-12")] == ["2026-12-04"]
    with store.work("间隔") as work:
        work.change(PairingKind, 1, {"visit_days": None})
    with store.read() as reader:
        assert visit_plan.propose(reader, "2026-12") == []
    with pytest.raises(UserError, match="没有需要安排"):
        visit_plan.keep(store, "2026-12", [])


def test_a_month_that_is_over_or_unreadable_is_refused(store: Store) -> None:
    with store.read() as reader:
        with pytest.raises(UserError, match="没有工作日"):
            visit_plan.propose(reader, "2026-10")
        with pytest.raises(Rejected, match="看不懂月份"):
            visit_plan.propose(reader, "11月")


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(1, 28), max_size=40), st.integers(1, 23))
def test_a_plan_holds_each_pairing_once_in_time_and_evenly(ends: list[int], width: int) -> None:
    days = [f"2026-12-{n:02d}" for n in range(1, width + 1)]
    asked = [queries.Due(n, ("member", 1), f"2026-12-{end:02d}", "") for n, end in enumerate(sorted(ends))]
    found = visit_plan.spread(("member", 1), asked, days)
    assert [one.pairing for one in found] == list(range(len(ends)))
    assert all(one.day <= due.by or due.by < days[0] for one, due in zip(found, asked, strict=True))
    free = [queries.Due(n, ("member", 1), "2026-12-31", "") for n in range(len(ends))]
    counts = [[one.day for one in visit_plan.spread(("member", 1), free, days)].count(day) for day in days]
    assert max(counts) - min(counts) <= 1
