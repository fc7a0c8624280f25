"""Does the house stand as it was drawn? The rules are those of the README's layer picture; see `tests.architecture`."""

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from app import paths
from tests import architecture, departure

ROOT = paths.root()
HOUSE = architecture.read(ROOT)
EVERYTHING = (
    *HOUSE,
    *architecture.read(ROOT, "tests"),
    *architecture.read(ROOT, "benchmarks"),
    *(module for module in architecture.read(ROOT, "migrations") if ".versions." not in module.name),
)


def test_every_module_has_a_place_in_the_order_of_layers() -> None:
    assert architecture.unplaced(HOUSE) == ()


def test_imports_go_down_the_layers_only() -> None:
    assert architecture.upward(HOUSE) == ()


def test_no_module_needs_itself_by_way_of_others() -> None:
    assert architecture.cycles(HOUSE) == ()


def test_nothing_is_imported_inside_a_function() -> None:
    assert architecture.inner_imports(HOUSE) == ()


def test_each_library_stays_in_its_layer() -> None:
    assert architecture.unconfined(HOUSE) == ()


def test_screens_read_through_queries_and_change_through_operations() -> None:
    assert architecture.screens_past_the_queries(HOUSE) == ()


def test_no_command_and_no_screen_lets_a_file_out_without_a_note() -> None:
    assert departure.unnoted(HOUSE) == ()


def test_files_classes_and_functions_stay_small() -> None:
    assert architecture.too_large(EVERYTHING) == ()


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert architecture.badly_named(EVERYTHING) == ()


def test_every_file_opens_with_the_question_it_answers() -> None:
    assert architecture.silent_openings(EVERYTHING) == ()


def test_every_folder_of_the_program_is_a_package() -> None:
    assert architecture.bare_folders(ROOT) == ()


def test_migrations_never_import_the_program() -> None:
    versions = [module for module in architecture.read(ROOT, "migrations") if ".versions." in module.name]
    targets = {found.target.split(".")[0] for found in architecture.all_imports(versions)}
    assert "app" not in targets


def test_everything_but_the_window_loads_without_qt() -> None:
    windowed = ("app.ui", "app.main", "app.__main__")
    names = [m.name for m in HOUSE if not any(m.name == name or m.name.startswith(f"{name}.") for name in windowed)]
    program = (
        "import importlib, sys\n"
        f"for name in {names!r}: importlib.import_module(name)\n"
        "sys.stdout.write(' '.join(name for name in sys.modules if name.startswith(('PySide6', 'shiboken6'))))"
    )
    answer = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout) == (0, ""), answer.stderr


# The checks themselves, on a small made-up house


def house(root: Path, files: Mapping[str, str]) -> tuple[architecture.Module, ...]:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return architecture.read(root)


def test_a_house_in_order_has_no_complaint(tmp_path: Path) -> None:
    modules = house(
        tmp_path,
        {
            "app/__init__.py": '"""A made-up program."""\n',
            "app/errors.py": '"""What can go wrong?"""\n',
            "app/models/__init__.py": '"""Records."""\nfrom app.models import member\nRECORDS = (member.Member,)\n',
            "app/models/member.py": '"""A member."""\nfrom app import errors\nclass Member: ...\n',
            "app/ui/__init__.py": '"""What one sees."""\nSCREENS = ("app.ui.screens:home",)\n',
            "app/ui/screens.py": '"""Screens."""\nfrom PySide6 import QtCore\nfrom app.models import RECORDS\n',
        },
    )
    checks = (
        architecture.unplaced,
        architecture.upward,
        architecture.cycles,
        architecture.inner_imports,
        architecture.unconfined,
        architecture.too_large,
        architecture.badly_named,
        architecture.silent_openings,
    )
    assert [check(modules) for check in checks] == [()] * len(checks)


@pytest.mark.parametrize(
    ("name", "text", "target"),
    [
        ("app/kinds/text.py", "from app.models.member import Member", "app.models.member"),
        ("app/kinds/text.py", "from ..models import member", "app.models"),
        ("app/ledgers/roster.py", "import app.rules.term", "app.rules.term"),
        ("app/exchange/write.py", "from app import printing", "app"),
        ("app/operations/print.py", 'late("app.printing.ledger:draw")', "app.printing.ledger"),
        ("app/db/store.py", 'SCREENS = {"home": "app.ui.screens.home:Home"}', "app.ui.screens.home"),
    ],
)
def test_an_import_that_climbs_or_reaches_aside_is_found(tmp_path: Path, name: str, text: str, target: str) -> None:
    modules = house(tmp_path, {name: text, "app/printing/__init__.py": "", "app/models/__init__.py": ""})
    (complaint,) = architecture.upward(modules) or ("",)
    assert target in complaint


