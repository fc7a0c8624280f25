"""Do the pairings still hold: is anyone gone, is anyone holding too many, is anyone held by nobody?"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
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
BARE = frozenset({"pairing", "member", "household"})  # too many to read more than must be


def _caption(record: str) -> str:
    return CAPTIONS.get(record, "name")


def dead_link(facts: Facts) -> Iterator[Found]:
    """A pairing that still stands though its helper left, died or is out of contact, or the helped side is gone."""
    gone = {record: _gone(facts, record) for record in GONE}
    found: dict[int, tuple[str, int]] = {}
    for side in LINKS:
        end, _, record = side.partition("_")
        ended = {row for row, lost in gone[record].items() if end == "helper" or not lost}
        if ended:
            for row, link in facts.rows("pairing", "id", side):
                if link in ended:
                    found.setdefault(row, (record, link))
    rows = facts.told("pairing", found.keys(), *LINKS)
    names = _names(facts, rows)
    reasons = _reasons(facts, [link for record, link in found.values() if record == "member"])
    for number, uid, *links in rows:
        record, link = found[number]
        why = reasons[link] if record == "member" else GONE[record]
        yield Found("pairing", number, uid, _sentence(names, links, record, link, why))


def _gone(facts: Facts, record: str) -> dict[int, bool]:
    """Row id → is he merely out of contact?"""
    if record != "member":
        return {row: False for row, ended in facts.rows(record, "id", "ended", ended=True) if ended is not None}
    return {
        row: ended is None
        for row, ended, lost in facts.rows("member", "id", "ended", "lost", ended=True)
        if ended is not None or lost == "是"
    }


def _reasons(facts: Facts, rows: Collection[int]) -> dict[int, str]:
    """Member → what became of him."""
    told = facts.told("member", rows, "left_on", "leave_reason")
    return {
        row: LOST if ended is None else f"已{reason}" if reason else GONE["member"] for row, _, ended, reason in told
    }


def _names(facts: Facts, rows: list[tuple[Any, ...]]) -> dict[str, dict[int, str]]:
    """Of those only who stand in the rows found."""
    wanted: dict[str, set[int]] = {record: set() for record in GONE}
    for _id, _uid, *links in rows:
        for side, link in zip(LINKS, links, strict=True):
            if link is not None:
                wanted[side.partition("_")[2]].add(link)
    return {
        record: {row: name for row, _, name in facts.told(record, ids, _caption(record))}
        for record, ids in wanted.items()
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
        caps = {row: general if cap is None else cap for row, cap in facts.rows(record, "id", "cap") if row in held}
        for row, uid, name in facts.told(record, [row for row, most in caps.items() if held[row] > most], "name"):
            text = f"{name}联系 {held[row]} {measure}，超过上限 {caps[row]} {measure}，请分一些给别人或调整上限。"
            yield Found(record, row, uid, text)


def _able(facts: Facts, record: str) -> set[int]:
    """Helpers who are there and in contact."""
    if record == "member":
        return {row for row, lost in facts.rows("member", "id", "lost") if lost != "是"}
    return set(facts.column(record, "id"))


def _held(facts: Facts, helper: str, helped: str) -> set[int]:
    able = _able(facts, helper)
    links = facts.rows("pairing", f"helper_{helper}", f"helped_{helped}")
    return {target for who, target in links if target is not None and who in able}


def uncovered_household(facts: Facts) -> Iterator[Found]:
    """每户群众都有党员联系."""
    held = _held(facts, "member", "household")
    villages = dict(facts.rows("unit", "id", "name"))
    left = [row for row in facts.column("household", "id") if row not in held]
    for row, uid, name, village, group in facts.told("household", left, "head_name", "village", "group_name"):
        place = "".join(part for part in (villages.get(village), group) if part)
        yield Found("household", row, uid, f"{place}{name}户没有党员联系，请结对。")


def uncovered_member(facts: Facts) -> Iterator[Found]:
    """每名党员都有干部联系."""
    held = _held(facts, "cadre", "member")
    left = [row for row in facts.column("member", "id") if row not in held]
    for row, uid, name in facts.told("member", left, "name"):
        yield Found("member", row, uid, f"{name}没有干部联系，请确定联系干部。")


def uncovered_village(facts: Facts) -> Iterator[Found]:
    """每个村（居）都有干部包干负责."""
    held = _held(facts, "cadre", "unit")
    for row, uid, name, kind in facts.rows("unit", "id", "uid", "name", "kind"):
        if kind in VILLAGES and row not in held:
            yield Found("unit", row, uid, f"{name}没有干部包村，请确定包村干部。")


DEAD_LINK = Rule(
    "dead_link", "联系人或对象已不在", "late", "pairing",
    {"pairing": LINKS, "member": ("lost",), "cadre": (), "unit": (), "branch": (), "household": (), "resident": ()},
    dead_link,
    only={"resident": "left_on IS NOT NULL"},
    names={
        "pairing": LINKS, "member": ("name", "left_on", "leave_reason"), "cadre": ("name",), "unit": ("name",),
        "branch": ("name",), "household": ("head_name",), "resident": ("name",),
    },
    bare=BARE,
)  # fmt: skip
HELPER_OVER_CAP = Rule(
    "helper_over_cap", "联系数超过上限", "note", "member",
    {
        "pairing": ("helper_member", "helper_cadre", "helped_household", "helped_member"), "member": ("cap",),
        "cadre": ("cap",),
    },
    helper_over_cap, names={"member": ("name",), "cadre": ("name",)}, bare=BARE,
)  # fmt: skip
UNCOVERED_HOUSEHOLD = Rule(
    "uncovered_household", "农户没有党员联系", "week", "household",
    {
        "pairing": ("helper_member", "helped_household"), "member": ("lost",), "unit": ("name",), "household": (),
    },
    uncovered_household, names={"household": ("head_name", "village", "group_name")}, bare=BARE,
)  # fmt: skip
UNCOVERED_MEMBER = Rule(
    "uncovered_member", "党员没有干部联系", "week", "member",
    {"pairing": ("helper_cadre", "helped_member"), "member": (), "cadre": ()}, uncovered_member,
    names={"member": ("name",)}, bare=BARE,
)  # fmt: skip
UNCOVERED_VILLAGE = Rule(
    "uncovered_village", "村（居）没有干部包干", "week", "unit",
    {"pairing": ("helper_cadre", "helped_unit"), "unit": ("name", "kind"), "cadre": ()}, uncovered_village, bare=BARE,
)  # fmt: skip
