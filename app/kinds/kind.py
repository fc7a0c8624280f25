"""What a kind of value is: three conversions and nothing else.

To add a kind: a file beside this one with a frozen dataclass, its name in `app.kinds.KINDS`;
`tests/test_catalogue.py` then names the tables (editor, filter, cell, width) that still lack it.
"""

from dataclasses import dataclass
from typing import Any, ClassVar


class Unreadable(ValueError):
    """The raw value cannot become a value of this kind: `code` for reports, `text` for the clerk."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        self.text = text
        super().__init__(text)


@dataclass(frozen=True)
class Doubt:
    """A value that can be kept but should be looked at: a stable code and a sentence."""

    code: str
    text: str


@dataclass(frozen=True)
class Kind:
    """Law, tested with Hypothesis: `parse(text(v)) == v` for every value `v` of the kind."""

    name: ClassVar[str] = "kind"

    def parse(self, raw: object) -> Any:
        """The value, or None for an empty one (`None`, "", 无, /, -, —, 空). Raises Unreadable."""
        raise NotImplementedError

    def check(self, value: Any) -> tuple[Doubt, ...]:  # noqa: ARG002 - the shape of the law
        """Soft doubts about a value that was read."""
        return ()

    def around(self, raw: object, value: Any) -> tuple[Doubt, ...]:  # noqa: ARG002 - the shape of the law
        """Doubts that only the raw form shows, after `parse(raw)` gave `value`: a label around a good number."""
        return ()

    def text(self, value: Any) -> str:
        """As the clerk reads it; "" for None."""
        return "" if value is None else str(value)
