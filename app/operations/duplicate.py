"""Who is registered twice: noticed while somebody types, found in bulk, and what people decided of each pair."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.db import search
from app.db.queries import duplicate as queries
from app.db.queries.duplicate import SHAPES, Person
from app.db.store import Reader, Store
from app.errors import Problem, Rejected
from app.models.keeping import Dismissal
from app.progress import Progress, silent
from app.rules.likeness import LEAST, Likeness, likeness

RECORDS = tuple(SHAPES)
NOTICED = 30  # points from which a row is shown to somebody who types: the same sound with nothing against it
SHOWN = 3
_STEP = 2_000  # pairs that are judged at a time


@dataclass(frozen=True)
class Pair:
    """Two rows of `record` that may be one; `decision` "", or what was said about putting it off."""

    record: str
    one: Person
    other: Person
    likeness: Likeness
    decision: str = ""

    @property
    def target(self) -> str:
        return queries.both(self.one.uid, self.other.uid)


def noticed(
    reader: Reader, record: str, values: Mapping[str, object], *, row: int = 0
) -> tuple[tuple[tuple[Person, Likeness], ...], int]:
    """Rows like the one that is being typed (stored values by field; `row` is itself): the likest few, and how many."""
    shape = SHAPES.get(record)
    if shape is None:
        return (), 0
    typed = _typed(record, values)
    spelled = typed.sound.replace(" ", "")
    texts = [text for text in (f" {spelled} " if spelled else "", typed.number.lower(), typed.phone) if text]
    found = queries.people(reader, record, queries.near(reader, record, texts, but=row))
    judged = [(person, likeness(record, typed, person)) for person in found.values()]
    told = sorted((each for each in judged if _worth(typed, each)), key=lambda each: (-each[1].score, -each[0].row))
    return tuple(told[:SHOWN]), len(told)


def _worth(typed: Person, judged: tuple[Person, Likeness]) -> bool:
    person, like = judged
    return like.score >= NOTICED or bool(typed.number and typed.number == person.number)


def _typed(record: str, values: Mapping[str, object]) -> Person:
    shape = SHAPES[record]
    texts = {name: str(value) for name, value in values.items() if value is not None}
    name, number = texts.get(shape.name, ""), texts.get(shape.number, "")
    birth = texts.get(shape.birth, "") or (f"{number[6:10]}-{number[10:12]}-{number[12:14]}" if number else "")
    place = values.get(shape.place)
    return Person(
        0, "", name, " ".join(search.reading(name)), number, birth, texts.get(shape.sex, ""), texts.get("phone", ""),
        place if isinstance(place, int) else None, "", "",
    )  # fmt: skip


def candidates(reader: Reader, record: str, *, progress: Progress = silent) -> tuple[Pair, ...]:
    """Pairs that may be one person and were not told apart yet, the likest first; those put off keep their word."""
    found = sorted(queries.pairs(reader, record))
    apart, later = queries.decided(reader, queries.APART), queries.decided(reader, queries.LATER)
    told: list[Pair] = []
    for start in range(0, len(found), _STEP):
        progress(start, len(found), "比较相近的记录")
        part = found[start : start + _STEP]
        people = queries.people(reader, record, {row for pair in part for row in pair})
        for one, other in part:
            like = likeness(record, people[one], people[other])
            pair = Pair(record, people[one], people[other], like)
            if like.score >= LEAST and pair.target not in apart:
                put_off = later.get(pair.target)
                told.append(Pair(record, pair.one, pair.other, like, put_off[1] if put_off else ""))
    return tuple(sorted(told, key=lambda pair: (-pair.likeness.score, pair.one.sound, pair.one.row)))


def pair_of(reader: Reader, record: str, one: int, other: int) -> Pair | None:
    """Two rows that somebody chose, whatever speaks for or against it; None when one is no longer there."""
    people = queries.people(reader, record, (one, other))
    if len(people) < 2 or queries.voided(reader, record, (one, other)):
        return None
    return Pair(record, people[one], people[other], likeness(record, people[one], people[other]))


def tell_apart(store: Store, pair: Pair, reason: str) -> None:
    """不是同一人: the pair is not shown again. Rejected without a reason."""
    _decide(store, pair, queries.APART, reason, f"认定{pair.one.name}、{pair.other.name}不是同一人")


def put_off(store: Store, pair: Pair, reason: str) -> None:
    """以后再定: the pair stays in the queue with this word."""
    _decide(store, pair, queries.LATER, reason, f"{pair.one.name}、{pair.other.name}是否同一人以后再定")


def _decide(store: Store, pair: Pair, word: str, reason: str, label: str) -> None:
    if not reason.strip():
        raise Rejected([Problem("reason", "请写明理由。", "required")])
    with store.work(label) as work:
        for known in (queries.APART, queries.LATER):
            former = queries.decided(work.connection, known).get(pair.target)
            if former:
                work.change(Dismissal, former[0], {"void_reason": "另行认定"})
        work.add(Dismissal, {"rule": word, "target": pair.target, "reason": reason.strip()})
