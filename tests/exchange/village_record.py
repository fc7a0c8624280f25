"""Sheets that are no roster of members: households with their families, pairings, branches, units, cadres. Each row with its truth."""

from typing import Any

from tests.exchange.village import EITHER, OUT, Line, Sheet, Village, note, number

MAN, WOMAN, CHILD = number("19650302", 11), number("19680705", 22), number("19950910", 33)
FAMILIES = (
    ("0001", (("单根水", "户主", MAN), ("解玉兰", "配偶", WOMAN), ("单小宝", "子", CHILD))),
    ("0002", (("仇德福", "户主", number("19550101", 41)),)),
    ("0003", (("朴铁牛", "户主", number("19700303", 51)), ("盖月娥", "妻", number("19720404", 62)))),
)
PEOPLE = ("序号", "户编号", "与户主关系", "姓名", "身份证号码", "性别", "联系电话", "备注")
HEADS = ("序号", "所属村", "村民小组", "户主姓名", "户主身份证号", "家庭人口", "家庭住址", "联系电话", "致贫原因")
PAIRS = (
    "序号",
    "帮扶责任人",
    "帮扶单位",
    "职务",
    "责任人电话",
    "户主姓名",
    "户主身份证号",
    "所在村",
    "家庭人口",
    "致贫原因",
    "备注",
)


def _families(*, repeat_number: bool = True) -> tuple[Line, ...]:
    rows = []
    for household, people in FAMILIES:
        for n, (name, relation, identity) in enumerate(people):
            shown = household if repeat_number or n == 0 else ""
            phone = "19900003333" if n == 0 else ""
            cells = (len(rows) + 1, shown, relation, name, identity, "", phone, "")
            rows.append(
                Line(
                    cells,
                    "accepted",
                    {"household_no": household, "name": name, "id_number": identity},
                    () if shown else ("ditto",),
                )
            )
    return tuple(rows)


def _household(kind: str, *lines: Line, merges: tuple[str, ...] = (), **more: Any) -> Village:
    return Village(kind, (Sheet("农户", lines, merges),), record="household", **more)


def _head(
    n: int, name: str, identity: Any, *, fate: str = "accepted", codes: tuple[str, ...] = (), **more: Any
) -> Line:
    cells = (n, "石坪村", "一组", name, identity, 4, f"石坪村{n}号", f"1990000{n:04d}", "因病")
    truth = {
        "head_name": name,
        "head_id": identity,
        "household_size": "4",
        "phone": f"1990000{n:04d}",
        "poverty_cause": "因病",
    }
    return Line(cells, fate, more or truth, codes)


def households() -> tuple[Village, ...]:
    title = note("石坪村农户信息台账")
    wide = _families(repeat_number=False)
    bad = number("19650302", 13)
    wrong = bad[:17] + ("0" if bad[17] != "0" else "1")
    return (
        _household("households with families", note(*PEOPLE), *_families()),
        _household(
            "households, number merged over the family", title, note(*PEOPLE), *wide, merges=("A1:H1", "B3:B5", "B7:B8")
        ),
        _household("heads of households", note(*HEADS), _head(1, "单根水", MAN), _head(2, "解玉兰", WOMAN)),
        _household(
            "heads of households, total below",
            title,
            note(*HEADS),
            _head(1, "单根水", MAN),
            _head(2, "解玉兰", WOMAN),
            note("合计", "", "", "2户", "", 8),
            note("填报人：单小红"),
        ),
        _household(
            "heads of households, wrong number",
            note(*HEADS),
            _head(1, "单根水", MAN),
            _head(2, "解玉兰", wrong, fate=OUT, codes=("id_checksum",)),
        ),
        _household(
            "heads of households, number as number",
            note(*HEADS),
            _head(1, "单根水", MAN),
            _head(2, "解玉兰", int(WOMAN[:17] + "0"), fate=OUT, codes=("id_precision_lost",)),
        ),
    )


