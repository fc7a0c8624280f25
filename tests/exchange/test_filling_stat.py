"""Are the figures of a statistics table those of the rows they stand for, also where headings cross?"""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from app.db.queries.ledger import Part
from app.db.store import Store
from app.exchange import filling
from app.exchange.filling_value import percentage
from app.ledgers.measure import counted, measured
from tests import make
from tests.exchange.blank_table import draw, values

CROSSED = [
    ["党员队伍情况统计表"],
    ["序号", "党支部名称", "党员总数", "正式党员", None, "其中", None],
    [None, None, None, "男", "女", "少数民族", "35岁以下"],
]
MERGES = ("A1:G1", "A2:A3", "B2:B3", "C2:C3", "D2:E2", "F2:G2")


@pytest.fixture
def town(store: Store) -> Store:
    """Two villages with a branch each, five members, three households."""
    first = (("单小红", "女", "汉族", "1960-01-02"), ("解明", "男", "汉族", "1995-05"), ("仇海", "男", "畲族", "1970"))
    second = (("朴玉", "女", "汉族", "1991"), ("查林", "男", "汉族", None))
    for village, branch, people in (
        ("石坪村", "中共石坪村支部委员会", first),
        ("大岙村", "中共大岙村支部委员会", second),
    ):
        unit = make.unit(store, village)
        row = make.branch(store, branch, unit=unit)
        for name, sex, ethnic, born in people:
            make.member(
                store, name, sex=sex, ethnic=ethnic, birth_date=born, branch=row, village=unit, member_kind="正式党员"
            )
        make.household(store, f"{village}甲", village=unit, need="低保", size=3)
    make.household(store, "石坪村乙", village=1, size=4)
    return store


def _fill(store: Store, template: Path, **asked: Any) -> tuple[list[tuple[Any, ...]], dict[str, Any]]:
    out = template.with_name("填好.xlsx")
    report = filling.fill(
        store, filling.propose(store, template), out, filling.asking(as_of="2026-06-30", **asked)
    ).report()
    return values(out), report


def test_a_blank_table_gets_a_row_per_branch_with_crossed_figures(town: Store, tmp_path: Path) -> None:
    total = ["合计", None, *(f"=SUM({letter}4:{letter}4)" for letter in "CDEFG")]
    template = draw(tmp_path / "t.xlsx", [*CROSSED, [None] * 7, total], merges=MERGES, box="A2:G5")
    rows, report = _fill(town, template)
    assert report["shape"] == "stat"
    told = {row[1]: row[2:] for row in rows[3:5]}
    assert told == {"中共石坪村支部委员会": (3, 2, 1, 1, 1), "中共大岙村支部委员会": (2, 1, 1, 0, 1)}
    assert rows[5][2] == "=SUM(C4:C5)"


def test_each_crossed_heading_is_named_in_the_report(town: Store, tmp_path: Path) -> None:
    template = draw(tmp_path / "t.xlsx", [*CROSSED, [None] * 7], merges=MERGES, box="A2:G4")
    _rows, report = _fill(town, template)
    assert [column["field"] for column in report["columns"]] == [
        "row_no", "name", "members", "full+men", "full+women", "minority", "age<=35",
    ]  # fmt: skip


def test_rows_with_names_are_filled_where_they_stand(town: Store, tmp_path: Path) -> None:
    rows = [["村名", "党员数", "女党员", "农户数", "低保户"], ["大岙村"], ["石坪村"], ["无名村"], ["合计"]]
    found, report = _fill(town, draw(tmp_path / "t.xlsx", rows, box="A1:E5"))
    assert found[1:3] == [("大岙村", 2, 1, 1, 1), ("石坪村", 3, 1, 2, 1)]
    assert found[3] == ("无名村", None, None, None, None)
    assert found[4] == ("合计", 5, 2, 3, 2)
    assert report["notes"] == ["第 4 行“无名村”没有认出来，空着。"]


def test_a_branch_is_known_by_a_shorter_name_and_that_is_told(town: Store, tmp_path: Path) -> None:
    rows = [["支部名称", "党员总数", "男"], ["石坪支部"], ["大岙支部"]]
    found, report = _fill(town, draw(tmp_path / "t.xlsx", rows, box="A1:C3"))
    assert found[1:] == [("石坪支部", 3, 2), ("大岙支部", 2, 1)]
    assert report["notes"][0] == "“石坪支部”按“中共石坪村支部委员会”统计。"


