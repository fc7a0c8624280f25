"""What does the import command say and write down?"""

import json
from pathlib import Path

from tests.commands.conftest import Call

HEADING = "姓名,公民身份号码,所在党支部\n"
PEOPLE = ("990101198706150017", "990101198706150025", "990101200002290038", "99010119870615005X")


def test_the_report_has_one_line_for_each_row_of_a_list(call: Call, empty: Path, tmp_path: Path) -> None:
    rows = [f"甲{name},{number},红旗支部\n" for name, number in zip("一二三四", PEOPLE, strict=True)]
    (tmp_path / "r.csv").write_text(HEADING + "".join(rows), encoding="utf-8")
    call("import", tmp_path / "r.csv", "--db", empty, "--report", tmp_path / "r.json")
    text = (tmp_path / "r.json").read_text(encoding="utf-8")
    told = json.loads(text)
    assert [row["values"]["id_number"] for row in told["accepted"]] == list(PEOPLE)
    assert [json.loads(line.rstrip(",")) for line in text.splitlines() if '"id_number"' in line] == told["accepted"]
    assert (told["status"], told["counts"]["new"], told["refused"]) == ("ok", 4, [])


def test_a_file_without_rows_is_told_in_a_sentence_with_and_without_a_report(
    call: Call, empty: Path, tmp_path: Path
) -> None:
    (tmp_path / "r.csv").write_text(HEADING, encoding="utf-8")
    bare = call("import", tmp_path / "r.csv", "--db", empty)
    reported = call("import", tmp_path / "r.csv", "--db", empty, "--report", tmp_path / "r.json")
    message = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["message"]
    assert (bare.code, bare.out, bare.err.strip()) == (3, "", message)
    assert (reported.code, reported.lines) == (0, [message])


def test_of_many_names_that_sound_alike_ten_are_shown_and_the_others_counted(
    call: Call, empty: Path, tmp_path: Path
) -> None:
    names = [f"{first}{second}村" for first in "青清" for second in "山水石木土田井口岭坑坪桥"]
    rows = [f"甲一,1987-06-{i % 28 + 1:02d},中共{name}支部委员会\n" for i, name in enumerate(names)]
    (tmp_path / "r.csv").write_text("姓名,出生日期,所在党支部\n" + "".join(rows), encoding="utf-8")
    answer = call("import", tmp_path / "r.csv", "--db", empty, "--dry-run")
    assert sum("读音相同，" in line for line in answer.lines) == 10
    assert answer.lines[-1] == "读音相同的另有 2 处，用 --report 可以看到全部。"
