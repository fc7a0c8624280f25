"""Branches and units named by a path (`上级/本级`) stand below what the path names, and come back as themselves."""

from pathlib import Path

from app.db.store import Store
from app.exchange.importing import plan_import
from tests import make
from tests.exchange import roster as r

HEAD = ["姓名", "身份证号", "所在党支部"]
UPPER, OTHER = "青禾镇委员会", "银桥镇委员会"
ROWS = [
    HEAD,
    ["柳一", r.MAN, f"{UPPER}/石坪村支部"],
    ["柳二", r.WOMAN, f"{OTHER}/石坪村支部"],
    ["柳三", r.LEAP, UPPER],
]


def _branches(store: Store) -> list[tuple[str, str | None]]:
    sql = "SELECT b.name, p.name FROM branch b LEFT JOIN branch p ON p.id = b.parent ORDER BY b.id"
    with store.read() as reader:
        return [(row[0], row[1]) for row in reader.exec_driver_sql(sql)]


def test_a_branch_named_by_its_path_is_made_below_the_upper_one(store: Store, tmp_path: Path) -> None:
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", ROWS))
    made = {(UPPER, None), (OTHER, None), ("石坪村支部", UPPER), ("石坪村支部", OTHER)}
    assert made <= set(_branches(store))
    assert make.count(store, "SELECT count(*) FROM branch WHERE name LIKE '%/%'") == 0


def test_a_sheet_with_paths_changes_nothing_the_second_time(store: Store, tmp_path: Path) -> None:
    path = r.xlsx(tmp_path / "a.xlsx", ROWS)
    r.imported(store, path)
    plan = plan_import(store, path)
    assert plan.counts()["same"] == 3
    assert plan.created == ()


def test_three_steps_of_a_path_are_made_one_below_the_other(store: Store, tmp_path: Path) -> None:
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", [HEAD, ["柳一", r.MAN, "甲党委/乙总支/丙支部"]]))
    assert _branches(store)[-3:] == [("甲党委", None), ("乙总支", "甲党委"), ("丙支部", "乙总支")]


def test_a_path_below_a_name_that_several_have_is_refused(store: Store, tmp_path: Path) -> None:
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", ROWS))
    said = r.told(store, r.xlsx(tmp_path / "b.xlsx", [HEAD, ["柳五", r.X, "石坪村支部/第一小组"]]))
    assert r.codes(said) == {2: ["match_several"]}


def test_a_branch_whose_own_name_holds_a_stroke_is_found(store: Store, tmp_path: Path) -> None:
    make.branch(store, name="机关/事业支部")
    said = r.told(store, r.xlsx(tmp_path / "a.xlsx", [HEAD, ["柳一", r.MAN, "机关/事业支部"]]))
    assert r.codes(said) == {2: []}


def test_a_village_below_a_unit_that_is_made_with_it(store: Store, tmp_path: Path) -> None:
    rows = [["户主姓名", "户主身份证号", "所在村"], ["柳一", r.MAN, "青禾镇/石坪村"]]
    r.imported(store, r.xlsx(tmp_path / "a.xlsx", rows))
    sql = "SELECT count(*) FROM unit c JOIN unit p ON p.id = c.parent WHERE c.name = '石坪村' AND p.name = '青禾镇'"
    assert make.count(store, sql) == 1
