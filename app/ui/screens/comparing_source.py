"""Which returned sheet is compared with which batch, whose it is, and which one comes next?"""

from dataclasses import dataclass, replace
from pathlib import Path

from app.db.queries import batch as batches
from app.db.queries.batch import RETURNED, BatchFacts, HandoutFacts, ReceiptFacts
from app.db.store import Store
from app.errors import UserError
from app.exchange.comparing_plan import Comparison
from app.ledgers import batch as ledger


@dataclass(frozen=True)
class Source:
    """What is compared: a file, or (`content`) one that was collected, then with its batch and the sheets it answers."""

    path: Path
    batch: BatchFacts | None = None
    handouts: tuple[int, ...] = ()
    content: bytes | None = None
    alone: bool = False
    record: str | None = None


def collected(store: Store, batch: BatchFacts, sheet: HandoutFacts) -> Source:
    """The latest return of one place, as it was collected, with all the places that it answers."""
    with store.read() as reader:
        receipt = batches.receipt(reader, sheet.receipt)
        if receipt is None:
            raise UserError(f"{sheet.place}还没有交。", "收到后把文件拖到收表页。")
        own = {one.id for one in batches.handouts(reader, batch.id)}
        whose = [one.handout for one in batches.received(reader, receipt.digest) if one.handout in own]
    return replace(kept(store, receipt), batch=batch, handouts=tuple(row for row in whose if row))


def kept(store: Store, receipt: ReceiptFacts) -> Source:
    """A collected file as it came. UserError when it was too large to be kept."""
    with store.read() as reader:
        content = batches.content(reader, receipt.digest)
    if content is None:
        raise UserError(f"“{receipt.file_name}”太大，没有存进数据库。", "请在对账页选择原文件。")
    return Source(Path(receipt.file_name), content=content)


def whose(store: Store, comparison: Comparison) -> tuple[str, list[str]]:
    """The title of the batch, "" without one, and the places whose sheet it is."""
    with store.read() as reader:
        batch = batches.batch(reader, comparison.batch) if comparison.batch else None
        sheets = [batches.handout(reader, row) for row in comparison.handouts]
    return batch.name if batch else "", [sheet.place for sheet in sheets if sheet]


def unchecked(store: Store, comparison: Comparison) -> bool:
    """Does the sheet of some place still wait for its check?"""
    with store.read() as reader:
        sheets = [batches.handout(reader, row) for row in comparison.handouts]
        known = {one.handout: one.checked_on for one in batches.received(reader, comparison.digest)}
    return any(sheet is not None and not known.get(sheet.id) for sheet in sheets)


def following(store: Store, comparison: Comparison) -> tuple[BatchFacts, HandoutFacts] | None:
    """The next place of the same batch that has returned its sheet and was not checked."""
    if not comparison.batch:
        return None
    with store.read() as reader:
        batch, sheets = batches.batch(reader, comparison.batch), batches.handouts(reader, comparison.batch)
    if batch is None:
        return None
    after = max((sheet.number for sheet in sheets if sheet.id in comparison.handouts), default=0)
    left = [
        sheet for sheet in sheets
        if sheet.id not in comparison.handouts and sheet.state(batch.due, ledger.today()) == RETURNED
    ]  # fmt: skip
    found = next((sheet for sheet in left if sheet.number > after), left[0] if left else None)
    return (batch, found) if found else None
