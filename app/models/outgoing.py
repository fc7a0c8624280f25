"""外发记录: every file or paper that left the program, for whom and how much of it was hidden, and the rows it held.

No register: what left is history of this very database, like its works, so it stands in no export, import or merge.
"""

from sqlalchemy import Column, Index, Integer, LargeBinary, String
from sqlalchemy.schema import SchemaItem

from app.models.record import Base


class Outgoing(Base):
    """One departure. `act`: export, all, print, fill, send or return; `name` the code name of what it shows, "" without one.

    `files`: JSON list of (file name, SHA-256, bytes), empty for paper; `content` the digest of its rows (see
    `OutgoingContent`), "" where none are kept. `work` is the entry of the history chain that vouches for this row.
    """

    __tablename__ = "outgoing"

    id = Column(Integer, primary_key=True)
    work = Column(Integer, nullable=False)
    at = Column(String, nullable=False)
    by = Column(String, nullable=False, default="")
    act = Column(String, nullable=False)
    name = Column(String, nullable=False, default="")
    title = Column(String, nullable=False)
    whom = Column(String, nullable=False, default="")
    purpose = Column(String, nullable=False, default="")
    asked = Column(String, nullable=False, default="")
    mask = Column(String, nullable=False, default="none")
    row_count = Column(Integer, nullable=False, default=0)
    files = Column(String, nullable=False, default="[]")
    content = Column(String, nullable=False, default="")

    @classmethod
    def constraints(cls) -> tuple[SchemaItem, ...]:
        return (Index("ix_outgoing_name", "name", "id"), Index("ix_outgoing_content", "content"))


class OutgoingContent(Base):
    """The rows as they went out: zlib-compressed JSON under its SHA-256; what went out twice alike is kept once."""

    __tablename__ = "outgoing_content"

    digest = Column(String, primary_key=True)
    packed = Column(LargeBinary, nullable=False)
