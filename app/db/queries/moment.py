"""What was true on a day: SQL for "this pairing held", "this row was there", "this member belonged to that branch".

`day` is an ISO day, or None for the present as it stands in the open links. A link counts on its first day and no
longer on its last; a date known to the month or year only is compared as its text.
"""

import re
from collections.abc import Callable
from datetime import date

from app import clock
from app.errors import UserError
from app.models import RECORDS

_MACRO = re.compile(
    r"\{(held|there|living|homes|home|enrolled|roll|day|seats|village|group|settled|holders|term)(?: (\w+))?(?: (\w+))?\}"
)


def checked(day: str | None) -> str | None:
    """The day as `2026-06-30`. UserError when it is none: it goes into SQL as text."""
    try:
        return None if day is None else date.fromisoformat(day).isoformat()
    except ValueError as error:
        raise UserError(f"看不懂截至日期“{day}”。", "请写成 2026-06-30。") from error


def held(alias: str, day: str | None) -> str:
    """The dated link (`pairing`, `membership`, `abode`, `post` …) held."""
    if day is None:
        return f"{alias}.void_reason IS NULL AND {alias}.until IS NULL"
    return (
        f"{alias}.void_reason IS NULL AND ({alias}.since IS NULL OR {alias}.since <= '{day}')"
        f" AND ({alias}.until IS NULL OR {alias}.until > '{day}')"
    )


def there(record: str, alias: str, day: str | None) -> str:
    """The row was neither voided nor ended (left, moved, closed).

    The plus keeps SQLite from an index that nearly every row matches: a scan in order is five times faster.
    """
    ends = RECORDS[record].ends
    if not ends:
        return f"+{alias}.void_reason IS NULL"
    later = "" if day is None else f" OR {alias}.{ends} > '{day}'"
    return f"+{alias}.void_reason IS NULL AND (+{alias}.{ends} IS NULL{later})"


def living(record: str, alias: str, day: str | None) -> str:
    """There, and able to hold a pairing: a member who is out of contact (失联) holds none."""
    if record != "member":
        return there(record, alias, day)
    lost = f"{alias}.lost = '是'"
    if day is not None:
        lost += f" AND ({alias}.lost_date IS NULL OR {alias}.lost_date <= '{day}')"
    return f"{there(record, alias, day)} AND NOT coalesce({lost}, 0)"


def covering(helped: str, helper: str) -> str:
    """SELECT of what is covered through the link `helped`, for `spelled`: a helper who is gone or out of contact holds nothing."""
    able = f"SELECT x.id FROM {helper} x WHERE {{living {helper} x}}"
    return f"SELECT p.{helped} FROM pairing p WHERE +p.{helped} IS NOT NULL AND {{held p}} AND p.helper_{helper} IN ({able})"


def homes(day: str | None) -> str:
    """Joins that give each member the branch of the day as `home.branch`; nothing for the present."""
    if day is None:
        return ""
    return (
        f" LEFT JOIN (SELECT s.member AS who, s.branch, max(s.id) FROM membership s WHERE {held('s', day)}"
        " GROUP BY s.member) home ON home.who = member.id"
    )


def enrolled(day: str | None) -> str:
    """The row of `member` was on the books: what `homes` joined, or no dated membership at all.

    A membership that begins nobody knows when begins with the joining of the party at the earliest.
    """
    told = there("member", "member", day)
    if day is None:
        return told
    told += f" AND {_joined('member', day)}"
    never = "NOT EXISTS (SELECT 1 FROM membership o WHERE o.member = member.id AND o.void_reason IS NULL)"
    return f"{told} AND (home.who IS NOT NULL OR {never})"


def _joined(alias: str, day: str) -> str:
    return f"({alias}.join_date IS NULL OR {alias}.join_date <= '{day}')"


def home(day: str | None) -> str:
    """SQL for the branch id of `member`."""
    return "member.branch" if day is None else "coalesce(home.branch, member.branch)"


def roll(day: str | None) -> str:
    """SELECT of (who, branch, kind) of every member on the books."""
    if day is None:
        return f"SELECT m.id AS who, m.branch, m.member_kind AS kind FROM member m WHERE {there('member', 'm', None)}"
    return (
        "SELECT m.id AS who, s.branch, m.member_kind AS kind FROM membership s JOIN member m ON m.id = s.member "
        f"WHERE {held('s', day)} AND {there('member', 'm', day)} AND {_joined('m', day)}"
    )


def seats(alias: str, day: str | None) -> str:
    """Joins that give each household its village and group of the day as `seat`; nothing for the present."""
    if day is None:
        return ""
    return (
        f" LEFT JOIN (SELECT a.household AS who, a.village, a.group_name, max(a.id) FROM abode a WHERE {held('a', day)}"
        f" GROUP BY a.household) seat ON seat.who = {alias}.id"
    )


def seat(alias: str, column: str, day: str | None) -> str:
    """SQL for `village` or `group_name` of a household; what stands on it where nothing is known of that day."""
    now = f"{alias}.{column}"
    return now if day is None else f"CASE WHEN seat.who IS NULL THEN {now} ELSE seat.{column} END"


def settled(alias: str, day: str | None) -> str:
    """The household was there: what `seats` joined, or no dated abode at all."""
    told = there("household", alias, day)
    if day is None:
        return told
    never = f"NOT EXISTS (SELECT 1 FROM abode o WHERE o.household = {alias}.id AND o.void_reason IS NULL)"
    return f"{told} AND (seat.who IS NOT NULL OR {never})"


def holders(post: str, day: str | None) -> str:
    """SQL for the names of those who held the post in the row of `branch`, joined by 、; corrected names as they are now."""
    name = "coalesce(hm.name, hc.name, hp.name)"
    return (
        f"(SELECT group_concat({name}, '、') FROM post hp LEFT JOIN member hm ON hm.id = hp.member "
        f"LEFT JOIN cadre hc ON hc.id = hp.cadre WHERE hp.branch = branch.id AND hp.post = '{post}' AND {held('hp', day)})"
    )


def term(column: str, day: str | None) -> str:
    """SQL for `since`, `due` or `size` of the term that ran in the row of `branch`."""
    return f"(SELECT ht.{column} FROM term ht WHERE ht.branch = branch.id AND {held('ht', day)} ORDER BY ht.id DESC LIMIT 1)"


_PLACED: dict[str, Callable[[str, str | None], str]] = {
    "seats": seats,
    "village": lambda alias, day: seat(alias, "village", day),
    "group": lambda alias, day: seat(alias, "group_name", day),
    "settled": settled,
    "holders": holders,
    "term": term,
}


def spelled(sql: str, day: str | None) -> str:
    """Writes out `{held p}`, `{there member m}`, `{living cadre c}`, `{home}`, `{village h}`, `{holders 书记}` … in SQL."""
    plain = {
        "home": home(day),
        "homes": homes(day),
        "enrolled": enrolled(day),
        "roll": roll(day),
        "day": f"'{day or clock.today().isoformat()}'",
    }

    def written(found: re.Match[str]) -> str:
        word, first, second = found.groups()
        if word == "held":
            return held(first, day)
        if word == "there":
            return there(first, second or first, day)
        if word == "living":
            return living(first, second or first, day)
        if word in _PLACED:
            return _PLACED[word](first, day)
        return plain[word]

    return _MACRO.sub(written, sql)
