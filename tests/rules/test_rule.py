"""Each rule speaks where it must and is silent where it must be."""

import pytest

from app import rules
from app.db.store import Store
from app.errors import Rejected, UserError
from app.models import RECORDS
from app.operations import dismissal, pairing, setting
from app.operations import household as households
from app.operations import member as members
from app.operations import record as records
from app.rules import Alert
from tests.ledgers.small import Town, build, change, stop_clock
from tests.make import branch, cadre, count, member, number, value


@pytest.fixture
def town(store: Store, monkeypatch: pytest.MonkeyPatch) -> Town:
    stop_clock(monkeypatch)
    return build(store)


def found(store: Store, code: str) -> list[Alert]:
    with store.read() as reader:
        return rules.run(reader, only=[code])


def about(store: Store, code: str) -> set[tuple[str, int]]:
    return {(alert.record, alert.row) for alert in found(store, code)}


def texts(store: Store, code: str) -> str:
    return "".join(alert.text for alert in found(store, code))


def test_missing_required_names_the_labels_of_each_record_once(town: Town) -> None:
    alerts = [alert for alert in found(town.store, "missing_required") if alert.record == "member"]
    assert len(alerts) == 3
    told = next(alert.text for alert in alerts if alert.row == town.chen)
    assert told.startswith("仇远缺性别、民族、公民身份号码")
    assert told.endswith("请补齐。")


def test_missing_required_asks_no_date_of_full_membership_of_a_probationary_member(town: Town) -> None:
    told = next(a.text for a in found(town.store, "missing_required") if (a.record, a.row) == ("member", town.chen))
    assert "转为正式党员日期" not in told
    change(town.store, "member", town.chen, member_kind="正式党员")
    told = next(a.text for a in found(town.store, "missing_required") if (a.record, a.row) == ("member", town.chen))
    assert "转为正式党员日期" in told


def test_missing_required_is_silent_when_all_is_filled_and_speaks_of_a_waiting_branch(town: Town) -> None:
    change(town.store, "cadre", town.head, unit=town.town)
    assert ("cadre", town.head) not in about(town.store, "missing_required")
    waiting = branch(town.store, "未定支部")
    members.move(town.store, [town.anna], waiting, on="2026-05-01", reason="待定")
    told = next(a.text for a in found(town.store, "missing_required") if (a.record, a.row) == ("member", town.anna))
    assert "所在党支部" in told
    assert ("branch", waiting) not in about(town.store, "missing_required")


def test_duplicate_id_names_both_and_a_voided_one_is_no_double(town: Town) -> None:
    assert found(town.store, "duplicate_id") == []
    with town.store.work("旧数据") as work:
        twin = work.add(RECORDS["member"], {"name": "单晓红", "id_number": number(1)})
    assert about(town.store, "duplicate_id") == {("member", town.anna), ("member", twin)}
    assert "单小红、单晓红" in texts(town.store, "duplicate_id")
    records.void(town.store, RECORDS["member"], twin, reason="重复登记")
    assert found(town.store, "duplicate_id") == []


def test_id_mismatch_compares_birth_as_exactly_as_it_is_known_and_sex(town: Town) -> None:
    change(town.store, "member", town.anna, birth_date="1980-06")
    assert found(town.store, "id_mismatch") == []
    change(town.store, "member", town.anna, birth_date="1980-07", sex="男")
    assert about(town.store, "id_mismatch") == {("member", town.anna)}
    assert "出生日期 1980-07 与证号里的 1980-06-15 不一致、性别“男”" in texts(town.store, "id_mismatch")


def test_probation_over_year_speaks_the_day_after_and_honours_the_extension(town: Town) -> None:
    assert found(town.store, "probation_over_year") == []
    change(town.store, "member", town.chen, join_date="2025-11-22")
    assert found(town.store, "probation_over_year") == []
    change(town.store, "member", town.chen, join_date="2025-11-21")
    assert about(town.store, "probation_over_year") == {("member", town.chen)}
    change(town.store, "member", town.chen, probation_until="2027-05-21")
    assert found(town.store, "probation_over_year") == []
    change(town.store, "member", town.chen, probation_until="2026-10")
    assert "延长的预备期已于 2026-10 届满" in texts(town.store, "probation_over_year")


