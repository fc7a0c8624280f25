"""The bench on which sample data are made: one work, one source of chance, one day."""

from collections.abc import Sequence
from random import Random
from typing import Any

from app import clock
from app.db.work import Work
from app.models import RECORDS
from app.operations import sample_names as names


class Maker:
    """Makes one township after another inside one work."""

    def __init__(self, work: Work, random: Random, kinds: dict[str, int]) -> None:
        self.work = work
        self.random = random
        self.kinds = kinds
        self.taken: set[str] = set()
        self.today = clock.today()

    def add(self, record: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> range:
        return self.work.add_many(RECORDS[record], columns, rows)

    def name(self) -> str:
        return names.person(self.random)[0]