def households_further() -> tuple[Village, ...]:
    return (
        _household(
            "heads of households, no number",
            note(*HEADS),
            _head(1, "单根水", MAN),
            _head(2, "解玉兰", None, fate=EITHER, codes=("id_missing", ""), head_name="解玉兰"),
        ),
        _household(
            "heads of households, the same twice",
            note(*HEADS),
            _head(1, "单根水", MAN),
            _head(1, "单根水", MAN, fate=EITHER, codes=("id_dup_in_file",)),
        ),
        _household(
            "heads of households, known before",
            note(*HEADS),
            _head(1, "单根水", MAN),
            before=(Sheet("农户", (note(*HEADS), _head(1, "单根水", MAN))),),
        ),
        _household(
            "a family without a head's name",
            note(*PEOPLE),
            *_families(),
            Line((7, "0004", "户主", "", number("19600606", 71), "", "", ""), OUT, {}, ("name_missing",)),
        ),
    )


def _pair(
    n: int,
    helper: str,
    head: str,
    identity: Any,
    *,
    fate: str = "accepted",
    codes: tuple[str, ...] = (),
    cells: dict[int, Any] | None = None,
) -> Line:
    typed = [n, helper, "青禾镇人民政府", "科员", f"1991111{n:04d}", head, identity, "石坪村", 3, "因病", ""]
    for place, value in (cells or {}).items():
        typed[place] = value
    truth = {
        "helper_name": helper,
        "helper_unit": "青禾镇人民政府",
        "head_name": head,
        "head_id": identity,
        "household_size": "3",
        "poverty_cause": "因病",
    }
    return Line(tuple(typed), fate, truth if fate != OUT else {}, codes)


PAIRINGS_LAYERS = (
    note("2026年结对帮扶台账"),
    note("序号", "帮扶责任人", "", "", "", "帮扶对象", "", "", "", "", "备注"),
    note("", "姓名", "单位", "职务", "联系电话", "户主姓名", "户主身份证号", "村名", "家庭人口", "致贫原因", ""),
)


def pairings() -> tuple[Village, ...]:
    def sheet(
        kind: str, *lines: Line, merges: tuple[str, ...] = (), heads: tuple[Line, ...] = (note(*PAIRS),), **more: Any
    ) -> Village:
        return Village(kind, (Sheet("结对", (*heads, *lines), merges),), record="pairing", **more)

    first, second = _pair(1, "解志远", "单根水", MAN), _pair(2, "仇海燕", "解玉兰", WOMAN)
    same = {2: "青禾镇人民政府", 3: "科员", 4: "19911110001"}
    wide = ("A1:K1", "B2:E2", "F2:J2", "A2:A3", "K2:K3")
    bad = WOMAN[:17] + ("0" if WOMAN[17] != "0" else "1")
    below = _pair(2, "解志远", "解玉兰", WOMAN, codes=("ditto",), cells={1: "", 2: "", 3: "", 4: ""})
    marks = _pair(2, "解志远", "解玉兰", WOMAN, codes=("ditto",), cells={1: "〃", 2: "同上", 3: "〃", 4: "同上"})
    return (
        sheet("pairings", first, second),
        sheet("pairings under two layers", first, second, heads=PAIRINGS_LAYERS, merges=wide),
        sheet(
            "pairings, helper merged over his households",
            first,
            below,
            heads=PAIRINGS_LAYERS,
            merges=(*wide, "B4:B5", "C4:C5", "D4:D5", "E4:E5"),
        ),
        sheet("pairings, helper by marks", first, marks, heads=PAIRINGS_LAYERS, merges=wide),
        sheet("pairings, one helper of two households", first, _pair(2, "解志远", "解玉兰", WOMAN, cells=same)),
        sheet(
            "pairings, no helper",
            first,
            _pair(2, "", "解玉兰", WOMAN, fate=EITHER, codes=("helper_missing",), cells={1: "", 2: "", 3: "", 4: ""}),
        ),
        sheet("pairings, wrong number", first, _pair(2, "仇海燕", "解玉兰", bad, fate=OUT, codes=("id_checksum",))),
        sheet("pairings, nobody helped", first, _pair(2, "仇海燕", "", None, fate=OUT, codes=("name_missing",))),
        sheet(
            "pairings, total and footer",
            first,
            second,
            note("合计", "", "", "", "", "2户", "", "", 6),
            note("填报人：单小红", "", "", "审核人：解明"),
        ),
        sheet("pairings, the same twice", first, Line(first.cells, EITHER, {}, ("id_dup_in_file",))),
        sheet(
            "pairings, two helpers in a cell",
            first,
            _pair(2, "仇海燕、任小梅", "解玉兰", WOMAN, fate=OUT, codes=("multiple_people",)),
        ),
    )


