"""The figures that are reported upward."""

from argparse import Namespace
from dataclasses import asdict

from app.commands import asking, speech
from app.commands.opening import opened
from app.db.queries.figure import period
from app.ledgers import figure as figures
from app.ledgers import figure_spread


def stats(args: Namespace) -> int:
    """The figures of a period, each with the count of rows behind it, the year to date and the change."""
    if args.by_unit:
        return _by_unit(args)
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


def _by_unit(args: Namespace) -> int:
    """Every figure down, the units just below across."""
    with opened(args) as parts, parts.store.read() as reader:
        found = figure_spread.table(reader, args.period, unit=asking.place(reader, "unit", args.unit))
    if args.json:
        speech.answer(
            {"columns": [column.label for column in found.columns], "rows": [list(row) for row in found.rows]}
        )
        return 0
    speech.line("\t".join(column.label for column in found.columns))
    for row in found.rows:
        speech.line("\t".join("—" if cell is None else str(cell) for cell in row))
    return 0
