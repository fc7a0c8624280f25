"""After a session with a person whose words are known: does any file on the disk hold them, readable in any way?"""

import base64
import logging
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdfium2 import PdfDocument

from app import paths
from app.cli import main
from app.operations import batch, spare
from app.operations import draft as drafts
from app.operations.batch import Incoming
from app.operations.draft import Draft
from app.ui import dialogs
from app.ui.navigation import places
from app.ui.window import Window
from tests import make
from tests.trust import tally
from tests.trust.conftest import LONG

NAME, NUMBER, PHONE = "䶮槑犇", make.number(77), "19977777777"
WORDS = (NAME, NUMBER, PHONE)


def needles() -> dict[bytes, str]:
    found = {word.encode(code): word for word in WORDS for code in ("utf-8", "utf-16-le", "utf-16-be", "gb18030")}
    found |= {base64.b64encode(word.encode())[:14]: word for word in WORDS if len(word) > 9}
    return found | {NAME.encode("unicode_escape").replace(b"\\u", b"\\x"): NAME}  # as a settings file writes it


def parts(path: Path) -> Iterator[tuple[str, bytes]]:
    """The file, and what it packs."""
    yield path.name, path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            yield from ((f"{path.name}!{name}", packed.read(name)) for name in packed.namelist())


def readable(*folders: Path) -> list[str]:
    """Files, and parts of packed ones, that hold one of the words or are called so."""
    words, found = needles(), []
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    tally.note(len(files))
    for path in files:
        found += [f"{path.name} is called so" for word in WORDS if word in path.name]
        for name, text in parts(path):
            found += [f"{name}: {word}" for needle, word in words.items() if needle in text]
    return found


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temporary folder of the system."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def log(home: Path) -> Iterator[logging.Logger]:
    """The program's log where the program keeps it."""
    handler = logging.FileHandler(home / "ledger.log", encoding="utf-8")
    logging.getLogger().addHandler(handler)
    yield logging.getLogger("app")
    logging.getLogger().removeHandler(handler)
    handler.close()


def work(window: Window, log: logging.Logger) -> None:
    """What a clerk does with one person, a fault of the program among it."""
    store = window.store
    row = make.member(store, NAME, id_number=NUMBER, phone=PHONE, remark=f"{NAME}家中有病人")
    make.household(store, NAME, village=make.unit(store, "上溪村"))
    screen = window.open_place("member")
    screen.search(f"{NAME} {PHONE}")
    screen.list.reveal()
    window.show_record("member", row)
    for place in places() if LONG else ("household", "home", "works", "ledger", "outgoing"):
        window.open_place(place)
    batch.receive(store, [Incoming("名册.csv", f"{NAME},{NUMBER}".encode("gb18030"), ())])
    spare.make(store)
    drafts.keep(store, Draft("member", {"name": NAME, "id_number": NUMBER, "phone": PHONE}))
    try:
        raise ValueError(f"{NAME} {NUMBER} {PHONE}")
    except ValueError as error:
        log.error("%s", dialogs.scrubbed(error))
        (window.parts.folder / "问题报告.txt").write_text(dialogs.report(error), encoding="utf-8")
    window.memory.sync()


def test_nothing_that_a_session_leaves_on_the_disk_names_anybody(
    window: Window, home: Path, temporary: Path, log: logging.Logger
) -> None:
    work(window, log)
    assert (home / "ledger.log").stat().st_size
    assert readable(home, temporary, window.store.path.parent) == []
    assert make.count(window.store, f"SELECT count(*) FROM member WHERE id_number = '{NUMBER}'") == 1


def test_a_masked_file_holds_no_full_number_in_any_of_its_parts(window: Window, tmp_path: Path) -> None:
    make.member(window.store, "查明", id_number=NUMBER, phone=PHONE, remark=f"证号 {NUMBER}，电话 {PHONE}")
    out = tmp_path / "out"
    out.mkdir()
    for words in (
        "export member {out}/a.xlsx",
        "export members {out}/b.xlsx",
        "export member {out}/c.csv",
        "print members {out}/d.pdf",
    ):
        command = [*words.format(out=out).split(), "--mask", "middle", "--db", str(window.store.path)]
        assert main(command) == 0, words
    assert readable(out) == []
    with_pages = PdfDocument(out / "d.pdf")
    shown = "".join(page.get_textpage().get_text_range() for page in with_pages)
    with_pages.close()
    assert "查明" in shown
    assert NUMBER not in shown
    assert PHONE not in shown
    assert NUMBER[-4:] in "".join(text.decode(errors="ignore") for _name, text in parts(out / "a.xlsx"))


def test_another_user_of_the_pc_reads_none_of_the_files(window: Window, log: logging.Logger) -> None:
    tried = subprocess.run(["setpriv", "--reuid=65534", "--clear-groups", "true"], check=False, capture_output=True)
    if sys.platform != "linux" or tried.returncode:
        pytest.skip("another user cannot be played here")
    work(window, log)
    folder = window.store.path.parent
    for each in (folder, *folder.parents):
        if each.owner() == paths.root().owner() and not each.stat().st_mode & 0o005:
            each.chmod(each.stat().st_mode | 0o055)  # what the tests closed themselves is opened for the other user
    files = [path for path in folder.rglob("*") if path.is_file() and path.stat().st_size]
    assert len(files) > 4
    tally.note(len(files))
    command = ["setpriv", "--reuid=65534", "--clear-groups", "cat", *map(str, files)]
    assert subprocess.run(command, check=False, capture_output=True).stdout == b""
