"""Where things lie: resources that came with the program, data that belongs to the user."""

import os
import sys
from pathlib import Path

import platformdirs


def root() -> Path:
    """The folder that holds `resources/` and `migrations/`, in a checkout or in a built program."""
    return Path(getattr(sys, "_MEIPASS", Path(__file__).resolve().parent.parent))


def resource(*parts: str) -> Path:
    return root().joinpath("resources", *parts)


def data_dir() -> Path:
    """The user's data folder; `TOWNSHIP_LEDGER_HOME` names another (tests, training, portable use)."""
    named = os.environ.get("TOWNSHIP_LEDGER_HOME")
    return Path(named) if named else Path(platformdirs.user_data_dir("township-ledger", appauthor=False))


def default_database() -> Path:
    return data_dir() / "ledger.db"
