"""组织关系介绍信 in three parts – 存根, 介绍信, 回执 – on one upright page, parted by lines that the seal rides across (骑缝章).

What stands on it is that of the form in use: both organisations in full, 正式 or 预备, dues paid until (in Chinese numerals), validity.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.db.queries import transfer as queries
from app.db.store import Reader
from app.kinds.date import PartialDate
from app.kinds.mask import mask, withheld
from app.operations import setting
from app.printing import fonts, wrapping
from app.printing.page import A4, MM, Sheet, paper_file
from app.progress import Progress, silent
from app.table import Column, Table

STUB, BODY, REPLY = 62 * MM, 133 * MM, 102 * MM  # heights of the three parts: the page together
LEFT, RIGHT = 22 * MM, A4.width - 22 * MM
SIZE, LEADING = 12.0, 22.0
_DIGITS = "〇一二三四五六七八九"
_NUMBERED = re.compile(r"([0-9]{4})-([0-9]+)")
BLANK = "　　　　年　　月　　日"


@dataclass(frozen=True)
class Letter:
    """Everything is text as it is to be read; what is empty is left to be filled in by hand."""

    number: str
    name: str
    about: str  # 男，四十五岁，汉族，中共正式党员
    id_number: str
    heading: str
    from_org: str
    to_org: str
    issued: str
    valid: str
    dues: str
    reason: str
    phone: str
    address: str

    def texts(self) -> tuple[str, ...]:
        return tuple(str(value) for value in vars(self).values())


COLUMNS = (
    Column("number", "介绍信编号"), Column("name", "姓名"), Column("about", "性别、年龄等"), Column("id_number", "公民身份号码", "id"),
    Column("from_org", "转出党组织"), Column("to_org", "转入党组织"), Column("issued", "介绍信日期"), Column("valid", "有效期"),
    Column("dues", "党费交至"), Column("phone", "联系电话", "phone"), Column("address", "通讯地址"),
)  # fmt: skip


def letters_of(reader: Reader, rows: Sequence[int], profile: str) -> tuple[Table, list[Letter]]:
    """What stands on the letters of these transfers out (those that came in or were cancelled stay away), and the letters."""
    word = setting.value(reader, "letter_word")
    found = queries.letters(reader, rows)
    made = [_letter(told, word, profile) for told in found]
    cells = [tuple(getattr(letter, column.name) for column in COLUMNS) for letter in made]
    return Table("组织关系介绍信", COLUMNS, cells, keys=tuple(told["uid"] for told in found)), made


def _letter(told: dict[str, Any], word: str, profile: str) -> Letter:
    secret = withheld("text", "address", profile)
    return Letter(
        number=_number(told["letter_no"] or "", word),
        name=mask("person", told["name"], profile),
        about=_about(told),
        id_number=mask("id", told["id_number"] or "", profile),
        heading=told["heading"] or told["to_org"] or "",
        from_org=told["from_org"] or "",
        to_org=told["to_org"] or "",
        issued=in_chinese(told["issued_on"]),
        valid=f"{told['valid_days']} 天" if told["valid_days"] else "　　天",
        dues=in_chinese(told["dues_until"]) if told["dues_until"] else "",
        reason=told["reason"] or "",
        phone=mask("phone", told["phone"] or "", profile),
        address="" if secret else told["address"] or "",
    )


def _number(kept: str, word: str) -> str:
    """青组转字〔2026〕第 0001 号; a number of another shape stands as it is."""
    found = _NUMBERED.fullmatch(kept)
    serial = f"〔{found[1]}〕第 {found[2]} 号" if found else f"第 {kept or '　　　'} 号"
    return f"{word}字{serial}" if word else serial


def _about(told: dict[str, Any]) -> str:
    """Sex, age on the day of the letter, ethnic group; 正式 or 预备 member."""
    born, day = told["birth_date"], PartialDate(told["issued_on"]).first()
    parts = [told["sex"] or ""]
    if born and len(born) == 10:
        birth = PartialDate(born).first()
        parts.append(f"{day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))}岁")
    parts += [told["ethnic"] or "", f"系中共{told['member_kind'] or '　　党员'}"]
    return "，".join(part for part in parts if part)


def in_chinese(day: str) -> str:
    """二〇二六年十一月二日, or as far as the date goes."""
    found = PartialDate(day)
    told = "".join(_DIGITS[int(digit)] for digit in f"{found.year:04d}") + "年"
    if found.month:
        told += f"{_small(found.month)}月"
    return told + (f"{_small(found.day)}日" if found.day else "")


def _small(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十") + (_DIGITS[ones] if ones else "")


def print_letters(letters: Sequence[Letter], path: Path, progress: Progress = silent) -> tuple[str, ...]:
    """Writes the letters as a PDF, one to a page. Returns warnings about characters no font holds. Raises UserError, Cancelled."""
    with paper_file(path, A4, "组织关系介绍信") as sheet:
        for i, letter in enumerate(letters):
            if i:
                sheet.next_page()
            progress(i, len(letters), "正在排版")
            _stub(sheet, letter, A4.height)
            _seam(sheet, letter, A4.height - STUB)
            _body(sheet, letter, A4.height - STUB)
            _seam(sheet, letter, REPLY)
            _reply(sheet, letter, REPLY)
    missing = fonts.uncovered(text for letter in letters for text in letter.texts())
    return (fonts.warning(missing),) if missing else ()


def _head(sheet: Sheet, top: float, title: str, letter: Letter) -> float:
    sheet.write(A4.width / 2, top, title, size=17, role="title", align="center")
    sheet.write(RIGHT, top - 9 * MM, letter.number, size=11, align="right")
    return top - 18 * MM


def _stub(sheet: Sheet, letter: Letter, top: float) -> None:
    y = _head(sheet, top - 15 * MM, "中国共产党党员组织关系介绍信存根", letter)
    because = f"因{letter.reason}，" if letter.reason else ""
    told = (
        f"{letter.name}同志（{letter.about}），{because}组织关系由{letter.from_org}转到{letter.to_org}。"
        f"党费交至{letter.dues or '　　　　年　　月'}，有效期 {letter.valid}。"
    )
    _paragraph(sheet, told, y, room=y - (top - STUB + 9 * MM))
    sheet.write(LEFT, top - STUB + 6 * MM, "批准人：　　　　　　　经办人：", size=11)
    sheet.write(RIGHT, top - STUB + 6 * MM, letter.issued, size=11, align="right")


def _body(sheet: Sheet, letter: Letter, top: float) -> None:
    y = _head(sheet, top - 17 * MM, "中国共产党党员组织关系介绍信", letter)
    y = _paragraph(sheet, f"{letter.heading}：", y, indent=False)
    number = (
        f"，身份证号码 {letter.id_number} " if letter.id_number else ""
    )  # the blank keeps the bracket off its last digit
    told = (
        f"{letter.name}同志（{letter.about}{number}），组织关系由{letter.from_org}转到{letter.to_org}，请转接组织关系。"
        f"该同志党费已交到{letter.dues or '　　　　年　　月'}。"
    )
    y = _paragraph(sheet, told, y, room=y - (top - BODY + 48 * MM))
    y = _paragraph(sheet, f"（有效期 {letter.valid}）", y)
    _seal(sheet, y - 5 * MM, letter.issued)
    base = top - BODY + 8 * MM
    sheet.write(LEFT, base + 14 * MM, f"党员联系电话或其他联系方式：{letter.phone}", size=10.5)
    sheet.write(LEFT, base + 7 * MM, f"党员原所在党组织通讯地址：{fonts.shown(letter.address)}", size=10.5)
    sheet.write(LEFT, base, "联系电话：　　　　　　　　传真：　　　　　　　　邮编：", size=10.5)


def _reply(sheet: Sheet, letter: Letter, top: float) -> None:
    y = _head(sheet, top - 17 * MM, "中国共产党党员组织关系介绍信回执", letter)
    y = _paragraph(sheet, f"{letter.from_org}：", y, indent=False)
    y = _paragraph(sheet, f"{letter.name}同志的党员组织关系已转达{letter.to_org or '我处'}，特此回复。", y)
    _seal(sheet, y - 3 * MM, BLANK)
    sheet.write(LEFT, top - REPLY + 11 * MM, "经办人：　　　　　　　　　联系电话：", size=10.5)


def _seal(sheet: Sheet, top: float, day: str) -> None:
    """The place of the seal and the day below it."""
    middle = RIGHT - 32 * MM
    sheet.write(middle, top - 6 * MM, "（盖章）", size=SIZE, align="center", grey=0.35)
    sheet.write(middle, top - 15 * MM, day, size=SIZE, align="center")


def _seam(sheet: Sheet, letter: Letter, y: float) -> None:
    """The line to cut along, with the number that stands on both sides and the place of the 骑缝章."""
    words = f"{letter.number}　（骑缝章）"
    half = fonts.width(words, 10) / 2 + 4 * MM
    sheet.raw("q [3 3] 0 d 0.5 G")
    sheet.line((10 * MM, y), (A4.width / 2 - half, y), width=0.5)
    sheet.line((A4.width / 2 + half, y), (A4.width - 10 * MM, y), width=0.5)
    sheet.raw("Q")
    sheet.write(A4.width / 2, y - 3.5, words, size=10, align="center", grey=0.25)


def _paragraph(sheet: Sheet, text: str, top: float, *, indent: bool = True, room: float = 1_000) -> float:
    """Lines of text from `top` down, smaller until they stand within `room`; where the next paragraph begins."""
    told, size, leading = fonts.shown(("　　" if indent else "") + text), SIZE, LEADING
    lines = wrapping.lines(told, RIGHT - LEFT, size)
    while len(lines) * leading > room and size > 7:
        size, leading = size - 0.5, leading - 1.2
        lines = wrapping.lines(told, RIGHT - LEFT, size)
    for line in lines:
        sheet.write(LEFT, top, line, size=size)
        top -= leading
    return top
