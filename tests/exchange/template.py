"""Templates as superior units send them, each unlike the others: how to make one, and what is true of it.

To add one: a function that writes it, and its line in `SAMPLES` of the module that knows the tool.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Sample:
    """A made-up template. Places are 1-based rows and column letters of the template as it comes.

    `truth` says which field each column (a form: each blank) is to be filled from; `first` and `last` are the rows it
    has ready; `below` are texts under them, by cell; `follows` are parts (in lower case) that must change when rows are
    added; `totals` are cells under the block with what a spreadsheet program shows once `count` texts fill every column.
    """

    name: str
    make: Callable[[Path], None]
    sheet: str
    truth: Mapping[str, str]
    first: int = 0
    last: int = 0
    shape: str = "table"
    record: str = "member"
    below: Mapping[str, str] = field(default_factory=dict)
    follows: frozenset[str] = frozenset()
    totals: Mapping[str, Callable[[int], float]] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.name
