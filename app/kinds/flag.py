"""Yes or no, and nothing said is neither."""

from dataclasses import dataclass
from typing import ClassVar

from app.kinds import normal
from app.kinds.kind import Kind, Unreadable

YES, NO = "是", "否"
_YES_WORDS = ("是", "√", "✓", "✔", "☑", "对", "有", "y", "yes", "true", "1", "属实", "已")
_NO_WORDS = ("否", "×", "✗", "✘", "x", "不", "不是", "没有", "非", "n", "no", "false", "0", "未")
_WORDS = dict.fromkeys(_YES_WORDS, YES) | dict.fromkeys(_NO_WORDS, NO)


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
