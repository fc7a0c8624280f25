"""The states of a request and the steps between them, as data: from where a step may be taken, what it asks, what it changes.

To add a step: a line in STEPS; the verbs, the dialog, the journey of a request and the test of the machine follow.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app import codes
from app.errors import UserError

RECEIVED, TAKEN, CLOSED, FED, CALLED = STATES = ("受理", "承办", "办结", "反馈", "回访")
_DATES = (("called_on", CALLED), ("fed_on", FED), ("closed_on", CLOSED), ("taken_on", TAKEN))
LEVELS = "request_level"


@dataclass(frozen=True)
class Act:
    """What the clerk says of a step. `on` is a whole day, `by` the person who took it.

    `told` is a reason, an answer, a result or a remark; `to` and `unit` who has it from now on; `level` where it goes.
    """

    on: str
    by: str
    told: str = ""
    to: str = ""
    unit: int | None = None
    level: str = ""
    due: str = ""
    unsolvable: bool = False
    satisfaction: str = ""


Changing = Callable[[Mapping[str, Any], Act], dict[str, Any]]


@dataclass(frozen=True)
class Step:
    """`up` says whether the request must lie with a superior (True) or must not (False).

    `asks` are fields of `Act` that the dialog shows, those in `needs` must be filled; `told` is what `Act.told` is called.
    """

    word: str
    states: tuple[str, ...]
    up: bool
    asks: tuple[str, ...]
    needs: tuple[str, ...]
    told: str
    change: Changing
    help: str = ""


def state(values: Mapping[str, Any]) -> str:
    """The state of a request, by its dates."""
    return next((word for name, word in _DATES if values.get(name)), RECEIVED)


def ladder() -> tuple[str, ...]:
    """The levels from the lowest, as the code list has them."""
    return tuple(code.name for code in codes.codes(LEVELS))


def base(values: Mapping[str, Any]) -> str:
    """The level at which it was received: the lowest where nobody said one."""
    return str(values.get("first_level") or ladder()[0])


def level(values: Mapping[str, Any]) -> str:
    """The level with which it lies now."""
    return str(values.get("up_level") or base(values))


def above(present: str) -> tuple[str, ...]:
    """The levels to which it can go up from here. UserError when the level is no longer in the list."""
    known = ladder()
    if present not in known:
        raise UserError(f"办理层级“{present}”已不在代码表里。", "请在代码表里补上，或改正诉求的受理层级。")
    return known[known.index(present) + 1 :]


def path(values: Mapping[str, Any], steps: Sequence[Mapping[str, Any]]) -> list[tuple[str, str]]:
    """(level, person) from where it was received to where it lies now, by its steps (上报 and the way down)."""
    way = [(base(values), str(values.get("handler") or ""))]
    for step in steps:
        if step["step"] == SEND_UP.word:
            way.append((step["to_level"], step["to_person"] or ""))
        elif step["step"] in (ANSWER.word, SEND_BACK.word):
            while len(way) > 1 and way[-1][0] != step["to_level"]:
                way.pop()
    if way[-1][0] != level(values):  # came in so, from a sheet or an older copy
        return [way[0], (level(values), str(values.get("up_to") or ""))] if values.get("up_level") else way[:1]
    return way


def _taken(values: Mapping[str, Any], act: Act) -> dict[str, Any]:
    told: dict[str, Any] = {"taken_on": values.get("taken_on") or act.on, "handler": act.to}
    if act.unit is not None:
        told["handler_unit"] = act.unit
    return told | ({"due": act.due} if act.due else {})


def _sent_up(_values: Mapping[str, Any], act: Act) -> dict[str, Any]:
    return {"up_level": act.level, "up_to": act.to or None, "up_on": act.on}


def _came_down(values: Mapping[str, Any], act: Act) -> dict[str, Any]:
    if act.level == base(values):
        return {"up_level": None, "up_to": None, "up_on": None}
    return {"up_level": act.level, "up_to": act.to or None, "up_on": act.on}


def _closed(values: Mapping[str, Any], act: Act) -> dict[str, Any]:
    """One that was settled on the spot was taken by who settled it, the same day."""
    told = {"explanation": act.told, "unsolvable": "是"} if act.unsolvable else {"result": act.told, "unsolvable": "否"}
    taken = {"taken_on": act.on, "handler": values.get("handler") or act.by} if not values.get("taken_on") else {}
    return {**taken, "closed_on": act.on, **told}


def _fed(_values: Mapping[str, Any], act: Act) -> dict[str, Any]:
    return {"fed_on": act.on, "fed_by": act.by}


def _called(_values: Mapping[str, Any], act: Act) -> dict[str, Any]:
    return {"called_on": act.on, "called_by": act.by, "satisfaction": act.satisfaction}


def _again(_values: Mapping[str, Any], _act: Act) -> dict[str, Any]:
    """Result and explanation stay in the steps; the request itself is open again."""
    names = (
        "closed_on", "result", "unsolvable", "explanation", "fed_on", "fed_by", "called_on", "called_by", "satisfaction"
    )  # fmt: skip
    return dict.fromkeys(names)


def _put_off(_values: Mapping[str, Any], act: Act) -> dict[str, Any]:
    return {"due": act.due}


_OPEN, _DONE = (RECEIVED, TAKEN), (CLOSED, FED, CALLED)

TAKE = Step("承办", (RECEIVED,), False, ("to", "unit", "due"), ("to",), "交办意见", _taken, "交给谁办，什么时候办完")
HAND_OVER = Step("改派", (TAKEN,), False, ("to", "unit", "due"), ("to", "told"), "改派原因", _taken, "换一个承办人")
SEND_UP = Step("上报", _OPEN, False, ("level", "to"), ("level", "told"), "上报原因", _sent_up, "本级办不了，报上一级")
SEND_ON = Step(
    "上报", _OPEN, True, ("level", "to"), ("level", "told"), "上报原因", _sent_up, "上级也办不了，再报上一级"
)
ANSWER = Step("答复", _OPEN, True, ("level",), ("level", "told"), "答复内容", _came_down, "上级的答复下来了")
SEND_BACK = Step("退回", _OPEN, True, ("level",), ("level", "told"), "退回原因", _came_down, "上级退回，由下级办理")
CLOSE = Step("办结", _OPEN, False, ("unsolvable",), ("told",), "办理结果", _closed, "办好了，或者解释清楚了")
PUT_OFF = Step("延期", _OPEN, False, ("due",), ("due", "told"), "延期原因", _put_off, "改办理时限")
FEED_BACK = Step("反馈", (CLOSED,), False, (), (), "反馈情况", _fed, "把结果告诉反映人")
CALL_BACK = Step("回访", (FED,), False, ("satisfaction",), ("satisfaction",), "回访情况", _called, "问反映人满意不满意")
AGAIN = Step("重办", _DONE, False, (), ("told",), "重办原因", _again, "没有办好，重新办理")

STEPS = (TAKE, HAND_OVER, SEND_UP, SEND_ON, ANSWER, SEND_BACK, CLOSE, PUT_OFF, FEED_BACK, CALL_BACK, AGAIN)
WORDS = tuple(dict.fromkeys(step.word for step in STEPS))


def possible(values: Mapping[str, Any]) -> tuple[Step, ...]:
    """The steps that can be taken now, in the order of STEPS."""
    now, up = state(values), bool(values.get("up_level"))
    found = [step for step in STEPS if now in step.states and step.up == up]
    return tuple(step for step in found if step.word != SEND_UP.word or above(level(values)))


def step_named(values: Mapping[str, Any], word: str) -> Step:
    """The step of that word. UserError when it cannot be taken in the state in which the request is."""
    found = next((step for step in possible(values) if step.word == word), None)
    if found is None:
        where = f"已上报到“{level(values)}”" if values.get("up_level") else f"处在“{state(values)}”"
        can = "、".join(step.word for step in possible(values))
        raise UserError(f"这件诉求{where}，现在不能{word}。", f"可以办的是：{can}。")
    return found
