"""来历: which versions of a row this database knows of, for rows that a package from another PC brought or changed.

No register: each row of a record tells its newest version by itself (`device`, `revision`); only what was there before
on other PCs must be kept beside it. See `app.db.lineage`.
"""

from app.models.column import INTEGER, TEXT, Column, Constraint, Index
from app.models.record import Base


class Lineage(Base):
    """`uid` is that of the row, or `first-last` for the ids of rows made in bulk; `twin` under which uid another PC keeps the
    same thing, "" for its own.

    `vector` tells for each PC the newest version known, the row's own first; `former` what it was before `work` (0: a fact
    that no undo takes back). An entry holds while its work stands. `choices` is JSON: what was decided where both sides had
    changed the row; or "=": both held the same.
    """

    __tablename__ = "lineage"

    id = Column(INTEGER, primary_key=True)
    work = Column(INTEGER, nullable=False)
    record = Column(TEXT, nullable=False)
    uid = Column(TEXT, nullable=False)
    twin = Column(TEXT, nullable=False)
    vector = Column(TEXT, nullable=False)
    former = Column(TEXT, nullable=False)
    choices = Column(TEXT)

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        return (Index("ix_lineage_row", "record", "uid"),)
