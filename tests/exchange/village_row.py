"""Which rows of a village sheet hold nobody, which the same person twice, and what stands already in the books?"""

from typing import Any

from tests.exchange.village import (
    COLUMNS,
    EITHER,
    FREE,
    OUT,
    Formula,
    Line,
    Sheet,
    Village,
    head,
    line,
    note,
    number,
    person,
    roster,
)

DUP = ("id_dup_in_file", "id_dup_conflict", "id_dup_other_branch")
FOOTERS = (
    ("填报人：单小红", "", "", "审核人：解明", "", "", "联系电话：19900001111"),
    ("填报人：", "单小红", "", "审核人：", "解明"),
    ("制表：单小红",),
    ("", "填报人：单小红", "", "", "2024年6月1日"),
    ("合计", 3),
    ("合计", "3人"),
    ("", "合计", "3"),
    ("", "共计3人"),
    ("", "总计", "", "", "", "", "", "", "", 3),
    ("小计", "", "", "", "", "", "", "", "", "", 3),
    ("", "小计", 3),
    ("", "共3人"),
    ("注：1.出生日期按身份证填写；2.学历按最高学历填写。",),
    ("", "注：预备党员不填转正日期"),
    ("说明：本表一式三份，村、镇各存一份。",),
    ("备注：以上党员均已核实",),
    ("", "以下空白"),
    ("——以下无正文——",),
    ("", "以下无内容"),
    ("第1页 共2页",),
    ("", "第 1 页，共 2 页"),
    ("党支部书记（签字）：", "", "", "年   月   日"),
    ("", "审核：", "解明"),
    ("单位（盖章）：石坪村党支部", "", "", "", "2024年6月"),
    ("联系人：单小红", "", "联系电话：19900001111"),
    ("填表日期：2024-06-01",),
    ("", "", "", "", "", "", "2024年6月1日"),
    ("", "负责人签名：解明"),
    ("", "党员总数", 3),
    ("", "其中：女党员1名"),
    ("人数", 3),
    ("", "平均年龄", "", "", 55),
    ("", "经办人", "单小红"),
    ("本村共有党员3名，其中女党员1名。",),
    ("", "截止日期：2024年6月30日"),
    ("", "石坪村党支部"),
)


def _within(kind: str, *rows: Line, **more: Any) -> Village:
    """Rows with nobody between, and after, good ones."""
    return Village(kind, (Sheet("花名册", (head(), line(11), line(12), *rows, line(13), line(14))),), **more)


def _after(kind: str, *rows: Line) -> Village:
    return Village(kind, (Sheet("花名册", (head(), line(11), line(12), line(13), *rows)),))


def _before(kind: str, *rows: Line, merges: tuple[str, ...] = ()) -> Village:
    return Village(kind, (Sheet("花名册", (*rows, head(), line(11), line(12), line(13)), merges),))


NOBODY_BETWEEN: tuple[tuple[Any, ...], ...] = (
    (),
    ("",) * 12,
    (" ", "　"),
    ("小计", "", 2),
    ("", "小计", "2人"),
    ("小计：2人",),
    ("本页小计", "", "", "", "", "", "", "", "", 2),
)


NOBODY_SECTIONS = tuple(
    (text,) for text in ["第一党小组", "一、正式党员", "（二）预备党员", "石坪村一组", "党小组：第一组", "一"]
)
NOBODY_SECTIONS += (("", "第二党小组"), ("", "二、流动党员"))


def nobody() -> tuple[Village, ...]:
    made = [_after(f"footer {' '.join(map(str, cells)).strip()[:24]}", note(), note(*cells)) for cells in FOOTERS]
    made += [_after(f"footer at once {' '.join(map(str, cells)).strip()[:24]}", note(*cells)) for cells in FOOTERS[:12]]
    made += [_within(f"section {''.join(cells)}", note(*cells)) for cells in NOBODY_SECTIONS]
    made += [_within(f"between {cells!r}"[:40], note(*cells)) for cells in NOBODY_BETWEEN]
    return tuple(made)


