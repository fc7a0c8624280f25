"""Several things asked for in one cell – 姓名及电话, 所在村组 – are joined, each written and masked as it is alone."""

from pathlib import Path
from typing import Any

import pytest

from app.db.store import Store
from app.exchange import filling
from tests import make
from tests.exchange.blank_table import draw, values


def _filled(store: Store, template: Path, **asked: Any) -> list[tuple[Any, ...]]:
    out = template.with_name("填好.xlsx")
    filling.fill(store, filling.propose(store, template), out, filling.asking(**asked))
    return values(out)


def _told(store: Store, path: Path, title: str, *headings: str) -> list[str]:
    template = draw(path, [[title], headings], box=f"A2:{'ABCDEFGH'[len(headings) - 1]}4")
    return [column.told for column in filling.propose(store, template).columns if column.likely]


@pytest.mark.parametrize(
    ("title", "headings", "told"),
    [
        ("党员花名册", ("姓名及电话", "所在党组织及职务", "所在村组", "流出地点"), "name+phone branch+duty village+group_name flow_to"),
        ("党员花名册", ("姓名", "所在村", "村组", "出生年月及年龄"), "name village group_name birth_date+age"),
        ("党组织名册", ("党组织名称", "书记姓名及联系电话", "书记电话"), "name secretary+secretary_phone secretary_phone"),
        ("结对帮扶台账", ("户主姓名", "帮扶责任人及电话", "帮扶单位及职务"), "head_name helper_name+helper_phone helper_unit+duty"),
        ("党员花名册", ("姓名", "身份证号", "单位及职务"), "name id_number work_unit"),
        ("党员花名册", ("姓名", "身份证号", "配偶姓名及电话"), "name id_number"),
    ],
)  # fmt: skip
def test_several_things_asked_for_in_one_cell_are_joined_and_shown_so(
    title: str, headings: tuple[str, ...], told: str, store: Store, tmp_path: Path
) -> None:
    assert " ".join(_told(store, tmp_path / "t.xlsx", title, *headings)) == told


def test_joined_values_are_each_written_as_they_are_alone(store: Store, tmp_path: Path) -> None:
    village = make.unit(store, "石坪村", kind="村")
    branch = make.branch(store)
    make.member(
        store, "单小红", village=village, group_name="3组", phone="19900000001", duty="书记", branch=branch, birth_date="1987-06",
    )  # fmt: skip
    make.member(store, "解明", village=village)
    rows = [["姓名及电话", "所在村组", "党支部及职务", "性别、出生年月"]]
    template = draw(tmp_path / "t.xlsx", rows, box="A1:D3")
    proposal = filling.propose(store, template, record="member")
    assert proposal.columns[0].label == "姓名+联系电话"
    filled = sorted(_filled(store, template, sort=("phone", False))[1:], key=lambda row: -len(str(row[0])))
    assert filled[0] == ("单小红 19900000001", "石坪村3组", "中共石坪村支部委员会 书记", "1987.06")
    assert filled[1][:2] == ("解明", "石坪村")


def test_a_mask_reaches_every_part_of_a_joined_cell(store: Store, tmp_path: Path) -> None:
    make.member(store, "单小红", phone="19900000001", id_number=make.number(1))
    template = draw(tmp_path / "t.xlsx", [["姓名及电话", "姓名和身份证号", "民族"]], box="A1:C3")
    assert _filled(store, template, mask="middle")[1][0] == "单小红 199****0001"
    told = " ".join(str(cell) for row in _filled(store, template, mask="name")[1:] for cell in row)
    assert not any(character.isdigit() for character in told)


def test_what_was_joined_by_hand_is_remembered(store: Store, tmp_path: Path) -> None:
    template = draw(tmp_path / "t.xlsx", [["姓名", "身份证号", "其人"]], box="A1:C3")
    proposal = filling.correct(filling.propose(store, template), "C2", "性别+民族")
    assert proposal.columns[2].told == "sex+ethnic"
    filling.remember(store, proposal)
    assert filling.propose(store, template).columns[2].told == "sex+ethnic"
