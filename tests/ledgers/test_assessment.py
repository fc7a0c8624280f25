"""Ledgers and the overview of assessments say what the pure sums say, for everything the sample township has."""

import pytest

from app.db.queries import assessment as queries
from app.db.queries import checklist as checklists
from app.db.store import Reader, Store
from app.kinds.points import Points
from app.ledgers import assessment as ledger
from app.ledgers import ledger_named, table
from app.models import RECORDS
from app.models.assessment import ABSENT, HIT
from app.models.checklist import SELF, TOWN
from app.operations import assessment
from app.operations import record as records
from tests import make


def _of(reader: Reader, domain: str) -> int:
    return next(one.id for one in checklists.versions(reader) if one.domain == domain)


def test_sums_by_one_statement_are_the_sums_line_by_line(township: Store) -> None:
    text = Points().text
    with township.read() as reader:
        told = table(reader, ledger_named("assessments"))
        places = {column.name: place for place, column in enumerate(told.columns)}
        rows = dict(zip(told.keys, told.rows, strict=True))
        every = queries.every(reader)
        assert len(every) == len(rows) > 40
        for each in every:
            sheet, row = assessment.sheet(reader, each.id), rows[each.uid]
            whole = sheet.sum()
            assert row[places["counts"]] == text(whole.points)
            assert row[places["share"]] == text(whole.share)
            for name, scorer in (("own", SELF), ("town", TOWN)):
                found = sheet.sum(scorer)
                assert (row[places[name]] or "") == (text(found.points) if found.scored else "")
            (board,) = (one for one in queries.board(reader, year=each.year) if one.id == each.id)
            assert (board.scored, board.lines, board.vetoes) == (whole.scored, whole.lines, whole.vetoes)


def test_the_overview_tells_each_line_and_the_change_since_last_year(township: Store) -> None:
    with township.read() as reader:
        version = _of(reader, "农村")
        now, before = (ledger.overview(reader, version, year) for year in (2026, 2025))
        held = [each.id for each in queries.every(reader, year=2026) if each.checklist == version]
        sheet = assessment.sheet(reader, held[0])
    places = {column.label: place for place, column in enumerate(now.columns)}
    first, former = now.rows[0], before.rows[0]
    signs = [first[places[line.code_no]] for line in sheet.lines]
    expected = [
        ledger.sign(line, None if (one := sheet.counts(line.id)).points is None else (one.points, one.mark))
        for line in sheet.lines
    ]
    assert signs == expected
    share, last = (float(str(row[places["得分率"]]).rstrip("%")) for row in (first, former))
    moved = str(first[places["比上次"]])
    assert moved[0] == ("↑" if share > last else "↓" if share < last else "＝")
    assert float(moved[1:] or 0) == pytest.approx(abs(share - last))
    assert former[places["比上次"]] == ""


def test_signs_need_no_colour(store: Store) -> None:
    made = records.save(store, RECORDS["checklist"], {"name": "清单"})
    item = {"checklist": made, "code_no": "1", "content": "人数", "scoring": "扣分", "points": 400}
    records.save(store, RECORDS["item"], item)
    branch = make.branch(store)
    row = assessment.begin(store, made, ("branch", branch), year=2026)
    with store.read() as reader:
        (line,) = assessment.sheet(reader, row).lines
    cells = (None, (400, ""), (100, ""), (0, ""), (0, ABSENT), (0, HIT))
    assert [ledger.sign(line, cell) for cell in cells] == ["", "●", "◐", "○", "－", "▲"]


def test_the_weakest_lines_come_first_and_domains_stand_beside_each_other(township: Store) -> None:
    with township.read() as reader:
        version = _of(reader, "农村")
        weak, domains = ledger.weakest(reader, version, 2025), ledger.domains(reader, 2025)
    shares = [float(str(row[-1]).rstrip("%")) for row in weak.rows]
    assert shares == sorted(shares)
    assert len(shares) > 30
    counts = {row[1]: (row[3], row[4]) for row in domains.rows}
    assert len(counts) == 7
    assert counts.pop("农村") == (19, 19)
    assert set(counts.values()) == {(1, 1)}


def test_findings_say_whether_they_are_mended_or_late(township: Store) -> None:
    with township.read() as reader:
        found = table(reader, ledger_named("findings"))
        later = table(reader, ledger_named("findings"), as_of="2027-02-01")
    states = {str(row[-1]) for row in found.rows}
    assert states == {"已整改", "整改中", "逾期"}
    assert "逾期" in {str(row[-1]) for row in later.rows}
