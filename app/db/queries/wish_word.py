"""How far a wish is, as SQL that lists, ledgers and rules share; `{t}` stands for the table or its alias."""

# It was taken up by somebody, on the books or not.
CLAIMED = (
    "coalesce({t}.claimer, {t}.claimer_unit) IS NOT NULL "
    "OR coalesce({t}.claim_member, {t}.claim_cadre, {t}.claim_branch, {t}.claim_unit) IS NOT NULL"
)
STAGES = ("待公示", "待认领", "待完成", "待反馈", "已反馈")
STAGE = (
    "CASE WHEN {t}.feedback_on IS NOT NULL THEN '已反馈' WHEN {t}.fulfilled_on IS NOT NULL THEN '待反馈' "
    f"WHEN {CLAIMED} THEN '待完成' WHEN {{t}}.published_on IS NOT NULL THEN '待认领' ELSE '待公示' END"
)
