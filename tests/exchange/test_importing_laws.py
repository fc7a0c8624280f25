"""Laws that an import keeps whatever the sheet looks like: no row is lost, no person is invented, the second time nothing changes."""

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.db.store import Store
from app.exchange.grid import Grid, Workbook
from app.exchange.importing import plan_workbook
from app.exchange.plan import Options
from app.exchange.report import report
from tests.exchange import roster as r

ODD = [
    "", "无", "同上", "〃", "合计", "填报人：", "备注：", "姓名", "#REF!", "清空", 3.30327195909510e17, 198706, "1987.6",
    "张三、李四", r.MAN, "x" * 99,
]  # fmt: skip
OTHERS = [["合计", "", "9人"], ["填报人：柳一"], ["说明：一人一行"], list(r.HEAD), [""], ["后垟村"], ["", "柳九"]]
cells = st.sampled_from(ODD)
places = st.sampled_from(range(len(r.HEAD)))
rows = st.one_of(
    st.integers(1, 30).map(r.person),
    st.sampled_from(OTHERS),
    st.tuples(st.integers(1, 30), places, cells).map(lambda made: _with(*made)),
)


def _with(n: int, place: int, cell: Any) -> list[Any]:
    row = r.person(n)
    row[place] = cell
    return row


def _book(body: list[list[Any]], order: list[int]) -> Workbook:
    told = [list(r.HEAD), *body]
    turned = [[row[place] if place < len(row) else "" for place in order] for row in told]
    return Workbook("花名册", "csv", None, (Grid("花名册", turned),))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.lists(rows, min_size=1, max_size=12), order=st.permutations(range(len(r.HEAD))))
def test_every_row_that_is_not_blank_stands_in_exactly_one_list(
    store: Store, body: list[list[Any]], order: list[int]
) -> None:
    book = _book(body, list(order))
    said = report(plan_workbook(store, book, Path("花名册.csv"), Options()), "花名册.csv")
    if said["status"] == "refused" and not said["refused"]:
        return
    listed = [row["row"] for group in ("accepted", "refused", "skipped") for row in said[group]]
    assert len(listed) == len(set(listed))
    grid = book.grids[0].rows
    told = {n for n, row in enumerate(grid, 1) if any(cell not in ("", None) for cell in row)}
    counting = order.index(0)
    only_counted = {
        n for n in told if all(cell in ("", None) for place, cell in enumerate(grid[n - 1]) if place != counting)
    }
    assert told - only_counted <= set(listed) <= told


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.lists(rows, min_size=1, max_size=12))
def test_whoever_is_accepted_stands_in_the_sheet_with_name_and_number(store: Store, body: list[list[Any]]) -> None:
    book = _book(body, list(range(len(r.HEAD))))
    said = report(plan_workbook(store, book, Path("花名册.csv"), Options()), "花名册.csv")
    for row in said["accepted"]:
        source = book.grids[0].rows[row["row"] - 1]
        assert row["values"]["name"] == source[1]
        assert row["values"]["id_number"] in (source[5], None)
        assert row["values"]["id_number"] is not None or "id_missing" in row["warnings"]
