"""Printing: ledgers and records as tables, standardisation checklists, collection forms, contact cards."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import Any

from app.codes import codes
from app.commands import asking, speech, wall
from app.commands.opening import opened
from app.db.store import Store
from app.errors import UserError
from app.kinds.mask import kind_of, mask, withheld
from app.models import RECORDS
from app.models.fields import Field
from app.models.record import fields_of
from app.operations import checklist_form, setting
from app.operations.outgoing import Leaving, leaving
from app.printing import checklist
from app.printing.card import cards_of, print_contact_cards
from app.printing.form import MemberForm, print_member_forms
from app.printing.ledger import print_ledger
from app.printing.letter import letters_of, print_letters
from app.printing.slip import print_slips, slips_of
from app.table import Column, Table

FORM, CARD, SLIP, LETTER, CHECKLIST = "采集表", "联系卡", "走访记录单", "介绍信", "checklist-"
# Fields of a member on the form: those called alike there, and the others.
_SAME = (
    "name", "sex", "ethnic", "id_number", "birth_date", "education", "branch", "join_date", "full_date", "landline",
    "address", "lost",
)  # fmt: skip
_OTHER = ("member_kind", "occupation", "phone", "standing", "lost_date", "floating", "flow_to")


def names(ledgers: Iterable[tuple[str, str]] = ()) -> Iterator[tuple[str, str]]:
    yield from ledgers or asking.names()
    for domain in checklist_form.domains():
        form = checklist_form.load(domain)
        yield f"{CHECKLIST}{form.domain}", form.title
    yield FORM, "党员基本信息采集表，一人一页"
    yield CARD, "党员联系户联系卡，一页八张"
    yield from wall.NAMES
    yield SLIP, "走访记录单，还没有走访的计划，一页三张"
    yield LETTER, "组织关系介绍信，没有办结的转出，一页三联"


def run(args: Namespace) -> int:
    """Characters that no font holds are named on stderr by their caller; `--list` names what can be printed."""
    if args.listed:
        for name, title in names(asking.listed(args)):
            speech.line(f"{name}\t{title}")
        return 0
    if args.name is None or args.out is None:
        raise UserError("请写明打印什么、存成哪个文件。", "用 print --list 查看可用的名称。")
    with opened(args) as parts:
        for warning in print_named(parts.store, args):
            speech.line(warning)
    speech.line(f"已存成 PDF：{args.out}")
    return 0


def print_named(store: Store, args: Namespace) -> tuple[str, ...]:
    """What `args.name` means, written to `args.out`; warnings about characters that no font holds."""
    listed = not args.name.startswith(CHECKLIST) and args.name not in (FORM, CARD, SLIP, LETTER)
    told = asking.terms(args, printed=listed)
    with leaving(store, asking.departure("print", args, told)) as left:
        left.title = next((title for name, title in names() if name == args.name), left.title)
        warnings = _printed(store, args, told.mask, left)
        left.files.append(args.out)
    return warnings


def _printed(store: Store, args: Namespace, profile: str, left: Leaving) -> tuple[str, ...]:
    if args.name.startswith(CHECKLIST):
        return _checklist(store, args)
    if args.name == FORM:
        left.table, forms = _forms(store, args, profile)
        return print_member_forms(forms, args.out, speech.progress())
    if args.name == CARD:
        with store.read() as reader:
            homes = [row[0] for row in asking.rows(reader, "household", (), args)]
            left.table, cards = cards_of(reader, profile, ("household", homes))
        return print_contact_cards(cards, args.out, speech.progress())
    if args.name == SLIP:
        with store.read() as reader:
            rows = [row[0] for row in asking.rows(reader, "visit_plan", (), args)]
            left.table, slips = slips_of(reader, rows, profile)
        return print_slips(slips, args.out, speech.progress())
    if args.name == LETTER:
        with store.read() as reader:
            rows = [row[0] for row in asking.rows(reader, "transfer", (), args)]
            left.table, letters = letters_of(reader, rows, profile)
        if not letters:
            raise UserError("没有要打印的介绍信。", "转入的、已经办结和作废的不打印。")
        return print_letters(letters, args.out, speech.progress())
    if args.name in dict(wall.NAMES):
        return wall.print_wall(store, args, profile, left)
    left.table = asking.table(store, args, profile)
    return print_ledger(left.table, args.out, speech.progress())


def _checklist(store: Store, args: Namespace) -> tuple[str, ...]:
    form = checklist_form.load(args.name.removeprefix(CHECKLIST))
    with store.read() as reader:
        unit = args.branch or args.unit or setting.value(reader, "unit_name")
    checklist.print_checklist(form, args.out, unit=unit)
    return ()


def _forms(store: Store, args: Namespace, profile: str) -> tuple[Table, list[MemberForm]]:
    """What stands on the forms as a table, and the forms."""
    fields = {field.name: field for field in fields_of(RECORDS["member"])}
    columns = (*fields, "uid")
    with store.read() as reader:
        unit = setting.value(reader, "unit_name")
        rows = [dict(zip(columns, row[1:], strict=True)) for row in asking.rows(reader, "member", columns, args)]
    keys = tuple(row.pop("uid") for row in rows)
    told = [{name: _told(fields[name], value, profile) for name, value in row.items()} for row in rows]
    headings = tuple(Column(name, fields[name].label, fields[name].kind.name) for name in (*_SAME, *_OTHER))
    table = Table(FORM, headings, [tuple(row[column.name] for column in headings) for row in told], keys=keys)
    return table, [_form(row, unit) for row in told]


def _told(field: Field, value: Any, profile: str) -> str:
    kind = field.kind.name
    if value is None or withheld(kind, field.name, profile):
        return ""
    return mask(kind_of(kind, field.name), field.kind.text(value), profile)


def _form(told: dict[str, str], unit: str) -> MemberForm:
    return MemberForm(
        **{name: told[name] for name in _SAME},
        education_code=_code("education", told["education"]),
        category=told["member_kind"],
        post=told["occupation"],
        post_code=_code("occupation", told["occupation"]),
        mobile=told["phone"],
        status=told["standing"],
        lost_since=told["lost_date"],
        floating=told["floating"],
        floating_to=told["flow_to"],
        unit=unit,
    )


def _code(list_name: str, name: str) -> str:
    return next((entry.code for entry in codes(list_name) if entry.name == name), "")
