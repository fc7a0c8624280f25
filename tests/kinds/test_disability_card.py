"""Numbers of disability cards: the holder's number, kind and grade; hidden like an identity number."""

import pytest

from app.kinds.disability_card import DisabilityCard
from app.kinds.kind import Unreadable
from app.kinds.mask import mask, withheld

GOOD = "99010119870615002543"


@pytest.mark.parametrize(
    "raw",
    [
        GOOD,
        f" {GOOD} ",
        "990101 19870615 0025 43",
        f"残疾证号：{GOOD}",
        f"第二代残疾人证{GOOD}",
        "９９010119870615002543",
    ],
)
def test_a_good_number_is_read_however_it_is_written(raw: str) -> None:
    read = DisabilityCard().parse(raw)
    assert read == GOOD
    assert DisabilityCard().check(read) == ()


def test_a_card_that_was_issued_again_bears_its_mark() -> None:
    read = DisabilityCard().parse(f"{GOOD}b1")
    assert read == f"{GOOD}B1"
    assert DisabilityCard().check(read) == ()


@pytest.mark.parametrize(
    ("raw", "code"),
    [("1234", "card_format"), (f"{GOOD[:18]}83", "card_format"), (f"{GOOD[:17]}343", "card_checksum")],
)
def test_another_number_is_kept_and_doubted(raw: str, code: str) -> None:
    read = DisabilityCard().parse(raw)
    assert read == raw
    assert [doubt.code for doubt in DisabilityCard().check(read)] == [code]


@pytest.mark.parametrize("raw", [9.9010119870615e19, 99010119870615002543, "9.9010119870615E+19"])
def test_a_number_that_a_spreadsheet_rounded_is_refused(raw: object) -> None:
    with pytest.raises(Unreadable) as refused:
        DisabilityCard().parse(raw)
    assert refused.value.code == "id_precision_lost"


def test_it_is_hidden_like_an_identity_number() -> None:
    assert mask("card", GOOD, "middle") == "990101**********2543"
    assert mask("card", GOOD, "none") == GOOD
    assert mask("card", GOOD, "name") == ""
    assert withheld("card", "disability_no", "name")
