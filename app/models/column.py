"""What is a table made of? Columns, indexes and checks as plain facts, so that a start does not wait for SQLAlchemy.

`app.models.tables` makes SQLAlchemy's tables of them, for migrations.
"""

from dataclasses import dataclass
from typing import Any

TEXT, INTEGER, BLOB = "text", "integer", "blob"


@dataclass(frozen=True)
class Column:
    """`name` is that of the attribute when a record declares it; `to` the table whose id it holds; `field` what the
    catalogue knows of it, None when the program keeps it by itself.
    """

    sql: str
    name: str = ""
    nullable: bool = True
    primary_key: bool = False
    unique: bool = False
    index: bool = False
    to: str = ""
    field: Any = None


@dataclass(frozen=True, init=False)
class Index:
    """`where` (SQL) narrows it to some rows."""

    name: str
    columns: tuple[str, ...]
    unique: bool
    where: str

    def __init__(self, name: str, *columns: str, unique: bool = False, where: str = "") -> None:
        for attribute, value in {"name": name, "columns": columns, "unique": unique, "where": where}.items():
            object.__setattr__(self, attribute, value)


@dataclass(frozen=True)
class CheckConstraint:
    """A condition (SQL) that every row fulfils."""

    sql: str
    name: str


Constraint = Index | CheckConstraint
