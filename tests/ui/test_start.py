"""What a start loads before the window is painted: every module costs each start, every heavy one twice."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.parts import build
from app.paths import root

_START = """
import json, os, sys
from pathlib import Path
from app.loading import late
from app.parts import build
from app.ui import application
from app.ui.navigation import places
from app.ui.window import Window
qt = application.application()
window = Window(build(Path(sys.argv[1])))
late(places()["home"].screen)  # not opened: what it counts beside the window loads what it needs
sys.stdout.write(json.dumps(sorted(sys.modules)))
sys.stdout.flush()
os._exit(0)
"""
HEAVY = frozenset({
    "sqlalchemy", "alembic", "openpyxl", "xlsxwriter", "python_calamine", "reportlab", "pypdfium2", "lxml", "networkx",
    "pypinyin", "argon2", "xlrd", "defusedxml", "xml", "email", "asyncio", "unittest", "PySide6.QtSvgWidgets",
})  # fmt: skip
# What reads the catalogue, and the home page; a screen, a rule or a ledger is loaded when it is first opened. The catalogue
# itself is a file for each record.
MODULES = 125
LATE = ("app.rules.", "app.ledgers.", "app.exchange.", "app.printing.", "app.commands.")


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    path = tmp_path_factory.mktemp("start") / "x.db"
    build(path).close()
    answer = subprocess.run(
        [sys.executable, "-c", _START, str(path)], cwd=Path(root()), capture_output=True, text=True, check=True
    )
    return frozenset(json.loads(answer.stdout.splitlines()[-1]))


def test_no_heavy_library_is_loaded_before_the_window_stands(loaded: frozenset[str]) -> None:
    assert loaded & HEAVY == set()


def test_rules_ledgers_sheets_and_paper_are_loaded_when_they_are_first_needed(loaded: frozenset[str]) -> None:
    assert [name for name in sorted(loaded) if name.startswith(LATE)] == []


def test_a_start_loads_few_modules_of_ours(loaded: frozenset[str]) -> None:
    assert sum(name.startswith("app.") and not name.startswith("app.models.") for name in loaded) <= MODULES


def test_only_the_screen_that_opens_first_is_loaded(loaded: frozenset[str]) -> None:
    first = ("app.ui.screens.home", "app.ui.screens.screen")
    assert [name for name in sorted(loaded) if name.startswith("app.ui.screens.") and not name.startswith(first)] == []
