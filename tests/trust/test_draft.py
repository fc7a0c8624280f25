"""D5: the form being typed survives a kill at any moment, all but its last five seconds; nobody reads it in the folder."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from random import Random
from time import monotonic

import pytest

from app import paths
from app.operations import draft as drafts
from app.parts import build
from tests.trust.conftest import runs

_TYPING = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from app.models import RECORDS
from app.parts import build
from app.ui import application, editors
from app.ui.form import RecordForm
qt = application.application()
store = build(Path(sys.argv[1])).store
form = RecordForm(store, RECORDS["member"])
form.show()
texts = dict(pair.split("=") for pair in sys.argv[2].split(","))
left = list(texts.items())
def type_one():
    if left:
        name, text = left.pop(0)
        editors.put_text(form.widgets[name], text)
        print(name, time.monotonic(), flush=True)
timer = QTimer()
timer.timeout.connect(type_one)
timer.start(300)
qt.exec()
"""
TEXTS = {
    "name": "欧阳测试", "id_number": "990101200002290038", "birth_date": "2000-02-29", "phone": "13900000009",
    "native_place": "示例省示例县", "address": "青禾镇某某路九号", "remark": "家里有老人", "education": "大专",
    "join_date": "2020-07-01", "sex": "男",
}  # fmt: skip
BOUND = 5.0


@dataclass(frozen=True)
class Killed:
    """What one killed window had been told (field → how many seconds before its end), and what its draft holds."""

    typed: dict[str, float]
    kept: dict[str, str]


def _killed(fresh: Path, moment: float) -> Killed:
    command = [sys.executable, "-c", _TYPING, str(fresh), ",".join(f"{name}={text}" for name, text in TEXTS.items())]
    env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    window = subprocess.Popen(command, cwd=paths.root(), stdout=subprocess.PIPE, encoding="utf-8", env=env)
    assert window.stdout is not None
    first = window.stdout.readline()  # however long the start took
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            window.wait(moment)
    finally:
        window.kill()
        end = monotonic()
        said = first + window.communicate()[0]
    _refuse_readable(fresh.parent)
    lines = [line.split() for line in said.splitlines()]
    parts = build(fresh)
    try:
        found = drafts.find(parts.store)
        drafts.forget(parts.store)
    finally:
        parts.close()
    return Killed({name: end - float(at) for name, at in lines}, dict(found.texts) if found else {})


def test_a_killed_form_is_there_again_but_for_its_last_five_seconds(fresh: Path) -> None:
    chance, typed, lost, old = Random(5), 0, 0, []
    for _ in range(runs(1, 100)):
        killed = _killed(fresh, chance.uniform(1.0, 7.0))
        for name, age in killed.typed.items():
            typed += 1
            if killed.kept.get(name) != TEXTS[name]:
                lost += 1
                old += [(name, age)] if age > BOUND else []
    sys.stdout.write(f"typed {typed} lost {lost} older than 5 s {len(old)}\n")
    assert typed
    assert old == []


def _refuse_readable(folder: Path) -> None:
    for path in folder.rglob("*"):
        raw = path.read_bytes() if path.is_file() else b""
        for text in TEXTS.values():
            if len(text) > 3:
                assert text.encode() not in raw, path.name
                assert text.encode("utf-16-le") not in raw, path.name
