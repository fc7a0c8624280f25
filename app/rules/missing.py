"""Which records lack a field that a form of the superior unit asks for?"""

from collections.abc import Iterator

from app.db.queries.completeness import EXEMPT, UNDECIDED, doubtful, wanted, watched
from app.models import RECORDS
from app.models.record import field_map
from app.rules.rule import Facts, Found, Rule


def _reads(record: str) -> tuple[str, ...]:
    """The wanted fields, what names a row, and what exempts a field."""
    deciding = [column for (owner, _), (column, _) in EXEMPT.items() if owner == record]
    return tuple(dict.fromkeys((*wanted(record), RECORDS[record].caption[0], *deciding)))


READS = {record: _reads(record) for record in watched()}


def missing_required(facts: Facts) -> Iterator[Found]:
    """One alert per record, naming the labels."""
    waiting = {row for row, name in facts.rows("branch", "id", "name") if name == UNDECIDED}
    for record in watched():
        known = field_map(RECORDS[record])
        names = wanted(record)
        labels = tuple(known[name].label for name in names)
        count, columns = len(names), READS[record]
        caption = columns.index(RECORDS[record].caption[0])
        branch = columns.index("branch") if record == "member" else -1
        exempt = _exemptions(record)
        for row, uid, *cells in facts.rows(record, "id", "uid", *columns):
            if record == "branch" and row in waiting:
                continue
            gaps = [
                labels[i]
                for i in range(count)
                if (cells[i] is None or (i == branch and cells[i] in waiting))
                and not (i in exempt and cells[exempt[i][0]] in exempt[i][1])
            ]
            if gaps:
                yield Found(record, row, uid, f"{cells[caption]}缺{'、'.join(gaps)}，请补齐。")


def _exemptions(record: str) -> dict[int, tuple[int, tuple[str, ...]]]:
    """Place of a wanted field → place of the column that decides, and the words that exempt."""
    columns = READS[record]
    return {
        columns.index(name): (columns.index(column), words)
        for (owner, name), (column, words) in EXEMPT.items()
        if owner == record and name in columns
    }


MISSING_REQUIRED = Rule(
    "missing_required", "信息缺项", "note", "member", READS, missing_required, "党员基本信息采集表、党组织基本信息采集表（2017年）",
    {record: doubtful(record) for record in watched()},
)  # fmt: skip
