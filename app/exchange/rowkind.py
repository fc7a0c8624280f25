"""Is a row of a table a person, or a total, a footer, a note, a repeated heading?"""

import re

from app.exchange import heading, word
from app.exchange.cell import Read
from app.kinds import normal

_TOTAL = re.compile(
    r"(?:本页|本表|全村|全镇|全县|本村|本支部|总)?(?:合计|小计|总计|共计|累计|总数|总人数|汇总)[:：]?.{0,14}"
    r"|共\d+[人户名个条].{0,6}|其中[:：,，]?.{0,14}"
    r"|(?:党员|户|人)数|(?:党员)?平均(?:年龄|党龄)[:：]?.{0,8}|党员总数[:：]?.{0,8}|.{1,12}(?:合计|小计|总计|共计)[:：]?(?:\d.*)?"
)
_FOOTER = re.compile(
    r"(?:填报|填表|制表|审核|审批|复核|经办|报送|录入|采集|统计|主管|分管|单位|支部|村|镇|乡|党委|组织|信息)?"
    r"(?:人|员|负责人|领导|书记|委员|单位|日期|时间|电话|联系人|联系电话|签字|签名|盖章|公章)(?:\([^)]*\))?[:：].*"
    r"|(?:负责人|联系人|联系电话|党支部书记|支部书记|党委书记|单位负责人|填表人|填报人|审核人|制表人|经办人|填报日期|填报时间|制表日期)"
    r"(?:\([^)]*\))?[:：]?.*"
    r"|(?:审核|填表|制表|复核|审批|填报|签字|盖章)[:：].*|\(?(?:盖章|公章|签字|签名)\)?|第\d+页.*|共\d+页.*"
    r"|.{0,12}\((?:签字|签名|签章|盖章|公章)\)[:：]?.*"
)
_SIGNED = re.compile(
    r"(?:二〇|20)[\d〇一二三四五六七八九]{2}年.{0,8}"
)  # the day of a signature, where no name stands beside it
_NOTE = re.compile(
    r"(?:说明|备注|注|附注|填表说明|填报说明|填写说明|附|提示|温馨提示|注意|注意事项|要求)[:：、.\d].*|[※★☆*].*|(?:说明|填表说明|填报说明|备注)"
    r"|[-—…]*以下(?:空白|无正文|无内容|空)[-—…]*|此页无正文|以上.*|截[至止].*"
)
_HINT = re.compile(r"\(.*\)|.*(?:必填|选填|格式|例如|示例|下拉选择|文本型).*")
_LISTED = re.compile(r"[(（]?[\d一二三四五六七八九十]+[)）]?[.、．:：][^\d].{4,}")
_SECTION = re.compile(
    r".*(?:村|社区|支部|总支|党委|委员会|小区|网格|小组|组|部|局|办|镇|乡|街道|人\)|户\))$"
    r"|\(?[一二三四五六七八九十]{1,3}[)、.].*"
)
_DIGITS = re.compile(r"\d{15,18}[Xx]?")


def sort_out(read: Read, name: str, number: str) -> list[tuple[int, str]]:
    """Takes the rows that hold nobody out of `read`; returns them as (grid row, code). Sure persons are not looked at twice."""
    names = read.columns.get(name, [None] * len(read.rows))
    numbers = read.columns.get(number)
    out: dict[int, str] = {}
    labels = list(read.block.labels())
    for place, row in enumerate(read.rows):
        if names[place] is not None and numbers is not None and numbers[place] is not None:
            continue
        code = _judge(read, row, name, labels)
        if code:
            out[place] = code
    found = [(read.rows[place], code) for place, code in out.items()]
    if out:
        _remove(read, out)
    return found


def _remove(read: Read, out: dict[int, str]) -> None:
    keep = [place for place in range(len(read.rows)) if place not in out]
    moved = {old: new for new, old in enumerate(keep)}
    read.rows = [read.rows[place] for place in keep]
    for target, values in read.columns.items():
        read.columns[target] = [values[place] for place in keep]
    read.refused = {moved[place]: notes for place, notes in read.refused.items() if place in moved}
    read.warned = {moved[place]: notes for place, notes in read.warned.items() if place in moved}


def _judge(read: Read, row: int, name: str, labels: list[str]) -> str:
    """The code of a row that holds nobody, or ""."""
    low, high = read.block.columns[0], read.block.columns[-1] + 1
    raw = read.grid.rows[row][low:high]
    cells = heading.texts(raw)
    told = [normal.key(normal.plain(raw[n])) for n, cell in enumerate(cells) if cell and not _is_count(labels, n, cell)]
    if not told:
        return "empty"
    if any(_DIGITS.fullmatch(cell) for cell in told):
        return ""
    named = _own(read, row, name)
    if len(told) > 1 and sum(1 for cell in told if is_hint(cell)) * 2 > len(told):
        return "note"
    if heading.is_heading(cells) or (
        word.is_known(word.squeezed(named)) and sum(map(word.is_known, cells)) * 2 > len(told) > 1
    ):
        return "header"
    return by_words(told, named)


def is_hint(cell: str) -> bool:
    """A cell that says how a column is to be filled."""
    return _HINT.fullmatch(cell) is not None


def _own(read: Read, row: int, name: str) -> str:
    """The text of the name cell itself, before anything was taken from above."""
    if name not in read.every_target:
        return ""
    column = read.block.columns[read.every_target.index(name)]
    cells = read.grid.rows[row]
    return normal.key(normal.plain(cells[column])) if column < len(cells) else ""


def by_words(told: list[str], named: str) -> str:
    """`total`, `footer`, `note` or `section` when the texts of a row (the cell of the name among them) say so, else ""."""
    first = told[0]
    said = tuple(dict.fromkeys(cell for cell in (first, named) if cell))
    if any(len(cell) <= 24 and _TOTAL.fullmatch(cell) for cell in said):
        return "total"
    if any(_FOOTER.fullmatch(cell) for cell in said) or any(_SIGNED.fullmatch(cell) for cell in (named or first,)):
        return "footer"
    if any(_NOTE.fullmatch(cell) for cell in said):
        return "note"
    if len(told) > 1:
        return ""
    if _LISTED.fullmatch(first) or len(first) > 15 or (first.startswith("(") and first.endswith(")")):
        return "note"
    return "section" if first != named or _SECTION.fullmatch(first) else ""


def _is_count(labels: list[str], n: int, cell: str) -> bool:
    """A cell under 序号 counts rows and says nothing of a person."""
    return n < len(labels) and labels[n] in word.SEQUENCE and normal.squeeze(cell).isdecimal()
