"""Two people in one cell of a sheet of applicants – 入党介绍人 甲、乙 – are two: which columns does it fill?"""

import re

from app.exchange.whole import Whole

_PAIRS = (("applicant.contact_1", "applicant.contact_2"), ("applicant.introducer_1", "applicant.introducer_2"))
_APART = re.compile(
    r"\s*[、，,；;/\n]\s*|(?<=[^\s]{2})[ \u3000]+(?=[^\s]{2})"
)  # a blank inside a name of two characters parts nobody


def part(whole: Whole) -> None:
    """Puts the second of two names into its own column, where the sheet has none; three names stay as they are."""
    for first, second in _PAIRS:
        if first not in whole.columns or second in whole.columns:
            continue
        column = whole.columns[first]
        others: list[str | None] = [None] * len(whole)
        told = [[one for one in _APART.split(str(cell).strip()) if one] if cell else [] for cell in column]
        if not any(len(names) == 2 for names in told):
            continue
        for place, names in enumerate(told):
            if len(names) == 2:
                column[place], others[place] = names
        whole.targets = (*whole.targets, second)
        whole.columns[second] = others
