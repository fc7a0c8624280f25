"""Which record do the rows of a block mean, and which field does each of its columns hold?

Targets are written `role.field`. Roles are records (`member.name`), in a pairing sheet also `helper.…` (cadre or member).
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.exchange import meeting_heading, person_heading, telling, visit_heading, word
from app.exchange.heading import Block
from app.models import RECORDS
from app.models.record import fields_of

_PERSON = ("姓名", "党员姓名", "人员姓名", "名字", "成员姓名", "家庭成员姓名", "干部姓名")
_PARTY = {"join_date", "full_date", "branch", "member_kind", "standing", "floating", "lost", "join_kind"}
_OTHERS = re.compile(r"配偶|父|母|子女|介绍人|紧急|培养|曾用|监护|代理|户主|第一|第二")
_HOUSEHOLD_OWN = {
    "household_no", "head_name", "head_id", "size", "village", "group_name", "grid", "address", "special", "poverty_cause",
    "needs", "income_source", "income", "farmland", "forest", "trade", "subsidy",
    "target_on", "housing", "dwelling", "water", "medical", "pension",
}  # fmt: skip


_HOUSEHOLDS = re.compile(r"农户|户籍|住户|家庭成员|困难群众名|户口")
_PAIRINGS = re.compile(r"帮扶|结对|联系户|包联|挂钩|联户")


@dataclass(frozen=True)
class Match:
    """Targets by column, "" where a column means nothing to us; `ignored` columns only count rows."""

    record: str
    targets: tuple[str, ...]
    ignored: frozenset[int]
    doubled: tuple[int, ...] = ()


def fingerprint(block: Block) -> str:
    """The same headings in the same order give the same mark."""
    return hashlib.sha256("\n".join(block.labels()).encode()).hexdigest()[:32]


def recognise(blocks: Sequence[Block], title: str) -> str | None:
    """The record that a file holds, from the headings of its first block and the words of its titles; None = none of ours."""
    for block in blocks:
        found = _record(block, title)
        if found is not None:
            return found
    return None


def columns(block: Block, record: str, corrected: Mapping[int, str] | None = None) -> Match:
    """A target for each column; each target at most once, exact labels before looser ones."""
    wanted = _wishes(block, record)
    targets = [""] * len(block.columns)
    doubled = []
    taken: set[str] = set()
    for place, target in (corrected or {}).items():
        if place < len(targets):
            targets[place] = target
            taken.add(target)
    for place, (target, _rank) in sorted(wanted.items(), key=lambda item: (item[1][1], item[0])):
        if corrected and place in corrected:
            continue
        if target in taken:
            doubled.append(place)
            continue
        targets[place] = target
        taken.add(target)
    ignored = frozenset(
        n for n, path in enumerate(block.paths) if not targets[n] and path and path[-1] in word.SEQUENCE
    )
    return Match(record, tuple(targets), ignored, tuple(doubled))


def by_values(match: Match, block: Block, samples: Sequence[Sequence[object]]) -> Match:
    """Columns whose heading says nothing but whose values say everything: identity numbers and mobile numbers."""
    roles = {"member": "member", "cadre": "cadre"}
    role = roles.get(match.record)
    if role is None:
        return match
    targets = list(match.targets)
    for field, shape in (("id_number", _LOOKS_ID), ("phone", _LOOKS_MOBILE)):
        if f"{role}.{field}" in targets:
            continue
        for n, path in enumerate(block.paths):
            told = "".join(path)
            if targets[n] or n in match.ignored or n in match.doubled or _OTHERS.search(told) or word.is_known(told):
                continue
            values = [str(value).strip() for value in samples[n] if value not in ("", None)]
            if len(values) >= 2 and sum(1 for value in values if shape.fullmatch(value)) * 10 >= len(values) * 8:
                targets[n] = f"{role}.{field}"
                break
    return Match(match.record, tuple(targets), match.ignored, match.doubled)


_LOOKS_ID = re.compile(r"[1-9]\d{16}[\dXx]")
_LOOKS_MOBILE = re.compile(r"1[3-9]\d{9}")


def _field(record: str, label: str) -> tuple[str, int] | None:
    """Field and rank (0 = the whole heading, 1 = without its brackets)."""
    known = word.words(record)
    for rank, spelling in enumerate(word.spellings(label)):
        if spelling in known:
            return known[spelling], rank
    return None


def _last(path: tuple[str, ...]) -> str:
    return path[-1] if path else ""


def _all_labels(block: Block) -> set[str]:
    return {spelling for path in block.paths for part in path for spelling in word.spellings(part)}


def _record(block: Block, title: str) -> str | None:
    said = _all_labels(block)
    if said & set(word.UID):
        return _exported(block)
    person = any(label in said for label in _PERSON)
    own = telling.record(said, person=person)
    if own is not None and (own not in person_heading.PERSONS or person_heading.about(own, said, title)):
        return own
    helper = said & {word.squeezed(w) for w in word.HELPERS}
    helper_member = said & {word.squeezed(w) for w in word.HELPER_MEMBERS}
    head = said & {word.squeezed(w) for w in word.HELPED}
    units = said & {word.squeezed(w) for w in word.HELPED_UNITS}
    if helper <= {"联系人", "联系人姓名"} and not _PAIRINGS.search(title):
        helper = set()
    if head and _HOUSEHOLDS.search(title) and not _PAIRINGS.search(title):
        return "household"
    if (
        ((helper or helper_member) and (head or units))
        or (helper and helper_member)
        or ({"帮扶单位", "联系单位"} & said and units)
    ):
        return "pairing"
    if said & {"与户主关系", "与户主的关系", "户编号", "户号", "家庭编号", "户编码"} or (head & {"户主", "户主姓名"}):
        return "household"
    if person:
        return _person_record(block, title)
    if said & {
        "组织类别",
        "党组织类别",
        "党组织名称",
        "党支部名称",
        "党组织书记",
        "支部名称",
        "换届时间",
        "上级党组织",
    }:
        return "branch"
    if said & {"单位名称", "村名", "单位类型", "统一社会信用代码", "村(社区)", "行政村"}:
        return "unit"
    return _best(block)


_NOT_OURS = re.compile(r"积极分子|发展对象|入党申请|申请入党|非党员|志愿者|村民名|居民名|学生名|职工名")


def _person_record(block: Block, title: str) -> str | None:
    hits = {found[0] for path in block.paths if (found := _field("member", _last(path)))}
    party = hits & _PARTY
    cadre = {found[0] for path in block.paths if (found := _field("cadre", _last(path)))} & {
        "unit",
        "rank",
        "role",
        "duty",
    }
    if "干部" in title and not party and "党员" not in title:
        return "cadre"
    member = bool(party) or "党员" in title or "党员姓名" in _all_labels(block)
    if not member and "unit" in cadre and len(cadre) > 1:
        return "cadre"
    return None if not member and _NOT_OURS.search(title) else "member"


def _exported(block: Block) -> str | None:
    """An export of this program carries every label of its record."""
    labels = {_last(path) for path in block.paths}
    scored = [(len(labels & set(word.words(record))) / len(labels), record) for record in RECORDS]
    exact = [
        (sum(word.squeezed(field.label) in labels for field in fields_of(RECORDS[record])), share, record)
        for share, record in scored
    ]
    return max(exact)[2] if exact else None


def _best(block: Block) -> str | None:
    """For exports of the lesser records: whichever knows most of the headings, its first key among them."""
    told = [_last(path) for path in block.paths if path and _last(path) not in word.SEQUENCE]
    scored = []
    for record, model in RECORDS.items():
        names = {found[0] for label in told if (found := _field(record, label))}
        labels = {field.name for field in fields_of(model) if word.squeezed(field.label) in told}
        if labels & {name for key in model.key for name in key[:1]}:
            scored.append((len(names), record))
    best = max(scored, default=(0, ""))
    return best[1] if best[0] >= 2 and best[0] * 10 >= len(told) * 6 else None


def _wishes(block: Block, record: str) -> dict[int, tuple[str, int]]:
    """Column → (target, rank); the lower the rank the surer."""
    exported = bool(_all_labels(block) & set(word.UID))
    if record == "pairing" and not exported:
        return _pairing(block)
    if record == "household" and not exported:
        return _household(block)
    if record in visit_heading.TELLING and not exported:
        return visit_heading.wishes(block, record)
    if record in person_heading.PERSONS and not exported:
        return person_heading.wishes(block, record)
    if record == "meeting":
        return meeting_heading.wishes(block, _plain(block, record))
    return _plain(block, record)


def _plain(block: Block, record: str) -> dict[int, tuple[str, int]]:
    found: dict[int, tuple[str, int]] = {}
    for n, path in enumerate(block.paths):
        if not path:
            continue
        # The whole path first: 出生_年月 is told over two rows; then the lowest word, then the upper ones.
        for rank, label in enumerate(("".join(path), "".join(path[-2:]), path[-1], *path[-2:-1])):
            if hit := _field(record, label):
                if rank == 3 and (len(path) < 2 or sum(1 for other in block.paths if path[-2] in other) > 1):
                    continue
                if len(path) > 1 and rank != 2 and _says_otherwise(path[-1], hit[1]):
                    continue
                if _OTHERS.search("".join(path)) and rank > 0 and record == "member":
                    continue
                found[n] = (f"{record}.{hit[0]}", rank * 2 + hit[1])
                break
    return found


def _says_otherwise(own: str, rank: int) -> bool:
    """联系方式 over QQ is no telephone, and a counter below a group word stays a counter."""
    return own in word.SEQUENCE or (own.isascii() and rank > 0)


def _household(block: Block) -> dict[int, tuple[str, int]]:
    labels = _all_labels(block)
    persons = any(label in labels for label in _PERSON) or bool(labels & {"与户主关系", "与户主的关系", "家庭关系"})
    found: dict[int, tuple[str, int]] = {}
    for n, path in enumerate(block.paths):
        if not path:
            continue
        for rank, label in enumerate(dict.fromkeys(("".join(path), path[-1]))):
            own, of_person = _field("household", label), _field("resident", label)
            if own and (own[0] in _HOUSEHOLD_OWN or not persons or not of_person):
                found[n] = (f"household.{own[0]}", rank * 2 + own[1])
                break
            if of_person and persons and of_person[0] != "household":
                found[n] = (f"resident.{of_person[0]}", rank * 2 + of_person[1])
                break
            if label in ("姓名", "身份证号", "身份证号码", "公民身份号码") and not persons:
                found[n] = (f"household.{'head_name' if label == '姓名' else 'head_id'}", rank * 2 + 1)
                break
    return found


def _pairing(block: Block) -> dict[int, tuple[str, int]]:
    """Sides from group words, else from the nearest column to the left whose side is certain."""
    found: dict[int, tuple[str, int]] = {}
    side = ""
    if _helps_members(block):
        return _member_pairing(block)
    for n, path in enumerate(block.paths):
        if not path:
            continue
        told, own = _side(path)
        target = _pairing_target(path, own or told or side)
        side = own or told or side
        if target:
            found[n] = target
    return found


def _helps_members(block: Block) -> bool:
    """A cadre beside a party member and no household: 干部联系党员."""
    said = _all_labels(block)
    return bool(said & _MEMBER) and bool(said & (_HELPER - _MEMBER)) and not said & (_HELPED | _UNITS)


def _member_pairing(block: Block) -> dict[int, tuple[str, int]]:
    """Columns after the member's name speak of the member, those before of the cadre; 职务 and 单位 always of the cadre."""
    found: dict[int, tuple[str, int]] = {}
    side = "helper"
    for n, path in enumerate(block.paths):
        for rank, name in enumerate(word.spellings(_last(path))):
            if name in _HELPER:
                side = "helped_member" if name in _MEMBER else "helper"
                found[n] = (f"{side}.name", rank)
            elif name in _HELPER_FIELDS and _HELPER_FIELDS[name] != "branch":
                found[n] = (f"helper.{_HELPER_FIELDS[name]}", rank)
            elif hit := _field("cadre" if side == "helper" or name in ("职务", "单位") else "member", name):
                own = "helper" if side == "helper" or name in ("职务", "单位") else side
                found[n] = (f"{own}.{hit[0]}", rank)
            elif target := _of_pairing(name):
                found[n] = (target, rank)
            if n in found:
                break
    return found


