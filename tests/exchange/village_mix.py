"""What does a village make of all habits at once? A file by seed: any heading, order, cells and format, with its truth."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from tests.exchange import village_format
from tests.exchange.village import COLUMNS, EITHER, IN, OUT, SKIP, Line, Sheet, Village, comma_text, note, person, xlsx
from tests.exchange.village_cell import PEOPLE, Draft, drafts
from tests.exchange.village_header import SYNONYMS
from tests.exchange.village_row import FOOTERS

TITLES = ("石坪村党员花名册", "填报单位：石坪村党支部", "附件1", "（2026年6月）", "制表时间：2026年6月1日", "")
BETWEEN = (("第一党小组",), ("小计", "", "2"), (), ("（二）预备党员",), ("", "小计：2人"))
WRITERS = (
    xlsx,
    xlsx,
    village_format.named(comma_text("gb18030"), ".csv"),
    village_format.named(comma_text("utf-8-sig"), ".csv"),
    *village_format.PAGES,
)
PLAIN = {
    "no": "序号",
    "name": "姓名",
    "sex": "性别",
    "ethnic": "民族",
    "birth_date": "出生日期",
    "id_number": "身份证号",
    "education": "学历",
    "join_date": "入党日期",
    "full_date": "转正日期",
    "phone": "联系电话",
    "branch": "所在党支部",
    "remark": "备注",
}
# Written as text these say something else than as stored values, or cannot stand in a text file.
STORED = (int, float, bool)


def _columns(dice: random.Random) -> tuple[str, ...]:
    rest = [name for name in COLUMNS if name not in ("name", "id_number", "birth_date") and dice.random() < 0.8]
    chosen = [*rest, "name", "id_number"]
    if dice.random() < 0.5:
        dice.shuffle(chosen)
        return tuple(chosen)
    return tuple(name for name in COLUMNS if name in chosen)


def _rows(dice: random.Random, columns: Sequence[str], pool: Sequence[Draft]) -> list[Line]:
    people = iter(dice.sample(PEOPLE, 12))
    calm = ("sex_id_mismatch", "age_under_18", "date_order")
    rows = []
    for n in people:
        if dice.random() < 0.5:
            rows.append(Line(*_line(n, columns)))
            continue
        if dice.random() < 0.3:
            rows.append(_spoilt(dice, n, columns))
            continue
        draft = dice.choice(pool)
        rows.append(replace(draft.line(n, columns), calm=(*draft.more.get("calm", ()), *calm)))
    return rows


def _spoilt(dice: random.Random, n: int, columns: Sequence[str]) -> Line:
    """A number that must stay out, or one that is good in an unusual coat."""
    good = str(person(n)["id_number"])
    check = dice.choice([digit for digit in "0123456789" if digit != good[17]])
    place = dice.randrange(6, 14)
    other = str((int(good[place]) + dice.randrange(1, 9)) % 10)
    raw, codes = dice.choice(
        (
            (good[:17] + check, ("id_checksum",)),
            (good[:17], ("id_length", "id_format")),
            (good + "0", ("id_length", "id_format")),
            (f"{good[:6]}********{good[14:]}", ("id_masked",)),
            (good.replace("9", "O", 1), ("id_format",)),
            (f"{good[:5]}E+17", ("id_precision_lost", "id_format", "id_length")),
            (good[:place] + other + good[place + 1 :], ("id_checksum", "id_birth_invalid")),
            (f"{good[:2]} {good[2:]}", ()),
            (good.lower(), ()),
            (f"{good[:6]}\u3000{good[6:]}", ()),
        )
    )
    if codes:
        return replace(Draft("spoilt", "id_number", raw, None, codes, OUT, {}).line(n, columns))
    return replace(Draft("coated", "id_number", raw, good, (), IN, {}).line(n, columns), calm=("id_format",))


def _line(n: int, columns: Sequence[str]) -> tuple[tuple[object, ...], str, dict[str, object]]:
    plain = Draft("plain", "remark", None, None, (), IN, {}).line(n, columns)
    return plain.cells, plain.fate, dict(plain.values)


def _under_groups(dice: random.Random, head: Line, row: int) -> tuple[tuple[str, ...], Line]:
    """A row of group words above the headings (`row` counts from 1), merged across; and what is merged."""
    width = len(head.cells)
    cuts = sorted({0, width, *(dice.randrange(1, width) for _ in range(3))})
    cells = [""] * width
    merges = []
    for low, high in pairwise(cuts):
        cells[low] = dice.choice(("基本情况", "基本信息", "党籍情况", "联系方式", "党员信息", "其他"))
        if high - low > 1:
            merges.append(f"{chr(65 + low)}{row}:{chr(64 + high)}{row}")
    return tuple(merges), note(*cells)


def mixed(seed: int) -> Village:
    """The file of this seed."""
    dice = random.Random(seed)
    write = dice.choice(WRITERS)
    columns = _columns(dice)
    textual = write is not xlsx
    pool = [draft for draft in drafts() if draft.field in columns and _fits(draft, textual)]
    rows = _rows(dice, columns, pool)
    for _ in range(dice.randrange(3)):
        rows.insert(dice.randrange(2, len(rows)), note(*dice.choice(BETWEEN)))
    words = [dice.choice((PLAIN[name], *SYNONYMS.get(name, ()))) for name in columns]
    head = note(*words)
    if dice.random() < 0.3:
        rows.insert(dice.randrange(2, len(rows)), head)
    above = [note(title) for title in dice.sample(TITLES, dice.randrange(4))]
    below = [note(), *(note(*dice.choice(FOOTERS)) for _ in range(dice.randrange(3)))]
    merges: tuple[str, ...] = ()
    if write is xlsx and dice.random() < 0.4:
        merges, group = _under_groups(dice, head, len(above) + 1)
        above.append(group)
    return Village(f"mix {seed}", (Sheet("花名册", (*above, head, *rows, *below), merges),), write)


def _fits(draft: Draft, textual: bool) -> bool:
    raw = draft.raw
    if draft.fate not in (IN, EITHER) and draft.field == "id_number":
        return False
    if not textual:
        return True
    return (
        isinstance(raw, str)
        and raw.strip() == raw
        and raw.isprintable()
        and SKIP not in raw
        and not raw.startswith(("=", "'", '"'))
    )


KINDS = tuple(mixed(seed) for seed in range(30))
