"""介绍信: three parts with one number on both seams, both organisations in full, dues in Chinese numerals, masked for others."""

import subprocess
from pathlib import Path

from app.db.store import Store
from app.operations import setting, transfer
from app.printing.letter import in_chinese, letters_of, print_letters
from app.printing.preview import page_count
from tests import make


def words(path: Path) -> str:
    return subprocess.run(["pdftotext", "-layout", str(path), "-"], capture_output=True, text=True, check=True).stdout


def issued(store: Store, name: str = "单小红", i: int = 7) -> int:
    with store.read() as reader:
        known = reader.exec_driver_sql("SELECT id FROM branch LIMIT 1").scalar()
    who = make.member(
        store, name, branch=known or make.branch(store), member_kind="正式党员", sex="女", ethnic="汉族",
        birth_date="1980-06-15", id_number=make.number(i), phone="19900000017",
    )  # fmt: skip
    told = {
        "to_org": "中共远山县云岭镇委员会",
        "heading": "中共远山县委组织部",
        "dues_until": "2026-10",
        "issued_on": "2026-11-02",
    }
    return transfer.issue(store, who, told)


def test_dates_stand_in_chinese_numerals() -> None:
    assert in_chinese("2026-10") == "二〇二六年十月"
    assert in_chinese("2009-11-20") == "二〇〇九年十一月二十日"
    assert in_chinese("2026-01-31") == "二〇二六年一月三十一日"


def test_each_letter_is_one_page_of_three_parts_with_its_number_on_both_seams(store: Store, tmp_path: Path) -> None:
    setting.put(store, "letter_word", "青组转")
    rows = [issued(store), issued(store, "湛小满", 8)]
    with store.read() as reader:
        table, letters = letters_of(reader, rows, "none")
    assert print_letters(letters, tmp_path / "letters.pdf") == ()
    assert page_count(tmp_path / "letters.pdf") == 2
    told = words(tmp_path / "letters.pdf")
    assert told.count("青组转字〔2026〕第 0001 号") == 5
    assert told.count("骑缝章") == 4
    assert told.count("（盖章）") == 4
    for part in (
        "介绍信存根",
        "介绍信回执",
        "中共远山县委组织部：",
        "党费已交到二〇二六年十月",
        "有效期 10 天",
        make.number(7),
    ):
        assert part in told.replace("\n", "")
    assert told.count("46岁") == 4
    assert len(table.rows) == len(table.keys) == 2


def test_a_letter_that_was_cancelled_or_came_in_is_not_printed(store: Store) -> None:
    row = issued(store)
    transfer.cancel(store, row, on="2026-11-03", reason="写错")
    came = transfer.receive(store, {"name": "朴玉兰", "issued_on": "2026-11-02"})
    with store.read() as reader:
        assert letters_of(reader, [row, came], "none")[1] == []


def test_a_mask_hides_the_number_and_the_telephone(store: Store) -> None:
    row = issued(store)
    with store.read() as reader:
        letter = letters_of(reader, [row], "middle")[1][0]
    assert letter.id_number != make.number(7)
    assert letter.phone != "19900000017"


def test_a_long_name_of_an_organisation_stays_inside_its_part(store: Store, tmp_path: Path) -> None:
    long = "中共青禾镇工业园区非公有制企业和社会组织综合联合支部委员会" * 2
    who = make.member(store, branch=make.branch(store, long), member_kind="预备党员")
    row = transfer.issue(store, who, {"to_org": long, "dues_until": "2026-10", "issued_on": "2026-11-02"})
    with store.read() as reader:
        letters = letters_of(reader, [row], "none")[1]
    print_letters(letters, tmp_path / "letter.pdf")
    assert "中共预备党员" in words(tmp_path / "letter.pdf")
