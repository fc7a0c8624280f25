"""A link to another record, as somebody wrote it: a name, a path or a number that the database resolves."""

from dataclasses import dataclass
from typing import ClassVar

from app.kinds import normal
from app.kinds.kind import Kind


@dataclass(frozen=True)
class Ref:
    """What was written for a record that is still to be found."""

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Link(Kind):
    """`parse` gives a `Ref`; the stored value is the row id, found for a whole column at once.

    `to` is the code name of the record that is meant.
    """

    name: ClassVar[str] = "link"
    to: str

    def parse(self, raw: object) -> Ref | None:
        text = " ".join(normal.tidy(normal.plain(raw)).split())
        return None if normal.is_empty(text) else Ref(text)