def _side(path: tuple[str, ...]) -> tuple[str, str]:
    """(side of the group word, side of the heading itself)."""
    group = ""
    if len(path) > 1:
        upper = "".join(path[:-1])
        group = "helped" if word.HELPED_SIDE.search(upper) else "helper" if word.HELPER_SIDE.search(upper) else ""
    own = path[-1]
    names = _present(own)
    if any(name in _HELPED for name in names) or any(name in _UNITS for name in names):
        return group, "helped"
    if not group and any(name in _HELPER for name in names):
        return group, "helper"
    return group, group


def _present(own: str) -> tuple[str, ...]:
    """The spellings of a heading, and those without the word that it is of now: 现帮扶责任人."""
    said = word.spellings(own)
    return (*said, *(name[1:] for name in said if name.startswith("现")))


_RELATION = frozenset({"与户主关系", "与户主的关系", "家庭关系"})
_HELPED = frozenset(word.squeezed(w) for w in word.HELPED)
_UNITS = frozenset(word.squeezed(w) for w in word.HELPED_UNITS)
_MEMBER = frozenset(word.squeezed(w) for w in word.HELPER_MEMBERS)
_HELPER = frozenset(word.squeezed(w) for w in word.HELPERS) | _MEMBER
_HELPER_FIELDS = {
    **dict.fromkeys(("帮扶单位", "联系单位", "责任人单位", "帮扶责任人单位"), "unit"),
    **dict.fromkeys(("所在支部", "所在党支部", "党支部", "支部"), "branch"),
    **dict.fromkeys(("帮扶责任人电话", "责任人电话", "帮扶人电话", "党员电话", "干部电话"), "phone"),
    **dict.fromkeys(("帮扶责任人联系电话", "责任人联系电话", "党员联系电话"), "phone"),
    **dict.fromkeys(("帮扶责任人职务", "责任人职务"), "duty"),
    **dict.fromkeys(("党员证号", "党员身份证号", "党员身份证号码", "党员公民身份号码", "干部身份证号"), "id_number"),
    **dict.fromkeys(("帮扶责任人身份证号", "帮扶责任人身份证号码", "责任人身份证号", "责任人身份证号码"), "id_number"),
}


