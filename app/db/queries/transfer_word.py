"""How far a transfer is, as SQL that lists, ledgers and counts share; `{t}` stands for the table or its alias."""

from app.models.transfer import IN, OUT

ISSUED, CLOSED, COMING, ENTERED, SETTLED, CANCELLED = STATES = (
    "已开出",
    "已回执",
    "待接收",
    "已接收",
    "已寄回执",
    "已作废",
)
VALID_UNTIL = "date({t}.issued_on, '+' || {t}.valid_days || ' days')"
STATE = (
    f"CASE WHEN {{t}}.cancelled IS NOT NULL THEN '{CANCELLED}' "
    f"WHEN {{t}}.direction = '{OUT}' THEN CASE WHEN {{t}}.receipt_on IS NULL THEN '{ISSUED}' ELSE '{CLOSED}' END "
    f"WHEN {{t}}.accepted_on IS NULL THEN '{COMING}' WHEN {{t}}.receipt_on IS NULL THEN '{ENTERED}' ELSE '{SETTLED}' END"
)
WAITING = f"{{t}}.direction = '{OUT}' AND {{t}}.ended_on IS NULL AND {{t}}.receipt_on IS NULL"
OPEN = (
    f"{{t}}.ended_on IS NULL AND (({{t}}.direction = '{OUT}' AND {{t}}.receipt_on IS NULL) "
    f"OR ({{t}}.direction = '{IN}' AND {{t}}.accepted_on IS NULL))"
)
EXPIRED = f"{OPEN} AND {VALID_UNTIL} < :today"
