"""Yes or no, and nothing said is neither."""

from dataclasses import dataclass
from typing import ClassVar

from app.kinds import normal
from app.kinds.kind import Kind, Unreadable

YES, NO = "是", "否"
_WORDS = dict.fromkeys(("是", "√", "✓", "✔", "☑", "对", "有", "y", "yes", "true", "1", "属实", "已"), YES) | dict.fromkeys(
    ("否", "×", "✗", "✘", "x", "不", "不是", "没有", "非", "n", "no", "false", "0", "未"), NO
)


@dataclass(frozen=True)
class Flag(Kind):
    """Value: 是 or 否."""

    name: ClassVar[str] = "flag"

    def parse(self, raw: object) -> str | None:
        text = normal.key(normal.plain(raw))
        if normal.is_empty(text):
            return None
        if text not in _WORDS:
            raise Unreadable("flag_invalid", f"“{normal.shorten(text)}”看不出是或否，请填“是”或“否”。")
        return _WORDS[text]
