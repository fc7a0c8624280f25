"""Editing code lists: entries added, changed, renamed or retired in the database go before those of the files."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from app import codes
from app.codes import Code
from app.db.queries import code as queries
from app.db.queries import view as views
from app.db.store import Reader, Store
from app.db.work import Changes, Work
from app.errors import Problem, Rejected
from app.kinds.mask import WORDS, profile_named
from app.models.keeping import CodeEntry, View

COLUMNS = (
    "list_name, name, coalesce(code_no, ''), coalesce(aliases, ''), coalesce(group_name, ''), coalesce(retired, '否')"
)
# What rules, ledgers and figures ask for by name: such entries take other aliases and codes, and keep their names.
FIXED_LISTS = (
    "sex", "ethnic", "education", "member_kind", "payer_kind", "branch_kind", "unit_kind", "unit_nature", "domain", "kinship",
    "leave_reason", "join_kind", "party_standing", "post", "cadre_role", "pairing_reason",
    "satisfaction", "inspection_subject", "report_kind", "log_day", "campaign_target", "due_unit", "due_rounding", "stance",
    "name_order", "attendance", "meeting_state", "team_kind", "request_level", "applicant_end", "transfer_direction",
    "org_grade", "review_grade", "scorer", "scoring", "evidence_kind", "expulsion_kind", "honour_level",
)  # fmt: skip
RECIPIENTS = "recipient"  # the group of an entry is the mask under which files go there
FIXED_NAMES = {
    "need": ("困难党员",), "unit_situation": ("联合党支部",), "labour": ("无劳动力", "丧失劳动力"), "request_source": ("督查回访",),
    "lost_handling": ("限期改正",), "activity_kind": ("志愿服务",), "meeting_kind": ("换届选举", "民主评议党员"),
    "work_kind": ("宣讲政策",),
    RECIPIENTS: ("村和党支部", "张贴公示"),
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One line of a list as the clerk edits it: `used` rows hold it, `fixed` says that its name must stay."""

    code: Code
    retired: bool
    used: int
    fixed: bool


def install(store: Store) -> None:
    """Makes the program use what the database says, now and after every change of it."""
    _load(store)
    store.listeners.append(lambda changes: _follow(store, changes))


def _follow(store: Store, changes: Changes) -> None:
    if CodeEntry.code() in changes.records:
        _load(store)


def _load(store: Store) -> None:
    codes.reset()
    with store.read() as reader:
        edited = entries(reader)
    for list_name, own in edited.items():
        if list_name in codes.LISTS:  # else of a newer program or another county: kept, not used
            merged = _merged(codes.official(list_name), own)
            codes.install(list_name, [code for code, retired in merged if not retired])


def _merged(official: Iterable[Code], own: Iterable[tuple[Code, bool]]) -> list[tuple[Code, bool]]:
    """The clerk's entries in the place of those they change or rename (whose name is their alias); new ones at the end."""
    found = [(code, False) for code in official]
    for code, retired in own:
        names = [each.name for each, _retired in found]
        if code.name in names:
            found[names.index(code.name)] = (code, retired)
            continue
        former = next((i for i, name in enumerate(names) if name in code.aliases), len(names) - 1)
        found.insert(former + 1, (code, retired))
    return found


def entries(reader: Reader) -> dict[str, list[tuple[Code, bool]]]:
    """What the clerk edited: list → (entry, retired)."""
    found: dict[str, list[tuple[Code, bool]]] = {}
    sql = f"SELECT {COLUMNS} FROM code_entry WHERE void_reason IS NULL ORDER BY list_name, order_no, id"
    for list_name, name, number, aliases, group, retired in reader.exec_driver_sql(sql):
        words = tuple(word for word in aliases.split("；") if word)
        found.setdefault(list_name, []).append((Code(name, number, words, group), retired == "是"))
    return found


def overview(reader: Reader, list_name: str) -> tuple[Entry, ...]:
    """The whole list in its order, retired entries too."""
    used = queries.uses(reader, list_name)
    merged = _merged(codes.official(list_name), entries(reader).get(list_name, ()))
    return tuple(Entry(code, gone, used.get(code.name, 0), is_fixed(list_name, code.name)) for code, gone in merged)


def is_fixed(list_name: str, name: str) -> bool:
    own = list_name in FIXED_LISTS and any(code.name == name for code in codes.official(list_name))
    return own or name in FIXED_NAMES.get(list_name, ())


def put(store: Store, list_name: str, entry: Code, *, retired: bool = False) -> None:
    """Adds an entry, or changes the one of that name. A retired one is no longer offered; records keep it."""
    if retired and is_fixed(list_name, entry.name):
        raise Rejected([Problem("name", f"“{entry.name}”是统计和提醒要用的，不能停用。", "fixed")])
    with store.work(f"修改代码表：{codes.LISTS[list_name]}") as work:
        _put(work, list_name, entry, retired=retired)


def change(store: Store, list_name: str, old: str, entry: Code) -> int:
    """Changes an entry, its name too: then every row that holds it follows, and the old name stays an alias.

    One work with its undo; returns how many rows followed.
    """
    if entry.name == old:
        put(store, list_name, entry)
        return 0
    if is_fixed(list_name, old):
        raise Rejected([Problem("name", f"“{old}”是统计和提醒要用的，名称不能改；可以加别名。", "fixed")])
    if codes.find(list_name, entry.name) not in (None, old):
        raise Rejected([Problem("name", f"“{entry.name}”已经在这张表里了，请换一个名称。", "duplicate")])
    with store.work(f"代码表“{old}”改为“{entry.name}”") as work:
        former = next((code for code in codes.codes(list_name) if code.name == old), Code(old))
        _put(work, list_name, former, retired=True)
        _put(work, list_name, replace(entry, aliases=tuple(dict.fromkeys((*entry.aliases, old)))))
        held = queries.holders(work.connection, list_name, old)
        for record, name, row in held:
            work.change(record, row, {name: entry.name})
        _follow_views(work, list_name, old, entry.name)
    return len(held)


def _follow_views(work: Work, list_name: str, old: str, new: str) -> None:
    """Saved lists that ask for the entry go on asking for it."""
    for record, name in queries.places(list_name):
        for saved in views.views(work.connection, record.code()):
            query = views.renamed(saved.query, name, old, new)
            if query != saved.query:
                work.change(View, saved.row, {"definition": views.packed(query)})


def _put(work: Work, list_name: str, entry: Code, *, retired: bool = False) -> None:
    if not entry.name.strip():
        raise Rejected([Problem("name", "请填写名称。", "required")])
    if list_name == RECIPIENTS and profile_named(entry.group) is None:
        words = "、".join(WORDS.values())
        raise Rejected([Problem("group", f"外发对象的分组写脱敏方式，只能是：{words}。", "mask")])
    values = {
        "list_name": list_name, "name": entry.name, "code_no": entry.code or None, "aliases": "；".join(entry.aliases) or None,
        "group_name": entry.group or None, "retired": "是" if retired else "否",
    }  # fmt: skip
    sql = "SELECT id FROM code_entry WHERE list_name = ? AND name = ?"
    row = work.connection.exec_driver_sql(sql, (list_name, entry.name)).scalar()
    if row is None:
        work.add(CodeEntry, values)
    else:
        work.change(CodeEntry, int(row), values)
