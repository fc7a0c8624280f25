"""Which values are told by the row above: merged cells, 〃, 同上, and where must they not be?"""

from typing import Any

from tests.exchange.village import COLUMNS, EITHER, OUT, Line, Village, line, person, roster

DITTO = ("ditto",)
FIRST, SECOND = "中共石坪村支部委员会", "中共下湾村支部委员会"


def below(mark: Any, n: int, **more: Any) -> Line:
    return line(n, raw={"branch": mark}, branch=FIRST, codes=DITTO, **more)


MERGED = (
    line(11),
    below("", 12),
    below("", 13),
    line(14, branch=SECOND),
    line(15, raw={"branch": ""}, branch=SECOND, codes=DITTO),
)
LETTER = "ABCDEFGHIJKL"[COLUMNS.index("branch")]


def above() -> tuple[Village, ...]:
    return (
        Village(
            "branch merged over its members",
            (roster(*MERGED, merges=(f"{LETTER}2:{LETTER}4", f"{LETTER}5:{LETTER}6")),),
        ),
        Village(
            "mark 〃 in dates and ethnic group",
            (
                roster(
                    line(11),
                    line(
                        12,
                        raw={"ethnic": "〃", "join_date": "〃", "full_date": ""},
                        ethnic=person(11)["ethnic"],
                        join_date=(person(11)["join_date"], None),
                        full_date=None,
                        codes=("ditto", "date_unknown", "date_invalid"),
                        fate=EITHER,
                    ),
                ),
            ),
        ),
        Village(
            "mark 〃 in a name",
            (
                roster(
                    line(11),
                    line(
                        12,
                        raw={"name": "〃"},
                        name=person(11)["name"],
                        fate=OUT,
                        codes=("name_missing", "name_placeholder", "ditto", "id_dup_conflict", "name_annotation"),
                    ),
                ),
            ),
        ),
        Village(
            "mark 〃 in the first row",
            (
                roster(
                    line(11, raw={"branch": "〃"}, branch=None, fate=EITHER, codes=("ditto", "branch_unknown", "")),
                    line(12),
                ),
            ),
        ),
    )


def marks() -> tuple[Village, ...]:
    return tuple(
        Village(
            f"mark {mark!r} for the branch",
            (roster(line(11), below(mark, 12), below(mark, 13), line(14, branch=SECOND)),),
        )
        for mark in ("〃", "″", "同上", "″″", '"', "々", "同 上", "仝上")
    )


KINDS = (*above(), *marks())
