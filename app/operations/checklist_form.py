"""Which checklists came along, and what does a checklist without answers say?

The seven built-in ones lie in `resources/checklists`, one TOML per domain. To add a domain put a file there; to add a
line add an [[group.item]] to its file: loading, scoring, self-answering and print follow.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal, cast, get_args

from app.errors import UserError
from app.models.checklist import ALL, BONUS, DEDUCT, GRADED, VETO
from app.paths import resource

Scoring = Literal["deduct", "graded", "all", "bonus", "veto"]
WAYS: dict[Scoring, str] = {"deduct": DEDUCT, "graded": GRADED, "all": ALL, "bonus": BONUS, "veto": VETO}


@dataclass(frozen=True)
class Item:
    """One line. `points` is its share of 100 (0 for a bonus or a veto), `cap` the most a bonus line may add.

    `each` is what one case takes or adds (0 = not said), `grades` the steps of a graded line (好3、较好2、一般1).
    `method` is the 考评方式, `rules` are codes of rules whose silence answers the line with yes, `source` names the
    regulation it rests on.
    """

    code: str
    content: str
    points: Decimal
    scoring: Scoring
    how: str
    evidence: tuple[str, ...]
    method: str
    source: str
    rules: tuple[str, ...] = ()
    cap: Decimal = Decimal(0)
    each: Decimal = Decimal(0)
    grades: str = ""

    @property
    def standard(self) -> str:
        """What stands in the column 标准分."""
        if self.scoring == "veto":
            return "否决"
        return f"加{plain(self.cap)}" if self.scoring == "bonus" else plain(self.points)


@dataclass(frozen=True)
class Group:
    """项目: lines under one heading, printed as one merged cell."""

    name: str
    items: tuple[Item, ...]

    @property
    def points(self) -> Decimal:
        return sum((item.points for item in self.items), Decimal(0))


@dataclass(frozen=True)
class ChecklistForm:
    """A checklist without answers. `key` is the name of its file, `domain` the 领域 a reader sees."""

    key: str
    domain: str
    title: str
    version: str
    source: str
    groups: tuple[Group, ...]

    @property
    def points(self) -> Decimal:
        return sum((group.points for group in self.groups), Decimal(0))

    def items(self) -> tuple[Item, ...]:
        return tuple(item for group in self.groups for item in group.items)


def domains() -> tuple[str, ...]:
    """Keys of the built-in checklists in their official order: rural community office …"""
    return tuple(form.key for form in _built_in())


def load(domain: str) -> ChecklistForm:
    """A built-in checklist by key or by the name of its domain (`rural` or 农村). Raises UserError when there is none."""
    for form in _built_in():
        if domain in (form.key, form.domain):
            return form
    names = "、".join(form.domain for form in _built_in())
    raise UserError(f"没有名为“{domain}”的清单。", f"可用的领域有：{names}。")


def read(path: Path) -> ChecklistForm:
    """The checklist of one TOML file. Raises UserError naming the file and the place that cannot be read."""
    return _form(path.stem, _parsed(path), path.name)


@cache
def _built_in() -> tuple[ChecklistForm, ...]:
    parsed = [(path, _parsed(path)) for path in resource("checklists").glob("*.toml")]
    parsed.sort(key=lambda pair: (pair[1].get("order", 99), pair[0].name))
    return tuple(_form(path.stem, data, path.name) for path, data in parsed)


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UserError(f"清单文件“{path.name}”的格式读不懂。", "请对照自带的清单检查引号和方括号后再试。") from error


def _form(key: str, data: Mapping[str, Any], name: str) -> ChecklistForm:
    form = ChecklistForm(
        key=key,
        domain=_text(data, "domain", name),
        title=_text(data, "title", name),
        version=_text(data, "version", name),
        source=_text(data, "source", name),
        groups=tuple(_group(group, name) for group in data.get("group", ())),
    )
    codes = [item.code for item in form.items()]
    double = next((code for code in codes if codes.count(code) > 1), None)
    if not codes:
        raise UserError(f"清单文件“{name}”里没有条目。", "请至少写一个项目和一条内容。")
    if double is not None:
        raise UserError(f"清单文件“{name}”里编号 {double} 出现了两次。", "请改成不重复的编号。")
    return form


def _group(data: Mapping[str, Any], name: str) -> Group:
    return Group(_text(data, "name", name), tuple(_item(item, name) for item in data.get("item", ())))


def _item(data: Mapping[str, Any], name: str) -> Item:
    scoring = _text(data, "scoring", name)
    if scoring not in get_args(Scoring):
        raise UserError(f"清单文件“{name}”里的计分方式“{scoring}”不认识。", f"可写：{'、'.join(get_args(Scoring))}。")
    return Item(
        code=_text(data, "code", name),
        content=_text(data, "content", name),
        points=Decimal(0) if scoring in ("bonus", "veto") else _number(data, "points", name),
        scoring=cast(Scoring, scoring),
        how=_text(data, "how", name),
        evidence=tuple(data.get("evidence", ())),
        method=_text(data, "method", name),
        source=_text(data, "source", name),
        rules=tuple(data.get("rules", ())),
        cap=_number(data, "cap", name) if scoring == "bonus" else Decimal(0),
        each=_number(data, "each", name) if "each" in data else Decimal(0),
        grades=str(data.get("grades", "")),
    )


def _text(data: Mapping[str, Any], key: str, name: str) -> str:
    value = data.get(key)
    if not isinstance(value, str) or not value:
        raise UserError(f"清单文件“{name}”里有一处缺少 {key}。", "请补上这一项后再试。")
    return value


def _number(data: Mapping[str, Any], key: str, name: str) -> Decimal:
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or value < 0:
        raise UserError(f"清单文件“{name}”里有一处 {key} 不是分数。", "请写成 2 或 0.5 这样的数。")
    return Decimal(value)


def plain(value: Decimal) -> str:
    """2 for 2.0, 0.5 for 0.50."""
    return format(value.normalize(), "f")
