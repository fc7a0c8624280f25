"""外发记录: every file or paper that left the program, for whom and how much of it was hidden, and the rows it held.

No register: what left is history of this very database, like its works, so it stands in no export, import or merge.
"""

from app.models.column import BLOB, INTEGER, TEXT, Column, Constraint, Index
from app.models.record import Base


class Outgoing(Base):
    """One departure. `act`: export, all, print, fill, send or return; `name` the code name of what it shows, "" without one.

    `files`: JSON list of (file name, SHA-256, bytes), empty for paper; `content` the digest of its rows (see
    `OutgoingContent`), "" where none are kept. `work` is the entry of the history chain that vouches for this row.
    """

    __tablename__ = "outgoing"

    id = Column(INTEGER, primary_key=True)
    work = Column(INTEGER, nullable=False)
    at = Column(TEXT, nullable=False)
    by = Column(TEXT, nullable=False)
    act = Column(TEXT, nullable=False)
    name = Column(TEXT, nullable=False)
    title = Column(TEXT, nullable=False)
    whom = Column(TEXT, nullable=False)
    purpose = Column(TEXT, nullable=False)
    asked = Column(TEXT, nullable=False)
    mask = Column(TEXT, nullable=False)
    row_count = Column(INTEGER, nullable=False)
    files = Column(TEXT, nullable=False)
    content = Column(TEXT, nullable=False)

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        return (Index("ix_outgoing_name", "name", "id"), Index("ix_outgoing_content", "content"))


class OutgoingContent(Base):
    """The rows as they went out: zlib-compressed JSON under its SHA-256; what went out twice alike is kept once."""

    __tablename__ = "outgoing_content"

    digest = Column(TEXT, primary_key=True)
    packed = Column(BLOB, nullable=False)
