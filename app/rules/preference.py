"""Is what people told of possible pairings honoured by those that stand?"""

from collections.abc import Iterator

from app.models.pairing import HELPED, HELPERS
from app.rules.rule import Facts, Found, Rule

LINKS = (*HELPERS, *HELPED)


def excluded_pair(facts: Facts) -> Iterator[Found]:
    """A pairing that still stands though 结对意愿 excludes the two."""
    words = facts.rows("preference", "reason", "stance", *LINKS)
    told = {tuple(links): reason for reason, stance, *links in words if stance == "排除"}
    if told:
        reasons = {
            row: told[tuple(links)] for row, *links in facts.rows("pairing", "id", *LINKS) if tuple(links) in told
        }
        for row, uid in facts.told("pairing", reasons):
            why = f"（{reasons[row]}）" if reasons[row] else ""
            yield Found("pairing", row, uid, f"结对意愿里排除了这一对{why}，请结束或更换联系人。")


EXCLUDED_PAIR = Rule(
    "excluded_pair", "排除的一对仍在结对", "week", "pairing",
    {"preference": ("reason", "stance", *LINKS), "pairing": LINKS}, excluded_pair, names={"pairing": ()},
    bare=frozenset({"pairing"}),
)  # fmt: skip
