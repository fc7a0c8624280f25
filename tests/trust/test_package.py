"""A package from elsewhere is believed in nothing before it was looked at; nothing in it ever runs or strays."""

import contextlib
import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app.db import archive, connection, seal
from app.db import package as packages
from app.db.package import Keys
from app.db.slot import Cost
from app.db.store import Store
from app.errors import UserError
from app.exchange import package_plan as p
from app.exchange.package_merge import apply, plan_merge
from app.parts import build
from tests import make as made
from tests.parcel import KEYS, PRIVATE, packed

Act = Callable[[Any], object]


@pytest.fixture(scope="module")
def sound(blank: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A package of one village."""
    folder = tmp_path_factory.mktemp("sound")
    shutil.copytree(blank, folder / "db")
    parts = build(folder / "db" / "ledger.db")
    unit = made.unit(parts.store)
    made.member(parts.store, village=unit, id_number=made.number(1))
    made.household(parts.store, village=unit)
    packed(parts.store, folder / "sound.package")
    parts.close()
    return folder / "sound.package"


def crafted(sound: Path, out: Path, act: Act) -> Path:
    """The same package after `act` had its way with the database inside; hashes, sizes and seals are right again."""
    folder = out.with_suffix(".folder")
    folder.mkdir()
    manifest = archive.unpack(sound, folder, lambda *_: None, archive.PACKAGE)
    private = json.loads((folder / archive.KEY).read_bytes())
    key = seal.opened(PRIVATE, bytes.fromhex(private["slots"][0]["box"]))
    assert key is not None
    inner = folder / archive.DATABASE
    with contextlib.closing(connection._open(inner, "rwc")) as raw:  # noqa: SLF001 - a stranger asks no leave
        connection._give_key(raw, key)  # noqa: SLF001
        raw.execute("PRAGMA journal_mode=OFF")
        act(raw)
    sources = {archive.DATABASE: inner, archive.KEY: folder / archive.KEY}
    archive.write(
        out,
        sources,
        lambda parts: archive.Manifest(
            manifest.created, manifest.program, manifest.schema, manifest.tip, manifest.rows, parts
        ),
        lambda *_: None,
    )
    shutil.rmtree(folder)
    return out


def sql(*statements: str) -> Act:
    return lambda raw: [raw.execute(one) for one in statements]


REFUSED = {
    "trigger": sql("CREATE TRIGGER x AFTER INSERT ON unit BEGIN DELETE FROM member; END"),
    "view": sql("CREATE VIEW x AS SELECT * FROM unit"),
    "virtual table": sql("CREATE VIRTUAL TABLE x USING fts5(name)"),
    "strange table": sql("CREATE TABLE x (name)"),
    "view in the place of a table": sql("DROP TABLE wish", "CREATE VIEW wish AS SELECT * FROM unit"),
    "reckoned column": sql("ALTER TABLE unit ADD COLUMN x GENERATED ALWAYS AS (1)"),
    "missing table": sql("DROP TABLE wish"),
    "missing column": sql("ALTER TABLE lineage DROP COLUMN choices"),
    "newer program": sql("UPDATE alembic_version SET version_num = '9999'"),
    "no version": sql("DELETE FROM alembic_version"),
    "no sender": sql("DELETE FROM meta"),
    "another name": sql("INSERT INTO meta VALUES ('former:x', 'nonsense')"),
    "broken vector": sql("INSERT INTO lineage VALUES (9, 0, 'unit', 'x', '', 'nonsense', '', NULL)"),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSED)
def test_what_this_program_never_writes_is_refused_whole(store: Store, sound: Path, tmp_path: Path, what: str) -> None:
    path = crafted(sound, tmp_path / "x.package", REFUSED[what])
    with pytest.raises(UserError, match="报送包"):
        plan_merge(store, [path], KEYS)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["db", "x.package"]


def test_rows_that_this_program_never_writes_are_left_out_and_named(store: Store, sound: Path, tmp_path: Path) -> None:
    wrong = (
        "INSERT INTO unit (uid, device, revision, name, kind, sort_key, search_key) VALUES ('../x', '0', 1, '甲', '村', '', '')",
        "INSERT INTO unit (uid, device, revision, name, kind, sort_key, search_key) "
        "SELECT '11111111-1111-4111-8111-111111111111', device, 1, x'00ff', '村', '', '' FROM unit LIMIT 1",
        "UPDATE member SET village = 77",
        "UPDATE household SET moved_on = '昨天'",
    )
    plan = plan_merge(store, [crafted(sound, tmp_path / "x.package", sql("PRAGMA foreign_keys=0", *wrong))], KEYS)
    apply(store, plan)
    assert len(plan.doubts) >= 4
    assert all(one.reason for one in plan.doubts)
    with store.read() as reader:
        assert reader.exec_driver_sql("SELECT name FROM unit").scalars() == ["石坪村"]
        assert reader.exec_driver_sql("SELECT count(*) FROM member").scalar() == 0


def test_a_version_that_never_was_here_overwrites_nothing_unasked(store: Store, sound: Path, tmp_path: Path) -> None:
    apply(store, plan_merge(store, [sound], KEYS))
    with store.read() as reader:
        device = reader.exec_driver_sql("SELECT value FROM meta WHERE name = 'device'").scalar()
    claim = (
        f"INSERT INTO lineage SELECT NULL, 0, 'unit', uid, '', '{device}:99999 ' || device || ':99999', '', NULL FROM unit",
        "UPDATE unit SET name = '改了'",
    )
    plan = plan_merge(store, [crafted(sound, tmp_path / "x.package", sql(*claim))], KEYS)
    assert (plan.rows(p.CHANGED), plan.rows(p.CONFLICT)) == (0, 1)


def test_a_package_that_is_torn_or_touched_anywhere_is_refused(store: Store, sound: Path, tmp_path: Path) -> None:
    whole, path = sound.read_bytes(), tmp_path / "x.package"
    for length in (0, 10, 5000, len(whole) // 2, len(whole) - 1):
        path.write_bytes(whole[:length])
        with pytest.raises(UserError):
            plan_merge(store, [path], KEYS)
    step = len(whole) // 12
    for place in range(100, len(whole) - 2000, step):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(UserError):
            plan_merge(store, [path], KEYS)
    with pytest.raises(UserError):
        plan_merge(store, [tmp_path / "nothing.package"], KEYS)


@pytest.mark.parametrize(
    "name", ["../x", "/etc/x", "C:x", "files/../x", "files/CON", "ledger.db:stream", "x\u202ecod.exe"]
)
def test_a_part_with_a_strange_name_is_not_unpacked(store: Store, sound: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / "x.package"
    shutil.copy(sound, path)
    with zipfile.ZipFile(path, "a") as more:
        more.writestr(name, b"x")
    with pytest.raises(UserError, match="不完整或已损坏"):
        plan_merge(store, [path], KEYS)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["db", "x.package"]


def test_a_box_that_would_cost_the_computer_its_memory_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "late", lambda name: pytest.fail(name))
    slot = {
        "kind": "password",
        "box": "00",
        "of": "",
        "salt": "00",
        "cost": {"memory": 1 << 30, "rounds": 3, "lanes": 4},
    }
    assert Cost(**slot["cost"]).memory > packages._MOST.memory  # noqa: SLF001
    with pytest.raises(UserError, match="不完整或已损坏"):
        packages._unlocked(  # noqa: SLF001
            json.dumps({"magic": packages.MAGIC, "slots": [slot]}).encode(), Path("x.package"), Keys(("password",))
        )