def test_a_circle_is_found_and_named(tmp_path: Path) -> None:
    modules = house(
        tmp_path,
        {
            "app/db/work.py": "from app.db import store",
            "app/db/store.py": "import app.db.history",
            "app/db/history.py": "from app.db.work import Work",
        },
    )
    assert architecture.cycles(modules) == ("app.db.history → app.db.work → app.db.store → app.db.history",)


def test_a_late_name_makes_no_circle(tmp_path: Path) -> None:
    files = {"app/ui/navigation.py": 'HOME = "app.ui.home:Home"', "app/ui/home.py": "from app.ui import navigation"}
    assert architecture.cycles(house(tmp_path, files)) == ()


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    import json",
        "class A:\n    async def f(self):\n        from app import errors",
        "x = importlib.import_module('json')",
    ],
)
def test_an_import_inside_a_function_is_found_but_allowed_in_loading(tmp_path: Path, text: str) -> None:
    modules = house(tmp_path, {"app/rules/term.py": text, "app/loading.py": text})
    (complaint,) = architecture.inner_imports(modules)
    assert complaint.startswith("app.rules.term:")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("app/operations/pair.py", "from sqlalchemy import select"),
        ("app/db/store.py", "import alembic.command"),
        ("app/printing/ledger.py", "import openpyxl"),
        ("app/exchange/write.py", "from reportlab.pdfgen import canvas"),
        ("app/parts.py", "from PySide6.QtCore import QObject"),
        ("app/mainly.py", 'late("PySide6.QtCore")'),
    ],
)
def test_a_library_outside_its_layer_is_found(tmp_path: Path, name: str, text: str) -> None:
    assert len(architecture.unconfined(house(tmp_path, {name: text}))) == 1


def test_a_screen_that_goes_past_the_queries_is_found(tmp_path: Path) -> None:
    text = "from app.db.queries import member\nfrom app.db.work import Work\n"
    files = {"app/ui/screens/home.py": text, "app/db/queries/member.py": "", "app/db/work.py": ""}
    (complaint,) = architecture.screens_past_the_queries(house(tmp_path, files))
    assert "app.db.work" in complaint


LEAVING = "from app.exchange.write import write_xlsx\nfrom app.operations.outgoing import leaving\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("def export(t):\n    write_xlsx(t)\n", 1),
        ("def export(t):\n    with leaving(t):\n        write_xlsx(t)\n", 0),
        ("def export(t):\n    with leaving(t):\n        put(t)\ndef put(t):\n    write_xlsx(t)\n", 0),
        ("def export(t):\n    put(t)\ndef put(t):\n    write_xlsx(t)\n", 1),
        (
            "class A:\n    def export(self):\n        run(lambda: self.put())\n    def put(self):\n        write_xlsx(1)\n",
            1,
        ),
    ],
)
def test_a_command_or_screen_that_writes_without_a_note_is_found(tmp_path: Path, text: str, found: int) -> None:
    writer = "from app.files import replace_file\ndef write_xlsx(t):\n    with replace_file(t):\n        pass\n"
    modules = house(tmp_path, {"app/exchange/write.py": writer, "app/ui/screens/list.py": LEAVING + text})
    assert len(departure.unnoted(modules)) == found


def test_what_grew_too_large_is_found(tmp_path: Path) -> None:
    long_function = "def f():\n" + "    x = 1\n" * 50
    many_methods = "class A:\n" + "    def m(self): ...\n" * 26
    long_class = "class B:\n" + "    x = 1\n" * 250
    modules = house(tmp_path, {"app/codes.py": long_function + many_methods + long_class + "y = 1\n" * 100})
    assert len(architecture.too_large(modules)) == 4


def test_a_name_that_says_nothing_and_a_module_without_place_are_found(tmp_path: Path) -> None:
    modules = house(tmp_path, {"app/ui/helpers/dates.py": "", "app/extras.py": ""})
    assert len(architecture.badly_named(modules)) == 1
    assert architecture.unplaced(modules) == ("app.extras has no place in the order of layers",)
    assert len(architecture.silent_openings(modules)) == 2
    assert architecture.bare_folders(tmp_path) == ("app has no __init__.py", "app/ui/helpers has no __init__.py")
