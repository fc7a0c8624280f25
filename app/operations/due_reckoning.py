"""How much is due for a month? Rates by kind of payer and bracket, exact fractions, and one stated rounding at the end.

《关于中国共产党党费收缴、使用和管理的规定》(2008): the rate of the bracket applies to the whole base. The regulation names
no precision: to what it is reckoned and how the rest is rounded are settings, and ledgers print them.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from app.db.store import Reader
from app.errors import UserError
from app.kinds.kind import Unreadable
from app.kinds.money import Money
from app.operations import setting

BY_WAGE = ("按月领取工资的党员", "实行年薪制的党员", "不按月取得收入的个体经营者等党员")
RETIRED = "离退休党员"
FARMER = "农民党员"
FLAT = ("学生党员", "下岗失业、依靠抚恤或救济生活的党员")
UNITS = {"分": 1, "角": 10, "元": 100}
NEAREST, DOWN, UP = "四舍五入", "只舍不入", "只入不舍"
OWN = "定额"
_STEP = re.compile(r"(?:(?P<most>[\d.]+)元?以下|其余)(?P<rate>[\d.]+)%")


@dataclass(frozen=True)
class Bracket:
    """Up to and with `most` (分, None = without end) the rate holds: a fraction of the whole base."""

    most: int | None
    rate: Fraction


@dataclass(frozen=True)
class Terms:
    """The settings as they hold: brackets, flat amounts (分, None = each member has an amount of his own), the rounding."""

    wage: tuple[Bracket, ...]
    retired: tuple[Bracket, ...]
    flat: int
    farmer: int | None
    unit: int = 1
    rounding: str = NEAREST


@dataclass(frozen=True)
class Reckoned:
    """`amount` in 分, and by which standard: `1.5%` or 定额."""

    amount: int
    rate: str


@dataclass(frozen=True)
class Unknown:
    """Nothing can be reckoned: `reason` says what is missing."""

    reason: str


def monthly(terms: Terms, payer: str, base: int | None, fixed: int | None) -> Reckoned | Unknown:
    """What one month costs: an amount told for the member himself goes before brackets and flat amounts."""
    if fixed is not None:
        return Reckoned(fixed, OWN)
    if payer in BY_WAGE or payer == RETIRED:
        if base is None:
            return Unknown("没有登记党费计算基数")
        bracket = bracket_of(terms.retired if payer == RETIRED else terms.wage, base)
        return Reckoned(rounded(base * bracket.rate, terms.unit, terms.rounding), percent(bracket.rate))
    flat = terms.flat if payer in FLAT else terms.farmer if payer == FARMER else None
    if flat is None:
        return Unknown(f"“{payer}”没有规定的比例，请登记每月定额")
    return Reckoned(flat, OWN)


def bracket_of(brackets: tuple[Bracket, ...], base: int) -> Bracket:
    """The first bracket that reaches the base."""
    return next(step for step in brackets if step.most is None or base <= step.most)


def rounded(amount: Fraction, unit: int, rounding: str) -> int:
    """分 as whole multiples of `unit`; exactly half goes up with 四舍五入."""
    whole, rest = divmod(amount, unit)
    up = rest * 2 >= unit if rounding == NEAREST else rounding == UP and rest > 0
    return (int(whole) + up) * unit


def percent(rate: Fraction) -> str:
    """1/200 as 0.5%; as many decimals as it needs."""
    text = f"{float(rate * 100):.6f}".rstrip("0").rstrip(".")
    return f"{text}%"


def relieved(amount: int, waived: int | None) -> int:
    """What is due after 少交 (`waived` 分) or 免交 (0); never more than without."""
    return amount if waived is None else min(amount, waived)


def terms(reader: Reader) -> Terms:
    """The settings. UserError for a setting that cannot be understood."""
    told = {
        name: setting.value(reader, name)
        for name in ("due_wage", "due_retired", "due_flat", "due_farmer", "due_unit", "due_rounding")
    }
    if told["due_unit"] not in UNITS:
        raise _unclear("党费计到", told["due_unit"], "分、角 或 元")
    if told["due_rounding"] not in (NEAREST, DOWN, UP):
        raise _unclear("党费尾数处理", told["due_rounding"], f"{NEAREST}、{DOWN} 或 {UP}")
    return Terms(
        wage=brackets(told["due_wage"]),
        retired=brackets(told["due_retired"]),
        flat=_money("党费：学生、下岗失业等党员每月多少元", told["due_flat"]) or 0,
        farmer=_money("党费：农民党员每月多少元", told["due_farmer"]),
        unit=UNITS[told["due_unit"]],
        rounding=told["due_rounding"],
    )


def brackets(text: str) -> tuple[Bracket, ...]:
    """`3000以下0.5%、5000以下1%、其余2%`: ascending, the last one without end. UserError otherwise."""
    found: list[Bracket] = []
    parts = [
        part for part in re.split(r"[、；;，,\s]+", re.sub(r"以下\s+|其余\s+", lambda m: m[0].strip(), text)) if part
    ]
    for part in parts:
        step = _STEP.fullmatch(part)
        if step is None:
            break
        most = Fraction(step["most"]) * 100 if step["most"] else None
        if (most is not None and most.denominator != 1) or (found and _wrong(found[-1].most, most)):
            break
        found.append(Bracket(None if most is None else int(most), Fraction(step["rate"]) / 100))
    if not parts or len(found) < len(parts) or found[-1].most is not None:
        raise _unclear("党费比例", text, "“3000以下0.5%、5000以下1%、10000以下1.5%、其余2%”")
    return tuple(found)


def _wrong(former: int | None, most: Fraction | None) -> bool:
    """Nothing follows a bracket without end; each reaches further than the one before."""
    return former is None or (most is not None and most <= former)


def _money(label: str, text: str) -> int | None:
    try:
        found = Money().parse(text)
    except Unreadable as error:
        raise _unclear(label, text, "以元为单位的金额") from error
    if found is not None and found < 0:
        raise _unclear(label, text, "不小于 0 的金额")
    return found


def _unclear(label: str, text: str, right: str) -> UserError:
    return UserError(f"设置“{label}”写的是“{text}”，看不懂。", f"请在设置里写成{right}。")
