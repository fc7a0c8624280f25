"""Which shapes of headings, columns and sheets do villages use? Aliases, layers, merges, orders, blocks, several sheets."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from tests.exchange.village import (
    COLUMNS,
    EITHER,
    FREE,
    OUT,
    SKIP,
    Line,
    Sheet,
    Village,
    head,
    line,
    note,
    person,
    roster,
)

SYNONYMS = {
    "name": (
        "姓 名",
        "姓　名",
        "姓名：",
        "＊姓名",
        "*姓名",
        "姓名（必填）",
        "姓名(必填)",
        "姓\n名",
        "党员姓名",
        "姓名*",
        " 姓名 ",
        "姓名\n(与身份证一致)",
        "★姓名",
        "【姓名】",
    ),
    "id_number": (
        "身份证号",
        "身份证号码",
        "证件号码",
        "公民身份证号",
        "身份证\n号码",
        "身份证号码（18位）",
        "公民身份号码*",
        "身份证 号",
        "居民身份证号码",
        "身份证",
        "身份证号(必填)",
        "公民身份证号码",
    ),
    "join_date": (
        "入党时间",
        "加入党组织日期",
        "加入中共组织时间",
        "入党日期\n（年月日）",
        "入党年月",
        "加入党组织时间",
        "入党日期 ",
    ),
    "full_date": ("转正时间", "转为正式党员日期", "转正日期（预备党员不填）", "转正年月"),
    "birth_date": ("出生年月", "出生年月日", "出生时间", "出生\n年月", "生日", "出生日期（公历）"),
    "phone": ("手机号", "手机号码", "联系方式", "电话", "手机", "联系电话（手机）", "电话号码", "移动电话"),
    "branch": ("所在支部", "党支部名称", "组织名称", "所属支部", "所在党支部（全称）", "所属党支部", "支部名称"),
    "education": ("文化程度", "学历（全日制）", "学 历"),
    "ethnic": ("民 族", "民族*"),
    "sex": ("性 别", "性别（男/女）"),
    "no": ("编号", "序 号", "序", "NO", "№"),
    "remark": ("备 注", "备注栏"),
}
PEOPLE = (11, 12, 13)


def _rows(columns: Sequence[str] = COLUMNS) -> tuple[Line, ...]:
    return tuple(line(n, columns) for n in PEOPLE)


def _shuffled(columns: Sequence[str], step: int) -> tuple[str, ...]:
    return tuple(columns[n * step % len(columns)] for n in range(len(columns)))


def words() -> tuple[Village, ...]:
    made = [
        Village(f"heading {word!r} for {field}", (Sheet("花名册", (head(**{field: word}), *_rows())),), dry=True)
        for field, written in SYNONYMS.items()
        for word in written
    ]
    made += [
        Village(f"columns shuffled by {step}", (roster(*_rows(order), columns=order),))
        for step in (5, 7, 11)
        for order in (_shuffled(COLUMNS, step),)
    ]
    few = (
        ("name", "id_number"),
        ("id_number", "name", "phone"),
        ("name", "sex", "id_number", "join_date"),
        ("no", "name", "id_number", "branch"),
    )
    made += [Village(f"only {' '.join(columns)}", (roster(*_rows(columns), columns=columns),)) for columns in few]
    return tuple(made)


def _layered(
    kind: str,
    *layers: Sequence[Any],
    merges: Sequence[str] = (),
    columns: Sequence[str],
    title: int = 0,
    codes: tuple[str, ...] = (),
) -> Village:
    above = tuple(note("石坪村党员花名册") for _ in range(title))
    return Village(
        kind,
        (Sheet("花名册", (*above, *(note(*layer) for layer in layers), *_rows(columns)), tuple(merges)),),
        codes=codes,
    )


def layers() -> tuple[Village, ...]:
    columns = ("no", "name", "sex", "id_number", "join_date", "full_date", "phone", "address")
    top = ("序号", "基本情况", "", "", "党籍情况", "", "联系方式", "")
    low = ("", "姓名", "性别", "身份证号", "入党时间", "转正时间", "手机", "家庭住址")
    one = ("序号", "姓名", "性别", "身份证号", "入党时间", "转正时间", "联系方式", "")
    merged = ("A1:A2", "B1:D1", "E1:F1", "G1:H1")
    dates = ("序号", "姓名", "性别", "身份证号", "时间", "", "手机", "家庭住址")
    return (
        _layered("two layers merged", top, low, merges=merged, columns=columns),
        _layered("two layers not merged", top, low, columns=columns),
        _layered(
            "two layers under a title",
            top,
            low,
            merges=("A1:H1", "A2:A3", "B2:D2", "E2:F2", "G2:H2"),
            columns=columns,
            title=1,
        ),
        _layered(
            "two layers, tall ones merged",
            one,
            ("", "", "", "", "", "", "手机号", "家庭住址"),
            merges=("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:E2", "F1:F2", "G1:H1"),
            columns=columns,
        ),
        _layered(
            "two layers, dates below",
            dates,
            ("", "", "", "", "入党", "转正", "", ""),
            merges=("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1", "G1:G2", "H1:H2"),
            columns=columns,
        ),
        _layered(
            "two layers, another contact beside the telephone",
            ("序号", "姓名", "身份证号", "联系方式", "", ""),
            ("", "", "", "QQ", "手机", "微信"),
            merges=("A1:A2", "B1:B2", "C1:C2", "D1:F1"),
            columns=("no", "name", "id_number", "no", "phone", "name"),
        ),
    )


def layers_further() -> tuple[Village, ...]:
    columns = ("no", "name", "sex", "id_number", "join_date", "full_date", "phone", "address")
    top = ("序号", "基本情况", "", "", "党籍情况", "", "联系方式", "")
    low = ("", "姓名", "性别", "身份证号", "入党时间", "转正时间", "手机", "家庭住址")
    return (
        _layered(
            "three layers",
            ("党员信息", *[""] * 7),
            top,
            low,
            merges=("A1:H1", "A2:A3", "B2:D2", "E2:F2", "G2:H2"),
            columns=columns,
        ),
        _layered(
            "three layers, the first over all but the counter",
            ("序号", "石坪村党员", *[""] * 6),
            ("", *top[1:]),
            low,
            merges=("A1:A3", "B1:H1", "B2:D2", "E2:F2", "G2:H2"),
            columns=columns,
        ),
        _layered(
            "headings over two rows by hand",
            ("序", "姓", "性", "身份证", "入党", "转正", "联系", "家庭"),
            ("号", "名", "别", "号码", "时间", "时间", "电话", "住址"),
            columns=columns,
            codes=("wrong_table", "no_header"),
        ),
    )


def places() -> tuple[Village, ...]:
    shifted = tuple(replace(row, cells=("", *row.cells)) for row in (head(), *_rows()))
    gaps = tuple(replace(row, cells=tuple(cell for c in row.cells for cell in (c, ""))) for row in (head(), *_rows()))
    odd = tuple(
        replace(row, cells=(*row.cells[:3], extra, *row.cells[3:]))
        for row, extra in zip((head(), *_rows()), ("鞋码", 41, 42, 43), strict=True)
    )
    nameless = tuple(
        replace(row, cells=(*row.cells, extra))
        for row, extra in zip((head(), *_rows()), ("", "甲", "乙", ""), strict=True)
    )
    both = tuple(
        replace(row, cells=(*row.cells, extra))
        for row, extra in zip(
            (head(), *_rows()), ("联系电话", "19911110001", "19911110002", "19911110003"), strict=True
        )
    )
    equal = tuple(replace(row, cells=(*row.cells, row.cells[1])) for row in (head(), *_rows()))
    return (
        Village("an empty column first", (Sheet("花名册", shifted),)),
        Village("empty columns between", (Sheet("花名册", gaps),)),
        Village("empty rows first", (Sheet("花名册", (note(), note(), note(), head(), *_rows())),)),
        Village("an empty row below the headings", (Sheet("花名册", (head(), note(), *_rows())),)),
        Village("an unknown column", (Sheet("花名册", odd),), unknown=("鞋码",)),
        Village("a column without heading", (Sheet("花名册", nameless),)),
        Village(
            "two columns of one heading, other contents",
            (
                Sheet(
                    "花名册",
                    tuple(
                        replace(r, fate=SKIP if r.fate == SKIP else EITHER, codes=("header_duplicate", ""))
                        for r in both
                    ),
                ),
            ),
            codes=("header_duplicate",),
        ),
        Village("two columns of one heading, same contents", (Sheet("花名册", equal),), codes=("header_duplicate",)),
        Village("no headings at all", (Sheet("花名册", _rows()),), codes=("no_header",), must=True),
        Village(
            "headings alone", (Sheet("花名册", (note("石坪村党员花名册"), head())),), codes=("no_rows",), must=True
        ),
    )


def places_further() -> tuple[Village, ...]:
    return (
        Village(
            "another table",
            (Sheet("物资", (note("序号", "品名", "数量"), note(1, "水泥", 20), note(2, "沙子", 30))),),
            codes=("wrong_table", "no_header"),
            must=True,
        ),
        Village(
            "minutes of a meeting",
            (Sheet("记录", (note("会议记录"), note("今天召开支部党员大会，应到12人，实到11人。"))),),
            codes=("wrong_table", "no_header", "no_rows"),
            must=True,
        ),
        Village(
            "a form for one person",
            (Sheet("采集表", _form()),),
            codes=("layout_form", "no_header", "wrong_table", "no_rows"),
            must=True,
        ),
        Village("persons side by side", (Sheet("花名册", _side_by_side()),), codes=("layout_two_blocks",)),
    )


def _form() -> tuple[Line, ...]:
    told = person(11)
    pairs = (
        ("姓名", told["name"], "性别", told["sex"]),
        ("民族", told["ethnic"], "出生日期", told["birth_date"]),
        ("公民身份证号", told["id_number"], "学历", "大专"),
        ("联系电话", told["phone"], "家庭住址", "石坪村"),
    )
    return (note("党员基本信息采集表"), *(note(*pair) for pair in pairs))


def _side_by_side() -> tuple[Line, ...]:
    """Two blocks: a row holds two persons, so the row is judged elsewhere."""
    half = ("no", "name", "sex", "id_number")
    rows = tuple(Line((*line(n, half).cells, "", *line(n + 30, half).cells), FREE) for n in PEOPLE)
    return (Line((*head(half).cells, "", *head(half).cells)), *rows)


def sheets() -> tuple[Village, ...]:
    order = _shuffled(COLUMNS, 5)
    explained = Sheet("填表说明", (note("填表说明"), note("1. 姓名与身份证一致"), note("2. 日期写到日")))
    codes = Sheet("民族代码", (note("代码", "名称"), note("01", "汉族"), note("02", "蒙古族")))
    two = Sheet("下湾村", (note("下湾村党员花名册"), head(order), line(21, order), line(22, order)))
    other = "中共下湾村支部委员会"
    return (
        Village("two sheets of two shapes", (roster(*_rows(), name="石坪村"), two)),
        Village("a sheet of explanations first", (explained, roster(*_rows()))),
        Village("a sheet of codes last", (roster(*_rows()), codes)),
        Village("an empty sheet between", (roster(*_rows()), Sheet("Sheet2", ()), two)),
        Village("a sheet of headings only", (roster(*_rows()), Sheet("空表", (head(),)))),
        Village("a hidden sheet of codes", (roster(*_rows()), replace(codes, hidden=True))),
        Village(
            "two tables below each other",
            (
                Sheet(
                    "花名册",
                    (
                        note("石坪村"),
                        head(),
                        *_rows(),
                        note(),
                        note("下湾村"),
                        head(order),
                        line(21, order, branch=other),
                        line(22, order, branch=other),
                    ),
                ),
            ),
        ),
        Village(
            "the branch given beside",
            (roster(*_rows(("name", "id_number")), columns=("name", "id_number")),),
            options={"branch": "中共石坪村支部委员会"},
        ),
        Village(
            "only known branches",
            (roster(*(line(n, fate=OUT, codes=("branch_unknown",)) for n in PEOPLE)),),
            options={"known_only": True},
        ),
    )


KINDS = (*words(), *layers(), *layers_further(), *places(), *places_further(), *sheets())
