"""Applicants as their board, card and verbs need them: counts by stage, acts, the journey through the steps, who can vouch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.db.queries import ledger
from app.db.queries.applicant_word import LATE, NEXT_SINCE, STAGE
from app.db.queries.visit import Done
from app.db.session import Connection
from app.models.applicant_step import NOTICE_WORDS, NOTICES, STAGES, STEPS, done, possible

_ACT = ("act_no", "act", "done_on", "person", "told")


@dataclass(frozen=True)
class Standing:
    """How many are on each stage, how many can take the next step now, and how many are late with something."""

    stages: dict[str, int]
    ready: int
    late: int


def standing(reader: Connection, today: str) -> Standing:
    """Of those who are on the way; `today` is an ISO day."""
    words = (STAGE, f"({NEXT_SINCE}) <= :today", LATE)
    stage, ready, late = (word.replace("{t}", "a").replace(":today", f"'{today}'") for word in words)
    sql = (
        f"SELECT {stage} AS s, count(*), sum(coalesce({ready}, 0)), sum(coalesce({late}, 0)) FROM applicant a "
        "WHERE a.ended_on IS NULL AND +a.void_reason IS NULL GROUP BY s"
    )
    found = ledger.plain(reader, sql)
    counts = {row[0]: row[1] for row in found}
    return Standing({word: counts.get(word, 0) for word in STAGES}, sum(r[2] for r in found), sum(r[3] for r in found))


def acts(reader: Connection, row: int) -> list[dict[str, Any]]:
    """What was done with one applicant, in its order."""
    sql = f"SELECT {', '.join(_ACT)} FROM applicant_act WHERE applicant = ? AND void_reason IS NULL ORDER BY act_no, id"
    return [dict(found) for found in reader.exec_driver_sql(sql, (row,)).mappings()]


def journey(reader: Connection, _record: str, row: int) -> list[Done]:
    """Each step that was taken with day, person and words; then what can be done next, from when and until when."""
    sql = "SELECT * FROM applicant WHERE id = ?"
    found = reader.exec_driver_sql(sql, (row,)).mappings().first()
    assert found is not None
    values = dict(found)
    told = acts(reader, row)
    lines = [*_ahead(values, noticed=ledger.setting(reader, "applicant_notice_days") != "0")]
    for step in STEPS:
        if step.notice and values.get(f"{step.notice}_until"):
            since = values.get(f"{step.notice}_since") or ""
            lines.append(Done(f"{since} 至 {values[f'{step.notice}_until']}　{NOTICE_WORDS[step.notice]}", ""))
        if day := done(values, step.number):
            lines.append(Done(f"{day}　{step.number} {step.word}", _words(told, step.word)))
    named = {step.word for step in STEPS} | set(NOTICE_WORDS.values())
    lines += [Done(f"{act['done_on']}　{act['act']}", _said(act)) for act in told if act["act"] not in named]
    return lines


def _ahead(values: Mapping[str, Any], *, noticed: bool) -> list[Done]:
    if values.get("ended_on"):
        return []
    found = []
    for item in possible(values, noticed=noticed):
        if item.step.again and done(values, item.step.number):
            continue
        when = item.lacks or f"{item.since} 起可办"
        due = f"　应在 {item.due} 前办" if item.due else ""
        found.append(Done(f"下一步　{item.step.number} {item.step.word}", when + due))
    return found


def _words(acts: Sequence[Mapping[str, Any]], word: str) -> str:
    return "；".join(told for act in acts if act["act"] == word and (told := _said(act)))


def _said(act: Mapping[str, Any]) -> str:
    return "　".join(part for part in (act["person"], act["told"]) if part)


def people(reader: Connection, rows: Sequence[int]) -> list[dict[str, Any]]:
    """Those members with name, kind and day of leaving."""
    marks = ", ".join("?" * len(rows))
    sql = f"SELECT id, name, member_kind, full_date, left_on FROM member WHERE id IN ({marks}) AND void_reason IS NULL"
    return [dict(found) for found in reader.exec_driver_sql(sql, tuple(rows)).mappings()]


def by_number(reader: Connection, id_number: str) -> dict[str, Any] | None:
    """The member who has this ID number, present or gone; None where there is none."""
    sql = "SELECT * FROM member WHERE id_number = ? AND void_reason IS NULL ORDER BY left_on IS NOT NULL, id LIMIT 1"
    found = reader.exec_driver_sql(sql, (id_number,)).mappings().first()
    return dict(found) if found else None


def full_members(reader: Connection, branch: int | None, *, limit: int = 5000) -> list[tuple[int, str]]:
    """(row, name) of the 正式党员 of a branch, or of all; for the clerk to choose from."""
    where = "AND m.branch = ?" if branch is not None else ""
    sql = (
        "SELECT m.id, m.name FROM member m WHERE m.left_on IS NULL AND m.void_reason IS NULL "
        f"AND coalesce(m.member_kind, '') <> '预备党员' {where} ORDER BY m.sort_key LIMIT ?"
    )
    values = (branch, limit) if branch is not None else (limit,)
    return [(row[0], row[1]) for row in reader.exec_driver_sql(sql, values)]


def notice_of(values: Mapping[str, Any]) -> str:
    """The 公示 that can be entered now (a key of NOTICES), "" when none is next."""
    for notice, step in NOTICES.items():
        if done(values, step.after[0]) and not done(values, step.number):
            return notice
    return ""
