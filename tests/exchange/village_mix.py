"""What does a village make of all habits at once? A file by seed: any heading, any order, any cells, any format, each row with its truth."""

import random
from collections.abc import Sequence
from dataclasses import replace

from tests.exchange import village_format
from tests.exchange.village import COLUMNS, EITHER, IN, SKIP, Line, Sheet, Village, comma_text, note, xlsx
from tests.exchange.village_cell import PEOPLE, Draft, drafts
from tests.exchange.village_header import SYNONYMS
from tests.exchange.village_row import FOOTERS

TITLES = ("石坪村党员花名册", "填报单位：石坪村党支部", "附件1", "（2026年6月）", "制表时间：2026年6月1日", "")
BETWEEN = (("第一党小组",), ("小计", "", "2"), (), ("（二）预备党员",), ("", "小计：2人"))
WRITERS = (xlsx, xlsx, village_format.named(comma_text("gb18030"), ".csv"), village_format.named(comma_text("utf-8-sig"), ".csv"), *village_format.PAGES)
PLAIN = {"no": "序号", "name": "姓名", "sex": "性别", "ethnic": "民族", "birth_date": "出生日期", "id_number": "身份证号", "education": "学历",
         "join_date": "入党日期", "full_date": "转正日期", "phone": "联系电话", "branch": "所在党支部", "remark": "备注"}  # fmt: skip
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
        draft = dice.choice(pool)
        rows.append(replace(draft.line(n, columns), calm=(*draft.more.get("calm", ()), *calm)))
    return rows


def _line(n: int, columns: Sequence[str]) -> tuple[tuple[object, ...], str, dict[str, object]]:
    plain = Draft("plain", "remark", None, None, (), IN, {}).line(n, columns)
    return plain.cells, plain.fate, dict(plain.values)


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
    return Village(f"mix {seed}", (Sheet("花名册", (*above, head, *rows, *below)),), write)


def _fits(draft: Draft, textual: bool) -> bool:
    raw = draft.raw
    if draft.fate not in (IN, EITHER) and draft.field == "id_number":
        return False
    if not textual:
        return True
    return isinstance(raw, str) and raw.strip() == raw and raw.isprintable() and SKIP not in raw and not raw.startswith(("=", "'", '"'))


KINDS = tuple(mixed(seed) for seed in range(30))
