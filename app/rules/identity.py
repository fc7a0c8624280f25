"""Does each person stand on the books once, with an identity number that agrees with the rest?"""

from collections import Counter, defaultdict
from collections.abc import Iterator

from app.kinds.resident_id import birth_of, sex_of
from app.rules.rule import Facts, Found, Rule

# Where an identity number must be unique, and what it is called there.
NUMBERS = (("member", "id_number", "name"), ("cadre", "id_number", "name"), ("resident", "id_number", "name"),
           ("household", "head_id", "head_name"))  # fmt: skip
PERSONS = ("member", "cadre", "resident")
PHONES = ("member", "cadre")


def duplicate_id(facts: Facts) -> Iterator[Found]:
    """公民身份号码 twice in one register (GB 11643: one number, one person)."""
    for record, column, caption in NUMBERS:
        seen: defaultdict[str, list[tuple[int, str, str]]] = defaultdict(list)
        for row, uid, number, name in facts.rows(record, "id", "uid", column, caption):
            if number is not None:
                seen[number].append((row, uid, name))
        for rows in seen.values():
            if len(rows) > 1:
                names = "、".join(name for _, _, name in rows)
                for row, uid, name in rows:
                    text = f"{name}的身份证号在 {len(rows)} 条记录里相同（{names}），请核对后合并或更正。"
                    yield Found(record, row, uid, text)


def id_mismatch(facts: Facts) -> Iterator[Found]:
    """Birth date or sex differs from the number; the personnel file may be right (档案 date governs)."""
    for record in PERSONS:
        for row, uid, number, birth, sex, name in facts.rows(
            record, "id", "uid", "id_number", "birth_date", "sex", "name"
        ):
            if number is None or (birth is None and sex is None):
                continue
            wrong = _differing(number, birth, sex)
            if wrong:
                yield Found(record, row, uid, f"{name}的{'、'.join(wrong)}，请对照档案核对。")


def _differing(number: str, birth: str | None, sex: str | None) -> list[str]:
    wrong = []
    if birth is not None and birth.replace("-", "") != number[6 : 6 + len(birth.replace("-", ""))]:
        told = birth_of(number)
        if told is not None and not str(told).startswith(birth):
            wrong.append(f"出生日期 {birth} 与证号里的 {told} 不一致")
    if sex is not None and sex in ("男", "女") and sex != sex_of(number):
        wrong.append(f"性别“{sex}”与证号里的“{sex_of(number)}”不一致")
    return wrong


def phone_shared(facts: Facts) -> Iterator[Found]:
    """One telephone of more people than the setting allows: usually the clerk's own number as a stopgap."""
    most = facts.number("phone_shared_most")
    counted: Counter[str | None] = Counter()
    for record in PHONES:
        counted.update(facts.column(record, "phone"))
    often = {phone for phone, count in counted.items() if count > most and phone is not None}
    seen: defaultdict[str, list[tuple[str, int, str, str]]] = defaultdict(list)
    for record in PHONES if often else ():
        holding = {row: phone for row, phone in facts.rows(record, "id", "phone") if phone in often}
        for row, uid, name in facts.told(record, holding, "name"):
            seen[holding[row]].append((record, row, uid, name))
    for phone, holders in seen.items():
        if len({name for *_, name in holders}) > most:
            for record, row, uid, name in holders:
                yield Found(
                    record, row, uid, f"{name}的电话（尾号 {phone[-4:]}）有 {len(holders)} 人共用，请核实本人号码。"
                )


# Rows whose birth date or sex cannot be that of the number (digits 7 to 14, digit 17 odd for men).
UNLIKE = (
    "id_number IS NOT NULL AND ((birth_date IS NOT NULL AND replace(birth_date, '-', '') <> "
    "substr(id_number, 7, length(replace(birth_date, '-', '')))) OR (sex IS NOT NULL AND sex <> "
    "CASE WHEN substr(id_number, 17, 1) % 2 = 1 THEN '男' ELSE '女' END))"
)


def _twice(record: str, number: str) -> str:
    return (
        f"{number} IN (SELECT {number} FROM {record} WHERE {number} IS NOT NULL GROUP BY {number} HAVING count(*) > 1)"
    )


DUPLICATE_ID = Rule(
    "duplicate_id", "证号重复", "late", "member", {record: (number, name) for record, number, name in NUMBERS}, duplicate_id,
    "GB 11643", {record: _twice(record, number) for record, number, _ in NUMBERS},
)  # fmt: skip
ID_MISMATCH = Rule(
    "id_mismatch", "证号与出生日期、性别不符", "note", "member",
    dict.fromkeys(PERSONS, ("id_number", "birth_date", "sex", "name")), id_mismatch, "GB 11643",
    dict.fromkeys(PERSONS, UNLIKE),
)  # fmt: skip
PHONE_SHARED = Rule(
    "phone_shared", "多人共用电话", "note", "member", dict.fromkeys(PHONES, ("phone",)), phone_shared,
    names=dict.fromkeys(PHONES, ("name",)), bare=frozenset(PHONES),
)  # fmt: skip
