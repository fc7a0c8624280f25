"""a pairing may end on a day told less exactly than that on which it began."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OLD = "until IS NULL OR since IS NULL OR until >= since"
_NEW = "until IS NULL OR since IS NULL OR substr(until, 1, length(since)) >= substr(since, 1, length(until))"


def upgrade() -> None:
    # SQLite cannot change a check: the table is made anew from its own text, so that nothing else of it changes.
    reader = op.get_bind()
    [table] = reader.execute(sa.text("SELECT sql FROM sqlite_master WHERE name = 'pairing'")).scalars()
    known = sa.text("SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'pairing' AND sql IS NOT NULL")
    indexes = reader.execute(known).scalars().all()
    # The highest number that was ever given out must stay known, or it would be given out again.
    highest = reader.execute(sa.text("SELECT max(seq) FROM sqlite_sequence WHERE name = 'pairing'")).scalar()
    assert _OLD in table
    op.execute(table.replace(_OLD, _NEW).replace("TABLE pairing", "TABLE pairing_anew", 1))
    op.execute("INSERT INTO pairing_anew SELECT * FROM pairing")
    op.execute("DROP TABLE pairing")
    op.execute("ALTER TABLE pairing_anew RENAME TO pairing")
    for index in indexes:
        op.execute(index)
    if highest is not None:
        op.execute("DELETE FROM sqlite_sequence WHERE name = 'pairing'")
        op.execute(f"INSERT INTO sqlite_sequence (name, seq) VALUES ('pairing', {int(highest)})")
