"""SQL by which visits are told: which pairing they belong to, who went, to whom, where that is, and when it was last."""

# SQL: visit `v` is one by the helper of pairing `p` at whom it holds.
JOINED = (
    "(v.helper_member = p.helper_member OR v.helper_cadre = p.helper_cadre) AND (v.helped_household = p.helped_household "
    "OR v.helped_resident = p.helped_resident OR v.helped_member = p.helped_member OR v.helped_unit = p.helped_unit)"
)
# SQL for the words of each side of a row `{t}` with the columns `helper_…` and `helped_…`; joins that they need.
SIDES = (
    "LEFT JOIN member vm ON vm.id = {t}.helper_member LEFT JOIN cadre vc ON vc.id = {t}.helper_cadre "
    "LEFT JOIN resident vr ON vr.id = {t}.helped_resident "
    "LEFT JOIN household vh ON vh.id = coalesce({t}.helped_household, vr.household) "
    "LEFT JOIN member vw ON vw.id = {t}.helped_member LEFT JOIN unit vu ON vu.id = {t}.helped_unit "
    "LEFT JOIN unit vv ON vv.id = coalesce(vh.village, vw.village, vu.id)"
)
WHO = "coalesce(vm.name, vc.name)"
WHOM = (
    "CASE WHEN vr.id IS NOT NULL AND vr.name <> vh.head_name THEN vh.head_name || '（' || vr.name || '）' "
    "ELSE coalesce(vh.head_name, vw.name, vu.name) END"
)
WHERE = "coalesce(vv.name, '') || coalesce(vh.group_name, '')"
# Each side by an index of its own: all of them in one condition would be a search through all visits of a helper.
_HELPED = ("helped_household", "helped_resident", "helped_member", "helped_unit")
_OF_PAIRING = tuple(
    f"(SELECT {{what}} FROM visit v WHERE v.{side} = {{t}}.{side} AND v.void_reason IS NULL "
    "AND (v.helper_member = {t}.helper_member OR v.helper_cadre = {t}.helper_cadre))"
    for side in _HELPED
)
# SQL for the last visit, and how many, at what a pairing `{t}` joins.
_LASTS = ", ".join("coalesce(" + part.replace("{what}", "max(v.day)") + ", '')" for part in _OF_PAIRING)
LAST = f"nullif(max({_LASTS}), '')"
TIMES = "(" + " + ".join(part.replace("{what}", "count(*)") for part in _OF_PAIRING) + ")"


def home(table: str) -> str:
    """SQL for the unit in which the helped side of a visit, a deed or a pairing lies."""
    return (
        f"coalesce((SELECT h.village FROM household h WHERE h.id = {table}.helped_household), {table}.helped_unit, "
        "(SELECT coalesce(m.village, (SELECT b.unit FROM branch b WHERE b.id = m.branch)) FROM member m "
        f"WHERE m.id = {table}.helped_member), (SELECT h.village FROM resident r JOIN household h ON h.id = r.household "
        f"WHERE r.id = {table}.helped_resident))"
    )
