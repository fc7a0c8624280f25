"""D16: two processes save the same record, each having seen it as it was before the other: nothing is overwritten in silence."""

import json
import subprocess
import sys
from pathlib import Path
from random import Random

from app import paths
from app.db.queries import everything
from app.models import RECORDS
from app.operations import outdated
from app.parts import build
from tests import make
from tests.trust.conftest import runs

FIELDS = {"phone": "139{:08d}", "remark": "第{}次核对", "address": "青禾镇某路{}号"}


def _seen(db: Path, pairs: int) -> list[dict[str, object]]:
    """What both have open: members with their values."""
    parts = build(db)
    try:
        rows = [make.member(parts.store, f"测试{n:04d}", phone=f"138{n:08d}", remark="原来") for n in range(pairs)]
        with parts.store.read() as reader:
            uids = {row: everything.uids(reader, "member", [row])[row] for row in rows}
            return [{"uid": uids[row], "seen": outdated.seen(reader, RECORDS["member"], row)} for row in rows]
    finally:
        parts.close()


def _script(path: Path, opened: list[dict[str, object]], seed: int) -> list[dict[str, object]]:
    chance = Random(seed)
    acts = []
    for each in opened:
        name = chance.choice(list(FIELDS))
        value = FIELDS[name].format(seed * 10**6 + chance.randrange(10**6))
        acts.append({"do": "edit", **each, "values": {name: value}})
    path.write_text(json.dumps(acts), encoding="utf-8")
    return acts


def _now(db: Path, opened: list[dict[str, object]]) -> list[dict[str, object]]:
    parts = build(db)
    try:
        with parts.store.read() as reader:
            sql = "SELECT phone, remark, address FROM member WHERE uid = ?"
            found = [reader.exec_driver_sql(sql, (each["uid"],)).one() for each in opened]
    finally:
        parts.close()
    return [dict(zip(("phone", "remark", "address"), row, strict=True)) for row in found]


def test_of_two_who_save_the_same_field_the_second_is_told_and_of_two_fields_both_stay(
    fresh: Path, tmp_path: Path
) -> None:
    opened = _seen(fresh, runs(30, 1000))
    scripts = [_script(tmp_path / f"{seed}.json", opened, seed) for seed in (1, 2)]
    both = [
        subprocess.Popen(
            [sys.executable, "-m", "app", "ops", "--db", str(fresh), "--script", str(tmp_path / f"{seed}.json")],
            cwd=paths.root(), stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )
        for seed in (1, 2)
    ]  # fmt: skip
    told = [json.loads(process.communicate()[0])["done"] for process in both]
    told_of_same, lost = 0, 0
    for n, now in enumerate(_now(fresh, opened)):
        wants = [dict(script[n]["values"]) for script in scripts]  # type: ignore[call-overload]
        went = [done[n]["ok"] for done in told]
        assert any(went)
        lost += sum(ok and now.items().isdisjoint(want.items()) for ok, want in zip(went, wants, strict=True))
        if wants[0].keys() == wants[1].keys():
            assert went.count(True) == 1
            assert "别处改过" in told[went.index(False)][n]["message"]
            told_of_same += 1
        else:
            assert all(went)
    sys.stdout.write(f"pairs {len(opened)} the same field {told_of_same} lost {lost}\n")
    assert told_of_same
    assert lost == 0
