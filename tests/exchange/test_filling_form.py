"""Is a form filled for each record, a file each, with boxes ticked and digits in their cells?"""

from pathlib import Path
from typing import Any

import pytest

from app.db.store import Store
from app.errors import UserError
from app.exchange import filling
from tests import make
from tests.exchange import template_openpyxl
from tests.exchange.blank_table import draw, values

FORM = [
    ["党员基本信息采集表"],
    ["姓名", None, "性别", "男□ 女□", "照片"],
    ["民族", None, "人员类别", "□正式党员 □预备党员", None],
    ["所在党支部", None, None, None, None],
    ["入党日期\n（年月日）", None, "联系电话", None, None],
    ["本人签字：", None, None, "年  月  日", None],
]


def _template(tmp_path: Path) -> Path:
    return draw(tmp_path / "表.xlsx", FORM, box="A2:E5", merges=("A1:E1", "E2:E3", "B4:E4"))


def _people(store: Store) -> None:
    branch = make.branch(store)
    make.member(store, "单小红", sex="女", ethnic="汉族", branch=branch, member_kind="正式党员", join_date="2010-07-01")
    make.member(store, "解明", sex="男", ethnic="畲族", branch=branch, member_kind="预备党员", phone="19900000001")


def _fill(store: Store, template: Path, out: Path, **asked: Any) -> filling.Done:
    return filling.fill(store, filling.propose(store, template), out, filling.asking(**asked))


def test_each_record_gets_a_file_of_its_name(store: Store, tmp_path: Path) -> None:
    _people(store)
    done = _fill(store, _template(tmp_path), tmp_path / "采集表.xlsx")
    assert done.report()["shape"] == "form"
    assert sorted(path.relative_to(tmp_path).as_posix() for path in done.files) == [
        "采集表/单小红.xlsx",
        "采集表/解明.xlsx",
    ]
    rows = values(tmp_path / "采集表" / "单小红.xlsx")
    assert rows[1] == ("姓名", "单小红", "性别", "男□ 女☑", "照片")
    assert rows[2] == ("民族", "汉族", "人员类别", "☑正式党员 □预备党员", None)
    assert rows[3][1] == "中共石坪村支部委员会"
    assert rows[4][:4] == ("入党日期\n（年月日）", "2010-07-01", "联系电话", None)
    assert rows[5] == ("本人签字：", None, None, "年  月  日", None)


def test_namesakes_get_files_of_their_own(store: Store, tmp_path: Path) -> None:
    for n in range(2):
        make.member(store, "单小红", id_number=make.number(n))
    done = _fill(store, _template(tmp_path), tmp_path / "o.xlsx")
    assert sorted(path.name for path in done.files) == ["单小红.xlsx", "单小红2.xlsx"]


def test_each_record_gets_a_sheet_of_its_name_when_asked(store: Store, tmp_path: Path) -> None:
    _people(store)
    done = _fill(store, _template(tmp_path), tmp_path / "o.xlsx", each="sheet")
    assert done.files == (tmp_path / "o.xlsx",)
    assert values(tmp_path / "o.xlsx", "解明")[1][:4] == ("姓名", "解明", "性别", "男☑ 女□")
    assert values(tmp_path / "o.xlsx", "单小红")[1][:4] == ("姓名", "单小红", "性别", "男□ 女☑")
    assert values(tmp_path / "o.xlsx")[1][1] is None


def test_one_record_is_one_file_of_the_name_asked_for(store: Store, tmp_path: Path) -> None:
    make.member(store)
    assert _fill(store, _template(tmp_path), tmp_path / "o.xlsx").files == (tmp_path / "o.xlsx",)


def test_a_number_goes_into_its_single_cells(store: Store, tmp_path: Path) -> None:
    make.member(store, id_number="990101198706150025")
    template = tmp_path / "t.xlsx"
    next(sample for sample in template_openpyxl.SAMPLES if sample.shape == "form").make(template)
    _fill(store, template, tmp_path / "o.xlsx")
    row = values(tmp_path / "o.xlsx", "党员信息采集表")[4]
    assert "".join(row[1:19]) == "990101198706150025"


def test_without_a_record_nothing_is_written(store: Store, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="没有符合条件的记录"):
        _fill(store, _template(tmp_path), tmp_path / "o.xlsx")
    assert not (tmp_path / "o.xlsx").exists()
