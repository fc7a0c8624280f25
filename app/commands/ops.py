"""A script of operations done one after another, for property tests: what each did, and what was refused."""

import json
from argparse import Namespace
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from typing import Any

from app import clock
from app.commands import speech
from app.commands.entry import id_number, made_up
from app.commands.opening import opened
from app.db.queries import everything, standing
from app.db.queries import pairing as pairing_queries
from app.db.queries.listing import Condition, Query, ids
from app.db.store import Store
from app.errors import NeedsConsent, Rejected, UserError
from app.exchange.apply import apply
from app.exchange.importing import plan_import
from app.models import RECORDS
from app.models.catalogue import field_named, record_named
from app.models.record import Record
from app.operations import history, member, outdated, pairing, place, record

_CONSENT = frozenset({"date_order", "birth_id_mismatch", "sex_id_mismatch"})
Act = Mapping[str, Any]


def run(args: Namespace) -> int:
    """Answers `{"done": [...]}`: one entry per act, with `ok`, and `message` where it was refused."""
    with opened(args) as parts:
        scene = Scene(parts.store, Random(args.seed), args.script.parent)
        done = [scene.act(act) for act in _script(args.script)]
    speech.answer(
        {"done": done, "ok": sum(entry["ok"] for entry in done), "refused": sum(not entry["ok"] for entry in done)}
    )
    return 0


def _script(path: Path) -> list[Act]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UserError(f"没有找到脚本文件：{path.name}。", "请检查路径。") from error
    except ValueError as error:
        raise UserError("脚本不是 JSON。", "请写成一个列表，每项一步操作。") from error
    acts = told.get("ops", told.get("script", [])) if isinstance(told, dict) else told
    if not isinstance(acts, list) or not all(isinstance(act, dict) and "do" in act for act in acts):
        raise UserError("脚本应是一个列表，每项都有 do。", "可用：" + "、".join(Scene.VERBS) + "。")
    return acts


