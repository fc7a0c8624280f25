"""How slow work tells how far it is, without knowing who listens."""

from typing import Protocol


class Progress(Protocol):
    """Called at safe points with steps done, steps in all (0 = unknown) and a short Chinese word on what is done.

    May raise `app.errors.Cancelled`.
    """

    def __call__(self, done: int, total: int = 0, what: str = "") -> None: ...


def silent(done: int, total: int = 0, what: str = "") -> None:
    """The listener that does not listen."""
