"""修改记录: every named act (work) and the rows it changed, from which undo and history come."""

from app.models.column import BLOB, INTEGER, TEXT, Column, Constraint, Index
from app.models.record import Base


class Work(Base):
    """One act of the clerk; `target` is the work that an undo or redo turned.

    `kind`: do, undo, redo, out (what left the program) or setup (what a new database starts with).
    `undone`: 0 it stands, 1 undone and can be redone, 2 undone for good (something new was done since).
    `chain` is the HMAC over the former chain value and this work's digest.
    """

    __tablename__ = "work"

    id = Column(INTEGER, primary_key=True)
    label = Column(TEXT, nullable=False)
    at = Column(TEXT, nullable=False)
    by = Column(TEXT, nullable=False)
    device = Column(TEXT, nullable=False)
    kind = Column(TEXT, nullable=False)
    target = Column(INTEGER)
    undone = Column(INTEGER, nullable=False)
    revision = Column(INTEGER, nullable=False)
    changes = Column(INTEGER, nullable=False)
    digest = Column(TEXT, nullable=False)
    chain = Column(TEXT, nullable=False)


class Change(Base):
    """What a work did to one row (`last` = `row`) or to a range of rows made in bulk (`row`..`last`).

    `before`/`after`: JSON of the changed columns; before None = the row was made, after None = it went.
    `rows`: zlib-compressed JSON of a bulk range, kept only while the range is undone (so that redo can bring it back).
    """

    __tablename__ = "change"

    id = Column(INTEGER, primary_key=True)
    work = Column(INTEGER, nullable=False)
    record = Column(TEXT, nullable=False)
    row = Column(INTEGER, nullable=False)
    last = Column(INTEGER, nullable=False)
    before = Column(TEXT)
    after = Column(TEXT)
    rows = Column(BLOB)

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        return (Index("ix_change_work", "work"), Index("ix_change_row", "record", "row", "last"))


class Meta(Base):
    """Facts of this database file itself: device name, revision counter, chain key."""

    __tablename__ = "meta"

    name = Column(TEXT, primary_key=True)
    value = Column(TEXT, nullable=False)
