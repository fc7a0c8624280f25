"""联系卡 and 工作卡 from a list: of the households, members or pairings chosen, looked at as they will be printed."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from app import passing
from app.db.store import Reader
from app.errors import UserError
from app.operations.outgoing import Leaving
from app.printing.card import cards_of as contact_cards_of
from app.printing.card import print_contact_cards
from app.printing.helper_card import cards_of as helper_cards_of
from app.printing.helper_card import print_helper_cards
from app.progress import Progress
from app.table import Table
from app.ui import dialogs, jobs
from app.ui.leaving import ask_terms
from app.ui.screens.preview import preview

MOST = 8_000  # cards of one print: a thousand pages


def contact(screen: Any, rows: list[int]) -> None:
    """The cards that stay with the households which are chosen, or which those chosen hold."""
    _paper(screen, "联系卡", rows)


def helper(screen: Any, rows: list[int]) -> None:
    """The cards that the members chosen take along."""
    _paper(screen, "工作卡", rows)


def _contacts(reader: Reader, profile: str, record: str, rows: list[int]) -> tuple[Table, list[Any]]:
    return contact_cards_of(reader, profile, (record, rows))


def _helpers(reader: Reader, profile: str, _record: str, rows: list[int]) -> tuple[Table, list[Any]]:
    return helper_cards_of(reader, frozenset(rows), profile)


CARDS: dict[str, tuple[Callable[..., tuple[Table, list[Any]]], Callable[..., Any]]] = {
    "联系卡": (_contacts, print_contact_cards), "工作卡": (_helpers, print_helper_cards),
}  # fmt: skip


def _paper(screen: Any, title: str, rows: list[int]) -> None:
    """UserError where those chosen have no pairing that would stand on a card."""
    gather, write = CARDS[title]
    terms = ask_terms(screen, f"打印{title}")
    if terms is None:
        return
    with screen.store.read() as reader:
        table, cards = gather(reader, terms.mask, screen.record.code(), rows)
    if not cards:
        raise UserError("所选的现在没有党员联系的农户，没有卡可以打印。", "请先结对。")
    if len(cards) > MOST:
        raise UserError(f"所选的要打印 {len(cards):,} 张，一次最多 {MOST:,} 张。", "请先筛选，分几次打印。")
    left = Leaving("print", title, screen.record.code(), terms, "；".join(screen.chips.texts()), table=table)
    folder = passing.folder()
    pdf = Path(folder.name) / "cards.pdf"

    def work(progress: Progress) -> Any:
        try:
            return write(cards, pdf, progress)
        except BaseException:
            folder.cleanup()
            raise

    def done(told: Any) -> None:
        preview(screen, pdf, told, store=screen.store, left=left)
        folder.cleanup()

    jobs.run(screen, work, done=done, failed=partial(dialogs.show_error, screen), title="正在排版")
