"""The figures that are reported upward."""

from argparse import Namespace
from dataclasses import asdict

from app.commands import speech
from app.commands.opening import opened
from app.db.queries import figure as figures


def stats(args: Namespace) -> int:
    """The figures of a period, each with the count of rows behind it."""
    with opened(args) as parts, parts.store.read() as reader:
        period = figures.period(args.period).name
        found = figures.figures(reader, period)
    if args.json:
        speech.answer({"period": period, "figures": [asdict(figure) for figure in found]})
        return 0
    for figure in found:
        speech.line(f"{figure.label}\t{figure.value}\t{figure.unit}\t{figure.rows}")
    return 0
