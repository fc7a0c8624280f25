"""Every rule that `check` holds the rows against speaks when it is broken, and no rule is left out here."""

import pytest

from app.db.queries import past, soundness
from app.db.store import Store
from app.models import RECORDS
from tests import make

Break = tuple[str, int | None, dict[str, object]]  # record, its row (None: a new one), values

# The sentence of a rule → what breaks it in the town below, past all verbs.
BREAKING: dict[str, Break] = {
    "党员“{}”的所在党支部与党籍隶属不一致": ("member", 1, {"branch": None}),
    "农户“{}”的所在村组与迁移记录不一致": ("household", 1, {"group_name": "九组"}),
    "党组织“{}”的班子或任期与任职、换届记录不一致": ("branch", 1, {"deputy": "单小红"}),
    "农户“{}”同时登记在几个村组": ("abode", None, {"household": 1, "village": 1}),
    "党组织“{}”同时有几届": ("term", None, {"branch": 1}),
    "党组织“{}”同时有几名书记": ("post", None, {"branch": 1, "name": "解明", "post": "书记"}),
    "已迁出的农户“{}”还有未结束的所在村组": ("household", 1, {"moved_on": "2026"}),
    "已撤销的党组织“{}”还有未结束的届": ("branch", 1, {"closed_on": "2026"}),
    "已撤销的党组织“{}”还有未结束的任职": ("branch", 1, {"closed_on": "2026"}),
    "已离开的党员“{}”还有未结束的任职": ("member", 1, {"left_on": "2026"}),
    "已离任的干部“{}”还有未结束的任职": ("cadre", 1, {"left_on": "2026"}),
    "党员“{}”同时隶属几个党支部": ("membership", None, {"member": 1, "branch": 1}),
    "已离开的党员“{}”还有未结束的党籍隶属": ("member", 1, {"left_on": "2026"}),
    "结对“{}”的联系方或被联系方不止一个": ("pairing", 1, {"helper_cadre": 1}),
    "结对“{}”的结束日期早于结对日期": ("pairing", 1, {"until": "2019"}),
    "任职“{}”的离任日期早于任职日期": ("post", 1, {"since": "2026-03", "until": "2026-02-01"}),
    "届“{}”的结束日期早于选举日期": ("term", 1, {"until": "2020-12"}),
}


@pytest.fixture
def town(store: Store) -> Store:
    """A branch with its term, a secretary who is a member, a household, a cadre in office and one pairing; all in row 1."""
    village = make.unit(store)
    home = make.branch(store, secretary="单小红", elected_on="2021-05-18")
    helper = make.member(store, "单小红", branch=home)
    cadre = make.cadre(store, "解明", unit=village)
    helped = make.household(store, village=village, group_name="三组")
    write(store, "post", None, {"unit": village, "name": "解明", "post": "委员", "cadre": cadre})
    kind = make.count(store, "SELECT id FROM pairing_kind WHERE code_no = 'member_household'")
    write(store, "pairing", None, {"kind": kind, "helper_member": helper, "helped_household": helped, "since": "2020"})
    return store


def write(store: Store, record: str, row: int | None, values: dict[str, object]) -> None:
    with store.work("改坏") as work:
        work.connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        if row is None:
            work.add(RECORDS[record], values)
        else:
            work.change(RECORDS[record], row, values)
        work.connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")


def said(store: Store) -> tuple[str, ...]:
    with store.read() as reader:
        return soundness.rules(reader)


def test_rows_that_the_verbs_made_break_no_rule(town: Store) -> None:
    assert said(town) == ()


@pytest.mark.parametrize("rule", [told for told, _ in soundness.BREACHES])
def test_a_broken_rule_is_said_of_the_row_that_breaks_it(town: Store, rule: str) -> None:
    write(town, *BREAKING[rule])
    before, after = rule.split("{}")
    assert any(line.startswith(before) and line.endswith(after) for line in said(town))


def test_only_the_first_rows_are_named_and_the_others_counted(store: Store) -> None:
    for i in range(8):
        make.household(store, f"仇{'一二三四五六七八'[i]}", group_name="三组")
        write(store, "household", i + 1, {"group_name": "九组"})
    assert len(said(store)) == 6
    assert said(store)[-1] == "同样的情况还有 3 条"


@pytest.mark.parametrize("record", sorted(past.ASTRAY))
def test_rows_are_held_against_their_links_as_they_lie_and_named_rows_alone(town: Store, record: str) -> None:
    """By way of the index of the list, one row after an undo would cost as much as all of them."""
    with town.read() as reader:
        asked = f"EXPLAIN QUERY PLAN {past.ASTRAY[record]}"
        assert reader.exec_driver_sql(asked).all()[0][3] == "SCAN t"
        asked += " AND t.id BETWEEN 1 AND 1"
        assert reader.exec_driver_sql(asked).all()[0][3].startswith("SEARCH t USING INTEGER PRIMARY KEY")
