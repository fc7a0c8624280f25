"""What the window is handed: it may use the parts and never builds them."""

from pathlib import Path
from typing import Protocol

from app.db.store import Store


class Parts(Protocol):
    @property
    def store(self) -> Store: ...

    @property
    def folder(self) -> Path: ...