def test_probation_known_to_the_month_is_not_judged_too_early(town: Town) -> None:
    change(town.store, "member", town.chen, join_date="2025-11")
    assert found(town.store, "probation_over_year") == []
    change(town.store, "member", town.chen, join_date="2025-10")
    assert about(town.store, "probation_over_year") == {("member", town.chen)}
    change(town.store, "member", town.chen, full_date="2026-11")
    assert found(town.store, "probation_over_year") == []


def test_branch_too_small_counts_full_members_only(town: Town) -> None:
    assert about(town.store, "branch_too_small") == {("branch", town.red_branch), ("branch", town.east_branch)}
    member(town.store, "盖明", branch=town.red_branch, member_kind="正式党员")
    assert about(town.store, "branch_too_small") == {("branch", town.east_branch)}


def test_branch_too_large_speaks_above_the_setting(town: Town) -> None:
    setting.put(town.store, "branch_most", "2")
    assert found(town.store, "branch_too_large") == []
    member(town.store, "盖明", branch=town.red_branch, member_kind="预备党员")
    assert about(town.store, "branch_too_large") == {("branch", town.red_branch)}


def test_term_ending_speaks_within_the_days_of_the_setting_and_later_more_loudly(town: Town) -> None:
    change(town.store, "branch", town.red_branch, term_until="2027-01-22")
    assert found(town.store, "term_ending") == []
    change(town.store, "branch", town.red_branch, term_until="2027-01-21")
    assert [(alert.row, alert.severity) for alert in found(town.store, "term_ending")] == [(town.red_branch, "week")]
    change(town.store, "branch", town.red_branch, term_until="2026-11-21")
    assert [alert.severity for alert in found(town.store, "term_ending")] == ["late"]
    change(town.store, "branch", town.red_branch, term_until="2026-11")
    assert [alert.severity for alert in found(town.store, "term_ending")] == ["week"]


def test_dead_link_speaks_of_a_helper_who_left_though_the_pairing_stands(town: Town) -> None:
    assert found(town.store, "dead_link") == []
    with town.store.work("旧数据") as work:
        work.change(RECORDS["member"], town.anna, {"left_on": "2026-05-01", "leave_reason": "死亡"})
    alerts = found(town.store, "dead_link")
    assert [alert.record for alert in alerts] == ["pairing"] * 3
    assert "单小红与朴根水的结对仍在，但单小红已死亡" in alerts[0].text


def test_dead_link_speaks_of_a_lost_helper_but_not_of_a_lost_member_who_is_helped(town: Town) -> None:
    change(town.store, "member", town.bo, lost="是")
    assert found(town.store, "dead_link") == []
    change(town.store, "member", town.anna, lost="是")
    assert len(found(town.store, "dead_link")) == 2


def test_dead_link_speaks_of_a_helped_side_that_is_gone_and_is_silent_once_the_pairing_ended(town: Town) -> None:
    with town.store.work("旧数据") as work:
        work.change(RECORDS["household"], town.homes[0], {"moved_on": "2026-05-01"})
    assert [alert.row for alert in found(town.store, "dead_link")] == [1]
    pairing.end(town.store, [1], on="2026-05-01", reason="农户迁出")
    assert found(town.store, "dead_link") == []


def test_a_leaving_by_the_book_leaves_no_dead_link(town: Town) -> None:
    members.leave(town.store, town.anna, on="2026-05-01", reason="死亡")
    households.move_out(town.store, town.homes[1], on="2026-05-01", reason="迁出")
    assert found(town.store, "dead_link") == []


def test_helper_over_cap_takes_the_own_cap_before_the_setting(town: Town) -> None:
    assert found(town.store, "helper_over_cap") == []
    setting.put(town.store, "member_cap", "1")
    assert about(town.store, "helper_over_cap") == {("member", town.anna)}
    change(town.store, "member", town.anna, cap=2)
    assert found(town.store, "helper_over_cap") == []
    change(town.store, "cadre", town.head, cap=1)
    assert about(town.store, "helper_over_cap") == {("cadre", town.head)}


