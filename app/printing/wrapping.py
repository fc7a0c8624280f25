"""Where a text breaks into lines: between Chinese characters, not inside a word, no stop at a line's start."""

import re

from app.printing import fonts

_TOKEN = re.compile(r"[!-'*-~\u00b7]+|.", re.DOTALL)
_NOT_FIRST = frozenset("、，。；：？！）》」』】〕”’％%,.;:)]}·…")
_NOT_LAST = frozenset("（《「『【〔“‘([{")


def lines(text: str, width: float, size: float, *, role: str = "body") -> tuple[str, ...]:
    """The lines of `text` (as `fonts.shown` gives it) in a space `width` points wide; nothing is left out."""
    table = fonts.widths(role)
    limit = width / size
    if "\n" not in text and sum(map(table.__getitem__, text)) <= limit:
        return (text,)
    found: list[str] = []
    for paragraph in text.split("\n"):
        found += _paragraph(paragraph, limit, table)
    return tuple(found)


def _paragraph(text: str, limit: float, table: dict[str, float]) -> list[str]:
    found, line, used = [], "", 0.0
    for token in _pieces(text, limit, table):
        wide = sum(map(table.__getitem__, token))
        if line and used + wide > limit:
            kept, line = _carry(line, token)
            found.append(kept)
            used = sum(map(table.__getitem__, line))
        line += token
        used += wide
    return [*found, line]


def _pieces(text: str, limit: float, table: dict[str, float]) -> list[str]:
    """Words and single characters; a word wider than the line falls into its characters."""
    pieces: list[str] = []
    for token in _TOKEN.findall(text):
        fits = len(token) == 1 or sum(map(table.__getitem__, token)) <= limit
        pieces += (token,) if fits else tuple(token)
    return pieces


def _carry(line: str, token: str) -> tuple[str, str]:
    """The finished line and what goes with `token` to the next: its stop keeps a character, a bracket goes along."""
    cut = len(line)
    if token[0] in _NOT_FIRST and cut > 1:
        cut -= 1
    while cut > 1 and line[cut - 1] in _NOT_LAST:
        cut -= 1
    return line[:cut], line[cut:]


def halves(text: str) -> tuple[str, str]:
    """A heading in two lines of nearly the same length; what stands in brackets goes below."""
    bracket = text.find("（")
    middle = bracket if bracket > 0 else (len(text) + 1) // 2
    return text[:middle], text[middle:]
