"""How do villages write identity numbers? Each way with what must come of it."""

from typing import Any

from tests.exchange.village import EITHER, IN, OUT, Line, Village, amid, line, number, person, stored

GOOD = number("19870615", 33)
X = "99010119870615005X"
WRONG_ID = ("id_format", "id_length")


def _number_line(raw: Any, value: Any, fate: str, codes: tuple[str, ...], **more: Any) -> Line:
    """Sex and birth are left out, so that only the number is judged."""
    empty = {"sex": None, "birth_date": None, "join_date": None, "full_date": None}
    return line(3, raw={"id_number": raw}, id_number=value, fate=fate, codes=codes, **{**empty, **more})


IDS_REFUSED: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (int(GOOD), ("id_precision_lost",)),
    (float(GOOD), ("id_precision_lost",)),
    (990101198706150000, ("id_precision_lost",)),
    ("9.90101E+17", ("id_precision_lost", *WRONG_ID)),
    ("9.90101198706150E+17", ("id_precision_lost", *WRONG_ID)),
    (GOOD[:-3] + "000", ("id_checksum", "id_precision_lost")),
    (f"{GOOD[:6]}********{GOOD[14:]}", ("id_masked",)),
    (f"{GOOD[:14]}****", ("id_masked",)),
    (f"{GOOD[:6]}XXXXXXXX{GOOD[14:]}", ("id_masked", "id_format")),
    (f"{GOOD[:10]}＊＊＊＊{GOOD[14:]}", ("id_masked",)),
    (f"{GOOD[:10]}????{GOOD[14:]}", ("id_masked", "id_format")),
    (GOOD.replace("0", "O", 1), ("id_format",)),
    (GOOD.replace("1", "l", 1), ("id_format",)),
    (GOOD.replace("1", "I", 1), ("id_format",)),
    (GOOD[:17], WRONG_ID),
    (GOOD + "1", WRONG_ID),
    (GOOD[:12], WRONG_ID),
    (f"{X[:9]}X{X[10:]}", ("id_format", "id_checksum")),
    (number("19870230", 3), ("id_birth_invalid",)),
    (number("19871301", 3), ("id_birth_invalid",)),
    (number("18500101", 3), ("id_birth_invalid",)),
    (number("20870101", 3), ("id_birth_invalid",)),
    (number("19870000", 3), ("id_birth_invalid",)),
    (number("19010229", 3), ("id_birth_invalid",)),
    (number("19800102", 7, "000000"), ("id_area",)),
    (f"{GOOD}/{X}", ("id_format", "multiple_people", "id_length")),
    (f"{GOOD}\n{X}", ("id_format", "multiple_people", "id_length")),
    (f"{GOOD},{X}", ("id_format", "multiple_people", "id_length")),
    ("E12345678", WRONG_ID),
    ("办理中", ("id_format", "id_missing")),
    ("待补", ("id_format", "id_missing")),
    ("暂无", ("id_format", "id_missing")),
    (True, WRONG_ID),
    (stored(1987, 6, 15), WRONG_ID),
    (12345, WRONG_ID),
    ("〃", ("id_format", "id_missing", "ditto")),
    ("同上", ("id_format", "id_missing", "ditto")),
)


CLEAN = [
    (written, GOOD)
    for written in (
        f" {GOOD} ",
        f"'{GOOD}",
        f"\u200b{GOOD}",
        f"{GOOD}\t",
        f"{GOOD}\n",
        f"\u00a0{GOOD}",
        f"{GOOD[:6]} {GOOD[6:14]} {GOOD[14:]}",
        GOOD.translate({48 + n: 0xFF10 + n for n in range(10)}),
        f"\u202d{GOOD}\u202c",
        f'="{GOOD}"',
        f"’{GOOD}",
        f"{GOOD[:6]}-{GOOD[6:14]}-{GOOD[14:]}",
    )
]
CLEAN += [
    (X.lower(), X),
    (X.replace("X", "Ｘ"), X),
    (X.replace("X", "ｘ"), X),
    (X.replace("X", "Χ"), X),
    (X.replace("X", "×"), X),
]


def ids() -> tuple[Village, ...]:
    silent = {X.lower(), X.replace("X", "Ｘ"), X.replace("X", "ｘ")}
    made = [
        amid(
            f"number written {raw!r}",
            _number_line(
                raw,
                good,
                IN if raw in silent else EITHER,
                () if raw in silent else ("id_format", "id_masked", ""),
                calm=("id_format",),
            ),
        )
        for raw, good in CLEAN
    ]
    missing = {"办理中", "待补", "暂无", "〃", "同上"}
    lines = [_number_line(raw, None, EITHER if raw in missing else OUT, codes) for raw, codes in IDS_REFUSED]
    made += [amid(f"numbers refused {n}", *lines[n : n + 12]) for n in range(0, len(lines), 12)]
    wrong = [GOOD[:17] + digit for digit in "0123456789X" if digit != GOOD[17]]
    made.append(
        amid("number: every wrong check digit", *(_number_line(raw, None, OUT, ("id_checksum",)) for raw in wrong))
    )
    made += [
        amid(f"number empty {raw!r}", _number_line(raw, None, EITHER, ("id_missing",)))
        for raw in (None, "无", "/", "—", "-", "空", " ")
    ]
    return tuple(made)


def rare() -> tuple[Village, ...]:
    made = [
        amid("number with a label", _number_line(f"身份证：{GOOD}", GOOD, EITHER, ("id_format",))),
        amid(
            "number: 15 digits as text",
            _number_line("990101870615003", (number("19870615", 3), None), EITHER, ("id_15", "id_15_upgraded")),
        ),
        amid(
            "number: 15 digits as number",
            _number_line(990101870615003, (number("19870615", 3), None), EITHER, ("id_15", "id_15_upgraded")),
        ),
        amid("number: unknown area", _number_line(number(area="159901"), number(area="159901"), EITHER, ("id_area",))),
        amid(
            "number: old area of an old member",
            _number_line(number("19380102", 2, "332529"), number("19380102", 2, "332529"), IN, (), calm=("id_area",)),
        ),
        amid(
            "number: area younger than the person",
            _number_line(number("19500102", 2, "330327"), number("19500102", 2, "330327"), IN, (), calm=("id_area",)),
        ),
        amid("number of a woman with the sex of a man", line(3, sex="女", codes=("sex_id_mismatch",))),
        amid(
            "birth other than in the number",
            line(3, birth_date="1969-01-01", codes=("birth_id_mismatch",), calm=("age_under_18",)),
        ),
        amid("birth by month agrees with the number", line(3, birth_date=person(3)["birth_date"][:7])),
        amid("birth by year agrees with the number", line(3, birth_date=person(3)["birth_date"][:4])),
    ]
    for area in ("810000", "820000", "830000"):
        made.append(
            amid(
                f"residence permit {area}",
                _number_line(number("19870615", 1, area), number("19870615", 1, area), IN, ()),
            )
        )
    return tuple(made)


KINDS = (*ids(), *rare())
