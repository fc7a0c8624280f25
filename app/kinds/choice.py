"""One entry of a code list, whichever of its names was written."""

from dataclasses import dataclass
from typing import ClassVar

from app.codes import LISTS, find
from app.kinds import normal
from app.kinds.kind import Kind, Unreadable

_CODES = {"sex": "sex_invalid", "ethnic": "ethnic_unknown"}


@dataclass(frozen=True)
class Choice(Kind):
    """Value: the entry's name in the list `codes`. Its code and its aliases are read as the name."""

    name: ClassVar[str] = "choice"
    codes: str

    def parse(self, raw: object) -> str | None:
        text = normal.tidy(normal.plain(raw))
        found = find(self.codes, text)
        if found is not None:
            return found
        if normal.is_empty(normal.squeeze(text)):
            return None
        title = LISTS.get(self.codes, "这一项")
        code = _CODES.get(self.codes, "choice_unknown")
        raise Unreadable(code, f"“{normal.shorten(text)}”不在“{title}”的选项里，请改选，或在代码表中增加。")
