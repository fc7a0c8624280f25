"""The rule on 结对意愿: it speaks of a pairing that stands though the two are excluded, and of nothing else."""

from app import rules
from app.db.store import Store
from app.models import RECORDS
from app.operations import pairing, record
from tests import make

DAY = "2026-01-01"


def said(store: Store) -> list[str]:
    with store.read() as reader:
        return [alert.text for alert in rules.run(reader, only=["excluded_pair"])]


def test_a_pairing_of_two_who_are_excluded_is_told_with_the_reason(store: Store) -> None:
    helper, home = make.member(store), make.household(store)
    (row,) = pairing.pair(store, "member_household", ("member", helper), [("household", home)], since=DAY)
    values = {"helper_member": helper, "helped_household": home, "stance": "排除", "reason": "两家有纠纷"}
    record.save(store, RECORDS["preference"], values)
    assert said(store) == ["结对意愿里排除了这一对（两家有纠纷），请结束或更换联系人。"]
    pairing.end(store, [row], on="2026-02-01", reason="调整")
    assert said(store) == []


def test_wishes_and_exclusions_of_others_are_no_matter(store: Store) -> None:
    helper, home = make.member(store), make.household(store)
    pairing.pair(store, "member_household", ("member", helper), [("household", home)], since=DAY)
    record.save(store, RECORDS["preference"], {"helper_member": helper, "helped_household": home, "stance": "双方愿意"})
    other = make.member(store, "查明")
    record.save(store, RECORDS["preference"], {"helper_member": other, "helped_household": home, "stance": "排除"})
    ended = {"helper_member": helper, "helped_household": home, "stance": "排除", "until": "2026-01-02"}
    record.save(store, RECORDS["preference"], ended)
    assert said(store) == []