class Scene:
    """Acts on one store. What an act leaves open (who, which values) is chosen by chance, the same for the same seed."""

    VERBS = (
        "add", "look", "edit", "leave", "come_back", "move", "pair", "end", "rename", "merge", "void", "import",
        "undo", "redo",
    )  # fmt: skip

    def __init__(self, store: Store, random: Random, folder: Path) -> None:
        self.store = store
        self.random = random
        self.folder = folder
        self.next = 1
        self.verbs: dict[str, Callable[[Act], Any]] = {
            "add": self.add, "look": self.look, "edit": self.edit, "leave": self.leave,
            "come_back": self.come_back, "move": self.move,
            "pair": self.pair, "end": self.end, "rename": self.rename, "merge": self.merge, "void": self.void,
            "import": self.bring, "undo": self.undo, "redo": self.redo,
        }  # fmt: skip

    def act(self, act: Act) -> dict[str, Any]:
        told: dict[str, Any] = {"do": act["do"], "ok": True}
        verb = self.verbs.get(act["do"])
        if verb is None:
            raise UserError(f"脚本里有不认识的操作“{act['do']}”。", "可用：" + "、".join(self.VERBS) + "。")
        try:
            told["result"] = verb(act)
        except (UserError, Rejected, NeedsConsent) as error:
            told |= {"ok": False, "message": str(error)}
        return told

    def add(self, act: Act) -> str:
        kind = record_named(act.get("record", "member"))
        values = self._values(kind, act.get("values", {}))
        if kind.code() == "member" and not act.get("values"):
            values = dict(self._new_member())
        elif not values:
            values = self._new_row(kind)
        row = record.save(self.store, kind, values, consent=_CONSENT | frozenset(act.get("consent", ())))
        return self._uid(kind, row)

    def look(self, act: Act) -> dict[str, Any]:
        """What a form on this record would show: handed to a later `edit` as `seen`, as the form does."""
        kind = record_named(act.get("record", "member"))
        row = self._row(kind, act)
        with self.store.read() as reader:
            return {"uid": everything.uids(reader, kind.code(), [row])[row], "seen": outdated.seen(reader, kind, row)}

    def edit(self, act: Act) -> str:
        kind = record_named(act.get("record", "member"))
        row = self._row(kind, act)
        values = self._values(kind, act.get("values", {})) or {"remark": f"第 {self.random.randrange(10**6)} 次核对"}
        consent = _CONSENT | frozenset(act.get("consent", ()))
        record.save(self.store, kind, values, row=row, consent=consent, seen=act.get("seen"))
        return self._uid(kind, row)

    def leave(self, act: Act) -> int:
        row = self._row(RECORDS["member"], act)
        return member.leave(self.store, row, on=self._day(act), reason=act.get("reason", "死亡"))

    def come_back(self, act: Act) -> None:
        row = self._row(RECORDS["member"], act, state="ended")
        member.come_back(self.store, row, on=self._day(act), reason=act.get("reason", "更正"))

    def move(self, act: Act) -> int:
        row = self._row(RECORDS["member"], act)
        branch = self._side("branch", act.get("branch"))[1]
        return member.move(self.store, [row], branch, on=self._day(act), reason=act.get("reason", "组织关系转接"))

    def pair(self, act: Act) -> int:
        code = act.get("kind", "member_household")
        with self.store.read() as reader:
            known = pairing_queries.kinds(reader)
        if code not in known:
            raise UserError(f"没有代号为“{code}”的结对种类。")
        sides = known[code]
        helper = self._side(sides.helpers[0], act.get("helper"))
        helped = act.get("helped")
        several = helped if isinstance(helped, list) else [helped]
        consent = frozenset(act.get("consent", ("replace",)))
        targets = [self._side(sides.helped[0], one) for one in several]
        pairing.pair(self.store, code, helper, targets, since=self._day(act), consent=consent)
        return len(targets)

    def end(self, act: Act) -> None:
        row = self._row(RECORDS["pairing"], act)
        pairing.end(self.store, [row], on=self._day(act), reason=act.get("reason", "调整"))

    def rename(self, act: Act) -> None:
        code = record_named(act.get("record", "branch")).code()
        row = self._row(RECORDS[code], {"uid": act.get("uid")})
        place.rename(self.store, code, row, act.get("name", f"中共改名{self.random.randrange(10**6)}支部委员会"))

    def merge(self, act: Act) -> int:
        code = record_named(act.get("record", "branch")).code()
        row, into = self._row(RECORDS[code], {"uid": act.get("uid")}), self._side(code, act.get("into"))[1]
        return place.merge(self.store, code, row, into, on=self._day(act), reason=act.get("reason", "撤并"))

    def void(self, act: Act) -> None:
        kind = record_named(act.get("record", "member"))
        record.void(self.store, kind, self._row(kind, act), reason=act.get("reason", "误录"))

    def bring(self, act: Act) -> dict[str, int]:
        path = self.folder / act["file"]
        plan = plan_import(self.store, path, record=act.get("as"), branch=act.get("branch"), unit=act.get("unit"))
        if plan.status == "refused":
            raise UserError(plan.message or "没有一行能读入。")
        apply(plan, self.store)
        return plan.counts()

    def undo(self, act: Act) -> str:
        if "work" in act:
            return history.undo_older(self.store, int(act["work"])).label
        return history.undo(self.store).label

    def redo(self, _act: Act) -> str:
        return history.redo(self.store).label

    def _values(self, kind: type[Record], raw: Mapping[str, Any]) -> dict[str, Any]:
        named = {field_named(kind, name).name: text for name, text in raw.items()}
        with self.store.read() as reader:
            reading = record.read_values(reader, kind, named)
        hard = [problem for problem in reading.problems if problem.hard]
        if hard:
            raise Rejected(hard)
        return reading.values

    def _new_member(self) -> dict[str, str]:
        with self.store.read() as reader:
            taken = {row[1] for row in standing.columns(reader, "member", ("id_number",))}
        while id_number(self.next) in taken:
            self.next += 1
        return made_up(self.next)

    def _new_row(self, kind: type[Record]) -> dict[str, Any]:
        """The least that a record asks for, with a name nobody has."""
        number = self.random.randrange(10**9)
        least: dict[str, dict[str, Any]] = {
            "unit": {"name": f"示例村{number}", "kind": "村"},
            "branch": {"name": f"中共示例{number}支部委员会", "kind": "党支部"},
            "cadre": {"name": made_up(number % 10**6 + 1)["name"]},
            "household": {"head_name": made_up(number % 10**6 + 1)["name"], "household_no": str(number)},
        }
        if kind.code() not in least:
            raise UserError(f"新增{kind.title}要写明 values。")
        return least[kind.code()]

    def _side(self, code: str, uid: object) -> tuple[str, int]:
        return code, self._row(RECORDS[code], {"uid": uid} if uid else {})

    def _row(self, kind: type[Record], act: Act, *, state: str = "current") -> int:
        """The row named by `uid`, `id_number` or `name`; else one of those that stand."""
        code = kind.code()
        with self.store.read() as reader:
            if act.get("uid"):
                found = list(standing.by_uid(reader, code, [act["uid"]]).values())
            else:
                named = [name for name in ("id_number", "name") if act.get(name)]
                found = ids(
                    reader, Query(code, (), tuple(Condition(name, "is", act[name]) for name in named), state=state)
                )
                if found and not named:
                    found = [self.random.choice(found)]
        if len(found) != 1:
            raise UserError(f"没有可用的{kind.title}。" if not found else f"有几条{kind.title}符合，无法确定是哪一条。")
        return found[0]

    def _uid(self, kind: type[Record], row: int) -> str:
        with self.store.read() as reader:
            return everything.uids(reader, kind.code(), [row])[row]

    @staticmethod
    def _day(act: Act) -> str:
        return str(act.get("on") or act.get("since") or clock.today().isoformat())
