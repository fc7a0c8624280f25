"""All blocks of a file as one table, and what can be judged from the file alone: missing names, contradictions, doubles."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from app.exchange import target as t
from app.exchange.cell import CLEAR, Read
from app.exchange.plan import Layout, Note
from app.kinds.resident_id import birth_of, sex_of


@dataclass
class Whole:
    """`origin` holds (layout, row as shown) of each row; `repeats` maps a plain repeat to the row it repeats.

    `pending` are links to other rows of the same sheet, by target and place: the name that is meant.
    """

    record: str
    targets: tuple[str, ...]
    origin: list[tuple[int, int]]
    columns: dict[str, list[Any]]
    refused: dict[int, list[Note]] = field(default_factory=dict)
    warned: dict[int, list[Note]] = field(default_factory=dict)
    repeats: dict[int, int] = field(default_factory=dict)
    pending: dict[str, dict[int, str]] = field(default_factory=dict)
    clears: bool = False

    def __len__(self) -> int:
        return len(self.origin)

    def refuse(self, place: int, code: str, text: str, target: str = "") -> None:
        self.refused.setdefault(place, []).append(Note(code, text, target))

    def warn(self, place: int, code: str, text: str, target: str = "") -> None:
        self.warned.setdefault(place, []).append(Note(code, text, target))

    def column(self, target: str) -> list[Any]:
        """Values of a target; nothing but None when no block has it."""
        return self.columns.get(target) or [None] * len(self)

    def name_and_number(self) -> tuple[str, str]:
        return t.primary(self.record, frozenset(self.targets))


def gather(record: str, reads: Sequence[Read]) -> Whole:
    """The blocks below each other; hidden rows and sheets said."""
    targets = tuple(dict.fromkeys(target for read in reads for target in read.every_target if target))
    whole = Whole(record, targets, [], {target: [] for target in targets})
    for layout, read in enumerate(reads):
        base, count = len(whole.origin), len(read.rows)
        whole.origin += [(layout, row + read.grid.first_row) for row in read.rows]
        for target in targets:
            whole.columns[target] += read.columns[target] if target in read.columns else [None] * count
        for held, notes in ((whole.refused, read.refused), (whole.warned, read.warned)):
            held.update((base + place, list(said)) for place, said in notes.items())
        whole.clears = whole.clears or read.clears
        _hidden(whole, read, base)
    return whole


def beside_refused(whole: Whole, layouts: Sequence[Layout]) -> dict[int, Note]:
    """People not refused who stand in one row of a sheet with somebody who is: place → why they wait."""
    if not whole.refused:
        return {}
    first: dict[tuple[str, int], int] = {}
    for place in sorted(whole.refused):
        layout, row = whole.origin[place]
        first.setdefault((layouts[layout].sheet, row), place)
    waiting = {}
    for place, (layout, row) in enumerate(whole.origin):
        bad = first.get((layouts[layout].sheet, row))
        if bad is not None and place not in whole.refused:
            note = whole.refused[bad][0]
            waiting[place] = Note(note.code, f"同一行并排的另一人有问题，改好后两人一起登记。（{note.text}）")
    return waiting


def _hidden(whole: Whole, read: Read, base: int) -> None:
    for place, row in enumerate(read.rows if read.grid.hidden_rows or read.grid.hidden else ()):
        if row in read.grid.hidden_rows:
            whole.warn(base + place, "hidden_row", "这一行在表里是隐藏的，已照样读取，请核对。")
        if read.grid.hidden:
            whole.warn(base + place, "hidden_sheet", "这张工作表是隐藏的，已照样读取，请核对。")


def check(whole: Whole) -> None:
    """Everything that the file alone tells about its rows."""
    _clears_of_keys(whole)
    _missing(whole)
    for role in ("member", "cadre", "resident"):
        if f"{role}.id_number" in whole.columns:
            _against_id(whole, role)
    if "member.join_date" in whole.columns:
        _party_dates(whole)
    _doubles(whole)


def _clears_of_keys(whole: Whole) -> None:
    if not whole.clears:
        return
    for target in whole.targets:
        if t.is_identity(target):
            for place, value in enumerate(whole.columns[target]):
                if value is CLEAR:
                    whole.columns[target][place] = None


def _missing(whole: Whole) -> None:
    name, number = whole.name_and_number()
    names = whole.column(name)
    numbers = whole.columns.get(number)
    births = whole.column(f"{t.role_of(name)}.birth_date") if name else []
    if None in names:
        for place, value in enumerate(names):
            if value is None and place not in whole.refused:
                whole.refuse(
                    place, "name_missing", f"没有{t.label_of(name) if name else '姓名'}，请补填后再导入。", name
                )
    if whole.record == "pairing" and "pairing.uid" not in whole.columns:
        _helpers_missing(whole)
    if whole.record not in ("member", "household", "pairing"):
        return
    if numbers is None and whole.record != "member":
        return
    column = numbers if numbers is not None else [None] * len(whole)
    uids = whole.column(f"{whole.record}.uid")
    for place, value in enumerate(column):
        if value is None and place not in whole.refused:
            if whole.record == "member" and births[place] is None and uids[place] is None:
                whole.refuse(
                    place, "id_missing", "没有身份证号，也没有出生日期，无法确认是谁，请补填身份证号。", number
                )
            else:
                whole.warn(place, "id_missing", "没有身份证号，已按其他信息登记，请补填。", number)


def _helpers_missing(whole: Whole) -> None:
    names = [a or b for a, b in zip(whole.column("helper.name"), whole.column("helper_member.name"), strict=True)]
    units = whole.column("helper.unit")
    by_unit = not any(target.endswith(".name") and target.startswith("helper") for target in whole.targets)
    for place, name in enumerate(names):
        if name is None and place not in whole.refused and not (by_unit and units[place] is not None):
            whole.refuse(place, "helper_missing", "没有写明帮扶责任人（联系人），请补填后再导入。", "helper.name")


def _against_id(whole: Whole, role: str) -> None:
    numbers = whole.columns[f"{role}.id_number"]
    births, sexes = whole.column(f"{role}.birth_date"), whole.column(f"{role}.sex")
    told = enumerate(zip(numbers, births, strict=True))
    for place in [
        n
        for n, (number, birth) in told
        if number and birth and birth is not CLEAR and birth.replace("-", "") != number[6:14]
    ]:
        number, birth = numbers[place], births[place]
        if not str(birth_of(number)).startswith(birth):
            text = f"出生日期 {birth} 与证号里的 {birth_of(number)} 不一致，两者都保留，请核对。"
            whole.warn(place, "birth_id_mismatch", text, f"{role}.birth_date")
    for place, (number, sex) in enumerate(zip(numbers, sexes, strict=True)):
        if number and sex and sex is not CLEAR and sex != sex_of(number):
            text = f"性别“{sex}”与证号里的“{sex_of(number)}”不一致，两者都保留，请核对。"
            whole.warn(place, "sex_id_mismatch", text, f"{role}.sex")


# Year of birth → the year in which one comes of age, and beyond which nobody need look closer.
_ADULT = {str(year): str(year + 18) for year in range(1800, 2200)}


def _party_dates(whole: Whole) -> None:
    joined = whole.columns["member.join_date"]
    fulls, numbers, births = (whole.column(f"member.{name}") for name in ("full_date", "id_number", "birth_date"))
    suspect = [
        place
        for place, (join, full, number) in enumerate(zip(joined, fulls, numbers, strict=True))
        if isinstance(join, str)
        and (number is None or join[:4] <= _ADULT.get(number[6:10], join) or (isinstance(full, str) and full < join))
    ]
    for place in suspect:
        join, full = joined[place], fulls[place]
        if isinstance(full, str) and full[: len(join)] < join[: len(full)]:
            whole.warn(
                place, "date_order", f"转正日期 {full} 早于入党日期 {join}，两者都保留，请核对。", "member.full_date"
            )
        born = str(birth_of(numbers[place])) if numbers[place] else births[place]
        if isinstance(born, str) and _under_18(born, join):
            whole.warn(
                place,
                "age_under_18",
                f"按入党日期 {join} 算，入党时不满 18 岁，入党日期已留空，请核对。",
                "member.join_date",
            )
            joined[place] = None


def _under_18(born: str, join: str) -> bool:
    """Surely under 18 on that day: compared as far as both dates go (党章 art. 1: 年满十八岁)."""
    adult = f"{int(born[:4]) + 18:04d}{born[4:]}"
    return join[: len(adult)] < adult[: len(join)]


def _doubles(whole: Whole) -> None:
    """The same number twice in the file: a plain repeat is one person, anything else is never taken in silence."""
    name, number = whole.name_and_number()
    if whole.record == "member" and None in (numbers := whole.column("member.id_number")):
        _nameless(whole, numbers)
    if not number or whole.record == "pairing":
        return
    numbers = whole.columns[number]
    if len(numbers) - numbers.count(None) == len({value for value in numbers if value is not None}):
        return
    first: dict[str, int] = {}
    for place, value in enumerate(numbers):
        if value is None or place in whole.refused:
            continue
        former = first.setdefault(value, place)
        if former != place:
            _double(whole, former, place, name)


def _nameless(whole: Whole, numbers: list[Any]) -> None:
    """A row without number whose name and birth date stand in another row: one person or two, nobody can tell."""
    names, births = whole.column("member.name"), whole.column("member.birth_date")
    unnumbered = {name for name, number in zip(names, numbers, strict=True) if number is None and name is not None}
    alike = [place for place, name in enumerate(names) if name in unnumbered and place not in whole.refused]
    seen: dict[tuple[str, str], int] = {}
    for numbered in (True, False):
        for place in alike:
            name, birth, number = names[place], births[place], numbers[place]
            if (number is not None) != numbered:
                continue
            born = birth if isinstance(birth, str) else str(birth_of(number)) if number else None
            if born is None:
                continue
            former = seen.setdefault((name, born), place)
            if former == place or numbered:
                continue
            if all(column[former] == column[place] for column in whole.columns.values()):
                whole.repeats[place] = former
                whole.warn(place, "id_dup_in_file", f"与第 {whole.origin[former][1]} 行内容相同，只登记一次。")
            else:
                text = f"与第 {whole.origin[former][1]} 行同名、同出生日期，这一行没有证号，无法确认是不是同一个人，请补填证号。"
                whole.refuse(place, "id_dup_in_file", text, "member.id_number")


def _double(whole: Whole, former: int, place: int, name: str) -> None:
    shown = whole.origin[former][1]
    differing = [target for target in whole.targets if whole.columns[target][former] != whole.columns[target][place]]
    if not differing:
        whole.repeats[place] = former
        whole.warn(place, "id_dup_in_file", f"与第 {shown} 行是同一个人，内容相同，只登记一次。")
    elif name in differing:
        told = f"与第 {shown} 行的身份证号相同，姓名不同，请核对是谁的证号。"
        whole.refuse(place, "id_dup_conflict", told)
        if former not in whole.refused:
            whole.refuse(
                former,
                "id_dup_conflict",
                f"与第 {whole.origin[place][1]} 行的身份证号相同，姓名不同，请核对是谁的证号。",
            )
    elif "member.branch" in differing:
        whole.refuse(
            place, "id_dup_other_branch", f"第 {shown} 行已有此人，所在党支部不同，请核对后只留一行。", "member.branch"
        )
        whole.warn(
            former,
            "id_dup_other_branch",
            f"第 {whole.origin[place][1]} 行也有此人，所在党支部不同，请核对。",
            "member.branch",
        )
    else:
        labels = "、".join(t.label_of(target) for target in differing[:3])
        whole.refuse(place, "id_dup_in_file", f"第 {shown} 行已有此人，{labels}不同，请核对后只留一行。")
        whole.warn(former, "id_dup_in_file", f"第 {whole.origin[place][1]} 行也有此人，请核对。")
