"""The one place that imports late: heavy parts by name, when they are first needed.

The architecture test reads the names here and at the calls of `late(...)` as imports.
"""

from importlib import import_module
from typing import Any


def late(name: str) -> Any:
    """The object named `module:attribute`, or the module itself without a colon."""
    module, _, attribute = name.partition(":")
    found = import_module(module)
    return getattr(found, attribute) if attribute else found
