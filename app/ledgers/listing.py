"""A list as it stands on the screen, as a Table: the columns, filters and order that the clerk chose."""

from dataclasses import replace

from app.db.queries import ledger as queries
from app.db.queries import listing
from app.db.queries.listing import Query
from app.db.store import Reader
from app.kinds.mask import withheld
from app.ledgers.ledger import checked, columns, field_line, in_words, masked
from app.models import RECORDS
from app.table import Table


def list_table(reader: Reader, query: Query, title: str = "", *, mask: str = "none") -> Table:
    """Every row of the list (the screen shows a window of it); links as captions; fetched by one statement."""
    profile = checked(mask)
    told = (field_line(query.record, name) for name in query.columns)
    lines = tuple(line for line in told if not withheld(line.kind, line.name, profile))
    rows = listing.window(reader, replace(query, columns=(*(line.name for line in lines), "uid")))
    return Table(
        title=title or f"{RECORDS[query.record].title}名单",
        columns=columns(lines),
        rows=masked([row[1:-1] for row in rows], lines, profile),
        unit=queries.setting(reader, "unit_name"),
        date=in_words(None),
        mask=profile,
        keys=tuple(row[-1] for row in rows),
    )
