"""What a second office program sees in what we write: the same values, numbers of people as text, headings on every page."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from app.db.store import Store
from app.exchange import filling
from app.exchange.comparing import compare
from app.exchange.returned import collect
from app.exchange.sending import Asked, plan_sending, send
from app.exchange.write import write_xlsx
from app.ledgers import LEDGERS
from app.ledgers.ledger import table
from app.table import Table
from tests import make
from tests.exchange import sheets as s
from tests.exchange.test_filling import SAMPLES

_DIGITS = 15  # a spreadsheet program keeps no more of a number
pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


@pytest.fixture
def office() -> str:
    found = shutil.which("soffice") or shutil.which("libreoffice")
    if found is None:
        pytest.skip("LibreOffice is not installed: nobody else looked at what was written")
    return found


def opened(office: str, files: Sequence[Path], form: str, folder: Path) -> Path:
    """The files as LibreOffice opens and saves them in another form, in one start."""
    target = folder / form.partition(":")[0]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", form, "--outdir", str(target), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return target


def cells(path: Path, *, sheet: str = "", shown: bool = False) -> dict[str, object]:
    """Value by cell; with `shown` what formulas came to."""
    book = openpyxl.load_workbook(path, data_only=shown)
    page = book[sheet] if sheet else book.worksheets[0]
    return {cell.coordinate: cell.value for row in page.iter_rows() for cell in row if cell.value not in (None, "")}


def pages(path: Path) -> list[str]:
    document = pypdfium2.PdfDocument(path)
    try:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]
    finally:
        document.close()


def ledgers(store: Store) -> dict[str, Table]:
    """All ledgers that have rows."""
    with store.read() as reader:
        made = {name: table(reader, ledger) for name, ledger in LEDGERS.items()}
    return {name: found for name, found in made.items() if found.rows}


def test_ledgers_show_the_same_values_and_their_heading_on_every_page(
    store: Store, office: str, tmp_path: Path
) -> None:
    for village in s.villages(store, 3, 25):
        make.household(
            store, f"仇根{village}", village=village, head_id=make.number(480 + village), phone="19900000001"
        )
    found = ledgers(store)
    files = [tmp_path / f"{name}.xlsx" for name in found]
    for path in files:
        write_xlsx(found[path.stem], path)
    again, paper = (opened(office, files, form, tmp_path) for form in ("xlsx:Calc MS Excel 2007 XML", "pdf"))
    longest = 0
    for path in files:
        theirs = cells(again / path.name)
        assert theirs == cells(path)
        assert not [value for value in theirs.values() if isinstance(value, int | float) and value > 10**_DIGITS]
        told = pages(paper / f"{path.stem}.pdf")
        labels = ["".join(label.split()) for label in found[path.stem].labels() if len(label) < 5]
        assert not [page for page in told if "###" in page]
        assert all(label in page for page in told for label in labels[:3])
        longest = max(longest, len(told))
    assert longest > 1


def test_templates_filled_from_the_books_open_and_recalculate(store: Store, office: str, tmp_path: Path) -> None:
    for village in s.villages(store, 2, 30):
        make.household(store, f"仇根{village}", village=village, head_id=make.number(480 + village))
    files, sheets = [], {}
    for sample in SAMPLES:
        sample.make(tmp_path / "模板.xlsx")
        out = tmp_path / f"{sample.name}.xlsx"
        done = filling.fill(store, filling.propose(store, tmp_path / "模板.xlsx"), out, filling.asking())
        files.append(done.files[0])
        sheets[done.files[0]] = done.sheet
    again = opened(office, files, "xlsx:Calc MS Excel 2007 XML", tmp_path)
    wrong = []
    for path in files:
        ours, theirs = cells(path, sheet=sheets[path]), cells(again / path.name, sheet=sheets[path], shown=True)
        texts = {place: value for place, value in ours.items() if isinstance(value, str) and value[:1] != "="}
        if {place: theirs.get(place) for place in texts} != texts:
            wrong.append((path.name, "texts"))
        if any(isinstance(value, str) and value.startswith(("#", "Err:")) for value in theirs.values()):
            wrong.append((path.name, "a formula that failed"))
        missing = [place for place, value in ours.items() if str(value)[:1] == "=" and place not in theirs]
        wrong += [(path.name, place) for place in missing]
    assert wrong == []


@pytest.mark.parametrize("form", ["xlsx:Calc MS Excel 2007 XML", "xls:MS Excel 97", "ods"])
def test_templates_sent_to_a_village_come_back_the_same_when_another_program_saved_them(
    form: str, store: Store, office: str, tmp_path: Path
) -> None:
    (village,) = s.villages(store, 1, 4)
    make.household(store, "仇根水", village=village, head_id=make.number(480))
    files = []
    for sample in (sample for sample in SAMPLES if sample.shape == "table"):
        sample.make(tmp_path / f"{sample.name}.xlsx")
        proposal = filling.propose(store, tmp_path / f"{sample.name}.xlsx")
        with store.read() as reader:
            sending = plan_sending(reader, Asked("", template=proposal))
        files += send(store, sending, tmp_path / "out").files
    again = opened(office, files, form, tmp_path)
    heap = collect(store, [again])
    assert {(one.state, one.by) for one in heap} == {("new", "批次标记")}
    told = {one.path.stem: {k: n for k, n in compare(store, one.path).counts().items() if n} for one in heap}
    assert {name: counts for name, counts in told.items() if counts.keys() != {"same"}} == {}
    assert len(told) == len(files)
