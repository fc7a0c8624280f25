"""How do villages write numbers, dates, phones and names into one cell? Each way with what must come of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from tests.exchange.village import COLUMNS, EITHER, IN, OUT, Formula, Line, Village, amid, line, number, person

GOOD = number("19870615", 33)
HELD = ("name_placeholder", "name_missing", "name_annotation", "name_pua")


PEOPLE = tuple(n for n in range(1, 90) if n * 7 % 45 <= 35)  # grown up in every year that the dates name


@dataclass(frozen=True)
class Draft:
    """One way of writing a cell; several of one kind share a file, each with a person of its own."""

    kind: str
    field: str
    raw: Any
    value: Any
    codes: tuple[str, ...]
    fate: str
    more: dict[str, Any]

    def line(self, n: int, columns: Sequence[str] = COLUMNS) -> Line:
        truth = {"codes": self.codes, "fate": self.fate, **self.more, self.field: self.value}
        return line(n, columns, raw={self.field: self.raw}, **truth)


def one(kind: str, field: str, raw: Any, value: Any, codes: tuple[str, ...], fate: str, **more: Any) -> Draft:
    if field == "birth_date":
        more = {
            **more,
            "id_number": None,
            "join_date": None,
            "full_date": None,
            "calm": ("age_under_18", "birth_id_mismatch"),
        }
        fate = EITHER if fate == IN else fate
        codes = codes or ("id_missing",)
    return Draft(kind, field, raw, value, codes, fate, more)


_drafts: list[Draft] = []


def drafts() -> tuple[Draft, ...]:
    """All ways of writing a cell, for files that mix them."""
    return tuple(_drafts)


def files(made: list[Village | Draft]) -> tuple[Village, ...]:
    """Drafts of one kind become files of a dozen rows."""
    _drafts.extend(draft for draft in made if isinstance(draft, Draft))
    kinds = dict.fromkeys(draft.kind for draft in made if isinstance(draft, Draft))
    files = [village for village in made if isinstance(village, Village)]
    for kind in kinds:
        drafts = [draft for draft in made if isinstance(draft, Draft) and draft.kind == kind]
        for start in range(0, len(drafts), 12):
            part = drafts[start : start + 12]
            files.append(
                amid(f"{kind} {start // 12 + 1}", *(draft.line(n) for n, draft in zip(PEOPLE, part, strict=False)))
            )
    return tuple(files)


PHONES_TWO = (
    "19900007788/19900007799",
    "19900007788 19900007799",
    "19900007788、19900007799",
    "19900007788\n19900007799",
    "19900007788；19900007799",
)


PHONES_GOOD = (
    19900007788,
    19900007788.0,
    "199 0000 7788",
    "199-0000-7788",
    "+8619900007788",
    "8619900007788",
    "+86 199 0000 7788",
    "0086-19900007788",
    "１９９００００７７８８",
    " 19900007788 ",
    "19900007788\n",
    "'19900007788",
    "(+86)19900007788",
    "1990000\u00a07788",
    "19900007788.0",
)


def phones() -> tuple[Village, ...]:
    tell = ("phone_format", "phone_lost")
    mobile = "19900007788"
    made: list[Village | Draft] = [one("phone", "phone", raw, mobile, (), IN, calm=()) for raw in PHONES_GOOD]
    made += [
        one("phone unclear", "phone", raw, None, tell, EITHER)
        for raw in ("1.99E+10", "1990000778", "199000077881", "12345678901", "电话", 123, "199****7788", 1.99)
    ]
    made += [one("phone empty", "phone", raw, None, (), IN) for raw in (None, "无", "/", "—", "空")]
    for raw in PHONES_TWO:
        both = (
            mobile,
            None,
            "19900007788、19900007799",
            "19900007788/19900007799",
            "19900007788 19900007799",
            "19900007788;19900007799",
            raw,
        )
        made.append(one("two phones", "phone", raw, both, tell, EITHER))
    made += [
        one("phone of a relative", "phone", "19900007788（儿子）", (mobile, None), tell, EITHER),
        one(
            "landline",
            "phone",
            "0999-1234567",
            ("0999-1234567", "09991234567", "0999 1234567", None),
            (*tell, ""),
            EITHER,
        ),
        one(
            "landline in brackets", "phone", "(0999)1234567", ("0999-1234567", "09991234567", None), (*tell, ""), EITHER
        ),
        one("landline that lost its zero", "phone", 9991234567, None, tell, EITHER),
        one("phone error", "phone", Formula("=NA()", "#N/A"), None, ("error_value", *tell), EITHER),
        one("phone by a formula", "phone", Formula("=19900007788", 19900007788), mobile, (), IN),
    ]
    return files(made)


NAMES_SEVERAL = (
    "单梅、解明",
    "单梅/解明",
    "单梅，解明",
    "单小梅\n解小明",
    "单梅 解明 仇水",
    "单梅；解明",
    "单梅,解明",
    "单梅 & 解明",
    "单梅等3人",
    "单梅夫妇",
)


NAMES_NOTED = (
    "单梅（已故）",
    "单梅(女)",
    "单梅（预备）",
    "单梅*",
    "单梅【转出】",
    "单梅（小）",
    "1.单梅",
    "单梅-党员",
    "单梅?",
    "单梅 已去世",
    "单梅（单美）",
    "单梅书记：",
    "★单梅",
)


NAMES_GOOD = (
    ("单 梅", "单梅"),
    ("单　梅", "单梅"),
    (" 单梅 ", "单梅"),
    ("单\u200b梅", "单梅"),
    ("单\n梅", "单梅"),
    ("\ufeff单梅", "单梅"),
    ("单\u00a0梅", "单梅"),
    ("䶮小宝", "䶮小宝"),
    ("㛃小宝", "㛃小宝"),
    ("𠮷小宝", "𠮷小宝"),
    ("单\uf9dc", "单隆"),
    ("阿依古丽·买买提", "阿依古丽·买买提"),
    ("欧阳 建国", "欧阳建国"),
    ("何无忌", "何无忌"),
    ("于合计", "于合计"),
    ("共青", "共青"),
    ("党支书", "党支书"),
    ("解备注", "解备注"),
    ("阿", "阿"),
    ("阿布都热合曼·买买提吐尔逊·伊敏尼亚孜江卡德尔玉素甫", "阿布都热合曼·买买提吐尔逊·伊敏尼亚孜江卡德尔玉素甫"),
)


def names() -> tuple[Village, ...]:
    made: list[Village | Draft] = [
        one("name", "name", raw, value, (), EITHER if value in ("于合计", "共青", "党支书", "解备注", "阿") else IN)
        for raw, value in NAMES_GOOD
    ]
    made += [one("name with a dot", "name", f"买买提{dot}艾力", "买买提·艾力", (), IN) for dot in "•．.・‧∙⋅･●"]
    made += [
        one("nameless", "name", raw, None, ("name_missing", "name_placeholder"), OUT)
        for raw in (None, " ", 123, "123", "　", "无", "/", GOOD)
    ]
    held = ("某某", "XXX", "×××", "待定", "单XX", "单某某", "单**", "单×", "姓名", "无名", "单**梅", "张○○", "？？？")
    made += [one("no real name", "name", raw, raw, HELD, EITHER) for raw in held]
    made += [
        one("name with a note", "name", raw, ("单梅", raw), (*HELD, "multiple_people"), EITHER) for raw in NAMES_NOTED
    ]
    made += [one("several people", "name", raw, None, ("multiple_people",), OUT) for raw in NAMES_SEVERAL[:6]]
    made += [
        one(
            "perhaps NAMES_SEVERAL people",
            "name",
            raw,
            ("单梅", raw),
            ("multiple_people", "name_annotation", "name_placeholder"),
            EITHER,
        )
        for raw in NAMES_SEVERAL[6:]
    ]
    return files(made)


def more_names() -> tuple[Village, ...]:
    made: list[Village | Draft] = []
    made += [
        one("name of private use", "name", "单\ue863", ("单\ue863", "单䶮"), ("name_pua",), EITHER),
        one("name lost in a charset", "name", "单?梅", ("单?梅", "单梅"), HELD, EITHER),
        one("name of replacement", "name", "单\ufffd", ("单\ufffd",), HELD, EITHER),
        one("name by a formula", "name", Formula('="单"&"梅"', "单梅"), "单梅", ("formula_cell",), EITHER),
        one("name by an error", "name", Formula("=#REF!", "#REF!"), None, ("error_value",), OUT),
        amid(
            "number by a formula",
            line(
                3,
                raw={"id_number": Formula(f'="{person(3)["id_number"]}"', person(3)["id_number"])},
                calm=("formula_cell",),
            ),
        ),
        amid(
            "number by an error",
            line(3, raw={"id_number": Formula("=#REF!", "#REF!")}, id_number=None, fate=OUT, codes=("error_value",)),
        ),
        amid(
            "number by a formula without a result",
            line(3, raw={"id_number": Formula("=A1")}, id_number=None, fate=OUT, codes=("formula_no_value",)),
        ),
        amid(
            "name by a formula without a result",
            line(3, raw={"name": Formula("=A1")}, name=None, fate=OUT, codes=("formula_no_value",)),
        ),
    ]
    return files(made)


def others() -> tuple[Village, ...]:
    made: list[Village | Draft] = [
        one("ethnic", "ethnic", raw, value, (), IN)
        for raw, value in (
            ("苗", "苗族"),
            ("汉 族", "汉族"),
            (" 苗族", "苗族"),
            ("土家", "土家族"),
            ("维吾尔", "维吾尔族"),
            ("蒙古", "蒙古族"),
            ("满", "满族"),
        )
    ]
    made += [
        one("ethnic", "ethnic", "乌兹别克族", "乌孜别克族", (), IN),
        one("ethnic unknown", "ethnic", "外星族", None, ("ethnic_unknown",), EITHER),
    ]
    made += [one("sex", "sex", raw, "男", (), IN, calm=("sex_id_mismatch",)) for raw in ("男 ", "男性", " 男", "1", 1)]
    made += [one("sex unclear", "sex", raw, None, ("sex_invalid",), EITHER) for raw in ("不详", "3", "男/女", "汉")]
    made += [
        one(f"empty {field}", field, raw, None, (), IN)
        for field in ("sex", "ethnic", "education")
        for raw in (None, "无", "—")
    ]
    made += [
        one("education", "education", raw, value, (), IN)
        for raw, value in (("大专 ", "大专"), ("小 学", "小学"), ("专科", "大专"), ("大学专科", "大专"))
    ]
    return files(made)


KINDS = (*phones(), *names(), *more_names(), *others())