def organisations() -> tuple[Village, ...]:
    def row(*cells: Any, **values: Any) -> Line:
        return Line(cells, "accepted", values)

    branches = (
        row(1, "中共石坪村支部委员会", "党支部", "单根水", "19900001111", "2021-03-15", name="中共石坪村支部委员会"),
        row(2, "中共下湾村支部委员会", "党支部", "解明", "0999-1234567", "2021年3月", name="中共下湾村支部委员会"),
    )
    cadres = (
        row(1, "单志远", "男", "青禾镇人民政府", "副镇长", "19900001111", MAN, name="单志远", id_number=MAN),
        row(2, "解海燕", "女", "青禾镇人民政府", "科员", "19900002222", WOMAN, name="解海燕", id_number=WOMAN),
    )
    plain = (
        row(1, "单志远", "青禾镇人民政府", "副镇长", "19900001111", name="单志远"),
        row(2, "解海燕", "青禾镇农业站", "科员", "19900002222", name="解海燕"),
    )
    branch_head = note("序号", "党组织名称", "组织类别", "党组织书记", "联系电话", "成立日期")
    cadre_head = note("序号", "姓名", "性别", "工作单位", "职务", "联系电话", "身份证号")
    foot = (note("合计", "2个"), note("填报人：单小红"))
    return (
        Village(
            "branches", (Sheet("党组织", (note("青禾镇党组织一览表"), branch_head, *branches, *foot)),), record="branch"
        ),
        Village(
            "branches asked for",
            (Sheet("党组织", (branch_head, *branches)),),
            record="branch",
            options={"record": "branch"},
        ),
        Village(
            "cadres",
            (Sheet("干部", (note("青禾镇干部花名册"), cadre_head, *cadres, *foot)),),
            record="cadre",
            options={"record": "cadre"},
        ),
        Village(
            "cadres by the words of the title",
            (Sheet("干部", (note("青禾镇干部花名册"), cadre_head, *cadres)),),
            record="cadre",
        ),
        Village(
            "cadres without numbers",
            (Sheet("干部", (note("序号", "姓名", "工作单位", "职务", "联系电话"), *plain)),),
            record="cadre",
            options={"record": "cadre"},
        ),
    )


def organisations_further() -> tuple[Village, ...]:
    def row(*cells: Any, **values: Any) -> Line:
        return Line(cells, "accepted", values)

    units = (row(1, "石坪村", "村", "青禾镇", name="石坪村"), row(2, "下湾社区", "社区", "青禾镇", name="下湾社区"))
    foot = (note("合计", "2个"), note("填报人：单小红"))
    return (
        Village(
            "units",
            (
                Sheet(
                    "单位", (note("青禾镇单位一览表"), note("序号", "单位名称", "单位类型", "上级单位"), *units, *foot)
                ),
            ),
            record="unit",
        ),
        Village(
            "units asked for",
            (Sheet("单位", (note("序号", "单位名称", "单位类型", "上级单位"), *units)),),
            record="unit",
            options={"record": "unit"},
        ),
    )


KINDS = (*households(), *households_further(), *pairings(), *organisations(), *organisations_further())
