"""修改记录: every named act (work) and the rows it changed, from which undo and history come."""

from sqlalchemy import Column, Index, Integer, LargeBinary, String
from sqlalchemy.schema import SchemaItem

from app.models.record import Base


class Work(Base):
    """One act of the clerk; `target` is the work that an undo or redo turned.

    `kind`: do, undo, redo, out (what left the program) or setup (what a new database starts with).
    `undone`: 0 it stands, 1 undone and can be redone, 2 undone for good (something new was done since).
    `chain` is the HMAC over the former chain value and this work's digest.
    """

    __tablename__ = "work"

    id = Column(Integer, primary_key=True)
    label = Column(String, nullable=False)
    at = Column(String, nullable=False)
    by = Column(String, nullable=False, default="")
    device = Column(String, nullable=False, default="")
    kind = Column(String, nullable=False, default="do")
    target = Column(Integer)
    undone = Column(Integer, nullable=False, default=0)
    revision = Column(Integer, nullable=False, default=0)
    changes = Column(Integer, nullable=False, default=0)
    digest = Column(String, nullable=False, default="")
    chain = Column(String, nullable=False, default="")


class Change(Base):
    """What a work did to one row (`last` = `row`) or to a range of rows made in bulk (`row`..`last`).

    `before`/`after`: JSON of the changed columns; before None = the row was made, after None = it went.
    `rows`: zlib-compressed JSON of a bulk range, kept only while the range is undone (so that redo can bring it back).
    """

    __tablename__ = "change"

    id = Column(Integer, primary_key=True)
    work = Column(Integer, nullable=False)
    record = Column(String, nullable=False)
    row = Column(Integer, nullable=False)
    last = Column(Integer, nullable=False)
    before = Column(String)
    after = Column(String)
    rows = Column(LargeBinary)

    @classmethod
    def constraints(cls) -> tuple[SchemaItem, ...]:
        return (Index("ix_change_work", "work"), Index("ix_change_row", "record", "row", "last"))


class Meta(Base):
    """Facts of this database file itself: device name, revision counter, chain key."""

    __tablename__ = "meta"

    name = Column(String, primary_key=True)
    value = Column(String, nullable=False)
