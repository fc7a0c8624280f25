"""A box opens for whom it was sealed, whole, and for nobody else."""

import pytest

from app.db import seal


def test_a_box_opens_for_its_receiver_only() -> None:
    private, public = seal.pair()
    box = seal.sealed(public, b"secret" * 5)
    assert seal.opened(private, box) == b"secret" * 5
    assert seal.opened(seal.pair()[0], box) is None
    assert seal.sealed(public, b"secret" * 5) != box


def test_a_box_that_was_touched_anywhere_opens_for_nobody() -> None:
    private, public = seal.pair()
    box = seal.sealed(public, b"secret")
    for place in range(len(box)):
        assert seal.opened(private, box[:place] + bytes([box[place] ^ 1]) + box[place + 1 :]) is None
    assert seal.opened(private, b"") is None
    assert seal.opened(private, box[:40]) is None


def test_half_a_public_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32"):
        seal.sealed(b"short", b"secret")
