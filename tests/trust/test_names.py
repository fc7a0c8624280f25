"""Every ideograph of GB 18030 may stand in a name: is it kept, sorted and found, and are long names whole?"""

from app.db.queries.listing import Query, ids, window
from app.db.store import Store
from app.kinds.person_name import PersonName
from app.models.member import Member

# GB 18030-2022: the unified ideographs and extensions A to F.
BLOCKS = ((0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2EBE0))
LONG = 50


def names() -> list[str]:
    signs = [chr(code) for first, last in BLOCKS for code in range(first, last + 1)]
    return ["".join(signs[at : at + LONG]) for at in range(0, len(signs), LONG)]


def test_all_ideographs_are_kept_sorted_and_found_in_names_of_fifty_characters(store: Store) -> None:
    made = names()
    kind = PersonName()
    assert [name for name in made if kind.parse(name) != name] == []
    with store.work("登记") as work:
        rows = work.add_many(Member, ("name",), [(name,) for name in made])
    with store.read() as reader:
        kept = [row[1] for row in window(reader, Query("member", ("name",)), limit=len(made))]
        assert sorted(kept) == sorted(made)
        for at in range(0, len(made), 97):
            assert ids(reader, Query("member", (), words=(made[at][20:32],))) == [rows[at]]
