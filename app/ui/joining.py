"""Verbs of applicants and transfers in the lists; what they ask and print is loaded when one is chosen."""

from collections.abc import Callable
from typing import Any

from app.loading import late

Act = Callable[[Any, list[int]], None]


def _step(screen: Any, rows: list[int]) -> None:
    late("app.ui.applying:go_on")(screen, rows)


def _notice(screen: Any, rows: list[int]) -> None:
    late("app.ui.applying:publish")(screen, rows)


def _papers(screen: Any, rows: list[int]) -> None:
    late("app.ui.applying:papers")(screen, rows)


def _extend(screen: Any, rows: list[int]) -> None:
    late("app.ui.applying:extend")(screen, rows)


def _enrol(screen: Any, rows: list[int]) -> None:
    late("app.ui.applying:enrol")(screen, rows)


def _stop(screen: Any, rows: list[int]) -> None:
    late("app.ui.applying:stop")(screen, rows)


def _resume(screen: Any, rows: list[int]) -> None:
    late("app.ui.applying:resume")(screen, rows)


def _issue(screen: Any, rows: list[int]) -> None:
    late("app.ui.transferring:issue")(screen, rows)


def _settle(screen: Any, rows: list[int]) -> None:
    late("app.ui.transferring:go_on")(screen, rows)


def _letters(screen: Any, rows: list[int]) -> None:
    late("app.ui.transferring:letters")(screen, rows)


def _cancel(screen: Any, rows: list[int]) -> None:
    late("app.ui.transferring:cancel")(screen, rows)


APPLICANT: tuple[tuple[str, bool, Act], ...] = (
    ("办理下一步…", False, _step), ("登记公示…", False, _notice), ("材料目录…", False, _papers), ("延长预备期…", False, _extend),
    ("列入名册", False, _enrol), ("终止…", False, _stop), ("恢复办理…", False, _resume),
)  # fmt: skip
MEMBER: tuple[tuple[str, bool, Act], ...] = (("开介绍信…", False, _issue),)
TRANSFER: tuple[tuple[str, bool, Act], ...] = (
    ("登记回执或接收…", False, _settle), ("打印介绍信…", True, _letters), ("作废…", False, _cancel),
)  # fmt: skip
