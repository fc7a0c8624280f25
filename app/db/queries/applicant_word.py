"""Where an applicant stands and what comes next, as SQL that lists, ledgers and counts share; `{t}` stands for the table.

It says the same as `app.models.applicant_step` says of one row in Python: a test holds the two together.
"""

from app.models.applicant_step import (
    APPLIED,
    BY_NUMBER,
    CONTACT,
    MILESTONES,
    REVIEW,
    REVIEW_MONTHS,
    STEPS,
    TARGETED,
    VOTE,
    Step,
)
from app.settings import BY_NAME

FIRST_NOTICE = "（先公示）"
_SETTING = "applicant_notice_days"
NOTICED = (
    f"coalesce((SELECT s.value FROM setting s WHERE s.name = '{_SETTING}' AND s.void_reason IS NULL), "
    f"'{BY_NAME[_SETTING].default}') <> '0'"
)


def _column(number: int) -> str:
    return f"{{t}}.{BY_NUMBER[number].name}"


def _first(sql: str) -> str:
    """The first day that a date known roughly can mean."""
    return f"substr({sql} || '-01-01', 1, 10)"


def _last(sql: str) -> str:
    return (
        f"CASE length({sql}) WHEN 4 THEN {sql} || '-12-31' "
        f"WHEN 7 THEN date({sql} || '-01', '+1 month', '-1 day') ELSE {sql} END"
    )


def _months_on(sql: str, count: int) -> str:
    """The corresponding day, or the last of the month where there is none."""
    return f"min(date({sql}, '+{count} months'), date({sql}, 'start of month', '+{count + 1} months', '-1 day'))"


def _earliest(step: Step) -> str:
    days = [_first(_column(number)) for number in step.after]
    if step.least:
        days.append(_months_on(_first(_column(step.least[1])), step.least[0]))
    if step.number == VOTE:
        days.append(_first("{t}.probation_until"))
    if step.notice:
        over = f"date({_first(f'{{t}}.{step.notice}_until')}, '+1 day')"
        days.append(f"CASE WHEN {NOTICED} THEN {over} END")
    told = ", ".join(f"coalesce({day}, '')" for day in days)
    first = f"max({told})" if len(days) > 1 else told
    if not step.notice:
        return f"nullif({first}, '')"
    return f"CASE WHEN {NOTICED} AND {{t}}.{step.notice}_until IS NULL THEN NULL ELSE nullif({first}, '') END"


def _latest(step: Step) -> str:
    if step.number == REVIEW:
        return REVIEW_DUE
    if not step.most:
        return "NULL"
    return _months_on(_last(_column(step.most[1])), step.most[0])


def _named(step: Step) -> str:
    if not step.notice:
        return f"'{step.word}'"
    return f"CASE WHEN {NOTICED} AND {{t}}.{step.notice}_until IS NULL THEN '{step.word}{FIRST_NOTICE}' ELSE '{step.word}' END"


def _next(told: dict[int, str]) -> str:
    """The value of the first step that is missing since the last milestone."""
    cases = []
    for place, (number, _word) in enumerate(MILESTONES):
        until = MILESTONES[place - 1][0] if place else STEPS[-1].number
        missing = " ".join(f"WHEN {_column(at)} IS NULL THEN {told[at]}" for at in range(number + 1, until + 1))
        cases.append((number, f"CASE {missing} END"))
    rest = " ".join(f"WHEN {_column(number)} IS NOT NULL THEN {case}" for number, case in cases[:-1])
    return f"CASE WHEN {{t}}.ended_on IS NOT NULL THEN NULL {rest} ELSE {cases[-1][1]} END"


REVIEW_DUE = _months_on(_last(f"coalesce({_column(REVIEW)}, {_column(CONTACT)}, {_column(3)})"), REVIEW_MONTHS)
STAGE = (
    "CASE "
    + " ".join(f"WHEN {_column(number)} IS NOT NULL THEN '{word}'" for number, word in MILESTONES if word != APPLIED)
    + f" ELSE '{APPLIED}' END"
)
NEXT = _next({step.number: _named(step) for step in STEPS})
NEXT_SINCE = _next({step.number: _earliest(step) for step in STEPS})
NEXT_DUE = _next({step.number: _latest(step) for step in STEPS})
READY = f"({NEXT_SINCE}) <= :today"
REVIEWED_LATE = f"{{t}}.ended_on IS NULL AND {_column(CONTACT)} IS NOT NULL AND {_column(TARGETED)} IS NULL AND {REVIEW_DUE} < :today"
LATE = f"(({NEXT_DUE}) < :today OR ({REVIEWED_LATE}))"
