"""How is one figure taken, and how is it told?"""

import gc
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Figure:
    """`ours` and `base` in `unit`; `reach` is what the ratio ours / base is to keep to, as a sentence."""

    number: int
    work: str
    rows: int
    ours: float
    base: float
    base_name: str
    reach: str
    unit: str = "s"

    def cells(self) -> tuple[str, ...]:
        ratio = f"{self.ours / self.base:.2f}" if self.base else "–"
        return (
            str(self.number), self.work, f"{self.rows:,}", _told(self.ours, self.unit), _told(self.base, self.unit),
            self.base_name, ratio, self.reach,
        )  # fmt: skip


HEADINGS = ("#", "work", "rows", "ours", "base", "base is", "ratio", "to reach")


def _told(value: float, unit: str) -> str:
    if unit == "s":
        return f"{value * 1000:.1f} ms" if value < 1 else f"{value:.2f} s"
    return f"{value:.0f} {unit}"


def seconds(work: Callable[[], Any], times: int = 1) -> float:
    """The best of several runs."""
    best = float("inf")
    for _ in range(times):
        gc.collect()
        begun = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begun)
    return best


def table(figures: list[Figure]) -> str:
    """Markdown, widths even."""
    rows = [HEADINGS, *(figure.cells() for figure in figures)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(HEADINGS))]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    rule = "|" + "|".join("-" * (width + 2) for width in widths) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])