def around() -> tuple[Village, ...]:
    return (
        _within("only the counter filled", note(3), note(4), note("5")),
        _after("counters prepared to the end", *(note(n) for n in range(4, 30))),
        _within("headings again", head()),
        _within("headings again with a space", Line((*head().cells[:1], "姓 名", *head().cells[2:]))),
        _within(
            "title and headings again", note(), note("石坪村党员花名册（续）"), note("填报单位：石坪村党支部"), head()
        ),
        _within("page break of a print", note("第1页"), note("石坪村党员花名册"), head()),
        _before("columns counted", note("石坪村党员花名册")),
        Village(
            "columns counted below the headings", (Sheet("花名册", (head(), note(*range(1, 13)), line(11), line(12))),)
        ),
        Village(
            "columns lettered below the headings",
            (Sheet("花名册", (head(), note("甲", "乙", *range(1, 11)), line(11), line(12))),),
        ),
        Village(
            "columns counted in brackets",
            (Sheet("花名册", (head(), note(*(f"（{n}）" for n in range(1, 13))), line(11), line(12))),),
        ),
        _before("title", note("石坪村党员花名册"), merges=("A1:L1",)),
        _before(
            "title, unit and date",
            note("石坪村党员花名册"),
            note("填报单位：石坪村党支部", "", "", "", "填报时间：2024年6月1日"),
            merges=("A1:L1",),
        ),
        _before(
            "title far above",
            note("附件2"),
            note(),
            note("石坪村党员花名册"),
            note(),
            note("填报单位：石坪村党支部"),
            note("单位：人"),
            note(),
        ),
        _before(
            "a person named in the title",
            note("单小红书记联系村党员花名册"),
            note("联系人：单小红", "", "电话：19900001111"),
        ),
        _before("eleven rows above", *(note(f"填表说明第{n}条：请如实填写。") for n in range(1, 12))),
        _after("total by formula", note("合计", Formula("=COUNTA(B2:B4)", 3))),
        _after("a long remark", note("注：" + "党员信息以档案为准，" * 200)),
    )


def marked() -> tuple[Village, ...]:
    return (
        _within("hidden row", line(21, hidden=True, codes=("hidden_row",), fate=EITHER)),
        _within("hidden blank row", Line((), hidden=True)),
        _within("struck row", line(21, struck=True, codes=("strikethrough",), fate=EITHER)),
        _within(
            "several hidden rows", *(line(n, hidden=True, codes=("hidden_row",), fate=EITHER) for n in (21, 22, 23))
        ),
        Village(
            "hidden sheet",
            (roster(line(11)), Sheet("旧", (head(), line(12, codes=("hidden_sheet",), fate=EITHER)), hidden=True)),
        ),
    )


def twice() -> tuple[Village, ...]:
    one, _other = person(21), person(22)
    same_name = line(22, name=one["name"])
    return (
        _within("the same row twice", line(21), line(21, codes=DUP, fate=EITHER)),
        _within(
            "the same row three times", line(21), line(21, codes=DUP, fate=EITHER), line(21, codes=DUP, fate=EITHER)
        ),
        _within(
            "one number, two names",
            Line(line(21).cells, EITHER, {}, DUP),
            line(22, id_number=one["id_number"], sex=one["sex"], birth_date=one["birth_date"], fate=OUT, codes=DUP),
        ),
        _within(
            "one number, other phone",
            Line(line(21).cells, EITHER, {}, (*DUP, "")),
            line(21, phone="19911112222", fate=EITHER, codes=DUP),
        ),
        _within(
            "one number, two branches",
            Line(line(21).cells, EITHER, {}, (*DUP, "")),
            line(21, branch="中共下湾村支部委员会", fate=EITHER, codes=DUP),
        ),
        _within("one name, two numbers", line(21), same_name),
        _within(
            "one name and birth, two numbers",
            line(21),
            line(21, id_number=number(one["birth_date"].replace("-", ""), 301)),
        ),
        _within(
            "one name, no number, other birth",
            line(21),
            line(22, name=one["name"], id_number=None, codes=("id_missing", *DUP), fate=EITHER),
        ),
        _within(
            "the same person without number",
            line(21),
            line(21, id_number=None, codes=("id_missing", *DUP, "match_several"), fate=EITHER),
        ),
    )


