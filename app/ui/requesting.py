"""Requests as the clerk brings them on: one small form for taking one in, one for each step, made from the machine's own data."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from app import clock, codes
from app.db.queries import request as queries
from app.errors import Rejected
from app.models.request import Request
from app.operations import record as records
from app.operations import request, setting
from app.operations.request_step import WORDS as STEP_WORDS
from app.operations.request_step import Act, Step, above, base, ladder, level, path, possible, step_named
from app.ui.asking import Question, ask
from app.ui.naming import named, names

SOLVED, EXPLAINED = "已解决", "无法解决，已解释说明"
YES = ("否", "是")
TO = {"承办": "承办人", "改派": "新承办人", "上报": "报给谁"}


def steps(screen: Any, row: int) -> tuple[Step, ...]:
    """What can be done with a request now."""
    with screen.store.read() as reader:
        return possible(records.present(reader, Request, row))


def take(screen: Any, row: int, word: str) -> bool:
    """Asks what the step needs and takes it; False when the clerk thought better of it."""
    with screen.store.read() as reader:
        values = records.present(reader, Request, row)
        way = path(values, queries.steps(reader, row))
        operator = setting.value(reader, "operator")
    step = step_named(values, word)
    questions = [
        Question("on", "日期", "date", text=clock.today().isoformat()),
        Question("by", "经办人", "choice", _people(screen), text=operator or str(values["handler"] or ""), free=True),
        *(question for name in step.asks for question in _asked(screen, step, name, values, way)),
        Question("told", step.told, needed="told" in step.needs),
    ]
    attempt = partial(_attempt, screen, row, step)
    title = f"{step.word}　{values['request_no'] or ''}"
    done = ask(screen, title, f"{step.help}。", questions, attempt) is not None
    if done:
        screen.window_.notice(f"已登记{step.word}。")
    return done


def _attempt(screen: Any, row: int, step: Step, told: dict[str, str]) -> None:
    unit = named(screen.store, "unit", told["unit"]) if told.get("unit") else None
    act = Act(
        told["on"], told["by"], told["told"], to=told.get("to", ""), unit=unit, level=told.get("level", ""),
        due=told.get("due", ""), unsolvable=told.get("unsolvable") == EXPLAINED, satisfaction=told.get("satisfaction", ""),
    )  # fmt: skip
    request.take(screen.store, row, step.word, act)


def _asked(screen: Any, step: Step, name: str, values: Any, way: list[tuple[str, str]]) -> Sequence[Question]:
    needed = name in step.needs
    if name == "to":
        return (Question("to", TO[step.word], "choice", _people(screen), needed, free=True),)
    if name == "unit":
        return (Question("unit", "承办单位", "choice", names(screen.store, "unit"), needed=False, free=True),)
    if name == "due":
        return (Question("due", "办理时限", "date", needed=needed, text=str(values["due"] or "")),)
    if name == "unsolvable":
        return (Question("unsolvable", "办理结论", "choice", (SOLVED, EXPLAINED), text=SOLVED),)
    if name == "satisfaction":
        grades = tuple(code.name for code in codes.codes("satisfaction"))
        return (Question("satisfaction", "满意度", "choice", grades),)
    return (_level(step, values, way),)


def _level(step: Step, values: Any, way: list[tuple[str, str]]) -> Question:
    if step.word == "上报":
        higher = above(level(values))
        return Question("level", "报到哪一级", "choice", higher, text=higher[0])
    lower = tuple(place for place, _who in way[:-1]) or (base(values),)
    return Question("level", "回到哪一级", "choice", tuple(reversed(lower)), text=lower[-1])


def _people(screen: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names(screen.store, "cadre")))


def receive(screen: Any) -> int | None:
    """Takes requests in one after another; day, source, village and receiver stay for the next. The last row made."""
    made: list[int] = []
    with screen.store.read() as reader:
        operator = setting.value(reader, "operator")
    kept = {"received_on": clock.today().isoformat(), "receiver": operator, "sensitive": YES[0]}
    while told := ask(
        screen, "登记诉求", WORDS, _entry(screen, kept), lambda told: made.append(_received(screen, told))
    ):
        screen.window_.notice("已登记诉求，可以接着登记下一件。")
        kept = {name: told[name] for name in ("received_on", "source", "village", "receiver")} | {"sensitive": YES[0]}
    return made[-1] if made else None


def _act(word: str) -> Callable[[Any, list[int]], None]:
    def act(screen: Any, rows: list[int]) -> None:
        take(screen, rows[0], word)

    return act


ACTS = tuple((f"{word}…", False, _act(word)) for word in STEP_WORDS)
WORDS = "保存后接着登记下一件，按 Esc 结束。反映人不愿留名的空着。村里只有一户户主是这个名字时，自动连到那一户。"


def _entry(screen: Any, kept: dict[str, str]) -> list[Question]:
    def of(name: str) -> tuple[str, ...]:
        return tuple(code.name for code in codes.codes(name))

    villages = names(screen.store, "unit")
    questions = [
        Question("content", "反映事项"),
        Question("informant", "反映人", needed=False),
        Question("phone", "联系电话", needed=False),
        Question("village", "所在村", "choice", villages, needed=False, free=True),
        Question("kind", "类别", "choice", of("request_kind"), needed=False),
        Question("source", "来源", "choice", of("request_source"), needed=False),
        Question("received_on", "受理时间", "date"),
        Question("first_level", "受理层级", "choice", ladder(), needed=False),
        Question("receiver", "受理人", "choice", _people(screen), needed=False, free=True),
        Question("due", "办理时限", "date", needed=False),
        Question("sensitive", "敏感", "choice", YES),
    ]
    return [Question(**{**vars(question), "text": kept.get(question.name, "")}) for question in questions]


def _received(screen: Any, told: dict[str, str]) -> int:
    with screen.store.read() as reader:
        reading = records.read_values(reader, Request, {**told, "anonymous": "" if told["informant"] else "是"})
        values = dict(reading.values)
        if values.get("village") and values.get("informant"):
            values["household"] = queries.household_named(reader, values["village"], values["informant"])
    if hard := [problem for problem in reading.problems if problem.hard]:
        raise Rejected(hard)
    return request.receive(screen.store, values)
