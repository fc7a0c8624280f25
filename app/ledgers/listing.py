"""A list as it stands on the screen, as a Table: the columns, filters and order that the clerk chose."""

from app.db.queries import ledger as queries
from app.db.queries import listing
from app.db.queries.listing import Query
from app.db.store import Reader
from app.ledgers.ledger import checked, columns, field_line, in_words, masked
from app.models import RECORDS
from app.table import Table


def list_table(reader: Reader, query: Query, title: str = "", *, mask: str = "none") -> Table:
    """Every row of the list (the screen shows a window of it); links as captions; fetched by one statement."""
    lines = tuple(field_line(query.record, name) for name in query.columns)
    found = [row[1:] for row in listing.window(reader, query)]
    return Table(
        title=title or f"{RECORDS[query.record].title}名单",
        columns=columns(lines),
        rows=masked(found, lines, checked(mask)),
        unit=queries.setting(reader, "unit_name"),
        date=in_words(None),
        mask=mask,
    )
