"""密封文件: which files this database keeps beside itself, sealed, and the key of each.

No register and no history: a file is kept once for all records that tell its digest, and without this row nobody reads
it any more.
"""

from app.models.column import INTEGER, TEXT, Column
from app.models.record import Base


class SealedFile(Base):
    """`digest` is the SHA-256 of the content, `place` the name of the sealed file in the database's folder (the SHA-256
    of its bytes), `key` its own 256-bit key in hexadecimal, `size` the bytes of the content.
    """

    __tablename__ = "sealed_file"

    digest = Column(TEXT, primary_key=True)
    place = Column(TEXT, nullable=False)
    key = Column(TEXT, nullable=False)
    size = Column(INTEGER, nullable=False)
    kept_on = Column(TEXT, nullable=False)
