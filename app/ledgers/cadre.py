"""The roster of cadres who hold households, people or villages: the columns in which 帮扶责任人 are reported upward."""

from app.db.queries.ledger import Source
from app.ledgers.ledger import Ledger, Line

UNIT = "(SELECT u.{column} FROM unit u WHERE u.id = cadre.unit)"


def _count(side: str) -> str:
    return f"(SELECT count(*) FROM pairing p WHERE p.helper_cadre = cadre.id AND p.{side} IS NOT NULL AND {{held p}})"


def _when(word: str) -> str:
    return f"(SELECT {word}(p.since) FROM pairing p WHERE p.helper_cadre = cadre.id AND {{held p}})"


RESPONSIBLE = Ledger(
    "responsible_cadres",
    "帮扶责任人名册",
    counter="名",
    columns=(
        Line("name"),
        Line("sex", width=6),
        Line("id_number"),
        Line("unit_name", "单位", UNIT.format(column="name"), "link", 20),
        Line("unit_kind", "单位类型", UNIT.format(column="kind"), "choice", 10),
        Line("affiliation", width=12),
        Line("duty", width=14),
        Line("rank", width=10),
        Line("phone", "手机"),
        Line("role", "驻村身份", width=14),
        Line("homes", "联系户数", _count("helped_household"), "number", 9, total=True),
        Line("villages", "包联村数", _count("helped_unit"), "number", 9, total=True),
        Line("first", "最早结对日期", _when("min"), "date", 12),
    ),
    source=Source(
        record="cadre",
        where="EXISTS (SELECT 1 FROM pairing p WHERE p.helper_cadre = cadre.id AND {held p})",
        unit="cadre.unit",
        order="(SELECT o.sort_key FROM unit o WHERE o.id = cadre.unit), cadre.unit, cadre.sort_key, cadre.id",
    ),
)
