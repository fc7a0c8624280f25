"""A pasted block obeys what a form obeys: nobody stands twice, nothing required is left out, all of it is one work."""

import pytest

from app.db.store import Store
from app.errors import UserError
from app.models import RECORDS
from app.operations import history, pasting
from tests import make

MEMBER = RECORDS["member"]
NAMES = ("name", "id_number", "phone")


def codes(lines: tuple[pasting.Line, ...]) -> list[list[str]]:
    return [[problem.code for problem in line.stopping] for line in lines]


def test_new_lines_are_saved_as_one_work(store: Store) -> None:
    cells = [["单小红", make.number(1), ""], ["解明", make.number(2, man=True), "19900000002"]]
    lines = pasting.read(store, MEMBER, NAMES, cells, [None, None])
    assert codes(lines) == [[], []]
    assert pasting.keep(store, MEMBER, lines) == 2
    assert make.count(store, "SELECT count(*) FROM member") == 2
    history.undo(store)
    assert make.count(store, "SELECT count(*) FROM member") == 0


def test_a_number_twice_in_the_block_is_refused_the_second_time(store: Store) -> None:
    cells = [["单小红", make.number(1)], ["单大红", make.number(1)], ["解明", ""], ["解亮", ""]]
    lines = pasting.read(store, MEMBER, NAMES, cells, [None] * 4)
    assert codes(lines) == [[], ["duplicate"], [], []]
    assert "与第 1 行相同" in lines[1].stopping[0].text


def test_the_number_of_somebody_else_is_refused_for_a_row_that_is_there_too(store: Store) -> None:
    make.member(store, "单小红", id_number=make.number(1))
    row = make.member(store, "解明", id_number=make.number(2))
    assert codes(pasting.read(store, MEMBER, ["id_number"], [[make.number(1)]], [row])) == [["duplicate"]]
    assert codes(pasting.read(store, MEMBER, ["id_number"], [[make.number(2)]], [row])) == [[]]


def test_a_doubt_in_one_cell_hides_no_gap_in_another(store: Store) -> None:
    (line,) = pasting.read(store, MEMBER, ["sex", "id_number"], [["男", make.number(1)]], [None])
    assert {problem.code for problem in line.problems} == {"required", "sex_id_mismatch"}
    assert [problem.field for problem in line.stopping] == ["name"]


def test_a_cell_that_cannot_be_read_is_said_once(store: Store) -> None:
    (line,) = pasting.read(store, MEMBER, NAMES, [["单小红", "123"]], [None])
    assert [problem.field for problem in line.stopping] == ["id_number"]


def test_what_was_registered_meanwhile_is_not_registered_twice(store: Store) -> None:
    lines = pasting.read(store, MEMBER, NAMES, [["单小红", make.number(1)]], [None])
    make.member(store, "单小红", id_number=make.number(1))
    with pytest.raises(UserError, match="又有改动"):
        pasting.keep(store, MEMBER, lines)
    assert make.count(store, "SELECT count(*) FROM member") == 1
