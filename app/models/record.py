"""What every record has and says of itself: identity, revision, order, and the fields that were declared on it.

To add a record: a file beside this one with a subclass, its name in `app.models.RECORDS`.
"""

from functools import cache
from typing import Any, ClassVar

from sqlalchemy import Index, Integer, MetaData, String, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from app.models.fields import Field, named

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Record(Base):
    """A thing the clerk registers. Columns here are kept by the program itself; fields are declared by subclasses.

    `title` is the Chinese word, `key` the ways import and merge recognise one (in order), `owner` the record it is
    a part of, `children` the records that are parts of it, `order` the columns of the official order, `scope` the
    link that says which unit it belongs to, `caption` the fields that name one to a person.
    `ends` is the date column that, once filled, says it is no longer current (left, moved, closed).
    `hidden` records have no screen of their own. `counter` is the Chinese measure word.
    """

    __abstract__ = True

    title: ClassVar[str] = ""
    key: ClassVar[tuple[tuple[str, ...], ...]] = ()
    owner: ClassVar[str] = ""
    children: ClassVar[tuple[str, ...]] = ()
    order: ClassVar[tuple[str, ...]] = ("order_no", "sort_key")
    scope: ClassVar[str] = ""
    caption: ClassVar[tuple[str, ...]] = ("name",)
    hidden: ClassVar[bool] = False
    ends: ClassVar[str] = ""
    counter: ClassVar[str] = "条"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    uid: Mapped[str] = mapped_column(String, nullable=False, unique=True)
    device: Mapped[str] = mapped_column(String, nullable=False, default="")
    revision: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    order_no: Mapped[int | None] = mapped_column(Integer)
    sort_key: Mapped[str] = mapped_column(String, nullable=False, default="")
    search_key: Mapped[str] = mapped_column(String, nullable=False, default="")
    void_reason: Mapped[str | None] = mapped_column(String)

    @declared_attr.directive
    @classmethod
    def __table_args__(cls) -> tuple[Any, ...]:
        return (*cls.constraints(), {"sqlite_autoincrement": True})

    @classmethod
    def constraints(cls) -> tuple[Any, ...]:
        """Indexes and checks beside the common ones; a subclass that overrides adds `super().constraints()`."""
        name = getattr(cls, "__tablename__", "")
        return (
            Index(f"ix_{name}_list", *filter(None, (cls.ends,)), "void_reason", "sort_key"),
            Index(f"ix_{name}_search", "search_key"),
        )

    @classmethod
    def code(cls) -> str:
        return str(cls.__tablename__)

    @classmethod
    def columns(cls) -> Table:
        """The SQL table, for queries in `app.db`."""
        table = cls.__table__
        assert isinstance(table, Table)
        return table


# Kept by the program on every record: never asked, never compared, never in a dump.
SYSTEM = ("id", "uid", "device", "revision", "sort_key", "search_key")


@cache
def fields_of(record: type[Record]) -> tuple[Field, ...]:
    """The declared fields, in the order of the file."""
    found = [named(column.info["field"], column.name) for column in record.columns().columns if "field" in column.info]
    return tuple(found)


@cache
def field_map(record: type[Record]) -> dict[str, Field]:
    return {field.name: field for field in fields_of(record)}
