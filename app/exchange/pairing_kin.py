"""Which person of a household does a row of a pairing sheet mean that says how he is related to the head: 帮扶对象 常小妹, 女儿?"""

from typing import Any

from app.db.queries import standing
from app.exchange.whole import Whole

RELATION = "resident.relation"
_HEAD = ("户主", "本人", "本人或户主")
Linked = dict[str, list[Any]]


def rows(whole: Whole) -> list[int]:
    """The rows that mean somebody else of the household than its head."""
    relations = whole.column(RELATION)
    return [
        place
        for place, said in enumerate(relations)
        if isinstance(said, str) and said not in _HEAD and place not in whole.refused
    ]


def people(reader: Any, whole: Whole, linked: Linked, places: list[int]) -> list[int]:
    """Row id of the person of each of these rows, 0 for the others; who is not found, or is several, is refused with a word."""
    found = [0] * len(whole)
    names, numbers = whole.column("household.head_name"), whole.column("household.head_id")
    relations, groups = whole.column(RELATION), whole.column("household.group_name")
    villages = linked.get("household.village") or linked.get("helped.unit") or [None] * len(whole)
    known: dict[str, list[tuple[Any, ...]]] = {}
    for row in standing.kin(reader, {names[place] for place in places if names[place]}):
        known.setdefault(row[1], []).append(row)
    for place in places:
        told = known.get(names[place], [])
        wanted = (numbers[place], relations[place], villages[place], groups[place])
        for at, value in enumerate(wanted, 2):
            fitting = [row for row in told if value and row[at] == value]
            told = fitting or told
        if len(told) == 1 and not (numbers[place] and told[0][2] and told[0][2] != numbers[place]):
            found[place] = told[0][0]
        else:
            whole.refuse(place, *_doubt(names[place], relations[place], len(told)), "household.head_name")
    return found


def _doubt(name: str, relation: str, count: int) -> tuple[str, str]:
    if count > 1:
        return "match_several", f"有 {count} 名家庭成员叫“{name}”，无法确认是哪一位，请补填身份证号或所在村。"
    return "resident_unknown", f"没有登记过叫“{name}”（{relation}）的家庭成员，请先在农户的家庭成员里登记。"
