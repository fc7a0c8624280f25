"""What the rules of the checklists should find, counted again over plain dictionaries: no SQL, none of the program's own words.

Everything is meant for 22 November 2026 and for settings as they are at first. A count is (record, row) → cases.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

from app.db.store import Reader

Row = dict[str, Any]
Found = Counter[tuple[str, int]]
Recount = Callable[["Books"], Found]
TODAY = date(2026, 11, 22)
NOW = TODAY.isoformat()
ENDS = {
    "member": "left_on", "branch": "closed_on", "unit": "closed_on", "household": "moved_on", "resident": "left_on",
    "pairing": "until", "cadre": "left_on", "transfer": "ended_on", "applicant": "ended_on", "report_in": "until",
    "duty": "until", "duty_claim": "until", "post": "until",
}  # fmt: skip
OTHERS = (
    "meeting", "attendance", "due", "due_base", "pairing_kind", "visit", "visit_plan", "wish", "request", "term", "election",
    "nominee", "review", "activity", "finding", "honour", "callback",
)  # fmt: skip
RECOUNTS: dict[str, Recount] = {}
BRANCHES = ("党支部", "联合党支部")


class Books:
    """Every row that is not void (`all`), and of these the ones that are current (`now`)."""

    def __init__(self, reader: Reader) -> None:
        self.all: dict[str, dict[int, Row]] = {}
        for name in (*ENDS, *OTHERS):
            found = map(dict, reader.exec_driver_sql(f"SELECT * FROM {name}").mappings())
            self.all[name] = {row["id"]: row for row in found if row["void_reason"] is None}
        self.now = {
            name: {row: told for row, told in rows.items() if name not in ENDS or told[ENDS[name]] is None}
            for name, rows in self.all.items()
        }
        self.service = (
            reader.exec_driver_sql("SELECT value FROM setting WHERE name = 'report_in_domains'").scalar() or ""
        )

    def rows(self, record: str) -> Iterable[Row]:
        return self.now[record].values()

    def full(self, branch: int) -> int:
        return sum(one["branch"] == branch and one["member_kind"] != "预备党员" for one in self.rows("member"))


def simple(code: str, record: str) -> Callable[[Callable[[Books, Row], object]], None]:
    """Registers a question asked of each row alone; a number is how many cases, anything else yes or no."""

    def keep(asked: Callable[[Books, Row], object]) -> None:
        RECOUNTS[code] = lambda books: Counter(
            {(record, row["id"]): int(cases) for row in books.rows(record) if (cases := asked(books, row))}  # type: ignore[call-overload]
        )

    return keep


def whole(code: str) -> Callable[[Recount], None]:
    def keep(asked: Recount) -> None:
        RECOUNTS[code] = asked

    return keep


def ask(code: str, record: str, asked: Callable[[Row], object]) -> None:
    simple(code, record)(lambda _books, row: bool(asked(row)))


def later(day: str, months: int) -> date:
    """The same day so many months on, or the last of that month."""
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(int(day[8:10] or 31), last))


def ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def working(since: str, until: str = NOW) -> int:
    """Mondays to Fridays after `since`, up to `until`."""
    start, end = date.fromisoformat(since), date.fromisoformat(until)
    return sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, (end - start).days + 1))


# Members
ask(
    "joined_too_young",
    "member",
    lambda m: m["birth_date"] and m["join_date"] and m["join_date"] < later(m["birth_date"], 216).isoformat(),
)
ask(
    "full_too_early", "member",
    lambda m: m["full_date"] and m["join_date"] >= "1978" and m["full_date"] < later(m["join_date"], 12).isoformat(),
)  # fmt: skip
ask("floating_unplaced", "member", lambda m: m["floating"] == "是" and not m["flow_to"])
ask("lost_undated", "member", lambda m: m["lost"] == "是" and not m["lost_date"])
ask(
    "lost_half_year",
    "member",
    lambda m: (
        m["lost"] == "是" and m["lost_date"] and later(m["lost_date"], 6) <= TODAY and m["standing"] != "停止党籍"
    ),
)
ask(
    "lost_two_years",
    "member",
    lambda m: m["lost"] == "是" and m["standing"] == "停止党籍" and later(m["lost_date"], 30) <= TODAY,
)


@simple("probation_over_year", "member")
def _(_books: Books, row: Row) -> bool:
    if row["member_kind"] != "预备党员" or row["full_date"]:
        return False
    return (row["probation_until"] or later(row["join_date"], 12).isoformat()) < NOW


@simple("absent_often", "member")
def _(books: Books, row: Row) -> bool:
    times = sum(
        one["member"] == row["id"]
        and one["sign"] == "无故缺席"
        and books.all["meeting"][one["meeting"]]["day"] >= "2026"
        for one in books.rows("attendance")
    )
    return times >= 3


@simple("not_reported", "member")
def _(books: Books, row: Row) -> bool:
    asked = {one["id"] for one in books.all["branch"].values() if one["domain"] in books.service.split("、")}
    there = {one["member"] for one in books.rows("report_in")}
    return (
        row["branch"] in asked
        and row["id"] not in there
        and row["occupation"] not in ("离休人员", "退休人员", "退职人员")
    )


@whole("duplicate_id")
def _(books: Books) -> Found:
    found: Found = Counter()
    for record, column in (
        ("member", "id_number"),
        ("cadre", "id_number"),
        ("resident", "id_number"),
        ("household", "head_id"),
    ):
        often = Counter(row[column] for row in books.rows(record) if row[column])
        found.update((record, row["id"]) for row in books.rows(record) if often[row[column]] > 1)
    return found


@whole("id_mismatch")
def _(books: Books) -> Found:
    found: Found = Counter()
    for record in ("member", "cadre", "resident"):
        for row in books.rows(record):
            number, born, sex = row["id_number"], row["birth_date"], row["sex"]
            if number and ((born and born != f"{number[6:10]}-{number[10:12]}-{number[12:14]}"[: len(born)])
                           or (sex and sex != "女男"[int(number[16]) % 2])):  # fmt: skip
                found[record, row["id"]] += 1
    return found


@whole("phone_shared")
def _(books: Books) -> Found:
    everybody = [(record, row) for record in ("member", "cadre") for row in books.rows(record) if row["phone"]]
    names = defaultdict(set)
    for _record, row in everybody:
        names[row["phone"]].add(row["name"])
    return Counter((record, row["id"]) for record, row in everybody if len(names[row["phone"]]) > 2)


# Dues
def _unpaid(books: Books) -> dict[int, int]:
    """Member → the longest run of months with a due and no payment, walked month by month."""
    open_ = {(row["member"], row["month"]) for row in books.rows("due") if row["paid"] is None and row["amount"]}
    found = {}
    for member in books.now["member"]:
        run = best = 0
        for month in (f"{year}-{n:02d}" for year in (2025, 2026) for n in range(1, 13)):
            run = run + 1 if (member, month) in open_ and month < "2026-11" else 0
            best = max(best, run)
        found[member] = best
    return found


RECOUNTS["due_soon"] = lambda books: Counter(("member", row) for row, run in _unpaid(books).items() if 3 <= run < 6)
RECOUNTS["due_late"] = lambda books: Counter(("member", row) for row, run in _unpaid(books).items() if run >= 6)
ask("due_farmer_amount", "due_base", lambda d: d["payer"] == "农民党员" and d["fixed"] and not 20 <= d["fixed"] <= 100)


@simple("due_base_missing", "member")
def _(books: Books, row: Row) -> bool:
    known = {one["member"] for one in books.rows("due_base")}
    using = {books.now["member"][one]["branch"] for one in known if one in books.now["member"]}
    return row["id"] not in known and row["branch"] in using and row["standing"] == "正常"


# Meetings
def _done(books: Books, branch: int, kind: str) -> Counter[str]:
    return Counter(
        row["day"][:7]
        for row in books.rows("meeting")
        if row["branch"] == branch
        and kind in row["kinds"].split("、")
        and row["state"] in (None, "已召开")
        and row["day"] <= NOW
    )


MONTHS = [f"2026-{month:02d}" for month in range(1, 11)]
ask("meeting_unheld", "meeting", lambda m: m["state"] == "计划" and m["day"] < NOW)


@simple("meeting_missing_party_day", "branch")
def _(books: Books, row: Row) -> int:
    return row["kind"] in BRANCHES and sum(not _done(books, row["id"], "主题党日")[month] for month in MONTHS)


@simple("meeting_missing_committee", "branch")
def _(books: Books, row: Row) -> int:
    if row["kind"] not in BRANCHES or books.full(row["id"]) < 7:
        return 0
    return sum(not _done(books, row["id"], "支委会")[month] for month in MONTHS)


@simple("meeting_missing_general", "branch")
def _(books: Books, row: Row) -> int:
    done = _done(books, row["id"], "支部党员大会")
    quarters = (MONTHS[0:3], MONTHS[3:6], MONTHS[6:9])
    return row["kind"] in BRANCHES and sum(not any(done[month] for month in quarter) for quarter in quarters)


@simple("meeting_missing_group", "branch")
def _(books: Books, row: Row) -> int:
    return row["kind"] == "党小组" and sum(not _done(books, row["id"], "党小组会")[month] for month in MONTHS)


@simple("quorum_short", "meeting")
def _(_books: Books, row: Row) -> bool:
    kinds = row["kinds"].split("、")
    if row["day"] < "2026":
        return False
    if kinds == ["支委会"]:
        return bool(row["expected"]) and row["attended"] <= row["expected"] / 2
    return "支部党员大会" in kinds and bool(row["voters"]) and row["voters_attended"] <= row["voters"] / 2


@simple("vote_short", "meeting")
def _(_books: Books, row: Row) -> bool:
    told = row["day"] >= "2026" and "支部党员大会" in row["kinds"] and row["votes_for"] is not None
    return told and row["votes_for"] <= row["voters"] / 2


@simple("meeting_unlikely", "meeting")
def _(_books: Books, row: Row) -> bool:
    cast = sum(row[name] or 0 for name in ("votes_for", "votes_against", "votes_abstain"))
    return (
        row["day"] > NOW or (row["attended"] or 0) > (row["expected"] or 0) or cast > (row["voters_attended"] or cast)
    )


@simple("life_without_talk", "meeting")
def _(books: Books, row: Row) -> bool:
    talks = [
        one["day"] for one in books.rows("meeting") if one["branch"] == row["branch"] and "谈心谈话" in one["kinds"]
    ]
    return (
        "组织生活会" in row["kinds"]
        and row["day"] >= "2026"
        and not any("2025-10" <= day <= row["day"] for day in talks)
    )


@simple("absence_untold", "meeting")
def _(books: Books, row: Row) -> bool:
    if row["day"] < "2026" or row["expected"] is None:
        return False
    named = sum(one["meeting"] == row["id"] and one["sign"] != "参加" for one in books.rows("attendance"))
    return row["expected"] - row["attended"] > named


# What 党员基本信息采集表 and 党组织基本信息采集表 (2017) ask for, and what a register must say of the others.
ASKED = {
    "branch": "kind unit situation secretary contact phone elected_on",
    "member": "name sex ethnic id_number birth_date education branch member_kind join_date full_date standing occupation phone "
              "address floating lost",
    "cadre": "name unit duty phone",
    "household": "head_name head_id village size",
    "resident": "relation id_number",
}  # fmt: skip


@whole("missing_required")
def _(books: Books) -> Found:
    found: Found = Counter()
    for record, names in ASKED.items():
        for row in books.rows(record):
            free = {"full_date"} if row.get("member_kind") == "预备党员" else set()
            if record == "branch" and row["kind"] in ("党小组", "党组"):
                free = {"elected_on"} | ({"unit", "situation"} if row["kind"] == "党小组" else set())
            if any(row[name] is None for name in names.split() if name not in free):
                found[record, row["id"]] = 1
    return found
