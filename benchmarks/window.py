"""The window: how soon it can be used, and how much memory it holds (rows 7, 11); each in a process of its own."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator

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
    bare, bare_memory = _best(_BARE)
    small, _ = _best(_OURS.format(path=str(scene.small.path)))
    ours, memory = _best(_OURS.format(path=str(scene.store.path)))
    yield Figure(7, "start to a usable window, a township", 800, small, bare, "bare Qt window", "≤ 4")
    if scene.scale != "township":
        yield Figure(7, "start to a usable window", scene.rows, ours, small, "ours at a township", "≤ 1.2")
    yield Figure(11, "memory of the open window", scene.rows, memory, bare_memory, "bare Qt window", "≤ 250 MB", "MB")


def _best(body: str) -> tuple[float, float]:
    """Seconds and MB (0 where the system does not tell): the best of three starts."""
    runs = [_run(body) for _ in range(3)]
    return min(run[0] for run in runs), min(run[1] for run in runs)


def _run(body: str) -> tuple[float, float]:
    environment = {**os.environ}
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
