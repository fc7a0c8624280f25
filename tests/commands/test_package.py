"""Packages by command: one PC makes it, the other merges it, and every answer can be read by a program."""

import io
import json
import sys
from pathlib import Path

import pytest

from app.db.store import open_store
from app.models import RECORDS
from app.operations import record as records
from tests import make as made
from tests.commands.conftest import Call
from tests.parcel import pc


@pytest.fixture
def village(blank: Path, tmp_path: Path) -> Path:
    """The database of another PC with one village in it."""
    parts = pc(blank, tmp_path / "v")
    unit = made.unit(parts.store)
    made.unit(parts.store, "后垟村")
    made.member(parts.store, village=unit, id_number=made.number(1))
    parts.close()
    return tmp_path / "v" / "ledger.db"


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{text}\n".encode())))


def test_a_village_is_sent_to_a_county_that_merges_it_and_decides_by_a_file(
    call: Call, village: Path, empty: Path, tmp_path: Path
) -> None:
    code, folder = tmp_path / "county.txt", tmp_path / "in"
    folder.mkdir()
    assert call("package", "code", code, "--db", empty).code == 0
    assert call("package", "code", "--db", empty).out == code.read_text(encoding="utf-8")
    wanted = ("package", "create", folder / "1.package", "--unit", "石坪村", "--to", code, "--db", village, "--json")
    told = json.loads(call(*wanted).out)
    assert told["rows"] == {"unit": 1, "member": 1}
    look = json.loads(call("package", "merge", folder, "--dry-run", "--json", "--db", empty).out)
    assert (look["work"], look["packages"][0]["mark"], look["counts"]["new"]) == (None, told["mark"], 2)
    assert call("package", "merge", folder, "--db", empty).lines[-1] == "ACK MERGE 2"
    for db, phone in ((village, "13900000001"), (empty, "13900000002")):
        with open_store(db) as store:
            records.save(store, RECORDS["member"], {"phone": phone}, row=1)
    call(*wanted)
    look = json.loads(call("package", "merge", folder, "--json", "--db", empty).out)
    [conflict] = look["conflicts"]
    [field] = conflict["fields"]
    assert (conflict["name"], field["here"], field["there"], look["work"]) == (
        "单小红",
        "13900000002",
        "13900000001",
        None,
    )
    chosen = tmp_path / "chosen.json"
    one = {"record": "member", "uid": conflict["uid"], "field": "phone", "take": "there"}
    chosen.write_text(json.dumps([one]), encoding="utf-8")
    assert call("package", "merge", folder, "--decide", chosen, "--db", empty).lines[-1] == "ACK MERGE 1"
    assert call("package", "merge", folder, "--decide", "there", "--db", empty).lines[-1] == "ACK MERGE 0"


def test_a_password_comes_by_standard_input(
    call: Call, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "x.package"
    assert call("package", "create", out, "--db", empty).code == 3
    typed(monkeypatch, "后垟的橘子树")
    assert call("package", "create", out, "--password-stdin", "--db", empty).code == 0
    assert "设了密码" in call("package", "merge", out, "--db", empty).err
    typed(monkeypatch, "别的密码")
    assert "密码不对" in call("package", "merge", out, "--password-stdin", "--db", empty).err
    assert "接收码不对" in call("package", "create", out, "--to", "ABC", "--db", empty).err
    assert "没有写要合并" in call("package", "merge", "--db", empty).err
