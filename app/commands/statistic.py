"""The figures that are reported upward."""

from argparse import Namespace
from dataclasses import asdict

from app.commands import asking, speech
from app.commands.opening import opened
from app.db.queries.figure import period
from app.ledgers import figure as figures


def stats(args: Namespace) -> int:
    """The figures of a period, each with the count of rows behind it, the year to date and the change."""
    with opened(args) as parts, parts.store.read() as reader:
        asked = period(args.period).name
        found = figures.figures(reader, asked, unit=asking.place(reader, "unit", args.unit))
    if args.json:
        speech.answer({"period": asked, "figures": [asdict(figure) for figure in found]})
        return 0
    for figure in found:
        told = (figure.label, figure.value, figure.unit, figure.rows, figure.year, figure.change or "—")
        speech.line("\t".join("—" if cell is None else str(cell) for cell in told))
    return 0
