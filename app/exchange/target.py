"""What does a target such as `member.name` or `helper.phone` stand for: field, kind, label, and its name in the report."""

from functools import cache

from app.exchange import word
from app.kinds.kind import Kind
from app.kinds.link import Link
from app.kinds.number import Number
from app.kinds.text import Text
from app.models import RECORDS
from app.models.fields import Field
from app.models.record import field_map

# Roles of a pairing sheet that are not records themselves.
ROLES = {"helper": "cadre", "helper_member": "member", "helped_member": "member", "person": "member"}
REPORTED = {
    "helper.name": "helper_name", "helper_member.name": "helper_name", "helper.unit": "helper_unit", "helper.branch": "helper_unit",
    "helper.phone": "helper_phone", "helper.duty": "duty", "helper.id_number": "helper_id", "household.size": "household_size",
    "helped.unit": "village",
}  # fmt: skip
_MEMBER = (
    "name", "sex", "ethnic", "birth_date", "id_number", "education", "join_date", "full_date", "phone", "branch", "village",
    "remark", "duty", "address",
)  # fmt: skip
FIELDS = {
    "member": _MEMBER,
    "household": ("household_no", "relation", "head_name", "head_id", "household_size", "name", "sex", "ethnic", "birth_date", "id_number",
                  "education", "phone", "village", "remark", "address", "poverty_cause"),
    "pairing": ("helper_name", "helper_unit", "helper_phone", "duty", "head_name", "head_id", "household_size", "poverty_cause", "village",
                "phone", "address", "remark", "relation"),
}  # fmt: skip
# Columns without which a row is nobody: name and number of whom the row is about.
_PRIMARY = {
    "member": ("member.name", "member.id_number"),
    "cadre": ("cadre.name", "cadre.id_number"),
    "resident": ("resident.name", "resident.id_number"),
    "unit": ("unit.name", ""),
    "branch": ("branch.name", ""),
    "request": ("request.content", "request.request_no"),
}
_ROLES_OF = {
    "household": ("household", "resident"), "pairing": ("helper", "helper_member", "household", "pairing"),
    "visit": ("visitor", "visited", "household", "visit"), "deed": ("visitor", "visited", "household", "deed"),
}  # fmt: skip
_SAID = {
    "helper": "帮扶人·", "helper_member": "联系党员·", "household": "户·", "resident": "家庭成员·", "pairing": "结对·",
    "visit": "走访·", "deed": "实事·",
}  # fmt: skip
# Targets that are no field of a record, by what they are called.
_TOLD = {
    "helped.unit": "联系村",
    "visitor.name": "走访人（办理人）",
    "visited.name": "走访对象（受益对象）",
    "person.name": "党员姓名",
    "away.names": "缺席人员",
    "leave.names": "请假人员",
}
_PEOPLE = ("member", "cadre", "resident", "household")
ABOUT_MEMBERS = (
    "due_base",
    "due",
    "review",
    "honour",
)  # their sheets say in columns of their own which member is meant
_IDENTITY = {"name", "id_number", "head_name", "head_id"}


def role_of(target: str) -> str:
    return target.partition(".")[0]


def field_name(target: str) -> str:
    return target.partition(".")[2]


def record_of(target: str) -> str:
    """The record in which the value ends."""
    role = role_of(target)
    return ROLES.get(role, role)


@cache
def field_of(target: str) -> Field | None:
    """The declared field; None for what the program keeps itself (uid, order_no, void_reason)."""
    record = record_of(target)
    return field_map(RECORDS[record]).get(field_name(target)) if record in RECORDS else None


@cache
def kind_of(target: str) -> Kind:
    if target == "helped.unit":
        return Link("unit")
    if target == "helper.branch":
        return Link("branch")
    if target == "person.name":
        return Text()
    field = field_of(target)
    if field is not None:
        return field.kind
    return Number() if field_name(target) == "order_no" else Text()


def link_of(target: str) -> str:
    """The record that a link names, or ""."""
    kind = kind_of(target)
    return kind.to if isinstance(kind, Link) else ""


@cache
def label_of(target: str) -> str:
    record = record_of(target)
    label = word.label_of(RECORDS[record], field_name(target)) if record in RECORDS else field_name(target)
    if target in _TOLD:
        return _TOLD[target]
    if role_of(target) in ("helper", "helper_member"):
        return f"责任人{label}"
    return label


def is_identity(target: str) -> bool:
    """Whether a doubtful value here keeps the whole row out."""
    record, name = record_of(target), field_name(target)
    return (name in _IDENTITY and record in _PEOPLE) or (record in ("unit", "branch") and name == "name")


def sure(record: str, targets: frozenset[str]) -> tuple[str, str]:
    """(name, number) targets that together tell that a row is somebody, be he in other rows too; "" where the sheet has none."""
    name, number = primary(record, targets)
    return name, number or ("person.id_number" if name == "person.name" and "person.id_number" in targets else "")


def primary(record: str, targets: frozenset[str]) -> tuple[str, str]:
    """(name, number) targets of whom a row is about; "" where the sheet has none."""
    if record == "household":
        pair = (
            ("resident.name", "resident.id_number")
            if "resident.name" in targets
            else ("household.head_name", "household.head_id")
        )
    elif record == "pairing" and "pairing.uid" in targets:
        pair = ("pairing.kind", "")
    elif record == "pairing" and "helped_member.name" in targets:
        pair = ("helped_member.name", "helped_member.id_number")
    elif record == "pairing":
        pair = ("household.head_name", "household.head_id") if "household.head_name" in targets else ("helped.unit", "")
    elif record in ("visit", "deed"):
        own = "visit.day" if record == "visit" else "deed.what"
        pair = (own if f"{record}.uid" in targets else "visited.name", "")
    elif "person.name" in targets or "person.id_number" in targets:
        pair = ("person.name" if "person.name" in targets else "person.id_number", "")
    elif record in _PRIMARY:
        pair = _PRIMARY[record]
    else:
        required = [f"{record}.{name}" for key in RECORDS[record].key for name in key]
        pair = (next((target for target in required if target in targets), ""), "")
    return (pair[0] if pair[0] in targets else ""), (pair[1] if pair[1] in targets else "")


def reported(target: str) -> str:
    """The name of a value in the report."""
    return REPORTED.get(target, field_name(target))


def choices(record: str) -> list[tuple[str, str]]:
    """What a column of such a sheet can be sent to: (target, label), for the clerk to choose from."""
    found: list[tuple[str, str]] = []
    if record in ABOUT_MEMBERS:
        found = [(target, label_of(target)) for target in ("person.name", "person.id_number", "person.branch")]
    for role in _ROLES_OF.get(record, (record,)):
        said = _SAID.get(role, "")
        if role in ("visitor", "visited"):
            found.append((f"{role}.name", _TOLD[f"{role}.name"]))
            continue
        for field in field_map(RECORDS[ROLES.get(role, role)]).values():
            linked = field.to and role in ("pairing", "visit", "deed")
            if field.asked and not linked:
                found.append((f"{role}.{field.name}", f"{said}{field.label}"))
    return found
