"""Every tier is suggested by the same rules: who may help whom there, within which bounds, and what counts as near."""

import pytest

from app.db.store import Store
from app.errors import UserError
from app.models import RECORDS
from app.operations import pairing, record, setting, suggestion
from app.operations.suggestion import Proposals
from app.operations.suggestion_way import WAYS
from tests import make

DAY = "2026-01-01"


@pytest.fixture
def town(store: Store) -> int:
    return make.unit(store, "青禾镇", kind="乡镇")


@pytest.fixture
def village(store: Store, town: int) -> int:
    return make.unit(store, parent=town)


def propose(store: Store, kind: str = "member_household", unit: int | None = None) -> Proposals:
    with store.read() as reader:
        return suggestion.propose(reader, unit, kind=kind)


def matched(found: Proposals) -> dict[str, str]:
    return {pair.helped.name: pair.helper.name for pair in found.pairs}


def why(found: Proposals) -> dict[str, str]:
    return {pair.helped.name: pair.why for pair in found.pairs}


def told(store: Store, **values: object) -> int:
    return record.save(store, RECORDS["preference"], values)


def test_every_kind_that_is_kept_can_be_suggested(store: Store, village: int) -> None:
    with store.read() as reader:
        offered = suggestion.kinds(reader)
    assert {code for code, _ in offered} == set(WAYS)
    assert village
    assert all(propose(store, code).kind == code for code, _ in offered)
    assert propose(store, "干部→党员").kind == "cadre_member"
    with pytest.raises(UserError, match="可以用的有"):
        propose(store, "没有的")


def test_cadres_of_the_township_hold_its_members_and_never_themselves(store: Store, town: int, village: int) -> None:
    himself = make.member(store, "甲一", village=village)
    make.member(store, "乙二", village=village, interests="下棋")
    make.member(store, "丙三", village=make.unit(store, "远村", parent=make.unit(store, "别镇", kind="乡镇")))
    make.cadre(store, "甲一", unit=town, member=himself)
    make.cadre(store, "丁四", unit=town, interests="下棋、钓鱼")
    found = propose(store, "cadre_member")
    assert matched(found) == {"甲一": "丁四", "乙二": "丁四"}
    assert why(found)["乙二"] == "都爱好下棋"
    assert [(left.helped.name, left.why) for left in found.unplaced] == [("丙三", "本乡镇没有可以承担联系的干部")]


def test_villages_are_shared_evenly_and_who_answers_for_one_already_stays(store: Store, town: int) -> None:
    homes = [make.unit(store, name, parent=town) for name in ("甲村", "乙村", "丙村", "丁村")]
    first, _second = make.cadre(store, "单明", unit=town), make.cadre(store, "解亮", unit=town)
    pairing.pair(store, "cadre_village", ("cadre", first), [("unit", homes[0])], since=DAY)
    found = propose(store, "cadre_village")
    assert found.cap is None
    assert matched(found)["甲村"] == "单明"
    assert sorted(matched(found).values()) == ["单明", "单明", "解亮", "解亮"]
    assert [pair.kept for pair in found.pairs if pair.helped.name == "甲村"] == [True]


def test_only_cadres_of_the_ranks_named_answer_for_a_village(store: Store, town: int, village: int) -> None:
    make.cadre(store, "单明", unit=town, rank="科员")
    make.cadre(store, "查清", unit=town)
    make.cadre(store, "解亮", unit=town, rank="乡科级副职")
    setting.put(store, "suggest_ranks", "乡科级正职、乡科级副职")
    found = propose(store, "cadre_village")
    assert village
    assert matched(found) == {"石坪村": "解亮"}
    assert found.unranked == 1
    assert not propose(store, "cadre_member").unranked


def test_offices_hold_villages_and_firms(store: Store, town: int, village: int) -> None:
    county = make.unit(store, "云泽县", kind="县")
    record.save(store, RECORDS["unit"], {"parent": county}, row=town)
    make.unit(store, "县农业农村局", kind="机关", parent=county)
    make.unit(store, "青禾茶厂", kind="企业", parent=town)
    assert village
    assert matched(propose(store, "unit_unit")) == {"石坪村": "县农业农村局", "青禾茶厂": "县农业农村局"}


def test_branches_of_offices_hold_those_of_villages(store: Store, town: int, village: int) -> None:
    make.branch(store, "中共青禾镇机关支部委员会", unit=town, domain="机关")
    make.branch(store, unit=village, domain="农村")
    make.branch(store, "中共青禾镇委员会", unit=town, domain="机关", kind="党委")
    assert matched(propose(store, "branch_branch")) == {"中共石坪村支部委员会": "中共青禾镇机关支部委员会"}


def test_members_hold_people_in_difficulty_of_other_households(store: Store, village: int) -> None:
    own = make.household(store, "甲大", village=village)
    helper = make.member(store, "甲一", village=village)
    make.resident(store, own, "甲一", member=helper)
    make.resident(store, own, "甲老", need="残疾")
    other = make.household(store, "丙三", village=village, need="低保")
    make.resident(store, other, "丙三", relation="户主")
    make.resident(store, other, "丙小", relation="子")
    found = propose(store, "member_resident")
    assert matched(found) == {"丙三": "甲一"}
    assert why(found) == {"丙三": "同村"}
    assert [left.helped.name for left in found.unplaced] == ["甲老"]


