"""What can go wrong, in three sorts: beside a field, as a message, or as a question.

Everything that is none of these is a bug and ends in one hook (see `app.ui.application`, `app.cli`).
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Problem:
    """One sentence beside one field. `field` is a field's code name, or "" for the whole record.

    `code` is a stable word for reports (`id_checksum`); `hard` forbids saving, a soft one asks once.
    """

    field: str
    text: str
    code: str = ""
    hard: bool = True


class Rejected(Exception):
    """The values cannot be kept as they are: notes to show beside the fields."""

    def __init__(self, problems: tuple[Problem, ...] | list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("；".join(p.text for p in self.problems))


class UserError(Exception):
    """It could not be done: `text` says what happened, `hint` what to do. Exit code 3 of a command."""

    def __init__(self, text: str, hint: str = "") -> None:
        self.text = text
        self.hint = hint
        super().__init__(f"{text}{hint}")


class NeedsConsent(Exception):
    """The core must ask before it goes on: repeat the call with `consent` holding `code`."""

    def __init__(self, code: str, text: str) -> None:
        self.code = code
        self.text = text
        super().__init__(text)


class Cancelled(Exception):
    """The user stopped long work at one of its safe points; nothing was kept."""


class Locked(UserError):
    """The database, or a backup, has a password and none was given."""


class WrongWords(UserError):
    """Not the password, not the recovery code, or not this clerk's: the answer does not say which."""
