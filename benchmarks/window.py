"""The window: how soon it can be used, and how much memory it holds (rows 7, 11); each in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from app.paths import root
from benchmarks.measure import Figure
from benchmarks.scene import Scene

_BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow, QLabel
app = QApplication([])
window = QMainWindow(); window.setCentralWidget(QLabel("x")); window.show()
"""
_OURS = """
from pathlib import Path
from app.collecting import paused
with paused():
    from app.ui import application
    from app.parts import build
    app = application.application()
    window = application.open_window(build(Path({path!r})))
    window.show()
"""
_FRAME = """
import json, pathlib, sys, time
begun = time.perf_counter()
{body}
for _ in range(5): app.processEvents()
took = time.perf_counter() - begun
status = pathlib.Path("/proc/self/status")
lines = status.read_text().splitlines() if status.exists() else []
held = next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), 0)
sys.stdout.write(json.dumps([took, held]))
sys.stdout.flush()
import os; os._exit(0)
"""


def figures(scene: Scene) -> Iterator[Figure]:
    bodies = _BARE, _OURS.format(path=str(scene.small.path)), _OURS.format(path=str(scene.store.path))
    (bare, bare_memory), (small, _), (ours, memory) = _best(bodies, scene.folder / "compiled")
    yield Figure(7, "start to a usable window, a township", 800, small, bare, "bare Qt window", "≤ 4")
    if scene.scale != "township":
        yield Figure(7, "start to a usable window", scene.rows, ours, small, "ours at a township", "≤ 1.2")
    yield Figure(11, "memory of the open window", scene.rows, memory, bare_memory, "bare Qt window", "≤ 250 MB", "MB")


def _best(bodies: tuple[str, ...], folder: Path) -> list[tuple[float, float]]:
    """Seconds and MB (0 where the system does not tell) of each: the best of five starts, taken in turns."""
    rounds = [[_run(body, folder) for body in bodies] for _ in range(5)]
    return [(min(took for took, _ in runs), min(held for _, held in runs)) for runs in zip(*rounds, strict=True)]


def _run(body: str, folder: Path) -> tuple[float, float]:
    # As the delivered program starts: its modules are compiled by then, in the first of the runs at the latest.
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(folder)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    if not (environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY")):
        environment["QT_QPA_PLATFORM"] = "offscreen"
    answer = subprocess.run(
        [sys.executable, "-c", _FRAME.format(body=body)],
        cwd=root(),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    took, memory = json.loads(answer.stdout.splitlines()[-1])
    return float(took), float(memory)
