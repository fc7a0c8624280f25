"""Do the pairings still hold: is anyone gone, is anyone holding too many, is anyone held by nobody?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.db.queries.aim import VILLAGES
from app.models.pairing import HELPED, HELPERS
from app.rules.rule import Facts, Found, Rule

CAPTIONS = {"household": "head_name"}
GONE = {
    "member": "已离开",
    "cadre": "已离任",
    "unit": "已撤并",
    "branch": "已撤销",
    "household": "已迁出",
    "resident": "已离开",
}
LINKS = (*HELPERS, *HELPED)
LOST = "已失联"


def _caption(record: str) -> str:
    return CAPTIONS.get(record, "name")


def dead_link(facts: Facts) -> Iterator[Found]:
    """A pairing that still stands though its helper left, died or is out of contact, or the helped side is gone."""
    gone = {record: _gone(facts, record) for record in GONE}
    rows = list(facts.rows("pairing", "id", "uid", *LINKS))
    found: dict[int, tuple[tuple[Any, ...], str, int, str]] = {}
    for place, side in enumerate(LINKS, 2):
        end, _, record = side.partition("_")
        ended = {row: why for row, why in gone[record].items() if why != LOST or end == "helper"}
        if ended:
            for row in rows:
                if row[place] in ended and row[0] not in found:
                    found[row[0]] = (row, record, row[place], ended[row[place]])
    names = _names(facts, [row for row, *_ in found.values()])
    for number in sorted(found):
        row, record, link, why = found[number]
        yield Found("pairing", number, row[1], _sentence(names, row[2:], record, link, why))


def _gone(facts: Facts, record: str) -> dict[int, str]:
    """Row id → what became of it."""
    if record != "member":
        return {row: GONE[record] for row, ended in facts.rows(record, "id", "ended", ended=True) if ended is not None}
    found: dict[int, str] = {}
    for row, ended, reason, lost in facts.rows("member", "id", "ended", "leave_reason", "lost", ended=True):
        if ended is not None:
            found[row] = f"已{reason}" if reason else GONE["member"]
        elif lost == "是":
            found[row] = LOST
    return found


def _names(facts: Facts, rows: list[tuple[Any, ...]]) -> dict[str, dict[int, str]]:
    """Of those only who stand in the rows found."""
    wanted: dict[str, set[int]] = {record: set() for record in GONE}
    for row in rows:
        for side, link in zip(LINKS, row[2:], strict=True):
            if link is not None:
                wanted[side.partition("_")[2]].add(link)
    return {
        record: {row: name for row, name in facts.rows(record, "id", _caption(record), ended=True) if row in ids}
        for record, ids in wanted.items()
        if ids
    }


def _sentence(names: Mapping[str, Mapping[int, str]], links: Sequence[Any], record: str, link: int, why: str) -> str:
    sides = [
        names[side.partition("_")[2]].get(value, "")
        for side, value in zip(LINKS, links, strict=True)
        if value is not None
    ]
    who = names[record].get(link, "")
    return f"{'与'.join(sides)}的结对仍在，但{who}{why}，请结束或更换联系人。"


def helper_over_cap(facts: Facts) -> Iterator[Found]:
    """More households (members) than the helper's own cap, or the setting where there is none."""
    rows = list(facts.rows("pairing", "helper_member", "helper_cadre", "helped_household", "helped_member"))
    homes = Counter([member for member, _, home, _ in rows if home is not None and member is not None])
    members = Counter([cadre for _, cadre, _, helped in rows if helped is not None and cadre is not None])
    for record, setting, measure, held in (
        ("member", "member_cap", "户", homes), ("cadre", "cadre_cap", "名党员", members),
    ):  # fmt: skip
        general = facts.number(setting)
        for row, uid, name, cap in facts.rows(record, "id", "uid", "name", "cap"):
            most = general if cap is None else cap
            if row in held and held[row] > most:
                text = f"{name}联系 {held[row]} {measure}，超过上限 {most} {measure}，请分一些给别人或调整上限。"
                yield Found(record, row, uid, text)


def _able(facts: Facts, record: str) -> set[int]:
    """Helpers who are there and in contact."""
    if record == "member":
        return {row for row, lost in facts.rows("member", "id", "lost") if lost != "是"}
    return {row for row, _ in facts.rows(record, "id", "uid")}


def _held(facts: Facts, helper: str, helped: str) -> set[int]:
    able = _able(facts, helper)
    links = facts.rows("pairing", f"helper_{helper}", f"helped_{helped}")
    return {target for who, target in links if target is not None and who in able}


def uncovered_household(facts: Facts) -> Iterator[Found]:
    """每户群众都有党员联系."""
    held = _held(facts, "member", "household")
    villages = dict(facts.rows("unit", "id", "name"))
    for row, uid, name, village, group in facts.rows("household", "id", "uid", "head_name", "village", "group_name"):
        if row not in held:
            place = "".join(part for part in (villages.get(village), group) if part)
            yield Found("household", row, uid, f"{place}{name}户没有党员联系，请结对。")


def uncovered_member(facts: Facts) -> Iterator[Found]:
    """每名党员都有干部联系."""
    held = _held(facts, "cadre", "member")
    for row, uid, name in facts.rows("member", "id", "uid", "name"):
        if row not in held:
            yield Found("member", row, uid, f"{name}没有干部联系，请确定联系干部。")


def uncovered_village(facts: Facts) -> Iterator[Found]:
    """每个村（居）都有干部包干负责."""
    held = _held(facts, "cadre", "unit")
    for row, uid, name, kind in facts.rows("unit", "id", "uid", "name", "kind"):
        if kind in VILLAGES and row not in held:
            yield Found("unit", row, uid, f"{name}没有干部包村，请确定包村干部。")


DEAD_LINK = Rule(
    "dead_link", "联系人或对象已不在", "late", "pairing",
    {
        "pairing": LINKS, "member": ("name", "lost", "leave_reason"), "cadre": ("name",), "unit": ("name",),
        "branch": ("name",), "household": ("head_name",), "resident": ("name",),
    },
    dead_link,
    only={"resident": "id IN (SELECT helped_resident FROM pairing WHERE helped_resident IS NOT NULL)"},
)  # fmt: skip
HELPER_OVER_CAP = Rule(
    "helper_over_cap", "联系数超过上限", "note", "member",
    {
        "pairing": ("helper_member", "helper_cadre", "helped_household", "helped_member"),
        "member": ("name", "cap"), "cadre": ("name", "cap"),
    },
    helper_over_cap,
)  # fmt: skip
UNCOVERED_HOUSEHOLD = Rule(
    "uncovered_household", "农户没有党员联系", "week", "household",
    {
        "pairing": ("helper_member", "helped_household"), "member": ("lost",), "unit": ("name",),
        "household": ("head_name", "village", "group_name"),
    },
    uncovered_household,
)  # fmt: skip
UNCOVERED_MEMBER = Rule(
    "uncovered_member", "党员没有干部联系", "week", "member",
    {"pairing": ("helper_cadre", "helped_member"), "member": ("name",), "cadre": ()}, uncovered_member,
)  # fmt: skip
UNCOVERED_VILLAGE = Rule(
    "uncovered_village", "村（居）没有干部包干", "week", "unit",
    {"pairing": ("helper_cadre", "helped_unit"), "unit": ("name", "kind"), "cadre": ()}, uncovered_village,
)  # fmt: skip
