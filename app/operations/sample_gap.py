"""What is wrong in the made-up township on purpose: for each rule that a checklist asks, a few rows of which it speaks.

To add a gap: a line in GAPS where something that is there is spoilt, else a row in one of the functions below.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from app.models import RECORDS
from app.models.applicant_step import months_on
from app.models.meeting import GROUP, LESSON, PARTY_DAY, PLANNED, TALK
from app.models.transfer import IN, OUT
from app.operations import sample_names as names
from app.operations.sample_maker import Maker

_LEFT = "(SELECT max(m.id) FROM member m WHERE m.left_on IS NOT NULL)"
_SURE = (
    "branch = :branch AND left_on IS NULL AND member_kind = '正式党员' AND lost = '否' AND floating = '否' "
    "AND length(birth_date) = 10 AND id_number IS NOT NULL AND name NOT IN (SELECT coalesce(secretary, '') FROM branch WHERE id = :branch)"
)
_HELD = "branch = :branch AND day >= :year AND instr(kinds, :party_day) AND attended > 9"
_RELATIVE = (
    "left_on IS NULL AND coalesce(relation, '') NOT IN ('户主', '本人') AND household IN "
    "(SELECT h.id FROM household h WHERE h.village = :unit AND h.moved_on IS NULL)"
)
_PRESENT = "branch = :branch AND until IS NULL"
_OPEN = f"direction = '{OUT}' AND ended_on IS NULL"


@dataclass(frozen=True)
class Gap:
    """Rows of `record` that SQL chooses (the last `most` of them) take the values that SQL says. :branch is the id of the
    branch at place `at` of the township, :unit where it sits, :village_above where the one before it sits, :today and :year
    stand for what they say.
    """

    record: str
    at: int
    where: str
    values: dict[str, str]
    most: int = 1


GAPS = (
    Gap("member", 4, _SURE, {"join_date": "(substr(birth_date, 1, 4) + 16) || '-07-01'"}),
    Gap("member", 5, f"{_SURE} AND join_date >= '1980'", {"full_date": "date(join_date, '+5 months')"}),
    Gap("member", 6, _SURE, {"floating": "'是'", "flow_to": "NULL"}),
    Gap("member", 7, _SURE, {"lost": "'是'", "lost_date": "NULL"}),
    Gap("member", 8, _SURE, {"lost": "'是'", "lost_date": "date(:today, '-37 months')", "standing": "'停止党籍'"}),
    Gap(
        "resident", 9, _RELATIVE,
        {name: f"(SELECT r.{name} FROM resident r JOIN household h ON h.id = r.household WHERE h.village = :village_above "
         "AND length(r.id_number) = 18 AND length(r.birth_date) = 10 ORDER BY r.id LIMIT 1)"
         for name in ("id_number", "sex", "birth_date")},
    ),
    Gap("branch", 1, "id = :branch", {"kind": "'联合党支部'", "joint_units": "'青禾茶业有限公司'"}),
    Gap("branch", 5, "id = :branch", {"committee_size": "9"}),
    Gap("term", 5, _PRESENT, {"size": "9"}),
    Gap("branch", 6, "id = :branch", {"committee_size": "2"}),
    Gap("term", 6, _PRESENT, {"size": "2"}),
    Gap("branch", 7, "id = :branch", {"committee_size": "5"}),
    Gap("term", 7, _PRESENT, {"size": "5"}),
    Gap("branch", 10, "id = :branch", {"term_until": "NULL"}),
    Gap("term", 10, _PRESENT, {"due": "NULL"}),
    Gap("branch", 11, "id = :branch", {"term_until": "date(term_until, '+18 months')"}),
    Gap("term", 11, _PRESENT,
        {"first_due": "due", "due": "date(due, '+18 months')", "delay_by": "'中共青禾镇委员会'"}),
    Gap("branch", 12, "id = :branch", {"term_until": "date(term_until, '+6 months')"}),
    Gap("term", 12, _PRESENT, {"first_due": "due", "due": "date(due, '+6 months')"}),
    Gap("election", 13, "branch = :branch",
        dict.fromkeys(("attended", "sent", "returned", "valid"), "expected * 6 / 10")),
    Gap("election", 14, "branch = :branch", {"candidates": "posts"}),
    Gap("nominee", 15, "elected = '是' AND election IN (SELECT e.id FROM election e WHERE e.branch = :branch)", {"votes": "2"}),
    Gap("review", 16, "branch = :branch", {"void_reason": "'登记在别的支部'"}, 2),
    Gap("meeting", 17, _HELD, {"attended": "attended - 2", "voters_attended": "voters_attended - 2"}),
    Gap("meeting", 18, f"{_HELD} AND votes_for IS NOT NULL", {"votes_against": "3"}),
    Gap("pairing", 19, "helped_unit = :unit AND until IS NULL",
        {"until": "date(:today, '-30 days')", "end_reason": "'干部调整'"}, 9),
    Gap("due_base", 0, "payer = '农民党员' AND fixed IS NOT NULL", {"fixed": "500"}),
    Gap("report_in", 0, "until IS NULL AND member IS NOT NULL", {"member": _LEFT}),
    Gap("request", 0, "coalesce(unsolvable, '否') = '否' AND closed_on IS NOT NULL", {"unsolvable": "'是'", "explanation": "NULL"}),
    Gap("wish", 0, "fulfilled_on IS NULL AND claimed_on IS NOT NULL",
        {"claimer": f"(SELECT m.name FROM member m WHERE m.id = {_LEFT})", "claim_member": _LEFT}),
    Gap("transfer", 0, _OPEN, {"dues_until": "NULL"}),
    Gap("transfer", 0, f"{_OPEN} AND dues_until IS NOT NULL", {"valid_days": "120"}),
    Gap("transfer", 0, f"direction = '{OUT}' AND ended_on IS NOT NULL AND member IN (SELECT id FROM member WHERE left_on IS NOT NULL)",
        {"ended_on": "NULL", "receipt_on": "NULL"}),
)  # fmt: skip
# What is as it should be in some branches, so that a rule that speaks of all the others has somewhere to be silent.
RIGHT = (
    ("meeting", "branch = :branch AND day >= :year AND instr(kinds, :lesson)", {
        "speaker": "(SELECT b.secretary FROM branch b WHERE b.id = :branch)", "hours": "12"}),
)  # fmt: skip


def add(maker: Maker) -> None:
    """At the end of the sample, in the first township however large the sample is."""
    found = maker.work.connection.exec_driver_sql(
        "SELECT b.id, b.unit FROM branch b JOIN unit u ON u.id = b.unit WHERE b.kind = '党支部' "
        "AND (SELECT min(t.id) FROM unit t WHERE t.kind = '乡镇') IN (u.id, u.parent) ORDER BY b.id"
    ).all()
    places: list[tuple[int, int]] = [(row[0], row[1]) for row in found]
    if not places:
        return
    for gap in GAPS:
        if gap.at < len(places):
            _spoil(maker, gap, places)
    for at in range(0, len(places), 2):
        for record, where, values in RIGHT:
            _spoil(maker, Gap(record, at, where, values, 9), places)
    branches = [branch for branch, _unit in places]
    _organisations(maker, branches)
    _meetings(maker, branches)
    _findings(maker)
    _applicants(maker, branches)
    _letter(maker, branches)


def _spoil(maker: Maker, gap: Gap, places: Sequence[tuple[int, int]]) -> None:
    branch, unit = places[gap.at]
    told = {
        "branch": branch, "unit": unit, "village_above": places[gap.at - 1][1], "today": maker.today.isoformat(),
        "year": str(maker.today.year), "party_day": PARTY_DAY, "lesson": LESSON,
    }  # fmt: skip
    wanted = ", ".join(f"({sql}) AS {name}" for name, sql in gap.values.items())
    sql = f"SELECT id, {wanted} FROM {gap.record} WHERE {gap.where} ORDER BY id DESC LIMIT {gap.most}"
    for row, *values in maker.work.connection.exec_driver_sql(sql, told).all():
        maker.work.change(RECORDS[gap.record], row, dict(zip(gap.values, values, strict=True)))


def _ago(maker: Maker, days: int) -> str:
    return (maker.today - timedelta(days=days)).isoformat()


def _organisations(maker: Maker, branches: list[int]) -> None:
    """A 党总支 with too few members, and two 党小组 of which one missed months; an election whose committee is not entered."""
    sql = "SELECT parent, unit, elected_on, term_until FROM branch WHERE id = ?"
    above, unit, elected, until = maker.work.connection.exec_driver_sql(sql, (branches[1],)).one()
    columns = ("name", "kind", "parent", "unit", "domain", "secretary", "situation", "elected_on", "term_until")
    general = maker.add(
        "branch", columns,
        [("中共青禾镇两新组织总支部委员会", "党总支部", above, unit, "非公企业和社会组织", maker.name(), "法人单位", elected, until)],
    ).start  # fmt: skip
    maker.work.change(RECORDS["branch"], branches[1], {"parent": general})
    maker.add("term", ("branch", "since", "due"), [(general, elected, until)])
    home = branches[min(4, len(branches) - 1)]
    seat = maker.work.connection.exec_driver_sql("SELECT unit FROM branch WHERE id = ?", (home,)).scalar()
    told = [
        (f"第{n}党小组", "党小组", home, seat, maker.name(), maker.name(), names.phone(maker.random)) for n in "一二"
    ]
    groups = maker.add("branch", ("name", "kind", "parent", "unit", "secretary", "contact", "phone"), told)
    led = maker.work.connection.exec_driver_sql(
        "SELECT id, '书记', secretary, elected_on, '登记' FROM branch WHERE id = ? OR id BETWEEN ? AND ?",
        (general, groups[0], groups[-1]),
    )
    maker.add("post", ("branch", "post", "name", "since", "reason_in"), led.all())
    rows = [
        (f"{month}月党小组会", group, GROUP, date(maker.today.year, month, 9).isoformat(), 6, 6)
        for n, group in enumerate(groups)
        for month in range(1, maker.today.month + 1)
        if date(maker.today.year, month, 9) <= maker.today and not (n and month in (3, 4))
    ]
    maker.add("meeting", ("name", "branch", "kinds", "day", "expected", "attended"), rows)
    numbers = (
        "branch", "day", "form", "expected", "attended", "posts", "candidates", "sent", "returned", "valid",
    )  # fmt: skip
    late = branches[min(20, len(branches) - 1)]
    maker.add("election", numbers, [(late, _ago(maker, 20), "党员大会选举", 30, 28, 3, 4, 28, 28, 28)])


def _meetings(maker: Maker, branches: list[int]) -> None:
    """One planned and forgotten, talks in every third branch, and a member who stayed away three times."""
    year = maker.today.year
    rows: list[tuple[Any, ...]] = [("学习贯彻会议精神", branches[0], PARTY_DAY, _ago(maker, 6), PLANNED)]
    for branch in branches[::3]:
        days = (date(year - 1, 12, 20), date(year, 6, 20))
        rows += [("谈心谈话", branch, TALK, day.isoformat(), None) for day in days if day <= maker.today]
    maker.add("meeting", ("name", "branch", "kinds", "day", "state"), rows)
    branch = branches[min(21, len(branches) - 1)]
    connection = maker.work.connection
    sql = f"SELECT max(id) FROM member WHERE {_SURE} AND id NOT IN (SELECT member FROM attendance WHERE member IS NOT NULL)"
    who = connection.exec_driver_sql(sql, {"branch": branch}).scalar()
    held = connection.exec_driver_sql(
        f"SELECT id, attended, voters_attended FROM meeting WHERE {_HELD} ORDER BY id LIMIT 3",
        {"branch": branch, "year": str(year), "party_day": PARTY_DAY},
    ).all()
    if who is None:
        return
    for meeting, came, voters in held:
        maker.work.change(RECORDS["meeting"], meeting, {"attended": came - 1, "voters_attended": voters - 1})
    maker.add("attendance", ("meeting", "member", "sign"), [(row[0], who, "无故缺席") for row in held])


def _findings(maker: Maker) -> None:
    """One that should be mended by now, and one that nobody was told to mend."""
    sql = (
        "SELECT a.id, (SELECT min(s.item) FROM score s WHERE s.assessment = a.id) FROM assessment a WHERE a.year = ? "
        "ORDER BY a.id LIMIT 2"
    )
    found = maker.work.connection.exec_driver_sql(sql, (maker.today.year,)).all()
    columns = ("assessment", "item", "scorer", "content", "found_on", "owner_name", "deadline")
    told = (
        ("换届请示没有归档", _ago(maker, 60), maker.name(), _ago(maker, 20)),
        ("党务公开栏没有更新", _ago(maker, 10), None, None),
    )
    rows = [(row, item, "乡镇", *facts) for (row, item), facts in zip(found, told, strict=False)]
    maker.add("finding", columns, rows)


def _applicants(maker: Maker, branches: list[int]) -> None:
    """Steps too early, too late, without the people they need, and one admitted who is not on the roll."""
    today = maker.today
    back = [None, *(months_on(today, -count).isoformat() for count in range(1, 30))]
    left = maker.work.connection.exec_driver_sql(f"SELECT {_LEFT}").scalar()
    people: tuple[dict[str, Any], ...] = (
        {"birth_date": months_on(today, -12 * 17 - 8).isoformat(), "applied_on": _ago(maker, 12)},
        {"applied_on": back[2]},
        {"applied_on": back[12], "talked_on": back[11], "active_on": back[13]},
        {"applied_on": back[14], "talked_on": back[13], "active_on": back[10], "contacts_on": back[9], "reviewed_on": back[4]},
        {"applied_on": back[14], "talked_on": back[13], "active_on": back[10], "contacts_on": back[9], "reviewed_on": back[4],
         "contact_1": left},
        {"applied_on": back[29], "admitted_on": back[5]},
        {"applied_on": back[29], "admitted_on": back[17], "full_applied_on": back[6], "full_voted_on": back[4]},
    )  # fmt: skip
    columns = (
        "birth_date", "applied_on", "talked_on", "active_on", "contacts_on", "reviewed_on", "contact_1", "admitted_on",
        "full_applied_on", "full_voted_on",
    )  # fmt: skip
    rows = [
        (maker.name(), branches[(2 * n + 4) % len(branches)], *(told.get(name) for name in columns))
        for n, told in enumerate(people)
    ]
    maker.add("applicant", ("name", "branch", *columns), rows)


def _letter(maker: Maker, branches: list[int]) -> None:
    """One who was taken in and whose receipt was never sent back."""
    columns = (
        "direction",
        "name",
        "from_org",
        "branch",
        "letter_no",
        "issued_on",
        "valid_days",
        "accepted_on",
        "dues_until",
    )
    row = (
        IN, maker.name(), "中共江源县人力资源服务中心总支部委员会", branches[min(6, len(branches) - 1)], "0118", _ago(maker, 40), 30,
        _ago(maker, 25), _ago(maker, 60)[:7],
    )  # fmt: skip
    maker.add("transfer", columns, [row])
