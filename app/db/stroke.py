"""In which order do names stand by strokes (笔画): fewer strokes first, then by the first stroke 横竖撇点折, then the next."""

from functools import cache

from app.paths import resource

# A character stands as the code point of its rank, so that the database's plain comparison of texts is the order. All ranks
# lie above the characters of every day; what the table does not know (Extension G and later) lies above the ranks.
FIRST = 0x10000


@cache
def _ranks() -> dict[int, int]:
    lines = resource("strokes", "stroke.txt").read_text(encoding="utf-8").splitlines()
    characters = "".join([line.partition(" ")[2] for line in lines])
    return dict(zip(map(ord, characters), range(FIRST, FIRST + len(characters)), strict=True))


def ranked(name: str) -> str:
    """The name with every Chinese character replaced by its rank; as long as the name."""
    return name.translate(_ranks())
