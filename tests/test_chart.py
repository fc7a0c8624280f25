"""Charts as shapes: are the bars honest, does everything lie inside, and is a long list parted?"""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.chart import BAR, HEAD, ROW, Box, Drawing, Item, Words, bars, columns, extent, shortened

NAMES = st.text(alphabet="红旗东风村ab1", min_size=1, max_size=30)
ITEMS = st.lists(
    st.integers(0, 9000).flatmap(lambda total: st.builds(Item, NAMES, st.integers(0, total), st.just(total), NAMES)),
    max_size=40,
)


def inside(drawing: Drawing) -> bool:
    boxes = [shape for shape in drawing.shapes if isinstance(shape, Box)]
    return all(
        box.x >= 0
        and box.y >= 0
        and box.x + box.width <= drawing.width + 1
        and box.y + box.height <= drawing.height + 1
        for box in boxes
    )


@given(ITEMS, st.floats(160, 600))
def test_bars_are_as_long_as_their_share_and_lie_inside(items: list[Item], width: float) -> None:
    (drawing,) = bars("覆盖", items, width)
    assert inside(drawing)
    boxes = [shape for shape in drawing.shapes if isinstance(shape, Box)]
    tracks = {box.y: box for box in boxes if box.tone == "faint"}
    assert len(tracks) == len(items)
    for box in boxes:
        if box.tone != "faint":
            item = items[round((box.y - HEAD) / ROW)]
            share = box.width / tracks[box.y].width
            assert abs(share - item.done / item.total) < 0.01 or box.width == 0.6
            assert (box.tone == "ok") == (item.done == item.total)


@given(ITEMS, st.integers(60, 800))
def test_a_long_list_is_parted_without_losing_a_line(items: list[Item], height: int) -> None:
    found = bars("覆盖", items, 400, height=height)
    assert all(drawing.height <= max(height, HEAD + ROW) for drawing in found)
    tracks = sum(isinstance(shape, Box) and shape.tone == "faint" for drawing in found for shape in drawing.shapes)
    assert tracks == len(items)
    assert BAR < ROW


@given(st.lists(st.tuples(NAMES, st.integers(0, 10**6)), max_size=12), st.floats(160, 700))
def test_columns_are_as_high_as_their_value(values: list[tuple[str, int]], width: float) -> None:
    drawing = columns("走访", values, width, unit="次")
    assert inside(drawing)
    heights = [shape.height for shape in drawing.shapes if isinstance(shape, Box)]
    shown = [value for _label, value in values if value]
    assert len(heights) == len(shown)
    highest = max(shown, default=0)
    assert all(abs(tall / max(heights) - value / highest) < 1e-6 for tall, value in zip(heights, shown, strict=True))


@given(st.lists(st.tuples(NAMES, st.integers(0, 10**6)), min_size=1, max_size=12), st.floats(160, 700))
def test_numbers_above_columns_never_touch_and_the_last_one_stands(values: list[tuple[str, int]], width: float) -> None:
    drawing = columns("党员总数", values, width)
    told = [shape for shape in drawing.shapes if isinstance(shape, Words) and shape.tone == "quiet"]
    edges = [(shape.x - extent(shape.text, shape.size) / 2, extent(shape.text, shape.size)) for shape in told]
    assert all(left + wide <= right for (left, wide), (right, _wide) in pairwise(edges))
    assert told[-1].text == f"{values[-1][1]:,}"
    assert edges[0][0] >= 0
    assert sum(edges[-1]) <= width + 1e-6


@given(NAMES, st.floats(20, 200))
def test_a_name_that_is_too_long_ends_in_dots(text: str, room: float) -> None:
    told = shortened(text, 10, room)
    assert extent(told, 10) <= room
    assert told == text or told.endswith("…")


def test_the_numbers_stand_in_words() -> None:
    texts = [shape.text for shape in columns("走访", [("1月", 1234)], 300).shapes if isinstance(shape, Words)]
    assert "1,234" in texts
