"""`python -m benchmarks [--scale township|county|x10] [--only 1,2] [--folder DIR]`: ours beside its base, one table."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import dues, judging, lists, merging, paper, safety, sheets, suggesting, templates, window
from benchmarks.measure import Figure, table
from benchmarks.scene import Scene, prepared

PARTS: tuple[tuple[frozenset[int], Callable[[Scene], Iterator[Figure]]], ...] = (
    (frozenset({1, 2, 10}), sheets.figures),
    (frozenset({3, 4, 8}), lists.figures),
    (frozenset({9}), judging.figures),
    (frozenset({5}), paper.figures),
    (frozenset({6}), suggesting.figures),
    (frozenset({7, 11}), window.figures),
    (frozenset({12}), safety.figures),
    (frozenset({13}), templates.figures),
    (frozenset({14}), dues.figures),
    (frozenset({15}), merging.figures),
)


def main() -> int:
    parser = argparse.ArgumentParser(prog="benchmarks", description="Ours beside its base, measured in one run.")
    parser.add_argument("--scale", choices=("township", "county", "x10"), default="county")
    parser.add_argument("--only", default="", help="numbers of the work to measure, as 1,2,8")
    parser.add_argument("--folder", type=Path, help="keep the made-up databases here for the next run")
    asked = parser.parse_args()
    wanted = frozenset(int(number) for number in asked.only.split(",") if number)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        scene = prepared(asked.folder or Path(name), asked.scale)
        try:
            found = [
                figure for numbers, part in PARTS if not wanted or wanted & numbers for figure in _told(part, scene)
            ]
        finally:
            scene.close()
    sys.stdout.write(table([figure for figure in found if not wanted or figure.number in wanted]) + "\n")
    return 0


def _told(part: Callable[[Scene], Iterator[Figure]], scene: Scene) -> Iterator[Figure]:
    for figure in part(scene):
        sys.stderr.write(" | ".join(figure.cells()) + "\n")
        yield figure


if __name__ == "__main__":
    sys.exit(main())
