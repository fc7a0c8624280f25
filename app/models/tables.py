"""The tables of all records as SQLAlchemy has them: what migrations compare the database with.

Loaded with `app.db.schema` only; nothing else of the program needs SQLAlchemy.
"""

import sqlalchemy
from sqlalchemy.schema import SchemaItem

from app.models import HISTORY, RECORDS
from app.models.column import BLOB, INTEGER, TEXT, Column, Constraint, Index
from app.models.record import Base

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
_TYPES = {TEXT: sqlalchemy.String, INTEGER: sqlalchemy.Integer, BLOB: sqlalchemy.LargeBinary}


def metadata() -> sqlalchemy.MetaData:
    """All tables together."""
    made = sqlalchemy.MetaData(naming_convention=NAMING)
    every: tuple[type[Base], ...] = (*RECORDS.values(), *HISTORY)
    for record in every:
        _table(record, made)
    return made


def _table(record: type[Base], whole: sqlalchemy.MetaData) -> None:
    columns = record.columns()
    sqlalchemy.Table(
        record.code(),
        whole,
        *map(_column, columns.values()),
        *map(_constraint, record.constraints()),
        sqlite_autoincrement="id" in columns,
    )


def _column(column: Column) -> sqlalchemy.Column[object]:
    return sqlalchemy.Column(
        column.name,
        _TYPES[column.sql](),
        *([sqlalchemy.ForeignKey(f"{column.to}.id")] if column.to else []),
        primary_key=column.primary_key,
        nullable=column.nullable and not column.primary_key,
        unique=column.unique or None,
        index=column.index or None,
    )


def _constraint(told: Constraint) -> SchemaItem:
    if isinstance(told, Index):
        where = sqlalchemy.text(told.where) if told.where else None
        return sqlalchemy.Index(told.name, *told.columns, unique=told.unique, sqlite_where=where)
    return sqlalchemy.CheckConstraint(told.sql, name=told.name)
