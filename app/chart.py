"""A chart as a short list of neutral shapes: the same drawing is painted on the screen and on paper.

Lengths in points, the origin at the upper left, y downward. Widths of text are told by the count of characters, so that
both painters place it alike.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Tone = Literal["ink", "quiet", "faint", "accent", "ok", "warning"]
Align = Literal["left", "center", "right"]
TITLE, TEXT, SMALL = 13.0, 9.5, 8.5
ROW, BAR = 20.0, 10.0
HEAD = 34.0
SMALLEST, GAP = 7.0, 3.0  # of numbers above columns, and the room between two


@dataclass(frozen=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    tone: Tone


@dataclass(frozen=True)
class Words:
    """One line of text: `x` is its left end, middle or right end, `y` its baseline."""

    x: float
    y: float
    text: str
    size: float = TEXT
    align: Align = "left"
    tone: Tone = "ink"
    strong: bool = False


@dataclass(frozen=True)
class Stroke:
    """A thin line."""

    x: float
    y: float
    to_x: float
    to_y: float
    tone: Tone = "faint"


Shape = Box | Words | Stroke


@dataclass(frozen=True)
class Drawing:
    """Shapes within a width and a height; on paper a drawing is never parted."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


@dataclass(frozen=True)
class Item:
    """One bar: `done` of `total`, the words that stand behind it."""

    label: str
    done: int
    total: int
    told: str = ""


def extent(text: str, size: float) -> float:
    """The width of a text: a Chinese character is as wide as it is high, others about half."""
    return sum(size if ord(char) > 0x2E7F else size * 0.56 for char in text)


def shortened(text: str, size: float, room: float) -> str:
    """The text, or its beginning with … where it does not fit."""
    if extent(text, size) <= room:
        return text
    while text and extent(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text}…"


def bars(
    title: str, items: Sequence[Item], width: float, *, height: float = 0, plain: bool = False
) -> tuple[Drawing, ...]:
    """Honest bars below each other, from nothing to all, the rate in words beside each; several drawings when the height
    of one is limited. An item with nothing to do has an empty bar. `plain` bars compare amounts: all of one tone.
    """
    fit = max(1, len(items) if not height else int((height - HEAD) / ROW))
    pieces = [items[i : i + fit] for i in range(0, len(items), fit)] or [()]
    return tuple(
        _bars(title if not i else f"{title}（续）", piece, width, plain=plain) for i, piece in enumerate(pieces)
    )


def _bars(title: str, items: Sequence[Item], width: float, *, plain: bool) -> Drawing:
    names = min(max((extent(item.label, TEXT) for item in items), default=0) + 8, width * 0.32)
    told = min(max((extent(item.told, SMALL) for item in items), default=0) + 10, width * 0.5)
    shapes: list[Shape] = [Words(0, 14, title, TITLE, strong=True)]
    room = max(width - names - told, 20)
    for i, item in enumerate(items):
        y = HEAD + i * ROW
        shapes.append(Words(0, y + 8.5, shortened(item.label, TEXT, names - 6)))
        shapes.append(Box(names, y, room, BAR, "faint"))
        done = room * item.done / item.total if item.total else 0
        if done:
            shapes.append(Box(names, y, max(done, 0.6), BAR, "accent" if plain else _tone(item)))
        shapes.append(Words(width, y + 8.5, item.told, SMALL, "right", "quiet"))
    return Drawing(width, HEAD + len(items) * ROW, tuple(shapes))


def _tone(item: Item) -> Tone:
    """As the bars of the home page: all done, little missing, much missing; the words say the same."""
    left = item.total - item.done
    return "ok" if not left else "warning" if left * 20 < item.total else "accent"


def columns(
    title: str, values: Sequence[tuple[str, int]], width: float, height: float = 150, *, unit: str = ""
) -> Drawing:
    """Columns side by side, one for each month or quarter, with their numbers above and their names below."""
    shapes: list[Shape] = [Words(0, 14, title, TITLE, strong=True)]
    if unit:
        shapes.append(Words(width, 14, f"单位：{unit}", SMALL, "right", "quiet"))
    floor, top = height - 18, HEAD + 14
    highest = max((value for _label, value in values), default=0) or 1
    shapes.append(Stroke(0, floor, width, floor, "quiet"))
    shapes += [Stroke(0, y, width, y) for y in (top, (floor + top) / 2)]
    step = width / max(len(values), 1)
    skip = max(1, -(-int(max((extent(label, SMALL) for label, _ in values), default=0) + 4) // max(int(step), 1)))
    size, every = _numbered([f"{value:,}" for _label, value in values], step)
    for i, (label, value) in enumerate(values):
        middle, tall = (i + 0.5) * step, (floor - top) * value / highest
        if value:
            shapes.append(Box(middle - step * 0.3, floor - tall, step * 0.6, tall, "accent"))
        if (len(values) - 1 - i) % every == 0:
            half = extent(f"{value:,}", size) / 2
            at = max(half, min(middle, width - half))
            shapes.append(Words(at, floor - tall - 3, f"{value:,}", size, "center", "quiet"))
        if i % skip == 0:
            shapes.append(Words(middle, floor + 12, label, SMALL, "center"))
    return Drawing(width, height, tuple(shapes))


def _numbered(numbers: Sequence[str], step: float) -> tuple[float, int]:
    """(size, every how many columns one stands): smaller before any is left out; the last one stands always."""
    widest = max((extent(number, 1) for number in numbers), default=1)
    size = max(SMALLEST, min(SMALL, (step - GAP) / widest))
    return size, max(1, math.ceil((widest * size + GAP) / step - 1e-6))
