"""Which numbers of people does a template bring along in parts that filling leaves as they are: comments, properties, hidden sheets?"""

import re
import zipfile
from pathlib import Path

from app.errors import UserError
from app.kinds import mask

_NUMBER = re.compile(rb"(?<![0-9A-Za-z.])(?:[1-9]\d{5}(?:19|20)\d\d[01]\d[0-3]\d{4}[\dXx]|1[3-9]\d{9})(?![0-9A-Za-z.])")
_READ = (".xml", ".rels", ".vml")
# What a part is called to the clerk; the first that fits.
_PLACES = (
    ("docProps/", "文件属性"),
    ("omment", "批注"),
    ("drawing", "图形和文本框"),
    ("externalLink", "外部链接的缓存"),
    ("pivot", "透视表的缓存"),
    ("_rels/", "链接"),
)
_CELLS = "已写好的内容或隐藏的工作表"


def carried(template: Path, profile: str) -> tuple[str, ...]:
    """What to say of numbers that no profile reaches as they are the template's own; () where it has none.

    UserError for what hangs in public: no part of it may carry a number.
    """
    if profile == "none":
        return ()
    places = _places(template)
    if not places:
        return ()
    told = "、".join(places)
    if profile == mask.POSTED:
        raise UserError(
            f"模板自带证号或电话（{told}），公开张贴的表不能带这些，没有写文件。",
            "请在模板里删掉这些内容后再填；取消隐藏工作表、查看批注和文件属性可以找到它们。",
        )
    return (f"模板自带的证号或电话没有脱敏：{told}，请核对。",)


def _places(template: Path) -> tuple[str, ...]:
    found: dict[str, None] = {}
    with zipfile.ZipFile(template) as packed:
        for name in packed.namelist():
            if name.endswith(_READ) and _NUMBER.search(packed.read(name)):
                found[next((place for part, place in _PLACES if part in name), _CELLS)] = None
    return tuple(found)
