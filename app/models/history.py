"""修改记录: every named act (work) and the rows it changed, from which undo and history come."""

from sqlalchemy import Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.models.record import Base


class Work(Base):
    """One act of the clerk. `kind`: do, undo or redo; `target` the work that an undo or redo turned.

    `undone`: 0 it stands, 1 undone and can be redone, 2 undone for good (something new was done since).
    `chain` is the HMAC over the former chain value and this work's digest.
    """

    __tablename__ = "work"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    label: Mapped[str] = mapped_column(String, nullable=False)
    at: Mapped[str] = mapped_column(String, nullable=False)
    by: Mapped[str] = mapped_column(String, nullable=False, default="")
    device: Mapped[str] = mapped_column(String, nullable=False, default="")
    kind: Mapped[str] = mapped_column(String, nullable=False, default="do")
    target: Mapped[int | None] = mapped_column(Integer)
    undone: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    revision: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    changes: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    digest: Mapped[str] = mapped_column(String, nullable=False, default="")
    chain: Mapped[str] = mapped_column(String, nullable=False, default="")

    __table_args__ = ({"sqlite_autoincrement": True},)


class Change(Base):
    """What a work did to one row (`last` = `row`) or to a range of rows made in bulk (`row`..`last`).

    `before`/`after`: JSON of the changed columns; before None = the row was made, after None = it went.
    `rows`: zlib-compressed JSON of a bulk range, kept only while the range is undone (so that redo can bring it back).
    """

    __tablename__ = "change"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    work: Mapped[int] = mapped_column(Integer, nullable=False)
    record: Mapped[str] = mapped_column(String, nullable=False)
    row: Mapped[int] = mapped_column(Integer, nullable=False)
    last: Mapped[int] = mapped_column(Integer, nullable=False)
    before: Mapped[str | None] = mapped_column(String)
    after: Mapped[str | None] = mapped_column(String)
    rows: Mapped[bytes | None] = mapped_column(LargeBinary)

    __table_args__ = (
        Index("ix_change_work", "work"),
        Index("ix_change_row", "record", "row", "last"),
        {"sqlite_autoincrement": True},
    )


class Meta(Base):
    """Facts of this database file itself: device name, revision counter, chain key."""

    __tablename__ = "meta"

    name: Mapped[str] = mapped_column(String, primary_key=True)
    value: Mapped[str] = mapped_column(String, nullable=False)