def test_uncovered_names_households_members_and_villages_that_nobody_holds(town: Town) -> None:
    assert about(town.store, "uncovered_household") == {("household", town.homes[2]), ("household", town.homes[3])}
    assert about(town.store, "uncovered_member") == {("member", town.chen)}
    assert about(town.store, "uncovered_village") == {("unit", town.east)}
    assert "红旗村2组盖家旺户没有党员联系" in texts(town.store, "uncovered_household")


def test_uncovered_is_silent_once_somebody_holds_them(town: Town) -> None:
    for home in town.homes[2:]:
        pairing.pair(town.store, "member_household", ("member", town.bo), [("household", home)], since="2026-03-01")
    pairing.pair(town.store, "cadre_member", ("cadre", town.head), [("member", town.chen)], since="2026-03-01")
    pairing.pair(town.store, "cadre_village", ("cadre", town.head), [("unit", town.east)], since="2026-03-01")
    for code in ("uncovered_household", "uncovered_member", "uncovered_village"):
        assert found(town.store, code) == []


def test_a_household_held_by_a_cadre_only_still_lacks_a_member(town: Town) -> None:
    pairing.pair(
        town.store, "cadre_household", ("cadre", town.head), [("household", town.homes[2])], since="2026-03-01"
    )
    assert ("household", town.homes[2]) in about(town.store, "uncovered_household")


def test_phone_shared_speaks_above_the_setting_across_members_and_cadres(town: Town) -> None:
    member(town.store, "盖明", phone="19900000001")
    assert found(town.store, "phone_shared") == []
    cadre(town.store, "区明", phone="19900000001")
    assert {record for record, _ in about(town.store, "phone_shared")} == {"member", "cadre"}
    assert "19900000001" not in texts(town.store, "phone_shared")


def test_one_person_who_is_cadre_and_member_shares_no_phone_with_himself(town: Town) -> None:
    setting.put(town.store, "phone_shared_most", "1")
    cadre(town.store, "单小红", phone="19900000001", member=town.anna)
    assert found(town.store, "phone_shared") == []


def test_a_dismissed_alert_stays_away_and_a_postponed_one_comes_back_on_its_day(town: Town) -> None:
    uid = value(town.store, "unit", town.east, "uid")
    dismissal.dismiss(town.store, "uncovered_village", uid, "本月确定", until="2026-11-23")
    assert found(town.store, "uncovered_village") == []
    dismissal.dismiss(town.store, "uncovered_village", uid, "本月确定", until="2026-11-22")
    assert len(found(town.store, "uncovered_village")) == 1
    dismissal.dismiss(town.store, "uncovered_village", uid, "并村在办")
    assert found(town.store, "uncovered_village") == []
    assert count(town.store, "SELECT count(*) FROM dismissal") == 1
    assert dismissal.take_up(town.store, "uncovered_village", uid)
    assert len(found(town.store, "uncovered_village")) == 1
    assert not dismissal.take_up(town.store, "uncovered_village", uid)


def test_a_dismissal_wants_a_reason_a_whole_day_and_a_rule_that_is_known(town: Town) -> None:
    with pytest.raises(Rejected, match="原因"):
        dismissal.dismiss(town.store, "uncovered_village", "x", " ")
    with pytest.raises(Rejected, match="年月日"):
        dismissal.dismiss(town.store, "uncovered_village", "x", "缓", until="2026-12")
    with pytest.raises(UserError, match="没有代号"):
        dismissal.dismiss(town.store, "nothing", "x", "缓")


def test_only_rules_that_read_what_changed_run_again(town: Town) -> None:
    with town.store.read() as reader:
        codes = {alert.code for alert in rules.run(reader, changed=frozenset({"branch"}))}
        assert "branch_too_small" in codes
        assert "uncovered_member" not in codes
        assert rules.run(reader, changed=frozenset({"alias"})) == []


def test_an_unknown_rule_is_refused_with_the_known_ones(store: Store) -> None:
    with store.read() as reader, pytest.raises(UserError, match="没有代号"):
        rules.run(reader, only=["nothing"])
