"""What acceptance tests ask for: members saved one by one, lists of numbers, the canonical dump, a window that waits."""

import time
from argparse import Namespace
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count
from random import Random

from app import clock
from app.commands import speech
from app.commands.opening import database, opened
from app.db import dump as dumping
from app.db import lock
from app.db.queries.listing import Condition, Query, window
from app.db.store import Store
from app.db.version import HEAD
from app.errors import UserError
from app.kinds.resident_id import check_digit, sex_of
from app.loading import late
from app.models.branch import Branch
from app.models.member import Member
from app.models.unit import Unit
from app.operations import record, sample_names

_AREA = "990101"
_FIRST_DAY = date(1945, 1, 1)
_DAYS = 20_000
_BRANCH = "中共示例村支部委员会"


def enter(args: Namespace) -> int:
    """Saves N made-up members one by one; each is acknowledged after its commit."""
    with opened(args) as parts:
        branch = _branch(parts.store)
        taken = set(id_numbers(parts.store))
        free = (i for i in count(max(args.start, 1)) if id_number(i) not in taken)
        for _ in range(args.n):
            i = next(free)
            record.save(parts.store, Member, {**made_up(i), "branch": branch}, consent=frozenset({"date_order"}))
            speech.flushed(f"ACK {id_number(i)}")
    return 0


def id_number(i: int) -> str:
    """The made-up number of the i-th member, counted from 1: another one for each of nine million."""
    day = _FIRST_DAY + timedelta(days=i * 7919 % _DAYS)
    body = f"{_AREA}{day:%Y%m%d}{i // _DAYS * 2 + 1 + i % 2:03d}"
    return body + check_digit(body)


def made_up(i: int) -> dict[str, str]:
    """Values of the i-th made-up member."""
    random = Random(i)
    number = id_number(i)
    birth = f"{number[6:10]}-{number[10:12]}-{number[12:14]}"
    joined = min(int(number[6:10]) + random.randrange(20, 40), clock.today().year - 2)
    return {
        "name": sample_names.person(random)[0],
        "id_number": number,
        "sex": sex_of(number),
        "birth_date": birth,
        "ethnic": "汉族",
        "phone": sample_names.phone(random),
        "join_date": f"{joined}-07-01",
        "full_date": f"{joined + 1}-07-01",
        "member_kind": "正式党员",
    }


def _branch(store: Store) -> int:
    query = Query("branch", ("name",), (Condition("name", "is", _BRANCH),))
    with store.read() as reader:
        found = window(reader, query, limit=1)
    if found:
        return int(found[0][0])
    with store.work("新增示例党支部") as work:
        unit = work.add(Unit, {"name": "示例村", "kind": "村"})
        return work.add(Branch, {"name": _BRANCH, "kind": "党支部", "unit": unit})


def numbers(args: Namespace) -> int:
    """One ID number per line, of everyone on the books now or before."""
    with opened(args) as parts:
        for number in id_numbers(parts.store):
            speech.line(number)
    return 0


def id_numbers(store: Store) -> Iterator[str]:
    for state in ("current", "ended"):
        query = Query("member", ("id_number",), (Condition("id_number", "filled"),), state=state)
        with store.read() as reader:
            yield from (row[1] for row in window(reader, query))


def dump(args: Namespace) -> int:
    with opened(args) as parts, parts.store.read() as reader:
        speech.line(dumping.dump(reader, by_key=args.by_key))
    return 0


def hold(args: Namespace) -> int:
    """Takes the window's lock, opens, says so and waits."""
    path = database(args)
    path.parent.mkdir(parents=True, exist_ok=True)
    consent = frozenset({lock.BREAK}) if args.break_lock else frozenset()
    with lock.acquire(path, consent), opened(args):
        speech.flushed("OPENED")
        time.sleep(args.hold)
    return 0


def migrate(args: Namespace) -> int:
    """Opening migrates; a migration that cannot be finished leaves everything as it was. Refused while a window is open."""
    if lock.held(database(args)):
        raise UserError("程序窗口正开着这个数据库，没有升级。", "请先关闭窗口再做一次。")
    with opened(args):
        speech.line(f"数据库结构是最新的（{HEAD}）。")
    return 0


def revision(args: Namespace) -> int:
    """Writes a migration from the difference between the models and the database."""
    with opened(args) as parts, parts.store.write() as writer:
        path = late("app.db.schema:revise")(writer, args.message)
    speech.line(f"已写出 {path.name}，请检查后提交。")
    return 0
