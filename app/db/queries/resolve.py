"""Which rows a name means: by full name, by a member's ID number, by alias, or by a path (`青禾镇/石坪村`) where a name is not unique."""

from collections.abc import Iterable

from app.db.session import Connection
from app.models import RECORDS

CHUNK = 500


def many(reader: Connection, record: str, names: Iterable[str]) -> dict[str, tuple[int, ...]]:
    """Row ids for each name; () = not there, several = not unique. Voided and ended rows do not count."""
    wanted = list(dict.fromkeys(names))
    found: dict[str, list[int]] = {name: [] for name in wanted}
    for name, row in _by_caption(reader, record, [name for name in wanted if "/" not in name]):
        found[name].append(row)
    if record in ("unit", "branch"):
        paths = [name for name in wanted if "/" in name]
        for name, rows in _by_path(reader, record, paths).items():
            found[name] += rows
        for name, row in _by_caption(reader, record, [name for name in paths if not found[name]]):
            found[name].append(row)
        for name, row in _by_alias(reader, record, [name for name in wanted if not found[name]]):
            found[name].append(row)
    return {name: tuple(dict.fromkeys(rows)) for name, rows in found.items()}


def one(reader: Connection, record: str, name: str) -> tuple[int, ...]:
    return many(reader, record, [name])[name]


def alive(record: str, alias: str) -> str:
    """SQL: the row is neither voided nor ended."""
    ends = RECORDS[record].ends
    return f"{alias}.void_reason IS NULL" + (f" AND {alias}.{ends} IS NULL" if ends else "")


def _captions(record: str) -> tuple[str, ...]:
    if record == "member":  # of two with one name the number tells which
        return ("name", "id_number")
    return ("name", "short_name", "code_no") if record == "branch" else RECORDS[record].caption


def _by_caption(reader: Connection, record: str, names: list[str]) -> Iterable[tuple[str, int]]:
    for column in _captions(record):
        for start in range(0, len(names), CHUNK):
            part = names[start : start + CHUNK]
            marks = ", ".join("?" * len(part))
            sql = f"SELECT t.{column}, t.id FROM {record} t WHERE t.{column} IN ({marks}) AND {alive(record, 't')}"
            yield from ((row[0], row[1]) for row in reader.exec_driver_sql(sql, tuple(part)))


def _by_alias(reader: Connection, record: str, names: list[str]) -> Iterable[tuple[str, int]]:
    for start in range(0, len(names), CHUNK):
        part = names[start : start + CHUNK]
        marks = ", ".join("?" * len(part))
        sql = (
            f"SELECT a.name, a.{record} FROM alias a JOIN {record} t ON t.id = a.{record} "
            f"WHERE a.name IN ({marks}) AND a.void_reason IS NULL AND {alive(record, 't')}"
        )
        yield from ((row[0], row[1]) for row in reader.exec_driver_sql(sql, tuple(part)))


def _by_path(reader: Connection, record: str, paths: list[str]) -> dict[str, list[int]]:
    """Rows named by the last step whose ancestors are the steps before it; one query for each step of all paths."""
    if not paths:
        return {}
    steps = {path: path.split("/") for path in paths}
    starts = many(reader, record, [first for first, *_ in steps.values()])
    found = {path: list(starts[told[0]]) for path, told in steps.items()}
    for level in range(1, max(map(len, steps.values()))):
        deeper = {path: told[level] for path, told in steps.items() if level < len(told) and found[path]}
        children = _children(reader, record, list(dict.fromkeys(deeper.values())))
        found.update(
            (path, [row for parent in found[path] for row in children.get((parent, step), ())])
            for path, step in deeper.items()
        )
    return found


def _children(reader: Connection, record: str, names: list[str]) -> dict[tuple[int, str], list[int]]:
    """(parent, name) → rows, of everything that has one of these names and a parent."""
    found: dict[tuple[int, str], list[int]] = {}
    for start in range(0, len(names), CHUNK):
        part = names[start : start + CHUNK]
        marks = ", ".join("?" * len(part))
        sql = f"SELECT t.parent, t.name, t.id FROM {record} t WHERE t.name IN ({marks}) AND t.parent IS NOT NULL AND {alive(record, 't')}"
        for parent, name, row in reader.exec_driver_sql(sql, tuple(part)):
            found.setdefault((parent, name), []).append(row)
    return found


def names(reader: Connection, record: str, *, limit: int = 5000) -> list[str]:
    """The names of what is there now, in the official order: what a clerk chooses from."""
    sql = f"SELECT t.name FROM {record} t WHERE {alive(record, 't')} ORDER BY t.sort_key LIMIT ?"
    return [str(row[0]) for row in reader.exec_driver_sql(sql, (limit,))]


def below(reader: Connection, record: str, row: int) -> tuple[int, ...]:
    """The row and everything under it in the tree of units or branches."""
    sql = (
        f"WITH RECURSIVE tree(id) AS (SELECT ? UNION SELECT c.id FROM {record} c JOIN tree ON c.parent = tree.id) "
        "SELECT id FROM tree"
    )
    return tuple(found[0] for found in reader.exec_driver_sql(sql, (row,)))


def units_of(reader: Connection, branches: Iterable[int]) -> frozenset[int]:
    """The units in which these branches are."""
    told = ", ".join(str(int(row)) for row in branches)
    sql = f"SELECT unit FROM branch WHERE id IN ({told}) AND unit IS NOT NULL"
    return frozenset(int(row[0]) for row in reader.exec_driver_sql(sql))