def test_cadres_hold_households_in_difficulty_only(store: Store, town: int, village: int) -> None:
    make.cadre(store, "单明", unit=town)
    make.household(store, "丙三", village=village, need="低保")
    make.household(store, "丁四", village=village)
    assert matched(propose(store, "cadre_household")) == {"丙三": "单明"}


def test_likings_skills_customs_and_ties_count_when_both_sides_told_them(store: Store, village: int) -> None:
    helper = make.member(store, "甲一", village=village, skills="木工、养蜂", interests="下棋", customs="畲语")
    home = make.household(store, "丙三", village=village, needs="木工", interests="唱戏、下棋", customs="畲语")
    told(store, helper_member=helper, helped_household=home, relation="表兄")
    pair = propose(store).pairs[0]
    assert pair.why == "表兄·同习畲语·木工对口·都爱好下棋"
    assert pair.reasons == ("人员相亲", "风俗相同", "生产相关", "兴趣相投")
    assert pair.score == 8 + 4 + 6 + 4


def test_what_both_sides_wish_counts_and_is_said(store: Store, village: int) -> None:
    make.member(store, "甲一", village=village, group_name="1组")
    other = make.member(store, "乙二", village=village)
    home = make.household(store, "丙三", village=village, group_name="1组")
    assert matched(propose(store)) == {"丙三": "甲一"}
    word = told(store, helper_member=other, helped_household=home, stance="双方愿意")
    found = propose(store)
    assert (matched(found), why(found)) == ({"丙三": "乙二"}, {"丙三": "双方愿意"})
    record.save(store, RECORDS["preference"], {"until": DAY}, row=word)
    assert matched(propose(store)) == {"丙三": "甲一"}


def test_who_must_not_and_who_must_is_as_recorded(store: Store, village: int) -> None:
    first = make.member(store, "甲一", village=village, group_name="1组")
    second = make.member(store, "乙二", village=village)
    near, far = (make.household(store, name, village=village, group_name="1组") for name in ("丙三", "丁四"))
    told(store, helper_member=first, helped_household=near, stance="排除", reason="两家有纠纷")
    told(store, helper_member=second, helped_household=far, stance="约定")
    assert matched(propose(store)) == {"丙三": "乙二", "丁四": "乙二"}
    record.save(store, RECORDS["member"], {"cap": 1}, row=second)
    found = propose(store)
    assert matched(found) == {"丁四": "乙二"}
    assert [left.why for left in found.unplaced] == ["本村党员的联系数都已达到上限"]


def test_an_agreement_with_one_who_is_full_leaves_the_household_to_nobody_else(store: Store, village: int) -> None:
    helper = make.member(store, "甲一", village=village, cap=1)
    make.member(store, "乙二", village=village)
    for name in ("丙三", "丁四"):
        home = make.household(store, name, village=village)
        told(store, helper_member=helper, helped_household=home, stance="约定")
    found = propose(store)
    assert len(found.pairs) == 1
    assert [left.why for left in found.unplaced] == ["约定的联系人已达到上限"]


def test_who_cannot_help_is_not_proposed(store: Store, village: int) -> None:
    make.member(store, "甲一", village=village, cap=0)
    ill = make.member(store, "乙二", village=village)
    make.resident(store, make.household(store, "乙大", village=village), "乙二", member=ill, labour="丧失劳动力")
    assert not propose(store).pairs


def test_a_household_without_a_village_is_named_with_the_reason(store: Store) -> None:
    make.household(store, "丙三")
    assert [left.why for left in propose(store).unplaced] == ["没有登记所在村"]


def test_just_those_asked_for_are_suggested_and_all_others_stay(store: Store, village: int) -> None:
    helper = make.member(store, "甲一", village=village, cap=2)
    homes = [make.household(store, name, village=village) for name in ("丙三", "丁四", "戊五")]
    pairing.pair(store, "member_household", ("member", helper), [("household", homes[0])], since=DAY)
    with store.read() as reader:
        found = suggestion.propose(reader, only=frozenset(homes[1:]))
    assert len(found.pairs) == 1
    assert {pair.helped.name for pair in found.pairs} | {left.helped.name for left in found.unplaced} == {
        "丁四",
        "戊五",
    }


def test_one_village_is_suggested_as_it_is_within_the_whole(store: Store, town: int) -> None:
    for name in ("甲村", "乙村"):
        place = make.unit(store, name, parent=town)
        helper = make.member(store, f"党{name[0]}", village=place, id_number=make.number(ord(name[0]) % 400))
        own, kin = (make.household(store, f"{head}{name[0]}", village=place) for head in ("自", "亲"))
        make.resident(store, own, f"党{name[0]}", member=helper)
        with store.work("从前在那一户") as work:
            work.add(
                RECORDS["resident"],
                {
                    "household": kin,
                    "name": f"党{name[0]}",
                    "member": helper,
                    "left_on": "2020",
                    "id_number": make.number(ord(name[0]) % 400),
                },
            )
        last = place
    whole, part = propose(store), propose(store, unit=last)
    assert [pair for pair in whole.pairs if pair.helped.unit == last] == list(part.pairs)
    assert {pair.why for pair in whole.pairs} == {"亲属"}