def _pairing_target(path: tuple[str, ...], side: str) -> tuple[str, int] | None:
    own = path[-1]
    grouped = "".join(path[:-1])
    for rank, name in enumerate(_present(own)):
        if target := _sided(name, side, grouped):
            return target, rank
    return None


def _sided(name: str, side: str, grouped: str) -> str:
    """The target of one heading on a known side; `grouped` is the word that stands over it, if any."""
    if name in _UNITS:
        return "helped.unit"
    if name in _HELPED and not (grouped and side == "helper"):
        return "household.head_name"
    if side == "helper" and (name in _HELPER or (grouped and name in _PERSON)):
        return (
            "helper_member.name" if name in _MEMBER or ("党员" in grouped and "干部" not in grouped) else "helper.name"
        )
    if name in _HELPER_FIELDS:
        return f"helper.{_HELPER_FIELDS[name]}"
    if name in _RELATION:
        return "resident.relation"
    if name in ("备注", "说明"):
        return "pairing.remark"
    return _of_helper(name, side) or _of_pairing(name) or _of_helped(name, side)


def _of_helper(name: str, side: str) -> str:
    hit = _field("cadre", name) if side == "helper" else None
    return f"helper.{hit[0]}" if hit else ""


def _of_pairing(name: str) -> str:
    hit = _field("pairing", name)
    return f"pairing.{hit[0]}" if hit and not hit[0].startswith(("helper_", "helped_")) else ""


def _of_helped(name: str, side: str) -> str:
    if hit := _field("household", name):
        return f"household.{hit[0]}"
    if side == "helped" and name in ("姓名", "身份证号", "身份证号码", "公民身份号码", "公民身份证号"):
        return "household.head_name" if name == "姓名" else "household.head_id"
    hit = _field("cadre", name) if side != "helped" else None
    return f"helper.{hit[0]}" if hit and hit[0] in ("name", "unit", "duty", "phone") else ""
