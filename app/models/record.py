"""What every record has and says of itself: identity, revision, order, and the fields that were declared on it.

To add a record: a file beside this one with a subclass, its name in `app.models.RECORDS`.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any, ClassVar

from app.errors import Problem
from app.models.column import INTEGER, TEXT, Column, Constraint, Index
from app.models.fields import Field, named

VEIL = "（敏感）"  # what stands instead of a sensitive matter and of who asked


class _Declared(type):
    """The class of record classes; mypy takes `type[Record]` as a key of a cache only with one of our own."""


class Base(metaclass=_Declared):
    """A table: the columns that a subclass declares, in the order of the file, then those of `kept`.

    No row ever becomes an object here: these classes are the catalogue, and what `app.models.tables` makes tables of.
    """

    __tablename__: ClassVar[str] = ""

    @classmethod
    def declared(cls) -> dict[str, Column]:
        """The columns in the body of the class."""
        return {name: replace(item, name=name) for name, item in vars(cls).items() if isinstance(item, Column)}

    @classmethod
    @cache
    def columns(cls) -> dict[str, Column]:
        """Every column by its name, in the order of the table."""
        return {**cls.declared(), **{column.name: column for column in cls.kept()}}

    @classmethod
    def kept(cls) -> tuple[Column, ...]:
        """Columns that the program keeps by itself."""
        return ()

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        """Indexes and checks; a subclass that overrides adds `super().constraints()`."""
        return ()

    @classmethod
    def led(cls) -> frozenset[str]:
        """Columns by which an index finds rows."""
        own = {column.name for column in cls.columns().values() if column.index or column.unique}
        return frozenset(own | {told.columns[0] for told in cls.constraints() if isinstance(told, Index)})

    @classmethod
    def code(cls) -> str:
        return cls.__tablename__


class Record(Base):
    """A thing the clerk registers. Columns here are kept by the program itself; fields are declared by subclasses.

    `title` is the Chinese word, `key` the ways import and merge recognise one (in order), `owner` the record it is
    a part of, `children` the records that are parts of it, `order` the columns of the official order, `scope` the
    link that says which unit it belongs to, `caption` the fields that name one to a person.
    `ends` is the date column that, once filled, says it is no longer current (left, moved, closed).
    `hidden` records have no screen of their own. `counter` is the Chinese measure word.
    `stands` is for dated links: (field of the owner that says what the open link says, column of the link).
    `veiled` fields show VEIL in lists, ledgers and on paper where `secret` (SQL, {t} being the table) holds for the
    row, unless asked for.
    """

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
    stands: ClassVar[tuple[tuple[str, str], ...]] = ()
    veiled: ClassVar[tuple[str, ...]] = ()
    secret: ClassVar[str] = "{t}.sensitive = '是'"

    @classmethod
    def kept(cls) -> tuple[Column, ...]:
        return (
            Column(INTEGER, "id", primary_key=True),
            Column(TEXT, "uid", nullable=False, unique=True),
            Column(TEXT, "device", nullable=False),
            Column(INTEGER, "revision", nullable=False),
            Column(INTEGER, "order_no"),
            Column(TEXT, "sort_key", nullable=False),
            Column(TEXT, "search_key", nullable=False),
            Column(TEXT, "void_reason"),
        )

    @classmethod
    def constraints(cls) -> tuple[Constraint, ...]:
        name = cls.code()
        return (
            Index(f"ix_{name}_list", *filter(None, (cls.ends,)), "void_reason", "sort_key"),
            Index(f"ix_{name}_search", "search_key"),
        )

    @classmethod
    def faults(cls, values: Mapping[str, Any]) -> tuple[Problem, ...]:  # noqa: ARG003 - the shape for subclasses
        """What forbids keeping these values together: its checks in the database as sentences. Forms and imports ask."""
        return ()


# Kept by the program on every record: never asked, never compared, never in a dump.
SYSTEM = ("id", "uid", "device", "revision", "sort_key", "search_key")


@cache
def fields_of(record: type[Record]) -> tuple[Field, ...]:
    """The declared fields, in the order of the file."""
    found = record.declared().items()
    return tuple(named(column.field, name) for name, column in found if column.field)


@cache
def field_map(record: type[Record]) -> dict[str, Field]:
    return {field.name: field for field in fields_of(record)}


def several(record: type[Record], values: Mapping[str, Any], names: tuple[str, ...]) -> tuple[Problem, ...]:
    """A fault when more than one of these fields is filled."""
    filled = [name for name in names if values.get(name) is not None]
    if len(filled) < 2:
        return ()
    words = "、".join(field_map(record)[name].label for name in filled)
    return (Problem(filled[1], f"{words}只能填一项，请去掉其余的。", "several"),)
