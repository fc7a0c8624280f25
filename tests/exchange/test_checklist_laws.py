"""Whatever groups, points and depth a published checklist has: its lines, groups and sum come out as they went in."""

from hypothesis import given
from hypothesis import strategies as st

from app.exchange.checklist import published
from app.exchange.grid import Area, Grid, Value
from app.operations.checklist_layout import areas

POINTS = st.integers(1, 300).map(lambda tenths: tenths * 10)
WAYS = {"扣分": "每少一项扣1分", "全得或不得": "没有不得分", "分档": "好3分，一般1分", "评分": "实地察看"}
LINE = st.tuples(POINTS, st.sampled_from(sorted(WAYS)))
TREE = st.lists(st.lists(st.lists(LINE, min_size=1, max_size=3), min_size=1, max_size=3), min_size=1, max_size=4)
HEAD: list[Value] = ["考核项目", "二级指标", "考核内容", "分值", "评分标准", "得分"]


@given(TREE, st.booleans(), st.booleans())
def test_lines_groups_and_points_come_out_as_they_went_in(
    tree: list[list[list[tuple[int, str]]]], merged: bool, sums: bool
) -> None:
    rows: list[list[Value]] = [["考核表", "", "", "", "", ""], HEAD]
    merges: list[Area] = [(0, 0, 0, 5)]
    wanted = []
    for a, second in enumerate(tree):
        top = len(rows)
        for b, lines in enumerate(second):
            start = len(rows)
            for n, (points, way) in enumerate(lines):
                first = f"第{a}类" if len(rows) == top else ""
                text = f"内容{a}.{b}.{n}"
                rows.append([first, f"第{b}项" if n == 0 else "", text, points / 100, WAYS[way], ""])
                wanted.append(((f"第{a}类", f"第{b}项"), text, points, way))
            if merged and len(rows) - 1 > start:
                merges.append((start, 1, len(rows) - 1, 1))
        if merged and len(rows) - 1 > top:
            merges.append((top, 0, len(rows) - 1, 0))
    total = sum(points for _groups, _text, points, _way in wanted)
    if sums:
        rows.append(["合计", "", "", total / 100, "", ""])
    (form,) = published(Grid("表", rows, merges=tuple(merges)), "表")
    assert [(line.groups, line.content, line.points, line.scoring) for line in form.lines] == wanted
    assert form.points == total
    assert form.total == (total if sums else None)
    assert not any("相加" in doubt for doubt in form.doubts)


@given(TREE)
def test_every_cell_is_drawn_once_and_no_two_overlap(tree: list[list[list[tuple[int, str]]]]) -> None:
    rows: list[list[Value]] = [HEAD]
    merges: list[Area] = []
    for a, second in enumerate(tree):
        top = len(rows)
        for b, lines in enumerate(second):
            rows += [
                [f"第{a}类", f"第{b}项", f"内容{a}.{b}.{n}", points / 100, WAYS[way], ""]
                for n, (points, way) in enumerate(lines)
            ]
        if len(rows) - 1 > top:
            merges.append((top, 0, len(rows) - 1, 0))
            merges.append((top, 4, top, 5))
    (form,) = published(Grid("表", rows, merges=tuple(merges)), "表")
    drawn = [
        (row, column)
        for area in areas(form.rows())
        for row in range(area.top, area.bottom + 1)
        for column in range(area.left, area.right + 1)
    ]
    assert sorted(drawn) == [(row, column) for row in range(len(rows) - 1) for column in range(6)]
