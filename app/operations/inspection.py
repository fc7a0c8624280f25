"""督查: a random sample drawn with a stated seed and kept; call-backs entered one by one; what they find becomes a request.

Each row's place in the draw is the SHA-256 of seed and uid: the same seed and the same rows give the same sample on any PC.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from app import clock
from app.db.queries import inspection as queries
from app.db.store import Reader, Store
from app.errors import Problem, Rejected, UserError
from app.models.inspection import Callback, Inspection
from app.models.request import Request
from app.operations import dated, record


@dataclass(frozen=True)
class Draw:
    """What is to be drawn: `size` rows, or `percent` of all, rounded up; one of the two. Days are ISO."""

    name: str
    subject: str
    seed: str
    size: int = 0
    percent: int = 0
    unit: int | None = None
    since: str = ""
    until: str = ""
    method: str = ""
    inspector: str = ""


def draw(store: Store, asked: Draw) -> int:
    """Draws and keeps a sample as one work; the row of the inspection. Rejected beside the fields, UserError with nothing to draw."""
    dated.require(
        ("name", "督查名称", asked.name), ("subject", "抽查对象", asked.subject), ("seed", "随机种子", asked.seed)
    )
    with store.work(f"抽取{asked.name}") as work:
        everybody = _population(work.connection, asked)
        size = _size(asked, len(everybody))
        values = {
            "name": asked.name, "drawn_on": clock.today().isoformat(), "method": asked.method or None,
            "inspector": asked.inspector or None, "subject": asked.subject, "unit": asked.unit, "since": asked.since or None,
            "until": asked.until or None, "seed": asked.seed, "population": len(everybody), "size": size,
            "digest": digest(uid for _row, uid in everybody),
        }  # fmt: skip
        made = work.add(Inspection, values)
        target = queries.SUBJECTS[asked.subject][0]
        rows = [(made, place, row) for place, row in enumerate(ordered(asked.seed, everybody)[:size], 1)]
        work.add_many(Callback, ("inspection", "place_no", target), rows)
    return made


def _population(reader: Reader, asked: Draw) -> list[tuple[int, str]]:
    if asked.subject not in queries.SUBJECTS:
        raise Rejected([Problem("subject", f"抽查对象可以是：{'、'.join(queries.SUBJECTS)}。", "subject")])
    found = queries.population(reader, asked.subject, asked.unit, asked.since, asked.until)
    if not found:
        raise UserError(f"这个范围里没有可以抽的{asked.subject}。", "请换一个单位或放宽起止日期。")
    return found


def _size(asked: Draw, there: int) -> int:
    if bool(asked.size) == bool(asked.percent):
        raise Rejected([Problem("size", "请填写抽取数或抽取比例，两个只填一个。", "size")])
    size = asked.size or -(-there * asked.percent // 100)
    if not 0 < size <= there:
        raise Rejected([Problem("size", f"一共只有 {there} 个，不能抽 {size} 个。", "size")])
    return size


def ordered(seed: str, everybody: Iterable[tuple[int, str]]) -> list[int]:
    """The rows in the order in which the seed draws them."""
    return [row for _place, _uid, row in sorted((_place_of(seed, uid), uid, row) for row, uid in everybody)]


def _place_of(seed: str, uid: str) -> str:
    return hashlib.sha256(f"{seed}\n{uid}".encode()).hexdigest()


def digest(uids: Iterable[str]) -> str:
    """The fingerprint of a list, so that it can be told whether a sample was drawn from the same."""
    return hashlib.sha256("\n".join(uids).encode()).hexdigest()[:32]


def unchanged(reader: Reader, row: int) -> bool:
    """Whether the list from which an inspection was drawn is still the same, so that its seed gives its sample again."""
    kept = record.present(reader, Inspection, row)
    found = queries.population(reader, kept["subject"], kept["unit"], kept["since"], kept["until"])
    return bool(kept["digest"] == digest(uid for _row, uid in found))


def answer(store: Store, callback: int, values: Mapping[str, Any]) -> None:
    """What a call-back found: reached, truthful, satisfaction, told; the day is today unless said. Rejected beside the fields."""
    told = {name: value or None for name, value in values.items()}
    if told.get("reached") == "否":
        told |= {"truthful": None, "satisfaction": None}
    if not told.get("reached"):
        raise Rejected([Problem("reached", "请先选是否联系上。", "required")])
    today = clock.today().isoformat()
    day = str(told.get("done_on") or today)
    if day > today:
        raise Rejected([Problem("done_on", f"日期 {day} 还没有到，请核对。", "future")])
    told["done_on"] = day
    record.save(store, Callback, told, row=callback, label="登记回访")


def finding(store: Store, callback: int, content: str, *, by: str = "") -> int:
    """What a call-back found becomes a request of whom was called; the row of the request. Once for each call-back."""
    dated.require(("content", "反映事项", content.strip()))
    with store.work("回访转为诉求") as work:
        present = record.present(work.connection, Callback, callback)
        if present["finding"] is not None:
            raise UserError("这件回访已经转为诉求。", "请到“诉求”里办理。")
        values = {
            **queries.origin(work.connection, callback), "content": content.strip(), "source": "督查回访",
            "received_on": clock.today().isoformat(), **({"receiver": by} if by else {}),
        }  # fmt: skip
        made = record.keep(work, Request, values, row=None, before={})
        work.change(Callback, callback, {"finding": made})
    return made
