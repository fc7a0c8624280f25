"""走访记录单: numbered, three to a page, each helper on pages of his own, masked for whoever else gets them."""

import subprocess
from pathlib import Path

from app.db.queries import place
from app.db.store import Store
from app.models.visit import Deed, Visit, VisitPlan
from app.operations import pairing, visit
from app.printing.preview import page_count
from app.printing.slip import print_slips, slips_of
from tests import make


def planned(store: Store, *counts: int) -> list[int]:
    """Helpers with so many slips each."""
    village = make.unit(store)
    rows: list[int] = []
    for i, count in enumerate(counts):
        helper = make.member(store, f"单小{'红兰菊'[i]}")
        homes = [
            make.household(store, f"仇根{n}", village=village, group_name="3组", address="3组7号", phone="13900000001")
            for n in range(count)
        ]
        pairing.pair(
            store, "member_household", ("member", helper), [("household", h) for h in homes], since="2026-01-10"
        )
    with store.work("计划") as work:
        for n in range(1, sum(counts) + 1):
            rows.append(work.add(VisitPlan, {"number": f"202611-{n:04d}", "pairing": n, "due": "2026-11-24"}))
    return rows


def words(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


def test_each_helper_has_his_own_pages_of_three(store: Store, tmp_path: Path) -> None:
    rows = planned(store, 4, 1)
    with store.read() as reader:
        table, slips = slips_of(reader, rows, "none")
    assert print_slips(slips, tmp_path / "slips.pdf") == ()
    assert page_count(tmp_path / "slips.pdf") == 3
    told = words(tmp_path / "slips.pdf")
    assert [told.count(f"202611-000{n}") for n in range(1, 6)] == [1] * 5
    assert told.count("3组") == 5
    assert len(table.rows) == 5
    assert len(set(table.keys)) == 5


def test_slips_visits_and_deeds_are_told_by_the_village_in_which_they_lie(store: Store) -> None:
    rows = planned(store, 2)
    visit.enter(store, visit.Entry((("member", 1),), ("household", 1), "2026-11-20", deed="送大米"))
    elsewhere = make.unit(store, "柳湾村")
    with store.read() as reader:
        for record, there in ((VisitPlan, tuple(rows)), (Visit, (1,)), (Deed, (1,))):
            assert place.inside(reader, record, unit=1) == there
            assert place.inside(reader, record, unit=elsewhere) == ()


def test_a_mask_hides_telephone_and_name_and_what_is_done_is_not_printed(store: Store) -> None:
    rows = planned(store, 2)
    entry = visit.Entry((("member", 1),), ("household", 1), "2026-11-20", details={"plan": rows[0]})
    visit.enter(store, entry)
    with store.read() as reader:
        _table, slips = slips_of(reader, rows, "name")
    (slip,) = slips
    assert slip.number == "202611-0002"
    assert "13900000001" not in slip.texts()
    assert slip.whom != "仇根1"
    assert slip.address == ""