def twice_further() -> tuple[Village, ...]:
    one, other = person(21), person(22)
    return (
        _within(
            "a repeat in lower case and full width",
            line(21),
            Line(tuple(c if c != one["id_number"] else f" {c.lower()} " for c in line(21).cells), EITHER, {}, DUP),
        ),
        Village(
            "the same person on two sheets",
            (
                roster(line(21), line(23), name="石坪村"),
                roster(line(22), line(21, codes=DUP, fate=EITHER), name="下湾村"),
            ),
        ),
        Village(
            "no number column",
            (
                roster(
                    *(line(n, COLUMNS_NAMES, codes=("id_missing", "no_id_column"), fate=EITHER) for n in (21, 22)),
                    columns=COLUMNS_NAMES,
                ),
            ),
            codes=("no_id_column",),
        ),
        Village(
            "no number column, two of one name",
            (
                roster(
                    line(21, COLUMNS_NAMES, fate=EITHER, codes=UNSURE),
                    Line((2, other["name"], "女", "19900009999"), FREE),
                    Line((3, other["name"], "男", "19900009998"), FREE),
                    columns=COLUMNS_NAMES,
                ),
            ),
            codes=("no_id_column",),
        ),
    )


COLUMNS_NAMES = ("no", "name", "sex", "phone")
UNSURE = ("id_missing", "no_id_column")


def known() -> tuple[Village, ...]:
    """The database holds persons 31 and 32 before."""
    before = (roster(line(31), line(32)),)
    return (
        Village("known: nothing new", before, before=before),
        Village(
            "known: empty cells erase nothing",
            (
                roster(
                    line(
                        31,
                        raw={"phone": None, "education": "", "join_date": "无"},
                        phone=(None, person(31)["phone"]),
                        education=(None, person(31)["education"]),
                        join_date=(None, person(31)["join_date"]),
                    ),
                    line(32),
                ),
            ),
            before=before,
        ),
        Village(
            "known: other phone",
            (roster(line(31, phone="19911112222", calm=("id_exists_conflict",)), line(32)),),
            before=before,
        ),
        Village(
            "known: other name",
            (roster(line(31, name="单改名", fate=EITHER, codes=("id_exists_conflict",)), line(32)),),
            before=before,
        ),
        Village(
            "known: other branch",
            (
                roster(
                    line(
                        31,
                        branch="中共下湾村支部委员会",
                        fate=EITHER,
                        codes=("id_exists_conflict", "id_dup_other_branch", ""),
                    ),
                    line(32),
                ),
            ),
            before=before,
        ),
    )


def known_further() -> tuple[Village, ...]:
    before = (roster(line(31), line(32)),)
    columns = tuple(name for name in COLUMNS if name not in ("phone", "education"))
    clear = line(31, raw={"remark": "清空", "phone": "清空"}, phone=None, remark=None)
    return (
        Village(
            "known: fewer columns", (roster(line(31, columns), line(33, columns), columns=columns),), before=before
        ),
        Village("known: one cell cleared", (roster(clear, line(32)),), before=before),
        Village(
            "known: a less exact date",
            (
                roster(
                    line(
                        31,
                        birth_date=person(31)["birth_date"][:4],
                        join_date=person(31)["join_date"][:7],
                        calm=("id_exists_conflict",),
                    )
                ),
            ),
            before=before,
        ),
    )


def known_last() -> tuple[Village, ...]:
    before = (roster(line(31), line(32)),)
    return (
        Village(
            "known: by name and birth",
            (
                roster(
                    line(
                        31,
                        raw={"id_number": None},
                        id_number=(None, person(31)["id_number"]),
                        fate=EITHER,
                        codes=("id_missing", ""),
                    )
                ),
            ),
            before=before,
        ),
        Village(
            "known: two of one name and birth, row without number",
            (
                roster(
                    line(
                        31, raw={"id_number": None}, id_number=None, fate=EITHER, codes=("match_several", "id_missing")
                    )
                ),
            ),
            before=(roster(line(31), line(31, id_number=number(person(31)["birth_date"].replace("-", ""), 301))),),
        ),
    )


def known_rest() -> tuple[Village, ...]:
    before = (roster(line(31), line(32)),)
    return (
        Village(
            "known: number added to a member without one",
            (roster(line(31, calm=("id_exists_conflict",))),),
            before=(roster(line(31, id_number=None)),),
        ),
        Village(
            "known: number of another",
            (
                roster(
                    line(
                        32,
                        id_number=person(31)["id_number"],
                        fate=OUT,
                        codes=("id_exists_conflict", "birth_id_mismatch"),
                    )
                ),
            ),
            before=before,
        ),
        Village(
            "known: one of the file twice, one known",
            (roster(line(31), line(31, codes=DUP, fate=EITHER), line(33)),),
            before=before,
        ),
    )


KINDS = (
    *nobody(),
    *around(),
    *marked(),
    *twice(),
    *twice_further(),
    *known(),
    *known_further(),
    *known_last(),
    *known_rest(),
)
