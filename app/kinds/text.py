"""Free text: a line, or several."""

from dataclasses import dataclass
from typing import ClassVar

from app.kinds import normal
from app.kinds.kind import Kind, Unreadable


@dataclass(frozen=True)
class Text(Kind):
    """Value: text without invisible characters; at most `max_length` characters; one line unless `lines`."""

    name: ClassVar[str] = "text"
    max_length: int | None = None
    lines: bool = False

    def parse(self, raw: object) -> str | None:
        text = normal.tidy(normal.plain(raw))
        if not self.lines and "\n" in text:
            text = " ".join(text.split())
        if normal.is_empty(text):
            return None
        most = normal.LIMIT if self.max_length is None else self.max_length
        if len(text) > most:
            raise Unreadable("cell_too_long", f"内容有 {len(text)} 个字，最多 {most} 个字，请删减后再填。")
        return text
