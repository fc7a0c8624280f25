"""How do villages write numbers, dates, phones and names into one cell? Each way with what must come of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tests.exchange.village import COLUMNS, EITHER, IN, OUT, Formula, Line, Village, amid, line, number, person

GOOD = number("19870615", 33)
X = "99010119870615005X"
DATE = ("date_invalid", "date_ambiguous", "date_unknown", "date_future", "date_order", "age_under_18")
HELD = ("name_placeholder", "name_missing", "name_annotation", "name_pua")
WRONG_ID = ("id_format", "id_length")


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


def _one(kind: str, field: str, raw: Any, value: Any, codes: tuple[str, ...], fate: str, **more: Any) -> Draft:
    if field == "birth_date":
        more = {**more, "id_number": None, "join_date": None, "full_date": None, "calm": ("age_under_18", "birth_id_mismatch")}
        fate = EITHER if fate == IN else fate
        codes = codes or ("id_missing",)
    return Draft(kind, field, raw, value, codes, fate, more)


_drafts: list[Draft] = []


def drafts() -> tuple[Draft, ...]:
    """All ways of writing a cell, for files that mix them."""
    return tuple(_drafts)


def _files(made: list[Village | Draft]) -> tuple[Village, ...]:
    """Drafts of one kind become files of a dozen rows."""
    _drafts.extend(draft for draft in made if isinstance(draft, Draft))
    kinds = dict.fromkeys(draft.kind for draft in made if isinstance(draft, Draft))
    files = [village for village in made if isinstance(village, Village)]
    for kind in kinds:
        drafts = [draft for draft in made if isinstance(draft, Draft) and draft.kind == kind]
        for start in range(0, len(drafts), 12):
            part = drafts[start : start + 12]
            files.append(amid(f"{kind} {start // 12 + 1}", *(draft.line(n) for n, draft in zip(PEOPLE, part, strict=False))))
    return tuple(files)


def _number_line(raw: Any, value: Any, fate: str, codes: tuple[str, ...], **more: Any) -> Line:
    """Sex and birth are left out, so that only the number is judged."""
    empty = {"sex": None, "birth_date": None, "join_date": None, "full_date": None}
    return line(3, raw={"id_number": raw}, id_number=value, fate=fate, codes=codes, **{**empty, **more})


def ids() -> tuple[Village, ...]:
    clean = [(written, GOOD) for written in (
        f" {GOOD} ", f"'{GOOD}", f"\u200b{GOOD}", f"{GOOD}\t", f"{GOOD}\n", f"\u00a0{GOOD}", f"{GOOD[:6]} {GOOD[6:14]} {GOOD[14:]}",
        GOOD.translate({48 + n: 0xFF10 + n for n in range(10)}), f"\u202d{GOOD}\u202c", f"=\"{GOOD}\"", f"’{GOOD}", f"{GOOD[:6]}-{GOOD[6:14]}-{GOOD[14:]}",
    )]  # fmt: skip
    clean += [(X.lower(), X), (X.replace("X", "Ｘ"), X), (X.replace("X", "ｘ"), X), (X.replace("X", "Χ"), X), (X.replace("X", "×"), X)]
    silent = {X.lower(), X.replace("X", "Ｘ"), X.replace("X", "ｘ")}
    made = [
        amid(f"number written {raw!r}", _number_line(raw, good, IN if raw in silent else EITHER, () if raw in silent else ("id_format", "id_masked", ""), calm=("id_format",)))
        for raw, good in clean
    ]
    refused: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (int(GOOD), ("id_precision_lost",)), (float(GOOD), ("id_precision_lost",)), (990101198706150000, ("id_precision_lost",)),
        ("9.90101E+17", ("id_precision_lost", *WRONG_ID)), ("9.90101198706150E+17", ("id_precision_lost", *WRONG_ID)),
        (GOOD[:-3] + "000", ("id_checksum", "id_precision_lost")), (f"{GOOD[:6]}********{GOOD[14:]}", ("id_masked",)),
        (f"{GOOD[:14]}****", ("id_masked",)), (f"{GOOD[:6]}XXXXXXXX{GOOD[14:]}", ("id_masked", "id_format")),
        (f"{GOOD[:10]}＊＊＊＊{GOOD[14:]}", ("id_masked",)), (f"{GOOD[:10]}????{GOOD[14:]}", ("id_masked", "id_format")),
        (GOOD.replace("0", "O", 1), ("id_format",)), (GOOD.replace("1", "l", 1), ("id_format",)), (GOOD.replace("1", "I", 1), ("id_format",)),
        (GOOD[:17], WRONG_ID), (GOOD + "1", WRONG_ID), (GOOD[:12], WRONG_ID), (f"{X[:9]}X{X[10:]}", ("id_format", "id_checksum")),
        (number("19870230", 3), ("id_birth_invalid",)), (number("19871301", 3), ("id_birth_invalid",)), (number("18500101", 3), ("id_birth_invalid",)),
        (number("20870101", 3), ("id_birth_invalid",)), (number("19870000", 3), ("id_birth_invalid",)), (number("19010229", 3), ("id_birth_invalid",)),
        (number("19800102", 7, "000000"), ("id_area",)), (f"{GOOD}/{X}", ("id_format", "multiple_people", "id_length")),
        (f"{GOOD}\n{X}", ("id_format", "multiple_people", "id_length")), (f"{GOOD},{X}", ("id_format", "multiple_people", "id_length")),
        ("E12345678", WRONG_ID), ("办理中", ("id_format", "id_missing")), ("待补", ("id_format", "id_missing")), ("暂无", ("id_format", "id_missing")),
        (True, WRONG_ID), (datetime(1987, 6, 15), WRONG_ID), (12345, WRONG_ID), ("〃", ("id_format", "id_missing", "ditto")), ("同上", ("id_format", "id_missing", "ditto")),
    )  # fmt: skip
    missing = {"办理中", "待补", "暂无", "〃", "同上"}
    lines = [_number_line(raw, None, EITHER if raw in missing else OUT, codes) for raw, codes in refused]
    made += [amid(f"numbers refused {n}", *lines[n : n + 12]) for n in range(0, len(lines), 12)]
    wrong = [GOOD[:17] + digit for digit in "0123456789X" if digit != GOOD[17]]
    made.append(amid("number: every wrong check digit", *(_number_line(raw, None, OUT, ("id_checksum",)) for raw in wrong)))
    made += [amid(f"number empty {raw!r}", _number_line(raw, None, EITHER, ("id_missing",))) for raw in (None, "无", "/", "—", "-", "空", " ")]
    made += [
        amid("number with a label", _number_line(f"身份证：{GOOD}", GOOD, EITHER, ("id_format",))),
        amid("number: 15 digits as text", _number_line("990101870615003", (number("19870615", 3), None), EITHER, ("id_15", "id_15_upgraded"))),
        amid("number: 15 digits as number", _number_line(990101870615003, (number("19870615", 3), None), EITHER, ("id_15", "id_15_upgraded"))),
        amid("number: unknown area", _number_line(number(area="159901"), number(area="159901"), EITHER, ("id_area",))),
        amid("number: old area of an old member", _number_line(number("19380102", 2, "332529"), number("19380102", 2, "332529"), IN, (), calm=("id_area",))),
        amid("number: area younger than the person", _number_line(number("19500102", 2, "330327"), number("19500102", 2, "330327"), IN, (), calm=("id_area",))),
        amid("number of a woman with the sex of a man", line(3, sex="女", codes=("sex_id_mismatch",))),
        amid("birth other than in the number", line(3, birth_date="1969-01-01", codes=("birth_id_mismatch",), calm=("age_under_18",))),
        amid("birth by month agrees with the number", line(3, birth_date=person(3)["birth_date"][:7])),
        amid("birth by year agrees with the number", line(3, birth_date=person(3)["birth_date"][:4])),
    ]
    for area in ("810000", "820000", "830000"):
        made.append(amid(f"residence permit {area}", _number_line(number("19870615", 1, area), number("19870615", 1, area), IN, ())))
    return tuple(made)


def dates() -> tuple[Village, ...]:
    good: tuple[tuple[Any, str], ...] = (
        ("2006.06", "2006-06"), ("200606", "2006-06"), ("2006-6-15", "2006-06-15"), ("2006/6/15", "2006-06-15"), ("20060615", "2006-06-15"),
        (20060615, "2006-06-15"), (200606, "2006-06"), ("2006年6月", "2006-06"), ("2006年6月15日", "2006-06-15"), ("2006年", "2006"), (2006, "2006"),
        ("2006", "2006"), (datetime(2006, 6, 15), "2006-06-15"), (38883, "2006-06-15"), (2006.06, "2006-06"), (2006.12, "2006-12"), ("2006.06.15", "2006-06-15"),
        ("2006-06", "2006-06"), ("２００６．０６", "2006-06"), ("2006年06月15日", "2006-06-15"), ("2006-06-15 00:00:00", "2006-06-15"),
        ("2006-06-15T00:00:00", "2006-06-15"), ("2006 年 6 月", "2006-06"), ("2006、6、15", "2006-06-15"), ("2006.6.", "2006-06"),
        (" 2006.06 ", "2006-06"), ("'2006.06", "2006-06"), ("2006/06", "2006-06"), ("2006.10", "2006-10"), ("2006—06—15", "2006-06-15"), ("2006-6", "2006-06"),
        ("2006 06 15", "2006-06-15"), ("2006年6月15号", "2006-06-15"), ("二〇〇六年六月", "2006-06"), ("2006.06.15日", "2006-06-15"), ("2006年6", "2006-06"),
    )  # fmt: skip
    made: list[Village | Draft] = [_one("date", "join_date", raw, value, (), IN, full_date=None) for raw, value in good]
    made.append(_one("date with a time", "join_date", datetime(2006, 6, 15, 8, 30), "2006-06-15", (), IN, full_date=None))
    bad: tuple[Any, ...] = (
        "2006-02-30", "2006-13-01", "20061332", "2006年6月31日", "不详", "不清楚", "？", "待查", "5/6/2006", "06/05/2006", 2006.1, "06.06", "86.6",
        "0006-06-15", 0, -5, 99999999, "2006年2月29日", "一九", "2005.06/2006.06", "200613", "6月15日", 123, "1847.06", "大约", "未知", "1900-01-00",
        "2099-01-01", 20991231, "2099", "206.06", "20006.06",
    )  # fmt: skip
    made += [_one("date without truth", "join_date", raw, None, DATE, EITHER, full_date=None) for raw in bad]
    unsure = (("约2006年", "2006"), ("2006年左右", "2006"), ("2006年6月（补）", "2006-06"), ("2006年春", "2006"), ("2006.6?", "2006-06"))
    made += [_one("date half certain", "join_date", raw, (None, value), DATE, EITHER, full_date=None) for raw, value in unsure]
    plain = (("2006。06", "2006-06"), ("15/6/2006", "2006-06-15"), ("2006.00", "2006"), ("2006-06-00", "2006-06"))
    made += [_one("date that may be read", "join_date", raw, (None, value), (*DATE, ""), EITHER, full_date=None) for raw, value in plain]
    made += [_one("date empty", "join_date", raw, None, (), IN, full_date=None) for raw in (None, "无", "/", "—", "-", "空")]
    made += [_one("birth", "birth_date", raw, value, (), IN) for raw, value in good[:8]]
    made += [
        amid("full member before joining", line(3, join_date="2006-07-01", full_date="2005-07-01", codes=("date_order",))),
        amid("joined before birth", line(3, join_date=("1960-07-01", None), raw={"join_date": "1960-07-01"}, fate=EITHER, codes=DATE)),
        amid("joined at twelve", line(3, join_date=("1983-07-01", None), raw={"join_date": "1983-07-01"}, full_date=None, fate=EITHER, codes=("age_under_18",))),
        amid("joined in the year of the eighteenth birthday, month unknown", line(3, join_date="1989", full_date=None)),
        amid("date_error", line(3, raw={"join_date": Formula("=NA()", "#N/A")}, join_date=None, codes=("error_value", *DATE), fate=EITHER)),
    ]
    return _files(made)


def phones() -> tuple[Village, ...]:
    tell = ("phone_format", "phone_lost")
    mobile = "19900007788"
    good = (19900007788, 19900007788.0, "199 0000 7788", "199-0000-7788", "+8619900007788", "8619900007788", "+86 199 0000 7788", "0086-19900007788",
            "１９９００００７７８８", " 19900007788 ", "19900007788\n", "'19900007788", "(+86)19900007788", "1990000\u00a07788", "19900007788.0")  # fmt: skip
    made: list[Village | Draft] = [_one("phone", "phone", raw, mobile, (), IN, calm=()) for raw in good]
    made += [_one("phone unclear", "phone", raw, None, tell, EITHER) for raw in ("1.99E+10", "1990000778", "199000077881", "12345678901", "电话", 123, "199****7788", 1.99)]
    made += [_one("phone empty", "phone", raw, None, (), IN) for raw in (None, "无", "/", "—", "空")]
    two = ("19900007788/19900007799", "19900007788 19900007799", "19900007788、19900007799", "19900007788\n19900007799", "19900007788；19900007799")
    for raw in two:
        both = (mobile, None, "19900007788、19900007799", "19900007788/19900007799", "19900007788 19900007799", "19900007788;19900007799", raw)
        made.append(_one("two phones", "phone", raw, both, tell, EITHER))
    made += [
        _one("phone of a relative", "phone", "19900007788（儿子）", (mobile, None), tell, EITHER),
        _one("landline", "phone", "0999-1234567", ("0999-1234567", "09991234567", "0999 1234567", None), (*tell, ""), EITHER),
        _one("landline in brackets", "phone", "(0999)1234567", ("0999-1234567", "09991234567", None), (*tell, ""), EITHER),
        _one("landline that lost its zero", "phone", 9991234567, None, tell, EITHER),
        _one("phone error", "phone", Formula("=NA()", "#N/A"), None, ("error_value", *tell), EITHER),
        _one("phone by a formula", "phone", Formula("=19900007788", 19900007788), mobile, (), IN),
    ]
    return _files(made)


def names() -> tuple[Village, ...]:
    good = (("单 梅", "单梅"), ("单　梅", "单梅"), (" 单梅 ", "单梅"), ("单\u200b梅", "单梅"), ("单\n梅", "单梅"), ("\ufeff单梅", "单梅"), ("单\u00a0梅", "单梅"),
            ("䶮小宝", "䶮小宝"), ("㛃小宝", "㛃小宝"), ("𠮷小宝", "𠮷小宝"), ("单\uf9dc", "单隆"), ("阿依古丽·买买提", "阿依古丽·买买提"), ("欧阳 建国", "欧阳建国"),
            ("何无忌", "何无忌"), ("于合计", "于合计"), ("共青", "共青"), ("党支书", "党支书"), ("解备注", "解备注"), ("阿", "阿"),
            ("阿布都热合曼·买买提吐尔逊·伊敏尼亚孜江卡德尔玉素甫", "阿布都热合曼·买买提吐尔逊·伊敏尼亚孜江卡德尔玉素甫"))  # fmt: skip
    made: list[Village | Draft] = [_one("name", "name", raw, value, (), EITHER if value in ("于合计", "共青", "党支书", "解备注", "阿") else IN) for raw, value in good]
    made += [_one("name with a dot", "name", f"买买提{dot}艾力", "买买提·艾力", (), IN) for dot in "•．.・‧∙⋅･●"]
    made += [_one("nameless", "name", raw, None, ("name_missing", "name_placeholder"), OUT) for raw in (None, " ", 123, "123", "　", "无", "/", GOOD)]
    held = ("某某", "XXX", "×××", "待定", "单XX", "单某某", "单**", "单×", "姓名", "无名", "单**梅", "张○○", "？？？")
    made += [_one("no real name", "name", raw, raw, HELD, EITHER) for raw in held]
    noted = ("单梅（已故）", "单梅(女)", "单梅（预备）", "单梅*", "单梅【转出】", "单梅（小）", "1.单梅", "单梅-党员", "单梅?", "单梅 已去世", "单梅（单美）", "单梅书记：", "★单梅")
    made += [_one("name with a note", "name", raw, ("单梅", raw), (*HELD, "multiple_people"), EITHER) for raw in noted]
    several = ("单梅、解明", "单梅/解明", "单梅，解明", "单小梅\n解小明", "单梅 解明 仇水", "单梅；解明", "单梅,解明", "单梅 & 解明", "单梅等3人", "单梅夫妇")
    made += [_one("several people", "name", raw, None, ("multiple_people",), OUT) for raw in several[:6]]
    made += [_one("perhaps several people", "name", raw, ("单梅", raw), ("multiple_people", "name_annotation", "name_placeholder"), EITHER) for raw in several[6:]]
    made += [
        _one("name of private use", "name", "单\ue863", ("单\ue863", "单䶮"), ("name_pua",), EITHER),
        _one("name lost in a charset", "name", "单?梅", ("单?梅", "单梅"), HELD, EITHER),
        _one("name of replacement", "name", "单\ufffd", ("单\ufffd",), HELD, EITHER),
        _one("name by a formula", "name", Formula('="单"&"梅"', "单梅"), "单梅", ("formula_cell",), EITHER),
        _one("name by an error", "name", Formula("=#REF!", "#REF!"), None, ("error_value",), OUT),
        amid("number by a formula", line(3, raw={"id_number": Formula(f'="{person(3)["id_number"]}"', person(3)["id_number"])}, calm=("formula_cell",))),
        amid("number by an error", line(3, raw={"id_number": Formula("=#REF!", "#REF!")}, id_number=None, fate=OUT, codes=("error_value",))),
        amid("number by a formula without a result", line(3, raw={"id_number": Formula("=A1")}, id_number=None, fate=OUT, codes=("formula_no_value",))),
        amid("name by a formula without a result", line(3, raw={"name": Formula("=A1")}, name=None, fate=OUT, codes=("formula_no_value",))),
    ]
    return _files(made)


def others() -> tuple[Village, ...]:
    made: list[Village | Draft] = [_one("ethnic", "ethnic", raw, value, (), IN) for raw, value in (("苗", "苗族"), ("汉 族", "汉族"), (" 苗族", "苗族"), ("土家", "土家族"), ("维吾尔", "维吾尔族"), ("蒙古", "蒙古族"), ("满", "满族"))]
    made += [_one("ethnic", "ethnic", "乌兹别克族", "乌孜别克族", (), IN), _one("ethnic unknown", "ethnic", "外星族", None, ("ethnic_unknown",), EITHER)]
    made += [_one("sex", "sex", raw, "男", (), IN, calm=("sex_id_mismatch",)) for raw in ("男 ", "男性", " 男", "1", 1)]
    made += [_one("sex unclear", "sex", raw, None, ("sex_invalid",), EITHER) for raw in ("不详", "3", "男/女", "汉")]
    made += [_one(f"empty {field}", field, raw, None, (), IN) for field in ("sex", "ethnic", "education") for raw in (None, "无", "—")]
    made += [_one("education", "education", raw, value, (), IN) for raw, value in (("大专 ", "大专"), ("小 学", "小学"), ("专科", "大专"), ("大学专科", "大专"))]
    return _files(made)


KINDS = (*ids(), *dates(), *phones(), *names(), *others())
