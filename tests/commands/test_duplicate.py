"""Looking for doubles and for damaged names and numbers by command."""

import json
from pathlib import Path

from app.operations import record as records
from app.parts import build
from tests import make
from tests.commands.conftest import Call


def planted(path: Path) -> None:
    parts = build(path)
    for _i in range(2):
        make.member(parts.store, "张伟", birth_date="1987-06-15")
    with parts.store.work("旧数据") as work:
        work.add(records.RECORDS["cadre"], {"name": "钱 进"})
    parts.close()


def test_doubles_are_told_with_their_reasons(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "planted.db"
    planted(path)
    assert call("duplicates", "--db", path).lines == ["党员\t待核\t张伟／张伟\t姓名相同、出生日期相同\t"]
    (pair,) = json.loads(call("duplicates", "--db", path, "--record", "党员", "--json").out)["pairs"]
    assert (pair["record"], pair["score"], pair["against"], len(pair["uids"])) == ("member", 65, [], 2)
    assert json.loads(call("duplicates", "--db", path, "--record", "cadre", "--json").out) == {"pairs": []}
    refused = call("duplicates", "--db", path, "--record", "unit")
    assert (refused.code, "不查重" in refused.err) == (3, True)


def test_damaged_names_are_told_with_a_proposal_and_stay_as_they_are(call: Call, tmp_path: Path) -> None:
    path = tmp_path / "planted.db"
    planted(path)
    assert call("clinic", "--db", path).lines == ["干部\t钱 进\t姓名\t钱 进\t钱进\t有空格、全角字母或兼容字形。"]
    for _again in range(2):
        (found,) = json.loads(call("clinic", "--db", path, "--json").out)["findings"]
        assert (found["value"], found["proposal"], found["code"]) == ("钱 进", "钱进", "name_form")
