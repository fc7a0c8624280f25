"""What is kept of a sheet that was sent comes back as it was, however long ago it was packed."""

import json

from app.exchange.sent import Sent, pack, unpack

_SENT = Sent(
    ("name", "branch"), {"u1": ("马一\n二", "b1"), "u2": ('"rows": [', None)}, {"branch": {"b1": "一支部"}},
    {"u1": "1.abcdef", "u2": "2.abcdef"}, {"name": {"马一": "马"}}, ("制表人",), {"年龄": {"u1": "30"}},
)  # fmt: skip


def test_what_was_packed_is_unpacked_whole() -> None:
    found = unpack(pack(_SENT, "SB-00000000-01"))
    assert dict(found.rows) == _SENT.rows
    assert (found.columns, found.words, found.revisions) == (_SENT.columns, _SENT.words, _SENT.revisions)
    assert (found.written, found.below, found.beside) == (_SENT.written, _SENT.below, _SENT.beside)


def test_a_sheet_without_rows_is_unpacked_too() -> None:
    assert len(unpack(pack(Sent(("name",), {}, {}, {}), "SB-00000000-01")).rows) == 0


def test_what_was_packed_with_its_rows_in_the_middle_is_read_as_well() -> None:
    told = json.loads(pack(_SENT, "SB-00000000-01"))
    former = {name: told[name] for name in ("mark", "columns", "words", "revisions", "rows", "written")}
    found = unpack(json.dumps(former, ensure_ascii=False).encode())
    assert (found.rows, found.written, found.below) == (_SENT.rows, _SENT.written, ())