def test_fixed_rows_are_counted_with_their_share(town: Store, tmp_path: Path) -> None:
    rows = [["项目", None, "人数", "占比（%）"], ["党员总数"], ["性别", "男"], [None, "女"], ["其中：少数民族"]]
    template = draw(tmp_path / "t.xlsx", rows, box="A1:D5", merges=("A1:B1", "A2:B2", "A3:A4", "A5:B5"))
    found, report = _fill(town, template)
    assert [row[2:] for row in found[1:]] == [(5, 100), (3, 60), (2, 40), (1, 20)]
    assert report["shape"] == "stat"


def test_formulas_of_the_template_stay(town: Store, tmp_path: Path) -> None:
    rows = [["村名", "党员数", "男", "女"], ["石坪村", "=C2+D2"], ["大岙村", "=C3+D3"]]
    found, _report = _fill(town, draw(tmp_path / "t.xlsx", rows, box="A1:D3"))
    assert found[1:] == [("石坪村", "=C2+D2", 2, 1), ("大岙村", "=C3+D3", 1, 1)]


def test_a_figure_is_corrected_by_its_words(town: Store, tmp_path: Path) -> None:
    template = draw(tmp_path / "t.xlsx", [["村名", "党员数", "女党员", "巾帼力量"], ["石坪村"]], box="A1:D2")
    proposal = filling.correct(filling.propose(town, template), "D2", "女党员")
    filling.fill(town, proposal, tmp_path / "o.xlsx", filling.asking())
    assert values(tmp_path / "o.xlsx")[1] == ("石坪村", 3, 1, 1)


def test_a_preview_shows_figures_beside_the_words_of_the_template(town: Store, tmp_path: Path) -> None:
    template = draw(tmp_path / "t.xlsx", [["村名", "党员数", "女党员"], ["石坪村"], ["大岙村"]], box="A1:C3")
    assert filling.preview(town, filling.propose(town, template)).rows == [["石坪村", 3, 1], ["大岙村", 2, 1]]
    blank = draw(tmp_path / "b.xlsx", [*CROSSED, [None] * 7], merges=MERGES, box="A2:G4")
    rows = filling.preview(town, filling.propose(town, blank), limit=1).rows
    assert [row[:3] for row in rows] == [[1, "中共大岙村支部委员会", 2]]


@pytest.mark.parametrize(
    ("path", "code"),
    [
        (("党员总数",), "members"), (("正式党员", "女"), "full+women"), (("其中", "大专及以上"), "education=大专及以上"),
        (("年龄结构", "36-45岁"), "age=36-45"), (("61岁及以上",), "age>=61"), (("党龄50年以上",), "party_years>=50"),
        (("户数",), "households"), (("低保户",), "need=低保"), (("党支部数",), "branches=支部"), (("村数",), "villages"),
    ],
)  # fmt: skip
def test_words_mean_their_figure(path: tuple[str, ...], code: str) -> None:
    found = measured(path)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("path", [("备注",), ("入党积极分子",), ("党员总数", "备注"), ("农户数", "女党员")])
def test_words_that_are_no_figure_of_ours_are_left_alone(path: tuple[str, ...]) -> None:
    assert measured(path) is None


def test_bands_include_their_edges(store: Store) -> None:
    for name, born in (("甲明", "1990-06-30"), ("乙明", "1990-07-01"), ("丙明", "1989-06-30")):
        make.member(store, name, birth_date=born)
    wanted = [found for word in ("35岁以下", "36岁以上", "36至36岁") if (found := measured((word,)))]
    with store.read() as reader:
        figures = counted(reader, "member", wanted, Part(day="2026-06-30"))
    assert [figures.of(at) for at in range(3)] == [1, 2, 1]


def test_percentages_are_rounded_or_cut_off_as_asked() -> None:
    assert percentage(395, 649) == Decimal("60.9")
    assert percentage(395, 649, truncated=True) == Decimal("60.8")
    assert percentage(1, 0) == 0
