"""Names of persons: one name, whole, as on the identity card (民委发〔2016〕33号 for the dot in long names)."""

import re
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

from app.kinds import normal
from app.kinds.kind import Doubt, Kind, Unreadable

LONGEST = 50  # characters, the field width that 民委发〔2016〕33号 asks for
DOT = "\u00b7"
HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\ufa0e-\ufa29\U00020000-\U0003ffff\U000f0000-\U0010ffff"
_COMPOUND = frozenset(
    re.findall(
        "..",
        "欧阳太史端木上官司马东方独孤南宫万俟闻人夏侯诸葛尉迟公羊赫连澹台皇甫宗政濮阳公冶太叔申屠"
        "公孙慕容仲孙钟离长孙宇文司徒鲜于司空闾丘子车亓官司寇巫马公西颛孙壤驷公良漆雕乐正宰父谷梁"
        "拓跋夹谷轩辕令狐段干百里呼延东郭南门羊舌微生公户公玉公仪梁丘公仲公上公门公山公坚左丘公伯"
        "西门公祖第五公乘贯丘公皙南荣东里东宫仲长子书子桑即墨达奚褚师纳兰叶赫爱新完颜富察钮祜那拉",
    )
)
_DOTS = rf"(?<=[{HAN}])\s*[·•∙・･‧⋅●。.．᛫ㆍ]\s*(?=[{HAN}])"
_AFTER_HAN = rf"(?<=[{HAN}{DOT}])\s+(?=[{HAN}{DOT}])"
_NUMBER = re.compile(r"[\d.,+\-/:eE%\s]*\d[\d.,+\-/:eE%\s]*")
_HIDDEN = r"Xx×*＊○●□△_"
_PLACEHOLDER = (
    rf"[{_HIDDEN}.\-—…]+|.{{0,2}}某{{1,3}}|某.*|[{HAN}]{{1,2}}[{_HIDDEN}]{{1,2}}|[{HAN}][*＊×][{HAN}]"
    r"|(?:测试|测试员|样例|示例|举例|例|例如|样表|模板|姓名|党员姓名|人员|甲|乙|丙|丁|无名氏|无名|空缺|暂无|未定|同名|本人|(?i:test|demo|null|none|nan))\d*"
    r"|合计|小计|总计|共计|备注|说明|注|填报人|审核人|制表人|负责人|联系人|经办人"
)
_PARTED = re.compile(r"[、,，/;；|\\&＆+]|\s(?:和|与)\s")
_COUPLE = re.compile(
    r".{2,}(?:夫妇|夫妻|一家|全家|父子|母子|父女|母女|兄弟|姐妹|等人|等\s*[0-9一二三四五六七八九十]+\s*[人名位])"
)
_NOTE = re.compile(r"[()\[\]【】〔〕{}<>《》「」『』:：;!！~#@=“”\"]|[0-9]")
_ADDED = re.compile(
    r".+(?:已故|去世|病故|死亡|逝世|已退休|迁出|转出|外出|失联|党员|同志|户主|书记|主任|女士|先生|本人)"
)
_LOST = re.compile("[?？\ufffd]")
_SHORT = re.compile("[\u4e00-\u9fff]{2,4}")  # nothing to fold, to join or to part
ANONYMOUS = "匿名"
_NAME = rf"[{HAN}]+(?:{DOT}[{HAN}]+)*|(?=.*[^\W\d_{HAN}])[{HAN}{DOT}\w'’.\- ]+"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compiled when first needed: sets of Chinese characters take longest, and at a start no name is read."""
    return re.compile(pattern)


@dataclass(frozen=True)
class PersonName(Kind):
    """Value: at most 50 characters, no blanks between Chinese characters, the dot U+00B7, rare characters kept."""

    name: ClassVar[str] = "person"

    def parse(self, raw: object) -> str | None:
        if raw == ANONYMOUS:  # somebody who gave no name has none
            return None
        if isinstance(raw, str) and _SHORT.fullmatch(raw) and not _is_said_otherwise(raw):
            return raw
        if isinstance(raw, str) and 1 < len(raw) <= LONGEST and raw.isalpha() and not raw.isascii():
            return _judged(normal.ideographs(raw))
        text = normal.plain(raw).strip(" \t\r\n'‘’`\u3000\xa0")
        text = normal.tidy(text)
        if normal.is_empty(normal.fold(text)):
            return None
        if isinstance(raw, int | float) or _NUMBER.fullmatch(normal.fold(text)):
            raise Unreadable("name_missing", f"姓名处是“{normal.shorten(text)}”，没有姓名，请补填。")
        if len(text) > LONGEST:
            raise Unreadable("cell_too_long", f"姓名有 {len(text)} 个字，最多 {LONGEST} 个字，请核对是否填错了格。")
        return _judged(text)

    def check(self, value: str | None) -> tuple[Doubt, ...]:
        if value is not None and normal.is_private(value):
            return (Doubt("name_pua", "姓名里有只能在个别电脑上显示的自造字，已照原样保留，请改用标准汉字。"),)
        return ()


def _is_said_otherwise(text: str) -> bool:
    """Whether Chinese characters alone say that this is no name, or more than one."""
    return bool(
        text in normal.UNKNOWN
        or _COUPLE.fullmatch(text)
        or _compiled(_PLACEHOLDER).fullmatch(text)
        or _ADDED.fullmatch(text)
    )


def _judged(text: str) -> str:
    """One whole name or the reason why it is none."""
    parted = _PARTED.search(text)
    if parted or _COUPLE.fullmatch(text) or ("\n" in text and _compiled(_DOTS).search(text)):
        raise _several(text)
    name = _joined(text)
    if normal.is_unknown(name) or _compiled(_PLACEHOLDER).fullmatch(name):
        raise Unreadable("name_placeholder", f"“{normal.shorten(name)}”不是真实姓名，请填写本人姓名。")
    if _LOST.search(name):
        raise Unreadable("name_pua", f"姓名“{normal.shorten(name)}”里有没能显示的字，请对照证件改正。")
    if _NOTE.search(normal.fold(name)) or _ADDED.fullmatch(name) or not _compiled(_NAME).fullmatch(name):
        raise Unreadable("name_annotation", f"姓名“{normal.shorten(name)}”里夹有说明，请只填姓名，说明写到备注。")
    return name


def _joined(text: str) -> str:
    """Blanks go where Chinese characters meet; two whole names beside each other are two people."""
    dotted = _compiled(_DOTS).sub(DOT, text) if not text.isalpha() else text
    parts = _compiled(_AFTER_HAN).split(dotted)
    if len(parts) > 1 and DOT not in dotted and parts[0] not in _COMPOUND and all(len(part) > 1 for part in parts):
        raise _several(text)
    return _compiled(_AFTER_HAN).sub("", dotted)


def _several(text: str) -> Unreadable:
    return Unreadable("multiple_people", f"姓名“{normal.shorten(text, 40)}”像是几个人，请一人一行填写。")
