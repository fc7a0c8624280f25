"""Names of persons: one name, whole, as on the identity card (民委发〔2016〕33号 for the dot in long names)."""

import re
from dataclasses import dataclass
from typing import ClassVar

from app.kinds import normal
from app.kinds.kind import Doubt, Kind, Unreadable

LONGEST = 50  # characters, the field width that 民委发〔2016〕33号 asks for
DOT = "\u00b7"
HAN = (
    "\u3007\u3400-\u4dbf\u4e00-\u9fff\ue000-\uf8ff\ufa0e-\ufa29\U00020000-\U0003ffff\U000f0000-\U0010ffff"
)
_COMPOUND = frozenset(
    "欧阳 太史 端木 上官 司马 东方 独孤 南宫 万俟 闻人 夏侯 诸葛 尉迟 公羊 赫连 澹台 皇甫 宗政 濮阳 公冶 太叔 申屠 公孙 慕容 仲孙 钟离 "
    "长孙 宇文 司徒 鲜于 司空 闾丘 子车 亓官 司寇 巫马 公西 颛孙 壤驷 公良 漆雕 乐正 宰父 谷梁 拓跋 夹谷 轩辕 令狐 段干 百里 呼延 东郭 "
    "南门 羊舌 微生 公户 公玉 公仪 梁丘 公仲 公上 公门 公山 公坚 左丘 公伯 西门 公祖 第五 公乘 贯丘 公皙 南荣 东里 东宫 仲长 子书 子桑 "
    "即墨 达奚 褚师 纳兰 叶赫 爱新 完颜 富察 钮祜 那拉".split()
)
_DOTS = re.compile(rf"(?<=[{HAN}])\s*[·•∙・･‧⋅●。.．᛫ㆍ]\s*(?=[{HAN}])")
_AFTER_HAN = re.compile(rf"(?<=[{HAN}{DOT}])\s+(?=[{HAN}{DOT}])")
_NUMBER = re.compile(r"[\d.,+\-/:eE%\s]*\d[\d.,+\-/:eE%\s]*")
_HIDDEN = r"Xx×*＊○●□△_"
_PLACEHOLDER = re.compile(
    rf"[{_HIDDEN}.\-…]+|.{{0,2}}某{{1,3}}|某.*|[{HAN}]{{1,2}}[{_HIDDEN}]{{1,2}}|[{HAN}][*＊×][{HAN}]"
    r"|(?:测试|测试员|样例|示例|举例|例|例如|样表|模板|姓名|党员姓名|人员|甲|乙|丙|丁|无名氏|无名|空缺|暂无|未定|待定|待补|同名|本人|test|demo)\d*",
    re.IGNORECASE,
)
_PARTED = re.compile(r"[、,，/;；|\\&＆+\n]|\s(?:和|与)\s")
_COUPLE = re.compile(r".+(?:夫妇|夫妻|一家|全家|父子|母子|父女|母女|兄弟|姐妹|等人|等\s*[0-9一二三四五六七八九十]+\s*[人名位])")
_NOTE = re.compile(r"[()\[\]【】〔〕{}<>《》「」『』:：;!！~#@=“”\"]|[0-9]")
_ADDED = re.compile(r".+(?:已故|去世|病故|死亡|逝世|已退休|已迁出|已转出|迁出|转出|外出|失联|预备党员|正式党员|党员|同志|户主|书记|主任|女士|先生|本人)")
_LOST = re.compile("[?？\ufffd]")
_NAME = re.compile(rf"[{HAN}{DOT}\w'’.\- ]+")


@dataclass(frozen=True)
class PersonName(Kind):
    """Value: at most 50 characters; no blanks between Chinese characters, the dot always U+00B7, rare characters kept."""

    name: ClassVar[str] = "person"

    def parse(self, raw: object) -> str | None:
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


def _judged(text: str) -> str:
    """One whole name or the reason why it is none."""
    parted = _PARTED.search(text)
    if parted or _COUPLE.fullmatch(text):
        raise _several(text)
    name = _joined(text)
    if normal.is_unknown(name) or _PLACEHOLDER.fullmatch(name):
        raise Unreadable("name_placeholder", f"“{normal.shorten(name)}”不是真实姓名，请填写本人姓名。")
    if _LOST.search(name):
        raise Unreadable("name_pua", f"姓名“{normal.shorten(name)}”里有没能显示的字，请对照证件改正。")
    if _NOTE.search(normal.fold(name)) or _ADDED.fullmatch(name) or not _NAME.fullmatch(name):
        raise Unreadable("name_annotation", f"姓名“{normal.shorten(name)}”里夹有说明，请只填姓名，说明写到备注。")
    return name


def _joined(text: str) -> str:
    """Blanks go where Chinese characters meet; two whole names beside each other are two people."""
    dotted = _DOTS.sub(DOT, text) if not text.isalpha() else text
    parts = _AFTER_HAN.split(dotted)
    if len(parts) > 1 and DOT not in dotted and parts[0] not in _COMPOUND and all(len(part) > 1 for part in parts):
        raise _several(text)
    return _AFTER_HAN.sub("", dotted)


def _several(text: str) -> Unreadable:
    return Unreadable("multiple_people", f"姓名“{normal.shorten(text, 40)}”像是几个人，请一人一行填写。")
