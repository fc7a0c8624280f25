"""党员基本信息采集表: the sixteen items of the 2017 collection in their order, code boxes and signatures, one page each.

Source of items, boxes and signatures: the printed 党员基本信息采集表 of the nationwide collection of 2017 (附件2).
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from app.printing import fonts, wrapping
from app.printing.page import A4, MM, Sheet, paper_file
from app.progress import Progress, silent

_TITLE = "党员基本信息采集表"
_LEFT, _RIGHT = 20 * MM, 190 * MM
_LABEL = 28 * MM
_SHORT_LABEL = 15 * MM
_ROW = 13 * MM
_BOX = 5.6 * MM
_SIGNED = ("党员签名", "信息采集员签名", "党支部书记签名", "基层党委（盖章）")
_HINTS = (
    "填写说明：1. 出生日期、加入党组织日期、转为正式党员日期填写到日；预备党员不填转为正式党员日期。",
    "2. 学历、工作岗位按代码表填写名称，并在方格内填写代码。3. 失联党员填写失去联系日期（年、月）。",
    "4. 流动党员由流出地填写，外出流向填写到省、市、县。信息经党员确认、支部初核、基层党委复核。",
)


@dataclass(frozen=True)
class MemberForm:
    """One member as display text; empty values print as blanks for the pen. Codes fill boxes, a digit each."""

    name: str = ""
    sex: str = ""
    ethnic: str = ""
    id_number: str = ""
    birth_date: str = ""
    education: str = ""
    education_code: str = ""
    category: str = ""
    branch: str = ""
    join_date: str = ""
    full_date: str = ""
    post: str = ""
    post_code: str = ""
    mobile: str = ""
    landline: str = ""
    address: str = ""
    status: str = ""
    lost: str = ""
    lost_since: str = ""
    floating: str = ""
    floating_to: str = ""
    unit: str = ""
    date: str = ""

    def texts(self) -> tuple[str, ...]:
        return tuple(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True)
class _Item:
    """A labelled cell: its value, `choices` to tick, `boxes` for a code; `across` items stand in a row."""

    label: str
    value: str = ""
    across: int = 1
    choices: tuple[str, ...] = ()
    boxes: int = 0
    code: str = ""


def print_member_forms(forms: Sequence[MemberForm], path: Path, progress: Progress = silent) -> tuple[str, ...]:
    """Writes one page for each member. Returns warnings about characters no font holds. Raises UserError, Cancelled."""
    with paper_file(path, A4, _TITLE) as sheet:
        for number, form in enumerate(forms):
            if number:
                sheet.next_page()
            progress(number, len(forms), "正在排版")
            _page(sheet, form)
    missing = fonts.uncovered(text for form in forms for text in form.texts())
    return (fonts.warning(missing),) if missing else ()


def _items(form: MemberForm) -> tuple[_Item, ...]:
    return (
        _Item("姓名", form.name, across=3),
        _Item("性别", form.sex, across=3, choices=("男", "女")),
        _Item("民族", form.ethnic, across=3),
        _Item("公民身份号码", form.id_number, boxes=18, code=form.id_number),
        _Item("出生日期", form.birth_date, across=2),
        _Item("学历", form.education, across=2, boxes=2, code=form.education_code),
        _Item("人员类别", form.category, choices=("正式党员", "预备党员")),
        _Item("所在党支部", form.branch),
        _Item("加入\n党组织日期", form.join_date, across=2),
        _Item("转为正式\n党员日期", form.full_date, across=2),
        _Item("工作岗位", form.post, boxes=4, code=form.post_code),
        _Item("手机号码", form.mobile, across=2),
        _Item("固定电话", form.landline, across=2),
        _Item("家庭住址", form.address),
        _Item("党籍状态", form.status, choices=("正常", "停止党籍")),
        _Item("是否失联党员", form.lost, across=2, choices=("是", "否")),
        _Item("失去联系日期", form.lost_since, across=2),
        _Item("是否流动党员", form.floating, across=2, choices=("是", "否")),
        _Item("外出流向", form.floating_to, across=2),
    )


def _page(sheet: Sheet, form: MemberForm) -> None:
    y = A4.height - 18 * MM
    sheet.write(A4.width / 2, y - 20, _TITLE, size=20, role="title", align="center")
    y -= 17 * MM
    sheet.write(_LEFT, y, f"填报单位：{fonts.shown(form.unit)}", size=10)
    day = fonts.shown(form.date) or "　　　年　　月　　日"
    sheet.write(_RIGHT, y, f"填报时间：{day}", size=10, align="right")
    top = y = y - 2.5 * MM
    left = _LEFT
    for item in _items(form):
        right = left + (_RIGHT - _LEFT) / item.across
        _cell(sheet, item, (left, right, y))
        left = right
        if right > _RIGHT - 1:
            left, y = _LEFT, y - _ROW
    y = _signatures(sheet, y)
    sheet.box((_LEFT, y), (_RIGHT - _LEFT, top - y), width=1.0)
    for number, hint in enumerate(_HINTS):
        sheet.write(_LEFT, y - 5 * MM - number * 4.6 * MM, hint, size=8, grey=0.2)
    sheet.foot()


def _cell(sheet: Sheet, item: _Item, place: tuple[float, float, float]) -> None:
    left, right, top = place
    middle = top - _ROW / 2
    inside = left + (_SHORT_LABEL if item.across == 3 else _LABEL)
    sheet.box((left, top - _ROW), (inside - left, _ROW), width=0.5, fill=0.95)
    sheet.box((inside, top - _ROW), (right - inside, _ROW), width=0.5)
    _lines(sheet, item.label, (left, inside, middle), role="strong", size=10)
    if item.choices:
        _choices(sheet, item, inside + 4 * MM, middle)
    elif item.boxes == 18:
        _boxes(sheet, item, inside + 4 * MM, middle)
    else:
        end = right - item.boxes * _BOX - (5 * MM if item.boxes else 0)
        _lines(sheet, item.value, (inside, end, middle), size=11)
        _boxes(sheet, item, end + 2 * MM, middle)


def _lines(sheet: Sheet, value: str, place: tuple[float, float, float], *, size: float, role: str = "body") -> None:
    """A text in the middle of `place` (left, right, middle height), smaller and on more lines until all of it fits."""
    left, right, middle = place
    text, room = fonts.shown(value, role), right - left - 3 * MM
    lines = wrapping.lines(text, room, size, role=role)
    while len(lines) * size * 1.2 > _ROW - 1.5 * MM and size > 2:
        size -= 0.5
        lines = wrapping.lines(text, room, size, role=role)
    y = middle + (len(lines) - 1) * size * 0.6 - size * 0.36
    for line in lines:
        sheet.write((left + right) / 2, y, line, size=size, role=role, align="center")
        y -= size * 1.2


def _choices(sheet: Sheet, item: _Item, x: float, middle: float) -> None:
    """Boxes to tick; a value that is none of the choices is written beside them rather than lost."""
    for choice in item.choices:
        side = 3.4 * MM
        sheet.box((x, middle - side / 2), (side, side), width=0.7)
        if choice == item.value:
            sheet.line((x + 1.6, middle + 0.4), (x + side * 0.42, middle - 3), width=1.3)
            sheet.line((x + side * 0.42, middle - 3), (x + side - 1, middle + 3.4), width=1.3)
        sheet.write(x + side + 1.5 * MM, middle - 4, choice, size=11)
        x += side + 1.5 * MM + fonts.width(choice, 11) + 6 * MM
    if item.value and item.value not in item.choices:
        sheet.write(x, middle - 4, fonts.shown(item.value), size=10)


def _boxes(sheet: Sheet, item: _Item, x: float, middle: float) -> None:
    """One box for each digit; a code that does not fit its boxes is written as text in their place."""
    if not item.boxes:
        return
    if len(item.code) > item.boxes:
        sheet.write(x, middle - 4, fonts.shown(item.code), size=10)
        return
    digits = item.code.ljust(item.boxes)
    for digit in digits:
        sheet.box((x, middle - _BOX / 2), (_BOX, _BOX), width=0.5)
        if digit != " ":
            sheet.write(x + _BOX / 2, middle - 4, digit, size=11, align="center")
        x += _BOX


def _signatures(sheet: Sheet, top: float) -> float:
    """Four blocks to sign with their dates; gives the height below them."""
    height, width = 32 * MM, (_RIGHT - _LEFT) / len(_SIGNED)
    for number, label in enumerate(_SIGNED):
        left = _LEFT + number * width
        sheet.box((left, top - height), (width, height), width=0.5)
        sheet.write(left + 2.5 * MM, top - 5.5 * MM, f"{label}：", size=9.5, role="strong")
        sheet.write(left + width - 3 * MM, top - height + 3.5 * MM, "年　　月　　日", size=9.5, align="right")
    return top - height
