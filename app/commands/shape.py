"""How is a command declared: its name, what it does, its arguments, and where its function stands?"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Option:
    """One argument. `names` without dashes make it positional; `settings` are those of `add_argument`."""

    names: tuple[str, ...]
    help: str
    settings: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Command:
    """`run` is a name for `app.loading.late`: a function that gets the parsed arguments and returns the exit code."""

    name: str
    help: str
    run: str
    options: tuple[Option, ...] = ()


def option(*names: str, help: str, **settings: Any) -> Option:  # noqa: A002 - as argparse calls it
    return Option(names, help, settings)
